// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.time;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.refusal.Code.MALFORMED_KEY;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NamedFile;
import org.assay.archive.files.NewFile;
import org.assay.archive.refusal.Refusal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and the key of a local authority, as PEM. */
public final class PemFiles {
  private static final String KEY = "tsa.key.pem";
  private static final String CHAIN = "tsa.pem";
  private static final String ROOT = "root.pem";

  private PemFiles() {}

  /**
   * All certificates of a file.
   *
   * @throws Refusal MALFORMED_KEY if it has none, or something else
   */
  public static List<X509CertificateHolder> certificates(Path file) throws IOException, Refusal {
    List<X509CertificateHolder> found = new ArrayList<>();
    for (PemObject one : objects(file)) {
      require(
          one.getType().equals("CERTIFICATE"),
          MALFORMED_KEY,
          "%s: got a PEM %s, want \"CERTIFICATE\"",
          file,
          quoted(one.getType()));
      try {
        found.add(new X509CertificateHolder(one.getContent()));
      } catch (IOException malformed) {
        throw new Refusal(MALFORMED_KEY, "%s: %s", file, malformed.getMessage());
      }
    }
    require(!found.isEmpty(), MALFORMED_KEY, "%s: has no PEM \"CERTIFICATE\"", file);
    return found;
  }

  public static byte[] pem(X509CertificateHolder certificate) throws IOException {
    return text("CERTIFICATE", certificate.getEncoded());
  }

  /** Writes an authority into a new folder; its key is readable by its owner alone. */
  public static void write(LocalTsa tsa, Path folder) throws IOException {
    Files.createDirectory(folder);
    Path key = folder.resolve(KEY);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      FileAttribute<?> mine =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(key, mine);
    } else {
      Files.createFile(key);
    }
    Files.write(key, text("PRIVATE KEY", tsa.key().getEncoded()));
    NewFile files = new NewFile(Disk.REAL);
    byte[] own = pem(tsa.chain().get(0));
    byte[] root = pem(tsa.chain().get(1));
    byte[] chain = java.util.Arrays.copyOf(own, own.length + root.length);
    System.arraycopy(root, 0, chain, own.length, root.length);
    files.write(folder.resolve(CHAIN), chain);
    files.write(folder.resolve(ROOT), root);
  }

  /** The authority of such a folder. */
  public static LocalTsa read(Path folder, Clock clock) throws IOException, Refusal {
    List<X509CertificateHolder> chain = certificates(folder.resolve(CHAIN));
    List<PemObject> keys = objects(folder.resolve(KEY));
    require(
        keys.size() == 1 && keys.get(0).getType().equals("PRIVATE KEY"),
        MALFORMED_KEY,
        "%s: want one PEM \"PRIVATE KEY\"",
        folder.resolve(KEY));
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.get(0).getContent());
      String algorithm = AlgorithmNames.key(chain.get(0).getSubjectPublicKeyInfo());
      boolean rsa = algorithm.startsWith("RSA");
      PrivateKey key =
          KeyFactory.getInstance(rsa ? "RSA" : "EC", Provider.BC)
              .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
      return new LocalTsa(key, rsa ? "SHA256withRSA" : "SHA256withECDSA", chain, clock);
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw new Refusal(MALFORMED_KEY, "%s: %s", folder.resolve(KEY), malformed.getMessage());
    }
  }

  private static List<PemObject> objects(Path file) throws IOException, Refusal {
    List<PemObject> found = new ArrayList<>();
    String text = NamedFile.text(file);
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject one = reader.readPemObject(); one != null; one = reader.readPemObject()) {
        found.add(one);
      }
    } catch (IOException malformed) {
      throw new Refusal(MALFORMED_KEY, "%s: %s", file, malformed.getMessage());
    }
    return found;
  }

  private static byte[] text(String type, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    }
    return text.toString().replace("\r\n", "\n").getBytes(US_ASCII);
  }
}
