// SPDX-License-Identifier: Apache-2.0
/**
 * How files are written: whole or not at all, forced to the disk.
 *
 * <p>Read this to know what survives a power cut.
 */
package org.assay.archive.files;
