// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program that runs networks. {@code assay run} starts it and compares. */
@Command(
    name = "assay run",
    description = "Runs an exported network on an engine, and says how the engine computes.",
    exitCodeOnInvalidInput = Main.USAGE,
    exitCodeOnExecutionException = Main.BUG)
public final class Main implements Callable<Integer> {
  static final int USAGE = 64;
  static final int INPUT = 66;
  static final int BUG = 70;

  @Option(names = "--engine", required = true, description = "onnxruntime or pytorch")
  private String word;

  @Option(names = "--onnx", required = true, description = "the network")
  private Path onnx;

  @Option(
      names = "--tokens",
      required = true,
      description = "inputs: their number and length, then all tokens, each an int, big-endian")
  private Path tokens;

  @Option(names = "--batch", required = true, description = "so many inputs at a time, 1 or more")
  private int batch;

  @Option(
      names = "--out",
      required = true,
      description = "outputs: their number for an input, then all, each a float, big-endian")
  private Path out;

  private Main() {}

  @Override
  public Integer call() throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(onnx));
    long[][] inputs = inputs();
    PrintWriter console = new PrintWriter(System.out, true);
    try (Engine engine = Engine.of(word);
        Engine.Loaded loaded = engine.load(model)) {
      console.println("engine=" + engine.name());
      run(loaded, inputs);
      List<String> changed = loaded.changedWeights();
      console.println("changed=" + String.join("; ", changed));
      Probe probe = Probe.of(engine);
      console.println("exponential=" + probe.exponential());
      console.println("exponential.at=" + probe.at());
      console.println("zero=" + probe.zeroFrom());
      console.println("flushes=" + probe.flushes());
    }
    return 0;
  }

  private long[][] inputs() throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(tokens))) {
      long[][] all = new long[in.readInt()][in.readInt()];
      byte[] rest = in.readAllBytes();
      java.nio.IntBuffer numbers = java.nio.ByteBuffer.wrap(rest).asIntBuffer();
      for (long[] input : all) {
        for (int i = 0; i < input.length; i++) input[i] = numbers.get();
      }
      return all;
    }
  }

  private void run(Engine.Loaded loaded, long[][] inputs) throws IOException {
    try (DataOutputStream to =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(out)))) {
      for (int from = 0; from < inputs.length; from += batch) {
        int end = (int) Math.min(inputs.length, (long) from + batch);
        float[][] rows = loaded.run(java.util.Arrays.copyOfRange(inputs, from, end));
        if (from == 0) to.writeInt(rows[0].length);
        for (float[] row : rows) {
          for (float logit : row) to.writeFloat(logit);
        }
      }
    }
  }

  public static void main(String[] args) {
    int exit = BUG; // also for an Error, which picocli lets through
    try {
      exit =
          new CommandLine(new Main())
              .setExpandAtFiles(false)
              .setExecutionExceptionHandler(Main::explain)
              .execute(args);
    } catch (Throwable bug) {
      bug.printStackTrace();
    }
    System.exit(exit);
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult result) {
    if (e instanceof IOException || e instanceof IllegalArgumentException) {
      line.getErr().println("assay run: " + e.getMessage());
      return INPUT;
    }
    e.printStackTrace(line.getErr());
    return BUG;
  }
}
