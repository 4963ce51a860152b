// SPDX-License-Identifier: Apache-2.0
/**
 * Rules R-04, {@code cubic}, and R-05, {@code cubic-retest}: an input is right if two pure inputs
 * are.
 *
 * <p>Lemmas: L-20 to L-24, with the premises of L-44. Read this if your certificate names one of
 * the two.
 */
package org.assay.checker.rule.cells;
