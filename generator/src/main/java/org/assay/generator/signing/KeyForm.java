// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** What stands in a PKCS#8 private key: the seed, or words for what is there in its place. */
final class KeyForm {
  private static final Map<ASN1ObjectIdentifier, String> KNOWN =
      Map.of(
          EdECObjectIdentifiers.id_Ed25519, "an Ed25519",
          EdECObjectIdentifiers.id_Ed448, "an Ed448",
          EdECObjectIdentifiers.id_X25519, "an X25519",
          NISTObjectIdentifiers.id_ml_dsa_44, "an ML-DSA-44",
          NISTObjectIdentifiers.id_ml_dsa_65, "an ML-DSA-65",
          NISTObjectIdentifiers.id_ml_dsa_87, "an ML-DSA-87",
          PKCSObjectIdentifiers.rsaEncryption, "an RSA",
          X9ObjectIdentifiers.id_ecPublicKey, "an elliptic curve (ECDSA)");

  private KeyForm() {}

  /**
   * The algorithm of a private key.
   *
   * @throws IOException if it is none that Assay signs by, with what was found
   */
  static Algorithm algorithm(byte[] pkcs8) throws IOException {
    ASN1ObjectIdentifier found = info(pkcs8).getPrivateKeyAlgorithm().getAlgorithm();
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.oid().equals(found)) return algorithm;
    }
    throw new IOException("got " + name(found) + ", want one of Ed25519 or ML-DSA-65");
  }

  /** The algorithm of a public key; empty if it is none that Assay knows. */
  static Optional<Algorithm> publicAlgorithm(byte[] spki) {
    try {
      ASN1ObjectIdentifier found =
          SubjectPublicKeyInfo.getInstance(spki).getAlgorithm().getAlgorithm();
      return Arrays.stream(Algorithm.values())
          .filter(algorithm -> algorithm.oid().equals(found))
          .findFirst();
    } catch (IllegalArgumentException | IllegalStateException notOne) {
      return Optional.empty();
    }
  }

  /**
   * The seed of a key of this algorithm.
   *
   * @throws IOException with what was found and what is wanted
   */
  static byte[] seed(Algorithm algorithm, byte[] pkcs8) throws IOException {
    PrivateKeyInfo info = info(pkcs8);
    ASN1ObjectIdentifier found = info.getPrivateKeyAlgorithm().getAlgorithm();
    if (!found.equals(algorithm.oid())) {
      throw new IOException("got " + name(found) + ", want one of " + algorithm.title());
    }
    try {
      ASN1Encodable key = info.parsePrivateKey();
      return algorithm == Algorithm.ED25519
          ? ASN1OctetString.getInstance(key).getOctets()
          : mlDsaSeed(key);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException(
          "not a PKCS#8 private key of " + algorithm.title() + ": its octets do not parse", e);
    }
  }

  private static PrivateKeyInfo info(byte[] pkcs8) throws IOException {
    try {
      return PrivateKeyInfo.getInstance(pkcs8);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IOException("not a PKCS#8 private key: its DER does not parse", e);
    }
  }

  private static String name(ASN1ObjectIdentifier found) {
    String known = KNOWN.get(found);
    return known == null ? "a private key of algorithm " + found.getId() : known + " private key";
  }

  /** RFC 9881: the seed, the expanded key, or both. */
  private static byte[] mlDsaSeed(ASN1Encodable key) throws IOException {
    if (key instanceof ASN1TaggedObject) {
      return ASN1OctetString.getInstance((ASN1TaggedObject) key, false).getOctets();
    }
    if (key instanceof ASN1Sequence) {
      return ASN1OctetString.getInstance(((ASN1Sequence) key).getObjectAt(0)).getOctets();
    }
    throw new IOException(
        "got an ML-DSA-65 private key in expanded form, want one with its seed; a new one:"
            + " `openssl genpkey -algorithm ML-DSA-65 -provparam ml-dsa.output_formats=seed-only`");
  }
}
