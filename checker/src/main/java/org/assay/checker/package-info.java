// SPDX-License-Identifier: Apache-2.0
/**
 * The public door: {@link org.assay.checker.Checker} decides certificates.
 *
 * <p>To trust a verdict of {@code brute-force} read, in this order: verdict, exact, json, model,
 * circuit, claim, margin, rule.exhaustion, rule, this package, and signature for whose claim it is.
 * For any other rule read its package, and split or execution where it imports them. Nothing else
 * is trusted; no package sees one that stands before it in the list of {@code ArchitectureTest}.
 *
 * <p>Lemmas: L-06.
 */
package org.assay.checker;
