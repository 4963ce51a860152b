// SPDX-License-Identifier: Apache-2.0
/**
 * Rule R-06, {@code sub-cubic}: inputs by query, maximum, how often the maximum occurs, and the gap
 * below it; each cell proved from what its inputs have in common.
 *
 * <p>Lemmas: L-33 to L-39, those of {@code split}, the premises of L-44. Read this if your
 * certificate says {@code sub-cubic}.
 */
package org.assay.checker.rule.gaps;
