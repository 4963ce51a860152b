// SPDX-License-Identifier: Apache-2.0
/**
 * Claims over more inputs than one machine likes: ranges of them are decided apart, and the results
 * are added up (lemma L-99). Brute force is divided by query tokens, {@code exhaustive} by inputs.
 *
 * <p>Read this if a verdict says "from n parts".
 */
package org.assay.checker.part;
