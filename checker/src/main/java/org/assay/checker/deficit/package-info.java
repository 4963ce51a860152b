// SPDX-License-Identifier: Apache-2.0
/**
 * Counting by deficits: how many inputs of a class have a sum of terms, one for each position, that
 * proves them right; from below, by a table instead of by visiting them.
 *
 * <p>Lemmas: L-09 ({@code Deficits}, {@code DeficitTable}), L-10 ({@code SumTerms}), both with
 * weights as L-52 has it, rounded up where L-73 asks for it. Read this if your certificate names
 * {@code grouped-counting}, {@code potential-counting} or {@code half-spaces}.
 */
package org.assay.checker.deficit;
