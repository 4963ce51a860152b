// SPDX-License-Identifier: Apache-2.0
/**
 * The transformer as five exact matrices.
 *
 * <p>Lemmas: L-01. Read this for every rule of version 1.
 */
package org.assay.checker.circuit;
