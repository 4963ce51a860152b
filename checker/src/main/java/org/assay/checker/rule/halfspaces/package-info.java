// SPDX-License-Identifier: Apache-2.0
/**
 * Rule R-08, {@code half-spaces}: programs of one layer with several heads, an MLP and norms. A
 * wrong input of a class lies in one of finitely many half-spaces, each of one head, and those in
 * each are counted.
 *
 * <p>Lemmas: L-54 ({@code HalfSpace}, {@code Leaves}, {@code Counter}), L-55 ({@code ClassHeads}),
 * L-56 ({@code TwoLines}, {@code Curve}), L-57, L-58 ({@code Projection}, {@code Neurons}, {@code
 * ClassSpaces}), L-59 ({@code NormRange}), L-69 (integers), L-73 ({@code ClassSlice}, {@code
 * Slices}, {@code SliceMeasure}, {@code Prices}). Read this if your certificate names {@code
 * half-spaces}.
 */
package org.assay.checker.rule.halfspaces;
