// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assay.generator.engine.Network;
import org.assay.generator.engine.Sample;
import org.assay.generator.model.Safetensors;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code assay run} asks for, and which inputs it takes; engines have a module of their own.
 */
class RunTest {
  private static final Path ARCHIVE = Path.of("../certificates");
  private static final String NAME = "max-of-3-vocab-32-seed-50";
  private static final Path MODEL = ARCHIVE.resolve("models/" + NAME + ".safetensors");
  private static final Path CERTIFICATE = ARCHIVE.resolve(NAME + "/cubic-retest.cert.json");

  @TempDir private Path folder;
  private final Session session = new Session();

  private void run(int exit, Path model, Path certificate, String... more) {
    Object[] words = {
      "run", "--model", model, "--certificate", certificate, "--engine", "onnxruntime"
    };
    Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    session.run(exit, all);
  }

  @ParameterizedTest
  @CsvSource({
    "--count, 0, 'got 0, want 1 to 4194304'",
    "--among, 5000000, 'got 5000000, want 1 to 4194304'",
    "--batch, 70000, 'got 70000, want 1 to 65536'",
    "--inputs, largest, 'got largest, want smallest-margin, random or FILE.safetensors'"
  })
  void wrongOptionsAreNamed(String option, String value, String message) {
    run(64, MODEL, CERTIFICATE, option, value);
    assertTrue(session.err().contains(option + ": " + message), session.err());
  }

  @Test
  void enginesAreListed() {
    session.run(64, "run", "--model", MODEL, "--certificate", CERTIFICATE, "--engine", "torch");
    assertTrue(session.err().contains("got torch, want one of [onnxruntime, pytorch]"));
  }

  @Test
  void aCertificateOfAnotherModelIsRefused() {
    run(66, ARCHIVE.resolve("models/parity-8-seed-1.safetensors"), CERTIFICATE);
    assertTrue(session.err().contains("parity-8-seed-1.safetensors: got SHA-256"), session.err());
  }

  @Test
  void rowsOfAnotherLengthAreRefused() throws Exception {
    Path file = folder.resolve("rows.safetensors");
    byte[] rows = ByteBuffer.allocate(2 * 4 * 4).array();
    Files.write(
        file, new Safetensors(Map.of()).add("tokens", "I32", List.of(2L, 4L), rows).bytes());
    run(66, MODEL, CERTIFICATE, "--inputs", file.toString());
    assertTrue(session.err().contains("got rows of 4 tokens, want 3"), session.err());
  }

  @Test
  void theProgramOfEnginesIsBuiltByTheLauncher() {
    String home = System.getProperty("assay.home");
    System.setProperty("assay.home", folder.toString());
    try {
      run(66, MODEL, CERTIFICATE, "--count", "5", "--among", "5");
    } finally {
      if (home == null) {
        System.clearProperty("assay.home");
      } else {
        System.setProperty("assay.home", home);
      }
    }
    assertTrue(session.err().contains("start assay by generator/bin/assay"), session.err());
  }

  @Test
  void allInputsAreTakenWhereThereAreNoMore() throws Exception {
    Template few = Template.parse("0..2 7 0..1");
    List<int[]> all = Sample.drawn(few, 6, 1);
    assertEquals(6, all.stream().map(java.util.Arrays::toString).distinct().count());
    assertEquals("[2, 7, 1]", java.util.Arrays.toString(all.get(5)));
    assertEquals(5, Sample.drawn(few, 5, 1).size());
    Network network = Network.of(TensorFile.read(MODEL), CERTIFICATE);
    List<int[]> drawn = Sample.drawn(network.inputs().orElseThrow(), 200, 3);
    List<int[]> near = Sample.smallestMargins(network, drawn, 10);
    assertEquals(10, near.size());
    assertTrue(drawn.containsAll(near));
  }
}
