// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

/** What an enclosure of outputs says of the right one. */
public enum Lead {
  /** It exceeds every other by more than the margin. */
  CERTAIN,
  /** It does not. */
  REFUTED,
  /** The enclosure is too wide to say. */
  OPEN
}
