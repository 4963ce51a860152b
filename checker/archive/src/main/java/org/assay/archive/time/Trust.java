// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assay.archive.ageing.Ageing;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What a reader brings along; nothing of it comes from what is verified.
 *
 * @param anchors certificates of authorities whose clocks the reader believes
 * @param ageing until when each algorithm is relied on
 * @param revoked SHA-256 of a DER certificate, or of a SubjectPublicKeyInfo, to the moment from
 *     which its key may have been in other hands
 * @param now the moment of the verification
 */
public record Trust(
    List<X509CertificateHolder> anchors, Ageing ageing, Map<String, Instant> revoked, Instant now) {
  public Trust {
    anchors = List.copyOf(anchors);
    revoked = Map.copyOf(revoked);
  }

  public Trust at(Instant moment) {
    return new Trust(anchors, ageing, revoked, moment);
  }

  /** The same, but not before this moment: what was just made is younger than the options. */
  public Trust notBefore(Instant moment) {
    return moment.isAfter(now) ? at(moment) : this;
  }

  /** The moment from which a key was revoked, {@link Instant#MAX} if never. */
  public Instant revocation(String sha256) {
    return revoked.getOrDefault(sha256, Instant.MAX);
  }
}
