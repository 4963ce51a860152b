// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signature of a note as it comes.
 *
 * @param name of the key
 * @param bytes four of the key's id, then the signature
 */
public record NoteSignature(String name, byte[] bytes) {
  int keyId() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** Whether both name the same key. */
  boolean isOfSameKey(NoteSignature other) {
    return name.equals(other.name) && keyId() == other.keyId();
  }

  /** What stands behind the id of the key. */
  byte[] signature() {
    return Arrays.copyOfRange(bytes, NoteKey.ID_BYTES, bytes.length);
  }

  /** As a note has it, with its line feed. */
  String line() {
    return "\u2014 " + name + ' ' + Base64.getEncoder().encodeToString(bytes) + '\n';
  }
}
