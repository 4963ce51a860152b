// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.issue.Child;
import org.assay.generator.network.onnx.OnnxFile;

/**
 * The program that runs networks: a jar of its own, because engines are large. The launcher builds
 * it.
 */
public record EngineProgram(Path home) {
  private static final String JAR = "generator/engines/target/launcher/assay-engines.jar";

  /**
   * What came back.
   *
   * @param outputs [inputs][width]
   * @param facts what the engine is called and how it computes, by name
   */
  public record Ran(float[][] outputs, Map<String, String> facts) {}

  /**
   * Runs a network; what is wrong is said by the program itself.
   *
   * @param engine its name
   * @param batch so many inputs at a time
   * @throws IOException if the program did not do it
   */
  public Ran run(String engine, Network network, List<int[]> inputs, int batch) throws IOException {
    Path jar = home.resolve(JAR);
    if (!Files.exists(jar)) {
      throw new IOException(
          "engine program " + jar + ": no such file; start assay by generator/bin/assay");
    }
    try (TemporaryFolder folder = new TemporaryFolder("assay-run-")) {
      Path onnx = folder.path().resolve("network.onnx");
      Path tokens = folder.path().resolve("tokens");
      Path out = folder.path().resolve("outputs");
      Files.write(
          onnx, OnnxFile.of(network.program(), network.model(), network.length(), Map.of()));
      Files.write(tokens, bytes(inputs, network.length()));
      Map<String, String> facts =
          facts(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dai.djl.offline=true",
                  "-jar",
                  jar.toString(),
                  "--engine=" + engine,
                  "--batch=" + batch,
                  "--onnx=" + onnx,
                  "--tokens=" + tokens,
                  "--out=" + out));
      return new Ran(outputs(out, inputs.size()), facts);
    }
  }

  private static byte[] bytes(List<int[]> inputs, int length) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(8, Math.multiplyExact(4 * length, inputs.size())));
    bytes.putInt(inputs.size()).putInt(length);
    for (int[] input : inputs) {
      for (int token : input) bytes.putInt(token);
    }
    return bytes.array();
  }

  private static float[][] outputs(Path file, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    float[][] outputs = new float[count][bytes.getInt()];
    FloatBuffer numbers = bytes.asFloatBuffer();
    for (float[] row : outputs) numbers.get(row);
    return outputs;
  }

  private static Map<String, String> facts(List<String> command) throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    try (Child child = new Child(program)) {
      child.process().getOutputStream().close(); // it reads nothing
      String text = new String(child.process().getInputStream().readAllBytes(), UTF_8);
      int exit = child.exitCode();
      if (exit != 0) throw new IOException("the engine program ended with exit code " + exit);
      Map<String, String> facts = new LinkedHashMap<>();
      for (String line : text.lines().toList()) {
        int at = line.indexOf('=');
        if (at > 0) facts.put(line.substring(0, at), line.substring(at + 1));
      }
      return facts;
    } catch (InterruptedException stop) {
      throw new InterruptedIOException("interrupted while the engine ran");
    }
  }
}
