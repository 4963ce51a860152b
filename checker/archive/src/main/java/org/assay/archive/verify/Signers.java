// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.SIGNATURES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.policy.PolicyView;
import org.assay.archive.receipt.ReceiptPolicy;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.Rejection;

/**
 * Whose signatures on a certificate count, given the moment at which it is known to have existed.
 */
final class Signers {
  private final Policy policy;
  private final PolicyView view;
  private final Trust trust;

  /**
   * @throws Refusal MALFORMED_POLICY
   */
  Signers(byte[] policy, Trust trust) throws Refusal {
    this.view = PolicyView.parse(policy);
    this.trust = trust;
    try {
      this.policy = Policy.parse(policy);
    } catch (Rejection impossible) { // the view is parsed from what the checker took
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The names of those who count.
   *
   * @param existed a moment at which the certificate existed
   * @throws Refusal SIGNATURES if the checker would refuse them; CANNOT_CONCLUDE if they verify,
   *     but anybody may have made them by that moment
   */
  List<String> of(byte[] certificate, Instant existed) throws Refusal {
    try {
      SignedBytes.open(Envelope.parse(certificate), policy); // A-07 (c)
    } catch (Rejection why) {
      throw new Refusal(SIGNATURES, "%s: %s", why.code(), why.getMessage());
    }
    Set<String> ids = Envelopes.keys(certificate);
    List<String> counted = new ArrayList<>();
    Instant first = Instant.MAX;
    for (PolicyView.Signer signer : view.signers()) {
      Instant end = view.end(signer, ids, trust);
      if (existed.isBefore(end)) {
        counted.add(signer.name());
      } else if (end.isAfter(Instant.MIN)) {
        first = first.isBefore(end) ? first : end;
      }
    }
    if (counted.size() < view.required()) { // A-07 (d)
      throw new Refusal(
          CANNOT_CONCLUDE,
          "signed by %d of %d signers with keys that are still relied on; others' keys are not since"
              + " %s, and no earlier date is proved",
          counted.size(),
          view.required(),
          first);
    }
    return counted;
  }

  /** Who has signed, as far as the policy knows: their names, and all of their keys. */
  ReceiptPolicy.Issuers issuers(byte[] certificate) throws Refusal {
    Set<String> keys = new TreeSet<>(Envelopes.keys(certificate));
    Set<String> names = new TreeSet<>();
    for (PolicyView.Signer signer : view.signers()) {
      Set<String> own = new TreeSet<>();
      signer.keys().forEach(key -> own.add(key.sha256()));
      if (!Collections.disjoint(own, Envelopes.keys(certificate))) {
        names.add(signer.name());
        keys.addAll(own);
      }
    }
    return new ReceiptPolicy.Issuers(names, keys);
  }
}
