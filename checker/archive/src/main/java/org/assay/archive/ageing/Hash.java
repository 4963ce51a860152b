// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.ageing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The hash functions that evidence may rest on. */
public enum Hash {
  SHA_256("SHA-256", "2.16.840.1.101.3.4.2.1", 32),
  SHA_384("SHA-384", "2.16.840.1.101.3.4.2.2", 48),
  SHA_512("SHA-512", "2.16.840.1.101.3.4.2.3", 64),
  SHA3_256("SHA3-256", "2.16.840.1.101.3.4.2.8", 32),
  SHA3_512("SHA3-512", "2.16.840.1.101.3.4.2.10", 64);

  private final String label;
  private final ASN1ObjectIdentifier id;
  private final int bytes;

  Hash(String label, String id, int bytes) {
    this.label = label;
    this.id = new ASN1ObjectIdentifier(id);
    this.bytes = bytes;
  }

  /** As an ageing table and Java name it. */
  public String label() {
    return label;
  }

  /** The length of a digest. */
  public int bytes() {
    return bytes;
  }

  public AlgorithmIdentifier identifier() {
    return new AlgorithmIdentifier(id);
  }

  public static Optional<Hash> named(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }

  /** The function of this identifier; parameters are absent or NULL, which mean the same. */
  public static Optional<Hash> of(AlgorithmIdentifier identifier) {
    ASN1Encodable parameters = identifier.getParameters();
    return Arrays.stream(values())
        .filter(one -> one.id.equals(identifier.getAlgorithm()))
        .filter(one -> parameters == null || DERNull.INSTANCE.equals(parameters))
        .findFirst();
  }

  /** The digest of the concatenation of these. */
  public byte[] of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(label);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java of version 9 or later has " + label, e);
    }
  }
}
