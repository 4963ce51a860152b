// SPDX-License-Identifier: Apache-2.0
/**
 * How a folder changes from one state to the next, whatever stops it where, and how it is read.
 *
 * <p>Read this to know why no reader ever sees half a change.
 */
package org.assay.archive.journal;
