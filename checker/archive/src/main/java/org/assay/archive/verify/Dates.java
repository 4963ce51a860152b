// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.Proved;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;

/** The dates that an archive's manifests and their evidence records prove to a reader. */
public final class Dates {
  private final List<Listed> manifests = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Trust trust;

  /** With good evidence or without: what a manifest lists it lists. */
  private final List<ArchiveFolder.Numbered> all;

  private record Listed(ArchiveFolder.Numbered manifest, Proved proved) {}

  /** Since when a file has existed, and until when that is proved. */
  public record Existence(Instant since, Instant until) {}

  /** Manifests without evidence, or with evidence that is not good, prove nothing. */
  public Dates(ArchiveFolder archive, Trust trust) throws IOException, Refusal {
    this.trust = trust;
    this.all = archive.manifests();
    for (ArchiveFolder.Numbered one : all) {
      try {
        if (!archive.has(one.evidence())) {
          throw new Refusal(Code.CANNOT_CONCLUDE, "there is no %s", one.evidence());
        }
        byte[] record = archive.read(one.evidence());
        manifests.add(new Listed(one, EvidenceRecordWalk.verify(record, one.text(), trust)));
      } catch (Refusal why) {
        refusals.add(new Refusal(why.code(), "%s: %s", one.name(), why.getMessage()));
      }
    }
  }

  /** Why a manifest proves nothing, one for each such. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * The earliest date that is proved of a file.
   *
   * @throws Refusal NOT_COVERED if a manifest lists another file by that name
   */
  public Optional<Existence> of(String name, byte[] file) throws Refusal {
    for (ArchiveFolder.Numbered one : all) {
      if (one.manifest().digests().containsKey(name)) {
        one.manifest().requireListed(name, file); // A-07 (a): with good evidence or without
      }
    }
    List<Listed> listing = new ArrayList<>(manifests);
    listing.removeIf(one -> !one.manifest.manifest().digests().containsKey(name));
    Optional<Existence> earliest = Optional.empty();
    for (Listed one : listing) {
      Optional<Instant> until = until(one, listing);
      if (until.isPresent()
          && earliest.map(Existence::since).orElse(Instant.MAX).isAfter(one.proved.since())) {
        earliest = Optional.of(new Existence(one.proved.since(), until.get()));
      }
    }
    return earliest;
  }

  /**
   * Until when a manifest's line is proof: while its hash function stands, or if another manifest
   * that still is proof listed the same file before that function fell.
   */
  private Optional<Instant> until(Listed one, List<Listed> listing) throws Refusal {
    Instant end = trust.ageing().end(one.manifest.manifest().hash().label());
    Instant proved = one.proved.until();
    if (trust.now().isBefore(end)) {
      return Optional.of(earlier(proved, end));
    }
    for (Listed other : listing) { // A-07 (b)
      Instant its = trust.ageing().end(other.manifest.manifest().hash().label());
      if (trust.now().isBefore(its) && other.proved.since().isBefore(end)) {
        return Optional.of(earlier(proved, earlier(other.proved.until(), its)));
      }
    }
    return Optional.empty();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
