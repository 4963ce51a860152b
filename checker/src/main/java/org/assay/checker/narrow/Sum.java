// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.util.List;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-80: encloses every vector x with |2^scale x_j - entries_j| <= radius, where |entries_j|
 * <= 2^62 and radius <= 2^62. What is computed before it is rounded. Owns its array.
 */
@Lemma("L-80")
final class Sum {
  static final int WORD = 61;

  /** Vectors of several scales are summed with so many bits more than the coarsest has. */
  private static final int FINER = 24;

  /** A term may be so many bits coarser than the sum: 2^28 2^33 = 2^61. */
  private static final int COARSER = 33;

  /** What is rounded further is too small to be known. */
  private static final int MOST_DOWN = 44;

  private final long[] entries;
  private long radius;
  private int scale;

  Sum(long[] entries, long radius, int scale) {
    this.entries = entries;
    this.radius = radius;
    this.scale = scale;
  }

  long entry(int j) {
    return entries[j];
  }

  long radius() {
    return radius;
  }

  int scale() {
    return scale;
  }

  /** Zero, at a scale in which these vectors can be summed (L-80 (b)). */
  static Sum over(List<Vector> vectors, int width) {
    int coarsest = Vector.MOST_SCALE;
    for (Vector vector : vectors) {
      coarsest = Math.min(coarsest, vector.scale());
    }
    return new Sum(new long[width], 0, coarsest + FINER);
  }

  /** Sums entries from a column on, and radii. */
  void add(Vector vector, int at) {
    radius += place(vector, at);
  }

  /** Sums entries from a column on; of radii the largest counts. Requires: nothing there before. */
  void join(Vector vector, int at) {
    radius = Math.max(radius, place(vector, at));
  }

  private long place(Vector vector, int at) {
    int up = scale - vector.scale();
    long[] centre = vector.centre();
    if (up >= 0) {
      for (int j = 0; j < centre.length; j++) {
        entries[at + j] += centre[j] << up;
      }
      return vector.radius() << up;
    }
    int down = Math.min(-up, Long.SIZE - 1);
    for (int j = 0; j < centre.length; j++) {
      entries[at + j] += centre[j] >> down;
    }
    return vector.isZero() ? 0 : (vector.radius() >> down) + 2;
  }

  /** Adds a vector of any scale; entries that are too fine for it are made coarser first. */
  void addAtAnyScale(Vector vector) { // L-80 (c)
    if (vector.isZero()) {
      return;
    }
    int down = Math.min(scale - vector.scale() - COARSER, Long.SIZE - 1);
    if (down > 0) {
      for (int j = 0; j < entries.length; j++) {
        entries[j] >>= down;
      }
      radius = (radius >> down) + 2;
      scale = vector.scale() + COARSER;
    }
    add(vector, 0);
  }

  /** Divided by n. */
  void divide(int n) { // L-80 (d)
    for (int j = 0; j < entries.length; j++) {
      entries[j] = Math.floorDiv(entries[j], n);
    }
    radius = radius / n + 2;
  }

  /** L-80 (a): with 28 bits. */
  Vector rounded() {
    long every = 0;
    long any = 0;
    for (long entry : entries) {
      every |= entry ^ entry >> Long.SIZE - 1;
      any |= entry;
    }
    int most = Math.max(length(every) - Vector.BITS, length(radius) - Vector.RADIUS_BITS);
    if (radius == 0 && any == 0) {
      return new Vector(entries, 0, Vector.MOST_SCALE, true);
    }
    int down = Math.max(most, scale - Vector.MOST_SCALE);
    if (down > MOST_DOWN || scale - down < -Vector.MOST_SCALE) {
      return Vector.unknown(entries.length);
    }
    boolean isExact = down > 0 && (any & (1L << down) - 1) == 0;
    return down > 0 ? coarser(down, isExact) : finer(-down);
  }

  private Vector coarser(int down, boolean isExact) {
    long half = 1L << down - 1;
    long[] centre = new long[entries.length];
    for (int j = 0; j < centre.length; j++) {
      centre[j] = entries[j] + half >> down;
    }
    long more = (isExact ? 2 : 3) * half - 1;
    return new Vector(centre, radius + more >> down, scale - down, true);
  }

  private Vector finer(int up) {
    long[] centre = new long[entries.length];
    for (int j = 0; j < centre.length; j++) {
      centre[j] = entries[j] << up;
    }
    return new Vector(centre, radius << up, scale + up, true);
  }

  private static int length(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }
}
