// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assay.generator.model.ModelRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that PyTorch wrote (resources/torch/make.py), and pickles by hand that want to do more. */
class TorchFileTest {
  private static final Path MADE = Path.of("src/test/resources/torch");

  @TempDir private Path folder;

  private static Map<String, TorchFile.Stored> read(Path file, String entry) throws IOException {
    return TorchFile.read(file, Files.readAllBytes(file), entry);
  }

  @ParameterizedTest
  @CsvSource({
    "state.pt,''",
    "before-1.6.pth,''",
    "wrapped.pt,''",
    "wrapped.pt,model",
    "checkpoints.pt,run",
    "checkpoints.pt,state_dicts.0"
  })
  void everyFormHoldsTheSameTensors(String name, String entry) throws IOException {
    Map<String, TorchFile.Stored> read = read(MADE.resolve(name), entry);
    assertEquals(List.of("a.weight", "a.bias", "mask"), List.copyOf(read.keySet()));
    assertEquals(List.of(3L, 4L), read.get("a.weight").shape());
    float[] rows = new float[12];
    for (int i = 0; i < 12; i++) rows[i] = i;
    assertArrayEquals(rows, floats(read.get("a.weight")));
    assertArrayEquals(new float[] {0.5f, -1}, floats(read.get("a.bias")));
    assertEquals("BOOL", read.get("mask").dtype());
    assertEquals(List.of(0L, 0L), read.get("mask").shape());
  }

  @Test
  void aCheckpointOfSeveralNeedsAPath() throws IOException {
    assertArrayEquals(
        new float[] {7},
        floats(read(MADE.resolve("checkpoints.pt"), "state_dicts.1").get("a.bias")));
    assertRefused(MADE.resolve("checkpoints.pt"), "", "[run, state_dicts]: say which by --entry");
    assertRefused(MADE.resolve("checkpoints.pt"), "state_dicts.2", "there is no 2; it is a list");
    assertRefused(MADE.resolve("checkpoints.pt"), "walk", "there is no walk; entries: [run, ");
    assertRefused(MADE.resolve("wrapped.pt"), "losses", "want a state dict, got a list");
    assertRefused(MADE.resolve("state.pt"), "a.bias", "there is no a; entries: [a.weight");
  }

  @Test
  void viewsBecomeRowsAndKeepTheirBits() throws IOException {
    Map<String, TorchFile.Stored> read = read(MADE.resolve("views.pt"), "");
    assertArrayEquals(
        new float[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, floats(read.get("transposed")));
    assertArrayEquals(new float[] {1, 5, 9}, floats(read.get("column")));
    assertEquals(List.of(4L, 3L), read.get("transposed").shape());
    assertEquals("F16", read.get("half").dtype());
    assertEquals(24, read.get("half").bytes().length);
    assertEquals("BF16", read.get("tail").dtype());
    assertArrayEquals( // 4.0 in bfloat16 is 0x4080
        new byte[] {(byte) 0x80, 0x40}, Arrays.copyOf(read.get("tail").bytes(), 2));
    assertEquals("F64", read.get("double").dtype());
    assertEquals("I64", read.get("whole").dtype());
  }

  private static float[] floats(TorchFile.Stored stored) {
    assertEquals("F32", stored.dtype());
    ByteBuffer in = ByteBuffer.wrap(stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[in.remaining() / 4];
    in.asFloatBuffer().get(values);
    return values;
  }

  @Test
  void wholeModulesAreRefusedByTheirName() {
    assertRefused(MADE.resolve("module.pt"), "", "it names __main__.Own: this is a whole module");
    assertRefused(MADE.resolve("linear-before-1.6.pt"), "", "torch.nn.modules.linear.Linear");
    assertRefused(MADE.resolve("script.pt"), "", "is a TorchScript archive: it holds code");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 1, ''",
    "1, 2, 1, is outside its storage",
    "0, 3, 1, is outside its storage",
    "0, 2, 2, is outside its storage",
    "2, 0, 1, ''",
    "-1, 1, 1, is outside its storage",
    "0, -1, 1, got shape",
    "0, 2, -1, got shape",
    "0, 2147483647, 0, got shape",
    "2147483647, 1, 1, is outside its storage"
  })
  void tensorsLieWithinTheirStorage(int offset, int size, int stride, String reason)
      throws IOException {
    Path file = archive(tensor("FloatStorage", 2, offset, size, stride), new byte[8]);
    if (reason.isEmpty()) assertEquals(1, read(file, "").size());
    else assertRefused(file, "", reason);
  }

  /** Views of one number: of eight bytes each, 2^28 of them are more than an array has. */
  @ParameterizedTest
  @CsvSource({
    "DoubleStorage, 1, 268435456",
    "DoubleStorage, 1, 33554433",
    "ByteStorage, 268435457, 1",
    "LongStorage, 2147483647, 1"
  })
  void fewBytesDoNotNameMuch(String storage, int numbers, int size) throws IOException {
    Path file = archive(tensor(storage, numbers, 0, size, 0), new byte[8]);
    assertRefused(file, "", "tensors: got more than 268435456 bytes, want at most that");
  }

  @Test
  void storagesHaveTheNumbersThatTheyAreSaidToHave() throws IOException {
    byte[] pickle = tensor("FloatStorage", 2, 0, 2, 1);
    assertRefused(archive(pickle, new byte[7]), "", "got 7 bytes, want 2 numbers of 4");
    assertRefused(archive(pickle, new byte[16]), "", "got 16 bytes, want 2 numbers of 4");
    assertRefused(archive(pickle), "", "member data/0 is missing");
    byte[] old = Files.readAllBytes(MADE.resolve("before-1.6.pth"));
    for (int length : new int[] {15, 40, old.length - 1, old.length / 2}) {
      Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(old, length));
      assertThrows(ModelRefusal.class, () -> read(cut, ""), "cut at " + length);
    }
    Path longer = Files.write(folder.resolve("longer.pth"), Arrays.copyOf(old, old.length + 1));
    assertRefused(longer, "", "1 bytes follow the numbers");
  }

