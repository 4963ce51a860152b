// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Verdict;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;

/** What the checker proves of a model, whatever is claimed. */
public final class CheckerCount {
  private CheckerCount() {}

  /**
   * What it proves by enumeration. The generator's own enumeration leaves out inputs whose margin
   * has a tiny weight, and among random models are some with such inputs.
   */
  public static long truth(Model model, byte[] file, String margin) throws Exception {
    return of(model, file, margin, "brute-force", Map.of());
  }

  /** What it proves by this strategy with these hints. */
  public static long of(
      Model model, byte[] file, String margin, String strategy, Map<String, String> hints)
      throws Exception {
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Claim claim = new Claim(sizes, margin, BigInteger.ZERO);
    Statement statement = new Statement("m.safetensors", model.sha256(), claim, strategy, hints);
    byte[] certificate = new Envelope(statement.payload(), List.of()).bytes();
    Verdict verdict = Checker.unsigned().check(certificate, sha256 -> file);
    assertEquals(Verdict.Outcome.ACCEPTED, verdict.outcome(), () -> "" + verdict.message());
    return verdict.findings().proof().orElseThrow().proved().longValueExact();
  }
}
