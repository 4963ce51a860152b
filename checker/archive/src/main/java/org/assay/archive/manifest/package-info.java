// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of names and digests: what is time-stamped, because a time stamp covers no names.
 *
 * <p>Read this to know which files a date is about.
 */
package org.assay.archive.manifest;
