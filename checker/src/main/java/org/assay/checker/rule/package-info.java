// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the calculus (spec/calculus.md): {@link org.assay.checker.rule.Rules} lists them,
 * and a package for each family proves them. No family sees another. Claims of version 1 and about
 * programs come here, too: each is a {@code claim.Case}, and nothing above knows which.
 *
 * <p>A new rule is a record that implements {@code claim.Rule} in a package of its own, a line in
 * {@code Rules}, a section of spec/rules with its lemmas, and vectors. Read this to see what such a
 * record must answer.
 */
package org.assay.checker.rule;
