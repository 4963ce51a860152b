// SPDX-License-Identifier: Apache-2.0
/**
 * Receipts: what a re-checker decided, signed, and which of them a reader counts.
 *
 * <p>Read this to rely on others' checks; whoever checks alone needs none.
 */
package org.assay.archive.receipt;
