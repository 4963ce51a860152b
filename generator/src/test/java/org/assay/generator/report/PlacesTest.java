// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static Places places(Optional<Path> policy) {
    return new Places(
        Path.of("my study/report"),
        Path.of("my study/models"),
        Path.of("my study"),
        policy,
        "generator/bin/assay",
        "checker/bin/assay-check");
  }

  @Test
  void commandsNameTheFoldersOfTheUser() {
    assertEquals(
        "checker/bin/assay-check --policy p.json --models 'my study/models' 'my study'",
        places(Optional.of(Path.of("p.json"))).checking(Path.of("my study")));
    assertEquals(
        "checker/bin/assay-check --unsigned --models 'my study/models' 'my study/a'",
        places(Optional.empty()).checking(Path.of("my study/a")));
    assertEquals(
        "generator/bin/assay certify --model 'my study/models/a.safetensors' --strategy sub-cubic "
            + Study.OPTIONS
            + " --unsigned --out a.sub-cubic.max_diff_exact.envelope.spectral.cert.json",
        places(Optional.empty())
            .making(Study.row("a.safetensors", 64, "sub-cubic", Study.OPTIONS, 1)));
  }

  @Test
  void linksAreRelativeAndEncoded() {
    assertEquals(
        "../a%20%26%23b/cubic.cert.json",
        places(Optional.empty()).link(Path.of("my study/a &#b/cubic.cert.json")));
  }

  /** A shell reads back what was quoted. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "two words", "it's", "$HOME", "a;b", "", "-x", "`id`", "é\n"})
  void wordsAreQuotedForAShell(String word) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "printf %s " + Places.quoted(word)).start();
    assertEquals(
        word,
        new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
  }
}
