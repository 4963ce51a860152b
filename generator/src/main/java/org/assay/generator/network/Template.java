// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** All sequences with a fixed token, or one of a range, at each position. */
public record Template(List<Position> positions) implements Inputs {
  private static final int MAX_LENGTH = 256; // F-17 (b)
  private static final Pattern WORD =
      Pattern.compile("([0-9]{1,8})(?:\\.\\.([0-9]{1,8}))?(?:\\*([0-9]{1,3}))?");

  /**
   * @param isFree whether it is a range, be it of one token only
   */
  public record Position(int from, int to, boolean isFree) {
    private long choices() {
      return to - (long) from + 1;
    }

    private String words() {
      return isFree ? from + ".." + to : "" + from;
    }
  }

  /**
   * @throws IllegalArgumentException if there are too many positions, or none is free
   */
  public Template {
    positions = List.copyOf(positions);
    if (positions.isEmpty() || positions.size() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "inputs: got " + positions.size() + " positions, want 1 to " + MAX_LENGTH);
    }
    if (positions.stream().noneMatch(Position::isFree)) {
      throw new IllegalArgumentException("inputs: want a range FROM..TO at one position or more");
    }
  }

  /**
   * Of words like {@code 0..112 0..112 113}; {@code 0..63*4} stands for four of the first.
   *
   * @throws IllegalArgumentException with got and want
   */
  public static Template parse(String text) {
    List<Position> positions = new ArrayList<>();
    for (String word : text.trim().split("\\s+", -1)) {
      Matcher parts = WORD.matcher(word);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "inputs: got " + word + ", want a token, FROM..TO or FROM..TO*TIMES");
      }
      int from = Integer.parseInt(parts.group(1));
      int to = parts.group(2) == null ? from : Integer.parseInt(parts.group(2));
      if (to < from)
        throw new IllegalArgumentException("inputs: got " + word + ", want FROM <= TO");
      int times = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
      for (int i = 0; i < times; i++) {
        positions.add(new Position(from, to, parts.group(2) != null));
      }
    }
    return new Template(positions);
  }

  /**
   * As a claim spells it.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Template of(JsonNode json) {
    List<Position> positions = new ArrayList<>();
    for (JsonNode position : json.path("positions")) {
      boolean isFree = !position.has("token");
      JsonNode from = position.path(isFree ? "from" : "token");
      JsonNode to = position.path(isFree ? "to" : "token");
      if (!from.isInt() || !to.isInt() || position.size() != (isFree ? 2 : 1)) {
        throw new IllegalArgumentException("inputs: a position is neither token nor range");
      }
      positions.add(new Position(from.intValue(), to.intValue(), isFree));
    }
    return new Template(positions);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = new JsonMapper().createObjectNode().put("kind", "all");
    ArrayNode list = json.putArray("positions");
    for (Position position : positions) {
      if (position.isFree) {
        list.addObject().put("from", position.from).put("to", position.to);
      } else {
        list.addObject().put("token", position.from);
      }
    }
    return json;
  }

  @Override
  public String words() {
    StringBuilder words = new StringBuilder("all sequences");
    for (int i = 0, run; i < positions.size(); i += run) {
      String one = " " + positions.get(i).words();
      run = run(i);
      words.append(run > 2 ? one + "*" + run : one.repeat(run)); // as --inputs is spelled
    }
    return words.toString();
  }

  /** How many positions from this one on are alike. */
  private int run(int from) {
    int run = 1;
    while (from + run < positions.size() && positions.get(from + run).equals(positions.get(from))) {
      run++;
    }
    return run;
  }

  /** The exact number, be it as large as it may. */
  public BigInteger size() {
    return positions.stream()
        .map(position -> BigInteger.valueOf(position.choices()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  @Override
  public long count() {
    return size().min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  @Override
  public int length() {
    return positions.size();
  }

  @Override
  public int[] free() {
    return IntStream.range(0, positions.size()).filter(i -> positions.get(i).isFree).toArray();
  }

  @Override
  public void tokens(long index, int[] into) {
    long rest = index;
    for (int i = positions.size() - 1; i >= 0; i--) {
      Position position = positions.get(i);
      into[i] = position.from + (int) (rest % position.choices());
      rest /= position.choices();
    }
  }

  @Override
  public int largest() {
    return positions.stream().mapToInt(Position::to).max().orElseThrow();
  }
}
