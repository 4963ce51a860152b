// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a model file (F-12) with TransformerLens names, all in F32, every bias present as zero.
 */
final class Safetensors {
  private Safetensors() {}

  /** What the file has after the trained tensors: one zero for each entry. */
  private enum Bias {
    QUERY("blocks.0.attn.b_Q"),
    KEY("blocks.0.attn.b_K"),
    VALUE("blocks.0.attn.b_V"),
    OUTPUT("blocks.0.attn.b_O"),
    UNEMBED("unembed.b_U");

    final String tensorName;

    Bias(String tensorName) {
      this.tensorName = tensorName;
    }

    int size(Dimensions d) {
      return switch (this) {
        case QUERY, KEY, VALUE -> d.dHead();
        case OUTPUT -> d.dModel();
        case UNEMBED -> d.vocab();
      };
    }

    String shape(Dimensions d) {
      return switch (this) {
        case QUERY, KEY, VALUE -> "1," + size(d);
        case OUTPUT, UNEMBED -> "" + size(d);
      };
    }
  }

  /**
   * The bytes of the file: a function of its arguments alone.
   *
   * @param weights tensor after tensor in the order of {@link Weight}
   */
  static byte[] encode(Dimensions d, float[] weights) {
    StringBuilder header = new StringBuilder("{");
    long end = 0;
    for (Weight w : Weight.values()) {
      String shape = (w.hasHeadDimension() ? "1," : "") + w.rows(d) + "," + w.columns(d);
      end = append(header, w.tensorName, shape, end, (long) w.rows(d) * w.columns(d));
    }
    for (Bias b : Bias.values()) {
      end = append(header, b.tensorName, b.shape(d), end, b.size(d));
    }
    header.setCharAt(header.length() - 1, '}');
    header.append(" ".repeat(-header.length() & 7)); // data starts at a multiple of 8
    int size = Math.addExact(8 + header.length(), Math.toIntExact(end));
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.toString().getBytes(StandardCharsets.US_ASCII));
    file.asFloatBuffer().put(weights);
    return file.array();
  }

  private static long append(
      StringBuilder header, String name, String shape, long begin, long entries) {
    long end = begin + 4 * entries;
    header.append('"').append(name).append("\":{\"dtype\":\"F32\",\"shape\":[").append(shape);
    header.append("],\"data_offsets\":[").append(begin).append(',').append(end).append("]},");
    return end;
  }

  /** Fails early if {@link #write} would refuse; it asks again. */
  static void requireWritable(Path out, boolean force) throws IOException {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder), null, "not a folder");
    }
    if (Files.isDirectory(out)) {
      throw new FileAlreadyExistsException(out.toString(), null, "is a folder");
    }
    if (!force && Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(out.toString(), null, "exists; --force replaces it");
    }
  }

  /** Readers see the whole file or none. An existing file is replaced only with {@code force}. */
  static void write(Path out, byte[] bytes, boolean force) throws IOException {
    String unfinished = "." + out.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    Path temporary = out.toAbsolutePath().resolveSibling(unfinished);
    try {
      try (SeekableByteChannel channel =
          Files.newByteChannel(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      requireWritable(out, force);
      Files.move(temporary, out, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
