// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static org.assay.archive.refusal.Code.MALFORMED_ARCHIVE;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.files.NamedFile;
import org.assay.archive.journal.Journal;
import org.assay.archive.manifest.Manifest;
import org.assay.archive.receipt.Receipt;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Envelope;
import org.assay.checker.verdict.Rejection;

/**
 * New models, certificates, receipts and public keys, each in its place, and the index of all. A
 * file that is there already, byte for byte, is no change.
 */
public record Additions(ArchiveFolder archive, List<Path> inputs) implements Journal.Change {
  private static final String INDEX = "index.json";
  private static final String MODEL = ".safetensors";

  @Override
  public SortedMap<String, byte[]> files() throws IOException, Refusal {
    SortedMap<String, byte[]> added = new TreeMap<>();
    Map<String, String> models = models(added);
    for (Path file : inputs) {
      String name = file.getFileName().toString();
      byte[] bytes = NamedFile.read(file, Integer.MAX_VALUE);
      if (name.endsWith(".cert.json")) {
        String model = Index.certificate(file.toString(), bytes).sha256();
        require( // A-06 (g)
            models.containsKey(model),
            MALFORMED_ARCHIVE,
            "%s: is of the model with SHA-256 %s, which is not in the archive",
            file,
            model);
        place(added, models.get(model) + '/' + name, bytes);
      } else if (name.endsWith(".receipt.json")) {
        place(added, folderOf(file, bytes, added) + '/' + name, bytes);
      } else if (name.endsWith(".pub.pem")) {
        place(added, "keys/" + name, bytes);
      } else {
        require( // A-06 (h)
            name.endsWith(MODEL),
            MALFORMED_ARCHIVE,
            "%s: want *.safetensors, *.cert.json, *.receipt.json or *.pub.pem",
            file);
      }
    }
    for (String name : added.keySet()) {
      Manifest.requireName(name);
    }
    added.entrySet().removeIf(one -> isThere(one.getKey(), one.getValue()));
    byte[] index = Index.of(archive, added);
    if (!isThere(INDEX, index)) {
      added.put(INDEX, index);
    }
    return added;
  }

  /**
   * The stems of all models by digest, those to be added included; puts these into their places.
   */
  private Map<String, String> models(Map<String, byte[]> added) throws IOException, Refusal {
    Map<String, String> models = new HashMap<>();
    for (String name : archive.kept()) {
      if (name.endsWith(MODEL)) {
        models.put(Sha256.of(archive.read(name)), stem(name.substring("models/".length())));
      }
    }
    for (Path file : inputs) {
      String name = file.getFileName().toString();
      if (name.endsWith(MODEL)) {
        byte[] bytes = NamedFile.read(file, Integer.MAX_VALUE);
        String known = models.putIfAbsent(Sha256.of(bytes), stem(name));
        if (known == null || known.equals(stem(name))) { // models are stored once
          place(added, "models/" + name, bytes);
        }
      }
    }
    return models;
  }

  /** Where the certificate of a receipt is; both come in one call, or the certificate before. */
  private String folderOf(Path file, byte[] receipt, Map<String, byte[]> added)
      throws IOException, Refusal {
    String want;
    try {
      want = Receipt.parse(Envelope.parse(receipt).payload()).certificate().sha256();
    } catch (Rejection why) {
      throw new Refusal(
          MALFORMED_ARCHIVE, "%s: is no receipt: %s: %s", file, why.code(), why.getMessage());
    }
    SortedMap<String, byte[]> all = new TreeMap<>(added);
    for (String name : archive.kept()) {
      if (name.endsWith(".cert.json")) {
        all.put(name, archive.read(name));
      }
    }
    for (Map.Entry<String, byte[]> one : all.entrySet()) {
      if (one.getKey().endsWith(".cert.json") && Sha256.of(one.getValue()).equals(want)) {
        return one.getKey().substring(0, one.getKey().indexOf('/'));
      }
    }
    throw new Refusal( // A-06 (g)
        MALFORMED_ARCHIVE,
        "%s: is of the certificate with SHA-256 %s, which is not in the archive",
        file,
        want);
  }

  /** None of two files that are added under one name is lost in silence. */
  private static void place(Map<String, byte[]> added, String name, byte[] bytes) throws Refusal {
    byte[] before = added.put(name, bytes);
    require( // A-06 (j)
        before == null || Arrays.equals(before, bytes),
        MALFORMED_ARCHIVE,
        "%s: two files that are not the same would have this place",
        name);
  }

  private static String stem(String name) {
    return name.substring(0, name.length() - MODEL.length());
  }

  private boolean isThere(String name, byte[] bytes) {
    try {
      return archive.has(name) && Arrays.equals(archive.read(name), bytes);
    } catch (IOException | Refusal unreadable) {
      return false; // the commit says so
    }
  }

  @Override
  public boolean replaces(String name) {
    return name.equals(INDEX);
  }
}
