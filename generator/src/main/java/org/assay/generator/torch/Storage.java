// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numbers that one or more tensors lie in.
 *
 * @param key its name in the file
 * @param numbers how many there are
 */
record Storage(Type type, String key, long numbers) {
  /** Classes of storages, with the dtype of safetensors for each. */
  enum Type {
    DoubleStorage("F64", 8),
    FloatStorage("F32", 4),
    HalfStorage("F16", 2),
    BFloat16Storage("BF16", 2),
    LongStorage("I64", 8),
    IntStorage("I32", 4),
    ShortStorage("I16", 2),
    CharStorage("I8", 1),
    ByteStorage("U8", 1),
    BoolStorage("BOOL", 1);

    final String dtype;
    final int bytes;

    Type(String dtype, int bytes) {
      this.dtype = dtype;
      this.bytes = bytes;
    }

    static Optional<Type> named(String name) {
      return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
