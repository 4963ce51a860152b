// SPDX-License-Identifier: Apache-2.0
/**
 * Rule R-07: a network that is a program is evaluated in enclosures on every input of a claim of
 * version 2.
 *
 * <p>Read this after the packages program, question and wide, which it brings together.
 */
package org.assay.checker.rule.evaluation;
