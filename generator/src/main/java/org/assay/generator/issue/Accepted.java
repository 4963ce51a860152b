// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.util.OptionalLong;
import org.assay.generator.certificate.Statement;

/**
 * A statement that the checker accepted, if there was one.
 *
 * @param operations what that took, by its own count; empty without a checker
 * @param millis what that took, by its own clock; empty without a checker
 * @param nanos what the search took
 */
public record Accepted(
    Statement statement, OptionalLong operations, OptionalLong millis, long nanos) {}
