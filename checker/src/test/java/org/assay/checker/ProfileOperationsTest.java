// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Certificate;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Profile;
import org.assay.checker.claim.Rule;
import org.assay.checker.exact.Rational;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.Rules;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.SignedBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A published model of three tokens: what both lines of a claim count, and what that takes. */
class ProfileOperationsTest {
  private static final Path ARCHIVE = Path.of("../certificates");
  private static final String MODEL = "max-of-3-vocab-32-seed-50";

  @ParameterizedTest
  @CsvSource({
    "brute-force, 32767, 32767, 12615495",
    "grouped-counting, 32767, 32767, 6408203",
    "potential-counting, 32767, 32767, 699880",
    "cubic-retest, 32767, 32767, 2644423"
  })
  void bothLines(String strategy, String real, String computed, String operations)
      throws Exception {
    Weights weights =
        ModelFile.parse(
            Files.readAllBytes(ARCHIVE.resolve("models").resolve(MODEL + ".safetensors")));
    byte[] file = Files.readAllBytes(ARCHIVE.resolve(MODEL).resolve(strategy + ".cert.json"));
    Certificate certificate =
        Certificate.parse(SignedBytes.unsigned(Envelope.parse(file)).payload(), Rules::read);
    Rule rule = certificate.rule();
    Demand demand = Demand.of(Rational.ZERO);
    Premises ofProfile = Premises.of(weights, Profile.named("binary32-any-order"));
    BigInteger proved = rule.count(ofProfile, demand);
    assertEquals(new BigInteger(computed), proved);
    assertEquals(
        new BigInteger(real),
        rule.countsOnce() ? proved : rule.count(Premises.exact(weights), demand));
    assertEquals(operations, weights.meter().operations().toString());
  }
}
