// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;

/** A Merkle Tree Hash of RFC 9162, 2.1.1, with SHA-256 (spec T-01). */
public final class NodeHash {
  /** Unit: bytes. */
  static final int SIZE = 32;

  private final byte[] bytes;

  private NodeHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash of a tree without entries. */
  static NodeHash empty() {
    return new NodeHash(sha256().digest()); // T-01 (a)
  }

  /** The hash of one entry. */
  static NodeHash leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update((byte) 0); // T-01 (b)
    return new NodeHash(digest.digest(entry));
  }

  /** The hash of two neighbouring trees. */
  static NodeHash node(NodeHash left, NodeHash right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1); // T-01 (c)
    digest.update(left.bytes);
    return new NodeHash(digest.digest(right.bytes));
  }

  /** The hash number {@code index} of hashes one after the other. Requires: it lies inside. */
  static NodeHash at(byte[] hashes, int index) {
    return new NodeHash(Arrays.copyOfRange(hashes, index * SIZE, (index + 1) * SIZE));
  }

  /**
   * Reads the only base64 of 32 bytes that says so.
   *
   * @throws Refusal with this code
   */
  static NodeHash ofBase64(String text, Code code) throws Refusal {
    byte[] bytes = Lines.base64(text, code);
    require(
        bytes.length == SIZE, code, "hash %s: got %d bytes, want 32", quoted(text), bytes.length);
    return new NodeHash(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeHash hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) { // every Java platform has it
      throw new IllegalStateException(absent);
    }
  }
}
