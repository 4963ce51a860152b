// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-53: rows that depend on one token only, as functions of it; in one arithmetic. For one
 * thread.
 */
@Lemma("L-53")
public final class TokenRows<V, M> {
  private final Network network;
  private final Arithmetic<V, M> arithmetic;
  private final List<List<ExactMatrix>> weights;
  private final Map<Integer, List<M>> prepared = new HashMap<>();
  private final Map<Place, Optional<V>> known = new HashMap<>();

  /** A row of a step, for a token. */
  private record Place(int step, int row, int token) {}

  public TokenRows(Network network, List<List<ExactMatrix>> weights, Arithmetic<V, M> arithmetic) {
    this.network = network;
    this.weights = weights;
    this.arithmetic = arithmetic;
  }

  /** The last row of a step. */
  public Optional<V> last(int step, int token) {
    return row(step, network.shape(step).positions() - 1, token);
  }

  /** A row of a step that depends on no token but this one; nothing if it may be undefined. */
  public Optional<V> row(int step, int row, int token) {
    Place place = new Place(step, row, token);
    Optional<V> found = known.get(place);
    if (found == null) {
      found = made(new At(place));
      known.put(place, found);
    }
    return found;
  }

  private Optional<V> made(At at) {
    for (int operand = 0; operand < at.operands(); operand++) {
      if (at.rows(operand).stream().anyMatch(Optional::isEmpty)) {
        return Optional.empty();
      }
    }
    Operation operation = network.operation(at.place.step);
    return operation.row(arithmetic, at).filter(arithmetic::isShort);
  }

  private List<M> prepared(int step) {
    return prepared.computeIfAbsent(
        step, one -> weights.get(one).stream().map(arithmetic::prepared).toList());
  }

  private final class At implements Row<V, M> {
    private final Place place;

    At(Place place) {
      this.place = place;
    }

    @Override
    public int position() {
      return place.row;
    }

    @Override
    public int token() {
      return place.token;
    }

    @Override
    public M weight(int number) {
      return prepared(place.step).get(number);
    }

    @Override
    public int operands() {
      return network.reads(place.step).size();
    }

    @Override
    public V of(int operand, int position) {
      return row(network.reads(place.step).get(operand), position, place.token).orElseThrow();
    }

    @Override
    public List<V> needed(int operand) {
      return rows(operand).stream().map(Optional::orElseThrow).toList();
    }

    private List<Optional<V>> rows(int operand) {
      int read = network.reads(place.step).get(operand);
      Operation operation = network.operation(place.step);
      int last = operation.last(operand, place.row, network.shape(read).positions());
      return IntStream.rangeClosed(operation.first(operand, place.row), last)
          .mapToObj(position -> row(read, position, place.token))
          .toList();
    }
  }
}
