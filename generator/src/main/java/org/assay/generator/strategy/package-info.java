// SPDX-License-Identifier: Apache-2.0
/**
 * What a proof strategy is: what it is asked (margin, token weights), what it answers (a count and
 * its hints). Each family of rules has a room of its own below, and sees no other.
 */
package org.assay.generator.strategy;
