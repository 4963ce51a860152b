// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.optimizer.Optimizer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Gradient and optimiser against plain doubles, on a model small enough for central differences.
 */
class OptimisationTest {
  private static final Dimensions TINY = new Dimensions(2, 3, 2, 3);
  private static final int[][] INPUTS = {{0, 0}, {0, 2}, {1, 0}, {2, 1}, {1, 1}};
  private static final long[] TOKENS = {0, 0, 0, 2, 1, 0, 2, 1, 1, 1};
  private static final long[] ANSWERS = {0, 2, 1, 2, 1};

  private static float[] initial() {
    return Training.initialWeights(TINY, Streams.of(7, "test"));
  }

  private static Inputs.Batch batch(NDManager manager) {
    return new Inputs.Batch(
        manager.create(TOKENS, new Shape(5, 2)), manager.create(ANSWERS, new Shape(5, 1)));
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Test
  void lossAndGradientAreThoseOfTheReferenceModel() {
    ReferenceModel reference = new ReferenceModel(TINY);
    try (NDManager manager = Torch.newManager()) {
      NDArray leaf = Training.leaf(manager, manager.create(initial()));
      NDArray loss = Training.backward(new Transformer(manager, TINY), leaf, batch(manager));
      assertEquals(reference.loss(widen(initial()), INPUTS), loss.getFloat(), 1e-6);
      double[] want = reference.gradient(widen(initial()), INPUTS);
      assertArrayEquals(want, widen(leaf.getGradient().toFloatArray()), 1e-6);
    }
  }

  @Test
  void threeStepsOfAdamWAreThoseComputedByHand() {
    double[] want = widen(initial());
    double[] first = new double[want.length];
    double[] second = new double[want.length];
    float[] got;
    try (NDManager manager = Torch.newManager()) {
      NDArray weights = manager.create(initial());
      Optimizer optimiser = Training.adamW();
      for (int t = 1; t <= 3; t++) {
        float[] gradient = new float[want.length];
        for (int i = 0; i < want.length; i++) {
          gradient[i] = (i - 5) * t * 1e-3f; // one of them zero, so that only decay acts on it
          first[i] = 0.9 * first[i] + 0.1 * gradient[i];
          second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
          double ratio =
              first[i]
                  / (1 - Math.pow(0.9, t))
                  / (Math.sqrt(second[i] / (1 - Math.pow(0.999, t))) + 1e-8);
          want[i] = want[i] * (1 - 1e-3 * 0.01) - 1e-3 * ratio;
        }
        optimiser.update("weights", weights, manager.create(gradient));
      }
      got = weights.toFloatArray();
    }
    assertArrayEquals(want, widen(got), 1e-6);
  }

  /** DJL frees what Java no longer refers to, whether PyTorch still reads it or not. */
  @Test
  @Tag("long")
  void theGarbageCollectorDoesNotChangeTheWeights() {
    Dimensions d = new Dimensions(3, 16, 8, 8);
    float[] undisturbed = weightsAfter(60, d);
    AtomicBoolean done = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!done.get()) {
                System.gc();
              }
            });
    collector.setDaemon(true);
    collector.start();
    float[] disturbed = weightsAfter(60, d);
    done.set(true);
    assertArrayEquals(undisturbed, disturbed);
  }

  private static float[] weightsAfter(int steps, Dimensions d) {
    try (Training training = new Training(d, 1)) {
      training.run(steps, (step, loss) -> {});
      return training.weights();
    }
  }

  @Test
  void threeHundredStepsLearnMoreThanGuessing() {
    Dimensions d = new Dimensions(2, 8, 16, 16);
    try (Training training = new Training(d, 1)) {
      training.run(300, (step, loss) -> {});
      Training.Sample sample = training.sample(1500);
      assertEquals(1500, sample.size());
      double learned = sample.loss();
      assertTrue(learned < Math.log(8) / 2, () -> "loss " + learned + ", guessing " + Math.log(8));
    }
  }
}
