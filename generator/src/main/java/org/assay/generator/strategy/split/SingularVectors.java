// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** Singular vectors and values by EJML. No proof depends on their precision. */
final class SingularVectors {
  private SingularVectors() {}

  /** The first left singular vector, of length 1; zero if there is none to be found. */
  static double[] left(Matrix matrix) {
    double scale = matrix.magnitude();
    double[] vector = new double[matrix.rows()];
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) return vector;
    Matrix scaled = Matrix.of(matrix.rows(), matrix.columns(), (r, c) -> matrix.at(r, c) / scale);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.rows(), matrix.columns(), true, true, true);
    if (!svd.decompose(new DMatrixRMaj(scaled.entries()))) return vector;
    DMatrixRMaj u = svd.getU(null, false);
    SingularOps_DDRM.descendingOrder(u, false, svd.getW(null), svd.getV(null, false), false);
    for (int r = 0; r < vector.length; r++) vector[r] = u.get(r, 0);
    return vector;
  }

  /** The singular values, the largest first; of a matrix that is zero or overflows, none. */
  static double[] values(Matrix matrix) {
    double scale = matrix.magnitude();
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) return new double[0];
    Matrix scaled = Matrix.of(matrix.rows(), matrix.columns(), (r, c) -> matrix.at(r, c) / scale);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.rows(), matrix.columns(), false, false, true);
    if (!svd.decompose(new DMatrixRMaj(scaled.entries()))) return new double[0];
    double[] values = Arrays.copyOf(svd.getSingularValues(), svd.numberOfSingularValues());
    Arrays.sort(values);
    return Matrix.of(1, values.length, (r, c) -> values[values.length - 1 - c] * scale)
        .entries()[0];
  }
}
