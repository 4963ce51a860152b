// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A certificate: of which model, by which proof, what it claims and what it cost.
 *
 * @param accuracy 10 digits, rounded down
 * @param operations of the checker, by its own count (spec/operations.md)
 * @param flopsPaper by the rules of Gross et al. 2024; empty where these have no price
 * @param dimension unexplained dimension by the same rules
 * @param certifyMillis search and signature; empty if the certificate was there before
 * @param checkMillis as the checker measured it, without the start of Java
 */
@JsonPropertyOrder({
  "model",
  "sha256",
  "k",
  "vocab",
  "dModel",
  "seed",
  "strategy",
  "options",
  "correct",
  "total",
  "accuracy",
  "operations",
  "flopsPaper",
  "dimension",
  "certificateBytes",
  "certifyMillis",
  "checkMillis",
  "verdict"
})
public record StudyRow(
    String model,
    String sha256,
    int k,
    int vocab,
    int dModel,
    int seed,
    String strategy,
    String options,
    String correct,
    String total,
    String accuracy,
    String operations,
    String flopsPaper,
    String dimension,
    long certificateBytes,
    String certifyMillis,
    String checkMillis,
    String verdict) {
  private static final RowFile<StudyRow> FILE = new RowFile<>(StudyRow.class);

  /**
   * The rows of a file.
   *
   * @throws IOException with file and line if it has not these columns
   */
  public static List<StudyRow> read(Path file) throws IOException {
    return FILE.read(file);
  }

  /** The text of such a file. */
  public static String text(Collection<StudyRow> rows) {
    return FILE.text(rows);
  }

  /** The model's name without its ending: the name of its folder of certificates. */
  String stem() {
    return model.replaceFirst("\\.safetensors$", "");
  }

  /** The name of the certificate: the strategy and the values of its options. */
  String certificateName() {
    StringBuilder name = new StringBuilder(strategy);
    String[] words = options.split(" ");
    for (int i = 1; i < words.length; i += 2) name.append('.').append(words[i]);
    return name + ".cert.json";
  }

  boolean isAccepted() {
    return verdict.equals("accepted");
  }

  /** The share of inputs that was proved: {@code correct} over {@code total}. */
  double bound() {
    return new BigDecimal(new BigInteger(correct))
        .divide(new BigDecimal(new BigInteger(total)), MathContext.DECIMAL64)
        .doubleValue();
  }
}
