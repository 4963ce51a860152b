// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import static org.assay.checker.verdict.RejectCode.MALFORMED_JSON;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_STRATEGY;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_VERSION;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.PackedBits;
import org.assay.checker.rule.cells.CellList;
import org.assay.checker.rule.cells.Cubic;
import org.assay.checker.rule.cells.CubicRetest;
import org.assay.checker.rule.counting.Cover;
import org.assay.checker.rule.counting.GroupedCounting;
import org.assay.checker.rule.counting.Pairs;
import org.assay.checker.rule.counting.PotentialCounting;
import org.assay.checker.rule.counting.PotentialOptions;
import org.assay.checker.rule.counting.QueryClasses;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.rule.gaps.Gaps;
import org.assay.checker.rule.gaps.SubCubic;
import org.assay.checker.rule.gaps.SubCubicOptions;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;

/** The payload of an envelope (spec F-09 to F-11): which model, what is claimed of it, and how. */
public record Certificate(Subject subject, Claim claim, Strategy strategy) {
  /** The model file: its digest decides, its name is for people. */
  public record Subject(String name, String sha256) {}

  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "urn:assay:certificate:v1";

  /**
   * @throws Rejection with a code of F-02, F-03 or F-09 to F-11
   */
  public static Certificate parse(byte[] payload) throws Rejection {
    return JsonReader.read(payload, Certificate::read);
  }

  private static Certificate read(JsonReader in) throws Rejection {
    version(in, "_type", STATEMENT);
    List<Subject> subjects =
        in.field("subject")
            .list(1, MALFORMED_JSON, element -> element.object(Certificate::subject));
    require(!subjects.isEmpty(), MALFORMED_JSON, "subject: got none, want one"); // F-09 (b)
    version(in, "predicateType", PREDICATE);
    return in.field("predicate").object(predicate -> predicate(predicate, subjects.get(0)));
  }

  private static Certificate predicate(JsonReader in, Subject subject) throws Rejection {
    Claim claim = in.field("claim").object(Claim::read);
    Strategy strategy = in.field("strategy").object(hints -> strategy(hints, claim.shape()));
    require( // F-11 (e)
        strategy.isWeighted() || claim.demand().tokens().isUniform(),
        UNKNOWN_STRATEGY,
        "strategy: got %s, which counts without token weights",
        strategy.name());
    return new Certificate(subject, claim, strategy);
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

  /** F-11 (b): each strategy reads its hints, no more and no less. */
  private static Strategy strategy(JsonReader in, Claim.Shape shape) throws Rejection {
    String name = in.field("name").string();
    return switch (name) {
      case "brute-force" -> new BruteForce();
      case "grouped-counting" ->
          new GroupedCounting(
              in.field("bins").integer(),
              cover(in.field("cover"), shape.vocab()),
              in.hasField("scaled") ? pairs(in.field("scaled"), shape.vocab()) : Pairs.NONE);
      case "potential-counting" -> potentialCounting(in, shape);
      case "sub-cubic" -> subCubic(in, shape);
      case "cubic" -> new Cubic();
      case "cubic-retest" -> new CubicRetest(cells(in.field("cells")));
      default -> throw new Rejection(UNKNOWN_STRATEGY, "strategy: got %s", quoted(name)); // (a)
    };
  }

  private static Cover cover(JsonReader in, int vocab) throws Rejection {
    String text = in.string();
    return Cover.of(vocab, PackedBits.unpack(text), bits(text));
  }

  private static Pairs pairs(JsonReader in, int vocab) throws Rejection {
    String text = in.string();
    return Pairs.of(vocab, PackedBits.unpack(text), bits(text));
  }

  private static PotentialCounting potentialCounting(JsonReader in, Claim.Shape shape)
      throws Rejection {
    String attention = in.field("attention").string();
    PotentialOptions options = PotentialOptions.of(attention, in.field("direct").string()); // (d)
    String directions = in.field("directions").string();
    String classes = in.field("classes").string();
    int bins = in.field("bins").integer();
    String cover = in.field("cover").string();
    QueryClasses ofQueries =
        QueryClasses.of(shape.vocab(), PackedBits.unpack(classes), bits(classes));
    return new PotentialCounting(
        options,
        Directions.of(
            options.directionLengths(shape.vocab(), shape.dModel()),
            PackedBits.unpack(directions),
            bits(directions)),
        ofQueries,
        bins,
        ofQueries.cover(PackedBits.unpack(cover), bits(cover)));
  }

  private static SubCubic subCubic(JsonReader in, Claim.Shape shape) throws Rejection {
    String direct = in.field("direct").string();
    String handling = in.field("handling").string();
    SubCubicOptions options =
        SubCubicOptions.of(direct, handling, in.field("attention").string()); // (d)
    String gaps = in.field("gaps").string();
    String directions = in.field("directions").string();
    return new SubCubic(
        options,
        Gaps.of(shape.vocab(), shape.k(), PackedBits.unpack(gaps), bits(gaps)),
        Directions.of(
            options.directionLengths(shape.vocab(), shape.dModel()),
            PackedBits.unpack(directions),
            bits(directions)));
  }

  private static int bits(String packed) {
    return PackedBits.PER_CHARACTER * packed.length();
  }

  private static CellList cells(JsonReader in) throws Rejection {
    String text = in.string();
    return CellList.of(PackedBits.unpack(text), bits(text));
  }
}
