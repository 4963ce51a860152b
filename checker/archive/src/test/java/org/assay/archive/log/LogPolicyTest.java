// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.ORIGIN;
import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.log.TestLog.bytes;
import static org.assay.archive.log.TestLog.policy;
import static org.assay.archive.refusal.Code.LOG_SIGNATURE_MISMATCH;
import static org.assay.archive.refusal.Code.MALFORMED_CHECKPOINT;
import static org.assay.archive.refusal.Code.MALFORMED_LOG_POLICY;
import static org.assay.archive.refusal.Code.QUORUM_MISSING;
import static org.assay.archive.refusal.Code.UNKNOWN_LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** Whom a reader trusts, and which checkpoint counts then. */
class LogPolicyTest {
  private static final NoteSigner LOG = TestLog.log(ORIGIN, 1);
  private static final NoteSigner ADA = TestLog.witness("ada.example/w", 2);
  private static final NoteSigner BO = TestLog.witness("bo.example/w", 3);
  private static final NoteSigner CY = TestLog.witness("cy.example/w", 4);
  private static final String TEXT = ORIGIN + "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

  private static final String LOG_LINE = "log " + LOG.key();
  private static final String ADA_LINE = "witness ada " + ADA.key();
  private static final String BO_LINE = "witness bo " + BO.key();
  private static final String CY_LINE = "witness cy " + CY.key();

  private static SignedNote note(NoteSignature... signatures) {
    return new SignedNote(TEXT, List.of(signatures));
  }

  private static NoteSignature log() {
    return LOG.sign(TEXT, 0);
  }

  /** Levels, tabs, comments and addresses, as in the example of C2SP tlog-policy.md. */
  @Test
  void aPolicyOfGroupsIsReadAndDecides() throws Refusal {
    LogPolicy policy =
        policy(
            "# two houses",
            "",
            " \t log\t" + LOG.key() + "  https://log.example/one/ ",
            "witness X1 " + ADA.key(),
            "witness X2 " + BO.key() + " https://bo.example/",
            "witness \u00e9 " + CY.key(),
            "group X any X1 X2",
            "group X-and-Y all X \u00e9",
            "quorum X-and-Y");
    assertEquals(3, policy.witnesses().size());
    LogPolicy.Accepted accepted =
        policy.accept(note(log(), CY.sign(TEXT, 30), BO.sign(TEXT, 50), ADA.sign(TEXT, 40)));
    assertEquals(40, accepted.seen().orElseThrow());
    assertEquals(ORIGIN, accepted.checkpoint().origin());
    assertRefused(
        QUORUM_MISSING, () -> policy.accept(note(log(), BO.sign(TEXT, 9), ADA.sign(TEXT, 9))));
    assertRefused(QUORUM_MISSING, () -> policy.accept(note(log(), CY.sign(TEXT, 9))));
  }

  @Test
  void aThresholdCountsWitnessesNotSignatures() throws Refusal {
    LogPolicy policy =
        policy(LOG_LINE, ADA_LINE, BO_LINE, CY_LINE, "group g 2 ada bo cy", "quorum g");
    SignedNote twice = note(log(), ADA.sign(TEXT, 7), ADA.sign(TEXT, 8));
    assertRefused(QUORUM_MISSING, () -> policy.accept(twice)); // T-08 (c)
    LogPolicy.Accepted accepted = policy.accept(twice.with(CY.sign(TEXT, 6)));
    assertEquals(7, accepted.seen().orElseThrow(), "the first time at which two had seen it");
    assertEquals(3, accepted.witnesses().size());
  }

  // T-08 (a)
  @Test
  void aCheckpointCountsIfItsLogSignedIt() throws Refusal {
    LogPolicy policy = policy(LOG_LINE, "quorum none");
    assertTrue(policy.accept(note(log())).seen().isEmpty());
    NoteSigner other = TestLog.log("log.example/two", 5);
    LogPolicy both = policy(LOG_LINE, "log " + other.key(), "quorum none");
    assertRefused(UNKNOWN_LOG, () -> both.accept(note(other.sign(TEXT, 0))));
    assertRefused(UNKNOWN_LOG, () -> policy.accept(note(other.sign(TEXT, 0))));
    assertRefused(UNKNOWN_LOG, () -> policy.accept(note(TestLog.log(ORIGIN, 9).sign(TEXT, 0))));
    assertRefused(UNKNOWN_LOG, () -> policy("quorum none").accept(note(log())));
  }

