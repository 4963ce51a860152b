// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The bytes of tensors whose dtype this reader need not know. */
class TensorFileTest {
  @Test
  void theBytesOfATensorAreThoseOfItsSpan() throws Rejection {
    String header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},"
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[3,7]},"
            + "\"c\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[7,8]}}";
    byte[] data = {1, 2, 3, 4, 5, 6, 7, 8};
    ByteBuffer file = ByteBuffer.allocate(8 + header.length() + data.length);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).put(header.getBytes(UTF_8));
    TensorFile tensors = TensorFile.parse(file.put(data).array(), name -> false);
    assertEquals(ByteBuffer.wrap(data, 0, 3), tensors.bytes("a"));
    assertEquals(0x07060504, tensors.bytes("b").getInt());
    assertEquals(4, tensors.bytes("b").limit());
    assertEquals(ByteBuffer.wrap(data, 7, 1), tensors.bytes("c"));
  }
}
