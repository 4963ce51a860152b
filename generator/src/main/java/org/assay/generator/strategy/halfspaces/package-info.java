// SPDX-License-Identifier: Apache-2.0
/**
 * R-08, L-53 to L-59: networks of one layer with any number of heads, norms and an MLP. Wrong
 * inputs lie in few half-spaces, which are counted by the tables of {@code strategy.counting}.
 */
package org.assay.generator.strategy.halfspaces;
