// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assay.generator.archive.Archive;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Drawn;
import org.assay.generator.network.Inputs;
import org.assay.generator.options.NetworkOptions;
import org.assay.generator.strategy.Margin;
import picocli.CommandLine.ParameterException;

/**
 * What is asked of a network by the file of its question.
 *
 * @param profile of executions, too, where exhaustive proves it
 */
record AskedNetwork(ProgramOrder order, Optional<String> profile) {
  /**
   * The question that lies beside a model.
   *
   * @param isExhaustive whether the inputs are to be gone through one by one, if so few
   * @throws IOException naming the question or the model that does not fit
   */
  static AskedNetwork of(Path model, boolean isExhaustive) throws IOException {
    Path question = Archive.question(model);
    NetworkOptions.Question asked = NetworkOptions.of(question);
    NetworkOptions options = asked.options();
    TensorFile file = TensorFile.read(model);
    try {
      Certifier.requireName(model, file.fileName());
      Inputs inputs = options.inputs();
      if (inputs instanceof Drawn drawn && drawn.value().isEmpty()) {
        throw new IllegalArgumentException("beacon: want SOURCE:ROUND:VALUE");
      }
      if (!asked.profile().orElse(Certify.ANY_ENGINE).equals(Certify.ANY_ENGINE)) {
        throw new IllegalArgumentException(
            "profile: got " + asked.profile().get() + ", want " + Certify.ANY_ENGINE);
      }
      NetworkOptions.Read read = options.read(file, inputs.length());
      ProgramOrder order = options.order(file, read, inputs, Margin.parse("0"));
      if (isExhaustive && inputs.count() <= Inputs.MOST) order.requirePossible();
      return new AskedNetwork(order, asked.profile());
    } catch (ModelRefusal e) {
      throw e.of(model);
    } catch (ParameterException | IllegalArgumentException e) {
      throw new IOException("question " + question + ": " + e.getMessage(), e);
    }
  }
}
