#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ND4J 1.0.0-M2.1 (org.nd4j:nd4j-native, CPU, x86-64): sums and means of float32 add one number
# after the other in float32, a run for each thread. Of 2^25 ones each run ends at 2^24, from where one
# more changes nothing: with one thread the sum is half of what it should be and the mean 0.5. The
# dot product of the same vector with itself, by its BLAS, is right, and so are all in float64. So
# an accuracy that is the mean of many ones and zeros is too small, and depends on the threads.
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
cat >Mean.java <<'JAVA'
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class Mean {
  public static void main(String[] arguments) {
    for (int log = 24; log <= 25; log++) {
      INDArray ones = Nd4j.ones(DataType.FLOAT, 1 << log);
      System.out.println("2^" + log + " ones: mean " + ones.meanNumber().doubleValue());
      System.out.println("  sum " + ones.sumNumber().longValue());
      System.out.println("  dot product " + (long) Nd4j.getBlasWrapper().dot(ones, ones));
    }
    System.out.println(
        "in float64: mean " + Nd4j.ones(DataType.DOUBLE, 1 << 25).meanNumber().doubleValue());
  }
}
JAVA
OMP_NUM_THREADS=1 java -Xmx1g -cp 'jars/*' Mean.java 2>log | grep -v ^Expected | tee seen
diff - seen <<'WANT'
2^24 ones: mean 1.0
  sum 16777216
  dot product 16777216
2^25 ones: mean 0.5
  sum 16777216
  dot product 33554432
in float64: mean 1.0
WANT
