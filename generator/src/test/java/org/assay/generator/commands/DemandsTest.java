// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assay.generator.model.ModelFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be asked of `certify`: a bound, weights of tokens, every execution. */
class DemandsTest {
  @TempDir private Path folder;
  private StringWriter out;
  private StringWriter err;
  private Path model;
  private Path certificate;
  private Path checker;

  /** A model of 8 tokens that copies the maximum, with noise; it is wrong on some inputs. */
  @BeforeEach
  void model() throws Exception {
    int[] sizes = {3, 8, 8, 4};
    Random random = new Random(4);
    var tensors = ModelFiles.tensors(sizes, () -> 0.05 * random.nextGaussian());
    for (int t = 0; t < 8; t++) {
      tensors.get("embed.W_E")[8 * t + t] += 1;
      tensors.get("unembed.W_U")[8 * t + t] += 1;
      for (int h = 0; h < 4; h++) {
        tensors.get("blocks.0.attn.W_K")[4 * t + h] += t;
        tensors.get("blocks.0.attn.W_V")[4 * t + h] += (t >> h & 1) == 1 ? 1 : -1;
        tensors.get("blocks.0.attn.W_O")[8 * h + t] += (t >> h & 1) == 1 ? 1 : -1;
        tensors.get("blocks.0.attn.b_Q")[h] = 1;
      }
    }
    for (double[] values : tensors.values()) {
      for (int i = 0; i < values.length; i++) values[i] = (float) values[i]; // for the profile
    }
    model = Files.write(folder.resolve("m.safetensors"), ModelFiles.file(sizes, tensors));
    certificate = folder.resolve("m.cert.json");
    checker = RealChecker.in(folder);
  }

