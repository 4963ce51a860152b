// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_VERSION;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/** The payload of an envelope (spec F-09 to F-11): which model, what is claimed of it, and how. */
public record Certificate(Subject subject, Claim claim, Rule rule) {
  /** The model file: its digest decides, its name is for people. */
  public record Subject(String name, String sha256) {}

  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "urn:assay:certificate:v1";

  /**
   * @param rules reads the rule and its hints
   * @throws Rejection with a code of F-02, F-03 or F-09 to F-11
   */
  public static Certificate parse(byte[] payload, Rule.Reader rules) throws Rejection {
    return statement(payload, PREDICATE, (in, subject) -> predicate(in, subject, rules));
  }

  /** Reads a predicate, of which subject is known. */
  public interface Predicate<T> {
    T read(JsonReader in, Subject subject) throws Rejection;
  }

  /** Reads a statement whose {@code predicateType} is this one. */
  public static <T> T statement(byte[] payload, String type, Predicate<T> body) throws Rejection {
    return JsonReader.read(payload, in -> read(in, type, body));
  }

  private static <T> T read(JsonReader in, String type, Predicate<T> body) throws Rejection {
    version(in, "_type", STATEMENT);
    List<Subject> subjects =
        in.field("subject")
            .list(1, MALFORMED_JSON, element -> element.object(Certificate::subject));
    require(!subjects.isEmpty(), MALFORMED_JSON, "subject: got none, want one"); // F-09 (b)
    version(in, "predicateType", type);
    return in.field("predicate").object(predicate -> body.read(predicate, subjects.get(0)));
  }

  private static Certificate predicate(JsonReader in, Subject subject, Rule.Reader rules)
      throws Rejection {
    Claim claim = in.field("claim").object(Claim::read);
    Rule rule = in.field("strategy").object(hints -> rules.read(hints, claim.shape()));
    require( // F-11 (e)
        rule.isWeighted() || claim.demand().tokens().isUniform(),
        UNKNOWN_STRATEGY,
        "strategy: got %s, which counts without token weights",
        rule.name());
    return new Certificate(subject, claim, rule);
  }

  private static void version(JsonReader in, String field, String known) throws Rejection {
    String got = in.field(field).string();
    require(got.equals(known), UNKNOWN_VERSION, "%s: got %s", field, quoted(got)); // F-09 (a)
  }

  private static Subject subject(JsonReader in) throws Rejection {
    String name = in.field("name").string();
    require( // F-09 (c)
        name.matches("[^/]{1,128}"), MALFORMED_JSON, "subject name: got %s", quoted(name));
    return new Subject(name, in.field("digest").object(digest -> digest.field("sha256").digest()));
  }
}
