// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.deficit;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-09: how many ways of filling the positions before the query have a sum of deficits up to
 * a bound, with the maximum among them or not; from below. With token weights (L-52), what they
 * weigh instead: the room for one more position is then for the sum of its tokens' weights.
 *
 * <p>Cost: positions · bins · distinct deficits, but the first position costs only the deficits,
 * and the last only the deficits for each query that looks up.
 */
@Lemma({"L-09", "L-52", "L-73"})
public final class DeficitTable {
  private static final int MAX_BINS = 1 << 16;

  private final int m;
  private final TokenWeights tokens;
  private final Meter meter;
  private final boolean isUp;
  private final int end; // the last position before the query
  private final Deficits deficits;
  private final int last; // the largest sum of deficits that any query may look up
  private long[] seen; // counts by sum; after the last position but one, counts up to a sum
  private long[] unseen;
  private int topSeen; // no larger sum has a count
  private int topUnseen;
  private long[] others; // tokens below m at the last position: deficits and weights, sorted
  private int maximum; // deficit of m there
  private int dropped; // counts are in units of 2^dropped
  private long operations; // of the table

  /** How finely deficits are told apart, what a token counts, and whether counts are rounded up. */
  public record Measure(int bins, TokenWeights tokens, Meter meter, boolean isUp) {
    public Measure(int bins, TokenWeights tokens, Meter meter) {
      this(bins, tokens, meter, false);
    }
  }

  /**
   * A table for queries whose terms are {@code least} to {@code most}.
   *
   * @param terms H_i(t), [position][token <= m]; without a position nothing is good
   * @param queryIsMaximum whether every query that looks up is m itself
   */
  public DeficitTable(
      long[][] terms, long least, long most, boolean queryIsMaximum, Measure measure) {
    this.m = terms.length == 0 ? 0 : terms[0].length - 1;
    this.deficits = Deficits.of(terms, least, most, measure);
    this.tokens = measure.tokens;
    this.meter = measure.meter;
    this.isUp = measure.isUp;
    this.end = terms.length - 1;
    this.last = Math.toIntExact(deficits.largestSum(least));
    this.seen = new long[last + 1];
    this.unseen = new long[last + 1];
    this.topSeen = queryIsMaximum ? 0 : -1;
    this.topUnseen = queryIsMaximum ? -1 : 0;
    if (last >= 0) {
      (queryIsMaximum ? seen : unseen)[0] = 1;
      for (int i = 0; i < end; i++) {
        add(i, deficits.ofPosition(i));
      }
      finish(deficits.ofPosition(end));
    }
    meter.add(operations);
  }

  public static void requireBins(int bins, int k) throws Rejection {
    Rejection.require( // L-09 (a)
        bins >= k && bins <= MAX_BINS,
        RejectCode.HINT_RANGE,
        "bins: got %d, want %d to %d",
        bins,
        k,
        MAX_BINS);
  }

  /**
   * Inputs of the class of a query with this term that are within its bound: no more than that are
   * counted, or no fewer where counts are rounded up.
   */
  public BigInteger good(long query, boolean queryIsMaximum) {
    int limit = (int) Math.max(-1, Math.min(last, deficits.largestSum(query)));
    if (limit < 0) { // no input is good
      meter.add(3);
      return BigInteger.ZERO;
    }
    long lookups = 3;
    long sum = tokens.at(end).of(m) * (upTo(seen, limit - maximum) + upTo(unseen, limit - maximum));
    for (int t = 0; t < m && deficit(others[t]) <= limit; ) {
      int shift = deficit(others[t]);
      long weight = 0;
      for (; t < m && deficit(others[t]) == shift; t++) weight += weight(others[t]);
      long counts = upTo(seen, limit - shift);
      if (queryIsMaximum) {
        counts += upTo(unseen, limit - shift);
      }
      sum += weight * counts;
      lookups += 3;
    }
    meter.add(lookups);
    return BigInteger.valueOf(sum).shiftLeft(dropped);
  }

  /** One more position, number i, whose tokens have these deficits. */
  private void add(int i, int[] position) {
    makeRoom(i);
    long[] nextSeen = new long[last + 1];
    long[] nextUnseen = new long[last + 1];
    int highSeen = -1;
    int highUnseen = -1;
    long[] sorted = sortedOthers(i, position);
    for (int t = 0; t < m && deficit(sorted[t]) <= last; ) {
      int shift = deficit(sorted[t]);
      long weight = 0;
      for (; t < m && deficit(sorted[t]) == shift; t++) weight += weight(sorted[t]);
      highSeen = Math.max(highSeen, shiftAdd(seen, topSeen, nextSeen, shift, weight));
      highUnseen = Math.max(highUnseen, shiftAdd(unseen, topUnseen, nextUnseen, shift, weight));
    }
    long weight = tokens.at(i).of(m);
    highSeen = Math.max(highSeen, shiftAdd(seen, topSeen, nextSeen, position[m], weight));
    highSeen = Math.max(highSeen, shiftAdd(unseen, topUnseen, nextSeen, position[m], weight));
    seen = nextSeen;
    unseen = nextUnseen;
    topSeen = highSeen;
    topUnseen = highUnseen;
  }

  /** Adds counts up to sum {@code top}; returns the largest sum that got one, or -1. */
  private int shiftAdd(long[] from, int top, long[] to, int shift, long times) {
    int entries = Math.min(top, last - shift) + 1;
    if (times == 1) { // as most deficits have one token; processors add several at a time
      for (int s = 0; s < entries; s++) to[s + shift] += from[s];
    } else {
      for (int s = 0; s < entries; s++) to[s + shift] += times * from[s];
    }
    operations += 2L * Math.max(0, entries);
    return entries > 0 ? entries - 1 + shift : -1;
  }

  /** The last position: sums of counts, for the queries to look up. */
  private void finish(int[] position) {
    makeRoom(end);
    others = sortedOthers(end, position);
    maximum = position[m];
    for (int s = 1; s <= last; s++) {
      seen[s] += seen[s - 1];
      unseen[s] += unseen[s - 1];
    }
    operations += 2L * last;
  }

  /** The tokens below m by deficit: it is the high half of a number, the weight the low one. */
  private long[] sortedOthers(int i, int[] position) {
    long[] sorted = new long[m];
    Arrays.setAll(sorted, t -> (long) position[t] << 32 | tokens.at(i).of(t));
    Arrays.sort(sorted);
    return sorted;
  }

  private static int deficit(long token) {
    return (int) (token >> 32);
  }

  private static long weight(long token) {
    return token & 0xffffffffL;
  }

  private static long upTo(long[] sums, int limit) {
    return limit < 0 ? 0 : sums[limit];
  }

  /** Drops low bits until one more position cannot overflow. Counts only get smaller, or larger. */
  private void makeRoom(int i) {
    long ofSeen = Arrays.stream(seen, 0, topSeen + 1).sum();
    long sum = ofSeen + Arrays.stream(unseen, 0, topUnseen + 1).sum();
    int bits = Long.SIZE - Long.numberOfLeadingZeros(sum);
    int more = Long.SIZE - Long.numberOfLeadingZeros(tokens.at(i).upTo(m));
    int drop = Math.max(0, bits + more - 62);
    operations += topSeen + topUnseen + 2L; // the sum
    if (drop > 0) {
      for (int s = 0; s <= last; s++) {
        seen[s] = isUp ? -(-seen[s] >> drop) : seen[s] >> drop;
        unseen[s] = isUp ? -(-unseen[s] >> drop) : unseen[s] >> drop;
      }
      operations += topSeen + topUnseen + 2L;
      dropped += drop;
    }
  }
}
