// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

/** What an execution may be off by; unit: logits, or logarithms of weights. */
interface ErrorBounds {
  /** The T of a key: token t at position i, read by query q. */
  double logWeight(int q, int i, int t);

  /** What value t at position i may be off by in logit o, if it has all the attention. */
  double value(int i, int t, int o);

  /** What the direct path of query q may be off by in logit o. */
  double direct(int q, int o);

  /** The relative error of normalising. */
  double ratio();
}
