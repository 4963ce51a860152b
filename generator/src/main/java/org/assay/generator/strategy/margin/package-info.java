// SPDX-License-Identifier: Apache-2.0
/**
 * What all families stand on: circuits of a model, attention weights of a query, and from them rows
 * of margins, enclosed (spec L-01 to L-06).
 */
package org.assay.generator.strategy.margin;
