// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.assay.checker.json.Files;
import org.assay.checker.json.JsonReader;
import org.assay.checker.model.TensorFile;
import org.assay.checker.verdict.Rejection;

/** A tensor of whole numbers in a data file (spec F-19). */
record NumberTensor(String sha256, String tensor) {
  private static final int MOST = (1 << 24) - 1;
  private static final int INT_BYTES = 4;
  private static final int MAX_NUMBERS = 1 << 25;

  static NumberTensor read(JsonReader in) throws Rejection {
    return new NumberTensor(in.field("sha256").digest(), in.field("tensor").string());
  }

  /**
   * The numbers, row by row.
   *
   * @param width of a row; 0 for a tensor of one dimension
   */
  int[] values(Files data, int width) throws Rejection, IOException {
    TensorFile file = TensorFile.parse(data.read(sha256), name -> true);
    require( // F-19 (a)
        file.tensors().containsKey(tensor),
        SHAPE_MISMATCH,
        "%s: the data file has it not",
        quoted(tensor));
    List<Long> shape = file.tensors().get(tensor).shape();
    String dtype = file.tensors().get(tensor).dtypeName();
    boolean fits = width == 0 ? shape.size() == 1 : shape.size() == 2 && shape.get(1) == width;
    ByteBuffer bytes = file.bytes(tensor);
    require( // F-19 (a)
        fits && size(dtype) > 0 && fills(shape, size(dtype), bytes.remaining()),
        SHAPE_MISMATCH,
        "%s: got shape %s of %s in %d bytes, want %s of I64, I32 or U8",
        quoted(tensor),
        quoted(shape.toString()),
        quoted(dtype),
        bytes.remaining(),
        width == 0 ? "[inputs]" : "[inputs, " + width + "]");
    requireRoom(bytes.remaining() / size(dtype));
    int[] values = new int[bytes.remaining() / size(dtype)];
    for (int i = 0; i < values.length; i++) {
      long value = next(bytes, dtype);
      require( // F-19 (b)
          value >= 0 && value <= MOST,
          CLAIM_RANGE,
          "%s: number %d: got %d, want 0 to %d",
          quoted(tensor),
          i,
          value,
          MOST);
      values[i] = (int) value;
    }
    return values;
  }

  private void requireRoom(int numbers) throws Rejection {
    require( // F-21 (d)
        numbers <= MAX_NUMBERS,
        LIMIT_EXCEEDED,
        "%s: got %d numbers, want <= %d",
        quoted(tensor),
        numbers,
        MAX_NUMBERS);
  }

  /** Whether a tensor of this shape, not empty, has so many bytes; sizes may be of any length. */
  private static boolean fills(List<Long> shape, int size, int bytes) {
    BigInteger want =
        shape.stream()
            .map(BigInteger::valueOf)
            .reduce(BigInteger.valueOf(size), BigInteger::multiply);
    return bytes > 0 && want.equals(BigInteger.valueOf(bytes));
  }

  /** Bytes of a number; 0 of another dtype. */
  private static int size(String dtype) {
    return switch (dtype) {
      case "I64" -> 2 * INT_BYTES;
      case "I32" -> INT_BYTES;
      case "U8" -> 1;
      default -> 0;
    };
  }

  private static long next(ByteBuffer bytes, String dtype) {
    return switch (dtype) {
      case "I64" -> bytes.getLong();
      case "I32" -> bytes.getInt();
      default -> bytes.get() & 0xff;
    };
  }
}
