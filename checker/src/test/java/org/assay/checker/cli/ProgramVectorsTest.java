// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.checker.vectors.Run;
import org.assay.checker.vectors.Vector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vectors of claims about programs: few enough to run for every mutant. */
class ProgramVectorsTest {
  private static final Path ACCEPTED = Path.of("../spec/vectors/accept");
  private static final String SECTIONS =
      "[a-z]+/(F-1[5-9]|F-2[12]|L-6[0-8]|L-7[0-2]|L-8[0-5]|R-07)/.*";

  @Test
  @Tag("long")
  void programsAreReadAndJudged() {
    List<Vector> some = Vector.all().stream().filter(one -> one.name().matches(SECTIONS)).toList();
    assertTrue(some.size() > 180, () -> "found " + some.size());
    List<String> failures = new ArrayList<>();
    for (Vector vector : some) {
      failures.addAll(Run.failures(vector, Main::run));
    }
    assertEquals(List.of(), failures);
  }

  private static String said(String vector, String... flags) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of(flags));
    Path folder = ACCEPTED.resolve(vector);
    args.addAll(
        List.of(
            "--unsigned",
            "--model",
            folder.resolve("model.safetensors").toString(),
            folder.resolve("certificate.json").toString()));
    int exit =
        Main.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    assertEquals(0, exit);
    String said = out.toString(StandardCharsets.UTF_8);
    return said.substring(said.indexOf("certificate.json") + "certificate.json".length()).strip();
  }

  @Test
  void theLineSaysTaskInputsOutputsAndNetwork() {
    assertEquals(
        ": the largest token, accuracy >= 0.6666666666 on the 9 sequences 0..2 0..2 among outputs 0"
            + " to 2, exhaustive, unsigned; network as written in it: embed, positions, 3 add, 7"
            + " linear, causal attention of 2 heads, layer norm, gelu, select",
        said("F-15/small"));
    String margin = said("F-15/margin");
    assertTrue(margin.contains(" by more than 1/2 on the 9 sequences"), margin);
  }

  @Test
  void theLongLineSaysEveryStep() {
    String said = said("F-15/small", "--long");
    for (String part :
        List.of(
            "on at least 6 of the 9 sequences 0..2 0..2 the largest output of \"model.safetensors\"",
            " among outputs 0 to 2 is, strictly (by more than 0), the largest token; accuracy 6/9",
            "e = embed of the tokens by rows of \"E\"; p = positions by rows of \"P\";",
            "x = sum of e, p; q = times \"Q\" (heads-in-out) of x;",
            "a = 2 heads, causal, scale 1/sqrt(2) of q, k, v;",
            "n = layer norm with epsilon 1/100000, weight \"g\", bias \"b\" of y;",
            "f = gelu of h;",
            "l = position 1 of z; logits = times \"U\" (in-out) plus \"u\" of l",
            "decided by level [9, 0, 0, 0, 0, 0, 0], left open 0;")) {
      assertTrue(said.contains(part), () -> part + "\nin\n" + said);
    }
  }

  /** Lemmas L-70, L-71: what was drawn, and what that says of the rest. */
  @Test
  void theLinesOfDrawsSayWhatTheyAreWorth() {
    String brief = said("F-22/outside");
    String of = "accuracy >= 0.3750000000 on the 24 draws from the 243 sequences 0..2*5 (on";
    assertTrue(brief.contains(of), brief);
    String bound =
        " (on all of these >= 0.1161717358 with confidence 1 - 2^-10 if the claim is older";
    assertTrue(brief.contains(bound + " than round 7 of a public beacon) among outputs"), brief);
    String full = said("F-22/outside", "--long");
    String value =
        "; if the value 00112233445566778899aabbccddeeff of round 7 of \"a public beacon\"";
    assertTrue(full.contains(value + " was not known when the commitment f36c1ebed484de"), full);
    String all =
        " was made, the accuracy over all 243 sequences, as far as they are inside the task,";
    assertTrue(full.contains(all + " is at least 0.1161717358 with confidence 1 - 2^-10;"), full);
    assertTrue(full.contains("; 39 different sequences were drawn; strategy exhaustive;"), full);
    String json = said("F-22/outside", "--json");
    String sample =
        "\"sample\":{\"population\":\"243\",\"distinct\":39,\"confidence\":10,\"bound\":{";
    assertTrue(json.contains(sample), json);
    assertTrue(json.contains("/18446744073709551616\",\"decimal\":\"0.1161717358\"}"), json);
    assertTrue(
        json.contains(",\"source\":\"a public beacon\",\"round\":\"7\",\"beacon\":\"001"), json);
  }

  @Test
  void theLineOfJsonHasTheProgram() {
    String json = said("F-19/table", "--json");
    assertTrue(json.contains("\"k\":null,\"vocab\":null,\"dModel\":null,\"dHead\":null}"), json);
    assertTrue(
        json.contains(",\"task\":\"the label in \\\"labels\\\" of the file with sha256 "), json);
    assertTrue(json.contains(",\"decidedByLevel\":[9,0,0,0,0,0,0,0],\"sample\":null}"), json);
  }
}
