// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a local authority: a root and, below it, the key that stamps. ECDSA on P-256 or RSA PKCS#1,
 * the two that OpenSSL 3.0 verifies in tokens.
 *
 * @param from from when both are valid
 * @param until until when
 */
public record TsaCertificates(String name, Instant from, Instant until) {
  /** Key algorithms. */
  public enum Kind {
    ECDSA("EC", 256, "SHA256withECDSA"),
    ECDSA_SHA512("EC", 256, "SHA512withECDSA"),
    RSA("RSA", 3072, "SHA256withRSA");

    private final String generator;
    private final int size;
    private final String signature;

    Kind(String generator, int size, String signature) {
      this.generator = generator;
      this.size = size;
      this.signature = signature;
    }

    private KeyPair pair() throws GeneralSecurityException {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance(generator, Provider.BC);
      pairs.initialize(size, new SecureRandom());
      return pairs.generateKeyPair();
    }
  }

  /** The authority and its root; the root's private key is not kept. */
  public LocalTsa make(Kind kind, Clock clock) throws IOException {
    try {
      KeyPair root = kind.pair();
      KeyPair stamping = kind.pair();
      X500Name rootName = named(name + " root");
      X509v3CertificateBuilder top = certificate(rootName, root, rootName);
      top.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      top.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      X509v3CertificateBuilder below = certificate(rootName, stamping, named(name));
      below.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      below.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      below.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      below.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(root.getPublic()));
      X509CertificateHolder rootCertificate = signed(top, kind, root);
      return new LocalTsa(
          stamping.getPrivate(),
          kind.signature,
          List.of(signed(below, kind, root), rootCertificate),
          clock);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("local time-stamping authority: " + e.getMessage(), e);
    }
  }

  /** Whatever characters it has: as a text, some of them would end it. */
  private static X500Name named(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private X509v3CertificateBuilder certificate(X500Name issuer, KeyPair keys, X500Name subject) {
    BigInteger serial = new BigInteger(63, new SecureRandom()).add(BigInteger.ONE);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(from), Date.from(until), subject, keys.getPublic());
  }

  private static X509CertificateHolder signed(
      X509v3CertificateBuilder certificate, Kind kind, KeyPair issuer)
      throws OperatorCreationException {
    return certificate.build(
        new JcaContentSignerBuilder(kind.signature)
            .setProvider(Provider.BC)
            .build(issuer.getPrivate()));
  }
}
