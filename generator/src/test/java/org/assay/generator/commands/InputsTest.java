// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is given in place of a file, a folder or a number, and where results go. */
class InputsTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");
  private static final String CERTIFY =
      "certify --model " + MODEL + " --strategy cubic --no-check --out DIR/kk/mine.cert.json ";

  @TempDir private Path folder;
  private final Session session = new Session();

  private void run(int exit, String line) {
    Object[] words = line.strip().replace("DIR", folder.toString()).split(" ");
    for (int i = 0; i < words.length; i++) if (words[i].equals("EMPTY")) words[i] = "";
    session.run(exit, words);
  }

  @Test
  void onlyTheKeysInTheFolderOfKeysAreKept() throws Exception {
    run(0, "keygen --name Ann --out DIR/kk");
    run(0, CERTIFY + "--key DIR/kk");
    run(0, CERTIFY + "--key DIR/kk --force");
    Path key = folder.resolve("kk/ed25519.pub.pem");
    byte[] before = Files.readAllBytes(key);
    for (String name : new String[] {"ed25519.pub.pem", "ml-dsa-65.key.pem", "policy.json"}) {
      run(66, CERTIFY.replace("mine.cert.json", name) + "--key DIR/kk --force");
      assertTrue(session.err().contains("which this command reads"), session.err());
    }
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(key));
    run(66, CERTIFY + "--key DIR/kk --force --password-file DIR/kk");
    assertTrue(session.err().contains("is a folder, want a file"), session.err());
    run(66, "keygen --name Ann --out DIR/kk --force --password-file DIR");
    assertTrue(session.err().contains("is a folder, want a file"), session.err());
    run(66, CERTIFY + "--key DIR/kk/ed25519.key.pem --force");
    assertTrue(session.err().contains("want the folder that keygen made"), session.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certify --model m --strategy cubic --unsigned --out - | --out: got -, want a name",
        "keygen --name Ann --out - | --out: got -, want a name",
        "demo --dir - | --dir: got -, want a name",
        "keygen --name Ann --out EMPTY | got nothing, want a name",
        "inspect EMPTY | got nothing, want a name",
        "certify --model m --budget abc | got 'abc', want a whole number",
        "certify --model m --bins 3000000000 | got '3000000000', want a whole number up to 2147",
        "certify --modle x | --modle",
        "certfy | Did you mean: assay certify?",
      })
  void whatIsNoValueIsSaidToBeNone(String line, String want) {
    run(64, line);
    assertTrue(session.err().contains(want), session.err());
    assertFalse(session.err().contains("Missing required"), session.err());
    assertFalse(Files.exists(Path.of("-")));
  }

  @Test
  void aNextStepCanBeTypedAsItStands() {
    assertEquals("./-x", org.assay.generator.files.Shell.quoted(Path.of("-x")));
    assertEquals("-x", org.assay.generator.files.Shell.quoted("-x"));
  }

  @Test
  void weightsOfTheWrongLengthAreAFaultOfTheirFile() throws Exception {
    Path weights = Files.writeString(folder.resolve("w.json"), "[1,2]");
    run(66, CERTIFY.replace("/kk", "") + "--unsigned --weights DIR/w.json");
    assertTrue(
        session.err().contains("weights " + weights + ": got 2 weights, want 32"), session.err());
  }

  @Test
  void aFileThatIsNoResultIsNotShown() throws Exception {
    Path text = Files.writeString(folder.resolve("x"), "{\"payload\":\"secret\"}\n");
    run(66, "report --study DIR/x --models DIR --out DIR/out");
    assertTrue(
        session.err().startsWith("results " + text + ": line 1: want the columns model,sha256"),
        session.err());
    assertFalse(session.err().contains("secret"), session.err());
  }

  @Test
  @Timeout(60)
  void nobodyIsWaitedForAtANamedPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (String line :
        new String[] {
          "inspect DIR/pipe",
          "keys DIR/pipe",
          "compare --model DIR/pipe --out DIR/out",
          "frontier --quick --model DIR/pipe --out DIR/out",
          "certify --model DIR/pipe --strategy cubic --unsigned --out DIR/out",
          "certify --model "
              + MODEL
              + " --weights DIR/pipe --strategy cubic --unsigned --out DIR/o",
          "certify --model "
              + MODEL
              + " --strategy cubic --key DIR --password-file DIR/pipe --out o",
          "study --plan DIR/pipe --dir DIR/a --name b --out DIR/out",
          "report --study DIR/pipe --models DIR/models --out DIR/out",
          "report --certificate DIR/pipe --model " + MODEL + " --out DIR/out",
          "report --certificate m --policy DIR/pipe --model " + MODEL + " --out DIR/out",
        }) {
      run(66, line);
      assertTrue(session.err().contains(pipe + ": is no regular file"), session.err());
    }
  }

  /** A disk that is full. */
  @Test
  void aResultThatCannotBePrintedIsNoSuccess() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws java.io.IOException {
            throw new java.io.IOException("No space left on device");
          }
        };
    for (String line : new String[] {"strategies", "--help", "--version", "keygen --help"}) {
      StringWriter err = new StringWriter();
      CommandLine commands =
          Assay.commandLine().setOut(new PrintWriter(full)).setErr(new PrintWriter(err, true));
      assertEquals(70, Assay.ended(commands, line.split(" ")), line);
      assertEquals("stdout cannot be written", err.toString().strip());
    }
  }
}
