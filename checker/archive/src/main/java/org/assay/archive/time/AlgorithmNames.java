// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;

import java.util.List;
import java.util.Map;
import org.assay.archive.ageing.Hash;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/** What an ageing table calls the algorithms that a certificate rests on (spec A-05). */
final class AlgorithmNames {
  private static final int[] RSA_SIZES = {4096, 3072, 2048, 1024};

  private static final Map<String, String> KEYS =
      Map.of("1.3.101.112", "Ed25519", "2.16.840.1.101.3.4.3.18", "ML-DSA-65");

  private AlgorithmNames() {}

  /** Of its key, and of the hash under its own signature. */
  static List<String> of(X509CertificateHolder certificate) throws Refusal {
    String key = key(certificate.getSubjectPublicKeyInfo());
    AlgorithmIdentifier signature = certificate.getSignatureAlgorithm();
    if (KEYS.containsKey(signature.getAlgorithm().getId())) {
      return List.of(key, KEYS.get(signature.getAlgorithm().getId())); // hashes inside
    }
    AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    if (digest == null) {
      throw unknown("the signature algorithm", signature.getAlgorithm());
    }
    return List.of(key, digest(digest));
  }

  /** Of the hash that a token's signature names beside the token's own: that of RSA-PSS does. */
  static List<String> signature(AlgorithmIdentifier signature) throws Refusal {
    if (!signature.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return List.of();
    }
    RSASSAPSSparams named = RSASSAPSSparams.getInstance(signature.getParameters());
    return List.of(digest((named == null ? new RSASSAPSSparams() : named).getHashAlgorithm()));
  }

  static String digest(AlgorithmIdentifier identifier) throws Refusal {
    if (identifier.getAlgorithm().getId().equals("1.3.14.3.2.26")) {
      return "SHA-1";
    }
    return Hash.of(identifier)
        .map(Hash::label)
        .orElseThrow(() -> unknown("the hash function", identifier.getAlgorithm()));
  }

  /** Of an RSA key: the largest of the listed sizes that it reaches. */
  static String key(SubjectPublicKeyInfo spki) throws Refusal {
    String id = spki.getAlgorithm().getAlgorithm().getId();
    if (KEYS.containsKey(id)) {
      return KEYS.get(id);
    }
    return switch (id) {
      case "1.2.840.113549.1.1.1" -> rsa(spki);
      case "1.2.840.10045.2.1" -> curve(spki);
      default -> throw unknown("the key algorithm", spki.getAlgorithm().getAlgorithm());
    };
  }

  private static String rsa(SubjectPublicKeyInfo spki) throws Refusal {
    try {
      int bits = RSAPublicKey.getInstance(spki.parsePublicKey()).getModulus().bitLength();
      for (int size : RSA_SIZES) {
        if (bits >= size) {
          return "RSA-" + size;
        }
      }
    } catch (java.io.IOException | IllegalArgumentException malformed) {
      throw new Refusal(CANNOT_CONCLUDE, "RSA key: %s", malformed.getMessage());
    }
    throw new Refusal(CANNOT_CONCLUDE, "RSA key: has less than 1024 bits");
  }

  private static String curve(SubjectPublicKeyInfo spki) throws Refusal {
    if (spki.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier named) {
      String curve = ECNamedCurveTable.getName(named);
      switch (String.valueOf(curve)) {
        case "secp256r1", "prime256v1", "P-256":
          return "ECDSA-P-256";
        case "secp384r1", "P-384":
          return "ECDSA-P-384";
        case "secp521r1", "P-521":
          return "ECDSA-P-521";
        default:
          throw unknown("the curve", named);
      }
    }
    throw new Refusal(CANNOT_CONCLUDE, "ECDSA key: its curve has no name");
  }

  private static Refusal unknown(String what, ASN1ObjectIdentifier id) {
    return new Refusal(CANNOT_CONCLUDE, "%s %s is not known here", what, id);
  }
}
