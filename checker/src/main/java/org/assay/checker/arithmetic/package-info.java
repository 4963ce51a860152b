// SPDX-License-Identifier: Apache-2.0
/**
 * What the steps of a program ask of an arithmetic: rows that enclose real ones, prepared weights,
 * and the operations on them.
 *
 * <p>Read this to write another arithmetic: each result must enclose what the operation gives for
 * every choice of real numbers inside its operands.
 */
package org.assay.checker.arithmetic;
