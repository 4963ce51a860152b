// SPDX-License-Identifier: Apache-2.0
/**
 * The verdict of another program, for {@code assay-check --second-opinion} (spec F-13).
 *
 * <p>Read this to know when two checkers agree. It proves nothing, and can only take an answer
 * back.
 */
package org.assay.checker.opinion;
