// SPDX-License-Identifier: Apache-2.0
/**
 * Time-stamp tokens (RFC 3161): asking for them, making them, and what one proves to a reader.
 *
 * <p>Read this to trust a single date; how dates outlive their signatures is in {@code evidence}.
 */
package org.assay.archive.time;
