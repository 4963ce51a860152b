// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.onnx;

import static org.assay.generator.network.onnx.GraphBuilder.integer;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Shapes;
import org.assay.generator.network.Step;
import org.assay.generator.network.Weights;

/**
 * A program as an ONNX graph: from {@code tokens}, int64 [inputs, length], to {@code logits},
 * float32 [inputs, width]. Operators are those of ONNX 1.12 (operator set 17), each as the <a
 * href="https://onnx.ai/onnx/operators/">standard</a> defines it. Every weight is rounded to
 * float32, and so is what an engine computes: nothing of it is proved.
 */
public final class OnnxFile {
  private static final int OPERATORS = 17; // of ONNX 1.12
  private static final int FORMAT = 8; // of ONNX 1.10 to 1.12

  private final GraphBuilder graph = new GraphBuilder();
  private final Map<String, String> values = new HashMap<>();
  private final Weights weights;
  private final Shapes shapes;
  private final int n;

  private OnnxFile(TensorFile file, Shapes shapes, int n) {
    this.weights = new Weights(file);
    this.shapes = shapes;
    this.n = n;
  }

  /**
   * The bytes of the file; the same for the same program and weights.
   *
   * @param n length of an input
   * @param metadata texts to be kept in it, by their names
   * @throws ModelRefusal if the tensors do not fit the program, or float32 does not hold a number
   */
  public static byte[] of(Program program, TensorFile file, int n, Map<String, String> metadata)
      throws ModelRefusal {
    Shapes shapes = Shapes.of(program, file, n);
    OnnxFile made = new OnnxFile(file, shapes, n);
    List<Step> steps = program.steps();
    for (int i = 0; i < steps.size(); i++) {
      made.graph.begin(i, steps.get(i).name());
      made.values.put(steps.get(i).name(), made.value(steps.get(i)));
    }
    String last = steps.get(steps.size() - 1).name();
    made.graph.begin(steps.size(), "outputs");
    made.graph.node("Squeeze", List.of(made.values.get(last), made.graph.constant(1)));
    made.graph.nameLast("logits");
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(FORMAT);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS));
    model.setProducerName("assay").setProducerVersion("0.1.0");
    model.setGraph(made.graph.graph(n, shapes.of(last).width()));
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(one -> text(one.getKey(), one.getValue()))
        .forEach(model::addMetadataProps);
    return model.build().toByteArray();
  }

  private static StringStringEntryProto text(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** The name of the value of a step: float32 [inputs, positions, width]. */
  private String value(Step step) throws ModelRefusal {
    if (step instanceof Step.Embed one) {
      double[] table = weights.table(one.table(), one.layout());
      int width = shapes.of(one.name()).width();
      String rows = graph.numbers("tensor " + one.table(), table, table.length / width, width);
      return graph.node("Gather", List.of(rows, "tokens"), integer("axis", 0));
    } else if (step instanceof Step.Positions one) {
      return positions(one);
    } else if (step instanceof Step.Linear one) {
      return linear(one);
    } else if (step instanceof Step.Attention one) {
      List<String> of = one.reads().stream().map(values::get).toList();
      return new AttentionNodes(graph, one, n).value(of);
    } else if (step instanceof Step.Norm one) {
      return norm(one);
    }
    return without(step);
  }

  /** Of steps that read no tensor. */
  private String without(Step step) throws ModelRefusal {
    List<String> of = step.reads().stream().map(values::get).toList();
    String first = of.get(0);
    if (step instanceof Step.Add) {
      return graph.node("Sum", of);
    } else if (step instanceof Step.Select one) {
      String place = graph.constant(one.position());
      return graph.node("Gather", List.of(first, place), integer("axis", 1));
    } else if (step instanceof Step.Pool one) {
      boolean isMean = one.kind().equals("mean");
      return isMean
          ? graph.node("ReduceMean", of, GraphBuilder.integers("axes", 1), integer("keepdims", 1))
          : graph.node("ReduceSum", List.of(first, graph.constant(1)), integer("keepdims", 1));
    } else if (step instanceof Step.Concat) {
      return graph.node("Concat", of, integer("axis", 2));
    } else if (step instanceof Step.Slice one) {
      String from = graph.constant(one.from());
      String to = graph.constant(one.from() + (long) one.width());
      return graph.node("Slice", List.of(first, from, to, graph.constant(2)));
    }
    return new FunctionNodes(graph).value(((Step.Activation) step).op(), first);
  }

  /** The same rows for each input, as many times as there are inputs. */
  private String positions(Step.Positions step) throws ModelRefusal {
    int width = shapes.of(step.name()).width();
    double[] all = weights.table(step.table(), step.layout());
    double[] table = Arrays.copyOf(all, n * width);
    String rows = graph.numbers("tensor " + step.table(), table, 1, n, width);
    String shape = graph.node("Shape", List.of("tokens"), integer("start", 0), integer("end", 1));
    String wanted =
        graph.node("Concat", List.of(shape, graph.constant(n, width)), integer("axis", 0));
    return graph.node("Expand", List.of(rows, wanted));
  }

  private String linear(Step.Linear step) throws ModelRefusal {
    int out = shapes.of(step.name()).width();
    double[] matrix = weights.matrix(step);
    String weight = graph.numbers("tensor " + step.weight(), matrix, matrix.length / out, out);
    String product = graph.node("MatMul", List.of(values.get(step.of()), weight));
    if (step.bias().isEmpty()) return product;
    String name = step.bias().get();
    String bias = graph.numbers("tensor " + name, weights.file().values(name), out);
    return graph.node("Add", List.of(product, bias));
  }

  /** Written out, since LayerNormalization subtracts nearly equal numbers in some engines. */
  private String norm(Step.Norm step) throws ModelRefusal {
    String x = values.get(step.of());
    int width = shapes.of(step.name()).width();
    if (step.kind().equals("layer")) x = graph.node("Sub", List.of(x, mean(x)));
    String epsilon =
        graph.numbers("step " + step.name() + ", epsilon", new double[] {step.epsilon().near()});
    String square = mean(graph.node("Mul", List.of(x, x)));
    String root = graph.node("Sqrt", List.of(graph.node("Add", List.of(square, epsilon))));
    String made = graph.node("Div", List.of(x, root));
    if (step.weight().isPresent()) {
      double[] weight = weights.file().values(step.weight().get());
      String times = graph.numbers("tensor " + step.weight().get(), weight, width);
      made = graph.node("Mul", List.of(made, times));
    }
    if (step.bias().isEmpty()) return made;
    double[] bias = weights.file().values(step.bias().get());
    String plus = graph.numbers("tensor " + step.bias().get(), bias, width);
    return graph.node("Add", List.of(made, plus));
  }

  private String mean(String x) {
    return graph.node(
        "ReduceMean", List.of(x), GraphBuilder.integers("axes", 2), integer("keepdims", 1));
  }
}
