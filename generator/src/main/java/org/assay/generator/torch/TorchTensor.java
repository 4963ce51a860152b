// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.torch;

import java.util.List;
import org.assay.generator.model.ModelRefusal;

/** A view of a storage: where its first number lies, and how far apart those of each axis are. */
record TorchTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {
  private static final long MAX_NUMBERS = 1L << 28;

  TorchTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** The same with every number that it names inside the storage. */
  TorchTensor checked() throws ModelRefusal {
    if (shape.size() != strides.size()) throw new ModelRefusal("tensor: shape and strides differ");
    long last = offset;
    long count = 1;
    for (int i = 0; i < shape.size(); i++) {
      long size = shape.get(i);
      long stride = strides.get(i);
      boolean isSane = size >= 0 && size <= MAX_NUMBERS && stride >= 0 && stride <= MAX_NUMBERS;
      if (!isSane || count * size > MAX_NUMBERS) {
        throw new ModelRefusal("tensor: got shape %s with strides %s", shape, strides);
      }
      count *= size;
      last += Math.max(0, size - 1) * stride;
    }
    if (offset < 0 || offset > MAX_NUMBERS || count > 0 && last >= storage.numbers()) {
      throw new ModelRefusal(
          "tensor: shape %s with strides %s at %d is outside its storage of %d numbers",
          shape, strides, offset, storage.numbers());
    }
    return this;
  }

  int numbers() {
    return (int) shape.stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b);
  }

  /** The numbers in row-major order, as they are stored. Requires: {@link #checked}. */
  byte[] contiguous(byte[] stored) {
    int width = storage.type().bytes;
    byte[] packed = new byte[numbers() * width];
    long[] index = new long[shape.size()];
    long from = offset;
    for (int to = 0; to < packed.length; to += width) {
      System.arraycopy(stored, (int) from * width, packed, to, width);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        from += strides.get(axis);
        if (++index[axis] < shape.get(axis)) break;
        from -= shape.get(axis) * strides.get(axis);
        index[axis] = 0;
      }
    }
    return packed;
  }
}
