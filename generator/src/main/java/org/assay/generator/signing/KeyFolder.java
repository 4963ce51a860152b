// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A folder of keys: whether what lies beside the private keys belongs to them. */
record KeyFolder(Path folder) {
  static final String POLICY = "policy.json";

  /**
   * @throws IOException naming the file that is another signer's
   */
  void requireOneSigner(List<SigningKey> keys) throws IOException {
    List<String> ids = new ArrayList<>();
    for (SigningKey key : keys) {
      requireOwnPublicKey(key);
      ids.add(key.keyId());
    }
    Path policy = folder.resolve(POLICY);
    if (!Files.exists(policy)) return;
    Map<Optional<String>, Set<String>> signers =
        KeyListing.read(policy, () -> new char[0]).stream()
            .collect(
                Collectors.groupingBy(
                    KeyListing.Entry::signer,
                    Collectors.mapping(KeyListing.Entry::sha256, Collectors.toSet())));
    if (signers.values().stream().noneMatch(signer -> signer.containsAll(ids))) {
      throw new IOException(
          "policy "
              + policy
              + ": got no signer with both keys "
              + String.join(" and ", ids)
              + ", want the one whose private keys lie beside it");
    }
  }

  private void requireOwnPublicKey(SigningKey key) throws IOException {
    Path file = folder.resolve(key.algorithm().publicFile());
    if (!Files.exists(file)) return;
    String got = KeyListing.read(file, () -> new char[0]).get(0).sha256();
    if (!got.equals(key.keyId())) {
      throw new IOException(
          "key "
              + file
              + ": got fingerprint "
              + got
              + ", want "
              + key.keyId()
              + ", that of "
              + key.algorithm().privateFile()
              + " beside it");
    }
  }
}
