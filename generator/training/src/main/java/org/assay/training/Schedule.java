// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.training.tracker.Tracker;

/** How the learning rate changes during a run. */
enum Schedule {
  CONSTANT {
    @Override
    Tracker rates(double first, int steps) {
      return Tracker.fixed((float) first);
    }
  },
  /** Half a period of a cosine, from the first rate down to 0 after the last step. */
  COSINE {
    @Override
    Tracker rates(double first, int steps) {
      return Tracker.cosine()
          .setBaseValue((float) first)
          .optFinalValue(0)
          .setMaxUpdates(steps)
          .build();
    }
  };

  /** The rate of each step. */
  abstract Tracker rates(double first, int steps);
}
