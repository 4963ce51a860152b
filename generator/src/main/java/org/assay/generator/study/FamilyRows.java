// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Relabelling;
import org.assay.generator.network.Shapes;
import org.assay.generator.network.Step;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import org.assay.generator.report.FamilyRow;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.halfspaces.HalfSpaces;
import org.assay.generator.strategy.halfspaces.Losses;

/**
 * Certificates by half-spaces: each is decided by the checker, and its proof searched again to see
 * what is lost where.
 *
 * @param draws inputs to look at where not all are
 */
public record FamilyRows(CheckerProcess checker, long draws) {
  /** All inputs are looked at where they are not more: a minute for those that are not proved. */
  private static final double ALL = 1 << 26;

  /** The certificates by half-spaces in an archive, by name. */
  public static List<Path> files(Path archive) throws IOException {
    try (Stream<Path> below = Files.walk(archive, 2)) {
      String name = HalfSpaces.NAME + "(\\..+)?\\.cert\\.json";
      return below.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  /**
   * What there is to say of a certificate.
   *
   * @throws IOException naming it, if the checker does not accept it
   */
  public FamilyRow of(Path certificate) throws IOException {
    NetworkStatement statement =
        CertificateReader.network(certificate, CertificateReader.bytes(certificate))
            .orElseThrow(() -> new IOException(certificate + ": is not about a network"))
            .statement();
    Path model = ModelSearch.of(certificate);
    JsonNode decision = accepted(certificate, model, statement);
    TensorFile file = TensorFile.read(model);
    Program program = Program.of(Program.steps(statement.question().network()), file);
    Template inputs = Template.of(statement.question().inputs());
    boolean isAll = statement.total().doubleValue() <= ALL;
    Losses losses = losses(program, file, statement, isAll ? statement.total().longValue() : draws);
    Shape shape = Shape.of(program, Shapes.of(program, file, inputs.length()));
    return new FamilyRow(
        statement.subject().replaceFirst("\\.safetensors$", ""),
        inputs.length(),
        statement.question().to() + 1,
        shape.heads,
        shape.mlp,
        shape.norm,
        statement.correct().toString(),
        statement.total().toString(),
        isAll ? 0 : draws,
        losses.wrong(),
        losses.lines(),
        losses.deviations(),
        losses.heads(),
        losses.blocks(),
        decision.path("operations").asText(),
        decision.path("millis").asText());
  }

  private JsonNode accepted(Path certificate, Path model, NetworkStatement statement)
      throws IOException {
    JsonNode decision =
        new CertificateReport(certificate, model, Optional.empty(), checker, "")
            .row(statement)
            .decision();
    if (decision.path("verdict").asText().equals("accepted")) return decision;
    throw new IOException(certificate + ": " + decision.path("message").asText());
  }

  private static Losses losses(
      Program program, TensorFile file, NetworkStatement statement, long draws) throws IOException {
    NetworkStatement.Question asked = statement.question();
    Relabelling labels =
        Relabelling.of(
            Template.of(asked.inputs()), Tasks.of(asked.task()), asked.from(), asked.to());
    int bins = Integer.parseInt(statement.proof().hints().get("bins"));
    return new HalfSpaces(OptionalInt.of(bins))
        .losses(program, file, labels, Margin.parse(asked.margin()).above(0), draws);
  }

  /** What kind of network it is. */
  private record Shape(int heads, int mlp, String norm) {
    private static Shape of(Program program, Shapes shapes) {
      int heads = 0;
      int mlp = 0;
      String norm = "none";
      for (Step step : program.steps()) {
        if (step instanceof Step.Attention mix) heads = mix.heads();
        if (step instanceof Step.Activation one) mlp = shapes.of(one.name()).width();
        if (step instanceof Step.Norm one) norm = one.weight().isPresent() ? "LN" : "LNPre";
      }
      return new Shape(heads, mlp, norm);
    }
  }
}
