// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.util.List;

/** What runs graphs. */
interface Engine extends AutoCloseable {
  /** Name and version, as the engine says it. */
  String name();

  /** A graph, made ready to run. */
  Loaded load(ModelProto model) throws IOException;

  /** A graph as an engine has it. */
  interface Loaded extends AutoCloseable {
    /**
     * The output of a graph whose one input is {@code tokens}.
     *
     * @param tokens [inputs][length]
     * @return [inputs][width]
     */
    float[][] run(long[][] tokens) throws IOException;

    /**
     * The output of a graph whose one input is {@code x}.
     *
     * @param x [rows][columns]
     */
    float[][] run(float[][] x) throws IOException;

    /** Weights of the graph as it is run that are not stored, or not run, each in some words. */
    List<String> changedWeights() throws IOException;

    @Override
    void close();
  }

  @Override
  void close();

  /**
   * The engine that is called this.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Engine of(String word) {
    return switch (word) {
      case "onnxruntime" -> new OnnxRuntime();
      case "pytorch" -> new PyTorch();
      default ->
          throw new IllegalArgumentException(
              "engine: got " + word + ", want onnxruntime or pytorch");
    };
  }
}
