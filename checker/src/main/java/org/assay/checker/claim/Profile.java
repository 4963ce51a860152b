// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import static org.assay.checker.verdict.RejectCode.UNKNOWN_PROFILE;

import java.util.stream.Stream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * How a model is executed, as far as its logits depend on it: roundings of u = 2^-unitBits; every
 * exponential of a within a relative error of (exp0 + exp1 |a|) u; a normalisation of attention by
 * at most so many roundings; each up to 2^-126 or 2^-125 where a result may be flushed to zero.
 *
 * <p>Source: the pages spec/profile-*.md. Other units than 24 bits are for tests.
 */
@Lemma("L-41")
public record Profile(String name, int unitBits, int exp0, int exp1, int normalisation) {
  public static final Profile ANY_ORDER = new Profile("binary32-any-order", 24, 8, 4, 4);
  public static final Profile ANY_ENGINE = new Profile("binary32-any-engine", 24, 48, 4, 8);

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
    String got = "profile: got %s, want " + ANY_ORDER.name + " or " + ANY_ENGINE.name;
    return Stream.of(ANY_ORDER, ANY_ENGINE)
        .filter(one -> one.name.equals(name)) // F-10 (f)
        .findFirst()
        .orElseThrow(() -> new Rejection(UNKNOWN_PROFILE, got, Rejection.quoted(name)));
  }
}
