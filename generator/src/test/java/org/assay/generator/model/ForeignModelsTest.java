// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people hold in place of a model that can be decided: it is called by its name. */
class ForeignModelsTest {
  private static final int[] SIZES = {2, 5, 3, 4};

  private static ModelRefusal refusal(byte[] file) {
    return assertThrows(ModelRefusal.class, () -> Model.parse("m", file));
  }

  /** First bytes as Latin-1, `_` for a zero byte. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`PK\3\4_____________model/data.pkl` | PyTorch file | torch.load",
        "`PK\3\4_____________archive/data.pkl` | PyTorch file | torch.load",
        "`PK\3\4_____________W_E.npy` | NumPy arrays | numpy.load",
        "`PK\3\4_____________word/document.xml` | zip archive | ``",
        "`\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.` | Python pickle | torch.load",
        "`\u0080\4\u0095_______` | Python pickle | torch.load",
        "`\b\7\u0012\7pytorch\u001a\0052.0.0:` | ONNX | onnx.load",
        "`\b\n:\u00c8\u0001\n` | ONNX | onnx.load",
        "`version https://git-lfs.github.com/spec/v1\noid sha256:4d7a` | git lfs pull | ``",
        "`GGUF\3___` | GGUF | ``",
        "`\u0093NUMPY\1_v_` | one NumPy array | ``",
        "`\u0089HDF\r\n\u001a\n_` | HDF5 | ``",
        "`\u001f\u008b\b_____` | gzip | ``",
        "`\u0089PNG\r\n\u001a\n____` | PNG | ``",
        "`\u00ff\u00d8\u00ff\u00e0____` | JPEG | ``",
        "`%PDF-1.7\nall of it text` | PDF document | ``",
        "`\u001c___TFL3____` | TensorFlow Lite | ``",
        "`\u00fd7zXZ__\4` | compressed by xz | ``",
        "`(\u00b5/\u00fd\4` | Zstandard | ``",
        "`BZh91AY&SY\u00d8` | bzip2 | ``",
        "`7z\u00bc\u00af'\u001c_\4` | 7z archive | ``",
        "`\u00ff\u00fe{_\"_` | UTF-16 | ``",
        "`\n<!DOCTYPE html><html>` | web page | ``",
        "`<HTML lang=en>` | web page | ``",
        "`{\"W\": [1.5, 2.5]}` | is text | ``",
        "`Gr\u00c3\u00bc\u00c3\u009fe an alle` | is text | ``",
        "`1,2,3\r\n4,5,6\r\n` | is text | ``",
        "`` | is empty | ``",
      })
  void aFileOfAnotherKindIsRecognised(String first, String what, String python) {
    String text = first == null ? "" : first.replace('_', '\0');
    ModelRefusal refusal = refusal(text.getBytes(ISO_8859_1));
    assertTrue(refusal.getMessage().contains(what), refusal.getMessage());
    String lines = String.join("\n", refusal.advice());
    assertTrue(python == null ? lines.isEmpty() : lines.contains(python), lines);
    assertEquals(lines.isEmpty() ? 0 : 3, refusal.advice().size(), lines);
  }

  @Test
  void aTarArchiveIsRecognisedByWhatStandsBehindItsFirstName() {
    byte[] tar = new byte[1024];
    System.arraycopy("model.pt".getBytes(ISO_8859_1), 0, tar, 0, 8);
    System.arraycopy("ustar".getBytes(ISO_8859_1), 0, tar, 257, 5);
    assertTrue(refusal(tar).getMessage().contains("tar archive"), refusal(tar).getMessage());
  }

  @Test
  void aFileThatLacksItsLastBytesIsCutOff() {
    byte[] whole = file(good(), "F32", 4);
    String cut = refusal(Arrays.copyOf(whole, whole.length - 5)).getMessage();
    assertTrue(cut.contains("data ends at") && cut.contains("the file is cut off"), cut);
    String more = refusal(Arrays.copyOf(whole, whole.length + 5)).getMessage();
    assertTrue(more.contains("there are bytes behind them"), more);
  }

  /** Header entries and their data, in any order. */
  private static byte[] file(List<String[]> tensors, String dtype, int entryBytes) {
    List<String> entries = new ArrayList<>();
    int place = 0;
    for (String[] tensor : tensors) {
      int bytes = entryBytes;
      for (String size : tensor[1].split(",")) bytes *= Integer.parseInt(size);
      entries.add(
          String.format(
              Locale.ROOT,
              "\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}",
              tensor[0],
              dtype,
              tensor[1],
              place,
              place + bytes));
      place += bytes;
    }
    return ModelFiles.file("{" + String.join(",", entries) + "}", new byte[place]);
  }

