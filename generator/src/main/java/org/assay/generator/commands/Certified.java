// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;
import org.assay.generator.files.Shell;
import org.assay.generator.issue.Reading;
import org.assay.generator.model.Model;

/** What {@code assay certify} says: how the model was read, what was proved, what comes next. */
record Certified(PrintWriter stdout) {
  /** Before the search, so that whoever meant another network can stop it. */
  void reading(Model model) {
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    stdout.println("model: read as " + Reading.AS);
    stdout.println("task: " + Reading.task(sizes));
    stdout.flush();
  }

  void claim(Statement statement, boolean isSigned) {
    Claim claim = statement.claim();
    stdout.printf(
        Locale.ROOT,
        "certified: %s of %s %s (accuracy %s) with margin %s, by %s%s%n",
        claim.correct(),
        claim.total(),
        claim.weights().isEmpty() ? "inputs" : "by weight of inputs",
        claim.accuracy(),
        claim.margin(),
        statement.strategy(),
        isSigned ? "" : ", unsigned");
    claim.execution().ifPresent(one -> execution(claim, one));
  }

  private void execution(Claim claim, Claim.Execution one) {
    stdout.printf(
        Locale.ROOT,
        "and in every execution within %s: %s of %s inputs (accuracy %s)%n",
        one.profile(),
        one.correct(),
        claim.total(),
        claim.accuracy(one.correct()));
  }

  /**
   * @param keys the folder with the signer's keys; empty if unsigned
   */
  void next(Path certificate, Path model, Optional<Path> keys, OptionalLong operations) {
    stdout.println("certificate: " + certificate);
    operations.ifPresent(n -> stdout.println("checked in: " + n + " operations"));
    String policy =
        keys.map(folder -> folder.resolve("policy.json"))
            .map(file -> "--policy " + (Files.exists(file) ? Shell.quoted(file) : "POLICY"))
            .orElse("--unsigned");
    stdout.println(
        "next: "
            + Shell.program("checker/bin/assay-check")
            + " "
            + policy
            + " --model "
            + Shell.quoted(model)
            + " "
            + Shell.quoted(certificate));
  }
}
