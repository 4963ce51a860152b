// SPDX-License-Identifier: Apache-2.0
/**
 * What a certificate says: which model, what of it, and by which rule (spec F-09 to F-11); the
 * numbers that a rule is asked for.
 *
 * <p>Lemmas: L-50. Read this first: it is the sentence that an accepted certificate means.
 */
package org.assay.checker.claim;
