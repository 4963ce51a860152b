// SPDX-License-Identifier: Apache-2.0
/**
 * What others' programs read: in-toto's verification results, CycloneDX, Sigstore bundles.
 *
 * <p>Read this to know what such a file says, and which of ours it was made from.
 */
package org.assay.archive.exchange;
