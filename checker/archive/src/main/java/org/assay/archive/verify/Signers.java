// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.SIGNATURES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.archive.policy.PolicyView;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.checker.json.JsonReader;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * Whose signatures on a certificate count, given the moment at which it is known to have existed.
 */
final class Signers {
  private static final int MAX_SIGNATURES = 16; // F-05 (b)

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
    Set<String> ids = keys(certificate);
    List<String> counted = new ArrayList<>();
    Instant first = Instant.MAX;
    for (PolicyView.Signer signer : view.signers()) {
      Instant end = end(signer, ids);
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

  /**
   * Until when a signer's signatures count: for every algorithm the longest of its keys that
   * signed.
   */
  private Instant end(PolicyView.Signer signer, Set<String> signed) throws Refusal {
    Instant end = Instant.MAX;
    for (String algorithm : view.algorithms()) {
      Instant longest = Instant.MIN;
      for (PolicyView.Key key : signer.keys()) {
        if (key.algorithm().equals(algorithm) && signed.contains(key.sha256())) {
          Instant its = earlier(trust.ageing().end(algorithm), trust.revocation(key.sha256()));
          longest = longest.isAfter(its) ? longest : its;
        }
      }
      end = earlier(end, longest);
    }
    return end;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The digests of the keys that an envelope names for its signatures. */
  static Set<String> keys(byte[] certificate) throws Refusal {
    try {
      return new TreeSet<>(JsonReader.read(certificate, Signers::keyIds));
    } catch (Rejection why) {
      throw new Refusal(SIGNATURES, "%s: %s", why.code(), why.getMessage());
    }
  }

  private static List<String> keyIds(JsonReader in) throws Rejection {
    in.field("payload").base64(RejectCode.MALFORMED_ENVELOPE);
    in.field("payloadType").string();
    return in.field("signatures")
        .list(
            MAX_SIGNATURES,
            RejectCode.LIMIT_EXCEEDED,
            one ->
                one.object(
                    signature -> {
                      String id = signature.field("keyid").digest();
                      signature.field("sig").base64(RejectCode.MALFORMED_ENVELOPE);
                      return id;
                    }));
  }
}
