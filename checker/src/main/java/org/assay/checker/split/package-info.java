// SPDX-License-Identifier: Apache-2.0
/**
 * Circuits known without multiplying them out: a known matrix and a bound of the error, from hinted
 * directions that need not be good for the bound to hold.
 *
 * <p>Lemmas: L-25 to L-32. Read this if your certificate says {@code sub-cubic} or {@code
 * potential-counting}; an exact option is a split without error.
 */
package org.assay.checker.split;
