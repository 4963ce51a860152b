// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.Claim;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.exhaustion.BruteForce;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay demo}. */
@Command(
    name = "demo",
    description = {
      "The whole way in one command: makes keys, certifies a published model, has it checked.",
      "The proof is by brute force, and the checker decides under a policy that trusts these keys "
          + "alone."
    },
    footer = {"", "Example:", "  assay demo"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.DONE_LINE,
      "1:the checker rejected the certificate",
      Exit.DECLINED_LINE,
      Exit.USAGE_LINE,
      Exit.INPUT_OUTPUT_LINE,
      Exit.INTERNAL_LINE
    })
final class Demo implements Callable<Integer> {
  private static final String MODEL = "max-of-4-vocab-64-seed-50.safetensors";
  private static final String CERTIFICATE = "demo.cert.json";

  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "folder that keeps certificate, keys and policy (default: a temporary one, removed at the"
              + " end)")
  private Path dir;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "folder with " + MODEL + " (default: certificates/models of this source tree)")
  private Path models;

  @Option(names = "--force", description = "overwrite what is in --dir (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    Path folder = models != null ? models : Project.home().resolve("certificates/models");
    Path model = folder.resolve(MODEL);
    if (!Files.isRegularFile(model)) throw new NoSuchFileException(model.toString());
    if (dir != null) return run(model, dir);
    try (TemporaryFolder temporary = new TemporaryFolder("assay-demo-")) {
      return run(model, temporary.path());
    }
  }

  private int run(Path model, Path folder) throws IOException {
    NewFiles files = new NewFiles(force).reading(model);
    Path certificate = folder.resolve(CERTIFICATE);
    files.requireWritable(folder, Signatory.fileNames());
    files.requireWritable(folder, List.of(CERTIFICATE));
    PrintWriter stdout = spec.commandLine().getOut();
    CheckerProcess checker = new CheckerProcess(Project.checker());

    stdout.println("1. Making the keys of a signer, and a policy that trusts this signer alone.");
    Signatory signatory = Signatory.generate();
    Map<String, byte[]> keys = signatory.files("demo", new char[0]);
    files.writeAll(folder, keys, Signatory::isSecret);

    stdout.println("2. Proving the accuracy of " + model.getFileName() + " by brute force.");
    stdout.flush();
    Certifier certifier =
        new Certifier(
            new BruteForce(),
            Demand.of(Margin.parse("0")),
            Optional.of(checker),
            Optional.of(signatory));
    Certifier.Certified certified = certifier.certify(model);
    files.write(certificate, certified.bytes());

    stdout.println("3. Having the checker, a separate program, decide from the weights alone:");
    stdout.flush();
    CheckerProcess.Outcome outcome =
        checker.run("--policy", folder.resolve("policy.json"), "--model", model, certificate);
    stdout.print(outcome.output());
    stdout.flush();
    if (outcome.exitCode() == 0) explain(certified.statement().claim());
    if (dir != null) stdout.println("Certificate, keys and policy are in " + dir);
    return outcome.exitCode();
  }

  private void explain(Claim claim) {
    for (String line :
        List.of(
            "",
            "What this means: computed with exact arithmetic, this very file of weights gives the",
            String.format(
                Locale.ROOT,
                "right answer on at least %s of all %s inputs. The checker derived that",
                claim.correct(),
                claim.total()),
            "number itself; it took nothing from the certificate on trust but what was claimed.",
            "What it does not mean: that a program that rounds computes the same, that inputs of",
            "another length or vocabulary go right, or that the signer is who you think: that is",
            "what your policy file says.")) {
      spec.commandLine().getOut().println(line);
    }
  }
}
