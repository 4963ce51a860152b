// SPDX-License-Identifier: Apache-2.0
/**
 * The first level of the arithmetic: vectors of integers of 28 bits with a radius, in 64-bit words.
 * It decides most inputs of small networks; what it leaves open is for the package wide.
 *
 * <p>Read this after the package arithmetic, with lemmas L-80 to L-85. Every sum and product stays
 * below 2^63 by the bounds that the lemmas state, so nothing here checks for overflow.
 */
package org.assay.checker.narrow;
