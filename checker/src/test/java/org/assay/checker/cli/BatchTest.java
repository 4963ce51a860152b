// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assay.checker.Checker;
import org.assay.checker.Scenario;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take long: progress, interruption, memory. */
class BatchTest {
  @TempDir Path folder;

  private static Report unreadable(String name) {
    return new Report(name, Verdict.failed(Outcome.INPUT_ERROR, "none", Findings.none(true)), 0);
  }

  private record Printed(Batch batch, ByteArrayOutputStream err) {
    static Printed with(Arguments.Form form) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(new ByteArrayOutputStream());
      Arguments.Manner manner =
          new Arguments.Manner(form, false, false, Arguments.Second.NOBODY, 1);
      return new Printed(new Batch(manner, out, new PrintStream(err)), err);
    }

    String reasons() {
      return err.toString(UTF_8);
    }
  }

  @Test
  void anInterruptedBatchSaysWhatItDidAndWhatItDidNot() {
    Printed printed = Printed.with(Arguments.Form.SHORT);
    printed.batch.interrupted(7);
    String want = "assay-check: 0 certificates: 0 accepted, 0 rejected, 0 declined, 0 errors; 0 s";
    assertEquals("\n" + want + "; 7 not checked (interrupted)\n", printed.reasons());
    Printed one = Printed.with(Arguments.Form.SHORT);
    one.batch.interrupted(1);
    assertEquals("", one.reasons());
  }

  /** The hook that sums up an interrupted run may still run when the run is over. */
  @Test
  void aFinishedBatchIsNotInterruptedAnyMore() {
    for (Arguments.Form form : Arguments.Form.values()) {
      Printed printed = Printed.with(form);
      List<Target> targets = List.of(Target.of(Path.of("a")), Target.of(Path.of("b")));
      assertEquals(66, printed.batch.run(targets, target -> unreadable("x")));
      String before = printed.reasons();
      assertEquals(form == Arguments.Form.JSON ? 2 : 3, before.lines().count());
      printed.batch.interrupted(2);
      assertEquals(before, printed.reasons());
    }
  }

  @Test
  void whatRanOutOfMemoryBesideOthersIsCheckedAloneOnce() throws Exception {
    Scenario scenario = new Scenario(folder);
    Target good = Target.of(scenario.write("a.cert.json", scenario.unsigned("4")));
    AtomicInteger calls = new AtomicInteger();
    Decision.Judge judge =
        (certificate, models) -> {
          models.read(scenario.sha256);
          if (calls.incrementAndGet() == 1) {
            throw new OutOfMemoryError("beside");
          }
          return Checker.unsigned().check(certificate, models);
        };
    Arguments two = Arguments.parse("--unsigned", "--jobs=2", "x");
    Decision decision = new Decision(judge, two);
    assertEquals(Outcome.ACCEPTED, decision.of(good).verdict().outcome());
    assertEquals(2, calls.get());
    decision.of(good); // all memory was given back
    Arguments one = Arguments.parse("--unsigned", "x");
    calls.set(0);
    assertThrows(OutOfMemoryError.class, () -> new Decision(judge, one).of(good));
  }

  @Test
  void theTimeLeftIsThatOfTheRestAtTheSamePace() {
    assertEquals("[0 of 9] 7 s", Progress.text(0, 9, 7));
    assertEquals("[2 of 9] 7 s, about 24 s left", Progress.text(2, 9, 7));
    assertEquals("[2 of 107] 16 s, about 14 min left", Progress.text(2, 107, 16));
    assertEquals("[1 of 2] 3 h 1 min, about 3 h 1 min left", Progress.text(1, 2, 10_919));
    assertEquals("[9 of 9] 119 s, about 0 s left", Progress.text(9, 9, 119));
    assertEquals("[0 of 9] 2 min", Progress.text(0, 9, 120));
    assertEquals("[0 of 9] 119 min", Progress.text(0, 9, 7199));
    assertEquals("[0 of 9] 2 h 0 min", Progress.text(0, 9, 7200));
    assertEquals("[39 of 2000] 39 s", Progress.text(39, 2000, 39));
    assertEquals("[40 of 2000] 40 s, about 32 min left", Progress.text(40, 2000, 40));
  }

  @Test
  void aTerminalThatIsNoneSeesNothing() {
    Progress progress = new Progress(null, 3, 0);
    progress.show(1);
    progress.clear();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    new Progress(new PrintStream(shown), 3, 0).clear();
    assertEquals("\r\u001b[K", shown.toString(UTF_8));
  }

  /** Of one certificate, only once it has taken long: most take less than a second. */
  @Test
  void theTimeOfOneIsShownIfItTakesLong() {
    long second = 1_000_000_000;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Progress quick = new Progress(new PrintStream(shown), 1, System.nanoTime() + second);
    quick.show(0);
    quick.clear();
    assertEquals("", shown.toString(UTF_8));
    Progress slow = new Progress(new PrintStream(shown), 1, System.nanoTime() - 300 * second);
    slow.show(0);
    slow.clear();
    assertEquals("\r\u001b[K[0 of 1] 5 min\r\u001b[K", shown.toString(UTF_8));
  }

  @Test
  void onlyATerminalSeesTheProgressOfSeveral() {
    Target target = Target.of(Path.of("a"));
    assertFalse(progress(false, List.of(target, target)).contains("[0 of 2] 0 s"));
    System.setProperty("assay.terminal", "true");
    try {
      String shown = progress(false, List.of(target, target));
      assertTrue(shown.startsWith("\r\u001b[K[0 of 2] 0 s\r\u001b[K"), shown);
      assertTrue(shown.contains("[1 of 2] "), shown);
      assertFalse(progress(true, List.of(target, target)).contains("[0 of 2]"));
      assertFalse(progress(false, List.of(target)).contains("[0 of 1]"));
    } finally {
      System.clearProperty("assay.terminal");
    }
  }

  private static String progress(boolean quiet, List<Target> targets) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Arguments.Manner manner =
        new Arguments.Manner(Arguments.Form.SHORT, quiet, false, Arguments.Second.NOBODY, 1);
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    new Batch(manner, out, new PrintStream(err)).run(targets, one -> unreadable("x"));
    return err.toString(UTF_8);
  }

  @Test
  void anEstimateGrowsWithTheModelAndIsAtMostAllThereIs() throws IOException {
    MemoryBudget budget = new MemoryBudget(1L << 30);
    assertEquals(768, budget.all());
    byte[] tiny = new Scenario(folder).model;
    assertEquals(32, budget.estimate(tiny));
    byte[] wide = new Scenario(Files.createDirectory(folder.resolve("w")), 600).model;
    assertEquals(32 + (600L * 600 * 600 + 40L * wide.length) / (1 << 20), budget.estimate(wide));
    byte[] widest = new Scenario(Files.createDirectory(folder.resolve("x")), 4000).model;
    assertEquals(768, budget.estimate(widest));
    assertEquals(1, new MemoryBudget(100).all());
  }

  /** Beside each other two of these do not fit: one waits for the other. */
  @Test
  void checksThatNeedMuchMemoryDoNotRunBesideEachOther() throws Exception {
    MemoryBudget budget = new MemoryBudget(1L << 30);
    budget.take(budget.all());
    Thread second = new Thread(() -> budget.take(1));
    second.start();
    second.join(200);
    assertTrue(second.isAlive());
    budget.give(budget.all());
    second.join(60_000);
    assertTrue(!second.isAlive());
  }
}
