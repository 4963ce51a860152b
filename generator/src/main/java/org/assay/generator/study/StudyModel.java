// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.assay.generator.archive.Archive;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Claim;
import org.assay.generator.files.NewFiles;
import org.assay.generator.issue.Accepted;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.Draft;
import org.assay.generator.issue.Order;
import org.assay.generator.issue.Pipeline;
import org.assay.generator.issue.Work;
import org.assay.generator.model.Model;
import org.assay.generator.report.StudyRow;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Strategy;

/**
 * One model of a study: its certificates are made, decided by the checker in one process of its
 * own, and only then signed and written.
 */
public final class StudyModel {
  private final Archive archive;
  private final StudyPlan.Entry entry;
  private final Path file;
  private final Model model;
  private final List<Planned> planned = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** A certificate that there is, or is to be. */
  private record Planned(StudyPlan.Proof proof, Path out, boolean isNew, Draft draft) {}

  public StudyModel(Archive archive, StudyPlan.Entry entry) throws IOException {
    this.archive = archive;
    this.entry = entry;
    this.file = archive.folder().resolve("models").resolve(entry.fileName());
    this.model = Model.read(file);
    if (model.k() != entry.recipe().k()
        || model.vocab() != entry.recipe().vocab()
        || model.dModel() != entry.recipe().dModel()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "model %s: got k %d, vocab %d, dModel %d, want %s",
              file,
              model.k(),
              model.vocab(),
              model.dModel(),
              entry.recipe()));
    }
  }

  /** What went wrong, a line for each proof that there is none of. */
  public List<String> failures() {
    return failures;
  }

  /** Proves what is new, reads the rest, and has the checker decide all of it. */
  public void prove(List<StudyPlan.Proof> proofs, CheckerProcess checker) throws IOException {
    for (StudyPlan.Proof proof : proofs) {
      Path out = archive.certificate(file, proof.stem());
      boolean isNew = !Files.exists(out);
      Draft draft =
          isNew
              ? Draft.of(Order.plain(proof.parsed()))
              : Draft.of(CertificateReader.read(out).statement());
      planned.add(new Planned(proof, out, isNew, draft));
    }
    new Pipeline(file, model, Optional.of(checker), Work::silent)
        .run(planned.stream().map(Planned::draft).toList());
  }

  /**
   * The same as jobs for other machines, one for each proof.
   *
   * @throws IOException if a certificate that there is cannot be read
   */
  List<ProofJob> jobs(List<StudyPlan.Proof> proofs) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<ProofJob> jobs = new ArrayList<>();
    for (StudyPlan.Proof proof : proofs) {
      Path out = archive.certificate(file, proof.stem());
      byte[] known = Files.exists(out) ? CertificateReader.bytes(out) : new byte[0];
      jobs.add(new ProofJob(model.fileName(), bytes, proof, known));
      planned.add(null);
    }
    return jobs;
  }

  /** What became of the job with this index. */
  void take(int index, ProofJob job, ProofJob.Result result) {
    Path out = archive.certificate(file, job.proof().stem());
    Draft draft;
    try {
      draft = Draft.of(job.accepted(result, out, model.sha256()));
    } catch (IOException | RuntimeException why) {
      draft = Draft.failed(why);
    }
    planned.set(index, new Planned(job.proof(), out, job.known().length == 0, draft));
  }

  /** Signs and writes what was accepted; the rows are in the order of the proofs. */
  public List<StudyRow> publish(Signatory signatory) throws IOException {
    List<StudyRow> rows = new ArrayList<>();
    for (Planned one : planned) {
      Optional<Exception> why = one.draft.failure();
      if (why.isPresent()) {
        failures.add(failure(one.proof, why.get()));
        continue;
      }
      Accepted accepted = one.draft.accepted();
      long nanos = accepted.nanos();
      if (one.isNew) {
        long start = System.nanoTime();
        byte[] certificate = Certifier.signed(accepted, Optional.of(signatory)).bytes();
        nanos += System.nanoTime() - start;
        Files.createDirectories(one.out.getParent());
        new NewFiles().write(one.out, certificate);
      }
      rows.add(row(one, accepted, nanos));
    }
    return rows;
  }

  private StudyRow row(Planned one, Accepted accepted, long nanos) throws IOException {
    Strategy strategy = one.proof.parsed();
    PaperMetrics metrics =
        strategy.paper(
            new PaperMetrics.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead()));
    Claim claim = accepted.statement().claim();
    return new StudyRow(
        model.fileName(),
        model.sha256(),
        model.k(),
        model.vocab(),
        model.dModel(),
        entry.seed(),
        strategy.name(),
        one.proof.words(),
        claim.correct().toString(),
        claim.total().toString(),
        claim.accuracy(),
        shown(accepted.operations()),
        shown(metrics.flops()),
        metrics.unexplainedDimension().map(BigInteger::toString).orElse(""),
        Files.size(one.out),
        one.isNew ? "" + TimeUnit.NANOSECONDS.toMillis(nanos) : "",
        shown(accepted.millis()),
        "accepted");
  }

  private static String shown(OptionalLong value) {
    return value.isPresent() ? "" + value.getAsLong() : "";
  }

  private String failure(StudyPlan.Proof proof, Exception why) {
    String reason = Optional.ofNullable(why.getMessage()).orElse("no reason");
    return model.fileName()
        + ", "
        + proof.stem()
        + ": "
        + reason.lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
  }
}
