// SPDX-License-Identifier: Apache-2.0
/**
 * What a certificate of version 1 says: which model, what of it, and by which rule (spec F-09 to
 * F-11); the numbers that a rule is asked for; and what every claim, of either version, is on its
 * way to a verdict ({@code Case}).
 *
 * <p>Lemmas: L-41 (the constants of a profile), L-50. Read this to know what is proved; {@code
 * cli.Sentence} prints it.
 */
package org.assay.checker.claim;
