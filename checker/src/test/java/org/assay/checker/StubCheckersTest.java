// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assay.checker.claim.Certificate;
import org.assay.checker.claim.Claim;
import org.assay.checker.cli.Report;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.Rules;
import org.assay.checker.rule.evaluation.ProgramCase;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.vectors.CommandLine;
import org.assay.checker.vectors.Run;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Controls: checkers that check too little must fail the vectors. Without them the suite could be
 * satisfied by a program that says always the same.
 */
class StubCheckersTest {
  /** What only a check of signatures, of the digest, of the claim or of the proof can find. */
  private static final Set<String> BEYOND_PARSING =
      Set.of(
          "UNKNOWN_SIGNER",
          "SIGNATURE_MISSING",
          "SIGNATURE_MISMATCH",
          "MODEL_MISMATCH",
          "SHAPE_MISMATCH",
          "CLAIM_NOT_PROVED");

  @Test
  void alwaysAcceptFailsEveryVectorThatIsNotAccepted() {
    assertEquals(names(one -> !one.side().equals("accept")), failedBy(StubCheckersTest::accept));
  }

  @Test
  void alwaysRejectFailsEveryVectorButThoseOfItsCode() {
    assertEquals(
        names(one -> !one.code().equals("CLAIM_NOT_PROVED")), failedBy(StubCheckersTest::reject));
  }

  @Test
  @Tag("long")
  void parseOnlyFailsEveryVectorThatAsksForMore() {
    Set<String> failed = failedBy(StubCheckersTest::parseOnly);
    Set<String> missed = names(one -> BEYOND_PARSING.contains(one.code()));
    missed.removeAll(failed);
    assertEquals(Set.of(), missed);
    Set<String> parsed = names(one -> one.section().equals("F-02") && !one.isSigned());
    parsed.retainAll(failed);
    assertEquals(Set.of(), parsed);
  }

  private static Set<String> names(Predicate<Vector> which) {
    return Vector.all().stream()
        .filter(which)
        .map(Vector::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> failedBy(CommandLine stub) {
    return names(vector -> !Run.failures(vector, stub).isEmpty());
  }

  private static int accept(String[] args, PrintStream out, PrintStream err) {
    try {
      return say(Verdict.accepted(claimed(args)), args, out);
    } catch (Rejection unreadable) {
      return say(Verdict.accepted(Findings.none(isUnsigned(args))), args, out);
    }
  }

  private static int reject(String[] args, PrintStream out, PrintStream err) {
    Rejection why = new Rejection(RejectCode.CLAIM_NOT_PROVED, "as always");
    Findings findings = Findings.none(isUnsigned(args));
    return say(Verdict.of(why, provedNothing(findings)), args, out);
  }

  private static int parseOnly(String[] args, PrintStream out, PrintStream err) {
    try {
      ModelFile.parse(read(args[2]));
      return say(Verdict.accepted(claimed(args)), args, out);
    } catch (Rejection malformed) {
      return say(Verdict.of(malformed, Findings.none(isUnsigned(args))), args, out);
    }
  }

  /** What the certificate says, taken for true. */
  private static Findings claimed(String[] args) throws Rejection {
    Envelope envelope = Envelope.parse(read(args[args.length - 1]));
    byte[] payload = SignedBytes.unsigned(envelope).payload();
    if (ProgramCase.isOne(payload)) {
      return claimedOfProgram(new String(payload, StandardCharsets.UTF_8), args);
    }
    Certificate certificate = Certificate.parse(payload, Rules::read);
    Claim claim = certificate.claim();
    return Findings.none(isUnsigned(args))
        .with(
            new Findings.Claimed(
                certificate.subject().name(),
                certificate.rule().name(),
                claim.demand().margin().toString(),
                claim.demand().tokens().listed(),
                claim.correct(),
                claim.total(),
                Optional.empty()))
        .with(proved(claim.correct()));
  }

  private static Findings claimedOfProgram(String text, String[] args) {
    String payload = text.split(",\"profile\":")[0]; // that has a count of its own
    BigInteger correct = new BigInteger(field(payload, "correct"));
    BigInteger total = new BigInteger(field(payload, "total"));
    return Findings.none(isUnsigned(args))
        .with(claimed("model", "exhaustive", field(payload, "margin"), correct, total))
        .with(proved(correct));
  }

  /** The first string of this name, or 0: behind it stands that of a profile. */
  private static String field(String payload, String name) {
    Matcher field = Pattern.compile("\"" + name + "\":\"([0-9/]*)\"").matcher(payload);
    return field.find() ? field.group(1) : "0";
  }

  private static Findings provedNothing(Findings findings) {
    return findings
        .with(claimed("", "", "0", BigInteger.ONE, BigInteger.ONE))
        .with(proved(BigInteger.ZERO));
  }

  private static Findings.Claimed claimed(
      String subject, String strategy, String margin, BigInteger correct, BigInteger total) {
    return new Findings.Claimed(
        subject, strategy, margin, List.of(), correct, total, Optional.empty());
  }

  private static Findings.Proof proved(BigInteger correct) {
    return new Findings.Proof(correct, Optional.empty(), BigInteger.ZERO, List.of());
  }

  private static boolean isUnsigned(String[] args) {
    return Arrays.asList(args).contains("--unsigned");
  }

  private static int say(Verdict verdict, String[] args, PrintStream out) {
    out.println(new Report(args[args.length - 1], verdict, 0).json());
    return verdict.outcome().exitCode();
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
