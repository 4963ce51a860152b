// SPDX-License-Identifier: Apache-2.0
/**
 * wrong inputs are counted by tables of deficits, not visited (spec L-07 to L-13).
 * Read one of the two searches; what both use is DeficitTable and OutputTree.
 */
package org.assay.generator.strategy.counting;