  /** Also where the quorum is there without it. */
  // T-08 (b)
  @Test
  void aForgedSignatureOfAKnownKeySpoilsTheNote() throws Refusal {
    LogPolicy policy = policy(LOG_LINE, ADA_LINE, "quorum none");
    byte[] forged = ADA.sign(TEXT, 5).bytes();
    forged[20] ^= 1;
    NoteSignature bad = new NoteSignature(ADA.key().name(), forged);
    assertRefused(LOG_SIGNATURE_MISMATCH, () -> policy.accept(note(log(), bad)));
    NoteSignature stranger = new NoteSignature("x.example", forged);
    assertTrue(policy.accept(note(log(), stranger)).witnesses().isEmpty(), "it is ignored");
    NoteSignature otherText = LOG.sign(TEXT + "x\n", 0);
    assertRefused(LOG_SIGNATURE_MISMATCH, () -> policy.accept(note(log(), otherText)));
  }

  @Test
  void aSignedTextMayStillBeNoCheckpoint() throws Refusal {
    LogPolicy policy = policy(LOG_LINE, "quorum none");
    String text = TEXT + "extension\n";
    SignedNote note = new SignedNote(text, List.of(LOG.sign(text, 0)));
    assertRefused(MALFORMED_CHECKPOINT, () -> policy.accept(note)); // T-06 (a)
  }

  // T-07 (a), (b), (c), (d), (e), (f), (g), (h)
  @Test
  void malformedPoliciesAreRefused() {
    String none = "quorum none";
    String again = "witness again " + ADA.key();
    String logAsWitness = "witness log " + TestLog.witness("log.example/w", 1).key();
    for (String wrong :
        List.of(
            LOG_LINE + "\n" + none, // (a) no line feed
            LOG_LINE + "\r\n" + none + "\n",
            "\0\n" + none + "\n",
            "#\u007f\n" + none + "\n",
            "\n".repeat(4096) + none + "\n",
            "logs " + LOG.key() + "\n" + none + "\n", // (b)
            "log\n" + none + "\n",
            LOG_LINE + " a b\n" + none + "\n",
            "witness ada\n" + none + "\n",
            ADA_LINE + "\nquorum ada bo\n",
            ADA_LINE + "\ngroup g 1\n" + none + "\n",
            "log " + ADA.key() + "\n" + none + "\n", // (c)
            "witness w " + LOG.key() + "\n" + none + "\n",
            LOG_LINE + "\n" + LOG_LINE + "\n" + none + "\n", // (d)
            ADA_LINE + "\n" + again + "\n" + none + "\n",
            LOG_LINE + "\n" + logAsWitness + "\n" + none + "\n",
            ADA_LINE + "\nwitness ada " + BO.key() + "\n" + none + "\n", // (e)
            "witness none " + ADA.key() + "\n" + none + "\n",
            ADA_LINE + "\n" + BO_LINE + "\ngroup bo all ada\n" + none + "\n",
            LOG_LINE + "\n", // (f)
            none + "\n" + none + "\n",
            "quorum ada\n" + ADA_LINE + "\n",
            "quorum bo\n",
            ADA_LINE + "\ngroup g all ada bo\n" + none + "\n", // (g)
            ADA_LINE + "\ngroup g all ada ada\n" + none + "\n",
            ADA_LINE + "\ngroup g all ada\ngroup h all ada\n" + none + "\n",
            ADA_LINE + "\ngroup g all none\n" + none + "\n",
            ADA_LINE + "\ngroup g all g\n" + none + "\n",
            ADA_LINE + "\ngroup g 0 ada\n" + none + "\n", // (h)
            ADA_LINE + "\ngroup g 2 ada\n" + none + "\n",
            ADA_LINE + "\ngroup g 4294967297 ada\n" + none + "\n",
            ADA_LINE + "\ngroup g 01 ada\n" + none + "\n",
            ADA_LINE + "\ngroup g most ada\n" + none + "\n")) {
      assertRefused(MALFORMED_LOG_POLICY, () -> LogPolicy.parse(bytes(wrong)));
    }
    byte[] long_ = bytes("#" + "x".repeat(LogPolicy.MAX_BYTES) + "\n");
    assertRefused(MALFORMED_LOG_POLICY, () -> LogPolicy.parse(long_)); // (a)
  }
}
