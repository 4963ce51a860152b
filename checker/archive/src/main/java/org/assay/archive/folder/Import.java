// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static org.assay.archive.refusal.Code.MALFORMED_ARCHIVE;
import static org.assay.archive.refusal.Code.NOT_COVERED;
import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.archive.bundle.KeptZip;
import org.assay.archive.journal.Journal;
import org.assay.archive.log.LogProof;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;

/**
 * The files of an export, into a folder that has none. They may come from a stranger: what could
 * not have been exported is refused (spec A-11), and what it proves is for {@code verify}.
 */
public record Import(ArchiveFolder archive, byte[] zip) implements Journal.Change {
  @Override
  public SortedMap<String, byte[]> files() throws IOException, Refusal {
    try (Stream<Path> inside = Files.list(archive.folder())) {
      require( // A-11 (e)
          inside.allMatch(one -> one.endsWith(".lock")),
          MALFORMED_ARCHIVE,
          "%s: is not empty",
          archive.folder());
    }
    SortedMap<String, byte[]> files = KeptZip.files(zip); // A-11 (a)
    List<ArchiveFolder.Numbered> manifests =
        ArchiveFolder.manifests(files.keySet(), files::get, "import"); // A-11 (d)
    requireNames(files.keySet(), manifests);
    requireModels(files);
    for (ArchiveFolder.Numbered one : manifests) {
      for (String name : one.manifest().digests().keySet()) {
        require( // A-11 (d)
            files.containsKey(name), NOT_COVERED, "%s: is listed in %s and gone", name, one.name());
        one.manifest().requireListed(name, files.get(name));
      }
    }
    SortedMap<String, byte[]> all = new TreeMap<>(files);
    all.put("index.json", Index.of(archive, files));
    return all;
  }

  private static void requireNames(Set<String> names, List<ArchiveFolder.Numbered> manifests)
      throws Refusal {
    Set<String> beside = new HashSet<>();
    manifests.forEach(one -> beside.add(one.evidence()));
    names.stream()
        .filter(ArchiveFolder::isLogged)
        .forEach(name -> beside.add(name + LogProof.SUFFIX));
    for (String name : names) {
      require( // A-11 (b)
          ArchiveFolder.isKept(name) || beside.contains(name),
          MALFORMED_ARCHIVE,
          "import: got %s, which no archive keeps",
          quoted(name));
    }
  }

  private static void requireModels(SortedMap<String, byte[]> files) throws Refusal {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith(".cert.json")) {
        String model = "models/" + file.getKey().split("/")[0] + ".safetensors";
        String want = Index.certificate(file.getKey(), file.getValue()).sha256();
        byte[] weights = files.get(model);
        require( // A-11 (c)
            weights != null && Sha256.of(weights).equals(want),
            MALFORMED_ARCHIVE,
            "%s: is of the model with SHA-256 %s, which is not at %s",
            file.getKey(),
            want,
            model);
      }
    }
  }
}
