// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assay.archive.refusal.Code.MALFORMED_ARCHIVE;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.manifest.Manifest;
import org.assay.archive.refusal.Refusal;

/**
 * What a prepared change will do. An archive may come from a stranger, and a plan with it: it
 * writes nowhere but inside of the archive, and takes numbered files alone.
 *
 * @param files numbers of prepared files, by the names that they will have
 */
record JournalPlan(SortedMap<String, String> files) {
  /**
   * @throws Refusal MALFORMED_ARCHIVE or MALFORMED_MANIFEST if it is none that {@link Journal}
   *     wrote
   */
  static JournalPlan read(Path folder, Path plan) throws IOException, Refusal {
    require( // A-06 (i): a pipe would never end
        Files.isRegularFile(plan, LinkOption.NOFOLLOW_LINKS)
            && Files.size(plan) <= Manifest.MAX_BYTES,
        MALFORMED_ARCHIVE,
        "%s: is no file of at most %d bytes",
        plan,
        Manifest.MAX_BYTES);
    return parse(folder, Files.readString(plan, ISO_8859_1));
  }

  private static JournalPlan parse(Path folder, String plan) throws Refusal {
    SortedMap<String, String> files = new TreeMap<>();
    for (String line : plan.split("\n")) {
      String[] words = line.split(" ", 2);
      require( // A-06 (i)
          words.length == 2 && words[0].matches("[0-9]{1,9}"),
          MALFORMED_ARCHIVE,
          "%s: unfinished change: got a line %s, want a number, a space, a name",
          folder,
          quoted(line));
      requireInside(folder, words[1]);
      require( // A-06 (i)
          files.put(words[1], words[0]) == null,
          MALFORMED_ARCHIVE,
          "%s: unfinished change: got %s twice",
          folder,
          words[1]);
    }
    return new JournalPlan(files);
  }

  /**
   * @throws Refusal if the name leads out of the folder, by itself or by a link
   */
  static void requireInside(Path folder, String name) throws Refusal {
    Manifest.requireName(name); // A-06 (i)
    for (Path part = Path.of(name).getParent(); part != null; part = part.getParent()) {
      require( // A-06 (i)
          !Files.isSymbolicLink(folder.resolve(part)),
          MALFORMED_ARCHIVE,
          "%s: is a symbolic link, want a folder",
          folder.resolve(part));
    }
  }
}
