// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.journal.Journal;
import org.assay.archive.manifest.Manifest;
import org.assay.archive.refusal.Refusal;

/**
 * One more manifest, of everything that none by this hash function lists yet, and its evidence.
 *
 * @param alongside files that are written with it, such as the certificate of the authority
 */
public record Stamping(
    ArchiveFolder archive, Hash hash, EvidenceWriter writer, SortedMap<String, byte[]> alongside)
    implements Journal.Change {

  @Override
  public SortedMap<String, byte[]> files() throws IOException, Refusal {
    List<ArchiveFolder.Numbered> before = archive.manifests();
    SortedMap<String, byte[]> listed = archive.read(unlisted(before));
    if (listed.keySet().stream().allMatch(name -> name.startsWith("manifests/"))) { // nothing new
      return new TreeMap<>();
    }
    listed.putAll(alongside);
    byte[] manifest = Manifest.of(hash, listed).text();
    String name = ArchiveFolder.digits(before.size() + 1);
    SortedMap<String, byte[]> files = new TreeMap<>(alongside);
    files.put("manifests/" + name + (hash == Hash.SHA_256 ? ".sha256" : ".sha512"), manifest);
    files.put("evidence/" + name + ".ers", writer.create(List.of(manifest), hash).get(0));
    return files;
  }

  /** Names of what is to be listed; what an older manifest lists must still be what it was. */
  private SortedSet<String> unlisted(List<ArchiveFolder.Numbered> manifests)
      throws IOException, Refusal {
    SortedSet<String> names = archive.kept();
    for (ArchiveFolder.Numbered one : manifests) {
      for (String name : one.manifest().digests().keySet()) {
        one.manifest().requireListed(name, archive.read(name)); // never stamp a changed file
        if (one.manifest().hash() == hash) {
          names.remove(name);
        }
      }
    }
    return names;
  }
}
