#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Apfloat 1.16.0 (org.apfloat:apfloat): the square root of a perfect square is not exact, and errs
# downward. In radix 10 with 20 digits, sqrt(n^2) is below n for 1,969 of the 1,999 n from 2 to 2000,
# sqrt(144) among them, though n needs at most four digits; in radix 2 with 66 bits, for 127 of them.
# Also: with a precision of 20, 1.00000000000000000001 - 1 is 0, and that 0 has infinite precision.
# Seen with Java 17, 2026-11-29. Exit code 0: it still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>roots</artifactId>
<version>1</version><dependencies><dependency><groupId>org.apfloat</groupId>
<artifactId>apfloat</artifactId><version>1.16.0</version></dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
  -DoutputDirectory=jars
cat >Roots.java <<'JAVA'
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

public class Roots {
  public static void main(String[] arguments) {
    System.out.println("sqrt(144) = " + ApfloatMath.sqrt(new Apfloat(144, 20)).toString(true));
    System.out.println("radix 10: " + low(20, 10));
    System.out.println("radix 2: " + low(66, 2));
    Apfloat zero = new Apfloat("1.00000000000000000001", 20).subtract(new Apfloat(1, 20));
    System.out.println("difference: " + zero + ", " + (zero.precision() == Apfloat.INFINITE));
  }

  private static int low(int digits, int radix) {
    int low = 0;
    for (long n = 2; n <= 2000; n++) {
      Apfloat root = ApfloatMath.sqrt(new Apfloat(n * n, digits, radix));
      if (root.compareTo(new Apfloat(n, Apfloat.INFINITE, radix)) < 0) low++;
    }
    return low;
  }
}
JAVA
java -cp "jars/*" Roots.java | tee seen.txt
cat >want.txt <<'SEEN'
sqrt(144) = 11.999999999999999999
radix 10: 1969
radix 2: 127
difference: 0, true
SEEN
cmp want.txt seen.txt || {
  printf 'changed: see above\n' >&2
  exit 1
}
