// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

/** What this checker decides at most, spec F-01. */
public final class Limits {
  /** F-01 (c): bytes of a safetensors header. */
  public static final int HEADER = 1 << 20;

  /** F-01 (d): vocabulary, d_model, d_head. */
  public static final int WIDTH = 4096;

  /** F-01 (e): length of an input. */
  public static final int K = 256;

  /** Weights in all tensors that are read, F-01 (d): as big integers they take 64 bytes each. */
  public static final long WEIGHTS = 1L << 22;

  private Limits() {}
}
