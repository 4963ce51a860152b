// SPDX-License-Identifier: Apache-2.0
/**
 * Why something in an archive is not what it should be.
 *
 * <p>Read this to know the codes; each condition of the spec has one.
 */
package org.assay.archive.refusal;
