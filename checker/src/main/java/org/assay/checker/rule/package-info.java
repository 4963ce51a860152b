// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the calculus (spec/calculus.md): {@link org.assay.checker.rule.Rules} lists those of
 * version 1, and a package for each family proves them; no family sees another. Claims come here,
 * too: {@code Rules.claim} decides by the predicate type. A claim about a program is a {@code
 * ProgramCase}, anything else a {@code CircuitCase}, which refuses what is not version 1. Above,
 * only what is printed differs.
 *
 * <p>A new rule of version 1 is a record that implements {@code claim.Rule}, in the package of its
 * family or of a new one (then with a floor and a budget in {@code ArchitectureTest}); a line in
 * {@code Rules}; lemmas, named by {@code @Lemma} and in spec/README.md; a section of spec/rules and
 * a row of spec/calculus.md; its hints in F-11 and in the schema of payloads; its prices in
 * spec/operations.md; vectors. Read this to see what such a record must answer.
 */
package org.assay.checker.rule;
