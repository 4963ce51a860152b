// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.Scenario;
import org.assay.checker.foreign.Accident;
import org.assay.checker.foreign.ForeignFile;
import org.assay.checker.foreign.TensorNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of files that are no model, or no certificate. */
class ForeignFileTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:" + DIGEST + "\nsize 12345\n";

  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String said(String text) {
    return ForeignFile.sentence(bytes(text)).orElse("nothing").replaceAll("[;:].*", "");
  }

  @Test
  void theKindOfAFileIsKnownByItsFirstBytes() {
    assertEquals("this is a PyTorch file (zip)", said("PK\3\4\0\0\b\b archive/data.pkl\u0080\2}"));
    assertEquals("this is a NumPy archive (zip)", said("PK\3\4\24\0\0\0 W_E.npy\u0093NUMPY"));
    assertEquals("this is a zip archive", said("PK\3\4 letter.txt"));
    String torch = "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\31.\u0080\2M\u00e9\3.";
    assertEquals("this is a legacy PyTorch file", said(torch));
    assertEquals("this is a pickle", said("\u0080\4\u0095\u00c4\0\0\0\0\0\0\0}\u0094"));
    assertEquals("this is an ONNX file", said("\b\b\22\7pytorch\32\0052.1.0:\u00d0\1\n"));
    assertEquals("this is a GGUF file (llama.cpp)", said("GGUF\3\0\0\0\1\0\0\0\0\0\0\0"));
    assertEquals("this is a NumPy array", said("\u0093NUMPY\1\0v\0{'descr': '<f4'}"));
    assertEquals("this is an HDF5 file (Keras)", said("\u0089HDF\r\n\32\n\0\0\0\0\0"));
    assertEquals("this is a gzip file", said("\37\u008b\b\0\0\0\0\0"));
    assertEquals("this is a git-LFS pointer, not the file it stands for", said(POINTER));
    assertEquals("this is a web page, not the file", said("\n<!DOCTYPE html>\n<title>404</title>"));
    assertEquals("this is a JSON text", said("{\"metadata\": {}, \"weight_map\": {}}"));
    assertEquals("this is a text file", said("embed 1.0 2.0\n"));
    assertEquals("this is an empty file", said(""));
    assertEquals("this is a PNG image", said("\u0089PNG\r\n\32\n\0\0\0\rIHDR"));
    assertEquals("this is a JPEG image", said("\u00ff\u00d8\u00ff\u00e0\0\20JFIF\0"));
    assertEquals("this is a PDF document", said("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"));
    assertEquals("this is a TensorFlow Lite file", said("\34\0\0\0TFL3\24\0 \0\34\0"));
    assertEquals("this is an xz file", said("\u00fd7zXZ\0\0\4\u00e6\u00d6\u00b4F\2\0!"));
    assertEquals("this is a Zstandard file", said("(\u00b5/\u00fd\4X\u0091\0\0model"));
    assertEquals("this is a bzip2 file", said("BZh91AY&SY\u00d4{\u00e8!\0"));
    assertEquals("this is a bzip2 file", said("BZh1\27rE8P\u0090\0\0\0\0"));
    assertEquals("this is a 7z archive", said("7z\u00bc\u00af'\34\0\4"));
    String tar = "m.safetensors" + "\0".repeat(87) + "0000644" + "\0".repeat(150);
    assertEquals("this is a tar archive", said(tar + "ustar  \0root"));
    for (String order : List.of("UTF-16", "UTF-16LE", "UTF-16BE")) {
      byte[] wide = "a line\r\n".getBytes(Charset.forName(order));
      assertEquals("this is text in UTF-16", said(new String(wide, ISO_8859_1)), order);
    }
    assertEquals("this is a PEM file", said("-----BEGIN PUBLIC KEY-----\nMCow"));
    assertEquals("nothing", said("\0\1\2\3\4\5\6\7\b"));
  }

  /** The first byte of the length of a header is any: also that of a pickle or of ONNX. */
  @Test
  void aSafetensorsFileIsNeverCalledAnotherKind() {
    for (int length = 8; length < 4096; length++) {
      byte[] file =
          ByteBuffer.allocate(8 + length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(length)
              .put(bytes("{" + " ".repeat(length - 2) + "}"))
              .array();
      assertEquals(Optional.empty(), ForeignFile.sentence(file));
      assertEquals("a safetensors file", ForeignFile.otherThanJson(file));
    }
  }

  /** Whatever of the file is left: its header says how long it was. */
  @Test
  void aModelThatWasCutOffEndsEarly() throws IOException {
    Scenario scenario = new Scenario(folder);
    byte[] model = scenario.model;
    int header = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).getInt();
    for (int left = 9; left < model.length; left++) {
      String want =
          "the file ends early: got %d bytes, want at least %d: copy or download it again"
              .formatted(left, left < 8 + header ? 8 + header : model.length);
      assertEquals(Optional.of(want), ForeignFile.sentence(Arrays.copyOf(model, left)));
    }
    assertEquals(Optional.empty(), ForeignFile.sentence(model));
    Path certificate = scenario.write("x/a.cert.json", scenario.unsigned("4"));
    Path cut = scenario.write("x/cut.safetensors", Arrays.copyOf(model, model.length - 1));
    Ran ran = Ran.with("--unsigned", "--model", cut, certificate);
    assertEquals("rejected MODEL_MISMATCH: " + certificate + "\n", ran.out());
    String early =
        "ends early: got %d bytes, want at least %d".formatted(model.length - 1, model.length);
    assertTrue(ran.err().contains("; the file " + early + ": copy or"), ran.err());
    Ran searched = Ran.with("--unsigned", certificate);
    assertEquals(66, searched.exit());
    assertTrue(
        searched.err().endsWith("; cannot be read there: [" + cut + " " + early + "]\n"),
        searched.err());
  }

  private static final String NEXT =
      "; assay reads one-layer, one-head, attention-only transformers with TransformerLens names"
          + " and without layer norm; others: assay certify --config FILE --strategy exhaustive";

  private static String named(String... entries) {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    for (String entry : entries) {
      String[] parts = entry.split(" ");
      header.append(
          ",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,4]}"
              .formatted(parts[0], parts[1]));
    }
    byte[] text = bytes(header.append("}").toString());
    byte[] file =
        ByteBuffer.allocate(8 + text.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .array();
    String sentence = ForeignFile.sentence(file).orElse("nothing" + NEXT);
    assertTrue(sentence.endsWith(NEXT), sentence);
    return sentence.substring(0, sentence.length() - NEXT.length());
  }

  @Test
  void theKindOfAModelIsKnownByItsNamesAndShapes() {
    assertEquals(
        "this is a model with GPT-2 names (Hugging Face transformers)",
        named("wte.weight [9,4]", "h.0.attn.c_attn.weight [4,12]"));
    assertEquals(
        "this is a model with GPT-2 names (Hugging Face transformers)",
        named("transformer.h.11.ln_1.bias [4]"));
    assertEquals(
        "this is a model with names of Hugging Face transformers",
        named("model.layers.0.self_attn.q_proj.weight [4,4]"));
    assertEquals(
        "this is a model whose names have the prefix \"model.\": save it without",
        named("model.embed.W_E [9,4]", "model.blocks.0.attn.W_Q [1,4,2]"));
    assertEquals(
        "this is a model whose names have the prefix \"_orig_mod.m.\": save it without",
        named("_orig_mod.m.embed.W_E [9,4]"));
    String embed = "embed.W_E [9,4]";
    assertEquals("this is a model of several layers", named(embed, "blocks.1.attn.W_Q [1,4,2]"));
    assertEquals("this is a model with an MLP", named(embed, "blocks.0.mlp.W_in [4,16]"));
    assertEquals("this is a model with layer norm", named(embed, "blocks.0.ln1.w [4]"));
    assertEquals("this is a model with layer norm", named(embed, "ln_final.w [4]"));
    assertEquals("this is a model of 4 heads", named(embed, "blocks.0.attn.W_Q [4,4,1]"));
    assertEquals(
        "this is a model whose W_E is transposed ([4, 9]), want [vocabulary, d_model]",
        named("embed.W_E [4,9]", "blocks.0.attn.W_Q [1,4,2]"));
    assertEquals("nothing", named(embed, "blocks.0.attn.W_Q [1,4,2]"));
    assertEquals("nothing", named("embed.W_E [4,4]", "blocks.0.attn.W_Q [1,4,4]"));
  }

  @Test
  void aSizeThatIsNoNumberIsLeftOut() {
    byte[] text =
        bytes("{\"a\":{\"shape\":[]},\"b\":{\"shape\":[5,,%s,7]}}".formatted("9".repeat(19)));
    ByteBuffer file = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    TensorNames names = TensorNames.of(file.array());
    assertEquals(0, names.size("a", 0));
    assertEquals(5, names.size("b", 0));
    assertEquals(7, names.size("b", 1));
  }

  @Test
  void aHeaderThatIsNotWholeHasNoNames() {
    byte[] text = bytes("{\"h.0.attn.c_attn.weight\":{\"shape\":[4,12]}}");
    ByteBuffer file = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    assertEquals(12, TensorNames.of(file.array()).size("h.0.attn.c_attn.weight", 1));
    assertEquals(0, TensorNames.of(file.array()).size("h.0.attn.c_attn.weight", 2));
    assertEquals(Optional.empty(), TensorNames.of(file.array()).early(8 + text.length));
    for (long length : new long[] {text.length + 1, 1 << 20}) {
      file.putLong(0, length);
      String want = "ends early: got %d bytes, want at least %d".formatted(8, 8 + length);
      assertEquals(Optional.of(want), TensorNames.of(file.array()).early(8));
      assertEquals(0, TensorNames.of(file.array()).size("h.0.attn.c_attn.weight", 1));
    }
    for (long length : new long[] {-1, Long.MIN_VALUE, (1 << 20) + 1, 1L << 32}) {
      file.putLong(0, length);
      assertEquals(Optional.empty(), TensorNames.of(file.array()).sentence(8));
    }
    assertEquals(Optional.empty(), TensorNames.of(new byte[7]).sentence(7));
    assertEquals(Optional.empty(), TensorNames.of(new byte[8]).sentence(8));
  }

  @Test
  void aRefusedModelIsNamedInTheReasonAndInJson() throws IOException {
    Scenario scenario = new Scenario(folder);
    Path certificate = scenario.write("x/a.cert.json", scenario.unsigned("4"));
    Path torch = scenario.write("m.pt", bytes("PK\3\4 data.pkl"));
    Ran ran = Ran.with("--unsigned", "--model", torch, certificate);
    assertEquals(1, ran.exit());
    assertTrue(ran.err().contains("MODEL_MISMATCH: "), ran.err());
    assertTrue(
        ran.err().contains("; this is a PyTorch file (zip); a certificate is of"), ran.err());
    Ran json = Ran.with("--unsigned", "--json", "--model", torch, certificate);
    assertTrue(json.out().contains("; this is a PyTorch file (zip)"), json.out());
  }

  @Test
  void aPointerToTheModelIsFound() throws IOException {
    Scenario scenario = new Scenario(folder);
    Path certificate = scenario.write("x/a.cert.json", scenario.unsigned("4"));
    scenario.write("x/models/other.safetensors", bytes(POINTER));
    Path pointer =
        scenario.write(
            "x/models/tiny.safetensors", bytes(POINTER.replace(DIGEST, scenario.sha256)));
    Ran ran = Ran.with("--unsigned", certificate);
    assertEquals(66, ran.exit());
    String hint = "tiny.safetensors is a git-LFS pointer to it: run git lfs pull\n";
    assertTrue(ran.err().endsWith(hint), ran.err());
    Files.delete(pointer);
    assertTrue(!Ran.with("--unsigned", certificate).err().contains("git-LFS"));
    assertEquals(Optional.of(DIGEST), ForeignFile.pointsTo(bytes(POINTER)));
    assertEquals(Optional.empty(), ForeignFile.pointsTo(bytes("oid sha256:" + DIGEST)));
    assertEquals(Optional.empty(), ForeignFile.pointsTo(bytes(POINTER + " ".repeat(5000))));
  }

  /** Six accidents that all said "want printable ASCII, then one line feed". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crlf      | byte 9: got 0x0D    | line ends were changed to CR LF",
        "bom       | byte 0: got 0xEF    | a byte order mark",
        "utf-16    | got no line feed    | begins with {: this is text in UTF-16",
        "no-end    | got no line feed    | the line feed at the end is missing",
        "indented  | byte 1: got 0x0A    | line breaks inside, as after indenting",
        "cut       | got no line feed    | the file is cut off",
        "empty     | got no line feed    | begins with {: this is an empty file: copy",
        "lfs       | byte 42: got 0x0A   | this is a git-LFS pointer",
        "pem       | byte 26: got 0x0A   | this is a PEM file: keys come to the checker in a"
            + " policy",
        "model     | got no line feed    | begins with {: this is a safetensors file",
        "png       | byte 0: got 0x89    | begins with {: this is a PNG image",
        "bundle    | got no line feed    | this is a bundle (zip): assay-archive bundle verify",
        "words     | Unrecognized token  | begins with {: this is a text file",
        "noise     | got no line feed    | begins with {: this is another file"
      })
  void anAccidentIsCalledByItsName(String kind, String got, String sentence) throws IOException {
    String good = "{\"a\":\"b\"}\n";
    byte[] file =
        switch (kind) {
          case "crlf" -> bytes(good.replace("\n", "\r\n"));
          case "bom" -> bytes("\u00ef\u00bb\u00bf" + good);
          case "utf-16" -> ("\ufeff" + good.strip()).getBytes(StandardCharsets.UTF_16LE);
          case "no-end" -> bytes(good.strip());
          case "indented" -> bytes("{\n  \"a\": \"b\"\n}\n");
          case "cut" -> bytes(good.substring(0, 5));
          case "lfs" -> bytes(POINTER);
          case "pem" -> bytes("-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n");
          case "png" -> bytes("\u0089PNG\r\n\32\n\0\0\0\rIHDR\n");
          case "bundle" -> bytes("PK\3\4" + "\0".repeat(26) + "README.txtWhat this is");
          case "words" -> bytes("hello\n");
          case "noise" -> new byte[] {1, 2, 3};
          case "model" -> new Scenario(folder).model;
          default -> new byte[0];
        };
    Scenario scenario = new Scenario(folder);
    Path certificate = scenario.write("a.cert.json", file);
    Ran ran = Ran.with("--unsigned", certificate);
    assertEquals(1, ran.exit());
    assertEquals("rejected MALFORMED_JSON: " + certificate + "\n", ran.out());
    assertTrue(ran.err().contains(": MALFORMED_JSON: " + got), ran.err());
    assertTrue(ran.err().contains(sentence), ran.err());
    assertFalse(ran.err().contains("[Source"), ran.err());
    assertFalse(ran.err().contains("a certificate is of a safetensors file"), ran.err());
    Ran policy = Ran.with("--policy", certificate, certificate);
    assertEquals(66, policy.exit());
    assertTrue(policy.err().contains(sentence), policy.err());
  }

  @Test
  void whatIsOneLineHadNoAccident() {
    assertEquals(Optional.empty(), Accident.of(bytes("{\"a\":\"b\"}\n")));
  }
}
