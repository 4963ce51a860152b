// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a proof of a log proved.
 *
 * @param origin the log's name
 * @param index of the entry
 * @param size of the tree of the checkpoint
 * @param witnesses names of the keys that cosigned it and count
 * @param seen when the quorum had seen it, in seconds since 1970 by the witnesses' clocks; none
 *     where the policy needs no witness
 */
public record Logged(
    String origin, long index, long size, List<String> witnesses, OptionalLong seen) {

  /** For people, one line. */
  public String line() {
    String by = witnesses.isEmpty() ? "no witness" : String.join(", ", witnesses);
    String when = seen.isPresent() ? ", by " + moment(seen.getAsLong()) : "";
    return "entry " + index + " of " + size + " in " + origin + ", seen by " + by + when;
  }

  /** A witness may say any second (T-05), and Java has no date for the last of them. */
  private static String moment(long seconds) {
    return seconds > Instant.MAX.getEpochSecond()
        ? "second " + seconds
        : Instant.ofEpochSecond(seconds).toString();
  }
}
