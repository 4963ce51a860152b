// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.time.TestTsa.year;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.LocalTsa;
import org.assay.archive.time.TestTsa;
import org.assay.archive.time.Trust;
import org.assay.archive.time.TsaCertificates;
import org.assay.checker.json.Sha256;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampChain;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampSequence;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.asn1.tsp.PartialHashtree;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.junit.jupiter.api.Test;

/** Decades of an evidence record, simulated: each test is a row of the table in spec/archive.md. */
class DecadesTest {
  private static final byte[] FILE = "a manifest\n".getBytes(US_ASCII);
  private static final byte[] OTHER = "another file\n".getBytes(US_ASCII);

  /** Three authorities whose certificates overlap. */
  private static final TestTsa A = TestTsa.valid(2005, 2011);

  private static final TestTsa B = TestTsa.valid(2010, 2015);
  private static final TestTsa C = TestTsa.valid(2014, 2021);

  /** One whose signatures do without SHA-256. */
  private static final TestTsa STRONG =
      TestTsa.valid(TsaCertificates.Kind.ECDSA_SHA512, 2014, 2025);

  private static final TestTsa RSA = TestTsa.valid(TsaCertificates.Kind.RSA, 2005, 2015);
  private static final TestTsa EARLY = TestTsa.valid(2005, 2010);

  private static byte[] made(LocalTsa tsa) throws IOException, Refusal {
    return new EvidenceWriter(tsa).create(List.of(FILE), Hash.SHA_256).get(0);
  }

  private static byte[] renewed(byte[] record, LocalTsa tsa) throws IOException, Refusal {
    return new EvidenceWriter(tsa).renewTimeStamp(record);
  }

  private static byte[] twiceRenewed() throws IOException, Refusal {
    return renewed(renewed(made(A.in(2006)), B.in(2010)), C.in(2014));
  }

  private static byte[] hashRenewed() throws IOException, Refusal {
    byte[] record = renewed(made(A.in(2006)), B.in(2010));
    return new EvidenceWriter(C.in(2014)).renewHash(record, FILE, Hash.SHA_512);
  }

  private static Proved proved(byte[] record, Trust trust) throws Refusal {
    return EvidenceRecordWalk.verify(record, FILE, trust);
  }

  private static void refused(Code code, byte[] record, Trust trust) {
    refused(code, record, FILE, trust);
  }

  private static void refused(Code code, byte[] record, byte[] file, Trust trust) {
    Refusal why = assertThrows(Refusal.class, () -> EvidenceRecordWalk.verify(record, file, trust));
    assertEquals(code, why.code(), why.getMessage());
  }

  @Test
  void aTokenProvesItsDateUntilItsCertificateExpires() throws IOException, Refusal { // A-04 (i)
    byte[] record = made(A.in(2006));
    assertEquals(year(2006), proved(record, reader(2007, A)).since());
    assertEquals(year(2011), proved(record, reader(2007, A)).until());
    refused(Code.CANNOT_CONCLUDE, record, reader(2011, A));
    refused(Code.CANNOT_CONCLUDE, record, reader(2012, A, B, C));
  }

  @Test
  void twoRenewalsInTimeKeepTheFirstDate() throws IOException, Refusal {
    byte[] record = twiceRenewed();
    Proved proved = proved(record, reader(2019, A, B, C));
    assertEquals(year(2006), proved.since());
    assertEquals(year(2021), proved.until());
    assertEquals(3, proved.tokens().size());
    refused(Code.UNTRUSTED_TSA, record, reader(2019, A, C)); // A-03 (g)
  }

  @Test
  void aRenewalAfterTheEndProvesNothing() throws IOException, Refusal { // A-04 (h)
    byte[] record = renewed(made(A.in(2006)), B.in(2012));
    refused(Code.CANNOT_CONCLUDE, record, reader(2013, A, B));
  }

  /**
   * The token of the new chain must not rest on the old function either, so it signs by SHA-512.
   */
  @Test
  void hashRenewalOutlivesTheOldHash() throws IOException, Refusal {
    Ageing fallen = ageing("SHA-256", "2015-06-01");
    byte[] twice = twiceRenewed();
    refused(Code.CANNOT_CONCLUDE, twice, reader(2016, fallen, A, B, C));
    assertEquals(year(2006), proved(twice, reader(2015, fallen, A, B, C)).since());
    byte[] record = new EvidenceWriter(STRONG.in(2015)).renewHash(twice, FILE, Hash.SHA_512);
    Proved proved = proved(record, reader(2021, fallen, A, B, C, STRONG));
    assertEquals(year(2006), proved.since());
    assertEquals(Hash.SHA_512, proved.hash());
    assertEquals(2, proved.chains());
    byte[] late = new EvidenceWriter(STRONG.in(2016)).renewHash(twice, FILE, Hash.SHA_512);
    refused(Code.CANNOT_CONCLUDE, late, reader(2017, fallen, A, B, C, STRONG)); // A-04 (h)
  }

