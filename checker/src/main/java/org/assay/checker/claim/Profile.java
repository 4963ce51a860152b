// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import static org.assay.checker.verdict.RejectCode.UNKNOWN_PROFILE;

import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * How a model is executed, as far as its logits depend on it: every rounding is within a relative
 * error of 2^-unitBits, every exponential of a within (exp0 + exp1 |a|) times that, each up to an
 * absolute error of 2^-126 or 2^-125 where a result may be flushed to zero.
 *
 * <p>Source: spec/profile-binary32-any-order.md. Other units than 24 bits are for tests.
 */
@Lemma("L-41")
public record Profile(String name, int unitBits, int exp0, int exp1) {
  /** The one profile that a claim can name. */
  public static final Profile BINARY32_ANY_ORDER = new Profile("binary32-any-order", 24, 8, 4);

  /** No exponential above 2^-125 has an argument below this. */
  private static final int LEAST_ARGUMENT = -88;

  public Profile {
    int exp = exp0 - exp1 * LEAST_ARGUMENT;
    if (unitBits < 1 || 2L * exp > 1L << unitBits) { // L-42: |epsilon| <= 1/2
      throw new IllegalArgumentException("exponentials are too rough: " + exp + " units");
    }
  }

  /**
   * @throws Rejection UNKNOWN_PROFILE if no profile has this name
   */
  public static Profile named(String name) throws Rejection {
    Rejection.require( // F-10 (f)
        name.equals(BINARY32_ANY_ORDER.name),
        UNKNOWN_PROFILE,
        "profile: got %s, want %s",
        Rejection.quoted(name),
        BINARY32_ANY_ORDER.name);
    return BINARY32_ANY_ORDER;
  }
}
