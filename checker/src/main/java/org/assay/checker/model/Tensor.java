// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import java.util.List;
import java.util.Optional;

/** An entry of a safetensors header: what its bytes mean, and where they are. */
public record Tensor(String dtypeName, List<Long> shape, Span span) {
  /** Bytes {@code begin} to {@code end - 1} of the data. */
  public record Span(long begin, long end) {}

  /** Nothing if it is none that this checker reads. */
  public Optional<Dtype> dtype() {
    return Dtype.named(dtypeName);
  }

  /** Whether it has no entries. */
  boolean isEmpty() {
    return shape.contains(0L);
  }

  /** Whether shape times dtype is the number of bytes; by division, so that nothing overflows. */
  boolean fills(Dtype dtype) {
    if (isEmpty()) {
      return span.begin == span.end;
    }
    long rest = span.end - span.begin;
    for (long size : shape) {
      if (rest % size != 0) {
        return false;
      }
      rest /= size;
    }
    return rest == dtype.bytes;
  }
}
