// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.fleet.CheckRequest;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.Work;

/** Has certificates decided on a cluster: whole, or by ranges that the checker here adds up. */
final class ClusterCheck {
  private static final int DIGESTS_PER_JOB = 8;
  private static final int MOST_POLICY = 1 << 20;

  private final CheckRequest request;
  private final Path checker;
  private final PrintWriter err;
  private final Verdicts verdicts;
  private final List<String> records = new ArrayList<>();
  private final byte[] policy;

  ClusterCheck(CheckRequest request, Path checker, PrintWriter out, PrintWriter err)
      throws IOException {
    this.request = request;
    this.checker = checker;
    this.err = err;
    this.verdicts = new Verdicts(request.isJson(), out, err);
    this.policy = request.policy().isPresent() ? read(request.policy().get()) : new byte[0];
  }

  private static byte[] read(Path policy) throws IOException {
    byte[] bytes = Files.readAllBytes(policy);
    if (bytes.length == 0 || bytes.length > MOST_POLICY) {
      throw new IOException(
          policy + ": no policy: got " + bytes.length + " bytes, want 1 to " + MOST_POLICY);
    }
    return bytes;
  }

  /** The exit code. */
  int run() throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    Places places = new Places(hadoop);
    List<Places.Certificate> certificates = new ArrayList<>();
    for (String place : request.places()) certificates.addAll(places.certificates(place));
    List<String> files =
        List.copyOf(places.models(certificates, request.models().stream().toList()));
    Optional<Path> archive = request.receipts().map(CheckRequest.Receipts::program);
    SparkFleet.Files sent = new SparkFleet.Files(checker, Path.of(""), archive);
    ReceiptFolder receipts = new ReceiptFolder(request.receipts(), certificates);
    try (SparkFleet fleet = new SparkFleet(sent, request.master(), err)) {
      HashMap<String, String> models = digests(files, fleet);
      if (request.parts() == 0) {
        whole(certificates, models, fleet, receipts);
      } else {
        divided(certificates, new Desk(hadoop, models, optional(policy)), fleet);
      }
    }
    if (request.records().isPresent()) {
      String text = String.join("", records);
      new NewFiles().write(request.records().get(), text.getBytes(UTF_8));
    }
    return verdicts.end();
  }

  private static Optional<byte[]> optional(byte[] policy) {
    return policy.length == 0 ? Optional.empty() : Optional.of(policy);
  }

  /** Where files of weights and data are, by their SHA-256. */
  private static HashMap<String, String> digests(List<String> models, SparkFleet fleet)
      throws IOException {
    List<DigestJob> jobs = new ArrayList<>();
    for (int i = 0; i < models.size(); i += DIGESTS_PER_JOB) {
      int end = Math.min(models.size(), i + DIGESTS_PER_JOB);
      jobs.add(new DigestJob(new ArrayList<>(models.subList(i, end))));
    }
    HashMap<String, String> byDigest = new HashMap<>();
    fleet.run(
        jobs,
        (job, digests) -> {
          for (int i = 0; i < digests.size(); i++) {
            byDigest.putIfAbsent(digests.get(i), jobs.get(job).uris().get(i));
          }
        });
    return byDigest;
  }

  private void whole(
      List<Places.Certificate> certificates,
      HashMap<String, String> models,
      SparkFleet fleet,
      ReceiptFolder receipts)
      throws IOException {
    List<CheckJob> jobs = certificates.stream().map(one -> job(one, "", models)).toList();
    verdicts.expect(jobs.size());
    run(
        jobs,
        fleet,
        (job, decided) -> {
          receipts.write(job, decided.receipt());
          verdicts.put(job, jobs.get(job).of().shown(), decided);
        });
  }

  private CheckJob job(Places.Certificate one, String range, HashMap<String, String> models) {
    String key = request.receipts().map(CheckRequest.Receipts::key).orElse("");
    return new CheckJob(one, range, models, policy, key);
  }

  /** All ranges of all certificates side by side; a certificate that has none is decided whole. */
  private void divided(List<Places.Certificate> certificates, Desk desk, SparkFleet fleet)
      throws IOException {
    HashMap<String, String> models = new HashMap<>(desk.models());
    List<CheckJob> first =
        certificates.stream().map(one -> job(one, CheckJob.NOTHING, models)).toList();
    List<CheckJob> jobs = new ArrayList<>();
    List<Pieces> owners = new ArrayList<>();
    CheckJob.Decided[] empty = new CheckJob.Decided[first.size()];
    fleet.run(first, (job, decided) -> empty[job] = decided);
    verdicts.expect(first.size());
    for (int i = 0; i < empty.length; i++) {
      Pieces pieces = new Pieces(i, certificates.get(i), empty[i]);
      for (String range : pieces.ranges(request.parts())) {
        jobs.add(job(certificates.get(i), range, models));
        owners.add(pieces);
      }
    }
    run(
        jobs,
        fleet,
        (job, decided) -> {
          Pieces pieces = owners.get(job);
          pieces.add(decided);
          if (pieces.isComplete()) verdicts.put(pieces.place(), pieces.shown(), sum(pieces, desk));
        });
  }

  /** The checker here adds up what those there derived. */
  private CheckJob.Decided sum(Pieces pieces, Desk desk) throws IOException {
    if (!pieces.areParts()) return pieces.undecided();
    try (TemporaryFolder folder = new TemporaryFolder("assay-parts-")) {
      Path jar = Files.copy(checker, folder.path().resolve("assay-checker.jar"));
      Path parts = folder.path().resolve("parts.jsonl");
      Files.write(parts, pieces.lines().getBytes(UTF_8));
      CheckerProcess program =
          new CheckerProcess(ExecutorSite.program(jar, Runtime.getRuntime().availableProcessors()));
      List<String> options = List.of("--parts", parts.toString());
      return pieces.decided(desk.line(pieces.certificate(), program, options));
    }
  }

  private void run(
      List<CheckJob> jobs, SparkFleet fleet, SparkFleet.Results<CheckJob.Decided> results)
      throws IOException {
    try (Work work = Work.of("checks", BigInteger.valueOf(jobs.size()))) {
      fleet.run(
          jobs,
          (job, decided) -> {
            records.add(Verdicts.record(jobs.get(job).of().shown(), decided));
            results.accept(job, decided);
            work.accept(1);
          });
    }
  }
}
