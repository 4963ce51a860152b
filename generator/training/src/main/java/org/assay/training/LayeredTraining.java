// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import java.util.List;
import java.util.Random;

/**
 * A training run on examples: AdamW, mean cross-entropy at the last position. On one machine plan,
 * recipe, examples and seed determine every bit of the weights.
 */
final class LayeredTraining implements AutoCloseable {
  private static final int AT_A_TIME = 2048;

  /**
   * How to train.
   *
   * @param batch examples of a step; 0: all
   * @param share of the examples that are trained on
   * @param rate learning rate of the first step
   */
  record Recipe(
      int steps,
      int batch,
      double share,
      double rate,
      Schedule schedule,
      double decay,
      long seed) {}

  private final Plan plan;
  private final Recipe recipe;
  private final NDManager manager = Torch.newManager();
  private final LayeredTransformer model;
  private final NDArray weights;
  private final Optimizer optimiser;

  LayeredTraining(Plan plan, Recipe recipe) {
    this.plan = plan;
    this.recipe = recipe;
    this.model = new LayeredTransformer(manager, plan);
    // A copy lies in PyTorch's own memory, always aligned alike; sums may depend on the alignment.
    float[] first = initial(plan.parts(), Streams.of(recipe.seed, "weights"));
    this.weights = manager.create(first).duplicate();
    this.optimiser =
        Optimizer.adamW()
            .optLearningRateTracker(recipe.schedule.rates(recipe.rate, recipe.steps))
            .optBeta1(0.9f)
            .optBeta2(0.98f)
            .optEpsilon(1e-8f)
            .optWeightDecays((float) recipe.decay)
            .build();
  }

  private static float[] initial(List<Plan.Part> parts, Random random) {
    float[] weights = new float[parts.stream().mapToInt(Plan.Part::size).sum()];
    int at = 0;
    for (Plan.Part part : parts) {
      for (int i = 0; i < part.size(); i++) {
        boolean isDrawn = part.deviation() > 0;
        weights[at++] = isDrawn ? (float) (part.deviation() * random.nextGaussian()) : part.first();
      }
    }
    return weights;
  }

  void run(Examples all, Progress progress) {
    Examples seen = all.part(recipe.share, Streams.of(recipe.seed, "part"));
    Random random = Streams.of(recipe.seed, "batches");
    for (int step = 1; step <= recipe.steps; step++) {
      Examples batch = recipe.batch == 0 ? seen : seen.at(places(seen.count(), random));
      try (NDManager scope = manager.newSubManager()) {
        NDArray leaf = Training.leaf(scope, weights);
        NDArray loss = backward(leaf, tokens(scope, batch), scope.create(batch.labels()));
        optimiser.update("weights", weights, leaf.getGradient());
        progress.step(step, loss::getFloat);
      }
    }
  }

  private int[] places(int count, Random random) {
    int[] places = new int[recipe.batch];
    for (int i = 0; i < places.length; i++) places[i] = random.nextInt(count);
    return places;
  }

  private NDArray backward(NDArray leaf, NDArray tokens, NDArray labels) {
    try (GradientCollector collector = Engine.getEngine(Torch.ENGINE).newGradientCollector()) {
      NDArray loss = LayeredTransformer.loss(model.logits(leaf, tokens), labels);
      collector.backward(loss);
      return loss;
    }
  }

  private static NDArray tokens(NDManager scope, Examples batch) {
    return scope
        .create(batch.tokens(), new Shape(batch.count(), batch.length()))
        .toType(DataType.INT64, false);
  }

  /** How many of the examples are right in float32: an estimate, never a proof. */
  long right(Examples all) {
    long right = 0;
    for (int from = 0; from < all.count(); from += AT_A_TIME) {
      int[] places = new int[Math.min(AT_A_TIME, all.count() - from)];
      for (int i = 0; i < places.length; i++) places[i] = from + i;
      Examples batch = all.at(places);
      try (NDManager scope = manager.newSubManager()) {
        NDArray view = weights.stopGradient();
        view.attach(scope);
        NDArray answers = model.logits(view, tokens(scope, batch)).argMax(1);
        NDArray labels = scope.create(batch.labels()).toType(DataType.INT64, false);
        right += answers.toType(DataType.INT64, false).eq(labels).countNonzero().getLong();
      }
    }
    return right;
  }

  /** All weights, part after part; all are finite. */
  float[] weights() {
    float[] values = weights.toFloatArray();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new ArithmeticException("training diverged: a weight is " + value);
      }
    }
    return values;
  }

  Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    manager.close();
  }
}
