// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assay.checker.part.PartChecker;
import org.assay.checker.signature.Envelope;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vectors of one section in one test, through the library: unlike {@link VectorsTest} PIT runs
 * this, since a mutant asks only for the sections that reach it, the quickest first.
 */
@Tag("long")
class SectionsTest {
  private static final Pattern SMOOTH = Pattern.compile("\"(gelu|gelu-tanh|silu)\"");
  private static final Path ROOT = Path.of("..", "spec", "vectors");

  static Stream<String> sections() {
    return Stream.of("accept", "decline", "reject")
        .flatMap(side -> children(side).map(section -> side + "/" + section));
  }

  /** Names of folders; their vectors are read when their section is asked for. */
  private static Stream<String> children(String folder) {
    String[] names = ROOT.resolve(folder).toFile().list();
    return Arrays.stream(names).sorted();
  }

  /** A policy, a generated model and a part alone are matters of the command line. */
  private static boolean isPlain(Vector vector) {
    return !vector.json().containsKey("generate")
        && !isTable(vector)
        && (isOfParts(vector) || vector.json().get("flags").equals(List.of("--unsigned")));
  }

  /**
   * Half-spaces make a table of gelu, a second and a half for each: VectorsTest alone does that.
   */
  private static boolean isTable(Vector vector) {
    try {
      byte[] payload = Envelope.parse(vector.bytes("certificate.json")).payload();
      String text = new String(payload, StandardCharsets.ISO_8859_1);
      return text.contains("\"half-spaces\"") && SMOOTH.matcher(text).find();
    } catch (Rejection broken) {
      return false;
    }
  }

  private static boolean isOfParts(Vector vector) {
    return Files.exists(vector.folder().resolve("parts.jsonl"));
  }

  @ParameterizedTest
  @MethodSource("sections")
  void theLibrarySaysWhatTheVectorsExpect(String section) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String name : children(section).toList()) {
      Vector vector = Vector.of(section + "/" + name);
      if (isPlain(vector)) {
        String want = expected(vector);
        String got = found(vector);
        if (!got.equals(want)) {
          wrong.add(vector.name() + ": got " + got + ", want " + want);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String expected(Vector vector) {
    return vector.verdict() + (vector.code() instanceof String code ? " " + code : "");
  }

  private static String found(Vector vector) throws IOException {
    try {
      Verdict verdict = verdict(vector);
      String outcome = verdict.outcome().name().toLowerCase(Locale.ROOT);
      return outcome + verdict.code().map(code -> " " + code).orElse("");
    } catch (IOException none) { // files of parts that are none
      return "error INPUT_ERROR";
    }
  }

  private static Verdict verdict(Vector vector) throws IOException {
    byte[] certificate = vector.bytes("certificate.json");
    return isOfParts(vector)
        ? new PartChecker(Optional.empty())
            .sum(certificate, vector.models(), PartChecker.parts(vector.bytes("parts.jsonl")))
        : Checker.unsigned().check(certificate, vector.models());
  }
}
