// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceRecordWalk;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.evidence.Proved;
import org.assay.archive.journal.Journal;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;

/**
 * The evidence of all manifests, renewed where it is due: by a time stamp where the newest token
 * ends soon, by another hash function where that of the newest chain does.
 *
 * @param said what was done and what will be due, a line each, for people
 */
public record Renewal(
    ArchiveFolder archive, Trust trust, EvidenceWriter writer, Plan plan, List<String> said)
    implements Journal.Change {

  /**
   * What is due, and what comes next.
   *
   * @param due what ends before this moment is renewed
   * @param next the hash function of new chains
   */
  public record Plan(Instant due, Hash next) {}

  public Renewal(ArchiveFolder archive, Trust trust, EvidenceWriter writer, Plan plan) {
    this(archive, trust, writer, plan, new ArrayList<>());
  }

  /**
   * @throws Refusal if an evidence record is not good any more: that cannot be mended by renewal
   */
  @Override
  public SortedMap<String, byte[]> files() throws IOException, Refusal {
    SortedMap<String, byte[]> renewed = new TreeMap<>();
    for (ArchiveFolder.Numbered one : archive.manifests()) {
      byte[] record = archive.read(one.evidence());
      Proved proved = EvidenceRecordWalk.verify(record, one.text(), trust);
      byte[] next = renewed(one, record, proved);
      if (next != record) {
        Trust then = trust.notBefore(Instant.now());
        proved = EvidenceRecordWalk.verify(next, one.text(), then); // before it is written
        renewed.put(one.evidence(), next);
      }
      said.add(one.evidence() + ": to be renewed before " + proved.until());
    }
    return renewed;
  }

  private byte[] renewed(ArchiveFolder.Numbered one, byte[] record, Proved proved)
      throws IOException, Refusal {
    if (trust.ageing().end(proved.hash().label()).isBefore(plan.due)) { // A-08 (b)
      said.add(one.evidence() + ": new chain by " + plan.next.label());
      return writer.renewHash(record, one.text(), plan.next);
    }
    if (proved.until().isBefore(plan.due)) { // A-08 (a)
      said.add(one.evidence() + ": new time stamp");
      return writer.renewTimeStamp(record);
    }
    return record;
  }

  @Override
  public boolean replaces(String name) {
    return name.startsWith("evidence/");
  }
}
