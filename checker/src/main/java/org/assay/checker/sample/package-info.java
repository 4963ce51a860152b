// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of inputs that were drawn from more (spec F-22).
 *
 * <p>Read this to use the checker as a library on claims about draws.
 */
package org.assay.checker.sample;
