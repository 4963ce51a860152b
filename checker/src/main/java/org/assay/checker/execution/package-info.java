// SPDX-License-Identifier: Apache-2.0
/**
 * What any execution of a profile may do to scores and logits: the premises of every rule, which
 * without a profile are the exact ones.
 *
 * <p>Lemmas: L-41 to L-44. Read this if your certificate has a second line, "in every execution".
 */
package org.assay.checker.execution;
