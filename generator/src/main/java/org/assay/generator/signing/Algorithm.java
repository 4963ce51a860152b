// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/** The two signature algorithms; each signer has one key for each. */
enum Algorithm {
  ED25519("Ed25519", "ed25519", EdECObjectIdentifiers.id_Ed25519),
  ML_DSA_65("ML-DSA-65", "ml-dsa-65", NISTObjectIdentifiers.id_ml_dsa_65);

  private final String title;
  private final String fileStem;
  private final ASN1ObjectIdentifier oid;

  Algorithm(String title, String fileStem, ASN1ObjectIdentifier oid) {
    this.title = title;
    this.fileStem = fileStem;
    this.oid = oid;
  }

  /** The name in policy files. */
  String title() {
    return title;
  }

  String privateFile() {
    return fileStem + ".key.pem";
  }

  String publicFile() {
    return fileStem + ".pub.pem";
  }

  ASN1ObjectIdentifier oid() {
    return oid;
  }
}
