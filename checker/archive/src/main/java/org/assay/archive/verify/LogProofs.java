// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.verify;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.archive.folder.ArchiveFolder;
import org.assay.archive.log.LogPolicy;
import org.assay.archive.log.LogProof;
import org.assay.archive.log.Logged;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.Trust;

/**
 * Which log has a certificate (spec A-12): by a proof beside it, or beside a manifest that lists
 * it.
 */
final class LogProofs {
  /** What a proof rests on (T-01, T-05). */
  private static final List<String> BASIS = List.of("SHA-256", "Ed25519");

  private final ArchiveFolder archive;
  private final LogPolicy policy;
  private final List<ArchiveFolder.Numbered> manifests;

  /** What was proved of each manifest, which lists many. */
  private final Map<String, Optional<Logged>> known = new HashMap<>();

  /**
   * @throws Refusal CANNOT_CONCLUDE if no proof of a log counts any more
   */
  LogProofs(ArchiveFolder archive, LogPolicy policy, Trust trust) throws IOException, Refusal {
    this.archive = archive;
    this.policy = policy;
    this.manifests = archive.manifests();
    for (String algorithm : BASIS) {
      Refusal.require( // A-12 (c)
          trust.now().isBefore(trust.ageing().end(algorithm)),
          Code.CANNOT_CONCLUDE,
          "proofs of logs rest on %s, which is not relied on since %s",
          algorithm,
          trust.ageing().end(algorithm));
    }
  }

  /**
   * Where a log has it, in words.
   *
   * @param certificate the file that each manifest lists by this name, if it lists one
   * @throws Refusal LOG_PROOF_MISSING, or a code of T-10
   */
  String of(String name, byte[] certificate) throws IOException, Refusal {
    Optional<Logged> own = proved(name, certificate);
    if (own.isPresent()) {
      return own.get().line();
    }
    for (ArchiveFolder.Numbered one : manifests) {
      if (one.manifest().digests().containsKey(name)) {
        if (!known.containsKey(one.name())) {
          known.put(one.name(), proved(one.name(), one.text()));
        }
        if (known.get(one.name()).isPresent()) {
          return "listed in " + one.name() + ", " + known.get(one.name()).get().line();
        }
      }
    }
    throw new Refusal( // A-12 (a)
        Code.LOG_PROOF_MISSING,
        "got no %s%s, nor one of a manifest that lists it",
        name,
        LogProof.SUFFIX);
  }

  private Optional<Logged> proved(String name, byte[] file) throws IOException, Refusal {
    String proof = name + LogProof.SUFFIX;
    return archive.has(proof)
        ? Optional.of(LogProof.parse(archive.read(proof)).verify(file, policy)) // A-12 (b)
        : Optional.empty();
  }
}