  @Test
  void damagedArchivesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(MADE.resolve("state.pt"));
    byte[] weights = new byte[4];
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putFloat(11);
    int at = indexOf(whole, weights);
    byte[] changed = whole.clone();
    changed[at] ^= 1;
    assertRefused(Files.write(folder.resolve("c.pt"), changed), "", "is damaged: check sum");
    assertRefused(
        Files.write(folder.resolve("d.pt"), Arrays.copyOf(whole, whole.length - 30)),
        "",
        "is a zip archive that cannot be read");
    byte[] behind = whole.clone(); // where the first member begins, in the central directory
    int entry = indexOf(whole, new byte[] {'P', 'K', 1, 2}) + 42;
    ByteBuffer.wrap(behind).order(ByteOrder.LITTLE_ENDIAN).putInt(entry, whole.length - 4);
    assertRefused(
        Files.write(folder.resolve("e.pt"), behind), "", "begins behind the end of the file");
    assertRefused(zip(Map.of("a/b.txt", new byte[1])), "", "0 members data.pkl");
    byte[] none = bytes("\u0080\u0002}.");
    assertRefused(zip(Map.of("a/data.pkl", none, "b/data.pkl", none)), "", "2 members data.pkl");
    assertRefused(
        zip(Map.of("a/data.pkl", none, "a/byteorder", bytes("big"))), "", "got byte order \"big\"");
    Path text = Files.writeString(folder.resolve("t.pt"), "hello");
    assertRefused(text, "", "is no file of torch.save");
  }

  @Test
  void aCommentThatIsNoUtf8IsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, ISO_8859_1)) {
      ZipEntry member = new ZipEntry("a/data.pkl");
      member.setComment("\u00e9t\u00e9");
      out.putNextEntry(member);
      out.write(bytes("\u0080\u0002}."));
    }
    Path made = Files.write(folder.resolve("comment.pt"), bytes.toByteArray());
    // a newer JDK says so itself when it opens the file
    assertRefused(made, "", "name or comment is no UTF-8", "bad entry name or comment");
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) return i;
    }
    throw new AssertionError("not in the file");
  }

  /** {'t': a tensor of this storage}, in protocol 2. */
  private static byte[] tensor(String storage, int numbers, int offset, int size, int stride) {
    String pickle =
        "\u0080\u0002}X"
            + text("t")
            + "ctorch._utils\n_rebuild_tensor_v2\n((X"
            + text("storage")
            + "ctorch\n"
            + storage
            + "\nX"
            + text("0")
            + "X"
            + text("cpu")
            + number(numbers)
            + "tQ"
            + number(offset)
            + number(size)
            + "\u0085"
            + number(stride)
            + "\u0085\u0089ccollections\nOrderedDict\n)RtRs.";
    return bytes(pickle);
  }

  private static String number(int value) {
    return "J" + little(value);
  }

  private static String text(String text) {
    return little(text.length()) + text;
  }

  private static String little(int value) {
    StringBuilder four = new StringBuilder();
    for (int i = 0; i < 4; i++) four.append((char) (value >>> 8 * i & 255));
    return four.toString();
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(ISO_8859_1);
  }

  private Path archive(byte[] pickle, byte[]... storages) throws IOException {
    java.util.Map<String, byte[]> members = new java.util.LinkedHashMap<>();
    members.put("m/data.pkl", pickle);
    for (int i = 0; i < storages.length; i++) members.put("m/data/" + i, storages[i]);
    return zip(members);
  }

  private Path zip(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, UTF_8)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        out.putNextEntry(new ZipEntry(member.getKey()));
        out.write(member.getValue());
      }
    }
    return Files.write(Files.createTempFile(folder, "made", ".pt"), bytes.toByteArray());
  }

  private static void assertRefused(Path file, String entry, String... reasons) {
    ModelRefusal refusal = assertThrows(ModelRefusal.class, () -> read(file, entry));
    String message = refusal.getMessage();
    assertTrue(Arrays.stream(reasons).anyMatch(message::contains), message);
  }
}
