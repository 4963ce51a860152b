// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three executors, each a process of its own, say what one process says. */
class ClusterTest {
  private static final String THREE = "local-cluster[3,1,1024]";
  private static final Path MODEL =
      Path.of("../src/test/resources/models/max-of-3-vocab-32.safetensors");
  private static final Path PUBLISHED = Path.of("../../certificates");
  private static final String PLAN =
      """
      {"models":[{"k":3,"vocab":32,"dModel":16,"steps":1,"seeds":[2,1]}],
       "proofs":[{"k":[3],"strategy":"brute-force","options":[]},
        {"k":[3],"strategy":"sub-cubic","options":["--handling","mean_query+diff"]},
        {"k":[3],"strategy":"cubic","options":[]}]}
      """;

  @TempDir private Path folder;
  private Workplace work;

  @BeforeEach
  void prepare() throws IOException {
    work = new Workplace(folder.resolve("home"));
  }

  /** Kills the first executor, a child of ours, that has the checker decide something. */
  private static final class Killer extends Thread {
    private volatile boolean hasKilled;

    Killer() {
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!hasKilled && !isInterrupted()) {
        Optional<ProcessHandle> busy =
            ProcessHandle.current()
                .descendants()
                .filter(one -> one.info().commandLine().orElse("").contains("assay-checker.jar"))
                .flatMap(one -> one.parent().stream())
                .filter(one -> one.parent().equals(Optional.of(ProcessHandle.current())))
                .findFirst();
        hasKilled = busy.isPresent() && busy.get().destroyForcibly();
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @Tag("long")
  void aStudyLosesNothingWithAnExecutor() throws Exception {
    Path one = study("one", "--checker", work.program(folder).toString());
    Killer killer = new Killer();
    killer.start();
    Path three = study("three", "--cluster", THREE);
    killer.interrupt();
    assertTrue(killer.hasKilled, "no executor was killed: " + work.err());
    assertTrue(work.err().contains("was lost, its tasks are run again"), work.err());
    assertEquals(untimed(one), untimed(three));
    assertEquals(7, untimed(three).size(), "a head and six rows");
    assertEquals(6, signed(folder.resolve("three")), "certificates");
    String archive = folder.resolve("three").toString();
    String policy = folder.resolve("three/policy.json").toString();
    int exit = work.run("check", "--cluster", "local[2]", "--policy", policy, archive);
    assertEquals(0, exit, work.err());
    assertEquals(6, work.out().lines().filter(line -> line.startsWith("accepted: ")).count());
  }

  private Path study(String name, String option, String value) throws IOException {
    Path archive = folder.resolve(name);
    Path plan = Workplace.write(folder.resolve("plan.json"), PLAN);
    Path models = Files.createDirectories(archive.resolve("models"));
    for (int seed = 1; seed <= 2; seed++) {
      Files.copy(MODEL, models.resolve("max-of-3-vocab-32-seed-" + seed + ".safetensors"));
    }
    Path results = folder.resolve(name + ".csv");
    int exit =
        work.run(
            "study",
            "--plan",
            plan.toString(),
            "--dir",
            archive.toString(),
            "--name",
            "batch",
            "--out",
            results.toString(),
            option,
            value);
    assertEquals(0, exit, work.err());
    return results;
  }

  /** The rows without the two columns of times. */
  private static List<String> untimed(Path results) throws IOException {
    return Files.readAllLines(results).stream()
        .map(row -> row.replaceFirst("^(.*),[^,]*,[^,]*,([^,]*)$", "$1,$2"))
        .toList();
  }

  private static long signed(Path archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive)) {
      return files.filter(file -> file.toString().endsWith(".cert.json")).count();
    }
  }

