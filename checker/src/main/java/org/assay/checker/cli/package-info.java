// SPDX-License-Identifier: Apache-2.0
/**
 * The command line {@code assay-check}: arguments, where model files are found, and how verdicts
 * are printed (spec F-13). {@code Sentence} and {@code ProgramSentence} print the claim; of a
 * program the words come from the packages program, question and rule.evaluation.
 *
 * <p>Read this to know what is printed: the sentence, the decimals that are rounded down (L-06),
 * the JSON line. It decides nothing. The exit codes of verdicts are in {@code verdict.Verdict}.
 */
package org.assay.checker.cli;
