// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.issue.Work;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Program;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import org.assay.generator.network.evaluate.Count;
import org.assay.generator.network.evaluate.Failures;
import org.assay.generator.network.evaluate.Sweep;
import org.assay.generator.strategy.Margin;

/** Which inputs of a certificate about a program are not right. */
final class ProgramFailures {
  private ProgramFailures() {}

  /**
   * Goes through them all once more, in doubles.
   *
   * @return empty where inputs or labels are in a file, or are too many
   * @throws IllegalArgumentException if network, inputs or task are none
   */
  static Optional<Failures> of(NetworkStatement statement, Path model) throws IOException {
    NetworkStatement.Question asked = statement.question();
    boolean isWritten =
        asked.inputs().path("kind").asText().equals("all")
            && !asked.task().path("name").asText().equals("table");
    if (!isWritten) return Optional.empty();
    Template inputs = Template.of(asked.inputs());
    if (inputs.count() > Inputs.MOST) return Optional.empty();
    TensorFile file = TensorFile.read(model);
    Program program = Program.of(Program.steps(asked.network()), file);
    Count.Question question =
        new Count.Question(
            inputs,
            Tasks.of(asked.task()),
            asked.from(),
            asked.to(),
            Margin.parse(asked.margin()).above(0));
    try (Work work = Work.of("look for failures", BigInteger.valueOf(inputs.count()))) {
      return Optional.of(Failures.of(new Sweep(program, file, question), work));
    }
  }
}
