// SPDX-License-Identifier: Apache-2.0
/**
 * Fixed-point enclosures of any precision, on big integers: slow, simple, and the last word on
 * inputs that faster levels leave open.
 *
 * <p>Lemmas: L-60 to L-66. Read this to check that every enclosure scales with its bits.
 */
package org.assay.checker.wide;
