// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.policy.PolicyText;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive policy}: whom a reader trusts, from public keys. */
@Command(
    name = "policy",
    description = "Writes a policy that trusts the owners of public keys.",
    footer = {
      "",
      "Example, of two publishers either of whom suffices:",
      "  assay-archive policy --out mine.json Ada=ada/ \\",
      "    Bo=bo.ed25519.pub.pem Bo=bo.ml-dsa-65.pub.pem"
    })
final class PolicyCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME=FILE",
      description =
          "A signer and a public key of it (PEM), or a folder with *.pub.pem files. A name that"
              + " comes again has one more key.")
  private List<String> keys;

  @Option(
      names = "--algorithms",
      split = ",",
      paramLabel = "A,B",
      defaultValue = "Ed25519,ML-DSA-65",
      description = "Every signer that counts has signed by each of these (${DEFAULT-VALUE}).")
  private List<String> algorithms;

  @Option(
      names = "--signers",
      paramLabel = "N",
      defaultValue = "1",
      description = "So many of the signers must have signed (${DEFAULT-VALUE}).")
  private int signers;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, Refusal {
    PolicyText policy = new PolicyText(algorithms, signers);
    for (String word : keys) {
      int equals = word.indexOf('=');
      if (equals < 1 || equals == word.length() - 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "got \"" + word + "\", want NAME=FILE");
      }
      List<PublicKeyFile> found = new ArrayList<>();
      found.addAll(PublicKeyFile.read(Path.of(word.substring(equals + 1))));
      for (PublicKeyFile key : found) {
        policy.add(word.substring(0, equals), key);
      }
    }
    byte[] text = policy.bytes();
    new NewFile(Disk.REAL).write(out, text);
    for (String line : PolicyText.lines(text)) {
      spec.commandLine().getOut().println(line);
    }
    return 0;
  }
}
