// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assay.generator.files.NewFiles;
import org.assay.generator.options.PasswordOption;
import org.assay.generator.signing.ExpandedKey;
import org.assay.generator.signing.KeyListing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay keys}. */
@Command(
    name = "keys",
    description = {
      "Lists the keys in a file: signer, algorithm, fingerprint.",
      "The fingerprint is the SHA-256 of the public key (SubjectPublicKeyInfo, DER), "
          + "computed from the key itself; `openssl pkey -pubin -in KEY -outform DER | sha256sum` "
          + "prints the same."
    },
    footer = {"", "Example:", "  assay keys keys/policy.json"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Keys implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "a policy, or a PEM file with a public or private key (required)")
  private Path file;

  @Option(
      names = "--expanded",
      paramLabel = "OUT",
      description =
          "instead of listing: write the ML-DSA-65 private key in FILE to OUT in the expanded form "
              + "that a JDK reads (from 24 on), in the clear, mode 0600; no seed comes back from it "
              + "(default: none)")
  private Path expanded;

  @Mixin private PasswordOption password;

  @Override
  public Integer call() throws IOException {
    if (expanded != null) {
      return expand();
    }
    PrintWriter stdout = spec.commandLine().getOut();
    for (KeyListing.Entry key : KeyListing.read(file, password::password)) {
      String signer = key.signer().map(name -> name.replaceAll("\\p{C}", "?") + ": ").orElse("");
      stdout.printf(Locale.ROOT, "%s%s %s%n", signer, key.algorithm(), key.sha256());
    }
    return Exit.DONE;
  }

  private int expand() throws IOException {
    NewFiles files = new NewFiles().reading(file, password.file());
    files.requireWritable(expanded);
    Path out = expanded.toAbsolutePath();
    String name = out.getFileName().toString();
    byte[] key = ExpandedKey.of(file, password::password);
    files.writeAll(out.getParent(), Map.of(name, key), secret -> true);
    return Exit.DONE;
  }
}
