// SPDX-License-Identifier: Apache-2.0
/**
 * The public door: {@link org.assay.checker.Checker} decides certificates.
 *
 * <p>To trust a verdict of {@code brute-force} read, in the order of README.md: exact, json, model,
 * circuit, claim, margin, rule.exhaustion, verdict, rule and this package; then signature for whose
 * claim it is, and {@code cli.Sentence} and {@code cli.Report} for the line that is printed. Not
 * needed: hint, split, arithmetic, wide, program, question, the other families (but {@code
 * ProgramCase.isOne}), and execution if no profile is claimed.
 *
 * <p>For another rule of version 1 read its package, and hint, split and execution where it imports
 * them; for {@code exhaustive} program, question, arithmetic, wide and rule.evaluation instead of
 * circuit and margin. No package sees one that stands before it in the list of {@code
 * ArchitectureTest}.
 *
 * <p>Lemmas: L-06.
 */
package org.assay.checker;
