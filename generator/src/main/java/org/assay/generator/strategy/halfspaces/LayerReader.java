// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Relabelling;
import org.assay.generator.network.Shapes;
import org.assay.generator.network.Step;
import org.assay.generator.network.Weights;

/** Finds the one layer in the steps of a program. */
final class LayerReader {
  private final Map<String, Step> steps = new HashMap<>();
  private final Weights weights;
  private final Shapes shapes;
  private final Relabelling labels;
  private final int k;
  private Step.Embed embed;
  private Step.Positions positions;

  private LayerReader(Program program, TensorFile file, Relabelling labels) throws ModelRefusal {
    program.steps().forEach(step -> steps.put(step.name(), step));
    this.weights = new Weights(file);
    this.labels = labels;
    this.k = labels.inputs().length();
    this.shapes = Shapes.of(program, file, k);
  }

  /**
   * @throws ModelRefusal naming the step, if the program is another one
   */
  static OneLayer read(Program program, TensorFile file, Relabelling labels) throws ModelRefusal {
    Step last = program.steps().get(program.steps().size() - 1);
    return new LayerReader(program, file, labels).layer(last.name());
  }

  private OneLayer layer(String outputs) throws ModelRefusal {
    Step.Linear unembed = linear(outputs);
    Optional<Step.Norm> last = norm(unembed.of());
    List<Step> sum = terms(last.map(Step.Norm::of).orElse(unembed.of()));
    Step.Linear out = null;
    Step.Linear mixed = null;
    for (Step term : sum) {
      boolean isOfMlp =
          term instanceof Step.Linear one && behind(one.of()) instanceof Step.Activation;
      if (isOfMlp && out == null) {
        out = (Step.Linear) term;
      } else if (term instanceof Step.Linear one && !isOfMlp && mixed == null) {
        mixed = one;
      } else {
        setStream(term);
      }
    }
    if (embed == null || positions == null || mixed == null) throw other(unembed);
    Optional<OneLayer.Mlp> mlp = out == null ? Optional.empty() : Optional.of(mlp(out, mixed));
    Table stream = stream(k - 1);
    double[] bias = bias(mixed);
    Table residual = Table.zero(stream.rows(), stream.columns());
    for (int at = 0; at < residual.values().length; at++) {
      residual.values()[at] = stream.values()[at] + bias[at % bias.length];
    }
    Table all = matrix(unembed).transposed().chosen(labels.outputs());
    double[] outputBias = new Table(1, bias(unembed)).chosen(labels.outputs()).values();
    Optional<LayerNorm> normed = last.isEmpty() ? Optional.empty() : Optional.of(norm(last.get()));
    return new OneLayer(k, heads(mixed), residual, mlp, normed, all.transposed(), outputBias);
  }

  private void setStream(Step term) throws ModelRefusal {
    if (term instanceof Step.Embed one && embed == null) {
      embed = one;
    } else if (term instanceof Step.Positions one && positions == null) {
      positions = one;
    } else {
      throw other(term);
    }
  }

  private OneLayer.Mlp mlp(Step.Linear out, Step.Linear mixed) throws ModelRefusal {
    Step.Activation function = (Step.Activation) behind(out.of());
    Step.Linear in = linear(function.of());
    Optional<Step.Norm> norm = norm(in.of());
    List<Step> sum = terms(norm.map(Step.Norm::of).orElse(in.of()));
    if (sum.size() != 3 || !sum.containsAll(List.of(embed, positions, mixed))) throw other(in);
    return new OneLayer.Mlp(
        norm.isEmpty() ? Optional.empty() : Optional.of(norm(norm.get())),
        matrix(in),
        bias(in),
        function.op(),
        matrix(out),
        bias(out));
  }

