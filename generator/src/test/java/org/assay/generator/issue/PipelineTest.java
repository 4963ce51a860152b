// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Search, decide, claim the count, decide again, with a checker that does as it is told. */
class PipelineTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  @TempDir private Path folder;
  private Model model;

  private final List<String> shown = new ArrayList<>();

  private Work shown(String task, BigInteger steps) {
    shown.add(task);
    return Work.silent(task, steps);
  }

  @BeforeEach
  void read() throws IOException {
    model = Model.read(MODEL);
  }

  /**
   * Finds so many, or nothing if negative; costs a little over its budget, and at least so much.
   */
  private record Told(String name, long count, OptionalLong budget, long over, long least)
      implements Strategy {
    static Told counts(String name, long count) {
      return new Told(name, count, OptionalLong.empty(), 0, 0);
    }

    @Override
    public String cost() {
      return "";
    }

    @Override
    public String summary() {
      return "";
    }

    @Override
    public PaperMetrics paper(PaperMetrics.Sizes sizes) {
      return PaperMetrics.UNKNOWN;
    }

    @Override
    public Strategy withBudget(long operations) {
      return new Told(name, count, OptionalLong.of(operations), over, least);
    }

    @Override
    public BigInteger steps(Model model) {
      return BigInteger.ONE;
    }

    @Override
    public Proof prove(Model model, Demand demand, LongConsumer progress) {
      if (count < 0) throw new IllegalArgumentException(name + ": too large");
      String hint = "" + Math.max(budget.orElse(0) + over, least);
      PairCounts all = new PairCounts(1);
      all.set(0, 0, BigInteger.valueOf(count));
      return new Proof(all, Map.of("size", hint));
    }
  }

  /**
   * Proves so many of each claim; operations are the size in the hints. Logs how many it decided.
   */
  private CheckerProcess proves(long proved) throws IOException {
    return script(
        String.format(
            Locale.ROOT,
            """
        worst=0
        n=0
        for file in "$@"; do
          case $file in *.cert.json) ;; *) continue ;; esac
          n=$((n + 1))
          payload=$(sed 's/.*"payload":"//; s/".*//' "$file" | base64 -d)
          correct=$(echo "$payload" | sed 's/.*"correct":"//; s/".*//')
          size=$(echo "$payload" | sed 's/.*"size"://; s/[^0-9].*//')
          verdict='"accepted","code":null'
          if [ "$correct" -gt %1$d ]; then
            verdict='"rejected","code":"CLAIM_NOT_PROVED"'
            worst=1
          fi
          printf '{"file":"%%s","verdict":%%s,"correct":"%%s","proved":"%1$d",' \
            "$file" "$verdict" "$correct"
          printf '"operations":"%%s","millis":1}\\n' "$size"
        done
        echo $n >>"${0%%/*}/log"
        exit $worst
        """,
            proved));
  }

  private CheckerProcess script(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("checker.sh"), "#!/bin/sh\n" + text);
    assertTrue(script.toFile().setExecutable(true));
    return new CheckerProcess(script);
  }

  private List<Draft> run(CheckerProcess checker, Strategy... strategies) throws IOException {
    List<Draft> drafts =
        List.of(strategies).stream().map(strategy -> Draft.of(Order.plain(strategy))).toList();
    new Pipeline(MODEL, model, Optional.of(checker), this::shown).run(drafts);
    return drafts;
  }

  private static long claimed(Draft draft) throws IOException {
    return draft.accepted().statement().claim().correct().longValueExact();
  }

  @Test
  void oneRunDecidesAllAndOneMoreWhatIsClaimedAnew() throws Exception {
    List<Draft> drafts =
        run(
            proves(20_000),
            Told.counts("less", 19_999),
            Told.counts("same", 20_000),
            Told.counts("more", 20_001));
    for (Draft draft : drafts) assertEquals(20_000, claimed(draft));
    assertEquals(List.of("3", "2"), Files.readAllLines(folder.resolve("log")));
    assertEquals(2, Collections.frequency(shown, "the checker decides"), shown::toString);
  }

  @Test
  void aDraftThatFailsStopsNoOther() throws Exception {
    Told large = Told.counts("large", -1);
    List<Draft> drafts = run(proves(7), large, Told.counts("small", 7));
    assertEquals(7, claimed(drafts.get(1)));
    assertThrows(IllegalArgumentException.class, drafts.get(0)::accepted);
    assertEquals("large: too large", drafts.get(0).failure().orElseThrow().getMessage());
  }

  /** Each on its own, also beside others, as in a study. */
  @Test
  void budgetsAreKeptByTheCheckersCount() throws Exception {
    Told slightly = new Told("slightly", 5, OptionalLong.of(1000), 10, 0);
    Told within = new Told("within", 5, OptionalLong.of(1000), 0, 0);
    List<Draft> drafts = run(proves(5), slightly, within, Told.counts("free", 5));
    assertEquals(1000 - 10 / 8, drafts.get(0).accepted().operations().getAsLong());
    assertEquals(1000, drafts.get(1).accepted().operations().getAsLong());
    assertEquals(List.of("3", "1"), Files.readAllLines(folder.resolve("log")));
  }

  @Test
  void aBudgetThatNoAttemptMeetsIsNamed() throws Exception {
    Told dear = new Told("dear", 5, OptionalLong.of(1000), 0, 5000);
    Draft draft = run(proves(5), dear).get(0);
    Exception why = assertThrows(IllegalArgumentException.class, draft::accepted);
    assertTrue(why.getMessage().startsWith("budget: got 1000 operations"), why::getMessage);
    assertEquals(4, Files.readAllLines(folder.resolve("log")).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "accepted without its count;0;'{\"verdict\":\"accepted\"}'",
        "accepted with another count;0;'{\"verdict\":\"accepted\",\"correct\":\"6\"}'",
        "accepted but another exit code;1;'{\"verdict\":\"accepted\",\"correct\":\"5\"}'",
        "of another file;0;'{\"file\":\"x\",\"verdict\":\"accepted\",\"correct\":\"5\"}'",
        "the very count is not proved;1;'{\"verdict\":\"rejected\",\"code\":\"CLAIM_NOT_PROVED\","
            + "\"correct\":\"5\",\"proved\":\"5\"}'",
        "not proved but exit code 0;0;'{\"verdict\":\"rejected\",\"code\":\"CLAIM_NOT_PROVED\","
            + "\"correct\":\"5\",\"proved\":\"4\"}'",
        "no object;0;'accepted'",
        "proves less than it accepts;0;'{\"verdict\":\"accepted\",\"correct\":\"5\","
            + "\"proved\":\"4\"}'",
        "nothing;0;''"
      })
  void whatIsNoAcceptanceIsNotTaken(String what, int exit, String line) throws Exception {
    CheckerProcess checker = script(String.format(Locale.ROOT, "echo '%s'\nexit %d\n", line, exit));
    Draft draft = run(checker, Told.counts("told", 5)).get(0);
    assertThrows(CheckerProcess.NotAccepted.class, draft::accepted, what);
  }

  /** The lines of one run vouch for each other: one too many, and none is believed. */
  @Test
  void moreLinesThanCertificatesAreNotBelieved() throws Exception {
    String line = "echo '{\"verdict\":\"accepted\",\"correct\":\"5\"}'\n";
    Draft draft = run(script(line + "echo 'and more'\n"), Told.counts("told", 5)).get(0);
    assertThrows(CheckerProcess.NotAccepted.class, draft::accepted);
    assertEquals(5, claimed(run(script(line), Told.counts("told", 5)).get(0)));
  }
}
