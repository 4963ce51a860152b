// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.time.TestTsa.reader;
import static org.assay.archive.time.TestTsa.year;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.Test;

/** What one token has to be; DecadesTest has chains of them. */
class TokenTest {
  private static final byte[] IMPRINT = Hash.SHA_256.of("file".getBytes(US_ASCII));
  private static final TestTsa TSA = TestTsa.valid(2020, 2030);

  private static final ASN1ObjectIdentifier CERTIFICATE_V2 =
      PKCSObjectIdentifiers.id_aa_signingCertificateV2;

  private static ContentInfo token(LocalTsa tsa, boolean certificates) throws Exception {
    TimeStampRequestGenerator settings = new TimeStampRequestGenerator();
    settings.setCertReq(certificates);
    TimeStampResponse answer =
        tsa.answer(settings.generate(Hash.SHA_256.identifier(), IMPRINT, BigInteger.ONE));
    return answer.getTimeStampToken().toCMSSignedData().toASN1Structure();
  }

  private static Token.Dated verify(ContentInfo token, Trust trust) throws Refusal {
    return Token.parse(token).verify(Hash.SHA_256, IMPRINT, trust);
  }

  private static void refused(Code code, ContentInfo token, Trust trust) {
    Refusal why = assertThrows(Refusal.class, () -> verify(token, trust));
    assertEquals(code, why.code(), why.getMessage());
  }

  @Test
  void aTokenProvesADate() throws Exception {
    Token.Dated dated = verify(token(TSA.in(2021), true), reader(2022, TSA));
    assertEquals(year(2021), dated.time());
    assertEquals(year(2030), dated.end());
    assertEquals("CN=Test TSA 2020", dated.authority());
  }

  @Test
  void aKeyIsRevokedWhateverCertificateItHas() throws Exception { // A-05 (e)
    ContentInfo token = token(TSA.in(2021), true);
    Trust trust = reader(2022, TSA);
    for (X509CertificateHolder one : TSA.tsa().chain()) {
      for (byte[] named : List.of(one.getEncoded(), one.getSubjectPublicKeyInfo().getEncoded())) {
        Map<String, Instant> revoked = Map.of(Sha256.of(named), year(2025));
        Trust knowing = new Trust(trust.anchors(), trust.ageing(), revoked, trust.now());
        assertEquals(year(2025), verify(token, knowing).end());
      }
    }
  }

  /** RSA-PSS names a hash of its own, which may be weaker than the one that the token names. */
  @Test
  void theHashOfThePaddingAges() throws Refusal {
    AlgorithmIdentifier old =
        new DefaultSignatureAlgorithmIdentifierFinder().find("SHA1WITHRSAANDMGF1");
    assertEquals(List.of("SHA-1"), AlgorithmNames.signature(old));
    AlgorithmIdentifier bare = new AlgorithmIdentifier(old.getAlgorithm());
    assertEquals(List.of("SHA-1"), AlgorithmNames.signature(bare)); // the default of RFC 8017
    AlgorithmIdentifier now =
        new DefaultSignatureAlgorithmIdentifierFinder().find("SHA512WITHRSAANDMGF1");
    assertEquals(List.of("SHA-512"), AlgorithmNames.signature(now));
  }

  @Test
  void anAuthorityMayHaveAnyName() throws IOException {
    LocalTsa made =
        new TsaCertificates("A, B + C = D", year(2020), year(2030))
            .make(TsaCertificates.Kind.ECDSA, Clock.systemUTC());
    assertTrue(made.chain().get(0).getSubject().toString().contains("A\\, B"));
  }

  @Test
  void itsOwnCertificateMayBeTheAnchor() throws Exception {
    Trust trust = reader(2022, TSA);
    Trust direct =
        new Trust(List.of(TSA.certificate()), trust.ageing(), trust.revoked(), trust.now());
    assertEquals(year(2021), verify(token(TSA.in(2021), true), direct).time());
  }

  @Test
  void onlyTheReadersAuthoritiesCount() throws Exception { // A-03 (g)
    ContentInfo token = token(TSA.in(2021), true);
    refused(Code.UNTRUSTED_TSA, token, reader(2022));
    refused(Code.UNTRUSTED_TSA, token, reader(2022, TestTsa.valid(2020, 2030))); // of the same name
  }

  @Test
  void theCertificateComesWithIt() throws Exception { // A-03 (b)
    refused(Code.MALFORMED_EVIDENCE, token(TSA.in(2021), false), reader(2022, TSA));
  }

