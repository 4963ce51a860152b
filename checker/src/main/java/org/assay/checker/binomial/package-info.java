// SPDX-License-Identifier: Apache-2.0
/**
 * The lower bound of Clopper and Pearson for the probability of a binomial distribution, in whole
 * numbers.
 *
 * <p>Lemmas: L-71, L-72. Read this if the inputs of your certificate are drawn.
 */
package org.assay.checker.binomial;
