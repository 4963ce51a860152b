// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The model file is malformed or of a kind that Assay makes no claims about. */
public final class ModelRefusal extends IOException {
  private static final long serialVersionUID = 1L;

  private transient List<String> advice = List.of();

  public ModelRefusal(
      String format, Object... values) { // values come from the file: no control characters
    super(String.format(Locale.ROOT, format, values).replaceAll("\\p{C}", "?"));
  }

  static void require(boolean holds, String format, Object... values) throws ModelRefusal {
    if (!holds) throw new ModelRefusal(format, values);
  }

  /** The same refusal with lines to type that make of the file one that can be certified. */
  public ModelRefusal advising(List<String> lines) {
    advice = List.copyOf(lines);
    return this;
  }

  /** The same refusal, naming the file. */
  public ModelRefusal of(Object file) {
    return new ModelRefusal("model %s: %s", file, getMessage()).advising(advice);
  }

  /** Lines to be shown below the message; often none. */
  public List<String> advice() {
    return advice;
  }
}
