// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assay.checker.part.Range;

/** How much of a certificate is decided: a range of it, or all of it by its parts. */
record Portion(Optional<Range> range, Optional<Path> parts) {
  private static final String RANGE = "--range";
  private static final String PARTS = "--parts";
  private static final String SECOND = "--second-opinion";

  /** Whether it is less than a plain check of all. */
  boolean isPresent() {
    return range.isPresent() || parts.isPresent();
  }

  static Portion of(Map<String, String> values, Set<String> flags, List<Path> certificates)
      throws Arguments.Wrong {
    String range = values.get(RANGE);
    String parts = values.get(PARTS);
    if (range == null && parts == null) {
      return new Portion(Optional.empty(), Optional.empty());
    }
    String given = range == null ? PARTS : RANGE;
    Arguments.require(
        range == null || parts == null, RANGE + " and " + PARTS + " exclude each other");
    Arguments.require(
        certificates.size() == 1 && !certificates.get(0).toFile().isDirectory(),
        given + " is for one certificate, and no folder");
    for (String flag : range == null ? Set.of(SECOND) : Set.of(SECOND, "--long", "--quiet")) {
      Arguments.require(
          !flags.contains(flag) && !values.containsKey(flag),
          given + " and " + flag + " exclude each other");
    }
    Arguments.require(
        range == null || Range.isOne(range),
        RANGE + ": got \"" + range + "\", want FROM..TO, numbers from 0 up");
    Optional<Path> file = parts == null ? Optional.empty() : Optional.of(Arguments.path(parts));
    return new Portion(Optional.ofNullable(range).map(Range::of), file);
  }
}
