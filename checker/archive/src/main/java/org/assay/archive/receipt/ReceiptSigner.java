// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.receipt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assay.archive.refusal.Code.MALFORMED_KEY;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.archive.files.NamedFile;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Signs receipts by the private keys of a folder, as {@code assay keygen} writes them. */
public final class ReceiptSigner {
  private final List<AsymmetricKeyParameter> keys;

  private ReceiptSigner(List<AsymmetricKeyParameter> keys) {
    this.keys = keys;
  }

  /**
   * @throws Refusal MALFORMED_KEY if the folder has no private key, or one that cannot be used
   */
  public static ReceiptSigner of(Path folder) throws IOException, Refusal {
    List<AsymmetricKeyParameter> keys = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(one -> one.toString().endsWith(".pem")).sorted().toList();
    }
    for (Path file : files) {
      if (!file.toString().endsWith(".pub.pem")) {
        keys.add(key(file));
      }
    }
    require(!keys.isEmpty(), MALFORMED_KEY, "%s: has no private key", folder);
    return new ReceiptSigner(keys);
  }

  private static AsymmetricKeyParameter key(Path file) throws IOException, Refusal {
    try (PemReader reader = new PemReader(new StringReader(NamedFile.text(file)))) {
      PemObject pem = reader.readPemObject();
      String type = pem == null ? "none" : pem.getType();
      require( // A-09 (b)
          type.equals("PRIVATE KEY"),
          MALFORMED_KEY,
          "%s: got a PEM %s, want \"PRIVATE KEY\", not encrypted",
          file,
          quoted(type));
      AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pem.getContent());
      require( // A-09 (b)
          key instanceof Ed25519PrivateKeyParameters
              || key instanceof MLDSAPrivateKeyParameters mlDsa
                  && mlDsa.getParameters() == MLDSAParameters.ml_dsa_65,
          MALFORMED_KEY,
          "%s: want a key of Ed25519 or ML-DSA-65",
          file);
      return key;
    } catch (IllegalArgumentException | IllegalStateException malformed) {
      throw new Refusal(MALFORMED_KEY, "%s: %s", file, malformed.getMessage());
    }
  }

  /**
   * The receipt in a DSSE envelope.
   *
   * @throws Refusal MALFORMED_RECEIPT if it cannot be spelled
   */
  public byte[] sign(Receipt receipt) throws IOException, Refusal {
    return sign(receipt.payload());
  }

  /** An in-toto statement in a DSSE envelope. */
  public byte[] sign(byte[] payload) throws IOException {
    Map<String, byte[]> signatures = new LinkedHashMap<>();
    for (AsymmetricKeyParameter key : keys) {
      sign(signatures, key, preAuthentication(payload));
    }
    return Envelopes.text(payload, signatures);
  }

  /** F-06: what is signed. */
  private static byte[] preAuthentication(byte[] payload) {
    String head =
        "DSSEv1 "
            + Envelopes.PAYLOAD_TYPE.length()
            + ' '
            + Envelopes.PAYLOAD_TYPE
            + ' '
            + payload.length
            + ' ';
    return (head + new String(payload, ISO_8859_1)).getBytes(ISO_8859_1);
  }

  private static void sign(
      Map<String, byte[]> signatures, AsymmetricKeyParameter key, byte[] message)
      throws IOException {
    byte[] spki;
    Signer signer;
    if (key instanceof Ed25519PrivateKeyParameters ed25519) {
      signer = new Ed25519Signer();
      spki = encoded(ed25519.generatePublicKey());
    } else {
      signer = new MLDSASigner();
      spki = encoded(((MLDSAPrivateKeyParameters) key).getPublicKeyParameters());
    }
    signer.init(true, key);
    signer.update(message, 0, message.length);
    try {
      signatures.put(Sha256.of(spki), signer.generateSignature());
    } catch (CryptoException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] encoded(AsymmetricKeyParameter key) throws IOException {
    return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded();
  }
}
