// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a file that was refused what it looks like. By its first bytes, and for people: nothing
 * is decided here.
 */
public final class ForeignFile {
  private static final int START = 4096;

  private static final Pattern POINTER =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\\n"
              + "(?:[a-z0-9.-]+ .*\\n)*?oid sha256:([0-9a-f]{64})\\n(?s:.*)");

  private static final String OTHER =
      "; a certificate is of a safetensors file: get that file from who issued the certificate"
          + " (a converted one has another SHA-256)";

  private static final String UNPACK = ": unpack it";
  private static final String TEXT = "[\\t\\n\\r\\x20-\\x7e\\x80-\\xff]";

  /** Of the kinds whose first bytes fit, the first is meant. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("\\z", "an empty file", ": copy or download it again"),
          new Kind("PK\\x03\\x04.*data\\.pkl", "a PyTorch file (zip)", OTHER),
          new Kind("PK\\x03\\x04.*\\.npy", "a NumPy archive (zip)", OTHER),
          new Kind(
              "PK\\x03\\x04.{26}README\\.txt",
              "a bundle (zip)",
              ": assay-archive bundle verify decides what is in it"),
          new Kind("PK\\x03\\x04", "a zip archive", OTHER),
          new Kind(
              "version https://git-lfs",
              "a git-LFS pointer, not the file it stands for",
              ": run git lfs pull"),
          new Kind("\\x80[\\x00-\\x05]..l\\xfc\\x9cF\\xf9", "a legacy PyTorch file", OTHER),
          new Kind("\\x80[\\x00-\\x05]", "a pickle", OTHER),
          new Kind("GGUF", "a GGUF file (llama.cpp)", OTHER),
          new Kind("\\x93NUMPY", "a NumPy array", OTHER),
          new Kind("\\x89HDF\\r\\n", "an HDF5 file (Keras)", OTHER),
          new Kind(".{4}TFL3", "a TensorFlow Lite file", OTHER),
          new Kind("\\x08[\\x01-\\x20][\\x12\\x1a\\x22\\x2a\\x3a\\x42]", "an ONNX file", OTHER),
          new Kind("\\x89PNG\\r\\n", "a PNG image", OTHER),
          new Kind("\\xff\\xd8\\xff", "a JPEG image", OTHER),
          new Kind("%PDF-", "a PDF document", OTHER),
          new Kind("\\x1f\\x8b", "a gzip file", UNPACK),
          new Kind("\\xfd7zXZ\\x00", "an xz file", UNPACK),
          new Kind("\\(\\xb5/\\xfd", "a Zstandard file", UNPACK),
          new Kind("BZh[1-9](1AY&SY|\\x17rE8P\\x90)", "a bzip2 file", UNPACK),
          new Kind("7z\\xbc\\xaf'\\x1c", "a 7z archive", UNPACK),
          new Kind(".{257}ustar", "a tar archive", UNPACK),
          new Kind(
              "\\xff\\xfe|\\xfe\\xff|(\\x00[\\s!-~]|[\\s!-~]\\x00){4}", "text in UTF-16", OTHER),
          new Kind("-----BEGIN ", "a PEM file", ": keys come to the checker in a policy"),
          new Kind("\\s*(?i:<!doctype html|<html)", "a web page, not the file", ": get it again"),
          new Kind("\\s*\\{" + TEXT + "*\\z", "a JSON text", OTHER),
          new Kind(TEXT + "+\\z", "a text file", OTHER));

  private ForeignFile() {}

  private record Kind(Pattern first, String name, String advice) {
    Kind(String first, String name, String advice) {
      this(Pattern.compile(first, Pattern.DOTALL), name, advice);
    }
  }

  /** One sentence: what it is and what to do; nothing if it is not known. */
  public static Optional<String> sentence(byte[] file) {
    return isHeader(start(file))
        ? TensorNames.of(file).sentence(file.length)
        : kind(file).map(kind -> "this is " + kind.name + kind.advice);
  }

  /** What it is, for who wants no model. */
  public static String otherThanJson(byte[] file) {
    return isHeader(start(file))
        ? "a safetensors file"
        : kind(file).map(kind -> kind.name + kind.advice.replace(OTHER, "")).orElse("another file");
  }

  /** The digest that a git-LFS pointer names in place of the file. */
  public static Optional<String> pointsTo(byte[] file) {
    if (file.length > START) {
      return Optional.empty();
    }
    Matcher pointer = POINTER.matcher(new String(file, ISO_8859_1));
    return pointer.matches() ? Optional.of(pointer.group(1)) : Optional.empty();
  }

  private static String start(byte[] file) {
    return new String(Arrays.copyOf(file, Math.min(file.length, START)), ISO_8859_1);
  }

  /** The length of a header, and its brace: no other kind begins so. */
  private static boolean isHeader(String start) {
    return start.matches("(?s)...\0{5}\\{.*");
  }

  private static Optional<Kind> kind(byte[] file) {
    String start = start(file);
    return KINDS.stream().filter(kind -> kind.first.matcher(start).lookingAt()).findFirst();
  }
}
