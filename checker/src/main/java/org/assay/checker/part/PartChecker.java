// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MODEL_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;

/** Decides ranges of a claim, and the claim by the sum of such decisions (L-99). */
public final class PartChecker {
  private final Optional<Policy> policy;

  /**
   * @param policy whose signatures are demanded, or nobody's
   */
  public PartChecker(Optional<Policy> policy) {
    this.policy = policy;
  }

  /** The parts, or the range, are not the claim's, or not all of it: says nothing of the claim. */
  public static final class NotItsParts extends IOException {
    private static final long serialVersionUID = 1;

    public NotItsParts(String message) {
      super(message);
    }
  }

  /** A part, or the verdict that keeps it from being one. */
  public record Outcome(Verdict verdict, Optional<Part> part) {}

  /** A certificate on its way: its claim, and what was found so far. */
  private final class Course {
    private final Checker.Models models;
    private Findings found = Findings.none(policy.isEmpty());
    private String digest;
    private Divided claim;

    Course(Checker.Models models) {
      this.models = models;
    }

    void open(byte[] certificate) throws Rejection, IOException {
      requireSize("certificate", certificate, Checker.MAX_CERTIFICATE); // F-01 (a)
      Envelope envelope = Envelope.parse(certificate);
      SignedBytes signed =
          policy.isPresent()
              ? SignedBytes.open(envelope, policy.get())
              : SignedBytes.unsigned(envelope);
      found =
          found.with(
              signed.signers().stream()
                  .map(one -> new Findings.Signer(one.name(), one.algorithms()))
                  .toList());
      digest = Sha256.of(signed.payload());
      claim =
          Divided.of(
              signed.payload(),
              sha256 -> verified("model", models.read(sha256), sha256),
              sha256 -> verified("data", models.data(sha256), sha256));
      found = found.with(claim.claimed());
      found = claim.read(found);
    }
  }

  /**
   * Decides a range of the units of a claim.
   *
   * @throws IOException if a file cannot be read, or NotItsParts
   */
  public Outcome part(byte[] certificate, Checker.Models models, Range range) throws IOException {
    Course course = new Course(models);
    try {
      course.open(certificate);
      Divided claim = course.claim;
      if (range.to() > claim.units()) {
        throw new NotItsParts(
            "range " + range + ": the claim has the " + claim.unit() + " 0.." + claim.units());
      }
      Divided.Counted counted = claim.count(range);
      Part part =
          new Part(
              course.digest, claim.unit(), claim.units(), range, counted.total(), counted.proof());
      return new Outcome(Verdict.accepted(course.found.with(counted.proof())), Optional.of(part));
    } catch (Rejection why) {
      return new Outcome(Verdict.of(why, course.found), Optional.empty());
    }
  }

  /**
   * Decides a claim by its parts, which are taken for what a checker derived.
   *
   * @throws IOException if a file cannot be read, or NotItsParts
   */
  public Verdict sum(byte[] certificate, Checker.Models models, List<Part> parts)
      throws IOException {
    Course course = new Course(models);
    try {
      course.open(certificate);
      course.claim.count(new Range(0, 0)); // that the claim fits the model
      Findings.Proof proof = new Addition(parts).of(course.digest, course.claim);
      course.found = course.found.with(proof);
      Checker.judge(course.claim.claimed(), proof);
      return Verdict.accepted(course.found);
    } catch (Rejection why) {
      return Verdict.of(why, course.found);
    } catch (Addition.Wrong none) {
      throw new NotItsParts(none.getMessage());
    }
  }

  /**
   * Reads a file of parts: a line each.
   *
   * @throws IOException naming the line that is none
   */
  public static List<Part> parts(byte[] file) throws IOException {
    List<Part> parts = new ArrayList<>();
    String text = new String(file, StandardCharsets.ISO_8859_1); // a byte is a character
    for (String line : text.split("(?<=\n)")) {
      try {
        parts.add(Part.parse(line.getBytes(StandardCharsets.ISO_8859_1)));
      } catch (Rejection malformed) {
        throw new IOException(
            "line " + (parts.size() + 1) + ": no part: " + malformed.getMessage(), malformed);
      }
    }
    return parts;
  }

  private static byte[] verified(String what, byte[] file, String want) throws Rejection {
    requireSize(what, file, Checker.MAX_MODEL); // F-01 (b)
    String got = Sha256.of(file);
    require( // F-09 (d), F-19 (a)
        got.equals(want), MODEL_MISMATCH, "%s sha256: got %s, want %s", what, got, want);
    return file;
  }

  private static void requireSize(String what, byte[] file, int most) throws Rejection {
    require(file.length <= most, LIMIT_EXCEEDED, "%s file: got more than %d bytes", what, most);
  }
}
