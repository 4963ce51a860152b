// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.evidence;

import static org.assay.archive.refusal.Code.BROKEN_LINK;
import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.MALFORMED_EVIDENCE;
import static org.assay.archive.refusal.Code.NOT_COVERED;
import static org.assay.archive.refusal.Code.TIME_ORDER;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Token;
import org.assay.archive.time.Trust;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampChain;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampSequence;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Walks every token of every chain of a record (spec A-04). Bouncy Castle's own {@code validate}
 * checks the newest signature only.
 */
public final class EvidenceRecordWalk {
  private final ArchiveTimeStampChain[] chains;
  private final byte[] file;
  private final Trust trust;
  private final List<Token.Dated> walked = new ArrayList<>();

  private EvidenceRecordWalk(ArchiveTimeStampChain[] chains, byte[] file, Trust trust) {
    this.chains = chains;
    this.file = file;
    this.trust = trust;
  }

  /**
   * What the record proves of a file to this reader, now.
   *
   * @throws Refusal with a code of; CANNOT_CONCLUDE if it was good once
   */
  public static Proved verify(byte[] record, byte[] file, Trust trust) throws Refusal {
    EvidenceRecord parsed = parse(record);
    ArchiveTimeStampChain[] chains =
        parsed.getArchiveTimeStampSequence().getArchiveTimeStampChains();
    require( // A-04 (b)
        chains.length > 0, MALFORMED_EVIDENCE, "evidence record: has no chain");
    try {
      return new EvidenceRecordWalk(chains, file, trust).walk();
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException malformed) {
      // Bouncy Castle reads what is inside of strings when it is asked for
      throw new Refusal(MALFORMED_EVIDENCE, "evidence record: %s", malformed.getMessage());
    }
  }

  private static EvidenceRecord parse(byte[] record) throws Refusal {
    try {
      EvidenceRecord parsed = EvidenceRecord.getInstance(record);
      require( // A-04 (a)
          Arrays.equals(record, der(parsed)), MALFORMED_EVIDENCE, "evidence record: is not DER");
      return parsed;
    } catch (IllegalArgumentException | ClassCastException | ArrayIndexOutOfBoundsException e) {
      throw new Refusal(MALFORMED_EVIDENCE, "evidence record: %s", e.getMessage()); // A-04 (a)
    }
  }

  private Proved walk() throws Refusal {
    Hash hash = null;
    for (int i = 0; i < chains.length; i++) {
      ArchiveTimeStamp[] stamps = chains[i].getArchiveTimestamps();
      require( // A-04 (b)
          stamps.length > 0, MALFORMED_EVIDENCE, "evidence record: chain %d is empty", i + 1);
      hash = hash(stamps[0]);
      first(i, stamps[0], hash);
      for (int j = 1; j < stamps.length; j++) {
        renewed(stamps, j, hash);
      }
    }
    Proved proved = new Proved(walked, hash, chains.length);
    require( // A-04 (i)
        trust.now().isBefore(proved.until()),
        CANNOT_CONCLUDE,
        "evidence record: proves nothing since %s, and was not renewed before",
        proved.until());
    return proved;
  }

  private static Hash hash(ArchiveTimeStamp stamp) throws Refusal {
    AlgorithmIdentifier identifier = stamp.getDigestAlgorithmIdentifier(); // or its token's
    return Hash.of(identifier)
        .orElseThrow(
            () ->
                new Refusal( // A-04 (c)
                    CANNOT_CONCLUDE,
                    "evidence record: hash function %s is not known here",
                    identifier.getAlgorithm()));
  }

  /** The first stamp of a chain covers the file, and all chains before. */
  private void first(int chain, ArchiveTimeStamp stamp, Hash hash) throws Refusal {
    byte[] leaf = hash.of(file);
    if (chain > 0) { // RFC 4998 5.3
      leaf = hash.of(leaf, hash.of(der(sequence(chain))));
    }
    HashTree tree = tree(stamp, hash);
    require( // A-04 (d)
        tree.isEmpty() || tree.hasLeaf(leaf),
        NOT_COVERED,
        "evidence record: the first list of chain %d has no digest of this file%s",
        chain + 1,
        chain == 0 ? "" : " and the chains before");
    dated(stamp, hash, tree.isEmpty() ? leaf : tree.root(hash));
  }

  private ASN1Encodable sequence(int length) {
    return new ArchiveTimeStampSequence(Arrays.copyOf(chains, length));
  }

  /** A later stamp covers the token before (RFC 4998 5.2), or all before (Bouncy Castle). */
  private void renewed(ArchiveTimeStamp[] stamps, int j, Hash hash) throws Refusal {
    require( // A-04 (c)
        hash(stamps[j]) == hash,
        MALFORMED_EVIDENCE,
        "evidence record: stamps of one chain have several hash functions");
    List<byte[]> tokens = new ArrayList<>();
    for (int i = 0; i < j; i++) {
      tokens.add(hash.of(der(stamps[i].getTimeStamp())));
    }
    byte[] before = tokens.get(j - 1);
    HashTree tree = tree(stamps[j], hash);
    require( // A-04 (e)
        tree.isEmpty() || tree.hasExactly(List.of(before)) || tree.hasExactly(tokens),
        BROKEN_LINK,
        "evidence record: token %d covers neither the one before alone nor all before",
        walked.size() + 1);
    dated(stamps[j], hash, tree.isEmpty() ? before : tree.root(hash));
  }

  private static HashTree tree(ArchiveTimeStamp stamp, Hash hash) throws Refusal {
    HashTree tree = HashTree.of(stamp);
    require( // A-04 (f)
        tree.isOf(hash), MALFORMED_EVIDENCE, "evidence record: a list is not of %s", hash.label());
    return tree;
  }

  private void dated(ArchiveTimeStamp stamp, Hash hash, byte[] root) throws Refusal {
    Token.Dated token = Token.parse(stamp.getTimeStamp()).verify(hash, root, trust);
    if (!walked.isEmpty()) {
      Token.Dated last = walked.get(walked.size() - 1);
      Instant time = token.time();
      require( // A-04 (g)
          !time.isBefore(last.time()), TIME_ORDER, "token of %s: follows %s", time, last.time());
      require( // A-04 (h)
          time.isBefore(last.end()),
          CANNOT_CONCLUDE,
          "token of %s: renews one that proves nothing since %s",
          time,
          last.end());
    }
    walked.add(token);
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
