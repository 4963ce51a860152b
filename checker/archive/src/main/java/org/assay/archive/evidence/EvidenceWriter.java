// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.TimeStamper;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStampGenerator;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSEvidenceRecordGenerator;
import org.bouncycastle.tsp.ers.ERSException;

/**
 * Makes and renews evidence records, in Bouncy Castle's form, which its readers and {@link
 * EvidenceRecordWalk} take. What it makes is walked by its caller: a record is worth what the walk
 * says.
 */
public record EvidenceWriter(TimeStamper authority) {
  private static final DigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();

  /** What Bouncy Castle may throw. */
  private interface Step<T> {
    T run() throws TSPException, ERSException, OperatorCreationException, IOException, Refusal;
  }

  /** A record for each file, in their order, by one time stamp for all. */
  public List<byte[]> create(List<byte[]> files, Hash hash) throws IOException, Refusal {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files");
    }
    return attempt(
        () -> {
          ERSArchiveTimeStampGenerator stamps = new ERSArchiveTimeStampGenerator(digest(hash));
          files.forEach(file -> stamps.addData(new ERSByteData(file)));
          TimeStampResponse answer = authority.ask(stamps::generateTimeStampRequest);
          List<byte[]> records = new ArrayList<>();
          for (ERSEvidenceRecord one :
              new ERSEvidenceRecordGenerator(DIGESTS)
                  .generate(stamps.generateArchiveTimeStamps(answer))) {
            records.add(der(one));
          }
          return records;
        });
  }

  /** The record with one more token in its newest chain. */
  public byte[] renewTimeStamp(byte[] record) throws IOException, Refusal {
    return attempt(
        () -> {
          ERSEvidenceRecord old = new ERSEvidenceRecord(record, DIGESTS);
          TimeStampResponse answer =
              authority.ask(
                  (settings, nonce) -> {
                    try {
                      return old.generateTimeStampRenewalRequest(settings, nonce);
                    } catch (ERSException e) {
                      throw new TSPException(e.getMessage(), e);
                    }
                  });
          return der(old.renewTimeStamp(answer));
        });
  }

  /** The record with one more chain, by another hash function, over the file and all before. */
  public byte[] renewHash(byte[] record, byte[] file, Hash hash) throws IOException, Refusal {
    return attempt(
        () -> {
          ERSEvidenceRecord old = new ERSEvidenceRecord(record, DIGESTS);
          TimeStampResponse answer =
              authority.ask(
                  (settings, nonce) -> {
                    try {
                      return old.generateHashRenewalRequest(
                          digest(hash), new ERSByteData(file), settings, nonce);
                    } catch (ERSException | OperatorCreationException e) {
                      throw new TSPException(e.getMessage(), e);
                    }
                  });
          return der(old.renewHash(digest(hash), new ERSByteData(file), answer));
        });
  }

  private static DigestCalculator digest(Hash hash) throws OperatorCreationException {
    return DIGESTS.get(hash.identifier());
  }

  private static byte[] der(ERSEvidenceRecord record) throws IOException {
    return record.toASN1Structure().getEncoded(ASN1Encoding.DER);
  }

  private static <T> T attempt(Step<T> step) throws IOException, Refusal {
    try {
      return step.run();
    } catch (TSPException | ERSException | OperatorCreationException wrong) {
      throw new Refusal(Code.MALFORMED_EVIDENCE, "evidence record: %s", wrong.getMessage());
    }
  }
}
