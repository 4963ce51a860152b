// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.bundle.KeptZip;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;

/** All that is kept for good, and its evidence, as one file (spec A-11). */
public final class Export {
  private Export() {}

  /** The same bytes wherever it is made from the same files. */
  public static byte[] of(ArchiveFolder archive) throws IOException, Refusal {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long bytes = 0;
    for (String name : archive.kept()) {
      files.put(name, archive.read(name));
      bytes += files.get(name).length;
      Refusal.require( // A-11 (a): before memory ends
          bytes <= KeptZip.MAX_BYTES,
          Code.LIMIT_EXCEEDED,
          "%s: has more than %d bytes",
          archive.folder(),
          KeptZip.MAX_BYTES);
    }
    for (ArchiveFolder.Numbered one : archive.manifests()) {
      if (archive.has(one.evidence())) {
        files.put(one.evidence(), archive.read(one.evidence()));
      }
    }
    return KeptZip.of(files);
  }
}
