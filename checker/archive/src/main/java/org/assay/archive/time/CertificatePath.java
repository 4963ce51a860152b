// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static org.assay.archive.refusal.Code.UNTRUSTED_TSA;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.util.Store;

/**
 * From a signer to an authority of the reader, by the certificates that came with the token.
 * Whether keys were revoked is no question to a server: the reader's list says so.
 */
final class CertificatePath {
  private CertificatePath() {}

  /** How a reader's list of revocations names a certificate: its SHA-256. */
  static String fingerprint(X509CertificateHolder certificate) {
    try {
      return Sha256.of(certificate.getEncoded());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** How it names a key: the SHA-256 of its SubjectPublicKeyInfo. */
  static String keyFingerprint(X509CertificateHolder certificate) {
    try {
      return Sha256.of(certificate.getSubjectPublicKeyInfo().getEncoded());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The signer, the certificates between it and the anchor, which were valid at that time, and the
   * anchor, at the end of the list.
   *
   * @throws Refusal UNTRUSTED_TSA if no path leads to an anchor
   */
  static List<X509CertificateHolder> find(
      X509CertificateHolder signer, Store<X509CertificateHolder> others, Instant time, Trust trust)
      throws Refusal {
    if (trust.anchors().contains(signer)) {
      return List.of(signer);
    }
    String subject = signer.getSubject().toString();
    if (trust.anchors().isEmpty()) {
      throw new Refusal(UNTRUSTED_TSA, "time stamp by %s: no authority is trusted", subject);
    }
    try {
      return path(signer, others, time, trust);
    } catch (CertPathBuilderException | CertificateException none) {
      throw new Refusal( // A-03 (g)
          UNTRUSTED_TSA, "time stamp by %s: no path to a trusted authority", subject);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<X509CertificateHolder> path(
      X509CertificateHolder signer, Store<X509CertificateHolder> others, Instant time, Trust trust)
      throws GeneralSecurityException, IOException {
    JcaX509CertificateConverter java = new JcaX509CertificateConverter().setProvider(Provider.BC);
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509CertificateHolder anchor : trust.anchors()) {
      anchors.add(new TrustAnchor(java.getCertificate(anchor), null));
    }
    List<X509Certificate> known = new ArrayList<>();
    for (X509CertificateHolder other : others.getMatches(null)) {
      known.add(java.getCertificate(other));
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(java.getCertificate(signer));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.addCertStore(store(known));
    parameters.setDate(Date.from(time));
    parameters.setRevocationEnabled(false);
    PKIXCertPathBuilderResult found =
        (PKIXCertPathBuilderResult)
            CertPathBuilder.getInstance("PKIX", Provider.BC).build(parameters);
    List<X509CertificateHolder> path = new ArrayList<>();
    for (Certificate one : found.getCertPath().getCertificates()) {
      path.add(new X509CertificateHolder(one.getEncoded()));
    }
    path.add(new X509CertificateHolder(found.getTrustAnchor().getTrustedCert().getEncoded()));
    return path;
  }

  private static CertStore store(List<X509Certificate> known)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
    return CertStore.getInstance(
        "Collection", new CollectionCertStoreParameters(known), Provider.BC);
  }
}
