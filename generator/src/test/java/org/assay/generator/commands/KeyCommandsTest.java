// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code keygen}, {@code keys}, and passwords wherever they are asked for. */
class KeyCommandsTest {
  private static final String MODEL = "src/test/resources/models/max-of-3-vocab-32.safetensors";
  private static final String ENCRYPTED = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

  @TempDir private Path folder;
  private final Session session = new Session();

  private boolean isEncrypted(Path keys) throws Exception {
    return Files.readString(keys.resolve("ed25519.key.pem")).startsWith(ENCRYPTED);
  }

  @Test
  void onATerminalKeygenAsksForAPassword() throws Exception {
    Path keys = folder.resolve("keys");
    Object[] keygen = {"keygen", "--name", "Ann", "--out", keys};
    new Session().typing("one", "other").run(66, keygen);
    new Session().typing("").run(66, keygen);
    new Session().typing().run(66, keygen);
    assertFalse(Files.exists(keys));
    assertEquals("", clearWarning(new Session().typing("secret", "secret").run(0, keygen)));
    assertTrue(isEncrypted(keys));
    Session certify =
        new Session()
            .typing("secret")
            .run(
                0,
                "certify",
                "--model",
                MODEL,
                "--strategy",
                "cubic",
                "--no-check",
                "--key",
                keys,
                "--out",
                folder.resolve("m.cert.json"));
    assertEquals(1, certify.err().split("Password of the signing keys", -1).length - 1);
  }

  @Test
  void aPasswordCanBeDeclinedAndItsLackIsSaid() throws Exception {
    Path keys = folder.resolve("keys");
    Object[] keygen = {"keygen", "--name", "Ann", "--out", keys, "--force"};
    assertTrue(clearWarning(session.run(0, keygen)).contains("--no-password"));
    assertFalse(isEncrypted(keys));
    assertEquals("", session.run(0, with(keygen, "--no-password")).err());
    assertEquals("", new Session().typing("x").run(0, with(keygen, "--no-password")).err());
    assertFalse(isEncrypted(keys));
    session.run(64, with(keygen, "--no-password", "--password-file", "x"));
  }

