// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.receipt;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.MALFORMED_POLICY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assay.archive.policy.PolicyText;
import org.assay.archive.policy.PolicyView;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Refusal;
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

  /**
   * @param version of the checking program that is relied on
   * @throws Refusal MALFORMED_POLICY
   */
  public ReceiptPolicy(byte[] policy, String version) throws Refusal {
    this.view = PolicyView.parse(policy);
    this.version = version;
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
   * @param issuers the digests of the keys that signed the certificate
   * @throws Refusal CANNOT_CONCLUDE if they are too few, with why each other one does not count
   */
  public List<String> counted(byte[] certificate, Set<String> issuers, List<byte[]> receipts)
      throws Refusal {
    Set<String> names = new TreeSet<>();
    List<String> others = new ArrayList<>();
    String digest = Sha256.of(certificate);
    for (byte[] receipt : receipts) {
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

  private List<String> signers(byte[] file, String certificate, Set<String> issuers)
      throws Refusal {
    SignedBytes signed;
    try {
      signed = SignedBytes.open(Envelope.parse(file), any); // A-09 (c)
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
      Optional<PolicyView.Signer> known =
          view.signers().stream().filter(one -> one.name().equals(signer.name())).findFirst();
      boolean issuer =
          known.orElseThrow().keys().stream().anyMatch(key -> issuers.contains(key.sha256()));
      if (!issuer) { // A-09 (h)
        names.add(signer.name());
      }
    }
    return names;
  }
}