  @Test
  void otherSignedDataIsNoToken() throws Exception { // A-03 (a)
    CMSSignedDataGenerator signed = new CMSSignedDataGenerator();
    signed.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(Provider.BC)
            .build(
                "SHA256withECDSA",
                TSA.tsa().key(),
                new JcaX509CertificateConverter().getCertificate(TSA.certificate())));
    signed.addCertificates(new CollectionStore<>(TSA.tsa().chain()));
    ContentInfo data =
        signed.generate(new CMSProcessableByteArray(IMPRINT), true).toASN1Structure();
    refused(Code.MALFORMED_EVIDENCE, data, reader(2022, TSA));
  }

  /** Bouncy Castle 1.87 makes null of a signing-certificate attribute that is no sequence. */
  @Test
  void theSigningCertificateIsWellFormed() throws Exception { // A-03 (a)
    ContentInfo good = token(TSA.in(2021), true);
    Attribute attribute = new TimeStampToken(good).getSignedAttributes().get(CERTIFICATE_V2);
    assertEquals(year(2021), verify(withAttribute(good, attribute), reader(2022, TSA)).time());
    ContentInfo damaged =
        withAttribute(good, new Attribute(attribute.getAttrType(), new DERSet(DERNull.INSTANCE)));
    assertThrows(NullPointerException.class, () -> new TimeStampToken(damaged));
    refused(Code.MALFORMED_EVIDENCE, damaged, reader(2022, TSA));
  }

  /** The token with this signed attribute in the place of the one of its type. */
  private static ContentInfo withAttribute(ContentInfo token, Attribute attribute) {
    SignedData data = SignedData.getInstance(token.getContent());
    SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    ASN1EncodableVector attributes =
        new AttributeTable(signer.getAuthenticatedAttributes())
            .remove(attribute.getAttrType())
            .toASN1EncodableVector();
    attributes.add(attribute);
    SignerInfo changed =
        new SignerInfo(
            signer.getSID(),
            signer.getDigestAlgorithm(),
            new DERSet(attributes),
            signer.getDigestEncryptionAlgorithm(),
            signer.getEncryptedDigest(),
            null);
    return new ContentInfo(
        token.getContentType(),
        new SignedData(
            data.getDigestAlgorithms(),
            data.getEncapContentInfo(),
            data.getCertificates(),
            data.getCRLs(),
            new DERSet(changed)));
  }

  @Test
  void theDigestIsTheOneAskedFor() throws Exception { // A-03 (c)
    ContentInfo token = token(TSA.in(2021), true);
    byte[] other = Hash.SHA_256.of(IMPRINT);
    Trust trust = reader(2022, TSA);
    Refusal why =
        assertThrows(Refusal.class, () -> Token.parse(token).verify(Hash.SHA_256, other, trust));
    assertEquals(Code.TOKEN_MISMATCH, why.code());
    why =
        assertThrows(Refusal.class, () -> Token.parse(token).verify(Hash.SHA3_256, IMPRINT, trust));
    assertEquals(Code.TOKEN_MISMATCH, why.code());
  }

  @Test
  void theTimeIsWithinTheCertificate() throws Exception { // A-03 (e)
    refused(Code.TOKEN_VALIDITY, token(TSA.in(2019), true), reader(2022, TSA));
    ContentInfo late = token(TSA.at(year(2030).plusSeconds(1)), true);
    refused(Code.TOKEN_VALIDITY, late, reader(2031, TSA));
  }

  @Test
  void theKeyIsForTimeStampsAlone() throws Exception { // A-03 (d)
    int sign = KeyUsage.digitalSignature;
    ExtendedKeyUsage stamping = new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping);
    ExtendedKeyUsage both =
        new ExtendedKeyUsage(
            new KeyPurposeId[] {
              KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_emailProtection
            });
    assertEquals(year(2021), verify(made(stamping, true, sign), own(stamping, true, sign)).time());
    for (X509CertificateHolder certificate :
        List.of(
            certificate(null, true, sign),
            certificate(stamping, false, sign),
            certificate(both, true, sign),
            certificate(stamping, true, KeyUsage.keyEncipherment))) {
      refused(Code.TOKEN_USAGE, exchanged(certificate), anchored(certificate));
    }
  }

  private static final KeyPair KEYS = keys();

  private static KeyPair keys() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", Provider.BC);
      pairs.initialize(256);
      return pairs.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static X509CertificateHolder certificate(
      ExtendedKeyUsage extended, boolean critical, int usage) throws Exception {
    X500Name name = new X500Name("CN=odd");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(year(2020)),
            Date.from(year(2030)),
            name,
            KEYS.getPublic());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (extended != null) {
      builder.addExtension(Extension.extendedKeyUsage, critical, extended);
    }
    return builder.build(
        new JcaContentSignerBuilder("SHA256withECDSA")
            .setProvider(Provider.BC)
            .build(KEYS.getPrivate()));
  }

  private static Trust own(ExtendedKeyUsage extended, boolean critical, int usage)
      throws Exception {
    return anchored(certificate(extended, critical, usage));
  }

  private static Trust anchored(X509CertificateHolder certificate) {
    Trust trust = reader(2022, TSA);
    return new Trust(List.of(certificate), trust.ageing(), trust.revoked(), trust.now());
  }

  private static ContentInfo made(ExtendedKeyUsage extended, boolean critical, int usage)
      throws Exception {
    X509CertificateHolder certificate = certificate(extended, critical, usage);
    return token(tsa(certificate), true);
  }

  private static LocalTsa tsa(X509CertificateHolder certificate) {
    Clock clock = Clock.fixed(year(2021), ZoneOffset.UTC);
    return new LocalTsa(KEYS.getPrivate(), "SHA256withECDSA", List.of(certificate), clock);
  }

  /** A good token whose certificate is exchanged for another of the same key, issuer and number. */
  private static ContentInfo exchanged(X509CertificateHolder certificate) throws Exception {
    ExtendedKeyUsage stamping = new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping);
    TimeStampToken good = new TimeStampToken(made(stamping, true, KeyUsage.digitalSignature));
    return org.bouncycastle.cms.CMSSignedData.replaceCertificatesAndCRLs(
            good.toCMSSignedData(), new CollectionStore<>(List.of(certificate)), null, null)
        .toASN1Structure();
  }

  /** The signed attributes name the certificate's digest: another of the same key does not do. */
  @Test
  void theCertificateIsTheOneThatWasSigned() throws Exception { // A-03 (f)
    ExtendedKeyUsage stamping = new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping);
    X509CertificateHolder twin =
        certificate(stamping, true, KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
    refused(Code.TOKEN_SIGNATURE, exchanged(twin), anchored(twin));
  }

  @Test
  void anAuthorityThatDeclinesHasGivenNoToken() {
    TimeStamper declining =
        request -> {
          try {
            return new org.bouncycastle.tsp.TimeStampResponseGenerator(null, java.util.Set.of())
                .generateFailResponse(2, 1 << 30, "not today");
          } catch (TSPException impossible) {
            throw new IOException(impossible);
          }
        };
    Refusal why =
        assertThrows(
            Refusal.class,
            () ->
                declining.ask(
                    (settings, nonce) ->
                        settings.generate(Hash.SHA_256.identifier(), IMPRINT, nonce)));
    assertEquals(Code.NO_TIME_STAMP, why.code());
  }

  /** An answer to somebody else's question: right in itself, and not ours. */
  @Test
  void anAnswerIsToOurQuestion() {
    TimeStamper other =
        request ->
            TSA.in(2021)
                .answer(
                    new TimeStampRequestGenerator()
                        .generate(
                            new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1"),
                            request.getMessageImprintDigest(),
                            BigInteger.TWO));
    Refusal why =
        assertThrows(
            Refusal.class,
            () ->
                other.ask(
                    (settings, nonce) ->
                        settings.generate(Hash.SHA_256.identifier(), IMPRINT, nonce)));
    assertEquals(Code.NO_TIME_STAMP, why.code());
  }

  @Test
  void theTableOfAgeingIsTheReaders() throws Refusal {
    assertEquals(year(2036), Ageing.today().end("ECDSA-P-256"));
    String[] wrong = {"", "SHA-256", "SHA-256  -", "SHA-256 2036-13-01", "SHA-256 2036", "a b c"};
    for (String text : wrong) { // A-05 (a)
      malformed(text);
    }
    malformed("SHA-256 -\nSHA-256 2036-01-01\n"); // A-05 (b)
    Ageing mine = Ageing.parse("SHA-256 2036-01-01\nSHA-1 -\n".getBytes(US_ASCII));
    assertEquals(year(2036), mine.end("SHA-256"));
    Refusal why = assertThrows(Refusal.class, () -> mine.end("SHA-512")); // A-05 (c)
    assertEquals(Code.CANNOT_CONCLUDE, why.code());
  }

  private static void malformed(String table) {
    Refusal why = assertThrows(Refusal.class, () -> Ageing.parse(table.getBytes(US_ASCII)));
    assertEquals(Code.MALFORMED_TABLE, why.code());
  }
}
