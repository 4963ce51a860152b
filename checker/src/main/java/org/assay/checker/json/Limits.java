// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import java.math.BigInteger;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** What this checker decides at most, spec F-01. */
public final class Limits {
  /** F-01 (c): bytes of a safetensors header. */
  public static final int HEADER = 1 << 20;

  /** F-01 (d): vocabulary, d_model, d_head. */
  public static final int WIDTH = 4096;

  /** F-01 (e): length of an input. */
  public static final int K = 256;

  /** Weights in all tensors that are read, F-01 (d): as big integers up to 320 bytes each. */
  public static final long WEIGHTS = 1L << 20;

  private Limits() {}

  /**
   * @throws Rejection LIMIT_EXCEEDED if the work is more than 2^bits
   */
  public static void require(String what, BigInteger work, int bits) throws Rejection {
    BigInteger most = BigInteger.ONE.shiftLeft(bits);
    Rejection.require(
        work.compareTo(most) <= 0,
        RejectCode.LIMIT_EXCEEDED,
        "%s: got %s, want <= %s",
        what,
        work,
        most);
  }
}