  /** From 24 on a JDK reads the expanded form, and no other. */
  @Test
  void theExpandedFormIsTheSameKey() throws Exception {
    Path keys = folder.resolve("keys");
    session.run(0, "keygen", "--name", "Ann", "--out", keys, "--no-password");
    Path kept = keys.resolve("ml-dsa-65.key.pem");
    Path out = folder.resolve("expanded.pem");
    assertEquals("", session.run(0, "keys", kept, "--expanded", out).out());
    byte[] expanded = der(out);
    assertEquals(4060, expanded.length);
    session.run(66, "keys", kept, "--expanded", out); // it is there
    session.run(66, "keys", keys.resolve("ed25519.key.pem"), "--expanded", folder.resolve("x"));
    if (Files.getFileStore(out).supportsFileAttributeView("posix")) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    }
    for (Provider provider : readers()) {
      KeyFactory factory = KeyFactory.getInstance("ML-DSA", provider);
      Signature signature = Signature.getInstance("ML-DSA", provider);
      signature.initSign(factory.generatePrivate(new PKCS8EncodedKeySpec(expanded)));
      signature.update(new byte[] {1});
      byte[] signed = signature.sign();
      byte[] publicKey = der(keys.resolve("ml-dsa-65.pub.pem"));
      signature.initVerify(factory.generatePublic(new X509EncodedKeySpec(publicKey)));
      signature.update(new byte[] {1});
      assertTrue(signature.verify(signed), provider.getName());
    }
  }

  private static List<Provider> readers() {
    Provider bouncyCastle = new BouncyCastleProvider();
    return Runtime.version().feature() < 24
        ? List.of(bouncyCastle)
        : List.of(bouncyCastle, Security.getProvider("SUN"));
  }

  private static byte[] der(Path pem) throws Exception {
    return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----.*-----", ""));
  }

  private static String clearWarning(Session session) {
    return session
        .err()
        .lines()
        .filter(line -> line.contains("not encrypted"))
        .findFirst()
        .orElse("");
  }

  @Test
  void aPasswordThatIsNotNeededIsNotTakenInSilence() throws Exception {
    Path keys = folder.resolve("keys");
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    session.run(0, "keygen", "--name", "Ann", "--out", keys, "--no-password");
    Object[] certify = {
      "certify",
      "--model",
      MODEL,
      "--strategy",
      "cubic",
      "--no-check",
      "--force",
      "--password-file",
      password,
      "--out",
      folder.resolve("m.cert.json")
    };
    session.run(0, with(certify, "--key", keys));
    assertTrue(session.err().contains("--password-file: not needed, the private keys in " + keys));
    session.run(64, with(certify, "--unsigned"));
  }

  @Test
  void whatIsWrongWithAPasswordFileIsSaid() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\nsecret\n");
    Path latin = Files.write(folder.resolve("latin"), new byte[] {'p', (byte) 0xe4, '\n'});
    Path none = folder.resolve("none");
    Object[] keygen = {"keygen", "--name", "Ann", "--out", folder.resolve("k"), "--password-file"};
    assertEquals(
        "password file " + none + ": no such file\n", session.run(66, with(keygen, none)).err());
    assertEquals(
        "password file " + folder + ": is a folder, want a file\n",
        session.run(66, with(keygen, folder)).err());
    assertEquals(
        "password file " + empty + ": its first line is empty\n",
        session.run(66, with(keygen, empty)).err());
    assertEquals(
        "password file " + latin + ": not UTF-8\n", session.run(66, with(keygen, latin)).err());
    assertFalse(Files.exists(folder.resolve("k")));
  }

  @Test
  void keysPrintsFingerprintsOfPoliciesAndPemFiles() throws Exception {
    Path keys = folder.resolve("keys");
    session.run(0, "keygen", "--name", "Ann Lee", "--out", keys, "--no-password");
    List<String> fingerprints =
        List.of(
            fingerprint(keys.resolve("ed25519.pub.pem")),
            fingerprint(keys.resolve("ml-dsa-65.pub.pem")));
    assertEquals(
        "Ann Lee: Ed25519 "
            + fingerprints.get(0)
            + "\nAnn Lee: ML-DSA-65 "
            + fingerprints.get(1)
            + "\n",
        session.run(0, "keys", keys.resolve("policy.json")).out());
    for (String kind : List.of("pub", "key")) {
      assertEquals(
          "ML-DSA-65 " + fingerprints.get(1) + "\n",
          session.run(0, "keys", keys.resolve("ml-dsa-65." + kind + ".pem")).out());
    }
    for (Object none : new Object[] {keys, MODEL, folder.resolve("none"), keys.resolve("..")}) {
      session.run(66, "keys", none);
    }
    Path json = Files.writeString(folder.resolve("x.json"), "{\"a\":1}");
    assertTrue(session.run(66, "keys", json).err().contains("JSON without signers"));
  }

  private static String fingerprint(Path pem) throws Exception {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]*-----", "");
    byte[] spki = Base64.getMimeDecoder().decode(base64);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
  }

  @ParameterizedTest
  @ValueSource(strings = {"José", "Jos\uFFFD\uFFFD", "a\tb", "a\"b", "a\\b", "", "Анна", "李"})
  void aNameThatNoPolicyCanHoldIsRefusedBeforeAnythingIsWritten(String name) {
    Path keys = folder.resolve("keys");
    session.run(64, "keygen", "--name", name, "--out", keys);
    assertTrue(session.err().contains("printable ASCII"), session.err());
    assertFalse(Files.exists(keys));
  }

  @Test
  void aModelWhoseNameNoCertificateCanHoldIsRefusedBeforeTheSearch() throws Exception {
    Path model = Files.copy(Path.of(MODEL), folder.resolve("\u00e9.safetensors"));
    Path out = folder.resolve("m.cert.json");
    session.run(
        66,
        "certify",
        "--model",
        model,
        "--strategy",
        "cubic",
        "--no-check",
        "--unsigned",
        "--out",
        out);
    assertTrue(session.err().startsWith("model " + model + ": file name: got"), session.err());
    assertTrue(session.err().contains("rename it, or link it"), session.err());
    Path models = Files.createDirectories(folder.resolve("archive/models"));
    Files.copy(model, models.resolve("\u00e9.safetensors"));
    Files.copy(model, models.resolve("a.safetensors"));
    session.run(66, "publish", "--dir", models.getParent(), "--name", "b", "--strategy", "cubic");
    assertEquals(List.of("models"), List.of(models.getParent().toFile().list()));
    assertFalse(Files.exists(out));
  }

  @Test
  void theNextCommandIsPrintedAndWorks() throws Exception {
    Path keys = folder.resolve("my keys");
    session.run(0, "keygen", "--name", "Ann", "--out", keys, "--no-password");
    assertTrue(session.out().contains("certify --model MODEL --at-least 0.9 --key '" + keys + "'"));
    Path out = folder.resolve("m.cert.json");
    session.run(
        0,
        "certify",
        "--model",
        MODEL,
        "--strategy",
        "cubic",
        "--no-check",
        "--key",
        keys,
        "--out",
        out);
    String said = session.out();
    assertTrue(
        said.contains("model: read as 1 layer, 1 head, attention only, no layer norm"), said);
    assertTrue(said.contains("task: max of 3: the largest of 3 numbers from 0 to 31"), said);
    String next = said.lines().filter(line -> line.startsWith("next: ")).findFirst().orElseThrow();
    String check = RealChecker.in(folder).toString();
    String command = next.substring("next: ".length()).replaceFirst("^\\S+", check);
    Process process = new ProcessBuilder("sh", "-c", command).start();
    String verdict = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), verdict);
    session.run(0, "inspect", out);
    assertTrue(session.out().contains("read as:   1 layer, 1 head"), session.out());
    assertTrue(session.out().contains("task:      max of 3"), session.out());
  }

  private static Object[] with(Object[] words, Object... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(words), java.util.Arrays.stream(more))
        .toArray();
  }
}
