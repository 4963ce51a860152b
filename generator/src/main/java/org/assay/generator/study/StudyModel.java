// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.files.NewFiles;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.model.Model;
import org.assay.generator.report.StudyRow;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;

/**
 * One model of a study: its certificates are made, decided by the checker in one process of its
 * own, and only then signed and written.
 */
public final class StudyModel {
  private static final JsonMapper JSON = new JsonMapper();

  private final Archive archive;
  private final StudyPlan.Entry entry;
  private final Path file;
  private final Model model;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** A certificate on its way. */
  private static final class Draft {
    private final StudyPlan.Proof proof;
    private final Strategy strategy;
    private final Path out;
    private final boolean isNew;
    private Statement statement;
    private long nanos;
    private JsonNode decision;

    Draft(StudyPlan.Proof proof, Path out) {
      this.proof = proof;
      this.strategy = proof.parsed();
      this.out = out;
      this.isNew = !Files.exists(out);
    }

    boolean isAccepted() {
      return decision.path("verdict").asText().equals("accepted");
    }

    /** Both counts are proved, but only the checker's can be claimed; see {@link Certifier}. */
    boolean claimsOtherwise() {
      String proved = decision.path("proved").asText();
      return isNew
          && !statement.hints().isEmpty()
          && (isAccepted() || decision.path("code").asText().equals("CLAIM_NOT_PROVED"))
          && proved.matches("[0-9]{1,1000}")
          && !proved.equals(statement.claim().correct().toString());
    }
  }

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

  /** Proves, or reads what was proved before. */
  public void prove(List<StudyPlan.Proof> proofs) throws IOException {
    for (StudyPlan.Proof proof : proofs) {
      Draft draft = new Draft(proof, archive.certificate(file, proof.stem()));
      try {
        long start = System.nanoTime();
        draft.statement =
            draft.isNew ? proved(draft) : CertificateReader.read(draft.out).statement();
        draft.nanos = System.nanoTime() - start;
        drafts.add(draft);
      } catch (IllegalArgumentException tooLarge) {
        failures.add(failure(draft, tooLarge.getMessage()));
      }
    }
  }

  private Statement proved(Draft draft) {
    Proof proof = draft.strategy.prove(model, Margin.parse("0"), steps -> {});
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Claim claim = new Claim(sizes, "0", proof.correct());
    return new Statement(
        model.fileName(), model.sha256(), claim, draft.strategy.name(), proof.hints());
  }

  /** Has the checker decide all certificates; once more where it proves another count. */
  public void decide(CheckerProcess checker) throws IOException {
    if (drafts.isEmpty()) return;
    decide(checker, drafts);
    List<Draft> changed = drafts.stream().filter(Draft::claimsOtherwise).toList();
    for (Draft draft : changed) {
      draft.statement =
          draft.statement.claiming(new BigInteger(draft.decision.path("proved").asText()));
    }
    if (!changed.isEmpty()) decide(checker, changed);
  }

  private void decide(CheckerProcess checker, List<Draft> some) throws IOException {
    Path folder = Files.createTempDirectory("assay-study-");
    List<Path> files = new ArrayList<>();
    try {
      List<Object> arguments = new ArrayList<>(List.of("--unsigned", "--model", file, "--json"));
      for (Draft draft : some) {
        Path unsigned = folder.resolve(draft.proof.stem() + ".cert.json");
        files.add(unsigned);
        Files.write(unsigned, new Envelope(draft.statement.payload(), List.of()).bytes());
        arguments.add(unsigned);
      }
      CheckerProcess.Outcome outcome = checker.runQuietly(arguments.toArray());
      List<String> lines = outcome.output().lines().toList();
      for (int i = 0; i < some.size(); i++) {
        some.get(i).decision = decision(lines, i, files.get(i), some.get(i).statement);
      }
    } finally {
      for (Path unsigned : files) Files.deleteIfExists(unsigned);
      Files.delete(folder);
    }
  }

  /** The checker's line of a certificate; it must be of that file and of that count. */
  private static JsonNode decision(List<String> lines, int i, Path file, Statement statement)
      throws IOException {
    JsonNode line = i < lines.size() ? JSON.readTree(lines.get(i)) : JSON.createObjectNode();
    boolean isOfIt =
        line.path("file").asText().equals(file.toString())
            && line.path("correct").asText().equals(statement.claim().correct().toString());
    return isOfIt ? line : JSON.createObjectNode();
  }

  /** Signs and writes what was accepted; the rows are in the order of the proofs. */
  public List<StudyRow> publish(Signatory signatory) throws IOException {
    List<StudyRow> rows = new ArrayList<>();
    for (Draft draft : drafts) {
      if (!draft.isAccepted()) {
        failures.add(
            failure(draft, draft.decision.path("message").asText("the checker gave no verdict")));
        continue;
      }
      if (draft.isNew) {
        long start = System.nanoTime();
        byte[] certificate = signed(signatory, draft.statement.payload());
        draft.nanos += System.nanoTime() - start;
        Files.createDirectories(draft.out.getParent());
        new NewFiles(false).write(draft.out, certificate);
      }
      rows.add(row(draft));
    }
    return rows;
  }

  private static byte[] signed(Signatory signatory, byte[] payload) throws IOException {
    List<Envelope.Signature> signatures =
        signatory.sign(Envelope.PAYLOAD_TYPE, payload).entrySet().stream()
            .map(signature -> new Envelope.Signature(signature.getKey(), signature.getValue()))
            .toList();
    return new Envelope(payload, signatures).bytes();
  }

  private StudyRow row(Draft draft) throws IOException {
    PaperMetrics metrics =
        PaperMetrics.of(
            draft.strategy,
            new PaperMetrics.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead()));
    Claim claim = draft.statement.claim();
    return new StudyRow(
        model.fileName(),
        model.sha256(),
        model.k(),
        model.vocab(),
        model.dModel(),
        entry.seed(),
        draft.strategy.name(),
        draft.proof.words(),
        claim.correct().toString(),
        claim.total().toString(),
        claim.accuracy(),
        draft.decision.path("operations").asText(),
        shown(metrics.flops()),
        metrics.unexplainedDimension().map(BigInteger::toString).orElse(""),
        Files.size(draft.out),
        draft.isNew ? "" + TimeUnit.NANOSECONDS.toMillis(draft.nanos) : "",
        draft.decision.path("millis").asText(),
        draft.decision.path("verdict").asText());
  }

  private static String shown(OptionalLong value) {
    return value.isPresent() ? "" + value.getAsLong() : "";
  }

  private String failure(Draft draft, String why) {
    return model.fileName()
        + ", "
        + draft.proof.stem()
        + ": "
        + Optional.ofNullable(why).orElse("no reason").replaceAll("\\p{C}", "?");
  }
}
