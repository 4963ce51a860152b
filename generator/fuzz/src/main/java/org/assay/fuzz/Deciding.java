// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.assay.checker.Checker;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Verdict;

/** The whole checker, in this process. */
final class Deciding {
  private Deciding() {}

  /** Its verdict, which has a documented code, or is of bytes that are canonical. */
  static Verdict unsigned(Sample sample) {
    Checker.Models files =
        new Checker.Models() {
          @Override
          public byte[] read(String sha256) {
            return sample.model();
          }

          @Override
          public byte[] data(String sha256) throws IOException {
            return sample.data().orElseThrow(() -> new IOException("no data"));
          }
        };
    Verdict verdict;
    try {
      verdict = Checker.unsigned().check(sample.certificate(), files);
    } catch (IOException noData) {
      return Verdict.failed(Verdict.Outcome.INPUT_ERROR, "no data", null);
    }
    if (verdict.outcome() == Verdict.Outcome.ACCEPTED) {
      Wanted.canonical(sample.certificate());
      Wanted.canonical(sample.payload().orElseThrow().getBytes(ISO_8859_1));
    } else {
      RejectCode.valueOf(verdict.code().orElseThrow()); // or it is none of F-14
    }
    return verdict;
  }
}