  @Test
  @Tag("long")
  void aClaimIsDecidedInParts() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    String name = "max-of-3-vocab-32-seed-50";
    for (String one : List.of("brute-force", "cubic-retest")) {
      Files.copy(
          PUBLISHED.resolve(name).resolve(one + ".cert.json"), archive.resolve(one + ".cert.json"));
    }
    Workplace.write(archive.resolve("none.cert.json"), "no certificate");
    Files.copy(
        PUBLISHED.resolve("models/" + name + ".safetensors"),
        archive.resolve("renamed.safetensors"));
    Path records = folder.resolve("records.jsonl");
    int exit =
        work.run(
            "check",
            "--cluster",
            THREE,
            "--parts",
            "5",
            "--records",
            records.toString(),
            "--policy",
            PUBLISHED.resolve("policy.json").toString(),
            archive.toUri().toString());
    assertEquals(1, exit, work.err());
    List<String> lines = work.out().lines().toList();
    assertEquals(3, lines.size(), work.out());
    assertTrue(
        lines.get(0).endsWith("accuracy >= 0.9999694824, brute-force; by parts, added up here"));
    assertTrue(lines.get(1).endsWith("accuracy >= 0.9999694824, cubic-retest"), lines.get(1));
    assertTrue(lines.get(2).startsWith("rejected MALFORMED_"), lines.get(2));
    assertTrue(work.err().contains("3 certificates: 2 accepted, 1 rejected"), work.err());
    List<String> told = Files.readAllLines(records);
    assertEquals(5, told.stream().filter(line -> line.contains("\"range\":\"")).count());
    assertEquals(7, told.size(), told::toString);
  }

  /** Each executor signs by keys on its machine; the archive's own program counts the receipts. */
  @Test
  @Tag("long")
  void whoeverDecidesSignsAReceipt() throws Exception {
    String name = "max-of-3-vocab-32-seed-50";
    Path own = Files.createDirectories(folder.resolve("archive").resolve(name));
    String certificate = "cubic-retest.cert.json";
    Files.copy(PUBLISHED.resolve(name).resolve(certificate), own.resolve(certificate));
    Workplace.write(own.resolve("none.cert.json"), "no certificate");
    Path model = own.resolveSibling("models").resolve(name + ".safetensors");
    Files.createDirectories(model.getParent());
    Files.copy(PUBLISHED.resolve("models/" + name + ".safetensors"), model);
    String key = folder.resolve("key").toString();
    assertEquals(0, work.run("keygen", "--name", "One", "--no-password", "--out", key), work.err());
    work.buildArchive();
    Path receipts = folder.resolve("receipts");
    String policy = PUBLISHED.resolve("policy.json").toString();
    String[] words = {
      "check",
      "--cluster",
      "local-cluster[2,1,1024]",
      "--policy",
      policy,
      "--receipts",
      receipts.toString(),
      "--receipt-key",
      key,
      own.toUri().toString()
    };
    assertEquals(1, work.run(words), work.err());
    Path receipt = receipts.resolve(name).resolve("cubic-retest.receipt.json");
    Files.copy(receipt, own.resolve("cubic-retest.receipt.json"));
    String trusted = folder.resolve("receipt.policy.json").toString();
    Workplace.archive("policy", "--out", trusted, "One=" + key);
    String said =
        Workplace.archive(
            "verify", "--policy", policy, "--receipts", trusted, own.getParent().toString());
    assertTrue(said.contains("re-checked by One"), said);
    assertTrue(Files.exists(receipts.resolve(name).resolve("none.receipt.json")));
    assertEquals(66, work.run(words), "receipts are there already");
    assertTrue(work.err().contains("receipt.json: exists"), work.err());
    assertEquals(64, work.run("check", "--cluster", "local", "--unsigned", "--receipts", "x", "y"));
  }

  @Test
  void whatIsNoClusterIsSaidBeforeAnythingIsDone() throws Exception {
    String there = PUBLISHED.toString();
    assertEquals(64, work.run("check", "--cluster", "mesos://host", "--unsigned", there));
    assertTrue(work.err().contains("--cluster: got mesos://host, want spark://"), work.err());
    assertEquals(66, work.run("check", "--cluster", "local[1]", "--unsigned", "no/such/place"));
    assertTrue(work.err().contains("no/such/place: no such file or folder"), work.err());
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertEquals(66, work.run("check", "--cluster", "local[1]", "--unsigned", empty.toString()));
    assertTrue(work.err().contains("no *.cert.json below"), work.err());
    String nobody = "spark://127.0.0.1:1";
    assertEquals(
        66,
        work.run(
            "check",
            "--cluster",
            nobody,
            "--unsigned",
            PUBLISHED.resolve("parity-8-seed-1").toString()));
    assertTrue(work.err().contains("cluster " + nobody + ": does not answer"), work.err());
    assertFalse(work.err().contains("\tat "), "a stack trace: " + work.err());
  }
}