  @Test
  void aNewChainCanBeRenewedAndHashedAgain() throws IOException, Refusal {
    byte[] record = renewed(hashRenewed(), STRONG.in(2015));
    record = new EvidenceWriter(STRONG.in(2016)).renewHash(record, FILE, Hash.SHA3_512);
    Proved proved = proved(record, reader(2017, A, B, C, STRONG));
    assertEquals(List.of(2006, 2010, 2014, 2015, 2016), years(proved));
    assertEquals(3, proved.chains());
  }

  private static List<Integer> years(Proved proved) {
    return proved.tokens().stream()
        .map(one -> Integer.parseInt(one.time().toString().substring(0, 4)))
        .toList();
  }

  @Test
  void aBrokenSignatureAlgorithmNeedsARenewalBeforeItsFall() throws IOException, Refusal {
    Ageing fallen = ageing("ECDSA-P-256", "2009-01-01");
    byte[] record = made(A.in(2006));
    refused(Code.CANNOT_CONCLUDE, record, reader(2010, fallen, A));
    byte[] inTime = renewed(record, RSA.in(2008));
    assertEquals(year(2006), proved(inTime, reader(2010, fallen, A, RSA)).since());
    byte[] late = renewed(record, RSA.in(2009));
    refused(Code.CANNOT_CONCLUDE, late, reader(2010, fallen, A, RSA)); // A-04 (h)
    Ageing unknown = Ageing.parse("SHA-256 -\n".getBytes(US_ASCII));
    refused(Code.CANNOT_CONCLUDE, record, reader(2007, unknown, A)); // A-05 (c)
  }

  @Test
  void aRevokedAuthorityCountsForWhatWasRenewedBefore() throws IOException, Refusal {
    byte[] record = made(A.in(2006));
    refused(Code.CANNOT_CONCLUDE, record, revoked(A, 2007, reader(2008, A, B)));
    assertEquals(year(2006), proved(record, revoked(A, 2009, reader(2008, A, B))).since());
    byte[] renewed = renewed(record, B.in(2010));
    assertEquals(year(2006), proved(renewed, revoked(A, 2011, reader(2012, A, B))).since());
    refused(Code.CANNOT_CONCLUDE, renewed, revoked(A, 2009, reader(2012, A, B)));
  }

  private static Trust revoked(TestTsa tsa, int year, Trust trust) throws IOException {
    Map<String, Instant> list = Map.of(Sha256.of(tsa.certificate().getEncoded()), year(year));
    return new Trust(trust.anchors(), trust.ageing(), list, trust.now());
  }

  @Test
  void clocksDoNotGoBackwards() throws IOException, Refusal { // A-04 (g)
    refused(Code.TIME_ORDER, renewed(made(A.in(2007)), EARLY.in(2006)), reader(2008, A, EARLY));
    byte[] same = renewed(made(A.in(2006)), EARLY.in(2006));
    assertEquals(year(2006), proved(same, reader(2008, A, EARLY)).since());
  }

  @Test
  void aTokenIsNotOfTheFuture() throws IOException, Refusal { // A-03 (h)
    refused(Code.TOKEN_VALIDITY, made(A.in(2007)), reader(2006, A));
    assertEquals(year(2007), proved(made(A.in(2007)), reader(2007, A)).since());
  }

  @Test
  void theFileIsInTheFirstListOfEachChain() throws IOException, Refusal { // A-04 (d)
    refused(Code.NOT_COVERED, many().get(0), OTHER, reader(2007, A));
    byte[] wrong = new EvidenceWriter(B.in(2010)).renewHash(made(A.in(2006)), FILE, Hash.SHA_512);
    refused(Code.TOKEN_MISMATCH, wrong, OTHER, reader(2011, A, B));
    refused(Code.TOKEN_MISMATCH, made(A.in(2006)), OTHER, reader(2007, A)); // A-03 (c)
  }

  /** One stamp for eleven files: each has its record, which is not another's. */
  @Test
  void oneTimeStampServesManyFiles() throws IOException, Refusal {
    List<byte[]> records = many();
    for (int i = 0; i < records.size(); i++) {
      byte[] file = ("file " + i).getBytes(US_ASCII);
      Trust trust = reader(2007, A);
      assertEquals(year(2006), EvidenceRecordWalk.verify(records.get(i), file, trust).since());
      refused(Code.NOT_COVERED, records.get((i + 1) % records.size()), file, trust);
    }
  }

