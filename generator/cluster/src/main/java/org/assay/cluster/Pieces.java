// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A certificate that is divided into ranges, and what came back of them. */
final class Pieces {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int place;
  private final Places.Certificate certificate;
  private final CheckJob.Decided empty;
  private final List<CheckJob.Decided> decided = new ArrayList<>();
  private int wanted;

  /**
   * @param empty what the checker said of the range 0..0, which names the units
   */
  Pieces(int place, Places.Certificate certificate, CheckJob.Decided empty) {
    this.place = place;
    this.certificate = certificate;
    this.empty = empty;
  }

  int place() {
    return place;
  }

  Places.Certificate certificate() {
    return certificate;
  }

  String shown() {
    return certificate.shown();
  }

  /** At most so many ranges, which are all units; one without bounds if there are no units. */
  List<String> ranges(int most) {
    BigInteger units = isPart(empty) ? new BigInteger(json(empty).path("units").asText()) : null;
    List<String> ranges = new ArrayList<>();
    if (units == null) {
      ranges.add("");
    } else {
      BigInteger count = BigInteger.valueOf(most).min(units).max(BigInteger.ONE);
      for (long i = 0; i < count.longValueExact(); i++) {
        ranges.add(bound(units, i, count) + ".." + bound(units, i + 1, count));
      }
    }
    wanted = ranges.size();
    return ranges;
  }

  private static BigInteger bound(BigInteger units, long i, BigInteger count) {
    return units.multiply(BigInteger.valueOf(i)).divide(count);
  }

  void add(CheckJob.Decided piece) {
    decided.add(piece);
  }

  boolean isComplete() {
    return decided.size() == wanted;
  }

  /** Whether all that came back are parts, to be added up. */
  boolean areParts() {
    return decided.stream().allMatch(Pieces::isPart);
  }

  /** What is there instead: the verdict on all of it, or why a range has none. */
  CheckJob.Decided undecided() {
    return decided.stream().filter(one -> !isPart(one)).findFirst().orElseThrow();
  }

  /** The parts, a line each. */
  String lines() {
    return decided.stream().map(one -> one.line() + "\n").collect(Collectors.joining());
  }

  /** The verdict that they add up to. */
  CheckJob.Decided decided(String line) {
    return new CheckJob.Decided(
        empty.certificate(), "", line, "", "", "driver", 0, empty.checker(), new byte[0]);
  }

  private static boolean isPart(CheckJob.Decided one) {
    return json(one).has("part");
  }

  private static JsonNode json(CheckJob.Decided one) {
    try {
      return one.line().isEmpty() ? JSON.createObjectNode() : JSON.readTree(one.line());
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
