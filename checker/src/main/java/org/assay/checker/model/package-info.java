// SPDX-License-Identifier: Apache-2.0
/**
 * A model file and its weights, exact (spec F-12); files of data (F-19) have the same form. That
 * the bytes are those of the claim's digest is for {@code Checker} to see.
 *
 * <p>Read this to know that the verdict is about the bytes of your model.
 */
package org.assay.checker.model;
