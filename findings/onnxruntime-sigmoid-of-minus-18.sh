#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ONNX Runtime 1.24.1 (com.microsoft.onnxruntime:onnxruntime, CPU, x86-64): Sigmoid of float32 is
# exactly 0 from -18 down, where the logistic function is 1.5e-8, a number that float32 holds with
# 24 bits, down to e^-87. Just above, at -17.9, it is 2^-25, 77 % too much: results near 0 are
# multiples of 2^-25. So the error is absolute; a network with SiLU (x times Sigmoid) loses what its
# formula says of such x. Exp and Softmax of this engine keep small numbers, even subnormal ones.
# Seen with Java 17, 2026-11-30. Exit code 0: it still is so.
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
cat >Small.java <<'JAVA'
import ai.onnx.proto.OnnxMl.*;
import ai.onnxruntime.*;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

public class Small {
  private static final float[] X = {-17.9f, -18f, -30f, -87f};

  public static void main(String[] arguments) throws Exception {
    System.out.println("Sigmoid " + Arrays.toString(run("Sigmoid")));
    System.out.println("Exp " + Arrays.toString(run("Exp")));
  }

  /** One operator on X. */
  private static float[] run(String operator) throws Exception {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("one")
            .addInput(vector("x"))
            .addOutput(vector("y"))
            .addNode(NodeProto.newBuilder().setOpType(operator).addInput("x").addOutput("y"))
            .build();
    byte[] model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build()
            .toByteArray();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor x =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(X), new long[] {X.length});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      return (float[]) result.get(0).getValue();
    }
  }

  private static ValueInfoProto vector(String name) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(X.length))
            .build();
    TypeProto.Tensor type = TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
JAVA
javac -cp 'jars/*' Small.java
java -cp '.:jars/*' Small 2>log | tee got
diff - got <<'WANT'
Sigmoid [2.9802322E-8, 0.0, 0.0, 0.0]
Exp [1.6831738E-8, 1.5229979E-8, 9.357623E-14, 1.6458115E-38]
WANT
