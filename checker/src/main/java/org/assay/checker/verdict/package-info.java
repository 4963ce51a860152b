// SPDX-License-Identifier: Apache-2.0
/**
 * The outcome of a check: a verdict with what was found, or a rejection with its code.
 *
 * <p>Read this to use the checker as a library.
 */
package org.assay.checker.verdict;
