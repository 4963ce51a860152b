// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static org.assay.archive.refusal.Code.MALFORMED_EVIDENCE;
import static org.assay.archive.refusal.Code.TOKEN_MISMATCH;
import static org.assay.archive.refusal.Code.TOKEN_SIGNATURE;
import static org.assay.archive.refusal.Code.TOKEN_USAGE;
import static org.assay.archive.refusal.Code.TOKEN_VALIDITY;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * What one time-stamp token proves (spec A-03): that a digest existed at a moment, as long as
 * nobody can forge its signature.
 */
public final class Token {
  private final TimeStampToken token;
  private final X509CertificateHolder signer;

  private Token(TimeStampToken token, X509CertificateHolder signer) {
    this.token = token;
    this.signer = signer;
  }

  /**
   * A date, and how long its token proves it by itself.
   *
   * @param time genTime
   * @param end the first moment at which it might be forged: expiry and revocation of its
   *     certificates, and the ends of its algorithms
   * @param authority the subject of the signer, for people
   */
  public record Dated(Instant time, Instant end, String authority) {}

  /**
   * @throws Refusal MALFORMED_EVIDENCE
   */
  public static Token parse(ContentInfo content) throws Refusal {
    try {
      TimeStampToken token = new TimeStampToken(content); // A-03 (a)
      Set<X509CertificateHolder> signers = new HashSet<>(token.getCertificates().getMatches(null));
      signers.removeIf(one -> !token.getSID().match(one));
      require( // A-03 (b)
          signers.size() == 1,
          MALFORMED_EVIDENCE,
          "time stamp: has %d certificates of its signer, want 1: ask for them (certReq)",
          signers.size());
      return new Token(token, signers.iterator().next());
    } catch (TSPException | IOException | RuntimeException malformed) { // NullPointerException, too
      throw new Refusal(MALFORMED_EVIDENCE, "time stamp: %s", malformed.getMessage());
    }
  }

  /**
   * Everything that is to be checked of a token alone.
   *
   * @throws Refusal with a code of A-03
   */
  public Dated verify(Hash hash, byte[] imprint, Trust trust) throws Refusal {
    Instant time = token.getTimeStampInfo().getGenTime().toInstant();
    Hash got = Hash.of(token.getTimeStampInfo().getHashAlgorithm()).orElse(null);
    require( // A-03 (c)
        got == hash && Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), imprint),
        TOKEN_MISMATCH,
        "time stamp of %s: is of another %s digest",
        time,
        hash.label());
    requireUsage();
    require( // A-03 (e)
        signer.isValidOn(Date.from(time)),
        TOKEN_VALIDITY,
        "time stamp of %s: its certificate is valid from %s to %s",
        time,
        signer.getNotBefore().toInstant(),
        signer.getNotAfter().toInstant());
    requireSignature(time);
    List<X509CertificateHolder> path =
        CertificatePath.find(signer, token.getCertificates(), time, trust);
    require( // A-03 (h)
        !time.isAfter(trust.now()), TOKEN_VALIDITY, "time stamp of %s: is in the future", time);
    return new Dated(time, end(path, hash, trust), signer.getSubject().toString());
  }

  /** RFC 3161 2.3: the key is for time stamps alone, and may sign. */
  private void requireUsage() throws Refusal {
    Extension extended = signer.getExtension(Extension.extendedKeyUsage);
    require( // A-03 (d)
        extended != null && extended.isCritical(),
        TOKEN_USAGE,
        "time stamp: its certificate has no critical extended key usage");
    ExtendedKeyUsage usage = ExtendedKeyUsage.getInstance(extended.getParsedValue());
    require( // A-03 (d)
        usage.size() == 1 && usage.hasKeyPurposeId(KeyPurposeId.id_kp_timeStamping),
        TOKEN_USAGE,
        "time stamp: its certificate is not for time stamps alone");
    KeyUsage key = KeyUsage.fromExtensions(signer.getExtensions());
    require( // A-03 (d)
        key == null
            || key.hasUsages(KeyUsage.digitalSignature)
            || key.hasUsages(KeyUsage.nonRepudiation),
        TOKEN_USAGE,
        "time stamp: its certificate is not for signatures");
  }

  private void requireSignature(Instant time) throws Refusal {
    try {
      token.validate( // with the certificate's digest in the signed attribute (RFC 5816)
          new JcaSimpleSignerInfoVerifierBuilder().setProvider(Provider.BC).build(signer));
    } catch (TSPException
        | OperatorCreationException
        | CertificateException
        | IllegalStateException forged) {
      throw new Refusal( // A-03 (f)
          TOKEN_SIGNATURE, "time stamp of %s: %s", time, forged.getMessage());
    }
  }

  private Instant end(List<X509CertificateHolder> path, Hash hash, Trust trust) throws Refusal {
    SignerInformation signed = token.toCMSSignedData().getSignerInfos().iterator().next();
    Set<String> algorithms = new TreeSet<>();
    algorithms.add(hash.label());
    algorithms.add(AlgorithmNames.digest(signed.getDigestAlgorithmID()));
    algorithms.addAll(
        AlgorithmNames.signature(signed.toASN1Structure().getDigestEncryptionAlgorithm()));
    Instant end = Instant.MAX;
    for (X509CertificateHolder one : path) {
      algorithms.addAll(AlgorithmNames.of(one));
      end = earlier(end, one.getNotAfter().toInstant());
      end = earlier(end, trust.revocation(CertificatePath.fingerprint(one)));
      end = earlier(end, trust.revocation(CertificatePath.keyFingerprint(one))); // A-05 (e)
    }
    for (String algorithm : algorithms) {
      end = earlier(end, trust.ageing().end(algorithm));
    }
    return end;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
