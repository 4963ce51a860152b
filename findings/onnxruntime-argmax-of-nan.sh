#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ONNX Runtime 1.24.1 (com.microsoft.onnxruntime:onnxruntime, CPU, x86-64): whether a NaN among
# logits is the answer depends on where it stands. ArgMax and ReduceMax of float32 take a NaN that
# comes first and pass over any other, where numpy answers with the NaN wherever it is: of rows
# [NaN 1 2], [1 NaN 2], [1 2 NaN] ArgMax says 0, 2, 1. So a network that overflowed can look
# right when accuracy is measured. Erf of NaN is 1, where Tanh and Sigmoid of NaN are NaN.
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
cat >NotANumber.java <<'JAVA'
import ai.onnx.proto.OnnxMl.*;
import ai.onnxruntime.*;
import java.util.Arrays;
import java.util.Map;

public class NotANumber {
  private static final float NAN = Float.NaN;
  private static final float[][] ROWS = {{NAN, 1, 2}, {1, NAN, 2}, {1, 2, NAN}};

  public static void main(String[] arguments) throws Exception {
    AttributeProto last = attribute("axis", 1);
    AttributeProto rest = attribute("keepdims", 0);
    AttributeProto axes = attribute("axes", 1);
    System.out.println("ArgMax " + Arrays.toString((long[]) run(ROWS, "ArgMax", 7, last, rest)));
    float[] most = (float[]) run(ROWS, "ReduceMax", 1, axes, rest);
    System.out.println("ReduceMax " + Arrays.toString(most));
    float[][] one = {{NAN}};
    for (String operator : new String[] {"Erf", "Tanh", "Sigmoid"}) {
      System.out.println(operator + " " + Arrays.deepToString((float[][]) run(one, operator, 1)));
    }
  }

  private static AttributeProto attribute(String name, long value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    return name.equals("axes")
        ? attribute.setType(AttributeProto.AttributeType.INTS).addInts(value).build()
        : attribute.setType(AttributeProto.AttributeType.INT).setI(value).build();
  }

  /** One operator on a matrix. */
  private static Object run(float[][] x, String operator, int type, AttributeProto... attributes)
      throws Exception {
    NodeProto node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .addInput("x")
            .addOutput("y")
            .addAllAttribute(Arrays.asList(attributes))
            .build();
    long[] rows = {x.length};
    long[] matrix = {x.length, x[0].length};
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("one")
            .addInput(tensor("x", 1, matrix))
            .addOutput(tensor("y", type, attributes.length > 0 ? rows : matrix))
            .addNode(node)
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
        OnnxTensor input = OnnxTensor.createTensor(environment, x);
        OrtSession.Result result = session.run(Map.of("x", input))) {
      return result.get(0).getValue();
    }
  }

  private static ValueInfoProto tensor(String name, int type, long[] sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
JAVA
javac -cp 'jars/*' NotANumber.java
java -cp '.:jars/*' NotANumber 2>log | tee got
diff - got <<'WANT'
ArgMax [0, 2, 1]
ReduceMax [NaN, 2.0, 2.0]
Erf [[1.0]]
Tanh [[NaN]]
Sigmoid [[NaN]]
WANT
