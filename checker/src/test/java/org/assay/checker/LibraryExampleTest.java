// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example of the checker as a library compiles against what its module exports, and runs. */
@Tag("long")
class LibraryExampleTest {
  private static final Path ARCHIVE = Path.of("..", "certificates");
  private static final Path CERTIFICATE =
      ARCHIVE.resolve("max-of-3-vocab-32-seed-50/cubic-retest.cert.json");
  private static final Path MODEL = ARCHIVE.resolve("models/max-of-3-vocab-32-seed-50.safetensors");

  @Test
  void itAcceptsACertificateOfTheArchive() throws Exception {
    assertSays(
        "proved right on 32767 of 32768 inputs", 0, ARCHIVE.resolve("policy.json"), CERTIFICATE);
  }

  @Test
  void itRefusesAForeignSigner() throws Exception {
    Path policy = Path.of("..", "spec/vectors/accept/F-06/one-signer/policy.json");
    assertSays("not accepted: UNKNOWN_SIGNER", 1, policy, CERTIFICATE);
  }

  private static void assertSays(String want, int code, Path policy, Path certificate)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modules(),
                "--add-modules",
                "org.assay.checker",
                "example/Recheck.java"));
    Stream.of(policy, MODEL, certificate).map(Path::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(want, said.strip());
    assertEquals(code, process.waitFor());
  }

  /** The checker as a module, and its two libraries. */
  private static String modules() throws URISyntaxException {
    Path own = Path.of(Checker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Stream<String> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> jar.matches(".*[/\\\\](jackson-core|bcprov-jdk18on)-[^/\\\\]*\\.jar"));
    return Stream.concat(Stream.of(own.toString()), libraries)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
