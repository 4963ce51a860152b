// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import org.assay.checker.program.Reach;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Claims about one small network that differ in one word. */
class ProgramClaimsTest {
  private static final Path SMALL = Path.of("../spec/vectors/accept/F-15/small");

  /** The claim of the vector, each text replaced by the one behind it. */
  private static Findings.Proof proof(String... changes) throws Exception {
    String payload = new String(ProgramVectors.payload(SMALL), US_ASCII);
    for (int i = 0; i < changes.length; i += 2) {
      assertTrue(payload.contains(changes[i]), changes[i]);
      payload = payload.replace(changes[i], changes[i + 1]);
    }
    return ProgramVectors.proof(SMALL, payload.getBytes(US_ASCII));
  }

  /** Of the nine inputs 1, 3 and 5 have the maximum 0, 1 and 2: without a rival each is right. */
  @Test
  void whereTheRightOutputDoesNotCompeteTheInputIsWrong() throws Exception {
    for (int output = 0; output < 3; output++) {
      String one = "\"outputs\":{\"from\":%d,\"to\":%d}".formatted(output, output);
      Findings.Proof proof = proof("\"outputs\":{\"from\":0,\"to\":2}", one, "\"6\"", "\"0\"");
      assertEquals(BigInteger.valueOf(2L * output + 1), proof.proved());
      assertEquals(2L * output + 1, proof.levels().stream().mapToLong(n -> n).sum());
    }
  }

  @Test
  void aTokenBeyondTheTableIsRefusedWhateverIsClaimed() {
    String[] wider = {"{\"from\":0,\"to\":2}]}", "{\"from\":0,\"to\":3}]}", "\"9\"", "\"12\""};
    Rejection why = assertThrows(Rejection.class, () -> proof(wider));
    assertTrue(why.getMessage().contains("token: got 3, want < 3"), why.getMessage());
  }

  /** All nine are decided by the first level: operations are those of nine inputs. */
  @Test
  void operationsAreThoseOfEveryInput() throws Exception {
    Findings.Proof proof = proof();
    BigInteger each = new Reach(ProgramVectors.network(SMALL)).work(1, tokens -> 1);
    assertEquals(9L, proof.levels().get(0));
    assertEquals(each.multiply(BigInteger.valueOf(9)), proof.operations());
  }
}
