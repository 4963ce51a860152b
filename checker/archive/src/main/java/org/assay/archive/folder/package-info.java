// SPDX-License-Identifier: Apache-2.0
/**
 * The archive as a folder: what belongs into it, and how it changes without ever being half
 * changed.
 *
 * <p>Read this to know what is left after a power cut.
 */
package org.assay.archive.folder;
