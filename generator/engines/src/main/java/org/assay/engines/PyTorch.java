// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.FloatBuffer;
import java.util.List;

/** PyTorch by DJL, one thread: each operator of the graph by the one of the same name. */
final class PyTorch implements Engine {
  private static final String ENGINE = "PyTorch";

  PyTorch() {
    for (String property : List.of("ai.djl.offline", "OPT_OUT_TRACKING")) {
      if (System.getProperty(property) == null) System.setProperty(property, "true");
    }
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  @Override
  public String name() {
    return ENGINE + " " + ai.djl.engine.Engine.getEngine(ENGINE).getVersion();
  }

  @Override
  public Loaded load(ModelProto model) {
    return new Graph(NDManager.newBaseManager(ENGINE), model);
  }

  @Override
  public void close() {}

  private record Graph(NDManager manager, ModelProto model) implements Loaded {
    @Override
    public float[][] run(long[][] tokens) {
      long[] all = new long[tokens.length * tokens[0].length];
      for (int i = 0; i < all.length; i++)
        all[i] = tokens[i / tokens[0].length][i % tokens[0].length];
      try (NDManager own = manager.newSubManager()) {
        return run(own, "tokens", own.create(all, new Shape(tokens.length, tokens[0].length)));
      }
    }

    @Override
    public float[][] run(float[][] x) {
      try (NDManager own = manager.newSubManager()) {
        return run(own, "x", own.create(x));
      }
    }

    private float[][] run(NDManager own, String input, NDArray value) {
      NDArray last = new TorchGraph(own, model.getGraph()).value(input, value);
      Shape shape = last.getShape();
      FloatBuffer from = FloatBuffer.wrap(last.toFloatArray());
      float[][] rows = new float[(int) shape.get(0)][(int) shape.get(1)];
      for (float[] row : rows) from.get(row);
      return rows;
    }

    /** It runs the graph as it is. */
    @Override
    public List<String> changedWeights() {
      return List.of();
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
