#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ONNX Runtime 1.24.1 (com.microsoft.onnxruntime:onnxruntime, CPU, x86-64): LayerNormalization and
# GroupNormalization of float32 take the variance as the mean of squares minus the square of the
# mean, InstanceNormalization does not. Of the row c, c + 1, c + 2, c + 3, whose normalised form
# is -1.34, -0.45, 0.45, 1.34 for every c, the first two are a fifth too small at c = 4096 and 354
# times too large at c = 8192: the variance comes out as 0, and 1 / sqrt(epsilon), with epsilon
# 1e-5, is the factor. So the same formula by three operators of one engine has two answers, and
# which of them a network gets is for its exporter to choose.
# Seen with Java 17, 2026-12-01. Exit code 0: it still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId>
<artifactId>one-operator</artifactId>
<version>1</version><dependencies>
<dependency><groupId>com.microsoft.onnxruntime</groupId><artifactId>onnxruntime</artifactId>
<version>1.24.1</version></dependency>
<dependency><groupId>org.tribuo</groupId><artifactId>tribuo-util-onnx</artifactId>
<version>4.3.2</version></dependency>
</dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
  -DoutputDirectory=jars
cat >Offset.java <<'JAVA'
import ai.onnx.proto.OnnxMl.*;
import ai.onnxruntime.*;
import java.nio.FloatBuffer;
import java.util.*;

public class Offset {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  public static void main(String[] arguments) throws Exception {
    float[] one = {1};
    float[] none = {0};
    for (float c : new float[] {0, 4096, 8192}) {
      float[] x = {c, c + 1, c + 2, c + 3};
      long[] row = {1, 1, 4};
      print("Layer", c, run(operator("LayerNormalization"), row, x, new float[] {1, 1, 1, 1}));
      NodeProto.Builder group = operator("GroupNormalization").addAttribute(groups());
      print("Group", c, run(group, row, x, one, none));
      print("Instance", c, run(operator("InstanceNormalization"), row, x, one, none));
    }
  }

  private static void print(String name, float c, Object y) {
    float[] numbers = ((float[][][]) y)[0][0];
    System.out.printf(Locale.ROOT, "%s %.0f: %.2f %.2f%n", name, c, numbers[2], numbers[3]);
  }

  private static NodeProto.Builder operator(String name) {
    return NodeProto.newBuilder().setOpType(name);
  }

  private static AttributeProto groups() {
    return AttributeProto.newBuilder()
        .setName("num_groups")
        .setType(AttributeProto.AttributeType.INT)
        .setI(1)
        .build();
  }

  /** One operator on its inputs; the first has the given shape, the others are vectors. */
  private static Object run(NodeProto.Builder node, long[] shape, float[]... inputs)
      throws Exception {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("one").addOutput(floats("y"));
    Map<String, OnnxTensor> feeds = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      graph.addInput(floats("x" + i));
      node.addInput("x" + i);
      long[] its = i == 0 ? shape : new long[] {inputs[i].length};
      feeds.put(
          "x" + i, OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(inputs[i]), its));
    }
    graph.addNode(node.addOutput("y"));
    byte[] model =
        ModelProto.newBuilder()
            .setIrVersion(10)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(21))
            .setGraph(graph)
            .build()
            .toByteArray();
    try (OrtSession session = ENVIRONMENT.createSession(model);
        OrtSession.Result result = session.run(feeds)) {
      return result.get(0).getValue();
    }
  }

  private static ValueInfoProto floats(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(1)))
        .build();
  }
}
JAVA
javac -cp 'jars/*' Offset.java
java -cp '.:jars/*' Offset 2>log | tee got
diff - got <<'WANT'
Layer 0: 0.45 1.34
Group 0: 0.45 1.34
Instance 0: 0.45 1.34
Layer 4096: 0.35 1.06
Group 4096: 0.35 1.06
Instance 4096: 0.45 1.34
Layer 8192: 158.11 474.34
Group 8192: 158.11 474.34
Instance 8192: 0.45 1.34
WANT
