// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.folder.Index;
import org.assay.archive.receipt.ReceiptPolicy;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;
import org.assay.checker.json.Sha256;

/** Decides every certificate of an archive, but for its mathematics (spec A-07). */
public final class ArchiveVerifier {
  private final ArchiveFolder archive;
  private final Trust trust;
  private final Signers signers;
  private final Dates dates;
  private final Optional<ReceiptPolicy> receipts;
  private final Optional<LogProofs> log;

  /** Digests of models, which have many certificates each. */
  private final Map<String, String> models = new HashMap<>();

  /**
   * What is said of one certificate.
   *
   * @param refusal why it does not hold, empty if it does
   * @param signers who count; empty if it does not hold
   * @param recheckers whose receipts count; empty if none are demanded
   * @param existence since when it is proved to exist; empty if no time is proved
   * @param logged where a log has it, in words; empty if that is not demanded
   */
  public record Finding(
      String name,
      Optional<Refusal> refusal,
      List<String> signers,
      List<String> recheckers,
      Optional<Dates.Existence> existence,
      Optional<String> logged) {
    private static Finding refused(String name, Refusal why) {
      Optional<Refusal> refusal = Optional.of(why);
      return new Finding(name, refusal, List.of(), List.of(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * What is said of an archive.
   *
   * @param certificates a finding for each, by name
   * @param changed which files are not what a manifest says
   * @param withoutDate why a manifest proves no date, one for each such
   */
  public record Result(
      List<Finding> certificates, List<Refusal> changed, List<Refusal> withoutDate) {
    /** How many certificates hold. */
    public long holding() {
      return certificates.stream().filter(one -> one.refusal().isEmpty()).count();
    }

    /** How many of those have a proved date. */
    public long dated() {
      return certificates.stream().filter(one -> one.existence().isPresent()).count();
    }
  }

  /**
   * @throws Refusal MALFORMED_POLICY, MALFORMED_ARCHIVE if the manifests are not in order, or
   *     CANNOT_CONCLUDE if a log is demanded and none counts any more
   */
  public ArchiveVerifier(ArchiveFolder archive, Demands demands, Trust trust)
      throws IOException, Refusal {
    this.archive = archive;
    this.receipts = demands.receipts();
    this.trust = trust;
    this.signers = new Signers(demands.policy(), trust);
    this.dates = new Dates(archive, trust);
    this.log =
        demands.log().isPresent()
            ? Optional.of(new LogProofs(archive, demands.log().get(), trust))
            : Optional.empty();
  }

  /** Reads all of it. */
  public Result result() throws IOException, Refusal {
    return new Result(certificates(), changedFiles(), dates.refusals());
  }

  private List<Finding> certificates() throws IOException, Refusal {
    List<Finding> findings = new ArrayList<>();
    for (String name : archive.kept()) {
      if (name.endsWith(".cert.json")) {
        findings.add(finding(name));
      }
    }
    return findings;
  }

  private Finding finding(String name) throws IOException {
    try {
      byte[] certificate = archive.read(name);
      Optional<Dates.Existence> existence = dates.of(name, certificate);
      requireModel(name, certificate);
      List<String> names =
          signers.of(certificate, existence.map(Dates.Existence::since).orElse(trust.now()));
      List<String> recheckers = recheckers(name, certificate);
      Optional<String> logged =
          log.isPresent() ? Optional.of(log.get().of(name, certificate)) : Optional.empty();
      return new Finding(name, Optional.empty(), names, recheckers, existence, logged);
    } catch (Refusal why) {
      return Finding.refused(name, why);
    }
  }

  /** Receipts are beside the certificate, and begin with its name up to {@code cert.json}. */
  private List<String> recheckers(String name, byte[] certificate) throws IOException, Refusal {
    if (receipts.isEmpty()) {
      return List.of();
    }
    String stem = name.substring(0, name.length() - "cert.json".length());
    List<ReceiptPolicy.Found> found = new ArrayList<>();
    for (String one : archive.kept()) {
      if (one.startsWith(stem) && one.endsWith(".receipt.json")) {
        byte[] receipt = archive.read(one);
        Optional<Dates.Existence> existence = dates.of(one, receipt);
        found.add(
            new ReceiptPolicy.Found(
                receipt, existence.map(Dates.Existence::since).orElse(trust.now())));
      }
    }
    return receipts.get().counted(certificate, signers.issuers(certificate), found);
  }

  private void requireModel(String name, byte[] certificate) throws IOException, Refusal {
    String model = "models/" + name.substring(0, name.indexOf('/')) + ".safetensors";
    String want = Index.certificate(name, certificate).sha256();
    if (!models.containsKey(model)) {
      models.put(model, archive.has(model) ? Sha256.of(archive.read(model)) : "none");
    }
    String got = models.get(model);
    Refusal.require( // A-07 (e)
        got.equals(want), Code.MODEL_MISMATCH, "%s: got SHA-256 %s, want %s", model, got, want);
  }

  private List<Refusal> changedFiles() throws IOException, Refusal {
    List<Refusal> changed = new ArrayList<>();
    for (ArchiveFolder.Numbered one : archive.manifests()) {
      for (String name : one.manifest().digests().keySet()) {
        try {
          Refusal.require( // A-07 (f)
              archive.has(name),
              Code.NOT_COVERED,
              "%s: is listed in %s and gone",
              name,
              one.name());
          one.manifest().requireListed(name, archive.read(name));
        } catch (Refusal why) {
          changed.add(why);
        }
      }
    }
    return changed;
  }
}
