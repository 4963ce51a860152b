// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assay.generator.model.Safetensors;
import org.assay.generator.model.TensorFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smallest of some numbers, by the strategies for the largest of them. */
class RelabelledCommandsTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  @TempDir private Path folder;
  private final Session session = new Session();
  private Path model;
  private Path out;

  /** The model of the maximum with its tokens and outputs numbered backwards. */
  @BeforeEach
  void reverse() throws Exception {
    TensorFile file = TensorFile.read(MODEL);
    Safetensors reversed = new Safetensors(Map.of());
    for (String name : file.names()) {
      byte[] bytes = file.bytes(name);
      List<Long> shape = file.shape(name);
      int number = file.dtype(name).equals("F64") ? 8 : 4;
      int row = Math.toIntExact(shape.get(shape.size() - 1)) * number;
      if (name.equals("embed.W_E")) bytes = backwards(bytes, bytes.length, row);
      if (name.startsWith("unembed.")) bytes = backwards(bytes, row, number);
      reversed.add(name, file.dtype(name), shape, bytes);
    }
    model = Files.write(folder.resolve("min.safetensors"), reversed.bytes());
    out = folder.resolve("min.cert.json");
  }

  /** Pieces of each part in the opposite order. */
  private static byte[] backwards(byte[] bytes, int part, int piece) {
    byte[] turned = new byte[bytes.length];
    for (int start = 0; start < bytes.length; start += part) {
      for (int at = 0; at < part; at += piece) {
        System.arraycopy(bytes, start + at, turned, start + part - at - piece, piece);
      }
    }
    return turned;
  }

  private String counted(Object... words) {
    session.run(0, words);
    Matcher count = Pattern.compile("certified: (\\d+ of \\d+) inputs").matcher(session.out());
    assertTrue(count.find(), session.out());
    return count.group(1);
  }

  private Object[] words(Path file, String strategy, Object... more) {
    Object[] first = {"certify", "--model", file, "--strategy", strategy, "--unsigned", "--force"};
    return Stream.of(first, new Object[] {"--out", out, "--no-check"}, more)
        .flatMap(Arrays::stream)
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"brute-force", "grouped-counting", "potential-counting", "cubic"})
  void theSmallestIsCountedAsTheLargestIs(String strategy) {
    String largest = counted(words(MODEL, strategy));
    assertEquals(largest, counted(words(model, strategy, "--task", "min")));
    assertTrue(session.out().contains("task: the right output is the smallest number"));
    session.run(0, "inspect", out);
    assertTrue(session.out().contains("strategy:  " + strategy), session.out());
    assertTrue(session.out().contains("read as:   one head of attention"), session.out());
    session.run(0, "inspect", "--json", out);
    assertTrue(session.out().contains("\"circuit\":{\"dModel\":"), session.out());
  }

  /** A list of steps says the same as the names do. */
  @Test
  void aListOfStepsIsTakenToo() throws Exception {
    Object[] question = {"--config", steps(), "--inputs", "0..31*3", "--outputs", "0..31"};
    Object[] task = {"--task", "nth-largest:3"};
    Object[] more = Stream.of(question, task).flatMap(Arrays::stream).toArray();
    assertEquals(counted(words(MODEL, "brute-force")), counted(words(model, "brute-force", more)));
  }

  /** Of inputs that are not all of them the checker counts what trying each one counts. */
  @Test
  @Tag("long")
  void fixedTokensAreCountedByTheChecker() throws Exception {
    Path checker = RealChecker.in(folder);
    Set<String> counts = new HashSet<>();
    for (String strategy : List.of("grouped-counting", "brute-force", "exhaustive")) {
      counts.add(
          counted(
              "certify",
              "--model",
              model,
              "--config",
              steps(),
              "--task",
              "min",
              "--inputs",
              "0..31 3..9 31",
              "--outputs",
              "0..31",
              "--strategy",
              strategy,
              "--unsigned",
              "--force",
              "--checker",
              checker,
              "--out",
              out));
    }
    assertEquals(1, counts.size(), counts::toString);
    session.run(
        64,
        words(
            model,
            "cubic",
            "--config",
            steps(),
            "--task",
            "min",
            "--inputs",
            "0..31 0..31 31",
            "--outputs",
            "0..31"));
    assertTrue(session.err().contains("--strategy: cubic wants one range"), session.err());
  }

  /** The model as a list of steps. */
  private Path steps() throws Exception {
    return Files.writeString(
        folder.resolve("steps.json"),
        ("{'steps':[{'name':'e','op':'embed','table':'embed.W_E','layout':'rows'},"
                + "{'name':'p','op':'positions','table':'pos_embed.W_pos','layout':'rows'},"
                + "{'name':'x','op':'add','of':['p','e']},"
                + linear("q", "x", "blocks.0.attn.W_Q", "heads-in-out")
                + linear("k", "x", "blocks.0.attn.W_K", "heads-in-out")
                + linear("v", "x", "blocks.0.attn.W_V", "heads-in-out")
                + "{'name':'a','op':'attention','query':'q','key':'k','value':'v','heads':1,"
                + "'mask':'causal','scaleRoot':16},"
                + linear("o", "a", "blocks.0.attn.W_O", "in-out")
                + "{'name':'y','op':'add','of':['o','x']},"
                + linear("u", "y", "unembed.W_U", "in-out")
                + "{'name':'l','op':'select','of':'u','position':2}]}")
            .replace('\'', '"'));
  }

  private static String linear(String name, String of, String weight, String layout) {
    return "{'name':'%s','op':'linear','of':'%s','weight':'%s','layout':'%s','bias':'%s'},"
        .formatted(name, of, weight, layout, weight.replace(".W_", ".b_"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--task | sum-mod:7 | --task: got the sum of the numbers modulo 7, want max or min",
        "--task | nth-largest:2 | want max or min, or --strategy exhaustive",
        "--config | cfg.json | needs --task",
        "--at-least | 0.9 | --at-least: "
      })
  void whatThereIsNoProofOfIsSaid(String option, String value, String reason) {
    session.run(64, words(model, "brute-force", option, value));
    assertTrue(session.err().contains(reason), session.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void theAnswerThatIsAlwaysGivenIsSaidByItsOwnNumber() {
    session.run(1, words(MODEL, "cubic", "--task", "min"));
    assertTrue(session.err().contains("which answering 0 always gets right"), session.err());
  }
}
