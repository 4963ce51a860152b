// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how far training is. Asking for the loss costs time, so it is done twenty times a run. */
interface Progress extends AutoCloseable {
  void step(int step, Supplier<Float> loss);

  @Override
  default void close() {}

  /** A bar for a person at a terminal, else a line now and then. */
  static Progress on(PrintStream out, int steps, boolean interactive) {
    return interactive ? new Bar(out, steps) : new Lines(out, steps);
  }

  private static boolean isDue(int step, int steps, int times) {
    return step == steps || step % Math.max(1, steps / times) == 0;
  }

  private static String describe(float loss) {
    return String.format(Locale.ROOT, "loss %.6f", loss);
  }

  /** One line for every fifth of the run. */
  record Lines(PrintStream out, int steps) implements Progress {
    @Override
    public void step(int step, Supplier<Float> loss) {
      if (isDue(step, steps, 5)) {
        out.println("step " + step + " of " + steps + ", " + describe(loss.get()));
      }
    }
  }

  /** A bar that is redrawn in place. */
  record Bar(ProgressBar bar, int steps) implements Progress {
    private static final int COLUMNS = 78;

    Bar(PrintStream out, int steps) {
      this(
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(steps)
              .setConsumer(new ConsoleProgressBarConsumer(out, COLUMNS))
              .build(),
          steps);
    }

    @Override
    public void step(int step, Supplier<Float> loss) {
      bar.step();
      if (isDue(step, steps, 20)) {
        bar.setExtraMessage(describe(loss.get()));
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
