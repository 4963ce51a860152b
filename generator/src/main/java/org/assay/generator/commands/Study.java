// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assay.generator.archive.Archive;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.fleet.Fleet;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.Work;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.report.StudyRow;
import org.assay.generator.signing.Signatory;
import org.assay.generator.study.FleetStudy;
import org.assay.generator.study.StudyModel;
import org.assay.generator.study.StudyPlan;
import org.assay.generator.study.StudyResults;
import org.assay.generator.study.TrainingProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay study}. */
@Command(
    name = "study",
    description = {
      "Trains the models of a plan, proves each in all the ways of the plan, writes the results.",
      "Models that the archive has are not trained again. The checker decides each "
          + "certificate, the batch is signed as publish does, and there is one results file. "
          + "Started again it goes on where it stopped: models, certificates and results that "
          + "exist are left alone. The failures of a model are listed at the end and stop no "
          + "other.",
      "A plan, in JSON:",
      "{\"models\":[{\"k\":4,\"vocab\":64,\"dModel\":32,\"steps\":3000,\"seeds\":[50,104]}],",
      " \"proofs\":[{\"k\":[4],\"strategy\":\"brute-force\",\"options\":[]},",
      "  {\"k\":[4],\"strategy\":\"sub-cubic\",\"options\":[\"--handling\",\"envelope\"]}]}"
    },
    footer = {
      "",
      "Example:",
      "  assay study --plan plan.json --dir archive --name batch-1 --out study.csv"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Study implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--plan",
      required = true,
      paramLabel = "FILE",
      description = "models and proofs, see below (required)")
  private Path planFile;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "archive to add to (required)")
  private Path dir;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description =
          "name of the batch's signer, letters, digits, '.', '_' and '-'; a later run with the"
              + " same name adds -2, -3 and so on (required)")
  private String name;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "results, CSV; rows that it has are kept (required)")
  private Path out;

  @Option(
      names = "--cluster",
      paramLabel = "MASTER",
      description =
          "the master of an Apache Spark cluster for models and proofs, its URL or local; only"
              + " what they make is signed here, and the checker of this source tree decides there"
              + " (default: none, all cores of this machine)")
  private String cluster;

  @Mixin private CheckerOption checker;

  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final long start = System.nanoTime();
  private Archive archive;
  private StudyPlan plan;
  private StudyResults results;
  private CheckerProcess program;
  private Signatory signatory;
  private int done;
  private int all;

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z0-9._-]{1,90}")) {
      throw new ParameterException(
          spec.commandLine(), "--name: got " + name + ", want letters, digits, '.', '_' and '-'");
    }
    Optional<Fleet.Provider> fleets =
        cluster == null ? Optional.empty() : Optional.of(ClusterOption.provider(spec, cluster));
    if (cluster != null && checker.given() != null) {
      throw new ParameterException(
          spec.commandLine(), "--cluster and --checker exclude each other");
    }
    archive = new Archive(dir);
    requireWritable();
    plan = StudyPlan.read(planFile);
    Files.createDirectories(dir.resolve("models"));
    results = StudyResults.to(out);
    if (cluster == null) program = checker.program();
    List<Integer> unfinished = results.unfinished(plan, archive, StudyResults.read(out));
    if (!unfinished.isEmpty()) {
      signatory = Signatory.generate();
      publishKeys();
      if (fleets.isPresent()) work(unfinished, fleets.get());
      else work(unfinished);
    }
    results.write();
    new NewFiles(true).write(archive.indexFile(), archive.index());
    return summary();
  }

  /** The results are read and replaced; nothing else that is read may be. */
  private void requireWritable() throws IOException {
    new NewFiles(true)
        .reading(
            planFile, checker.given(), dir.resolve("models"), archive.keys(), archive.policyFile())
        .requireWritable(out.toAbsolutePath().getParent(), List.of(out.getFileName().toString()));
  }

  /** First, so that whatever certificate is written later has its signer in the policy. */
  private void publishKeys() throws IOException {
    Files.createDirectories(archive.keys());
    String signer = name;
    for (int i = 2; Files.exists(archive.keys().resolve(signer + ".ed25519.pub.pem")); i++) {
      signer = name + "-" + i;
    }
    String batch = signer;
    Map<String, byte[]> keys =
        signatory.publicFiles().entrySet().stream()
            .collect(Collectors.toMap(file -> batch + "." + file.getKey(), Map.Entry::getValue));
    byte[] policy = archive.policyWith(signatory.signer(batch));
    new NewFiles().writeAll(archive.keys(), keys, file -> false);
    new NewFiles(true).write(archive.policyFile(), policy);
  }

  /** On a cluster. */
  private void work(List<Integer> models, Fleet.Provider fleets) throws IOException {
    all = models.size();
    FleetStudy study =
        new FleetStudy(
            archive,
            plan,
            results,
            signatory,
            new FleetStudy.Told() {
              @Override
              public void failed(String line) {
                failures.add(line);
              }

              @Override
              public void finished(StudyPlan.Entry entry) {
                report(entry);
              }
            });
    Path home = Project.home();
    try (Work work = Work.of("jobs", BigInteger.ONE.shiftLeft(Long.SIZE));
        Fleet fleet =
            fleets.open(
                cluster,
                ClusterOption.checker(home),
                TrainingProgram.in(home).jar(),
                spec.commandLine().getErr())) {
      study.run(models, fleet, work);
    }
  }

  /** A model per core at a time. */
  private void work(List<Integer> models) throws IOException {
    all = models.size();
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (Work work = Work.of("study", BigInteger.valueOf(all))) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i : models) {
        futures.add(
            pool.submit(
                () -> {
                  study(i);
                  work.accept(1);
                }));
      }
      for (Future<?> future : futures) future.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IOException("interrupted; start it again to go on", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private void study(int i) {
    StudyPlan.Entry entry = plan.entries().get(i);
    try {
      train(entry);
      StudyModel model = new StudyModel(archive, entry);
      List<StudyPlan.Proof> missing =
          plan.proofs(entry).stream()
              .filter(proof -> results.find(entry.fileName(), proof).isEmpty())
              .toList();
      model.prove(missing, program);
      for (StudyRow row : model.publish(signatory)) results.add(plan, i, row);
      failures.addAll(model.failures());
    } catch (IOException | RuntimeException e) {
      failures.add(entry.fileName() + ": " + e);
    }
    report(entry);
  }

  private void train(StudyPlan.Entry entry) throws IOException {
    Path model = dir.resolve("models").resolve(entry.fileName());
    if (!Files.exists(model)) TrainingProgram.in(Project.home()).train(entry, model);
  }

  private synchronized void report(StudyPlan.Entry entry) {
    done++;
    try {
      results.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        Locale.ROOT,
        "%d of %d: %s; %d s so far, about %d s left%n",
        done,
        all,
        entry.fileName(),
        seconds,
        seconds * (all - done) / done);
    stdout.flush();
  }

  private int summary() {
    PrintWriter stderr = spec.commandLine().getErr();
    failures.stream().sorted().forEach(failure -> stderr.println("failed: " + failure));
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf(
        Locale.ROOT, "%s: %d models, %d failures%n", out, plan.entries().size(), failures.size());
    stdout.flush();
    return failures.isEmpty() ? Exit.DONE : Exit.INTERNAL;
  }
}