  private OneLayer.Head[] heads(Step.Linear output) throws ModelRefusal {
    if (!(behind(output.of()) instanceof Step.Attention mix)) throw other(output);
    Projection query = projection(mix.query());
    Projection key = projection(mix.key());
    Projection value = projection(mix.value());
    Table matrix = matrix(output);
    int d = query.matrix.columns() / mix.heads();
    int e = value.matrix.columns() / mix.heads();
    double scale =
        mix.scale().factor().isPresent()
            ? mix.scale().factor().get().near()
            : 1 / Math.sqrt(mix.scale().root());
    OneLayer.Head[] heads = new OneLayer.Head[mix.heads()];
    for (int h = 0; h < heads.length; h++) {
      Table[] keys = new Table[k];
      Table[] values = new Table[k];
      for (int i = 0; i < k; i++) {
        keys[i] = key.of(stream(i)).columns(h * d, d);
        values[i] = value.of(stream(i)).columns(h * e, e).times(matrix.rows(h * e, e));
      }
      Table queries = query.of(stream(k - 1)).columns(h * d, d);
      for (int at = 0; at < queries.values().length; at++) queries.values()[at] *= scale;
      heads[h] = new OneLayer.Head(queries, keys, values);
    }
    return heads;
  }

  /** A linear map of the stream, behind a norm perhaps. */
  private record Projection(Optional<LayerNorm> norm, Table matrix, double[] bias) {
    private Table of(Table stream) {
      return norm.map(one -> one.of(stream)).orElse(stream).times(matrix, bias);
    }
  }

  private Projection projection(String name) throws ModelRefusal {
    Step step = behind(name);
    if (step instanceof Step.Slice slice) {
      Projection whole = projection(slice.of());
      int width = slice.width();
      double[] bias = new Table(1, whole.bias).rows(slice.from(), width).values();
      return new Projection(whole.norm, whole.matrix.columns(slice.from(), width), bias);
    }
    if (!(step instanceof Step.Linear linear)) throw other(step);
    Optional<Step.Norm> norm = norm(linear.of());
    List<Step> sum = terms(norm.map(Step.Norm::of).orElse(linear.of()));
    if (sum.size() != 2 || !sum.containsAll(List.of(embed, positions))) throw other(step);
    Optional<LayerNorm> normed = norm.isEmpty() ? Optional.empty() : Optional.of(norm(norm.get()));
    return new Projection(normed, matrix(linear), bias(linear));
  }

  /** What a position holds by its token, before the layer. Shape: [vocab, d]. */
  private Table stream(int position) throws ModelRefusal {
    int d = shapes.of(embed.name()).width();
    Table tokens = new Table(d, weights.table(embed.table(), embed.layout()));
    Table places = new Table(d, weights.table(positions.table(), positions.layout()));
    Table stream = tokens.chosen(labels.tokens());
    for (int at = 0; at < stream.values().length; at++) {
      stream.values()[at] += places.at(position, at % d);
    }
    return stream;
  }

  private LayerNorm norm(Step.Norm step) throws ModelRefusal {
    int d = shapes.of(step.name()).width();
    return new LayerNorm(
        step.kind().equals("layer"),
        step.epsilon().near(),
        weights.optional(step.weight(), d, 1),
        weights.optional(step.bias(), d, 0));
  }

  private Table matrix(Step.Linear step) throws ModelRefusal {
    return new Table(shapes.of(step.name()).width(), weights.matrix(step));
  }

  private double[] bias(Step.Linear step) throws ModelRefusal {
    return weights.optional(step.bias(), shapes.of(step.name()).width(), 0);
  }

  private Optional<Step.Norm> norm(String name) throws ModelRefusal {
    return behind(name) instanceof Step.Norm norm ? Optional.of(norm) : Optional.empty();
  }

  private Step.Linear linear(String name) throws ModelRefusal {
    if (behind(name) instanceof Step.Linear linear) return linear;
    throw other(steps.get(name));
  }

  /** The step itself, or what it selects the last position of. */
  private Step behind(String name) throws ModelRefusal {
    Step step = steps.get(name);
    if (!(step instanceof Step.Select select)) return step;
    if (select.position() != k - 1) throw other(select);
    return behind(select.of());
  }

  private List<Step> terms(String name) throws ModelRefusal {
    Step step = behind(name);
    if (!(step instanceof Step.Add)) return List.of(step);
    List<Step> terms = new ArrayList<>();
    for (String of : step.reads()) terms.addAll(terms(of));
    return terms;
  }

  private static ModelRefusal other(Step step) {
    return new ModelRefusal(
        "step %s: is not of a network of one layer that answers at the last position; any other is"
            + " proved by --strategy exhaustive",
        step.name());
  }
}
