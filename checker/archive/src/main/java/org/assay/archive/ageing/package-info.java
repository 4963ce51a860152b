// SPDX-License-Identifier: Apache-2.0
/**
 * Hash functions, and until when a reader relies on an algorithm.
 *
 * <p>Read this to know what ages, and whose decision that is.
 */
package org.assay.archive.ageing;
