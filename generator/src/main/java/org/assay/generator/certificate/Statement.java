// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The signed payload (spec F-09): a strict subset of an in-toto statement.
 *
 * @param subject label of the model for people; the digest decides
 * @param sha256 digest of the model file
 * @param hints the other fields of the strategy (F-11) in their order, each value as JSON spells it
 */
public record Statement(
    String subject, String sha256, Claim claim, String strategy, Map<String, String> hints)
    implements Decidable {
  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE_TYPE = "urn:assay:certificate:v1";

  private static final int MAX_NAME = 128;
  private static final Pattern NOT_IN_STRINGS = Pattern.compile("[^ -~]|[\"\\\\]"); // F-02 (a), (g)

  public Statement {
    hints = Collections.unmodifiableMap(new LinkedHashMap<>(hints));
    requireName("model file name", subject);
    if (subject.contains("/")) {
      throw new IllegalArgumentException("model file name: got " + subject + ", want no '/'");
    }
  }

  /**
   * A name that the format can hold: 1 to 128 printable ASCII characters, no quote or backslash.
   *
   * @throws IllegalArgumentException with got and want
   */
  public static void requireName(String what, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME || NOT_IN_STRINGS.matcher(name).find()) {
      String shown = name.replaceAll("\\p{C}", "?");
      throw new IllegalArgumentException(
          what
              + ": got \""
              + shown.substring(0, Math.min(80, shown.length()))
              + "\", want 1 to "
              + MAX_NAME
              + " characters of printable ASCII (letters without accents, digits, marks) without"
              + " '\"' and '\\'");
    }
  }

  @Override
  public BigInteger correct() {
    return claim.correct();
  }

  @Override
  public BigInteger total() {
    return claim.total();
  }

  @Override
  public String margin() {
    return claim.margin();
  }

  /** The same with another count. */
  public Statement claiming(BigInteger correct) {
    return claiming(
        new Claim(claim.sizes(), claim.margin(), claim.weights(), correct, claim.execution()));
  }

  /** The same with another claim. */
  public Statement claiming(Claim changed) {
    return new Statement(subject, sha256, changed, strategy, hints);
  }

  /** The one spelling of this statement. */
  @Override
  public byte[] payload() {
    return (String.format(
                Locale.ROOT,
                "{\"_type\":\"%s\",\"subject\":[{\"name\":\"%s\",\"digest\":{\"sha256\":\"%s\"}}],",
                TYPE,
                subject,
                sha256)
            + String.format(
                Locale.ROOT,
                "\"predicateType\":\"%s\",\"predicate\":{\"claim\":%s,\"strategy\":%s}}\n",
                PREDICATE_TYPE,
                claim.json(),
                strategyJson()))
        .getBytes(UTF_8);
  }

  private String strategyJson() {
    StringBuilder json = new StringBuilder("{\"name\":\"").append(strategy).append('"');
    hints.forEach(
        (name, value) -> json.append(String.format(Locale.ROOT, ",\"%s\":", name)).append(value));
    return json.append('}').toString();
  }
}
