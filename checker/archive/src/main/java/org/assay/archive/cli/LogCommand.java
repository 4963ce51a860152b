// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.assay.archive.log.Checkpoint;
import org.assay.archive.log.LogAudit;
import org.assay.archive.log.LogEntry;
import org.assay.archive.log.LogFolder;
import org.assay.archive.log.NoteKey;
import org.assay.archive.log.NoteSigner;
import org.assay.archive.log.Witness;
import org.assay.archive.refusal.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay-archive log}: a list of certificates that only grows, and proofs of it. */
@Command(
    name = "log",
    subcommands = {LogProveCommand.class, LogVerifyCommand.class},
    description = "Keeps a transparency log of certificates, cosigns one, proves and verifies.",
    footer = {
      "",
      "Keys are Ed25519, PKCS#8 without a password: openssl genpkey -algorithm ed25519 -out"
          + " log.pem",
      "What a proof says, and what not: spec/log.md"
    })
final class LogCommand {
  private static final int MAX_KEY = 1 << 16;

  @Spec private CommandSpec spec;

  @Command(name = "key", description = "Prints the public key as policies of logs spell it.")
  int key(
      @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of the key.")
          String name,
      @Option(names = "--key", required = true, paramLabel = "FILE", description = "Private.")
          Path key,
      @Option(names = "--witness", description = "A key that cosigns, not that of a log.")
          boolean witness)
      throws IOException, Refusal {
    NoteKey.Type type = witness ? NoteKey.Type.COSIGNATURE : NoteKey.Type.NOTE;
    out().println(signer(name, type, key).key());
    return 0;
  }

  @Command(name = "init", description = "Makes a log without entries.")
  int init(
      @Option(names = "--log", required = true, paramLabel = "DIR", description = "Made if absent.")
          Path log,
      @Option(
              names = "--origin",
              required = true,
              paramLabel = "NAME",
              description = "What the log and its key are called, for example example.org/log.")
          String origin)
      throws IOException, Refusal {
    new LogFolder(log).init(origin);
    return 0;
  }

  @Command(name = "append", description = "Adds what the log does not have yet; signs nothing.")
  int append(
      @Option(names = "--log", required = true, paramLabel = "DIR", description = "The log.")
          Path log,
      @Parameters(
              arity = "1..*",
              paramLabel = "FILE",
              description =
                  "A certificate, a manifest, or a folder with *.cert.json files below it.")
          List<Path> files)
      throws IOException, Refusal {
    List<LogEntry> entries = new ArrayList<>();
    for (Path file : LogInputs.expanded(files)) {
      entries.add(LogEntry.of(LogInputs.certificate(file)));
    }
    LogFolder folder = new LogFolder(log);
    int added = folder.append(entries);
    out().println("added " + added + ", now " + folder.tree().size() + " entries");
    return 0;
  }

  @Command(name = "checkpoint", description = "Signs what was added, and publishes it.")
  int checkpoint(
      @Option(names = "--log", required = true, paramLabel = "DIR", description = "The log.")
          Path log,
      @Option(names = "--key", required = true, paramLabel = "FILE", description = "Private.")
          Path key)
      throws IOException, Refusal {
    LogFolder folder = new LogFolder(log);
    NoteSigner signer = signer(folder.tree().origin(), NoteKey.Type.NOTE, key);
    Checkpoint signed = folder.sign(signer);
    out().println("signed " + signed.size() + " entries of " + signed.origin());
    out().println("log " + signer.key());
    return 0;
  }

  @Command(
      name = "witness",
      description = "Cosigns the checkpoint of a log if it begins with the one cosigned before.")
  int witness(
      @Option(names = "--log", required = true, paramLabel = "DIR", description = "Of the log.")
          Path log,
      @Option(
              names = "--state",
              required = true,
              paramLabel = "DIR",
              description = "What this witness remembers; keep it as well as its key.")
          Path state,
      @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of the key.")
          String name,
      @Option(names = "--key", required = true, paramLabel = "FILE", description = "Private.")
          Path key,
      @Option(
              names = "--policy",
              required = true,
              paramLabel = "FILE",
              description = "The logs that it knows; the rest of the policy is not used.")
          Path policy)
      throws IOException, Refusal {
    NoteSigner signer = signer(name, NoteKey.Type.COSIGNATURE, key);
    Witness witness = new Witness(state, signer, LogInputs.policy(policy).logs());
    Witness.Answer answer =
        witness.cosign(new LogFolder(log), Clock.systemUTC().instant().getEpochSecond());
    if (answer.status() != 200) {
      spec.commandLine()
          .getErr()
          .println("not cosigned (" + answer.status() + "): " + answer.body().strip());
      return 1;
    }
    out().println("witness NAME " + signer.key());
    return 0;
  }

  @Command(name = "audit", description = "Reads a whole log, and compares it with what it signed.")
  int audit(
      @Option(
              names = "--policy",
              required = true,
              paramLabel = "FILE",
              description = "As of verify.")
          Path policy,
      @Option(names = "--log", required = true, paramLabel = "DIR", description = "The log.")
          Path log)
      throws IOException, Refusal {
    int entries = LogAudit.of(log, LogInputs.policy(policy)).size();
    out().println("audited: " + log + ": " + entries + " entries, as signed");
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static NoteSigner signer(String name, NoteKey.Type type, Path file)
      throws IOException, Refusal {
    return NoteSigner.parse(name, type, LogInputs.read(file, MAX_KEY));
  }
}
