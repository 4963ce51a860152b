// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.time.TestTsa.year;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.ageing.Hash;
import org.assay.archive.evidence.EvidenceWriter;
import org.assay.archive.files.Disk;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.folder.Stamping;
import org.assay.archive.journal.Journal;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.TestTsa;
import org.assay.archive.time.Trust;
import org.assay.archive.time.TsaCertificates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest by SHA-256, and what is left of it when SHA-256 falls in 2012. */
class DatesTest {
  private static final String NAME = "keys/a.pub.pem";
  private static final byte[] FILE = "a key".getBytes(US_ASCII);

  /** Its signatures do without SHA-256. */
  private static final TestTsa TSA = TestTsa.valid(TsaCertificates.Kind.ECDSA_SHA512, 2005, 2030);

  @TempDir Path folder;

  @BeforeEach
  void stampedIn2007() throws IOException, Refusal {
    Files.createDirectories(folder.resolve("keys"));
    Files.write(folder.resolve(NAME), FILE);
    stamp(2007, Hash.SHA_256);
  }

  private void stamp(int year, Hash hash) throws IOException, Refusal {
    EvidenceWriter writer = new EvidenceWriter(TSA.in(year));
    Stamping.Keeper keeper =
        new Stamping.Keeper(TestTsa.reader(year, TSA), Clock.fixed(year(year), ZoneOffset.UTC));
    new Journal(folder, Disk.REAL)
        .commit(new Stamping(new ArchiveFolder(folder), hash, writer, keeper, new TreeMap<>()));
  }

  private void renewFirstRecordIn2010() throws IOException, Refusal {
    Path record = folder.resolve("evidence/0001.ers");
    byte[] manifest = Files.readAllBytes(folder.resolve("manifests/0001.sha256"));
    byte[] renewed =
        new EvidenceWriter(TSA.in(2010))
            .renewHash(Files.readAllBytes(record), manifest, Hash.SHA_512);
    Files.write(record, renewed);
  }

  private Optional<Instant> date(int year) throws IOException, Refusal {
    String table = Ageing.text().replace("SHA-256 -", "SHA-256 2012-01-01");
    Trust trust =
        new Trust(
            TestTsa.reader(year, TSA).anchors(),
            Ageing.parse(table.getBytes(US_ASCII)),
            Map.of(),
            year(year));
    Dates dates = new Dates(new ArchiveFolder(folder), trust);
    return dates.of(NAME, FILE).map(Dates.Existence::since);
  }

  @Test
  void aLineCountsWhileItsHashStands() throws IOException, Refusal { // A-07 (b)
    assertEquals(Optional.of(year(2007)), date(2008));
    renewFirstRecordIn2010();
    assertEquals(Optional.of(year(2007)), date(2011));
    assertEquals(Optional.empty(), date(2013));
  }

  @Test
  void anotherManifestInTimeKeepsTheDate() throws IOException, Refusal { // A-07 (b)
    renewFirstRecordIn2010();
    stamp(2011, Hash.SHA_512);
    assertEquals(Optional.of(year(2007)), date(2013));
  }

  @Test
  void anotherManifestTooLateHasItsOwnDateOnly() throws IOException, Refusal { // A-07 (b)
    renewFirstRecordIn2010();
    stamp(2012, Hash.SHA_512);
    assertEquals(Optional.of(year(2012)), date(2013));
  }

  @Test
  void whatAManifestWithoutEvidenceListsIsHeldAgainstAFile()
      throws IOException, Refusal { // A-07 (a)
    Files.delete(folder.resolve("evidence/0001.ers"));
    Dates dates = new Dates(new ArchiveFolder(folder), TestTsa.reader(2008, TSA));
    assertEquals(Optional.empty(), dates.of(NAME, FILE));
    byte[] other = "another".getBytes(US_ASCII);
    Refusal why = assertThrows(Refusal.class, () -> dates.of(NAME, other));
    assertEquals(Code.NOT_COVERED, why.code());
  }

  @Test
  void aRecordThatWasNotRenewedProvesNothing() throws IOException, Refusal {
    stamp(2011, Hash.SHA_512);
    assertEquals(Optional.of(year(2011)), date(2013));
    Files.delete(folder.resolve("evidence/0001.ers"));
    assertEquals(Optional.of(year(2011)), date(2011));
    Files.delete(folder.resolve("evidence/0002.ers"));
    assertEquals(Optional.empty(), date(2011));
  }
}
