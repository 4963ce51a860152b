// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import org.assay.checker.json.Files;
import org.assay.checker.verdict.Rejection;

/** A label for each input, in the order of the inputs. */
final class Labels implements Task {
  private final NumberTensor source;
  private int[] labels = new int[0];

  Labels(NumberTensor source) {
    this.source = source;
  }

  @Override
  public boolean fits(int free) {
    return true;
  }

  @Override
  public boolean isListed() {
    return true;
  }

  @Override
  public void load(Files data, long inputs) throws Rejection, IOException {
    labels = source.values(data, 0);
    require( // F-19 (b)
        labels.length == inputs,
        SHAPE_MISMATCH,
        "labels: got %d, want one for each of %d inputs",
        labels.length,
        inputs);
  }

  @Override
  public int right(int[] tokens, long index) {
    return labels[(int) index];
  }

  @Override
  public String words() {
    return "the label in "
        + quoted(source.tensor())
        + " of the file with sha256 "
        + source.sha256();
  }
}
