// SPDX-License-Identifier: Apache-2.0
package org.assay.engines;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on the processor, one thread, with the optimisations that it has by default. */
final class OnnxRuntime implements Engine {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @Override
  public String name() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public Loaded load(ModelProto model) throws IOException {
    Path optimised = Files.createTempFile("assay-optimised-", ".onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizedModelFilePath(optimised.toString());
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      OrtSession session = environment.createSession(model.toByteArray(), options);
      ModelProto asRun = ModelProto.parseFrom(Files.readAllBytes(optimised));
      return new Graph(session, StoredWeights.changed(model, asRun));
    } catch (OrtException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Files.deleteIfExists(optimised);
    }
  }

  @Override
  public void close() {
    environment.close();
  }

  private final class Graph implements Loaded {
    private final OrtSession session;
    private final List<String> changed;

    Graph(OrtSession session, List<String> changed) {
      this.session = session;
      this.changed = changed;
    }

    @Override
    public float[][] run(long[][] tokens) throws IOException {
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, tokens)) {
        return run("tokens", tensor);
      } catch (OrtException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public float[][] run(float[][] x) throws IOException {
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, x)) {
        return run("x", tensor);
      } catch (OrtException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    private float[][] run(String input, OnnxTensor tensor) throws OrtException {
      try (OrtSession.Result result = session.run(Map.of(input, tensor))) {
        return (float[][]) result.get(0).getValue();
      }
    }

    @Override
    public List<String> changedWeights() {
      return changed;
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
