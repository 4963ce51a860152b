// SPDX-License-Identifier: Apache-2.0
/**
 * What a file that was refused looks like, in sentences for people.
 *
 * <p>Read this if a message about your file is wrong. Nothing is decided here.
 */
package org.assay.checker.foreign;
