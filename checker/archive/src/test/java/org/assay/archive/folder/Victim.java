// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.cli.Main;
import org.assay.archive.journal.Journal;
import org.assay.archive.refusal.Refusal;

/**
 * A process of its own that changes an archive until it is killed. What it adds by one command is a
 * batch: a certificate, two keys, and with them a new index.
 */
final class Victim {
  private Victim() {}

  /** The files of a batch of a writer, by their names in the archive. */
  static SortedMap<String, byte[]> batch(String stem, byte[] certificate, String batch) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(stem + '/' + batch + ".cert.json", certificate);
    for (String key : List.of("a", "b")) {
      files.put(
          "keys/" + batch + '-' + key + ".pub.pem", (batch + key).repeat(50).getBytes(US_ASCII));
    }
    return files;
  }

  /**
   * {@code add ARCHIVE CERTIFICATE INPUTS NAME}: adds batch after batch by the command line, and
   * prints the number of each that the command has said to be done. {@code step ...}: adds one, and
   * waits at each operation. {@code settle ...}: only reads, and waits likewise.
   */
  public static void main(String[] words) throws IOException, Refusal {
    Path archive = Path.of(words[1]);
    Path certificate = Path.of(words[2]);
    Path inputs = Files.createDirectories(Path.of(words[3]));
    if (words[0].equals("settle")) {
      new Journal(archive, new SteppingDisk()).read(() -> true);
    }
    for (int number = 0; !words[0].equals("settle"); number++) {
      String stem = certificate.getParent().getFileName().toString();
      List<Path> files = new ArrayList<>();
      for (var file :
          batch(stem, Files.readAllBytes(certificate), words[4] + '-' + number).entrySet()) {
        Path input = inputs.resolve(Path.of(file.getKey()).getFileName());
        files.add(Files.write(input, file.getValue()));
      }
      if (words[0].equals("step")) {
        Additions additions = new Additions(new ArchiveFolder(archive), files);
        new Journal(archive, new SteppingDisk()).commit(additions);
        break;
      }
      add(archive, files);
      System.out.println(number);
      for (Path file : files) {
        Files.delete(file);
      }
    }
    System.out.println("done");
  }

  private static void add(Path archive, List<Path> files) {
    List<String> command = new ArrayList<>(List.of("add", archive.toString()));
    files.forEach(file -> command.add(file.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, US_ASCII);
    if (Main.run(command.toArray(new String[0]), to, to) != 0) {
      throw new IllegalStateException(said.toString(US_ASCII));
    }
  }
}
