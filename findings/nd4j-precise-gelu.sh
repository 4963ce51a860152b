#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ND4J 1.0.0-M2.1 (org.nd4j:nd4j-native, CPU, x86-64): preciseGelu is a GELU of its own.
# At 1, GELU is 0.8413 and its approximation by tanh 0.8412; gelu (x sigmoid(1.702 x)) gives 0.8458,
# preciseGelu 0.8314. It is the formula by tanh with (0.044715 x)^3 where 0.044715 x^3 belongs. So
# weights of a network that was trained with either GELU compute something else in it.
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
cat >Gelu.java <<'JAVA'
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class Gelu {
  public static void main(String[] arguments) {
    for (double x : new double[] {-2, -1, 0.5, 1, 2}) {
      double tanh = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
      INDArray fast = Nd4j.nn().gelu(Nd4j.createFromArray(x));
      INDArray precise = Nd4j.nn().preciseGelu(Nd4j.createFromArray(x));
      System.out.printf(
          Locale.ROOT,
          "%.1f: by tanh %.4f, gelu %.4f, preciseGelu %.4f, cubed coefficient %.4f%n",
          x,
          x / 2 * (1 + tanh),
          fast.getDouble(0),
          precise.getDouble(0),
          x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + Math.pow(0.044715 * x, 3)))));
    }
  }
}
JAVA
OMP_NUM_THREADS=1 java -Xmx1g -cp 'jars/*' Gelu.java 2>log | grep -v ^Expected | tee seen
diff - seen <<'WANT'
-2.0: by tanh -0.0454, gelu -0.0643, preciseGelu -0.0789, cubed coefficient -0.0789
-1.0: by tanh -0.1588, gelu -0.1542, preciseGelu -0.1686, cubed coefficient -0.1686
0.5: by tanh 0.3457, gelu 0.3504, preciseGelu 0.3448, cubed coefficient 0.3448
1.0: by tanh 0.8412, gelu 0.8458, preciseGelu 0.8314, cubed coefficient 0.8314
2.0: by tanh 1.9546, gelu 1.9357, preciseGelu 1.9211, cubed coefficient 1.9211
WANT
