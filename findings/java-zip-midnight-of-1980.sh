#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Java's ZipOutputStream: the usual time of reproducible archives, 1980-01-01T00:00:00, set as a local
# time (ZipEntry.setTimeLocal), gives other bytes in each time zone. It is the one moment of that day
# for which Java writes an extended time (extra field 0x5455) beside the fields of DOS: in UTC, by the
# default zone. The documentation says so of moments that DOS cannot hold; this is the first one that
# it can. Two seconds later the bytes are the same everywhere. Seen with Java 17.0.15 and 25.0.3,
# 2026-11-30. Exit code 0: it still is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >Midnight.java <<'JAVA'
import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

public class Midnight {
  public static void main(String[] arguments) throws Exception {
    for (int second : new int[] {0, 2}) {
      byte[] utc = zip("UTC", second);
      byte[] tokyo = zip("Asia/Tokyo", second);
      String same = Arrays.equals(utc, tokyo) ? "the same" : "other";
      System.out.println(second + " s: " + utc.length + " bytes, " + same + " in Tokyo");
    }
  }

  private static byte[] zip(String zone, int second) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("a");
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0, second));
      zip.putNextEntry(entry);
    }
    return bytes.toByteArray();
  }
}
JAVA
java -version 2>&1 | head -1
java Midnight.java | tee seen.txt
cat >want.txt <<'SEEN'
0 s: 136 bytes, other in Tokyo
2 s: 118 bytes, the same in Tokyo
SEEN
cmp want.txt seen.txt || {
  printf 'changed: see above\n' >&2
  exit 1
}
