#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ONNX Runtime 1.24.1 (com.microsoft.onnxruntime:onnxruntime, CPU, x86-64): LpNormalization of
# float32 with p = 2 sums squares in float32 and answers with zeros where their root comes out as 0
# or infinite. So the directions (1e-25, 1e-25) and (1e25, 1e25) are zeros, without a word, where
# they are (0.71, 0.71); such a row is no direction any more, and a cosine by it is 0. With p = 1
# both are right.
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
cat >Direction.java <<'JAVA'
import ai.onnx.proto.OnnxMl.*;
import ai.onnxruntime.*;
import java.nio.FloatBuffer;
import java.util.*;

public class Direction {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  public static void main(String[] arguments) throws Exception {
    for (float x : new float[] {1, 1e-25f, 1e25f}) {
      for (int p : new int[] {1, 2}) {
        float[] y = (float[]) run(operator(p), new long[] {2}, new float[] {x, x});
        System.out.printf(Locale.ROOT, "p = %d, %s: %.2f %.2f%n", p, x, y[0], y[1]);
      }
    }
  }

  private static NodeProto.Builder operator(int p) {
    return NodeProto.newBuilder()
        .setOpType("LpNormalization")
        .addAttribute(number("axis", 0))
        .addAttribute(number("p", p));
  }

  private static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
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
javac -cp 'jars/*' Direction.java
java -cp '.:jars/*' Direction 2>log | tee got
diff - got <<'WANT'
p = 1, 1.0: 0.50 0.50
p = 2, 1.0: 0.71 0.71
p = 1, 1.0E-25: 0.50 0.50
p = 2, 1.0E-25: 0.00 0.00
p = 1, 1.0E25: 0.50 0.50
p = 2, 1.0E25: 0.00 0.00
WANT
