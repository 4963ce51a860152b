// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.journal.Journal;
import org.assay.archive.manifest.Manifest;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;

/**
 * One more manifest, of everything that none by this hash function lists yet, and its evidence.
 * Evidence that proves nothing to the keeper is not stored.
 *
 * @param alongside files that are written with it, such as the certificate of the authority
 */
public record Stamping(
    ArchiveFolder archive,
    Hash hash,
    EvidenceWriter writer,
    Keeper keeper,
    SortedMap<String, byte[]> alongside)
    implements Journal.Change {

  /** What the keeper of the archive relies on, with the clock that says when it was stamped. */
  public record Keeper(Trust trust, Clock clock) {
    private void requireDate(byte[] record, byte[] manifest) throws Refusal {
      Instant now = clock.instant(); // the token is younger than the options
      EvidenceRecordWalk.verify(record, manifest, trust.notBefore(now)); // A-06 (l)
    }
  }

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
    byte[] record = writer.create(List.of(manifest), hash).get(0);
    keeper.requireDate(record, manifest);
    files.put("evidence/" + name + ".ers", record);
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
