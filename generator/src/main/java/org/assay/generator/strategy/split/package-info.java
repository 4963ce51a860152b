// SPDX-License-Identifier: Apache-2.0
/**
 * Low-rank parts of circuits and what they leave: the words of --attention and --direct (spec L-25
 * to L-32). In doubles: for strategies whose count the checker proves.
 */
package org.assay.generator.strategy.split;
