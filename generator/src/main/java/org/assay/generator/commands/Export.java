// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.engine.Network;
import org.assay.generator.files.NewFiles;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Inputs;
import org.assay.generator.network.Program;
import org.assay.generator.network.onnx.OnnxFile;
import org.assay.generator.options.ModelOption;
import org.assay.generator.options.NetworkOptions;
import org.assay.generator.strategy.Margin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay export}. */
@Command(
    name = "export",
    description = {
      "Writes a network that a certificate is about as an ONNX file, for other engines.",
      "From tokens, int64 [inputs, length], it computes logits, float32 [inputs, outputs]. All"
          + " weights are rounded to float32; what an engine makes of them is not proved. The"
          + " metadata say what is claimed, and of which model."
    },
    footer = {
      "",
      "Example:",
      "  assay export --onnx --model model.safetensors --certificate model.cert.json \\",
      "    --out model.onnx"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Export implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--onnx", required = true, description = "the one format there is (required)")
  private boolean onnx;

  @Mixin private ModelOption model;

  @Option(
      names = "--certificate",
      paramLabel = "CERT",
      description =
          "a certificate about this network; or --config and the options beside it, as for certify"
              + " (default: none)")
  private Path certificate;

  @Mixin private NetworkOptions network;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "ONNX file to write, by custom NAME.onnx (required)")
  private Path out;

  @Option(names = "--force", description = "overwrite an existing file (default: false)")
  private boolean force;

  /** What is exported, and what is asked of it. */
  private record Read(Program program, int length, NetworkStatement.Question question) {}

  @Override
  public Integer call() throws IOException {
    if (certificate == null) {
      network.requireAll();
    } else if (network.given().isPresent()) {
      throw usage(network.given().get() + ": not with --certificate, which says it");
    }
    NewFiles files =
        new NewFiles(force)
            .reading(model.file(), certificate)
            .reading(network.files().toArray(Path[]::new));
    files.requireWritable(out);
    TensorFile file = TensorFile.read(model.file());
    try {
      Read read = certificate == null ? configured(file) : certified(file);
      files.write(out, OnnxFile.of(read.program, file, read.length, metadata(read, file)));
      said(read);
    } catch (ModelRefusal e) {
      throw e.of(model.file());
    }
    return Exit.DONE;
  }

  private Read configured(TensorFile file) throws IOException {
    Inputs inputs = network.inputs();
    NetworkOptions.Read written = network.read(file, inputs.length());
    ProgramOrder order = network.order(file, written, inputs, Margin.parse("0"));
    try {
      order.requirePossible();
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
    new CertifiedProgram(spec.commandLine().getOut()).reading(written, order);
    return new Read(written.program(), inputs.length(), order.question());
  }

  private Read certified(TensorFile file) throws IOException {
    byte[] bytes = CertificateReader.bytes(certificate);
    Optional<CertificateReader.NetworkContents> contents =
        CertificateReader.network(certificate, bytes);
    if (contents.isEmpty()) {
      CertificateReader.read(certificate, bytes); // says what it is, if it is none
      throw new IOException(
          "certificate "
              + certificate
              + ": is about a circuit of version 1, want one about a program (exhaustive); in place"
              + " of --certificate there are --config and the options beside it");
    }
    NetworkStatement statement = contents.get().statement();
    try {
      Network read = Network.of(file, statement);
      return new Read(read.program(), read.length(), statement.question());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "certificate " + certificate + ": not in the format of claim-v2.md: " + e.getMessage(),
          e);
    }
  }

  private static Map<String, String> metadata(Read read, TensorFile file) {
    NetworkStatement.Question question = read.question;
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("assay.model", file.fileName());
    metadata.put("assay.sha256", file.sha256());
    metadata.put("assay.network", read.program.json().toString());
    metadata.put("assay.inputs", question.inputs().toString());
    metadata.put("assay.outputs", question.from() + ".." + question.to());
    metadata.put("assay.task", question.task().toString());
    return metadata;
  }

  private void said(Read read) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println("written: " + out + ", " + read.program.steps().size() + " steps");
    stdout.println("from tokens, int64 [inputs, " + read.length + "], to logits, float32");
    stdout.println("outputs that compete: " + read.question.from() + " to " + read.question.to());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
