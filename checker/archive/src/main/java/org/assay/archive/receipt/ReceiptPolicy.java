// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.receipt;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.MALFORMED_POLICY;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.policy.PolicyText;
import org.assay.archive.policy.PolicyView;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.Rejection;

/**
 * Whose receipts a reader counts: n of the m signers of a policy, which is a file as any other
 * (F-08); its {@code require.signers} is n, over all receipts of a certificate (spec A-09).
 */
public final class ReceiptPolicy {
  private final PolicyView view;
  private final Policy any;
  private final String version;
  private final Trust trust;

  /**
   * Who signed a certificate.
   *
   * @param names in the reader's policy for certificates
   * @param keys digests of all of their keys there, and of those that signed
   */
  public record Issuers(Set<String> names, Set<String> keys) {}

  /**
   * A receipt's file.
   *
   * @param existed a moment at which it existed
   */
  public record Found(byte[] file, Instant existed) {}

  /**
   * @param version of the checking program that is relied on
   * @param trust until when keys and algorithms are relied on
   * @throws Refusal MALFORMED_POLICY
   */
  public ReceiptPolicy(byte[] policy, String version, Trust trust) throws Refusal {
    this.view = PolicyView.parse(policy);
    this.version = version;
    this.trust = trust;
    PolicyText one = new PolicyText(view.algorithms(), 1);
    for (PolicyView.Signer signer : view.signers()) {
      for (PolicyView.Key key : signer.keys()) {
        one.add(signer.name(), new PublicKeyFile(key.algorithm(), key.spki()));
      }
    }
    try {
      this.any = Policy.parse(one.bytes());
    } catch (Rejection why) {
      throw new Refusal(MALFORMED_POLICY, "%s: %s", why.code(), why.getMessage());
    }
  }

  /**
   * The names of those whose receipts count for a certificate.
   *
   * @throws Refusal CANNOT_CONCLUDE if they are too few, with why each other one does not count
   */
  public List<String> counted(byte[] certificate, Issuers issuers, List<Found> receipts)
      throws Refusal {
    Set<String> names = new TreeSet<>();
    List<String> others = new ArrayList<>();
    String digest = Sha256.of(certificate);
    for (Found receipt : receipts) {
      try {
        names.addAll(signers(receipt, digest, issuers));
      } catch (Refusal why) {
        others.add(why.getMessage());
      }
    }
    Refusal.require( // A-09 (g)
        names.size() >= view.required(),
        CANNOT_CONCLUDE,
        "receipts: got those of %d re-checkers, want %d; not counted: %s",
        names.size(),
        view.required(),
        others);
    return List.copyOf(names);
  }

  private List<String> signers(Found found, String certificate, Issuers issuers) throws Refusal {
    SignedBytes signed;
    try {
      signed = SignedBytes.open(Envelope.parse(found.file), any); // A-09 (c)
    } catch (Rejection why) {
      throw new Refusal(CANNOT_CONCLUDE, "%s: %s", why.code(), why.getMessage());
    }
    Receipt receipt = Receipt.parse(signed.payload());
    Refusal.require( // A-09 (d)
        receipt.certificate().sha256().equals(certificate),
        CANNOT_CONCLUDE,
        "a receipt of another certificate");
    Refusal.require( // A-09 (e)
        receipt.verdict().equals("accepted"),
        CANNOT_CONCLUDE,
        "a receipt that says %s",
        Refusal.quoted(receipt.verdict()));
    Refusal.require( // A-09 (f)
        receipt.program().version().equals(version),
        CANNOT_CONCLUDE,
        "a receipt by version %s",
        Refusal.quoted(receipt.program().version()));
    List<String> names = new ArrayList<>();
    for (SignedBytes.SignedBy signer : signed.signers()) {
      names.add(counting(signer.name(), found, issuers));
    }
    return names;
  }

  /**
   * The name of a signer of a receipt.
   *
   * @throws Refusal CANNOT_CONCLUDE if it does not count for this certificate
   */
  private String counting(String name, Found found, Issuers issuers) throws Refusal {
    PolicyView.Signer signer =
        view.signers().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Refusal.require( // A-09 (h)
        !issuers.names.contains(name)
            && signer.keys().stream().noneMatch(key -> issuers.keys.contains(key.sha256())),
        CANNOT_CONCLUDE,
        "a receipt by %s, who signed the certificate",
        name);
    Instant end = view.end(signer, Envelopes.keys(found.file), trust);
    Refusal.require( // A-09 (j)
        found.existed.isBefore(end),
        CANNOT_CONCLUDE,
        "a receipt by %s, whose keys are not relied on since %s, and no earlier date is proved",
        name,
        end);
    return name;
  }
}
