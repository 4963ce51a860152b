// SPDX-License-Identifier: Apache-2.0
/**
 * A model file and its weights, exact (spec F-12).
 *
 * <p>Read this to know that the verdict is about the bytes of your model.
 */
package org.assay.checker.model;
