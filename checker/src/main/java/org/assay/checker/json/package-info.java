// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes to values, each value in its only spelling (spec F-01 to F-04), and the limits of sizes of
 * models, claims and hints.
 *
 * <p>Read this to know that a file says what it seems to say.
 */
package org.assay.checker.json;
