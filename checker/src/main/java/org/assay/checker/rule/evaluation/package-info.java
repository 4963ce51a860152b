// SPDX-License-Identifier: Apache-2.0
/**
 * Rule R-07, strategy {@code exhaustive}: a network that is a program is evaluated in enclosures on
 * every input of a claim of version 2. (Every input of a circuit is {@code brute-force}, in
 * rule.exhaustion.)
 *
 * <p>Read this after the packages arithmetic, program, question, narrow and wide, which it brings
 * together.
 */
package org.assay.checker.rule.evaluation;
