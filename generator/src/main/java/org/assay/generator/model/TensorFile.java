// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static org.assay.generator.model.ModelRefusal.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assay.generator.files.Input;

/**
 * A safetensors file with tensors of any names (spec F-12 (a) to (g)): the weights of a program, or
 * a table of inputs or labels. Tensors without numbers and of any dtype may be in it, as long as
 * nobody reads them.
 */
public final class TensorFile {
  private static final long MAX_BYTES = 256L << 20; // F-01 (b)
  private static final int MAX_NUMBERS = 1 << 27;

  private final String fileName;
  private final byte[] file;
  private final SafetensorsHeader header;

  private TensorFile(String fileName, byte[] file, SafetensorsHeader header) {
    this.fileName = fileName;
    this.file = file;
    this.header = header;
  }

  /**
   * @throws ModelRefusal naming the file, if it is malformed
   */
  public static TensorFile read(Path file) throws IOException {
    try {
      return open(file);
    } catch (ModelRefusal e) {
      throw e.of(file);
    }
  }

  /**
   * For who names the file himself.
   *
   * @throws ModelRefusal if it is malformed
   */
  public static TensorFile open(Path file) throws IOException {
    Optional<String> noFile = Input.noFile(file);
    require(noFile.isEmpty(), "%s", noFile.orElse(""));
    require(Files.size(file) <= MAX_BYTES, "got %d bytes, limit %d", Files.size(file), MAX_BYTES);
    return parse(String.valueOf(file.getFileName()), Files.readAllBytes(file));
  }

  /** Of bytes that are, or will be, in a file of this name. */
  public static TensorFile parse(String fileName, byte[] bytes) throws ModelRefusal {
    return new TensorFile(fileName, bytes, SafetensorsHeader.read(bytes, name -> true));
  }

  public String fileName() {
    return fileName;
  }

  /** Digest of the whole file, in hexadecimal. */
  public String sha256() {
    return Model.digest(file);
  }

  /** Of all tensors, in increasing order. */
  public SortedSet<String> names() {
    return new TreeSet<>(header.entries().keySet());
  }

  public boolean has(String name) {
    return header.entries().containsKey(name);
  }

  /**
   * @throws ModelRefusal if there is no such tensor
   */
  public List<Long> shape(String name) throws ModelRefusal {
    return entry(name).shape();
  }

  public String dtype(String name) throws ModelRefusal {
    return entry(name).dtype();
  }

  /** The bytes of a tensor's numbers. */
  public byte[] bytes(String name) throws ModelRefusal {
    ByteBuffer data = data(entry(name));
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  /**
   * The numbers of a tensor of F64, F32, F16 or BF16 in row-major order, each exact.
   *
   * @throws ModelRefusal if there is no such tensor, or a number is none
   */
  public double[] values(String name) throws ModelRefusal {
    SafetensorsHeader.Entry entry = entry(name);
    Optional<Dtype> dtype = Dtype.named(entry.dtype());
    require(
        dtype.isPresent(),
        "tensor %s: got dtype %s, want F64, F32, F16 or BF16",
        HeaderJson.shown(name),
        HeaderJson.shown(entry.dtype()));
    ByteBuffer data = data(entry);
    double[] values = new double[data.remaining() / dtype.get().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dtype.get().next(data);
      require( // F-12 (f)
          Double.isFinite(values[i]),
          "tensor %s: entry %d is %s",
          HeaderJson.shown(name),
          i,
          values[i]);
    }
    return values;
  }

  /**
   * The numbers of a tensor of I64, I32 or U8: tokens or labels (spec F-19).
   *
   * @throws ModelRefusal if there is no such tensor, or a number is not 0 to 2^24 - 1
   */
  public int[] integers(String name) throws ModelRefusal {
    SafetensorsHeader.Entry entry = entry(name);
    int width =
        switch (entry.dtype()) {
          case "I64" -> 8;
          case "I32" -> 4;
          case "U8" -> 1;
          default ->
              throw new ModelRefusal(
                  "tensor %s: got dtype %s, want I64, I32 or U8",
                  HeaderJson.shown(name), HeaderJson.shown(entry.dtype()));
        };
    ByteBuffer data = data(entry);
    long count = entry.shape().stream().reduce(1L, (a, b) -> Math.min(MAX_NUMBERS + 1L, a * b));
    require(
        count * width == data.remaining(),
        "tensor %s: shape %s of %s does not have %d bytes",
        HeaderJson.shown(name),
        entry.shape(),
        entry.dtype(),
        data.remaining());
    int[] integers = new int[(int) count];
    for (int i = 0; i < integers.length; i++) {
      long value =
          width == 8 ? data.getLong() : width == 4 ? data.getInt() : Byte.toUnsignedInt(data.get());
      require(
          value >= 0 && value < 1 << 24,
          "tensor %s: entry %d is %d, want 0 to 16777215",
          HeaderJson.shown(name),
          i,
          value);
      integers[i] = (int) value;
    }
    return integers;
  }

  private SafetensorsHeader.Entry entry(String name) throws ModelRefusal {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) throw new ModelRefusal("tensor %s is missing", HeaderJson.shown(name));
    return entry;
  }

  private ByteBuffer data(SafetensorsHeader.Entry entry) {
    return ByteBuffer.wrap(file)
        .position(header.dataOffset())
        .slice()
        .position((int) entry.begin())
        .limit((int) entry.end())
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
