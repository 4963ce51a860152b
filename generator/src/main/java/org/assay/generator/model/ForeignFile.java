// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Files of other kinds that people hold in place of safetensors, told by their first bytes.
 *
 * <p>Only asked once a file has turned out to be no safetensors file: any first bytes may also be
 * those of a header length.
 */
enum ForeignFile {
  EMPTY("is empty: was it downloaded whole?", List.of(), String::isEmpty),
  LFS(
      "is a pointer of Git LFS, not the model itself: run `git lfs pull` where it was cloned",
      List.of(),
      starts("version https://git-lfs")),
  TORCH(
      "is a PyTorch file (a zip archive, as torch.save writes it): `assay import model.pt --out"
          + " model.safetensors` makes one of it; or with Python:",
      Conversion.TORCH,
      text -> isZip(text) && text.contains("data.pkl")),
  ARRAYS(
      "is an archive of NumPy arrays (.npz); with Python it becomes one:",
      Conversion.NUMPY,
      text -> isZip(text) && text.contains(".npy")),
  ZIP("is a zip archive: unpack it first", List.of(), ForeignFile::isZip),
  PICKLE(
      "is a Python pickle, as torch.save wrote before PyTorch 1.6: `assay import model.pt --out"
          + " model.safetensors` makes one of it; or with Python:",
      Conversion.TORCH,
      matches("\\x80[\\x02-\\x05].*")),
  GGUF(
      "is a GGUF file, a format for large language models: Assay decides none of its kinds of model",
      List.of(),
      starts("GGUF")),
  ARRAY(
      "is one NumPy array (.npy): a model is several tensors; save them by their names",
      List.of(),
      starts("\u0093NUMPY")),
  HDF5(
      "is an HDF5 file, as Keras writes it: save the weights by their TransformerLens names",
      List.of(),
      starts("\u0089HDF\r\n\u001a\n")),
  PNG("is an image (PNG), not a model", List.of(), starts("\u0089PNG\r\n\u001a\n")),
  JPEG("is an image (JPEG), not a model", List.of(), starts("\u00ff\u00d8\u00ff")),
  PDF("is a PDF document, not a model", List.of(), starts("%PDF-")),
  TFLITE(
      "is a TensorFlow Lite file: save the weights by their TransformerLens names",
      List.of(),
      text -> text.startsWith("TFL3", 4)),
  TAR("is a tar archive: unpack it first (tar -xf)", List.of(), ForeignFile::isTar),
  XZ("is compressed by xz: unpack it first (unxz)", List.of(), starts("\u00fd7zXZ\0")),
  ZSTD("is compressed by Zstandard: unpack it first (unzstd)", List.of(), starts("(\u00b5/\u00fd")),
  BZIP2(
      "is compressed by bzip2: unpack it first (bunzip2)",
      List.of(),
      matches("BZh[1-9](1AY&SY|\\x17rE8P\\x90).*")),
  SEVEN_ZIP("is a 7z archive: unpack it first", List.of(), starts("7z\u00bc\u00af'\u001c")),
  GZIP("is compressed by gzip: unpack it first (gunzip)", List.of(), starts("\u001f\u008b")),
  PAGE(
      "is a web page, not the model: download the file itself, by its \"raw\" address",
      List.of(),
      matches("\\s*(?i:<(!doctype|html)).*")),
  ONNX(
      "is an ONNX file; with Python its tensors become one:",
      Conversion.ONNX,
      // field 1, the version of the format, then field 2, the producer, or 7, the graph
      matches("\\x08[\\x01-\\x20][\\x12\\x3a].*")),
  WIDE_TEXT("is text in UTF-16, not a model", List.of(), matches("(\\xff\\xfe|\\xfe\\xff).*")),
  TEXT("is text, not a model", List.of(), matches("[\\t\\n\\r\\x20-\\x7e\\x80-\\xff]+"));

  private static final int LOOKED_AT = 1024;

  private final String what;
  private final List<String> advice;
  private final Predicate<String> isOne;

  ForeignFile(String what, List<String> advice, Predicate<String> isOne) {
    this.what = what;
    this.advice = advice;
    this.isOne = isOne;
  }

  /** The refusal that names the kind of this file, if it is known. */
  static Optional<ModelRefusal> refusal(byte[] file) {
    String text = new String(file, 0, Math.min(file.length, LOOKED_AT), ISO_8859_1);
    return Arrays.stream(values())
        .filter(kind -> kind.isOne.test(text))
        .findFirst()
        .map(
            kind ->
                new ModelRefusal("want a safetensors file; this %s", kind.what)
                    .advising(kind.advice));
  }

  private static Predicate<String> matches(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate();
  }

  private static Predicate<String> starts(String first) {
    return text -> text.startsWith(first);
  }

  /** The name of the format stands behind the first name of a file. */
  private static boolean isTar(String text) {
    return text.startsWith("ustar", 257);
  }

  private static boolean isZip(String text) {
    return text.startsWith("PK\3\4");
  }
}
