// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assay.archive.refusal.Code.MALFORMED_POLICY;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Policy;
import org.assay.checker.verdict.Rejection;

/** A policy in its only spelling (spec F-08), built signer by signer. */
public final class PolicyText {
  private final List<String> algorithms;
  private final int required;
  private final Map<String, List<PublicKeyFile>> signers = new LinkedHashMap<>();

  /** Demands {@code required} signers, each with a signature by every one of the algorithms. */
  public PolicyText(List<String> algorithms, int required) {
    this.algorithms = List.copyOf(algorithms);
    this.required = required;
  }

  /**
   * @throws Refusal MALFORMED_POLICY if a name could not be spelled in a policy
   */
  public void add(String signer, PublicKeyFile key) throws Refusal {
    require( // A-01 (b)
        signer.matches("[ -~&&[^\"\\\\]]{1,128}"),
        MALFORMED_POLICY,
        "signer %s: want 1 to 128 printable ASCII characters without quote and backslash",
        quoted(signer));
    signers.computeIfAbsent(signer, name -> new ArrayList<>()).add(key);
  }

  /**
   * The file.
   *
   * @throws Refusal MALFORMED_POLICY if the checker would not read it, for example because nobody
   *     has keys for all algorithms
   */
  public byte[] bytes() throws Refusal {
    String people =
        signers.entrySet().stream()
            .map(one -> "{\"name\":\"" + one.getKey() + "\",\"keys\":[" + keys(one) + "]}")
            .collect(joining(","));
    String listed = algorithms.stream().map(one -> '"' + one + '"').collect(joining(","));
    String text =
        "{\"version\":1,\"signers\":["
            + people
            + "],\"require\":{\"algorithms\":["
            + listed
            + "],\"signers\":"
            + required
            + "}}\n";
    byte[] bytes = text.getBytes(UTF_8);
    lines(bytes); // A-01 (c)
    return bytes;
  }

  private static String keys(Map.Entry<String, List<PublicKeyFile>> signer) {
    return signer.getValue().stream().map(PolicyText::key).collect(joining(","));
  }

  private static String key(PublicKeyFile key) {
    String base64 = new String(Base64.getEncoder().encode(key.spki()), US_ASCII);
    return "{\"algorithm\":\""
        + key.algorithm()
        + "\",\"spki\":\""
        + base64
        + "\",\"sha256\":\""
        + Sha256.of(key.spki())
        + "\"}";
  }

  /**
   * What a policy says, for people, with the fingerprints of all keys.
   *
   * @throws Refusal MALFORMED_POLICY with the checker's code and reason
   */
  public static List<String> lines(byte[] policy) throws Refusal {
    try {
      return Policy.parse(policy).lines();
    } catch (Rejection why) {
      throw new Refusal(MALFORMED_POLICY, "%s: %s", why.code(), why.getMessage());
    }
  }
}
