// SPDX-License-Identifier: Apache-2.0
/**
 * Rules R-02, {@code grouped-counting}, and R-03, {@code potential-counting}: of each class of
 * inputs those that some block of outputs cannot vouch for are counted by a table of deficits, not
 * visited.
 *
 * <p>Lemmas: L-05 and the premises of L-44; L-52; for both rules L-08 ({@code Cover} and the
 * charges), and by package {@code deficit} L-09 and L-10; for R-02 only L-07 ({@code BlockTerms})
 * and L-13 ({@code ClassRows}); for R-03 only L-11 ({@code Potentials}, {@code QueryClass}) and
 * L-12 (the other Potential classes, {@code BlockValues}). Read this if your certificate names one
 * of the two.
 */
package org.assay.checker.rule.counting;
