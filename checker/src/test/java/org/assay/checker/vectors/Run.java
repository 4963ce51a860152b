// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.checker.schemas.Schemas;

/** One run of a checker on one vector: what it said, and how that differs from what it should. */
public final class Run {
  private final Vector vector;
  private final int exitCode;
  private final String out;
  private final String err;
  private final List<String> failures = new ArrayList<>();

  private Run(Vector vector, int exitCode, String out, String err) {
    this.vector = vector;
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  /** What the checker should have said otherwise; nothing if it is right. */
  public static List<String> failures(Vector vector, CommandLine checker) {
    try {
      if (!vector.json().containsKey("generate")) {
        return compared(vector, checker, vector.folder());
      }
      Path scratch = Files.createTempDirectory("vector");
      try {
        return compared(vector, checker, scratch);
      } finally {
        delete(scratch);
      }
    } catch (IOException disk) {
      throw new IllegalStateException(disk);
    }
  }

  private static List<String> compared(Vector vector, CommandLine checker, Path scratch)
      throws IOException {
    Run run = of(vector, checker, new Generated(vector, scratch));
    run.compare();
    return run.failures;
  }

  private static Run of(Vector vector, CommandLine checker, Generated files) throws IOException {
    List<String> args = new ArrayList<>(List.of("--json", "--model", files.model().toString()));
    ((List<?>) vector.json().get("flags")).forEach(flag -> args.add(flag.toString()));
    Path parts = vector.folder().resolve("parts.jsonl");
    if (Files.exists(parts)) {
      args.addAll(List.of("--parts", parts.toString()));
    }
    if (vector.isSigned()) {
      args.addAll(List.of("--policy", files.policy().toString()));
    }
    args.add(files.certificate().toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        checker.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        vector,
        exitCode,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  private void compare() {
    expect("exit code", exitCode, vector.exitCode());
    if (vector.json().containsKey("reason")) {
      String reason = vector.json().get("reason").toString();
      expect("reason " + reason + " on stderr", err.contains(reason), true);
    }
    if (out.lines().count() == 1) {
      compare(JsonValue.object(out));
      byte[] line = out.getBytes(StandardCharsets.UTF_8);
      expect("breaches of the schema", Schemas.breaches(Schemas.LINE, line), List.of());
    } else {
      expect("lines on stdout", out.lines().count(), 1L);
    }
  }

  private void compare(Map<?, ?> said) {
    expect("verdict", said.get("verdict"), vector.verdict());
    expect("code", said.get("code"), vector.code());
    boolean accepted = vector.verdict().equals("accepted");
    expect("message is null", Optional.empty().equals(said.get("message")), accepted);
    if (!vector.verdict().equals("error")) {
      expect("unsigned", said.get("unsigned"), Boolean.toString(!vector.isSigned()));
    }
    if (accepted) {
      expect("correct", said.get("correct"), vector.json().get("correct"));
      expect("total", said.get("total"), vector.json().get("total"));
      expect("proved >= correct", proved(said).compareTo(correct(said)) >= 0, true);
    }
    if ("CLAIM_NOT_PROVED".equals(said.get("code"))) {
      boolean ofProfile = said.get("profile") instanceof Map<?, ?> profile && provesLess(profile);
      expect("proved < correct", ofProfile || provesLess(said), true);
    }
  }

  private static boolean provesLess(Map<?, ?> line) {
    return proved(line).compareTo(correct(line)) < 0;
  }

  private static BigInteger proved(Map<?, ?> said) {
    return number(said.get("proved"));
  }

  private static BigInteger correct(Map<?, ?> said) {
    return number(said.get("correct"));
  }

  /** Minus one if it is not there. */
  private static BigInteger number(Object said) {
    return said instanceof String digits ? new BigInteger(digits) : BigInteger.ONE.negate();
  }

  private void expect(String what, Object got, Object want) {
    if (!want.equals(got)) {
      failures.add(
          vector.name() + ": " + what + ": got " + got + ", want " + want + "; " + err.strip());
    }
  }

  private static void delete(Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }
}
