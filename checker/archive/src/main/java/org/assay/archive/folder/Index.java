// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assay.archive.refusal.Code.MALFORMED_ARCHIVE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.claim.Case;
import org.assay.checker.json.Sha256;
import org.assay.checker.rule.Rules;
import org.assay.checker.signature.Envelope;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/**
 * {@code index.json}: a line for each model and certificate. It can be made again from the files at
 * any time, and nothing relies on it.
 */
public final class Index {
  private Index() {}

  /** The index of these files; those that are neither models nor certificates have no line. */
  public static byte[] of(ArchiveFolder archive, SortedMap<String, byte[]> more)
      throws IOException, Refusal {
    List<String> models = new ArrayList<>();
    List<String> certificates = new ArrayList<>();
    List<String> names = new ArrayList<>(archive.kept());
    names.addAll(more.keySet());
    for (String name : names.stream().distinct().sorted().toList()) {
      boolean certificate = name.endsWith(".cert.json");
      if (certificate || name.endsWith(".safetensors")) {
        byte[] bytes = more.containsKey(name) ? more.get(name) : archive.read(name);
        (certificate ? certificates : models).add(line(name, bytes, certificate));
      }
    }
    models.addAll(certificates);
    String lines = String.join(",\n", models);
    return ("{\"version\":1,\"files\":[\n" + lines + "\n]}\n").getBytes(US_ASCII);
  }

  private static String line(String name, byte[] bytes, boolean certificate) throws Refusal {
    String claim = certificate ? claim(name, bytes) : "null";
    return "{\"file\":\""
        + name
        + "\",\"sha256\":\""
        + Sha256.of(bytes)
        + "\",\"claim\":"
        + claim
        + '}';
  }

  /** The same five fields of a claim about whichever kind of network. */
  private static String claim(String name, byte[] bytes) throws Refusal {
    Case parsed = certificate(name, bytes);
    Findings.Claimed claimed = parsed.claimed();
    Map<String, String> fields = new LinkedHashMap<>(Map.of("model", parsed.sha256()));
    fields.put("strategy", claimed.strategy());
    fields.put("margin", claimed.margin());
    fields.put("correct", claimed.correct().toString());
    fields.put("total", claimed.total().toString());
    List<String> spelled = new ArrayList<>();
    fields.forEach((field, value) -> spelled.add('"' + field + "\":\"" + value + '"'));
    return '{' + String.join(",", spelled) + '}';
  }

  /**
   * What a certificate of either version says; whether it is true and signed is not looked at.
   *
   * @throws Refusal MALFORMED_ARCHIVE with the checker's code
   */
  public static Case certificate(String name, byte[] bytes) throws Refusal {
    try {
      return Rules.claim(Envelope.parse(bytes).payload(), Index::unread, Index::unread);
    } catch (Rejection why) {
      throw new Refusal( // A-06 (f)
          MALFORMED_ARCHIVE, "%s: is no certificate: %s: %s", name, why.code(), why.getMessage());
    }
  }

  private static byte[] unread(String sha256) throws IOException {
    throw new IOException("nothing is read to say what a certificate claims: " + sha256);
  }
}
