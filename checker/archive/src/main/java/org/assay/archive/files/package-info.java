// SPDX-License-Identifier: Apache-2.0
/**
 * How files are written: whole or not at all, forced to the disk; and how those are read that
 * people name.
 *
 * <p>Read this to know what survives a power cut.
 */
package org.assay.archive.files;
