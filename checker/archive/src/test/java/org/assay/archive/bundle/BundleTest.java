// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.Test;

/** Bundles of a published certificate, and of what is none. */
class BundleTest {
  private static final Path ARCHIVE = Path.of("..", "..", "certificates");
  private static final String NAME = "max-of-3-vocab-32-seed-50";

  private static SortedMap<String, byte[]> parts() throws IOException {
    SortedMap<String, byte[]> parts = new TreeMap<>();
    parts.put(
        "certificate.cert.json",
        Files.readAllBytes(ARCHIVE.resolve(NAME + "/cubic-retest.cert.json")));
    parts.put(
        "model.safetensors",
        Files.readAllBytes(ARCHIVE.resolve("models/" + NAME + ".safetensors")));
    parts.put("policy.json", Files.readAllBytes(ARCHIVE.resolve("policy.json")));
    parts.put("specification/claim.md", "# Claim\n".getBytes(UTF_8));
    parts.put("evidence/certificate.er", new byte[] {1, 2, 3});
    return parts;
  }

  private static SortedMap<String, byte[]> whole() throws IOException, Refusal {
    return new TreeMap<>(ZipWalk.files(Bundle.of(parts()), ZipWalk.BUNDLE));
  }

  private static void assertRefused(SortedMap<String, byte[]> files) throws Refusal {
    byte[] zip = StoredZip.of(files, ZipWalk.BUNDLE);
    Refusal refusal = assertThrows(Refusal.class, () -> Bundle.parse(zip));
    assertEquals(Code.MALFORMED_BUNDLE, refusal.code(), refusal::getMessage);
  }

  // B-03 (a)
  @Test
  void theCheckerDecidesWhatIsInABundle() throws IOException, Refusal, Rejection {
    byte[] zip = Bundle.of(parts());
    assertArrayEquals(zip, Bundle.of(parts()));
    Bundle bundle = Bundle.parse(zip);
    Verdict verdict = bundle.check(Checker.under(bundle.policy()));
    assertEquals(Outcome.ACCEPTED, verdict.outcome(), verdict.message()::toString);
    SortedMap<String, byte[]> other = parts();
    Path stranger = Path.of("../../spec/vectors/accept/F-06/one-signer/policy.json");
    Verdict unknown = bundle.check(Checker.under(Files.readAllBytes(stranger)));
    assertEquals("UNKNOWN_SIGNER", unknown.code().orElseThrow(), "under another policy");
    other.get("model.safetensors")[5000] ^= 1;
    Verdict swapped = Bundle.parse(Bundle.of(other)).check(Checker.unsigned());
    assertEquals("MODEL_MISMATCH", swapped.code().orElseThrow());
  }

  @Test
  void theManifestAndTheKeysFollowFromTheRest() throws IOException, Refusal {
    SortedMap<String, byte[]> files = whole();
    List<String> keys = files.keySet().stream().filter(one -> one.startsWith("keys/")).toList();
    assertEquals(2, keys.size(), "Ed25519 and ML-DSA-65");
    String manifest = new String(files.get("manifest.txt"), US_ASCII);
    assertEquals(files.size() - 1, manifest.lines().count());
    for (String line : manifest.lines().toList()) {
      assertEquals(line.substring(0, 64), Sha256.of(files.get(line.substring(66))), line);
    }
    String published =
        Files.readString(
            ARCHIVE
                .resolve("keys")
                .resolve(publishedKey(new String(files.get(keys.get(0)), US_ASCII))));
    assertEquals(published, new String(files.get(keys.get(0)), US_ASCII));
    assertTrue(
        new String(files.get("README.txt"), US_ASCII).lines().allMatch(l -> l.length() <= 110));
  }

  private static String publishedKey(String pem) throws IOException {
    try (var all = Files.list(ARCHIVE.resolve("keys"))) {
      for (Path file : all.toList()) {
        if (Files.readString(file).equals(pem)) {
          return file.getFileName().toString();
        }
      }
    }
    throw new AssertionError("no published key is spelled so: " + pem);
  }

