#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ND4J 1.0.0-M2.1 (org.nd4j:nd4j-native, CPU, x86-64): calls of Nd4j.nn() and Nd4j.math() that
# return an array write it into their argument, too, or do not, operation by operation: sigmoid,
# logSoftmax and gelu overwrite it, softmax, relu and elu keep it. So the residual x + gelu(x) is
# 2 gelu(x), without a word. layerNorm takes the bias for the place of its result: a vector is
# written over it and nothing is added, and a matrix is refused for the shape of its "output".
# Seen with Java 17, 2026-12-01. Exit code 0: it still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId>
<artifactId>eager</artifactId>
<version>1</version><dependencies>
<dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId>
<version>1.0.0-M2.1</version></dependency>
<dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId>
<version>1.0.0-M2.1</version><classifier>linux-x86_64</classifier></dependency>
<dependency><groupId>org.bytedeco</groupId><artifactId>openblas</artifactId>
<version>0.3.19-1.5.7</version><classifier>linux-x86_64</classifier></dependency>
<dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId>
<version>1.5.7</version><classifier>linux-x86_64</classifier></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId>
<version>1.7.36</version></dependency>
</dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
  -DoutputDirectory=jars
cat >Eager.java <<'JAVA'
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.factory.ops.NDNN;

public class Eager {
  public static void main(String[] arguments) {
    NDNN nn = Nd4j.nn();
    Map<String, UnaryOperator<INDArray>> calls = new LinkedHashMap<>();
    calls.put("softmax", x -> nn.softmax(x, 0));
    calls.put("logSoftmax", nn::logSoftmax);
    calls.put("relu", x -> nn.relu(x, 0));
    calls.put("elu", nn::elu);
    calls.put("gelu", nn::gelu);
    calls.put("sigmoid", nn::sigmoid);
    calls.put("exp", Nd4j.math()::exp);
    calls.put("abs", Nd4j.math()::abs);
    for (Map.Entry<String, UnaryOperator<INDArray>> call : calls.entrySet()) {
      INDArray x = vector(0.3f, 0.7f, 2.6f);
      call.getValue().apply(x);
      boolean kept = x.equals(vector(0.3f, 0.7f, 2.6f));
      System.out.println(call.getKey() + ": " + (kept ? "keeps it" : "overwrites it"));
    }
    INDArray x = vector(1);
    System.out.println("1 + gelu(1): " + nn.gelu(x).add(x));
    INDArray bias = vector(10, 20, 30, 40);
    INDArray y = nn.layerNorm(vector(1, 2, 3, 4), vector(1, 1, 1, 1), bias, false, 0);
    System.out.println("layerNorm with bias 10, 20, 30, 40: " + y);
    System.out.println("its bias afterwards: " + bias);
    try {
      INDArray rows = Nd4j.createFromArray(new float[][] {{1, 2, 3, 4}, {1, 2, 3, 4}});
      nn.layerNorm(rows, vector(1, 1, 1, 1), vector(0, 0, 0, 0), false, 1);
    } catch (RuntimeException e) {
      System.out.println("layerNorm of two rows: " + e.getMessage());
    }
  }

  private static INDArray vector(float... values) {
    return Nd4j.createFromArray(values);
  }
}
JAVA
OMP_NUM_THREADS=1 java -Xmx1g -cp 'jars/*' Eager.java 2>log | grep -v ^Expected | tee seen
diff - seen <<'WANT'
softmax: keeps it
logSoftmax: overwrites it
relu: keeps it
elu: keeps it
gelu: overwrites it
sigmoid: overwrites it
exp: overwrites it
abs: keeps it
1 + gelu(1): [1.6916]
layerNorm with bias 10, 20, 30, 40: [   -1.3416,   -0.4472,    0.4472,    1.3416]
its bias afterwards: [   -1.3416,   -0.4472,    0.4472,    1.3416]
layerNorm of two rows: Op [layer_norm] execution failed
WANT
