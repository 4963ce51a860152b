// SPDX-License-Identifier: Apache-2.0
/**
 * inputs with one token besides query and maximum decide for all mixtures (spec L-20
 * to L-24).
 */
package org.assay.generator.strategy.cells;
