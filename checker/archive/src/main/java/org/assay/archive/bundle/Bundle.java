// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static org.assay.archive.refusal.Code.LOG_PROOF_MISSING;
import static org.assay.archive.refusal.Code.MALFORMED_BUNDLE;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.log.LogProof;
import org.assay.archive.log.Logged;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Verdict;

/**
 * All that it takes to verify one proof (spec B-02). {@code parse} and {@code of} are the only ways
 * in.
 */
public final class Bundle {
  public static final String CERTIFICATE = "certificate.cert.json";
  public static final String MODEL = "model.safetensors";
  public static final String POLICY = "policy.json";
  public static final String LOG_PROOF = "log/proof.tlog-proof";
  public static final String LOG_POLICY = "log/policy.txt";

  /** Longest bundle; unit: bytes. */
  public static final int MAX_BYTES = ZipWalk.BUNDLE.bytes();

  private static final String README = "README.txt";
  private static final String MANIFEST = "manifest.txt";

  private static final List<String> REQUIRED =
      List.of(README, CERTIFICATE, MODEL, POLICY, "specification/claim.md");

  private static final Pattern NAME =
      Pattern.compile(
          "README\\.txt|manifest\\.txt|certificate\\.cert\\.json|model\\.safetensors|policy\\.json"
              + "|log/proof\\.tlog-proof|log/policy\\.txt|keys/[0-9a-f]{64}\\.pub\\.pem"
              + "|(evidence|receipts)/[^/]+|(specification|second-checker)/.+");

  private final SortedMap<String, byte[]> files;

  private Bundle(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * Reads a bundle; whether it proves anything is not decided yet.
   *
   * @throws Refusal MALFORMED_BUNDLE
   */
  public static Bundle parse(byte[] zip) throws Refusal {
    SortedMap<String, byte[]> files = ZipWalk.files(zip, ZipWalk.BUNDLE);
    requireNames(files);
    SortedMap<String, byte[]> want = completed(files);
    require( // B-02 (c)
        files.keySet().equals(want.keySet()),
        MALFORMED_BUNDLE,
        "keys: got other files than those of the %d signatures",
        want.keySet().stream().filter(name -> name.startsWith("keys/")).count());
    for (String name : want.keySet()) {
      require( // B-02 (c), (d)
          name.equals(README) || Arrays.equals(files.get(name), want.get(name)),
          MALFORMED_BUNDLE,
          "%s: is not what the other files demand",
          name);
    }
    return new Bundle(files);
  }

  /**
   * The zip of these files, with the README, the keys and the manifest that belong to them.
   *
   * @throws Refusal MALFORMED_BUNDLE if a required one is missing, or one has no place
   */
  public static byte[] of(Map<String, byte[]> parts) throws Refusal {
    SortedMap<String, byte[]> files = new TreeMap<>(parts);
    requireNames(files);
    files.put(README, readme());
    byte[] zip = StoredZip.of(completed(files), ZipWalk.BUNDLE);
    parse(zip);
    return zip;
  }

  private static void requireNames(SortedMap<String, byte[]> files) throws Refusal {
    for (String name : files.keySet()) {
      require( // B-02 (b)
          NAME.matcher(name).matches(), MALFORMED_BUNDLE, "got a file %s", quoted(name));
    }
  }

  /** These files with keys and manifest as they have to be. */
  private static SortedMap<String, byte[]> completed(SortedMap<String, byte[]> files)
      throws Refusal {
    for (String name : REQUIRED) {
      require( // B-02 (a)
          files.containsKey(name), MALFORMED_BUNDLE, "got no file %s", name);
    }
    SortedMap<String, byte[]> all = new TreeMap<>(files);
    all.keySet().removeIf(name -> name.startsWith("keys/") || name.equals(MANIFEST));
    all.putAll(PolicyKeys.of(files.get(CERTIFICATE), files.get(POLICY)));
    StringBuilder manifest = new StringBuilder();
    all.forEach(
        (name, bytes) -> manifest.append(Sha256.of(bytes)).append("  ").append(name).append('\n'));
    all.put(MANIFEST, manifest.toString().getBytes(StandardCharsets.US_ASCII));
    return all;
  }

  private static byte[] readme() {
    try (InputStream in = Bundle.class.getResourceAsStream(README)) {
      return in.readAllBytes();
    } catch (IOException absent) { // it is in the jar
      throw new IllegalStateException(absent);
    }
  }

  /** All files, by name. */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** The policy of whoever made it, which nobody else has to trust. */
  public byte[] policy() {
    return files.get(POLICY).clone();
  }

  public byte[] certificate() {
    return files.get(CERTIFICATE).clone();
  }

  /** The files of evidence, by name; nothing of them is verified here. */
  public SortedMap<String, byte[]> evidence() {
    return files.subMap("evidence/", "evidence0");
  }

  /** Has the checker decide the certificate from the model beside it. */
  public Verdict check(Checker checker) {
    try {
      return checker.check(files.get(CERTIFICATE), sha256 -> files.get(MODEL)); // B-03 (a)
    } catch (IOException impossible) { // the model is in memory
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Decides whether a log that the reader trusts has the certificate.
   *
   * @throws Refusal LOG_PROOF_MISSING if the bundle has no proof, or as {@code LogProof} does
   */
  public Logged logged(LogPolicy policy) throws Refusal {
    byte[] proof = files.get(LOG_PROOF);
    require(proof != null, LOG_PROOF_MISSING, "got no file %s", LOG_PROOF); // B-03 (b)
    return LogProof.parse(proof).verify(files.get(CERTIFICATE), policy); // B-03 (c)
  }
}
