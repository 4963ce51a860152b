// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the checker derived of a statement.
 *
 * @param accepted false if it only found the claim too high
 * @param correct the count that it proved: at least the claim if accepted, else no more
 * @param execution the count that it proved of every execution; empty if no profile is claimed
 * @param bound with ten digits, what the count says of all that the inputs were drawn from; empty
 *     if they were not
 * @param operations what that took, by its own count; empty if it did not say
 * @param millis what that took, by its own clock; empty if it did not say
 */
record Decision(
    boolean accepted,
    BigInteger correct,
    Optional<BigInteger> execution,
    Optional<String> bound,
    OptionalLong operations,
    OptionalLong millis) {}