  private static List<byte[]> many() throws IOException, Refusal {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      files.add(("file " + i).getBytes(US_ASCII));
    }
    return new EvidenceWriter(A.in(2006)).create(files, Hash.SHA_256);
  }

  /** Without its last token a record is an older one, which has expired. */
  @Test
  void aTokenThatIsMissingIsNoticedAtEveryPlace() throws IOException, Refusal {
    Trust trust = reader(2019, A, B, C);
    byte[] record = twiceRenewed();
    refused(Code.TOKEN_MISMATCH, without(record, 0, 0), trust);
    refused(Code.BROKEN_LINK, without(record, 0, 1), trust); // A-04 (e)
    refused(Code.CANNOT_CONCLUDE, without(record, 0, 2), trust); // A-04 (i)
    byte[] hashed = hashRenewed();
    refused(Code.TOKEN_MISMATCH, without(hashed, 0, 0), trust);
    refused(Code.TOKEN_MISMATCH, without(hashed, 0, 1), trust);
    refused(Code.CANNOT_CONCLUDE, without(hashed, 1, 0), trust);
    byte[] alone = rfcForm(record);
    refused(Code.TOKEN_MISMATCH, without(alone, 0, 0), trust);
    refused(Code.TOKEN_MISMATCH, without(alone, 0, 1), trust);
    refused(Code.CANNOT_CONCLUDE, without(alone, 0, 2), trust);
  }

  /** Without a token, and without its chain if it was the only one. */
  private static byte[] without(byte[] record, int chain, int token) throws IOException {
    List<List<ArchiveTimeStamp>> chains = chains(record);
    chains.get(chain).remove(token);
    chains.removeIf(List::isEmpty);
    return record(record, chains);
  }

  private static List<List<ArchiveTimeStamp>> chains(byte[] record) {
    List<List<ArchiveTimeStamp>> all = new ArrayList<>();
    for (ArchiveTimeStampChain one :
        EvidenceRecord.getInstance(record)
            .getArchiveTimeStampSequence()
            .getArchiveTimeStampChains()) {
      all.add(new ArrayList<>(Arrays.asList(one.getArchiveTimestamps())));
    }
    return all;
  }

  private static byte[] record(byte[] like, List<List<ArchiveTimeStamp>> chains)
      throws IOException {
    ArchiveTimeStampChain[] all = new ArchiveTimeStampChain[chains.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new ArchiveTimeStampChain(chains.get(i).toArray(ArchiveTimeStamp[]::new));
    }
    EvidenceRecord record =
        new EvidenceRecord(
            EvidenceRecord.getInstance(like).getDigestAlgorithms(),
            null,
            null,
            new ArchiveTimeStampSequence(all));
    return record.getEncoded(ASN1Encoding.DER);
  }

  /** The last token of three, made again so that it covers the one before alone (RFC 4998 5.2). */
  private static byte[] rfcForm(byte[] record) throws IOException, Refusal {
    List<List<ArchiveTimeStamp>> chains = chains(record);
    List<ArchiveTimeStamp> chain = chains.get(0);
    byte[] before = Hash.SHA_256.of(chain.get(1).getTimeStamp().getEncoded(ASN1Encoding.DER));
    var answer =
        C.in(2014)
            .ask((settings, nonce) -> settings.generate(Hash.SHA_256.identifier(), before, nonce));
    var token = answer.getTimeStampToken().toCMSSignedData().toASN1Structure();
    chain.set(2, new ArchiveTimeStamp(token));
    return record(record, chains);
  }

  @Test
  void bothFormsOfRenewalAreRead() throws IOException, Refusal { // A-04 (e)
    Proved proved = proved(rfcForm(twiceRenewed()), reader(2019, A, B, C));
    assertEquals(List.of(2006, 2010, 2014), years(proved));
  }

  @Test
  void bouncyCastleValidatesWhatIsWritten() throws Exception {
    for (byte[] record : List.of(made(A.in(2006)), twiceRenewed(), hashRenewed())) {
      ERSEvidenceRecord theirs = new ERSEvidenceRecord(record, new BcDigestCalculatorProvider());
      theirs.validatePresent(new ERSByteData(FILE), java.util.Date.from(year(2019)));
      theirs.validate(
          new JcaSimpleSignerInfoVerifierBuilder().build(theirs.getSigningCertificate()));
    }
  }

  /** What Bouncy Castle's validate() takes: a record whose first token was forged. */
  @Test
  void everySignatureIsVerifiedNotOnlyTheNewest() throws IOException, Refusal { // A-03 (f)
    byte[] record = twiceRenewed();
    for (int i = 0; i < 3; i++) {
      byte[] forged = forged(record, i);
      refused(Code.TOKEN_SIGNATURE, forged, reader(2019, A, B, C));
    }
  }

  /** The record with one bit of a token's signature turned; later tokens are made again over it. */
  private static byte[] forged(byte[] record, int token) throws IOException, Refusal {
    ArchiveTimeStamp stamp = chains(record).get(0).get(token);
    byte[] bytes = stamp.getTimeStamp().getEncoded(ASN1Encoding.DER);
    bytes[bytes.length - 1] ^= 1; // the signature is what a token ends with
    List<List<ArchiveTimeStamp>> chains = chains(record);
    List<ArchiveTimeStamp> chain = new ArrayList<>(chains.get(0).subList(0, token));
    chain.add(
        new ArchiveTimeStamp(
            stamp.getDigestAlgorithmIdentifier(),
            stamp.getReducedHashTree(),
            org.bouncycastle.asn1.cms.ContentInfo.getInstance(bytes)));
    byte[] forged = record(record, List.of(chain));
    List<TestTsa> authorities = List.of(A, B, C);
    for (int i = token + 1; i < 3; i++) {
      forged = renewed(forged, authorities.get(i).in(List.of(2006, 2010, 2014).get(i)));
    }
    return forged;
  }

  /** Bits that no digest and no signature covers: none of them may change what is proved. */
  @Test
  void damageIsNoticedOrHarmless() throws IOException, Refusal { // A-04 (a)
    byte[] record = twiceRenewed();
    Trust trust = reader(2019, A, B, C);
    Proved whole = proved(record, trust);
    Random random = new Random(17);
    int count = 0;
    for (int i = 0; i < 500; i++) {
      byte[] flipped = record.clone();
      flipped[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertEquals(whole, proved(flipped, trust));
      } catch (Refusal noticed) {
        count++;
      }
      byte[] cut = Arrays.copyOf(record, random.nextInt(record.length));
      assertThrows(Refusal.class, () -> proved(cut, trust));
    }
    assertTrue(count > 250, "noticed: " + count);
    byte[] longer = Arrays.copyOf(record, record.length + 1);
    refused(Code.MALFORMED_EVIDENCE, longer, trust);
    assertEquals(whole, proved(record, trust));
  }

  @Test
  void whatIsNoRecordIsCalledSo() throws IOException, Refusal {
    Trust trust = reader(2007, A);
    refused(Code.MALFORMED_EVIDENCE, new byte[0], trust);
    refused(Code.MALFORMED_EVIDENCE, FILE, trust);
    refused(Code.MALFORMED_EVIDENCE, record(made(A.in(2006)), List.of()), trust); // A-04 (b)
    refused(Code.MALFORMED_EVIDENCE, record(made(A.in(2006)), List.of(List.of())), trust);
  }

  @Test
  void oneChainHasOneHash() throws IOException, Refusal { // A-04 (c)
    List<List<ArchiveTimeStamp>> chains = chains(hashRenewed());
    List<ArchiveTimeStamp> all = new ArrayList<>(chains.get(0));
    all.addAll(chains.get(1));
    refused(Code.MALFORMED_EVIDENCE, record(hashRenewed(), List.of(all)), reader(2019, A, B, C));
    byte[] sha1 = replaced(made(A.in(2006)), "SHA-1");
    refused(Code.CANNOT_CONCLUDE, sha1, reader(2007, A));
  }

  private static byte[] replaced(byte[] record, String hash) throws IOException {
    ArchiveTimeStamp stamp = chains(record).get(0).get(0);
    var id = new org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder().find(hash);
    return record(record, List.of(List.of(new ArchiveTimeStamp(id, null, stamp.getTimeStamp()))));
  }

  @Test
  void listsAreOfTheHash() throws IOException, Refusal { // A-04 (f)
    byte[] record = many().get(0);
    ArchiveTimeStamp stamp = chains(record).get(0).get(0);
    PartialHashtree[] lists = stamp.getReducedHashTree();
    assertTrue(lists.length > 1, "one list");
    lists[1] = new PartialHashtree(new byte[31]);
    byte[] changed =
        record(
            record,
            List.of(
                List.of(
                    new ArchiveTimeStamp(
                        stamp.getDigestAlgorithmIdentifier(), lists, stamp.getTimeStamp()))));
    refused(Code.MALFORMED_EVIDENCE, changed, "file 0".getBytes(US_ASCII), reader(2007, A));
  }

  private static Ageing ageing(String algorithm, String end) throws Refusal {
    String text = Ageing.text().replaceAll("(?m)^" + algorithm + " .*$", algorithm + " " + end);
    return Ageing.parse(text.getBytes(US_ASCII));
  }

  private static Trust reader(int year, Ageing ageing, TestTsa... trusted) {
    return new Trust(TestTsa.reader(year, trusted).anchors(), ageing, Map.of(), year(year));
  }

  private static Trust reader(int year, TestTsa... trusted) {
    return TestTsa.reader(year, trusted);
  }
}
