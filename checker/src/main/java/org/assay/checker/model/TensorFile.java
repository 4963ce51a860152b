// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.json.Limits;
import org.assay.checker.verdict.Rejection;

/**
 * A safetensors file whose header and data fit each other to the byte (spec F-12 a to e, g): every
 * byte of the data belongs to exactly one entry. Whose model it is is not looked at here.
 */
public final class TensorFile {
  private static final int LENGTH_BYTES = 8;

  private final byte[] file;
  private final int dataStart;
  private final Map<String, Tensor> tensors;

  private TensorFile(byte[] file, int dataStart, Map<String, Tensor> tensors) {
    this.file = file;
    this.dataStart = dataStart;
    this.tensors = tensors;
  }

  /**
   * @param mayBeEmpty whether a tensor with this name may have a size of 0
   * @throws Rejection MALFORMED_MODEL or LIMIT_EXCEEDED
   */
  public static TensorFile parse(byte[] file, Predicate<String> mayBeEmpty) throws Rejection {
    int left = file.length - LENGTH_BYTES;
    require(left >= 0, MALFORMED_MODEL, "file: got %d bytes, want >= 8", file.length); // F-12 (a)
    long length = littleEndian(file, 0, LENGTH_BYTES);
    require( // F-12 (a)
        Long.compareUnsigned(length, left) <= 0,
        MALFORMED_MODEL,
        "header: got %s bytes, want <= %d",
        Long.toUnsignedString(length),
        left);
    require( // F-01 (c)
        length <= Limits.HEADER,
        LIMIT_EXCEEDED,
        "header: got %d bytes, want <= %d",
        length,
        Limits.HEADER);
    String header = utf8(ByteBuffer.wrap(file, LENGTH_BYTES, (int) length));
    int dataStart = LENGTH_BYTES + (int) length;
    TensorFile parsed = new TensorFile(file, dataStart, TensorHeader.read(header, mayBeEmpty));
    parsed.requireLayout();
    return parsed;
  }

  /** By name, in the order of the header. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * The values of an entry, exact, with {@code columns} values per row. Requires a known dtype.
   *
   * @throws Rejection MALFORMED_MODEL if one is a NaN or an infinity
   */
  public ExactMatrix values(String name, int columns) throws Rejection {
    Dtype dtype = tensors.get(name).dtype().orElseThrow();
    Tensor.Span span = tensors.get(name).span();
    int count = (int) (span.end() - span.begin()) / dtype.bytes;
    long[] significands = new long[count];
    int[] exponents = new int[count];
    for (int i = 0; i < count; i++) {
      int at = dataStart + (int) span.begin() + i * dtype.bytes;
      long bits = littleEndian(file, at, dtype.bytes);
      require( // F-12 (f)
          dtype.isFinite(bits), MALFORMED_MODEL, "%s: value %d is not finite", name, i);
      significands[i] = dtype.significand(bits);
      exponents[i] = dtype.exponent(bits);
    }
    return ExactMatrix.of(count / columns, columns, significands, exponents);
  }

  /** The bytes of an entry, little-endian, whatever its dtype is. */
  public ByteBuffer bytes(String name) {
    Tensor.Span span = tensors.get(name).span();
    int size = (int) (span.end() - span.begin());
    return ByteBuffer.wrap(file, dataStart + (int) span.begin(), size)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private void requireLayout() throws Rejection {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      require( // F-12 (e); the size of another dtype is not known
          tensor.dtype().map(tensor::fills).orElse(true),
          MALFORMED_MODEL,
          "%s: got shape %s of %s, which does not fill %s",
          quoted(entry.getKey()),
          quoted(tensor.shape().toString()),
          tensor.dtypeName(),
          tensor.span());
    }
    requireContiguous();
  }

  /** F-12 (d). An empty tensor lies where the one before it ends. */
  private void requireContiguous() throws Rejection {
    List<Tensor> inOrder =
        tensors.values().stream()
            .sorted(
                Comparator.comparingLong((Tensor one) -> one.span().begin())
                    .thenComparingLong(one -> one.span().end()))
            .toList();
    long end = 0;
    for (Tensor tensor : inOrder) {
      Tensor.Span span = tensor.span();
      require(
          span.begin() == end && (tensor.isEmpty() ? span.end() == end : span.end() > end),
          MALFORMED_MODEL,
          "data: got bytes %d to %d, want from %d",
          span.begin(),
          span.end(),
          end);
      end = span.end();
    }
    int size = file.length - dataStart;
    require(end == size, MALFORMED_MODEL, "data: entries end at %d, file at %d", end, size);
  }

  private static String utf8(ByteBuffer bytes) throws Rejection {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) { // F-12 (b)
      throw new Rejection(MALFORMED_MODEL, "header: not UTF-8");
    }
  }

  private static long littleEndian(byte[] bytes, int start, int count) {
    long bits = 0;
    for (int i = count - 1; i >= 0; i--) {
      bits = bits << 8 | bytes[start + i] & 0xff;
    }
    return bits;
  }
}
