// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.Rejection.quoted;

import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.Rejection;

/** A tensor of two dimensions that has a vector for each token or position. */
record Table(String tensor, Layout layout) {
  int rows(Tensors tensors) throws Rejection {
    return layout.sizes(tensor, tensors.shape(tensor)).in();
  }

  int width(Tensors tensors) throws Rejection {
    return layout.sizes(tensor, tensors.shape(tensor)).out();
  }

  /** Shape [rows, width]. */
  ExactMatrix matrix(Tensors tensors) throws Rejection {
    return tensors.matrix(tensor, layout);
  }

  String words() {
    return (layout == Layout.COLUMNS ? "columns of " : "rows of ") + quoted(tensor);
  }
}
