// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Places for names beside marks, where they touch no mark, no other name and no border. */
final class Labels {
  private static final double LETTER = 6.6; // about the width of one
  private static final int HEIGHT = 15;
  private static final int GAP = 8;

  private final Box inside;
  private final List<Box> taken = new ArrayList<>();

  /** Where a text begins or ends: its anchor at x, its base line at y. */
  record Place(double x, double y, String anchor) {}

  private record Box(double left, double top, double right, double bottom) {
    boolean touches(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean isIn(Box other) {
      return left >= other.left
          && right <= other.right
          && top >= other.top
          && bottom <= other.bottom;
    }
  }

  Labels(double left, double top, double right, double bottom) {
    this.inside = new Box(left, top, right, bottom);
  }

  /** A mark that no name may hide. */
  void keepFree(double x, double y) {
    taken.add(new Box(x - GAP + 1, y - GAP + 1, x + GAP - 1, y + GAP - 1));
  }

  /** The first free of some places around a mark; empty if there is none. */
  Optional<Place> place(double x, double y, String name) {
    double width = name.length() * LETTER;
    double[] tops = {y - HEIGHT - 3, y - HEIGHT / 2.0, y + 3, y - 2 * HEIGHT - 6, y + HEIGHT + 6};
    for (double top : tops) {
      for (boolean isRight : new boolean[] {true, false}) {
        double left = isRight ? x + GAP : x - GAP - width;
        Box box = new Box(left, top, left + width, top + HEIGHT);
        if (box.isIn(inside) && taken.stream().noneMatch(box::touches)) {
          taken.add(box);
          String anchor = isRight ? "start" : "end";
          return Optional.of(new Place(isRight ? box.left : box.right, box.bottom - 4, anchor));
        }
      }
    }
    return Optional.empty();
  }
}
