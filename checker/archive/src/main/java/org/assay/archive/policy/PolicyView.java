// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.policy;

import static org.assay.archive.refusal.Code.MALFORMED_POLICY;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.checker.json.JsonReader;
import org.assay.checker.signature.Policy;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** What a policy says, which the checker's own reader has taken before (spec F-08). */
public record PolicyView(List<Signer> signers, List<String> algorithms, int required) {
  /** Somebody, known by any of the keys. */
  public record Signer(String name, List<Key> keys) {}

  /** A key by its digest. */
  public record Key(String algorithm, byte[] spki, String sha256) {}

  /**
   * @throws Refusal MALFORMED_POLICY with the checker's code and reason
   */
  public static PolicyView parse(byte[] policy) throws Refusal {
    try {
      Policy.parse(policy);
      return JsonReader.read(policy, PolicyView::read);
    } catch (Rejection why) {
      throw new Refusal(MALFORMED_POLICY, "%s: %s", why.code(), why.getMessage());
    }
  }

  /**
   * The moment from which a signer's signatures are not relied on: of every demanded algorithm the
   * longest of its keys that signed; {@link Instant#MIN} if by one of them none has.
   *
   * @param signed digests of the keys that signed
   * @throws Refusal CANNOT_CONCLUDE if the ageing table has not all algorithms
   */
  public Instant end(Signer signer, Set<String> signed, Trust trust) throws Refusal {
    Instant end = Instant.MAX;
    for (String algorithm : algorithms) {
      Instant longest = Instant.MIN;
      for (Key key : signer.keys) {
        if (key.algorithm.equals(algorithm) && signed.contains(key.sha256)) {
          Instant its = earlier(trust.ageing().end(algorithm), trust.revocation(key.sha256));
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

  private static PolicyView read(JsonReader in) throws Rejection {
    in.field("version").integer();
    List<Signer> signers =
        in.field("signers")
            .list(256, RejectCode.MALFORMED_POLICY, one -> one.object(PolicyView::signer));
    return in.field("require").object(require -> requirement(signers, require));
  }

  private static Signer signer(JsonReader in) throws Rejection {
    String name = in.field("name").string();
    return new Signer(
        name,
        in.field("keys").list(8, RejectCode.MALFORMED_POLICY, one -> one.object(PolicyView::key)));
  }

  private static Key key(JsonReader in) throws Rejection {
    String algorithm = in.field("algorithm").string();
    byte[] spki = in.field("spki").base64(RejectCode.MALFORMED_KEY);
    return new Key(algorithm, spki, in.field("sha256").digest());
  }

  private static PolicyView requirement(List<Signer> signers, JsonReader in) throws Rejection {
    List<String> algorithms =
        in.field("algorithms").list(2, RejectCode.MALFORMED_POLICY, JsonReader::string);
    return new PolicyView(signers, algorithms, in.field("signers").integer());
  }
}
