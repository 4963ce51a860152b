// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import java.io.IOException;
import java.util.Locale;

/** The model file is malformed or of a kind that Assay makes no claims about. */
public final class ModelRefusal extends IOException {
  private static final long serialVersionUID = 1L;

  ModelRefusal(
      String format, Object... values) { // values come from the file: no control characters
    super(String.format(Locale.ROOT, format, values).replaceAll("\\p{C}", "?"));
  }

  static void require(boolean holds, String format, Object... values) throws ModelRefusal {
    if (!holds) throw new ModelRefusal(format, values);
  }
}
