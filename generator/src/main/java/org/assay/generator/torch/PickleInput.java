// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import org.assay.generator.model.ModelRefusal;

/** The arguments of pickle's opcodes, each with its bounds checked. */
final class PickleInput {
  private static final int MAX_LINE = 512;

  private final ByteBuffer in;

  PickleInput(ByteBuffer bytes) {
    in = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return in.position();
  }

  int unsignedByte() throws ModelRefusal {
    require(1);
    return in.get() & 255;
  }

  int unsignedShort() throws ModelRefusal {
    require(2);
    return in.getShort() & 65535;
  }

  int signedInt() throws ModelRefusal {
    require(4);
    return in.getInt();
  }

  long signedLong() throws ModelRefusal {
    require(8);
    return in.getLong();
  }

  /** A length of four bytes; Python writes it unsigned, or signed and never negative. */
  int length() throws ModelRefusal {
    int length = signedInt();
    if (length < 0) throw cutOff();
    return length;
  }

  int longLength() throws ModelRefusal {
    long length = signedLong();
    if (length < 0 || length > in.remaining()) throw cutOff();
    return (int) length;
  }

  double bigEndianDouble() throws ModelRefusal {
    return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
  }

  byte[] bytes(int length) throws ModelRefusal {
    require(length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  String text(int length) throws ModelRefusal {
    require(length);
    ByteBuffer part = in.slice().limit(length);
    in.position(in.position() + length);
    try {
      return UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw new ModelRefusal("pickle: a text before byte %d is not UTF-8", in.position());
    }
  }

  /** Two's complement, the last byte first, as pickle has it. */
  BigInteger integer(int length) throws ModelRefusal {
    byte[] bytes = bytes(length);
    for (int i = 0, j = length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  /** Up to the end of the line, without it. */
  String line() throws ModelRefusal {
    StringBuilder line = new StringBuilder();
    for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
      if (line.length() == MAX_LINE) {
        throw new ModelRefusal("pickle: a name before byte %d is too long", in.position());
      }
      line.append(new String(new byte[] {(byte) next}, ISO_8859_1));
    }
    return line.toString();
  }

  /** What is left behind the pickle: in old files the next pickle, then the data. */
  ByteBuffer rest() {
    return in.slice();
  }

  private void require(int bytes) throws ModelRefusal {
    if (bytes > in.remaining()) throw cutOff();
  }

  private ModelRefusal cutOff() {
    return new ModelRefusal(
        "pickle: ends within a value at byte %d: the file is cut off", in.limit());
  }
}
