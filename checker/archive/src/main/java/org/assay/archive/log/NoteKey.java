// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_LOG_KEY;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The public key of a log or a witness (C2SP signed-note, "verifier key"; spec T-05). {@code parse}
 * and {@code of} are the only ways in.
 */
public final class NoteKey {
  /** Unit: bytes. */
  static final int ID_BYTES = 4;

  private static final int RAW_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;
  private static final int TIME_BYTES = 8;
  private static final int MAX_NAME = 255;

  /** The white space of Unicode; no later version takes a character away or adds one here. */
  private static final String SPACES =
      "[\u0000-\u0020\u007f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]";

  /** What a key signs, by the byte that C2SP gave it. */
  public enum Type {
    /** The text of the note. */
    NOTE(0x01, "Ed25519"),
    /** A time, and the text: what a witness signs. */
    COSIGNATURE(0x04, "timestamped Ed25519");

    private final int code;
    final String label;

    Type(int code, String label) {
      this.code = code;
      this.label = label;
    }
  }

  private final String name;
  private final Type type;
  private final byte[] raw;

  private NoteKey(String name, Type type, byte[] raw) {
    this.name = name;
    this.type = type;
    this.raw = raw;
  }

  /**
   * @param raw 32 bytes
   * @throws Refusal MALFORMED_LOG_KEY
   */
  static NoteKey of(String name, Type type, byte[] raw) throws Refusal {
    requireName(name, MALFORMED_LOG_KEY);
    require( // T-05 (d)
        raw.length == RAW_BYTES && Ed25519.validatePublicKeyFull(raw, 0),
        MALFORMED_LOG_KEY,
        "key of %s: not 32 bytes that are a point of prime order",
        quoted(name));
    return new NoteKey(name, type, raw.clone());
  }

  /**
   * Reads NAME+ID+BASE64.
   *
   * @throws Refusal MALFORMED_LOG_KEY
   */
  static NoteKey parse(String text) throws Refusal {
    String[] parts = text.split("\\+", 3);
    require( // T-05 (a)
        parts.length == 3, MALFORMED_LOG_KEY, "got %s, want NAME+ID+BASE64", quoted(text));
    byte[] material = Lines.base64(parts[2], MALFORMED_LOG_KEY);
    int code = material.length == 0 ? 0 : material[0] & 0xff;
    for (Type type : Type.values()) {
      if (type.code == code) {
        NoteKey key = of(parts[0], type, ByteBuffer.wrap(material).slice(1, material.length - 1));
        String id = HexFormat.of().toHexDigits(key.id());
        require( // T-05 (b)
            parts[1].equals(id), MALFORMED_LOG_KEY, "id: got %s, want %s", quoted(parts[1]), id);
        return key;
      }
    }
    throw new Refusal( // T-05 (c)
        MALFORMED_LOG_KEY, "%s: got a key of type 0x%02x, want 0x01 or 0x04", quoted(text), code);
  }

  private static NoteKey of(String name, Type type, ByteBuffer raw) throws Refusal {
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    return of(name, type, bytes);
  }

  /**
   * Requires a name that is not empty and has neither white space nor a plus sign.
   *
   * @throws Refusal with this code
   */
  static void requireName(String name, Code code) throws Refusal {
    require( // T-05 (e)
        !name.isEmpty() && name.length() <= MAX_NAME && name.equals(name.replaceAll(SPACES, "")),
        code,
        "name of a key: got %s, want 1 to 255 characters without white space and '+'",
        quoted(name));
  }

  public String name() {
    return name;
  }

  Type type() {
    return type;
  }

  /** SHA-256(name, line feed, type, key), the first four bytes. */
  int id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update((byte) type.code);
      return ByteBuffer.wrap(digest.digest(raw)).getInt();
    } catch (NoSuchAlgorithmException absent) { // every Java platform has it
      throw new IllegalStateException(absent);
    }
  }

  /** Whether it is the same key, whatever its name and type. */
  boolean hasKeyOf(NoteKey other) {
    return MessageDigest.isEqual(raw, other.raw);
  }

  /** Whether a signature names this key; it proves nothing. */
  boolean isNamedBy(NoteSignature signature) {
    return signature.name().equals(name) && signature.keyId() == id();
  }

  /** Whether this is the key's signature of a note with this text. */
  boolean verifies(String text, NoteSignature signature) {
    byte[] bytes = signature.signature();
    int before = type == Type.NOTE ? 0 : TIME_BYTES;
    if (bytes.length != before + SIGNATURE_BYTES || time(signature).orElse(1) <= 0) { // T-05 (f)
      return false;
    }
    return Ed25519Equation.holds(
        raw, message(text, time(signature)), Arrays.copyOfRange(bytes, before, bytes.length));
  }

  /** When a witness says it signed, in seconds since 1970; none where the type has no time. */
  OptionalLong time(NoteSignature signature) {
    return type == Type.NOTE
        ? OptionalLong.empty()
        : OptionalLong.of(ByteBuffer.wrap(signature.signature()).getLong());
  }

  /** The bytes that are signed (C2SP tlog-cosignature, "Ed25519 signed message"). */
  static byte[] message(String text, OptionalLong time) {
    String head = time.isPresent() ? "cosignature/v1\ntime " + time.getAsLong() + "\n" : "";
    return (head + text).getBytes(StandardCharsets.UTF_8);
  }

  /** The spelling that {@code parse} reads. */
  @Override
  public String toString() {
    ByteArrayOutputStream material = new ByteArrayOutputStream();
    material.write(type.code);
    material.writeBytes(raw);
    return name
        + '+'
        + HexFormat.of().toHexDigits(id())
        + '+'
        + Base64.getEncoder().encodeToString(material.toByteArray());
  }
}
