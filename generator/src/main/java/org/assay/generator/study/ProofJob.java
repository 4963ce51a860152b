// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.fleet.Fleet;
import org.assay.generator.issue.Accepted;
import org.assay.generator.issue.Draft;
import org.assay.generator.issue.Order;
import org.assay.generator.issue.Pipeline;
import org.assay.generator.issue.Work;
import org.assay.generator.model.Model;

/**
 * A proof of a model, to be searched for and decided by the checker on whatever machine. No key
 * goes there: what comes back is unsigned.
 *
 * @param model its file
 * @param known the certificate that there is, to be decided; empty: it is to be searched for
 */
record ProofJob(String fileName, byte[] model, StudyPlan.Proof proof, byte[] known)
    implements Fleet.Job<ProofJob.Result> {
  private static final long UNKNOWN = -1;

  /**
   * What came of it.
   *
   * @param certificate unsigned; empty if it failed
   * @param operations by the checker's count, millis by its clock; -1: it does not say
   * @param nanos of the search
   * @param failure why it failed; empty if it did not
   */
  record Result(byte[] certificate, long operations, long millis, long nanos, String failure)
      implements Serializable {}

  @Override
  public Result run(Fleet.Site site) throws IOException {
    try (TemporaryFolder folder = new TemporaryFolder("assay-study-")) {
      Path file = folder.path().resolve(fileName);
      Files.write(file, model);
      return result(decided(file, site));
    } catch (IOException | RuntimeException e) {
      return failed(e);
    } catch (OutOfMemoryError e) { // of this proof, on this machine; the others go on
      return failed(e);
    }
  }

  private Accepted decided(Path file, Fleet.Site site) throws IOException {
    Draft draft =
        known.length == 0
            ? Draft.of(Order.plain(proof.parsed()))
            : Draft.of(CertificateReader.read(file, known).statement());
    new Pipeline(file, Model.read(file), Optional.of(site.checker()), Work::silent)
        .run(List.of(draft));
    return draft.accepted();
  }

  private static Result result(Accepted accepted) {
    byte[] certificate = new Envelope(accepted.statement().payload(), List.of()).bytes();
    return new Result(
        certificate,
        accepted.operations().orElse(UNKNOWN),
        accepted.millis().orElse(UNKNOWN),
        accepted.nanos(),
        "");
  }

  private static Result failed(Throwable why) {
    String message = Optional.ofNullable(why.getMessage()).orElse("no reason");
    return new Result(new byte[0], UNKNOWN, UNKNOWN, 0, message);
  }

  /**
   * What the checker accepted there, if it is what was asked for.
   *
   * @param sha256 of the model
   * @throws IOException with the reason why there is none
   */
  Accepted accepted(Result result, Path file, String sha256) throws IOException {
    if (!result.failure.isEmpty()) throw new IOException(result.failure);
    Statement statement = CertificateReader.read(file, result.certificate).statement();
    if (!statement.sha256().equals(sha256) || !statement.strategy().equals(proof.strategy())) {
      throw new IOException(
          "a machine of the cluster proved another thing: got "
              + statement.strategy()
              + " of the model "
              + statement.sha256());
    }
    return new Accepted(statement, known(result.operations), known(result.millis), result.nanos);
  }

  private static OptionalLong known(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
