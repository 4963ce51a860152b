// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assay.archive.bundle.KeptZip;
import org.assay.archive.files.Disk;
import org.assay.archive.files.NewFile;
import org.assay.archive.folder.Additions;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.folder.Export;
import org.assay.archive.folder.Import;
import org.assay.archive.folder.Index;
import org.assay.archive.journal.Journal;
import org.assay.archive.refusal.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive init, add, list, index}: what is in the folder. */
final class ArchiveCommands {
  private ArchiveCommands() {}

  /** {@code assay-archive init}. */
  @Command(name = "init", description = "Makes an empty archive.")
  static final class Init implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A folder that is empty or not there.")
    private Path folder;

    @Override
    public Integer call() throws IOException, Refusal {
      Files.createDirectories(folder);
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new IOException(folder + ": is not empty");
        }
      }
      SortedMap<String, byte[]> index = new TreeMap<>();
      index.put("index.json", Index.of(new ArchiveFolder(folder), new TreeMap<>()));
      new Journal(folder, Disk.REAL).commit(() -> index);
      return 0;
    }
  }

  /** {@code assay-archive add}. */
  @Command(
      name = "add",
      description = {
        "Adds models (*.safetensors), certificates (*.cert.json) and public keys (*.pub.pem): all of"
            + " them or, if one does not belong here, none.",
        "Nothing is ever replaced but the index. What is there already is no fault."
      })
  static final class Add implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", index = "0", description = "The archive.")
    private Path folder;

    @Parameters(paramLabel = "FILE", index = "1..*", arity = "1..*", description = "What is added.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException, Refusal {
      ArchiveFolder archive = new ArchiveFolder(folder);
      new Journal(folder, Disk.REAL).commit(new Additions(archive, files));
      return 0;
    }
  }

  /** {@code assay-archive index}. */
  @Command(name = "index", description = "Makes index.json again from the files.")
  static final class MakeIndex implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The archive.")
    private Path folder;

    @Override
    public Integer call() throws IOException, Refusal {
      ArchiveFolder archive = new ArchiveFolder(folder);
      new Journal(folder, Disk.REAL).commit(new Additions(archive, List.of()));
      return 0;
    }
  }

  /** {@code assay-archive export}. */
  @Command(
      name = "export",
      description = {
        "Writes all that is kept for good, and its evidence, into one file: the same bytes wherever it"
            + " is made. Policies and the index are left out."
      })
  static final class WriteExport implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The archive.")
    private Path folder;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Not yet there.")
    private Path out;

    @Override
    public Integer call() throws IOException, Refusal {
      ArchiveFolder archive = new ArchiveFolder(folder);
      archive.requireThere();
      new NewFile(Disk.REAL)
          .write(out, new Journal(folder, Disk.REAL).read(() -> Export.of(archive)));
      return 0;
    }
  }

  /** {@code assay-archive import}. */
  @Command(
      name = "import",
      description = {
        "Makes an archive of such a file. What no archive could have exported is refused; what it proves"
            + " verify says."
      })
  static final class ReadExport implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", index = "0", description = "What export wrote.")
    private Path file;

    @Parameters(paramLabel = "DIR", index = "1", description = "A folder, empty or not there.")
    private Path folder;

    @Override
    public Integer call() throws IOException, Refusal {
      byte[] zip = LogInputs.read(file, KeptZip.MAX_BYTES);
      KeptZip.files(zip); // a file that is none makes no folder
      Files.createDirectories(folder);
      new Journal(folder, Disk.REAL).commit(new Import(new ArchiveFolder(folder), zip));
      return 0;
    }
  }

  /** {@code assay-archive list}. */
  @Command(name = "list", description = "Prints the names of all files that are kept for good.")
  static final class ListFiles implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The archive.")
    private Path folder;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Refusal {
      ArchiveFolder archive = new ArchiveFolder(folder);
      new Journal(folder, Disk.REAL)
          .read(archive::kept)
          .forEach(spec.commandLine().getOut()::println);
      return 0;
    }
  }
}
