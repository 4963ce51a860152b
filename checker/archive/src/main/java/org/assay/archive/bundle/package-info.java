// SPDX-License-Identifier: Apache-2.0
/**
 * Bundles (spec/bundle.md): one file with all that it takes to verify one proof, the same bytes
 * wherever it is made, and a reader that takes nothing else.
 *
 * <p>Read this to know what a bundle from a stranger can do to whoever opens it: nothing.
 */
package org.assay.archive.bundle;
