// SPDX-License-Identifier: Apache-2.0
/**
 * Policies (F-08) made from public keys; the checker's own reader decides whether they are some.
 *
 * <p>Read this to know how keys come into a policy.
 */
package org.assay.archive.policy;
