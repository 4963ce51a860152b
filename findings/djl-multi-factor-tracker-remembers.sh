#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# DJL 0.35.1 (ai.djl:api): the learning rate schedule MultiFactorTracker has a memory. Asked for the
# rate of update 0 after a training of seven updates with steps at 2 and 4, it answers with the rate
# that training ended with, 0.01 in place of 1: a second training that is given the same object runs
# at a hundredth of its rate, and nothing is said. The other schedules are functions of the number of
# the update alone. A step named 2 takes effect at update 3. Also: LinearTracker without a least
# value goes on below 0, to rates that train upward (-9 at update 100 with slope -0.1).
# Seen with Java 17, 2026-12-01. Exit code 0: it still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>rates</artifactId>
<version>1</version><dependencies><dependency><groupId>ai.djl</groupId>
<artifactId>api</artifactId><version>0.35.1</version></dependency></dependencies></project>
POM
mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
  -DoutputDirectory=jars
cat >Rates.java <<'JAVA'
import ai.djl.training.tracker.LinearTracker;
import ai.djl.training.tracker.Tracker;

public class Rates {
  public static void main(String[] arguments) {
    int[] steps = {2, 4};
    Tracker factor = Tracker.multiFactor().setBaseValue(1f).optFactor(0.1f).setSteps(steps).build();
    show("multi-factor", factor, 0, 2, 3, 6, 0);
    show("cosine", Tracker.cosine().setBaseValue(1f).optFinalValue(0f).setMaxUpdates(6).build(), 0, 6, 0);
    show("factor", Tracker.factor().setBaseValue(1f).setFactor(0.5f).build(), 0, 1, 0);
    show("linear", LinearTracker.builder().setBaseValue(1f).optSlope(-0.1f).build(), 0, 100, 0);
  }

  private static void show(String name, Tracker tracker, int... updates) {
    StringBuilder line = new StringBuilder(name + ":");
    for (int update : updates) {
      line.append(String.format(java.util.Locale.ROOT, " %d=%.2f", update, tracker.getNewValue(update)));
    }
    System.out.println(line);
  }
}
JAVA
java -cp "jars/*" Rates.java 2>errors.txt | tee seen.txt
cat >want.txt <<'SEEN'
multi-factor: 0=1.00 2=1.00 3=0.10 6=0.01 0=0.01
cosine: 0=1.00 6=0.00 0=1.00
factor: 0=1.00 1=0.50 0=1.00
linear: 0=1.00 100=-9.00 0=1.00
SEEN
cmp want.txt seen.txt || {
  cat errors.txt >&2
  printf 'changed: see above\n' >&2
  exit 1
}
