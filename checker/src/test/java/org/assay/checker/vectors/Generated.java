// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.vectors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The files of a vector that are too large to be stored: made from the stored ones at run time. */
record Generated(Vector vector, Path scratch) {
  /** The certificate; {@code certificateBytes}: padded with spaces to so many bytes. */
  Path certificate() throws IOException {
    return padded("certificateBytes", vector.folder().resolve("certificate.json"));
  }

  /** The policy; {@code policyBytes}: padded with spaces to so many bytes. */
  Path policy() throws IOException {
    return padded("policyBytes", vector.folder().resolve("policy.json"));
  }

  /**
   * The model; {@code modelBytes}: zeros are appended up to so many bytes; {@code modelHeader}:
   * spaces are appended to the header up to this length of it.
   */
  Path model() throws IOException {
    Path stored = vector.model();
    if (size("modelBytes") > 0) {
      Path made = Files.copy(stored, scratch.resolve("model.safetensors"));
      try (RandomAccessFile file = new RandomAccessFile(made.toFile(), "rw")) {
        file.setLength(size("modelBytes")); // the new bytes are zero
      }
      return made;
    }
    return size("modelHeader") > 0 ? withHeader(Files.readAllBytes(stored)) : stored;
  }

  private Path withHeader(byte[] model) throws IOException {
    int length = size("modelHeader");
    int data = 8 + (int) ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] made = new byte[8 + length + model.length - data];
    Arrays.fill(made, (byte) ' ');
    ByteBuffer.wrap(made).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    System.arraycopy(model, 8, made, 8, data - 8);
    System.arraycopy(model, data, made, 8 + length, model.length - data);
    return Files.write(scratch.resolve("model.safetensors"), made);
  }

  private Path padded(String field, Path stored) throws IOException {
    if (size(field) == 0) {
      return stored;
    }
    byte[] bytes = Files.readAllBytes(stored);
    byte[] made = Arrays.copyOf(bytes, size(field));
    Arrays.fill(made, bytes.length, made.length, (byte) ' ');
    return Files.write(scratch.resolve(stored.getFileName()), made);
  }

  private int size(String field) {
    Object generate = vector.json().get("generate");
    return generate instanceof Map<?, ?> sizes && sizes.containsKey(field)
        ? Integer.parseInt(sizes.get(field).toString())
        : 0;
  }
}
