// SPDX-License-Identifier: Apache-2.0
/**
 * Numbers: dyadic matrices, fractions, enclosures of roots and exponentials; no rounding but where
 * a direction is named. Knows nothing of certificates.
 *
 * <p>Lemmas: L-02, L-03. Read this for every rule.
 */
package org.assay.checker.exact;
