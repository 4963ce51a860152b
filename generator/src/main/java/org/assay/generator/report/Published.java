// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What Gross et al. 2024 published of their own models; the file names its source.
 *
 * @param vocab the size of their models; means of models of other sizes are no comparison
 */
record Published(
    @JsonProperty("source") String source,
    @JsonProperty("vocab") int vocab,
    @JsonProperty("dModel") int dModel,
    @JsonProperty("rows") List<Row> rows) {
  /**
   * A group of strategies.
   *
   * @param mean of the bounds, in the published number of digits
   * @param normalised whether bounds were divided by the true accuracy
   */
  record Row(
      @JsonProperty("group") String group,
      @JsonProperty("k") int k,
      @JsonProperty("mean") String mean,
      @JsonProperty("deviation") String deviation,
      @JsonProperty("flops") long flops,
      @JsonProperty("dimension") String dimension,
      @JsonProperty("normalised") boolean normalised) {}

  static Published read() {
    try (InputStream in = Published.class.getResourceAsStream("published.json")) {
      return new JsonMapper().readValue(in, Published.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What can stand beside these results: all, or nothing if some model is of another size. */
  Published beside(List<StudyRow> results) {
    boolean isAlike = results.stream().allMatch(r -> r.vocab() == vocab && r.dModel() == dModel);
    return isAlike ? this : new Published(source, vocab, dModel, List.of());
  }

  Optional<Row> find(String group, int k) {
    return rows.stream().filter(row -> row.k == k && row.group.equals(group)).findFirst();
  }
}
