// SPDX-License-Identifier: Apache-2.0
/**
 * Rules R-02, {@code grouped-counting}, and R-03, {@code potential-counting}: of each class of
 * inputs those that some block of outputs cannot vouch for are counted by a table of deficits, not
 * visited.
 *
 * <p>Lemmas: L-05, L-07 to L-13, L-52, with the premises of L-44. Read this if your certificate
 * says {@code grouped-counting} (then without the classes that begin with Potential, Query or
 * Block, but for BlockTerms) or {@code potential-counting}.
 */
package org.assay.checker.rule.counting;
