// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Random;

/**
 * One training run of a Max-of-K model from its seed: fresh uniform inputs at every step, AdamW,
 * mean cross-entropy at the last position.
 *
 * <p>Guarantee: on one machine, dimensions, seed and number of steps determine every bit of the
 * weights. Initial weights and inputs come from independent streams of the seed.
 */
final class Training implements AutoCloseable {
  private static final int BATCH = 128;
  private static final int SAMPLES_AT_A_TIME = 1000;

  private final Dimensions d;
  private final long seed;
  private final NDManager manager;
  private final Transformer model;
  private final Inputs inputs;
  private final NDArray weights;
  private final Optimizer optimiser = adamW();

  Training(Dimensions d, long seed) {
    this.d = d;
    this.seed = seed;
    this.manager = Torch.newManager();
    this.model = new Transformer(manager, d);
    this.inputs = new Inputs(d, Streams.of(seed, "inputs"));
    float[] initial = initialWeights(d, Streams.of(seed, "weights"));
    // A copy lies in PyTorch's own memory, always aligned alike; sums may depend on the alignment.
    this.weights = manager.create(initial).duplicate();
  }

  /** With the settings that torch.optim.AdamW has by default. */
  static Optimizer adamW() {
    return Optimizer.adamW()
        .optLearningRateTracker(Tracker.fixed(1e-3f))
        .optBeta1(0.9f)
        .optBeta2(0.999f)
        .optEpsilon(1e-8f)
        .optWeightDecays(0.01f)
        .build();
  }

  /** Every trained tensor is drawn from a normal distribution with deviation 0.8 / √dModel. */
  static float[] initialWeights(Dimensions d, Random random) {
    double deviation = 0.8 / Math.sqrt(d.dModel());
    float[] weights = new float[d.weights()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
    return weights;
  }

  /** Makes {@code steps} steps; tells {@code progress} about each, and the loss when it asks. */
  void run(int steps, Progress progress) {
    for (int step = 1; step <= steps; step++) {
      try (NDManager scope = manager.newSubManager()) {
        Inputs.Batch batch = inputs.next(scope, BATCH);
        NDArray leaf = leaf(scope, weights);
        NDArray loss = backward(model, leaf, batch);
        optimiser.update("weights", weights, leaf.getGradient());
        progress.step(step, loss::getFloat);
      }
    }
  }

  /** A view of the weights that collects this step's gradient only. */
  static NDArray leaf(NDManager scope, NDArray weights) {
    NDArray leaf = weights.stopGradient();
    leaf.attach(scope);
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /** The loss; its gradient is afterwards that of {@code leaf}. */
  static NDArray backward(Transformer model, NDArray leaf, Inputs.Batch batch) {
    try (GradientCollector collector = Engine.getEngine(Torch.ENGINE).newGradientCollector()) {
      NDArray loss = Transformer.loss(model.logits(leaf, batch.tokens()), batch);
      collector.backward(loss);
      return loss;
    }
  }

  /** All weights, tensor after tensor in the order of {@link Weight}; all are finite. */
  float[] weights() {
    float[] values = weights.toFloatArray();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new ArithmeticException("training diverged: a weight is " + value);
      }
    }
    return values;
  }

  /** Right answers and mean loss on fresh inputs, drawn from a stream that training never reads. */
  Sample sample(int size) {
    Inputs fresh = new Inputs(d, Streams.of(seed, "sample"));
    long correct = 0;
    double loss = 0;
    for (int done = 0; done < size; done += SAMPLES_AT_A_TIME) {
      int now = Math.min(SAMPLES_AT_A_TIME, size - done);
      try (NDManager scope = manager.newSubManager()) {
        Inputs.Batch batch = fresh.next(scope, now);
        NDArray view = weights.stopGradient();
        view.attach(scope);
        NDArray logits = model.logits(view, batch.tokens());
        NDArray right = logits.argMax(1).eq(batch.answers().squeeze(1));
        correct += right.countNonzero().getLong();
        loss += (double) now * Transformer.loss(logits, batch).getFloat();
      }
    }
    return new Sample(correct, size, loss / size);
  }

  /** An estimate, never a proof. */
  record Sample(long correct, int size, double loss) {}

  @Override
  public void close() {
    manager.close();
  }
}
