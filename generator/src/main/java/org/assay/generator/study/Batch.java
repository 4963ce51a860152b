// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assay.generator.archive.Archive;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Transaction;
import org.assay.generator.files.Transaction.Existing;
import org.assay.generator.signing.Signatory;

/** One batch of an archive: its public keys, its signer, its certificates, all at once. */
public record Batch(Archive archive, String name, Signatory signatory) {
  /** To be called before the search. */
  public void requireWritable(List<Path> models, String strategy, Path checker) throws IOException {
    for (String file : signatory.publicFiles().keySet()) {
      Path key = key(file);
      if (Files.exists(key)) {
        throw new IOException(
            key + ": is of an earlier batch; a batch has a name of its own, see --name");
      }
    }
    requireOwnFolder(archive.keys());
    for (Path model : models) {
      Path folder = archive.certificate(model, strategy).getParent();
      requireOwnFolder(folder);
      if (folder.equals(archive.keys()) || folder.equals(archive.folder().resolve("models"))) {
        throw new IOException(
            "model " + model + ": " + folder + " is no folder of certificates: rename the model");
      }
    }
    NewFiles read = new NewFiles(true).reading(archive.folder().resolve("models"), checker);
    read.requireWritable(archive.keys(), List.of(name + ".pub.pem"));
    read.requireWritable(archive.policyFile());
    read.requireWritable(archive.indexFile());
    for (Path model : models) {
      Path out = archive.certificate(model, strategy);
      read.requireWritable(out.getParent(), List.of(out.getFileName().toString()));
    }
  }

  /** What is written into a link lands elsewhere. */
  private static void requireOwnFolder(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + ": is a symbolic link, want a folder or none");
    }
  }

  /**
   * To be called before the search: whether {@link #write} could read what it adds to.
   *
   * @throws IOException naming the policy, model or certificate of the archive that is none
   */
  public void requireReadable() throws IOException {
    archive.policyWith(signatory.signer(name));
    archive.index();
  }

  private Path key(String file) {
    return archive.keys().resolve(name + "." + file);
  }

  /** Keys and policy first, so that no certificate ever lies there without its signer. */
  public void write(Map<Path, byte[]> certificates) throws IOException {
    Transaction transaction = new Transaction();
    for (Map.Entry<String, byte[]> key : signatory.publicFiles().entrySet()) {
      transaction.add(key(key.getKey()), key.getValue(), Existing.KEPT);
    }
    byte[] policy = archive.policyWith(signatory.signer(name));
    transaction.add(archive.policyFile(), policy, Existing.REPLACED);
    certificates.forEach((out, bytes) -> transaction.add(out, bytes, Existing.KEPT));
    transaction.add(archive.indexFile(), archive.index(certificates), Existing.REPLACED);
    transaction.commit();
  }
}