  // B-02 (a)
  @Test
  void whatIsNeededIsThere() throws IOException, Refusal {
    for (String name :
        List.of(
            "README.txt",
            "certificate.cert.json",
            "model.safetensors",
            "policy.json",
            "specification/claim.md")) {
      SortedMap<String, byte[]> files = whole();
      files.remove(name);
      assertRefused(files);
    }
  }

  // B-02 (b)
  @Test
  void otherNamesAreRefused() throws IOException, Refusal {
    for (String name :
        List.of(
            "run.sh", "evidence/a/b", "log/other", "keys/a.pem", "specification/", "readme.txt")) {
      SortedMap<String, byte[]> parts = parts();
      parts.put(name, new byte[1]);
      Refusal refusal = assertThrows(Refusal.class, () -> Bundle.of(parts));
      assertEquals(Code.MALFORMED_BUNDLE, refusal.code(), name);
    }
  }

  // B-02 (c)
  @Test
  void aManifestThatIsNotThatOfTheFilesIsRefused() throws IOException, Refusal {
    SortedMap<String, byte[]> none = whole();
    none.remove("manifest.txt");
    assertRefused(none);
    SortedMap<String, byte[]> changed = whole();
    changed.get("evidence/certificate.er")[0] ^= 1;
    assertRefused(changed);
    SortedMap<String, byte[]> more = whole();
    more.put("receipts/one", new byte[1]);
    assertRefused(more);
    SortedMap<String, byte[]> less = whole();
    less.remove("evidence/certificate.er");
    assertRefused(less);
    SortedMap<String, byte[]> readme = whole();
    readme.get("README.txt")[0] ^= 1;
    assertRefused(readme);
  }

  // B-02 (d)
  @Test
  void keysAreThoseOfTheSignatures() throws IOException, Refusal {
    String key = whole().keySet().stream().filter(one -> one.startsWith("keys/")).findAny().get();
    SortedMap<String, byte[]> less = whole();
    less.remove(key);
    assertRefused(less);
    SortedMap<String, byte[]> more = whole();
    more.put("keys/" + "0".repeat(64) + ".pub.pem", more.get(key));
    assertRefused(more);
    SortedMap<String, byte[]> other = whole();
    other.get(key)[40] ^= 1;
    assertRefused(other);
    SortedMap<String, byte[]> stranger = whole();
    Path policy = Path.of("../../spec/vectors/accept/F-06/one-signer/policy.json");
    stranger.put("policy.json", Files.readAllBytes(policy));
    assertRefused(stranger);
    SortedMap<String, byte[]> broken = whole();
    broken.put("policy.json", new byte[] {'{'});
    assertRefused(broken);
    SortedMap<String, byte[]> noCertificate = whole();
    noCertificate.put("certificate.cert.json", "{}\n".getBytes(US_ASCII));
    assertRefused(noCertificate);
  }

  // B-03 (b)
  @Test
  void aBundleWithoutProofIsNoProofOfALog() throws IOException, Refusal {
    Bundle bundle = Bundle.parse(Bundle.of(parts()));
    LogPolicy nobody = LogPolicy.parse("quorum none\n".getBytes(US_ASCII));
    Refusal refusal = assertThrows(Refusal.class, () -> bundle.logged(nobody));
    assertEquals(Code.LOG_PROOF_MISSING, refusal.code());
    assertTrue(refusal.code().declines());
  }

  // B-03 (c)
  @Test
  void aProofOfSomethingElseIsRefused() throws IOException, Refusal {
    SortedMap<String, byte[]> parts = parts();
    parts.put("log/proof.tlog-proof", "c2sp.org/tlog-proof@v1\nindex 0\n\n".getBytes(US_ASCII));
    Bundle bundle = Bundle.parse(Bundle.of(parts));
    LogPolicy nobody = LogPolicy.parse("quorum none\n".getBytes(US_ASCII));
    assertEquals(
        Code.MALFORMED_NOTE, assertThrows(Refusal.class, () -> bundle.logged(nobody)).code());
  }
}