  private int assay(Object... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Assay.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  private int certify(Object... more) throws Exception {
    Files.deleteIfExists(certificate);
    List<Object> fixed =
        List.of("certify", "--allow-trivial", "--model", model, "--unsigned", "--out", certificate);
    return assay(Stream.concat(fixed.stream(), Stream.of(more)).toArray());
  }

  private int checked(Object... more) throws Exception {
    return certify(Stream.concat(Stream.of("--checker", checker), Stream.of(more)).toArray());
  }

  private JsonNode inspected() throws Exception {
    assertEquals(0, assay("inspect", "--json", certificate), err::toString);
    return new JsonMapper().readTree(out.toString());
  }

  private static long operations(String line) {
    return Long.parseLong(line.replaceAll(".*; (\\d+) operations.*", "$1"));
  }

  private List<String> tried(String ending) {
    return out.toString()
        .lines()
        .filter(s -> s.startsWith("tried: ") && s.endsWith(ending))
        .toList();
  }

  /** What the test's model is worth, by brute force. */
  private long right() throws Exception {
    assertEquals(0, certify("--strategy", "brute-force", "--no-check"), err::toString);
    long right = inspected().path("correct").asLong();
    assertTrue(right > 256 && right < 512, "of 512 inputs are right: " + right);
    return right;
  }

  @Test
  @Tag("long")
  void theCheapestProofThatSufficesIsTaken() throws Exception {
    assertEquals(0, checked("--at-least", "1/100"), err::toString);
    String all = out.toString();
    List<String> met = tried("; met");
    long least = met.stream().mapToLong(DemandsTest::operations).min().orElseThrow();
    assertTrue(met.size() > 1, all);
    assertTrue(all.contains("checked in: " + least + " operations"), all);
    String taken = met.stream().filter(s -> operations(s) == least).findFirst().orElseThrow();
    assertTrue(taken.startsWith("tried: " + inspected().path("strategy").asText() + " ("), taken);
  }

  @Test
  @Tag("long")
  void whatOnlyBruteForceProvesIsProvedByIt() throws Exception {
    long right = right();
    assertEquals(0, checked("--at-least", right + "/512"), err::toString);
    assertFalse(tried("; not met").isEmpty(), out::toString);
    assertEquals(right, inspected().path("correct").asLong());
    assertEquals(1, checked("--at-least", right + 1 + "/512"));
    assertFalse(err.toString().contains("--help"), "a failed demand is not wrong usage");
    List<String> proofs =
        tried("").stream().map(line -> line.replaceFirst(" \\(.*\\): ", " ")).toList();
    assertEquals(proofs.size(), Set.copyOf(proofs).size(), "each proof once: " + out);
    String best =
        String.format(
            Locale.ROOT, "no strategy proves %d/512; best bound %d/512", right + 1, right);
    assertTrue(err.toString().contains(best), err::toString);
    assertFalse(Files.exists(certificate));
  }

  @Test
  @Tag("long")
  void aBudgetLeavesOutWhatCostsMore() throws Exception {
    assertEquals(1, checked("--at-least", "1", "--budget", "20000"));
    String within = "no strategy proves 1 within 20000 operations; best bound ";
    assertTrue(err.toString().contains(within), err::toString);
    assertFalse(tried("; over the budget").isEmpty(), out::toString);
    assertFalse(Files.exists(certificate));
    assertEquals(1, checked("--at-least", "1/2", "--budget", "1"));
    assertTrue(err.toString().contains("proves anything within 1 operations"), err::toString);
  }

  @Test
  void wrongBoundsAreWrongUsage() throws Exception {
    for (String bound : List.of("0", "1.01", "2/1", "-1/2", "x", "", "1/0", "nan")) {
      assertEquals(64, checked("--at-least=" + bound), bound);
      assertTrue(err.toString().contains("at-least"), err::toString);
    }
    assertEquals(64, checked("--at-least", "1/2", "--strategy", "cubic"));
    assertEquals(64, checked("--at-least", "1/2", "--profile", "binary32-any-order"));
    assertEquals(64, certify("--at-least", "1/2", "--no-check"));
    assertEquals(64, checked());
    assertFalse(Files.exists(certificate));
  }

  @Test
  @Tag("long")
  void weightsArePartOfTheClaim() throws Exception {
    Path weights = Files.writeString(folder.resolve("w.json"), "[1,1,1,1,2,3,50,2147483647]");
    for (String strategy : List.of("brute-force", "grouped-counting", "potential-counting")) {
      Object[] weighted = {"--strategy", strategy, "--weights", weights};
      assertEquals(0, checked(weighted), err::toString);
      assertTrue(out.toString().contains("by weight of inputs"), out::toString);
      JsonNode shown = inspected();
      assertEquals("[1,1,1,1,2,3,50,2147483647]", shown.path("weights").toString());
      assertEquals(BigInteger.valueOf(2147483706L).pow(3).toString(), shown.path("total").asText());
      assertEquals(0, assay("inspect", certificate));
      assertTrue(out.toString().contains("8 weights, from 1 to 2147483647"), out::toString);
    }
    assertEquals(0, checked("--at-least", "1/2", "--weights", weights), err::toString);
    assertEquals(3, out.toString().lines().filter(s -> s.contains("left out: ")).count());
    assertEquals(64, checked("--strategy", "cubic", "--weights", weights));
    assertEquals(66, checked("--strategy", "brute-force", "--weights", folder.resolve("none")));
    Files.writeString(weights, "[1,2,3]");
    assertEquals(66, checked("--strategy", "brute-force", "--weights", weights));
    assertTrue(err.toString().contains(weights + ": got 3 weights, want 8"), err::toString);
    assertFalse(Files.exists(certificate));
  }

  @Test
  @Tag("long")
  void aProfileIsTheSecondLine() throws Exception {
    String name = "binary32-any-order";
    for (String strategy :
        List.of(
            "brute-force",
            "grouped-counting",
            "potential-counting",
            "cubic",
            "cubic-retest",
            "sub-cubic")) {
      assertEquals(0, checked("--strategy", strategy, "--profile", name), err::toString);
      assertTrue(out.toString().contains("in every execution within " + name), out::toString);
      JsonNode shown = inspected();
      long executed = shown.path("profile").path("correct").asLong(-1);
      assertEquals(name, shown.path("profile").path("name").asText());
      assertTrue(executed > 0 && executed <= shown.path("correct").asLong(), shown::toString);
      assertEquals(0, assay("inspect", certificate));
      String line = "profile:   in every execution within " + name + " on at least " + executed;
      assertTrue(out.toString().contains(line), out::toString);
    }
    assertTrue(right() > 0 && inspected().path("profile").isNull());
  }

  @Test
  void withoutANameItIsTheWiderProfile() throws Exception {
    assertEquals(0, checked("--strategy", "brute-force", "--profile"), err::toString);
    assertEquals("binary32-any-engine", inspected().path("profile").path("name").asText());
  }

  @Test
  void profilesThatNobodyProvesAreWrongUsage() throws Exception {
    Object[] some = {"--strategy", "brute-force", "--profile"};
    assertEquals(64, certify(with(some, "binary32-any-order", "--no-check")));
    assertTrue(err.toString().contains("only the checker proves"), err::toString);
    assertEquals(64, checked(with(some, "bfloat16")));
    String want = "got bfloat16, want binary32-any-engine or binary32-any-order";
    assertTrue(err.toString().contains(want), err::toString);
    assertFalse(Files.exists(certificate));
  }

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
  }
}
