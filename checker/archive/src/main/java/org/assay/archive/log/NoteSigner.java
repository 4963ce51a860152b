// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Code.MALFORMED_LOG_KEY;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** The private key of a log or a witness. */
public final class NoteSigner {
  /** What stands before the seed in PKCS#8, RFC 8410. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PRIVATE KEY-----\\s*");

  private final NoteKey key;
  private final Ed25519PrivateKeyParameters secret;

  private NoteSigner(NoteKey key, Ed25519PrivateKeyParameters secret) {
    this.key = key;
    this.secret = secret;
  }

  /**
   * Reads an Ed25519 key in PKCS#8, PEM, not encrypted, as {@code assay keygen} and {@code openssl
   * genpkey} write it.
   *
   * @throws Refusal MALFORMED_LOG_KEY
   */
  public static NoteSigner parse(String name, NoteKey.Type type, byte[] pem) throws Refusal {
    Matcher body = PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    require(
        body.matches(),
        MALFORMED_LOG_KEY,
        "got no PEM \"PRIVATE KEY\" alone; want an Ed25519 key in PKCS#8 without a password, as"
            + " openssl genpkey -algorithm ed25519 makes it");
    byte[] der = Lines.base64(body.group(1).replaceAll("\\s", ""), MALFORMED_LOG_KEY);
    require(
        der.length == PREFIX.length + Ed25519PrivateKeyParameters.KEY_SIZE
            && Arrays.equals(PREFIX, Arrays.copyOf(der, PREFIX.length)),
        MALFORMED_LOG_KEY,
        "got a private key of another kind or form, want Ed25519 in PKCS#8 (RFC 8410)");
    Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(der, PREFIX.length);
    return new NoteSigner(NoteKey.of(name, type, secret.generatePublicKey().getEncoded()), secret);
  }

  public NoteKey key() {
    return key;
  }

  /**
   * Signs a text, with this time if the key is a witness's.
   *
   * @param seconds since 1970
   */
  NoteSignature sign(String text, long seconds) {
    boolean timed = key.type() == NoteKey.Type.COSIGNATURE;
    OptionalLong time = timed ? OptionalLong.of(seconds) : OptionalLong.empty();
    byte[] message = NoteKey.message(text, time);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, secret);
    signer.update(message, 0, message.length);
    byte[] signature = signer.generateSignature();
    ByteBuffer bytes = ByteBuffer.allocate(NoteKey.ID_BYTES + (timed ? 8 : 0) + signature.length);
    bytes.putInt(key.id());
    time.ifPresent(bytes::putLong);
    return new NoteSignature(key.name(), bytes.put(signature).array());
  }
}
