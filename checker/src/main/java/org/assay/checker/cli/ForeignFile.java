// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a file that was refused as a model what it looks like. By its first bytes, and for
 * people: nothing is decided here.
 */
final class ForeignFile {
  private static final int START = 4096;

  private static final Pattern POINTER =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\\n"
              + "(?:[a-z0-9.-]+ .*\\n)*?oid sha256:([0-9a-f]{64})\\n(?s:.*)");

  private static final String OTHER =
      "; a certificate is of a safetensors file: get that file from who issued the certificate"
          + " (a converted one has another SHA-256)";

  private ForeignFile() {}

  /** One sentence: what it is and what to do; nothing if it is not known. */
  static Optional<String> sentence(byte[] file) {
    String start = new String(Arrays.copyOf(file, Math.min(file.length, START)), ISO_8859_1);
    return start.matches("(?s)...\0{5}\\{.*") // the length of a header, and its brace
        ? TensorNames.of(file).sentence()
        : Optional.ofNullable(kind(start)).map(kind -> "this is " + kind);
  }

  /** The digest that a git-LFS pointer names in place of the file. */
  static Optional<String> pointsTo(byte[] file) {
    if (file.length > START) {
      return Optional.empty();
    }
    Matcher pointer = POINTER.matcher(new String(file, ISO_8859_1));
    return pointer.matches() ? Optional.of(pointer.group(1)) : Optional.empty();
  }

  private static String kind(String start) {
    if (start.isEmpty()) {
      return "an empty file: copy or download it again";
    }
    if (start.startsWith("PK\u0003\u0004")) {
      return zip(start) + OTHER;
    }
    if (start.startsWith("version https://git-lfs")) {
      return "a git-LFS pointer, not the file it stands for: run git lfs pull";
    }
    if (start.startsWith("\u0080") && start.length() > 1 && start.charAt(1) <= 5) {
      return (start.startsWith("l\u00fc\u009cF\u00f9", 4) ? "a legacy PyTorch file" : "a pickle")
          + OTHER;
    }
    if (start.startsWith("GGUF")) {
      return "a GGUF file (llama.cpp)" + OTHER;
    }
    if (start.startsWith("\u0093NUMPY")) {
      return "a NumPy array" + OTHER;
    }
    if (start.startsWith("\u0089HDF\r\n")) {
      return "an HDF5 file (Keras)" + OTHER;
    }
    if (start.startsWith("\u001f\u008b")) {
      return "a gzip file: unpack it";
    }
    return start.matches("(?s)\\x08[\\x01-\\x20][\\x12\\x1a\\x22\\x2a\\x3a\\x42].*")
        ? "an ONNX file" + OTHER
        : text(start);
  }

  private static String zip(String start) {
    return start.contains("data.pkl")
        ? "a PyTorch file (zip)"
        : start.contains(".npy") ? "a NumPy archive (zip)" : "a zip archive";
  }

  /** Text has a letter where a safetensors file has the zero bytes of its header's length. */
  private static String text(String start) {
    if (!start.matches("(?s)[\\t\\n\\r\\x20-\\x7e\\x80-\\xff]+")) {
      return null;
    }
    String first = start.stripLeading();
    if (first.regionMatches(true, 0, "<!doctype html", 0, 14)
        || first.regionMatches(true, 0, "<html", 0, 5)) {
      return "a web page, not the file: download it again";
    }
    return (first.startsWith("{") ? "a JSON text" : "a text file") + OTHER;
  }
}
