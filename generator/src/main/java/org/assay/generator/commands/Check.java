// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.fleet.CheckRequest;
import org.assay.generator.fleet.Fleet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay check}. */
@Command(
    name = "check",
    description = {
      "Has certificates decided by the checker on a cluster.",
      "As assay-check does on one machine: the same verdicts, the same exit codes, with "
          + "--json the same objects; a line for people does not say the task. "
          + "Certificates and models may lie on any file system that Hadoop knows. With "
          + "--parts each certificate by brute-force or exhaustive is divided into ranges "
          + "that are decided apart, and the checker here adds them up; such a verdict says "
          + "so. Others are decided whole."
    },
    footer = {
      "",
      "Example:",
      "  assay check --cluster local[*] --policy policy.json hdfs://host/certificates"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.DONE_LINE,
      "1:a certificate was rejected",
      "2:the checker declined to decide one",
      Exit.USAGE_LINE,
      Exit.INPUT_OUTPUT_LINE,
      Exit.INTERNAL_LINE
    })
final class Check implements Callable<Integer> {
  private static final int MOST_PARTS = 1 << 20;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PLACE",
      description = "certificate, or folder with *.cert.json; a path or a URI")
  private List<String> places;

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "MASTER",
      description = "the master of an Apache Spark cluster, its URL or local (required)")
  private String cluster;

  @ArgGroup(multiplicity = "1")
  private Trust trust;

  /** Whose signatures are demanded. */
  private static final class Trust {
    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "whose signatures you demand: your own file")
    private Path policy;

    @Option(names = "--unsigned", description = "do not verify signatures")
    private boolean unsigned;
  }

  @Option(
      names = "--models",
      paramLabel = "PLACE",
      description =
          "folder of models, a path or a URI (default: beside the certificates, as for"
              + " assay-check)")
  private String models;

  @Option(
      names = "--parts",
      paramLabel = "N",
      defaultValue = "0",
      description = "ranges of a certificate's inputs, at most (default: 0, all in one place)")
  private int parts;

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description =
          "a new file with a line of JSON for each task: what it decided, where, by which checker,"
              + " how often it was tried (default: none)")
  private Path records;

  @Option(
      names = "--receipts",
      paramLabel = "DIR",
      description =
          "folder for a receipt of each verdict, signed where it was decided (default: none)")
  private Path receipts;

  @Option(
      names = "--receipt-key",
      paramLabel = "DIR",
      description =
          "private keys for receipts: a folder of each machine that decides, with its own keys"
              + " (required with --receipts)")
  private String receiptKey;

  @Option(names = "--json", description = "one JSON object per certificate (default: a line)")
  private boolean isJson;

  @Override
  public Integer call() throws IOException {
    if (parts < 0 || parts > MOST_PARTS) {
      throw new ParameterException(
          spec.commandLine(), "--parts: got " + parts + ", want 0 to " + MOST_PARTS);
    }
    if ((receipts == null) != (receiptKey == null)) {
      throw new ParameterException(
          spec.commandLine(), "--receipts and --receipt-key: got one of them, want both or none");
    }
    if (receipts != null && receiptKey.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--receipt-key: got nothing, want a folder");
    }
    if (receipts != null && parts > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--receipts: got --parts, too; nobody decides a claim in parts whole");
    }
    Fleet.Provider provider = ClusterOption.provider(spec, cluster);
    Optional<Path> record = Optional.ofNullable(records).map(Path::toAbsolutePath);
    if (record.isPresent()) new NewFiles().requireWritable(record.get());
    CheckRequest request =
        new CheckRequest(
            cluster,
            places,
            Optional.ofNullable(models),
            Optional.ofNullable(trust.policy),
            parts,
            record,
            receipts(),
            isJson);
    return provider.check(
        request,
        ClusterOption.checker(Project.home()),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  private Optional<CheckRequest.Receipts> receipts() throws IOException {
    if (receipts == null) return Optional.empty();
    Path folder = receipts.toAbsolutePath();
    Path program = ClusterOption.archive(Project.home());
    return Optional.of(new CheckRequest.Receipts(folder, receiptKey, program));
  }
}
