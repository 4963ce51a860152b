// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.io.IOException;
import java.util.Map;
import org.assay.generator.torch.TorchFile;

/** Any bytes as a file of {@code torch.save}: zip, pickle, tensors (generator, {@code import}). */
public final class ImportTarget {
  private static final Scratch FILE = new Scratch("model.pt");
  private static final long MOST = 256L << 20;

  private ImportTarget() {}

  public static void fuzzerTestOneInput(byte[] file) {
    try {
      Map<String, TorchFile.Stored> read = TorchFile.read(FILE.with(file), file, "");
      long bytes = read.values().stream().mapToLong(one -> one.bytes().length).sum();
      if (bytes > MOST) {
        throw new AssertionError("got " + bytes + " bytes of tensors, want at most " + MOST);
      }
    } catch (IOException documented) {
      String why = documented.getMessage();
      if (why == null || why.isBlank()) throw new AssertionError("no reason", documented);
    }
  }
}
