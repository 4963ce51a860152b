// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.assay.generator.certificate.Claim;
import org.assay.generator.issue.ConstantAnswer;
import org.assay.generator.model.ModelFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Words that people mistype, and demands that cannot be met. */
class UsageTest {
  private static final int[] SIZES = {3, 6, 4, 4};

  @TempDir private Path folder;
  private final Session session = new Session();

  @ParameterizedTest
  @CsvSource({
    "certfy, certify",
    "kegen, keygen",
    "inspct, inspect",
    "strategy, strategies",
    "publsh, publish",
    "reprot, report",
    "archvie, archive",
    "achive, archive",
    "plicy, policy",
    "polcy, policy",
    "polciy, policy"
  })
  void aMistypedCommandGetsASuggestion(String typed, String meant) {
    session.run(64, typed);
    assertTrue(session.err().contains("Did you mean: assay " + meant + "?"), session.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch", "x", "certificate"})
  void aWordThatIsLikeNoCommandGetsNone(String typed) {
    session.run(64, typed);
    assertFalse(session.err().contains("Did you mean"), session.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--modle", "--stratgy", "--at-lest", "--ouut"})
  void aMistypedOptionGetsASuggestion(String option) {
    session.run(
        64,
        "certify",
        "--model",
        "m",
        "--strategy",
        "cubic",
        "--unsigned",
        "--out",
        "o",
        option,
        "x");
    assertTrue(session.err().contains("Possible solutions: --"), session.err());
  }

  @Test
  void aMistypedStrategyGetsAllThatThereAre() {
    Object[] certify = {"certify", "--model", "m", "--unsigned", "--out", "o", "--strategy"};
    for (Object[] line :
        List.of(
            with(certify, "brute_force"),
            new Object[] {"publish", "--dir", folder, "--name", "b", "--strategy", "cubc"})) {
      session.run(64, line);
      assertTrue(
          session.err().contains("want one of brute-force, grouped-counting"), session.err());
      assertTrue(session.err().contains(", cubic, sub-cubic"), session.err());
    }
  }

  @Test
  void helpIsForCommandsThatThereAre() {
    session.run(64, "nosuch", "--help");
    session.run(64, "certify", "nosuch", "--help");
    session.run(64, "help", "nosuch");
    session.run(0, "certify", "--help");
    session.run(0, "help", "certify");
    session.run(0, "--help");
  }

  @Test
  void everySummaryIsAWholeSentence() {
    for (CommandLine command : Assay.commandLine(null).getSubcommands().values()) {
      if (command.getCommandName().equals("help")) continue;
      String summary = command.getCommandSpec().usageMessage().description()[0];
      assertTrue(summary.matches("[A-Z].*\\."), command.getCommandName() + ": " + summary);
    }
  }

  @Test
  void aFileNameMayBeginWithAnAtSign() throws Exception {
    Path model = model();
    Path plain = folder.resolve("m.cert.json");
    session.run(
        0,
        "certify",
        "--model",
        model,
        "--strategy",
        "brute-force",
        "--unsigned",
        "--no-check",
        "--allow-trivial",
        "--out",
        plain);
    Path at = Files.copy(plain, Path.of("@ok.cert.json"), StandardCopyOption.REPLACE_EXISTING);
    try {
      session.run(0, "inspect", at);
    } finally {
      Files.delete(at);
    }
    assertTrue(session.out().startsWith("claims: "), session.out());
    session.run(66, "inspect", "@missing");
    assertTrue(session.err().contains("@missing: no such file"), session.err());
  }

  /** Its answers are arbitrary, so few are right. */
  private Path model() throws Exception {
    double[] next = {0};
    byte[] bytes = ModelFiles.file(SIZES, ModelFiles.tensors(SIZES, () -> next[0]++ % 5 - 2));
    Path models = Files.createDirectories(folder.resolve("archive/models"));
    return Files.write(models.resolve("poor.safetensors"), bytes);
  }

  @Test
  void whatGoesWithoutSayingIsNotCertified() throws Exception {
    Path out = folder.resolve("m.cert.json");
    Object[] certify = {
      "certify",
      "--model",
      model(),
      "--strategy",
      "brute-force",
      "--unsigned",
      "--no-check",
      "--out",
      out
    };
    session.run(1, certify);
    assertTrue(
        session
            .err()
            .matches(
                "(?s).*proved: \\d+ of 216, want more than 91, which answering 5 always"
                    + " gets right; --allow-trivial writes it nevertheless\\s*"),
        session.err());
    assertFalse(Files.exists(out));
    session.run(0, Stream.concat(Stream.of(certify), Stream.of("--allow-trivial")).toArray());
    assertTrue(Files.exists(out));
  }

  /** Counted one by one. */
  @Test
  void theBestConstantAnswerIsTheBestOfAll() {
    List<Integer> weights = List.of(5, 1, 7, 2, 1);
    for (List<Integer> some : List.of(weights, List.<Integer>of())) {
      for (int k = 1; k <= 3; k++) {
        long[] right = new long[5];
        for (int input = 0; input < Math.pow(5, k); input++) {
          int largest = 0;
          long weight = 1;
          for (int rest = input, i = 0; i < k; i++, rest /= 5) {
            largest = Math.max(largest, rest % 5);
            weight *= some.isEmpty() ? 1 : some.get(rest % 5);
          }
          right[largest] += weight;
        }
        Claim claim = new Claim(new Claim.Sizes(k, 5, 1, 1), "0", some, java.math.BigInteger.ONE);
        ConstantAnswer answer = ConstantAnswer.of(claim);
        long best = java.util.Arrays.stream(right).max().orElseThrow();
        assertEquals(best, answer.correct().longValueExact());
        assertEquals(best, right[answer.token()]);
      }
    }
  }

  /** One foreign model, an unwritable place, a refusal of the checker: nothing is left behind. */
  @Test
  void publishLeavesNothingBehindWhenItFails() throws Exception {
    Path archive = model().getParent().getParent();
    Path good = Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");
    Files.copy(good, archive.resolve("models/good.safetensors"));
    Object[] publish = {
      "publish", "--dir", archive, "--name", "b", "--strategy", "cubic", "--checker"
    };
    Path checker = RealChecker.in(folder);
    Path foreign = Files.writeString(archive.resolve("models/x.safetensors"), "PK\3\4 data.pkl");
    session.run(66, with(publish, checker));
    assertTrue(session.err().contains("PyTorch file"), session.err());
    Files.delete(foreign);
    session.run(70, with(publish, "/bin/false"));
    Files.createDirectories(archive.resolve("policy.json"));
    session.run(66, with(publish, checker));
    Files.delete(archive.resolve("policy.json"));
    assertEquals(List.of("models"), List.of(archive.toFile().list()));
    session.run(0, with(publish, checker));
    assertTrue(session.err().contains("poor.safetensors: left out: proved no more"), session.err());
    assertTrue(Files.exists(archive.resolve("good/cubic.cert.json")));
    assertFalse(Files.exists(archive.resolve("poor")));
    Files.copy(good, archive.resolve("models/second.safetensors"));
    session.run(66, with(publish, checker));
    assertFalse(session.err().contains("--force"), "it has none: " + session.err());
    assertTrue(session.err().contains("see --name"), session.err());
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }
}
