// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.receipt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.archive.ageing.Ageing;
import org.assay.archive.policy.PolicyText;
import org.assay.archive.policy.PolicyView;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.checker.json.Sha256;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptTest {
  private static final byte[] CERTIFICATE = "a certificate\n".getBytes(US_ASCII);
  private static final String VERSION = "0.1.0";
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final Trust TRUST = new Trust(List.of(), Ageing.today(), Map.of(), NOW);
  private static final List<String> BOTH = List.of("Ed25519", "ML-DSA-65");

  @TempDir Path folder;
  private ReceiptSigner ada;
  private ReceiptSigner bo;
  private ReceiptSigner eve;

  @BeforeEach
  void people() throws IOException, Refusal {
    ada = person("Ada");
    bo = person("Bo");
    eve = person("Eve");
  }

  private ReceiptSigner person(String name) throws IOException, Refusal {
    Path keys = Files.createDirectory(folder.resolve(name));
    SecureRandom random = new SecureRandom();
    Ed25519PrivateKeyParameters ed25519 = new Ed25519PrivateKeyParameters(random);
    write(keys, "ed25519", ed25519, ed25519.generatePublicKey());
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    MLDSAPrivateKeyParameters mlDsa =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed);
    write(keys, "ml-dsa-65", mlDsa, mlDsa.getPublicKeyParameters());
    return ReceiptSigner.of(keys);
  }

  private static void write(
      Path keys, String name, AsymmetricKeyParameter secret, AsymmetricKeyParameter open)
      throws IOException {
    byte[] pkcs8 = PrivateKeyInfoFactory.createPrivateKeyInfo(secret).getEncoded();
    pem(keys.resolve(name + ".pem"), "PRIVATE KEY", pkcs8);
    byte[] spki = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded();
    pem(keys.resolve(name + ".pub.pem"), "PUBLIC KEY", spki);
  }

  private static void pem(Path file, String type, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    }
    Files.writeString(file, text.toString());
  }

  private byte[] policy(int required, String... names) throws IOException, Refusal {
    PolicyText policy = new PolicyText(BOTH, required);
    for (String name : names) {
      for (PublicKeyFile key : PublicKeyFile.read(folder.resolve(name))) {
        policy.add(name, key);
      }
    }
    return policy.bytes();
  }

  private static Receipt receipt(byte[] certificate, String version, String verdict) {
    String digest = Sha256.of(certificate);
    Receipt.Program program =
        new Receipt.Program("assay-archive", version, Sha256.of("jar".getBytes(US_ASCII)));
    return new Receipt(
        new Receipt.Named("cubic.cert.json", digest), program, verdict, "32767", "none");
  }

  private static Receipt good() {
    return receipt(CERTIFICATE, VERSION, "accepted");
  }

  private List<String> counted(int required, Set<String> issuers, byte[]... receipts)
      throws IOException, Refusal {
    byte[] policy = policy(required, "Ada", "Bo");
    return counted(policy, new ReceiptPolicy.Issuers(Set.of(), issuers), TRUST, receipts);
  }

  private static List<String> counted(
      byte[] policy, ReceiptPolicy.Issuers issuers, Trust trust, byte[]... receipts)
      throws Refusal {
    List<ReceiptPolicy.Found> found =
        Arrays.stream(receipts).map(one -> new ReceiptPolicy.Found(one, NOW)).toList();
    return new ReceiptPolicy(policy, VERSION, trust).counted(CERTIFICATE, issuers, found);
  }

  private void declined(String why, int required, Set<String> issuers, byte[]... receipts) {
    Refusal refusal = assertThrows(Refusal.class, () -> counted(required, issuers, receipts));
    assertEquals(Code.CANNOT_CONCLUDE, refusal.code());
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
  }

  @Test
  void receiptsOfEnoughPeopleCount() throws IOException, Refusal {
    assertEquals(List.of("Ada"), counted(1, Set.of(), ada.sign(good())));
    assertEquals(List.of("Ada", "Bo"), counted(2, Set.of(), bo.sign(good()), ada.sign(good())));
    byte[] late = eve.sign(good());
    assertEquals(List.of("Ada"), counted(1, Set.of(), late, ada.sign(good())));
  }

  @Test
  void eachPersonCountsOnce() throws IOException, Refusal { // A-09 (g)
    declined("got those of 0 re-checkers, want 1", 1, Set.of());
    declined("got those of 1 re-checkers, want 2", 2, Set.of(), ada.sign(good()), ada.sign(good()));
  }

  @Test
  void onlyKnownKeysThatVerifyCount() throws IOException, Refusal { // A-09 (c)
    declined("UNKNOWN_SIGNER", 1, Set.of(), eve.sign(good()));
    byte[] forged = ada.sign(good());
    int sig = new String(forged, US_ASCII).indexOf("\"sig\":\"") + 7;
    forged[sig] = (byte) (forged[sig] == 'A' ? 'B' : 'A');
    declined("SIGNATURE_MISMATCH", 1, Set.of(), forged);
    Files.delete(folder.resolve("Ada/ml-dsa-65.pem"));
    byte[] half = ReceiptSigner.of(folder.resolve("Ada")).sign(good());
    declined("SIGNATURE_MISSING", 1, Set.of(), half);
    declined("MALFORMED_JSON", 1, Set.of(), CERTIFICATE);
  }

  @Test
  void anotherCertificateVerdictOrVersionDoesNotCount() throws IOException, Refusal {
    byte[] other = "another\n".getBytes(US_ASCII);
    byte[] elsewhere = ada.sign(receipt(other, VERSION, "accepted"));
    declined("another certificate", 1, Set.of(), elsewhere); // A-09 (d)
    byte[] rejected = ada.sign(receipt(CERTIFICATE, VERSION, "rejected"));
    declined("says \"rejected\"", 1, Set.of(), rejected); // A-09 (e)
    byte[] older = ada.sign(receipt(CERTIFICATE, "0.0.9", "accepted"));
    declined("by version \"0.0.9\"", 1, Set.of(), older); // A-09 (f)
  }

  @Test
  void nobodyConfirmsWhatHeHasSigned() throws IOException, Refusal { // A-09 (h)
    PolicyView view = PolicyView.parse(policy(1, "Ada", "Bo"));
    Set<String> adas = Set.of(view.signers().get(0).keys().get(0).sha256());
    declined("got those of 0", 1, adas, ada.sign(good()));
    assertEquals(List.of("Bo"), counted(1, adas, ada.sign(good()), bo.sign(good())));
  }

  /**
   * The keys of a batch are others than those of whoever made it; the reader's policy joins them.
   */
  @Test
  void norUnderTheNameOfWhoHasSigned() throws IOException, Refusal { // A-09 (h)
    ReceiptPolicy.Issuers named = new ReceiptPolicy.Issuers(Set.of("Ada"), Set.of());
    assertThrows(
        Refusal.class, () -> counted(policy(1, "Ada", "Bo"), named, TRUST, ada.sign(good())));
    assertEquals(List.of("Bo"), counted(policy(1, "Ada", "Bo"), named, TRUST, bo.sign(good())));
  }

  @Test
  void aReceiptByARevokedKeyDoesNotCount() throws IOException, Refusal { // A-09 (j)
    byte[] policy = policy(1, "Ada", "Bo");
    ReceiptPolicy.Issuers nobody = new ReceiptPolicy.Issuers(Set.of(), Set.of());
    for (PolicyView.Key key : PolicyView.parse(policy).signers().get(0).keys()) {
      Trust lost = new Trust(List.of(), Ageing.today(), Map.of(key.sha256(), NOW), NOW);
      Refusal why =
          assertThrows(Refusal.class, () -> counted(policy, nobody, lost, ada.sign(good())));
      assertEquals(Code.CANNOT_CONCLUDE, why.code());
      assertEquals(List.of("Bo"), counted(policy, nobody, lost, ada.sign(good()), bo.sign(good())));
      byte[] receipt = ada.sign(good());
      ReceiptPolicy.Found dated = new ReceiptPolicy.Found(receipt, NOW.minusSeconds(1));
      assertEquals(
          List.of("Ada"),
          new ReceiptPolicy(policy, VERSION, lost).counted(CERTIFICATE, nobody, List.of(dated)));
    }
  }

  /** A policy of one algorithm does not count a key of the other. */
  @Test
  void theAlgorithmsOfThePolicyCount() throws IOException, Refusal {
    PolicyText text = new PolicyText(List.of("Ed25519"), 1);
    for (PublicKeyFile key : PublicKeyFile.read(folder.resolve("Ada"))) {
      text.add("Ada", key);
    }
    PolicyView view = PolicyView.parse(text.bytes());
    PolicyView.Signer signer = view.signers().get(0);
    for (PolicyView.Key key : signer.keys()) {
      Instant end = view.end(signer, Set.of(key.sha256()), TRUST);
      boolean counts = key.algorithm().equals("Ed25519");
      assertEquals(counts ? TRUST.ageing().end("Ed25519") : Instant.MIN, end, key.algorithm());
    }
  }

  /** A folder of keys may have a note in it; what is called a private key has to be one. */
  @Test
  void keysAreReadByTheirNames() throws IOException, Refusal { // A-09 (b)
    Path keys = folder.resolve("Ada");
    Files.writeString(keys.resolve("of-ada.txt"), "no key");
    assertEquals(List.of("Ada"), counted(1, Set.of(), ReceiptSigner.of(keys).sign(good())));
    String text = Files.readString(keys.resolve("ed25519.pem"));
    Files.writeString(
        keys.resolve("ed25519.pem"), text.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
    Refusal why = assertThrows(Refusal.class, () -> ReceiptSigner.of(keys));
    assertEquals(Code.MALFORMED_KEY, why.code());
    assertTrue(why.getMessage().contains("not encrypted"), why.getMessage());
  }

  @Test
  void aReceiptHasASubject() throws Refusal {
    String text = new String(good().payload(), US_ASCII);
    String none = text.replaceAll("\"subject\":\\[.*?\\]", "\"subject\":[]");
    assertTrue(none.length() < text.length());
    Refusal why = assertThrows(Refusal.class, () -> Receipt.parse(none.getBytes(US_ASCII)));
    assertEquals(Code.MALFORMED_RECEIPT, why.code());
    assertTrue(why.getMessage().contains("got no subject"), why.getMessage());
  }

  @Test
  void aCertificateIsNoReceipt() throws IOException, Refusal {
    for (String wrong : List.of("urn:assay:certificate:v1", "https://in-toto.io/Statement/v0.1")) {
      String text = new String(good().payload(), US_ASCII);
      String changed =
          text.replace(wrong.startsWith("urn") ? Receipt.PREDICATE : Receipt.TYPE, wrong);
      Refusal why = assertThrows(Refusal.class, () -> Receipt.parse(changed.getBytes(US_ASCII)));
      assertEquals(Code.MALFORMED_RECEIPT, why.code());
    }
    assertEquals(good(), Receipt.parse(good().payload()));
  }

  @Test
  void textsThatCannotBeSpelledAreRefused() { // A-09 (a)
    for (String text : List.of("a\"b", "é", "a\nb", "x".repeat(201))) {
      Receipt receipt = new Receipt(good().certificate(), good().program(), "accepted", "1", text);
      Refusal why = assertThrows(Refusal.class, () -> ada.sign(receipt));
      assertEquals(Code.MALFORMED_RECEIPT, why.code());
    }
  }

  @Test
  void foreignPrivateKeysAreRefused() throws IOException { // A-09 (b)
    Path odd = Files.createDirectory(folder.resolve("odd"));
    assertThrows(Refusal.class, () -> ReceiptSigner.of(odd));
    for (String type : List.of("ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY")) {
      pem(odd.resolve("key.pem"), type, new byte[] {0x30, 0});
      Refusal why = assertThrows(Refusal.class, () -> ReceiptSigner.of(odd));
      assertEquals(Code.MALFORMED_KEY, why.code());
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    MLDSAPrivateKeyParameters weak =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, new byte[32]);
    write(other, "ml-dsa-44", weak, weak.getPublicKeyParameters());
    assertThrows(Refusal.class, () -> ReceiptSigner.of(other));
  }
}
