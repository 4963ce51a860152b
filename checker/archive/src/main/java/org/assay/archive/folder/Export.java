// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.bundle.KeptZip;
import org.assay.archive.log.LogProof;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;

/** All that is kept for good, its evidence and its log proofs, as one file (spec A-11). */
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
    List<String> beside = new ArrayList<>();
    archive.manifests().forEach(one -> beside.add(one.evidence()));
    files.keySet().stream()
        .filter(ArchiveFolder::isLogged)
        .forEach(name -> beside.add(name + LogProof.SUFFIX));
    for (String name : beside) {
      if (archive.has(name)) {
        files.put(name, archive.read(name));
      }
    }
    return KeptZip.of(files);
  }
}
