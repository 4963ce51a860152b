// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assay.generator.files.Input;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Shell;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.Safetensors;
import org.assay.generator.model.TensorFile;
import org.assay.generator.torch.TorchFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay import}. */
@Command(
    name = "import",
    description = {
      "Makes a safetensors file of a PyTorch state dict; executes nothing.",
      "Every number keeps its bits; the digest of the original is kept in the metadata."
    },
    footer = {"", "Example:", "  assay import model.pt --out model.safetensors"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Import implements Callable<Integer> {
  private static final long MAX_BYTES = 256L << 20; // F-01 (b)

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "a file of torch.save (.pt, .pth), or a safetensors file")
  private Path file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "safetensors file to write (required)")
  private Path out;

  @Option(
      names = "--entry",
      paramLabel = "PATH",
      defaultValue = "",
      description =
          "where the state dict lies in a checkpoint, as in state_dicts.400 (default: the file"
              + " itself, or its only entry model, state_dict, model_state_dict or module)")
  private String entry;

  @Option(names = "--force", description = "overwrite an existing file (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    NewFiles files = new NewFiles(force).reading(file);
    files.requireWritable(out);
    byte[] bytes = bytes();
    Map<String, TorchFile.Stored> tensors;
    try {
      tensors = tensors(bytes);
    } catch (ModelRefusal e) {
      throw e.of(file);
    }
    byte[] written = written(tensors, digest(bytes));
    files.write(out, written);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println("read: " + file + ", " + tensors.size() + " tensors");
    tensors.forEach((name, one) -> stdout.println("  " + name + " " + one.dtype() + one.shape()));
    stdout.println("model: " + out);
    stdout.println(
        "next: "
            + Shell.program("generator/bin/assay")
            + " certify --model "
            + Shell.quoted(out)
            + " --config CONFIG.json --strategy exhaustive ...");
    return Exit.DONE;
  }

  private byte[] bytes() throws IOException {
    Input.requireRegular("model", file);
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          "model " + file + ": got " + Files.size(file) + " bytes, limit " + MAX_BYTES);
    }
    return Files.readAllBytes(file);
  }

  private Map<String, TorchFile.Stored> tensors(byte[] bytes) throws IOException {
    if (TorchFile.isZip(bytes) || TorchFile.isLegacy(bytes)) {
      return TorchFile.read(file, bytes, entry);
    }
    TensorFile read = TensorFile.parse(String.valueOf(file.getFileName()), bytes);
    Map<String, TorchFile.Stored> tensors = new LinkedHashMap<>();
    for (String name : read.names()) {
      tensors.put(name, new TorchFile.Stored(read.dtype(name), read.shape(name), read.bytes(name)));
    }
    return tensors;
  }

  /** Wide numbers first, so that each tensor begins at a multiple of their width. */
  private static byte[] written(Map<String, TorchFile.Stored> tensors, String digest) {
    Safetensors made = new Safetensors(Map.of("importedFrom", "sha256:" + digest));
    List<Map.Entry<String, TorchFile.Stored>> sorted = new ArrayList<>(tensors.entrySet());
    sorted.sort(Comparator.comparing(named -> -width(named.getValue().dtype())));
    for (Map.Entry<String, TorchFile.Stored> named : sorted) {
      TorchFile.Stored one = named.getValue();
      made.add(named.getKey(), one.dtype(), one.shape(), one.bytes());
    }
    return made.bytes();
  }

  private static int width(String dtype) {
    return dtype.matches(".*64") ? 8 : dtype.matches(".*32") ? 4 : dtype.matches(".*16") ? 2 : 1;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
