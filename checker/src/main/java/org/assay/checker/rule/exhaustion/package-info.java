// SPDX-License-Identifier: Apache-2.0
/**
 * Rule R-01, {@code brute-force}: every input is decided, most of them many at a time.
 *
 * <p>Lemmas: L-05, L-51. Read this if your certificate says {@code brute-force}.
 */
package org.assay.checker.rule.exhaustion;
