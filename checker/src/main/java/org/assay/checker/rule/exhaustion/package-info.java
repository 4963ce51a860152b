// SPDX-License-Identifier: Apache-2.0
/**
 * Rule R-01, strategy {@code brute-force}: every input of a claim of version 1 is decided, most of
 * them many at a time. (Every input of a program is {@code exhaustive}, in rule.evaluation.)
 *
 * <p>Lemmas: L-05, L-51. Read this if your certificate says {@code brute-force}.
 */
package org.assay.checker.rule.exhaustion;
