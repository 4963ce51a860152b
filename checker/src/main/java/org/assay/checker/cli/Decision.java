// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assay.checker.Checker;
import org.assay.checker.foreign.Accident;
import org.assay.checker.foreign.ForeignFile;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Verdict;

/**
 * Decides certificates, for several threads: finds their models, and says more of what is wrong.
 */
final class Decision {
  /** Of a model file that is not the one, or is none. */
  private static final Set<String> OF_MODELS =
      Set.of(
          RejectCode.MALFORMED_MODEL.name(),
          RejectCode.UNSUPPORTED_MODEL.name(),
          RejectCode.MODEL_MISMATCH.name());

  /** The checker, as a test may replace it. */
  interface Judge {
    Verdict check(byte[] certificate, Checker.Models models) throws IOException;
  }

  private final Judge judge;
  private final Arguments arguments;
  private final ModelFolder models = new ModelFolder();
  private final MemoryBudget budget = new MemoryBudget(Runtime.getRuntime().maxMemory());

  Decision(Judge judge, Arguments arguments) {
    this.judge = judge;
    this.arguments = arguments;
  }

  /** One certificate, and the share of the memory that its check holds; unit: MiB. */
  private static final class One {
    private final Path path;
    private final byte[] certificate;
    private byte[] model = new byte[0];
    private int share;

    One(Path path, byte[] certificate) {
      this.path = path;
      this.certificate = certificate;
    }

    /**
     * The model of NAME/x.cert.json is often models/NAME.safetensors, or beside it x.safetensors.
     */
    private List<String> likelyModels() {
      String own = path.toAbsolutePath().normalize().getParent().toFile().getName();
      return List.of(own, path.toFile().getName().split("\\.", 2)[0]);
    }
  }

  /**
   * @throws IOException if the certificate or its model cannot be read
   */
  Report of(Target target) throws IOException {
    long start = System.nanoTime();
    One one = new One(target.path(), target.read(Checker.MAX_CERTIFICATE));
    Verdict verdict;
    try {
      verdict = check(one, false);
    } catch (OutOfMemoryError beside) {
      if (arguments.manner().jobs() == 1) {
        throw beside;
      }
      verdict = check(one, true); // what a neighbour took is no reason
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new Report(one.path.toString(), explained(verdict, one), millis);
  }

  private Verdict check(One one, boolean alone) throws IOException {
    try {
      if (alone) {
        take(one, budget.all());
      }
      return judge.check(one.certificate, models(one));
    } finally {
      budget.give(one.share);
      one.share = 0;
    }
  }

  private Checker.Models models(One one) {
    return new Checker.Models() {
      @Override
      public byte[] read(String sha256) throws IOException {
        return model(one, sha256);
      }

      @Override
      public byte[] data(String sha256) throws IOException {
        return models.read(sha256, folders(one.path), one.likelyModels());
      }
    };
  }

  private byte[] model(One one, String sha256) throws IOException {
    one.model =
        arguments.inputs().model().isPresent()
            ? ModelFolder.readAtMost(arguments.inputs().model().get(), Checker.MAX_MODEL)
            : models.read(sha256, folders(one.path), one.likelyModels());
    if (one.share == 0) {
      take(one, budget.estimate(one.model));
    }
    return one.model;
  }

  private void take(One one, int share) {
    budget.take(share);
    one.share = share;
  }

  private List<Path> folders(Path certificate) {
    Path folder = certificate.toAbsolutePath().normalize().getParent();
    return Stream.concat(
            Stream.of(folder, folder.resolve("models"), folder.resolveSibling("models")),
            arguments.inputs().models().stream())
        .toList();
  }

  private static Verdict explained(Verdict verdict, One one) {
    if (verdict.code().isEmpty()) {
      return verdict;
    }
    String code = verdict.code().get();
    byte[] file = OF_MODELS.contains(code) ? one.model : one.certificate;
    Optional<String> message = verdict.message().map(why -> explained(why, code, file));
    return new Verdict(verdict.outcome(), verdict.code(), message, verdict.findings());
  }

  /** The message, and what probably happened to the file that is at fault. */
  static String explained(String message, String code, byte[] file) {
    Optional<String> more =
        OF_MODELS.contains(code)
            ? ForeignFile.sentence(file)
            : code.equals(RejectCode.MALFORMED_JSON.name())
                ? Accident.of(file)
                : Accident.exchanged(message);
    return more.map(sentence -> message + "; " + sentence).orElse(message);
  }
}
