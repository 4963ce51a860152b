// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.arithmetic.WordLead;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemmas L-80 and L-81: vectors of 28 bits with a radius. */
@Lemma({"L-80", "L-81"})
public final class Narrow implements Arithmetic<Vector, Matrix> {
  private final Powers powers = new Powers();
  private final AttentionWords attending = new AttentionWords(powers);
  private final NormWords normalising = new NormWords();
  private final FunctionWords functions = new FunctionWords(powers);

  @Override
  public Matrix prepared(ExactMatrix weights) {
    return new Matrix(weights);
  }

  @Override
  public Vector row(Matrix matrix, int row) {
    return matrix.row(row);
  }

  private static Sum summed(List<Vector> vectors) { // L-80 (b)
    Sum sum = Sum.over(vectors, vectors.get(0).width());
    vectors.forEach(vector -> sum.add(vector, 0));
    return sum;
  }

  @Override
  public Vector sum(List<Vector> vectors) {
    return summed(vectors).rounded();
  }

  @Override
  public Vector mean(List<Vector> vectors) {
    Sum sum = summed(vectors);
    sum.divide(vectors.size());
    return sum.rounded();
  }

  @Override
  public Vector linear(Vector x, Matrix weight, Matrix bias) { // L-81 (b)
    if (!bias.row(0).known()) {
      return Vector.unknown(bias.row(0).width());
    }
    Sum product = weight.times(x);
    product.addAtAnyScale(bias.row(0));
    return product.rounded();
  }

  @Override
  public Vector attention(
      Vector query, List<Vector> keys, List<Vector> values, int visible, Softmax softmax) {
    return attending.of(query, keys, values, visible, softmax);
  }

  @Override
  public Optional<Vector> normalized(Vector x, Norming norming, Matrix weight, Matrix bias) {
    Vector plain = normalising.of(x, norming);
    return plain.known()
        ? Optional.of(NormWords.affine(plain, weight.row(0), bias.row(0)))
        : Optional.empty();
  }

  @Override
  public Vector activated(Vector x, Activation function) {
    return function == Activation.RELU ? positive(x) : functions.of(x, function);
  }

  private static Vector positive(Vector x) { // L-80 (e)
    long[] centre = new long[x.width()];
    for (int j = 0; j < centre.length; j++) {
      centre[j] = Math.max(x.centre()[j], 0);
    }
    return new Vector(centre, x.radius(), x.scale(), x.known());
  }

  @Override
  public Vector concatenated(List<Vector> vectors) { // L-80 (f)
    Sum sum = Sum.over(vectors, vectors.stream().mapToInt(Vector::width).sum());
    int at = 0;
    for (Vector vector : vectors) {
      sum.join(vector, at);
      at += vector.width();
    }
    return sum.rounded();
  }

  @Override
  public Vector slice(Vector x, int from, int width) { // L-80 (f)
    long[] some = Arrays.copyOfRange(x.centre(), from, from + width);
    return new Sum(some, x.radius(), x.scale()).rounded();
  }

  @Override
  public boolean isShort(Vector vector) {
    return vector.known();
  }

  @Override
  public Lead lead(Vector outputs, Contest contest) {
    return WordLead.of(outputs.centre(), outputs.radius(), outputs.scale(), contest);
  }
}
