// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.Statement;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Shell;
import org.assay.generator.options.PasswordOption;
import org.assay.generator.signing.Signatory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay keygen}. */
@Command(
    name = "keygen",
    description = {
      "Makes the keys of one signer and a policy that trusts exactly this signer.",
      "Writes ed25519.key.pem, ml-dsa-65.key.pem (private, mode 0600), ed25519.pub.pem, "
          + "ml-dsa-65.pub.pem and policy.json: all of them or none. On a terminal it asks for a "
          + "password that encrypts the private keys.",
      "Of ML-DSA-65 the seed is kept (RFC 9881), which OpenSSL 3.5, Bouncy Castle and Python's "
          + "cryptography read; for a JDK see assay keys --expanded."
    },
    footer = {"", "Example:", "  assay keygen --name archivist --out keys"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Keygen implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description =
          "name of the signer in the policy, 1 to 128 characters of printable ASCII (required)")
  private String name;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder for the files, made if it does not exist (required)")
  private Path out;

  @Mixin private PasswordOption password;

  @Option(
      names = "--no-password",
      description = "leave the private keys in the clear, and do not ask (default: false)")
  private boolean noPassword;

  @Option(names = "--force", description = "overwrite existing keys (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    try {
      Statement.requireName("--name", name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    password.requireFile();
    NewFiles files = new NewFiles(force).reading(password.file());
    files.requireWritable(out, Signatory.fileNames());
    char[] secret = secret();
    files.writeAll(out, Signatory.generate().files(name, secret), Signatory::isSecret);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println("Keys and policy of " + name + " are in " + out);
    if (secret.length == 0 && !noPassword) {
      spec.commandLine()
          .getErr()
          .println(
              "the private keys are not encrypted: --password-file encrypts them, --no-password"
                  + " says that this is meant");
    }
    stdout.println(
        "next: "
            + Shell.program("generator/bin/assay")
            + " certify --model MODEL --at-least 0.9 --key "
            + Shell.quoted(out)
            + " --out NAME.cert.json");
    return Exit.DONE;
  }

  private char[] secret() throws IOException {
    if (noPassword && password.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "--no-password: got a --password-file, too, want one of them");
    }
    return noPassword || !password.canBeNew() ? new char[0] : password.newPassword();
  }
}
