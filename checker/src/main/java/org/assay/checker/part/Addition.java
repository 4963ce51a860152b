// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Findings;

/** Lemma L-99: parts of one claim, added up where every unit is in exactly one of them. */
@Lemma("L-99")
record Addition(List<Part> parts) {
  /** Parts that are none of the claim, or that are not all of it: says nothing of the claim. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  /**
   * What all units of the claim say together.
   *
   * @param digest of the claim
   * @param whole the claim, read
   */
  Findings.Proof of(String digest, Divided whole) throws Wrong {
    for (Part part : parts) {
      requireOwn(part, digest, whole);
    }
    requireCover(whole.units());
    BigInteger total = sum(Part::total);
    require( // L-99 (c)
        total.equals(whole.claimed().total()),
        "their totals add up to " + total + ", want " + whole.claimed().total());
    Optional<BigInteger> executed =
        whole.claimed().execution().map(one -> sum(part -> part.proof().executed().orElseThrow()));
    return new Findings.Proof(
        sum(part -> part.proof().proved()),
        executed,
        sum(part -> part.proof().operations()),
        levels());
  }

  private static void requireOwn(Part part, String digest, Divided whole) throws Wrong {
    require( // L-99 (a)
        part.claim().equals(digest), "claim: got " + part.claim() + ", want " + digest);
    require( // L-99 (a)
        part.units() == whole.units() && part.unit().equals(whole.unit()),
        "units: got "
            + part.units()
            + " "
            + part.unit()
            + ", want "
            + whole.units()
            + " "
            + whole.unit());
    BigInteger proved = part.proof().proved();
    require( // L-99 (d)
        proved.compareTo(part.total()) <= 0
            && part.proof().executed().isPresent() == whole.claimed().execution().isPresent()
            && part.proof().executed().orElse(proved).compareTo(proved) <= 0,
        "part "
            + part.range()
            + " proves "
            + proved
            + " of "
            + part.total()
            + ", of executions "
            + part.proof().executed().map(BigInteger::toString).orElse("none"));
  }

  private void requireCover(long units) throws Wrong {
    List<Part> ordered = new ArrayList<>(parts);
    ordered.sort(
        Comparator.comparingLong((Part one) -> one.range().from())
            .thenComparingLong(one -> one.range().to()));
    long next = 0;
    for (Part part : ordered) {
      require( // L-99 (b)
          part.range().from() == next,
          "units from " + next + " on: got part " + part.range() + ", want one that begins there");
      next = part.range().to();
    }
    require(next == units, "they end at unit " + next + ", want " + units); // L-99 (b)
  }

  private BigInteger sum(Function<Part, BigInteger> number) {
    return parts.stream().map(number).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private List<Long> levels() {
    List<Long> sums = new ArrayList<>();
    for (Part part : parts) {
      List<Long> levels = part.proof().levels();
      sums.addAll(Collections.nCopies(Math.max(0, levels.size() - sums.size()), 0L));
      for (int i = 0; i < levels.size(); i++) {
        sums.set(i, sums.get(i) + levels.get(i));
      }
    }
    return sums;
  }

  private static void require(boolean holds, String message) throws Wrong {
    if (!holds) {
      throw new Wrong("parts: " + message);
    }
  }
}
