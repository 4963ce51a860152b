// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.WrongPolicies.GOOD;

import java.util.Locale;
import org.assay.checker.signature.VectorFolder.Expect;

/** Vectors of F-01 to F-04 where they speak of a policy. */
record PolicySpellings(WrongPolicies wrong) {
  private static final String BOTH = "[\"Ed25519\",\"ML-DSA-65\"]";

  void make() {
    spellings();
    numbers();
    sizes();
    types();
  }

  private void spellings() {
    String[][] json = {
      {"F-02/a-policy-byte-order-mark", "a byte order mark", "\u00ef\u00bb\u00bf" + GOOD},
      {"F-02/a-policy-accent", "a letter beyond ASCII", GOOD.replace("Alice", "Al\u00e7ce")},
      {"F-02/b-policy-leading-space", "a space before the object", " " + GOOD},
      {
        "F-02/b-policy-space",
        "a space after a colon",
        GOOD.replace("\"version\":", "\"version\": ")
      },
      {"F-02/b-policy-no-line-feed", "the line feed is missing", GOOD.strip()},
      {"F-02/b-policy-carriage-return", "CR LF at the end", GOOD.strip() + "\r\n"},
      {"F-02/b-policy-trailing-object", "a second object", GOOD + "{}\n"},
      {"F-02/b-policy-empty-file", "no byte", ""},
      {
        "F-02/e-policy-version-twice",
        "two versions",
        GOOD.replace("\"version\":1", "\"version\":1,\"version\":1")
      },
      {
        "F-02/e-policy-require-twice",
        "two requirements",
        GOOD.replace("}}\n", "},\"require\":{}}\n")
      },
      {"F-02/f-policy-comment", "a comment", GOOD.replace("}}\n", "}/**/}\n")},
      {"F-02/f-policy-deep", "twenty thousand arrays", "{\"version\":" + "[".repeat(20000)},
      {"F-02/f-policy-leading-zero", "01", GOOD.replace("\"version\":1", "\"version\":01")},
      {"F-02/g-policy-escape", "an escaped letter", GOOD.replace("Alice", "\\u0041lice")},
    };
    for (String[] one : json) {
      wrong.put(one[0], "policy: " + one[1], "MALFORMED_JSON", one[2]);
    }
  }

  private void numbers() {
    String spki = TestSigner.base64(ALICE.ed25519.spki());
    wrong.put(
        "F-03/a-policy-fraction",
        "policy: version 1.0",
        "MALFORMED_NUMBER",
        GOOD.replace("\"version\":1", "\"version\":1.0"));
    wrong.put(
        "F-03/a-policy-wraps",
        "policy: 2^32 + 1 signers",
        "MALFORMED_NUMBER",
        GOOD.replace("\"signers\":1}", "\"signers\":4294967297}"));
    wrong.put(
        "F-03/d-policy-upper-case",
        "policy: a digest in upper case",
        "MALFORMED_NUMBER",
        GOOD.replace(ALICE.ed25519.id(), ALICE.ed25519.id().toUpperCase(Locale.ROOT)));
    wrong.put(
        "F-04/policy-no-padding",
        "policy: padding missing",
        "MALFORMED_KEY",
        GOOD.replace(spki, spki.replace("=", "")));
    wrong.put(
        "F-04/policy-space",
        "policy: a space inside",
        "MALFORMED_KEY",
        GOOD.replace(spki, spki.substring(0, 4) + " " + spki.substring(4)));
    wrong.put(
        "F-04/policy-not-base64",
        "policy: an exclamation mark",
        "MALFORMED_KEY",
        GOOD.replace(spki, "!" + spki.substring(1)));
  }

  private void sizes() {
    wrong.put(
        "F-01/h-policy-one-byte-over",
        "policy: 1 MiB and one byte, padded with spaces",
        new Expect("error", "\"INPUT_ERROR\"", ",\n  \"exit\": 66")
            .with("generate", "{\"policyBytes\": 1048577}"),
        GOOD);
    wrong.put(
        "F-01/h-policy-at-the-limit",
        "policy: 1 MiB is read, so what is wrong is the padding",
        Expect.error("MALFORMED_JSON").with("generate", "{\"policyBytes\": 1048576}"),
        GOOD);
  }

  private void types() {
    String[][] table = {
      {
        "c-policy-order",
        "UNKNOWN_FIELD",
        GOOD.replace("\"version\":1,", "").replace("}}\n", "},\"version\":1}\n")
      },
      {"c-policy-extra-field", "UNKNOWN_FIELD", GOOD.replace("}}\n", "},\"relax\":1}\n")},
      {
        "c-policy-extra-in-key",
        "UNKNOWN_FIELD",
        GOOD.replaceFirst("\"spki\"", "\"trusted\":\"yes\",\"spki\"")
      },
      {"c-policy-extra-in-require", "UNKNOWN_FIELD", GOOD.replace("}}\n", ",\"any\":1}}\n")},
      {"d-policy-no-require", "MISSING_FIELD", GOOD.replaceAll(",\"require\".*", "}")},
      {"d-policy-no-signers-number", "MISSING_FIELD", GOOD.replace("],\"signers\":1}", "]}")},
      {
        "d-policy-no-sha256",
        "MISSING_FIELD",
        GOOD.replace(",\"sha256\":\"" + ALICE.ed25519.id() + "\"", "")
      },
      {"d-policy-empty", "MISSING_FIELD", "{}\n"},
      {
        "h-policy-version-string",
        "MALFORMED_JSON",
        GOOD.replace("\"version\":1", "\"version\":\"1\"")
      },
      {"h-policy-signers-object", "MALFORMED_JSON", GOOD.replace("\"signers\":[", "\"signers\":{")},
      {
        "h-policy-require-null",
        "MALFORMED_JSON",
        GOOD.replaceAll("\"require\":\\{.*", "\"require\":null}")
      },
      {
        "h-policy-count-string",
        "MALFORMED_JSON",
        GOOD.replace("\"signers\":1}", "\"signers\":\"1\"}")
      },
      {"h-policy-algorithms-string", "MALFORMED_JSON", GOOD.replace(BOTH, "\"Ed25519\"")},
      {"h-policy-array", "MALFORMED_JSON", "[" + GOOD.strip() + "]\n"},
    };
    for (String[] one : table) {
      wrong.put(
          "F-02/" + one[0], "policy: " + one[0].substring(9).replace('-', ' '), one[1], one[2]);
    }
  }
}