  private static List<String[]> good() {
    return ModelFiles.shapes(SIZES).entrySet().stream()
        .map(
            tensor ->
                new String[] {
                  tensor.getKey(),
                  tensor.getValue().stream().map(String::valueOf).collect(Collectors.joining(","))
                })
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** In every order of the header the message is the same: names, then types, then shapes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "blocks.1.attn.W_Q | tensor blocks.1.attn.W_Q: the model has more than one layer",
        "blocks.11.ln1.w | tensor blocks.11.ln1.w: the model has more than one layer",
        "blocks.0.mlp.W_in | tensor blocks.0.mlp.W_in: the model has an MLP",
        "blocks.0.ln1.w | tensor blocks.0.ln1.w: the model has layer norm",
        "ln_final.b | tensor ln_final.b: the model has layer norm",
        "blocks.0.attn.rotary_sin | tensor blocks.0.attn.rotary_sin: the model has another kind",
        "head.weight | tensor head.weight is not supported: want one layer with one head",
        "transformer.wte.weight | tensor transformer.wte.weight: these are the names of GPT-2",
      })
  void namesComeFirstInAnyOrder(String name, String want) {
    List<String[]> tensors = good();
    tensors.add(new String[] {name, "7"});
    tensors.get(0)[1] = "3,3"; // a wrong shape, and a type that is not read
    tensors.add(new String[] {"blocks.0.attn.mask", "2,2"});
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(tensors, new Random(seed));
      String got = refusal(file(tensors, "BOOL", 1)).getMessage();
      assertTrue(got.startsWith(want), got);
    }
  }

  /** Wherever the wrong tensors stand: looked at one by one, what stands first would decide. */
  @Test
  void typesComeBeforeShapesAndShapesBeforeValues() {
    int tensors = good().size();
    for (int wrong = 0; wrong < tensors; wrong++) {
      for (int untyped = 0; untyped < tensors; untyped++) {
        List<String[]> some = good();
        String type = some.get(untyped)[0];
        String shape = some.get(wrong)[0];
        some.get(untyped)[0] = type + " I32";
        some.get(wrong)[1] += ",1";
        Collections.shuffle(some, new Random(31L * wrong + untyped));
        assertStarts("tensor " + type + ": dtype I32 is not supported", notANumber(some));
        for (String[] tensor : some) tensor[0] = tensor[0].split(" ")[0];
        assertStarts("tensor " + shape + ": got shape [", notANumber(some));
      }
    }
    assertTrue(refusal(notANumber(good())).getMessage().endsWith(": entry 0 is NaN"));
  }

  private static void assertStarts(String want, byte[] file) {
    String got = refusal(file).getMessage();
    assertTrue(got.startsWith(want), () -> "got " + got + ", want " + want);
  }

  /** Tensors of F32, or of the type behind the name, and all their values are NaN. */
  private static byte[] notANumber(List<String[]> tensors) {
    byte[] file = file(tensors, "F32", 4);
    String text = new String(file, ISO_8859_1);
    for (String[] tensor : tensors) {
      String[] words = tensor[0].split(" ");
      if (words.length < 2) continue;
      String wrong = "\"" + tensor[0] + "\":{\"dtype\":\"F32\"";
      String right = "\"" + words[0] + "\":{\"dtype\":\"" + words[1] + "\"    ";
      assertTrue(text.contains(wrong), text);
      text = text.replace(wrong, right);
    }
    byte[] typed = text.getBytes(ISO_8859_1);
    assertEquals(file.length, typed.length);
    int header = ByteBuffer.wrap(typed).order(ByteOrder.LITTLE_ENDIAN).getInt();
    Arrays.fill(typed, 8 + header, typed.length, (byte) -1);
    return typed;
  }

  /** What one layer and one head cannot hold is certified in another way, which is said. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "blocks.1.attn.W_Q",
        "blocks.0.mlp.W_in",
        "blocks.0.ln1.w",
        "ln_final.b",
        "transformer.wte.weight",
        "h.0.attn.c_attn.weight"
      })
  void otherNetworksAreToldTheWayToCertifyThem(String name) {
    List<String[]> tensors = good();
    tensors.add(new String[] {name, "7"});
    assertNextStep(refusal(file(tensors, "F32", 4)));
  }

  private static void assertNextStep(ModelRefusal refusal) {
    assertTrue(
        refusal.getMessage().endsWith("; others are certified by trying every input:"),
        refusal::getMessage);
    String lines = String.join("\n", refusal.advice());
    assertTrue(lines.contains("assay certify --model model.safetensors --config cfg.json"), lines);
    assertTrue(lines.contains("--strategy exhaustive"), lines);
  }

  @ParameterizedTest
  @CsvSource({"model.", "module.", "_orig_mod.", "a.b.c."})
  void aPrefixOfAllNamesIsToldWithTheWayToDropIt(String prefix) {
    List<String[]> tensors = good();
    for (String[] tensor : tensors) tensor[0] = prefix + tensor[0];
    ModelRefusal refusal = refusal(file(tensors, "F32", 4));
    assertTrue(
        refusal.getMessage().contains("all names begin with \"" + prefix), refusal::getMessage);
    assertTrue(refusal.advice().get(2).contains("n[" + prefix.length() + ":]"));
  }

  @Test
  void severalHeadsAreCounted() {
    List<String[]> tensors = good();
    for (String[] tensor : tensors) {
      if (tensor[0].matches(".*attn.(W_.|b_[QKV])")) tensor[1] = tensor[1].replaceFirst("1", "4");
    }
    ModelRefusal refusal = refusal(file(tensors, "F32", 4));
    assertTrue(refusal.getMessage().contains("4 heads; want one head"), refusal::getMessage);
    assertNextStep(refusal);
  }

  @ParameterizedTest
  @CsvSource({"embed.W_E", "unembed.W_U", "blocks.0.attn.W_O"})
  void aTransposedMatrixIsCalledTransposed(String name) {
    List<String[]> tensors = good();
    for (String[] tensor : tensors) {
      List<String> sizes = new ArrayList<>(Arrays.asList(tensor[1].split(",")));
      if (!tensor[0].equals(name)) continue;
      Collections.swap(sizes, sizes.size() - 2, sizes.size() - 1);
      tensor[1] = String.join(",", sizes);
    }
    ModelRefusal refusal = refusal(file(tensors, "F32", 4));
    assertTrue(refusal.getMessage().contains("tensor " + name), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("it is transposed"), refusal::getMessage);
    assertTrue(refusal.advice().get(2).contains("state[\"" + name + "\"].mT"));
  }

  @Test
  void otherNamesAltogetherAndAMissingOne() {
    List<String[]> tensors = new ArrayList<>();
    tensors.add(new String[] {"layers.0.weight", "4,3"});
    ModelRefusal foreign = refusal(file(tensors, "F32", 4));
    assertTrue(foreign.getMessage().contains("no name in the file is one of TransformerLens"));
    assertEquals(3, foreign.advice().size());
    List<String[]> fewer = good();
    fewer.removeIf(tensor -> tensor[0].equals("unembed.W_U"));
    String missing = refusal(file(fewer, "F32", 4)).getMessage();
    assertEquals("tensor unembed.W_U is missing", missing);
  }
}
