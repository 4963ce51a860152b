// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * The checker of spec/python as a process that lives long: the system property assay.second says
 * how to start it, words separated by blanks.
 */
final class Second {
  private static final JsonMapper JSON = new JsonMapper();

  private final Scratch certificate = new Scratch("certificate.json");
  private final Scratch model = new Scratch("model.safetensors");
  private final Scratch data = new Scratch("data.safetensors");
  private final BufferedWriter in;
  private final BufferedReader out;

  /** What it said. */
  record Answer(String verdict, String code, String message) {}

  Second() {
    String words = System.getProperty("assay.second", "python3 ../../spec/vectors/server.py");
    try {
      Process process =
          new ProcessBuilder(List.of(words.split(" ")))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      in = process.outputWriter(UTF_8);
      out = process.inputReader(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the second checker cannot be started: " + words, e);
    }
  }

  Answer decide(Sample sample) {
    try {
      certificate.with(sample.certificate());
      model.with(sample.model());
      if (sample.data().isPresent()) {
        data.with(sample.data().get());
      } else {
        Files.deleteIfExists(data.path());
      }
      in.write(
          String.join(
              "\t", "--json", "--unsigned", "--model", model.path() + "", certificate.path() + ""));
      in.newLine();
      in.flush();
      String line = out.readLine();
      if (line == null) throw new AssertionError("the second checker has ended");
      JsonNode said = JSON.readTree(line.substring(line.indexOf('\t') + 1));
      return new Answer(
          said.path("verdict").asText(),
          said.path("code").asText("").replace("null", ""),
          said.path("message").asText(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
