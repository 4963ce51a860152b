// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.receipt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.refusal.Code.MALFORMED_RECEIPT;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * "I decided certificate D with program P, and the verdict was V": an in-toto statement in its only
 * spelling (spec A-09).
 *
 * @param certificate its file name, for people, and its SHA-256
 * @param program what decided: the SHA-256 is that of its jar
 * @param verdict accepted, rejected or declined
 * @param proved the number of inputs that was derived, 0 if it was not accepted
 * @param secondOpinion what else the re-checker consulted, in its own words; empty if nothing
 */
public record Receipt(
    Named certificate, Program program, String verdict, String proved, String secondOpinion) {
  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE = "urn:assay:receipt:v1";

  /** A file. */
  public record Named(String name, String sha256) {}

  /** A program. */
  public record Program(String name, String version, String sha256) {}

  /**
   * @throws Refusal MALFORMED_RECEIPT
   */
  public static Receipt parse(byte[] payload) throws Refusal {
    try {
      return JsonReader.read(payload, Receipt::read);
    } catch (Rejection why) {
      throw new Refusal(MALFORMED_RECEIPT, "receipt: %s: %s", why.code(), why.getMessage());
    }
  }

  private static Receipt read(JsonReader in) throws Rejection {
    requireText(in.field("_type").string(), TYPE);
    Named certificate =
        in
            .field("subject")
            .list(1, RejectCode.MALFORMED_JSON, one -> one.object(Receipt::subject))
            .stream()
            .findFirst()
            .orElseThrow(() -> new Rejection(RejectCode.MALFORMED_JSON, "got no subject"));
    requireText(in.field("predicateType").string(), PREDICATE);
    return in.field("predicate").object(predicate -> predicate(certificate, predicate));
  }

  private static Named subject(JsonReader in) throws Rejection {
    String name = in.field("name").string();
    return new Named(name, in.field("digest").object(one -> one.field("sha256").digest()));
  }

  private static Receipt predicate(Named certificate, JsonReader in) throws Rejection {
    Program program =
        in.field("program")
            .object(
                one -> {
                  String name = one.field("name").string();
                  String version = one.field("version").string();
                  return new Program(name, version, one.field("sha256").digest());
                });
    String verdict = in.field("verdict").string();
    String proved = in.field("proved").bigInteger().toString();
    return new Receipt(certificate, program, verdict, proved, in.field("secondOpinion").string());
  }

  private static void requireText(String got, String want) throws Rejection {
    Rejection.require(
        got.equals(want),
        RejectCode.UNKNOWN_VERSION,
        "got %s, want %s",
        Rejection.quoted(got),
        want);
  }

  /**
   * The payload, one line.
   *
   * @throws Refusal MALFORMED_RECEIPT if a text cannot be spelled
   */
  byte[] payload() throws Refusal {
    for (String text :
        new String[] {certificate.name, program.name, program.version, secondOpinion}) {
      require( // A-09 (a)
          text.matches("[ -~&&[^\"\\\\]]{0,200}"),
          MALFORMED_RECEIPT,
          "%s: want at most 200 printable ASCII characters without quote and backslash",
          quoted(text));
    }
    String json =
        "{\"_type\":\""
            + TYPE
            + "\",\"subject\":[{\"name\":\""
            + certificate.name
            + "\",\"digest\":{\"sha256\":\""
            + certificate.sha256
            + "\"}}],\"predicateType\":\""
            + PREDICATE
            + "\",\"predicate\":{\"program\":{\"name\":\""
            + program.name
            + "\",\"version\":\""
            + program.version
            + "\",\"sha256\":\""
            + program.sha256
            + "\"},\"verdict\":\""
            + verdict
            + "\",\"proved\":\""
            + proved
            + "\",\"secondOpinion\":\""
            + secondOpinion
            + "\"}}\n";
    return json.getBytes(US_ASCII);
  }
}
