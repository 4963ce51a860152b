// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/** Every sequence with a token of a range at each position, in lexicographic order. */
record Template(List<Place> places) implements Inputs {
  /** The tokens of a position: a fixed one, or those of a range. */
  record Place(int from, int to, boolean free) {
    static Place read(JsonReader in) throws Rejection {
      if (in.hasField("token")) {
        int token = in.field("token").integer();
        return new Place(token, token, false);
      }
      int from = in.field("from").integer();
      int to = in.field("to").integer();
      require(from <= to, CLAIM_RANGE, "position: got %d to %d", from, to); // F-17 (b)
      return new Place(from, to, true);
    }

    int count() {
      return to - from + 1;
    }

    @Override
    public String toString() {
      return free ? from + ".." + to : "" + from;
    }
  }

  @Override
  public int length() {
    return places.size();
  }

  @Override
  public List<Integer> free() {
    return IntStream.range(0, places.size()).filter(i -> places.get(i).free).boxed().toList();
  }

  @Override
  public BigInteger count() {
    BigInteger count = BigInteger.ONE;
    for (Place place : places) {
      count = count.multiply(BigInteger.valueOf(place.count()));
    }
    return count;
  }

  @Override
  public long changes(int tokens) {
    return new Template(places.subList(0, tokens)).count().longValueExact();
  }

  @Override
  public int[] input(long index) {
    int[] tokens = new int[places.size()];
    long rest = index;
    for (int i = tokens.length - 1; i >= 0; i--) {
      Place place = places.get(i);
      tokens[i] = place.from + (int) (rest % place.count());
      rest /= place.count();
    }
    return tokens;
  }

  @Override
  public int largest() {
    return places.stream().mapToInt(Place::to).max().orElseThrow();
  }

  @Override
  public boolean everyFreeToken(IntPredicate holds) {
    return places.stream()
        .filter(Place::free)
        .allMatch(place -> IntStream.rangeClosed(place.from, place.to).allMatch(holds));
  }

  @Override
  public String words() {
    StringBuilder words = new StringBuilder("sequences");
    for (int i = 0, run; i < places.size(); i += run) {
      run = 1;
      while (i + run < places.size() && places.get(i + run).equals(places.get(i))) run++;
      words.append(run > 2 ? " " + places.get(i) + "*" + run : (" " + places.get(i)).repeat(run));
    }
    return words.toString();
  }
}
