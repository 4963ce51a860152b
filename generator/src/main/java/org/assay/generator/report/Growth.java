// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.files.Input;

/**
 * How search and check of strategies grow with the sizes of a network, as {@code
 * checker/benchmark/grow} measured it.
 *
 * @param figure an SVG
 */
public record Growth(List<Row> rows, byte[] figure) {
  private static final Map<String, String> SIZES =
      Map.of(
          "v", "tokens", "k", "length K", "d", "d_model", "heads", "heads", "mlp", "width of MLP");

  /**
   * The powers of one strategy in one size.
   *
   * @param changed the size: v, k, d, heads or mlp
   * @param operations of the checker, by its own count
   * @param predicted the most that they may grow with
   * @param check of the processor's seconds
   * @param search of the processor's seconds
   */
  @JsonPropertyOrder({
    "strategy",
    "changed",
    "from",
    "to",
    "operations",
    "predicted",
    "check",
    "search"
  })
  public record Row(
      String strategy,
      String changed,
      int from,
      int to,
      String operations,
      String predicted,
      String check,
      String search) {
    Map<String, Object> cells() {
      return Map.of(
          "strategy", strategy,
          "changed", SIZES.getOrDefault(changed, changed),
          "range", from + " to " + to,
          "operations", operations,
          "predicted", predicted,
          "check", check,
          "search", search);
    }
  }

  /**
   * What lies in a folder, if its powers do.
   *
   * @throws IOException naming the file, if one is not what it should be, or the figure is missing
   */
  public static Optional<Growth> in(Path folder) throws IOException {
    Path powers = folder.resolve("growth-powers.csv");
    if (!Files.exists(powers)) return Optional.empty();
    Path figure = folder.resolve("growth.svg");
    Input.requireRegular("figure", figure);
    List<Row> rows = new RowFile<>(Row.class).read(powers);
    return Optional.of(new Growth(rows, Files.readAllBytes(figure)));
  }

  /** The figure as an image that a page has in it: what is in the file is drawn, not obeyed. */
  String image() {
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(figure);
  }
}
