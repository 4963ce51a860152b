// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static java.util.stream.Collectors.joining;
import static org.assay.checker.verdict.RejectCode.MALFORMED_KEY;
import static org.assay.checker.verdict.RejectCode.MALFORMED_POLICY;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_SIGNER;
import static org.assay.checker.verdict.RejectCode.UNKNOWN_VERSION;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/**
 * Whose signatures the reader of a certificate demands (spec F-08). It is the reader's own file:
 * its errors are no verdict on a certificate.
 */
public final class Policy {
  private static final int MAX_SIGNERS = 256;
  private static final int MAX_KEYS = 8;

  private final List<Signer> signers;
  private final Requirement requirement;

  private Policy(List<Signer> signers, Requirement requirement) {
    this.signers = signers;
    this.requirement = requirement;
  }

  /** Somebody, known by any of the keys. */
  record Signer(String name, List<PublicKey> keys) {
    /** The algorithms of those of the keys that have these ids, each once. */
    List<Algorithm> algorithms(Set<String> ids) {
      return keys.stream()
          .filter(key -> ids.contains(key.id()))
          .map(PublicKey::algorithm)
          .distinct()
          .sorted()
          .toList();
    }

    private boolean hasAll(List<Algorithm> required) {
      return keys.stream().map(PublicKey::algorithm).toList().containsAll(required);
    }
  }

  /** So many signers, each with a signature by every one of the algorithms. */
  record Requirement(List<Algorithm> algorithms, int signers) {}

  /**
   * @throws Rejection with a code of F-02, F-03, F-07 or F-08
   */
  public static Policy parse(byte[] file) throws Rejection {
    return JsonReader.read(file, Policy::read);
  }

  /**
   * @throws Rejection UNKNOWN_SIGNER if no signer has a key with this id
   */
  PublicKey key(String id) throws Rejection {
    return signers.stream()
        .flatMap(signer -> signer.keys.stream())
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Rejection(UNKNOWN_SIGNER, "no key of the policy has id %s", id));
  }

  List<Signer> signers() {
    return signers;
  }

  Requirement requirement() {
    return requirement;
  }

  /** Lines for people: what it requires, whom it trusts, and the digests of their keys (F-06 a). */
  public List<String> lines() {
    String algorithms =
        requirement.algorithms.stream().map(Algorithm::toString).collect(joining(" and "));
    List<String> lines = new ArrayList<>();
    String count = requirement.signers + " of " + signers.size();
    lines.add("requires " + count + " signers, each with " + algorithms);
    for (Signer signer : signers) {
      lines.add(signer.name);
      for (PublicKey key : signer.keys) {
        lines.add("  " + key.algorithm() + " SHA-256 " + key.id());
      }
    }
    return lines;
  }

  private static Policy read(JsonReader in) throws Rejection {
    int version = in.field("version").integer();
    require(version == 1, UNKNOWN_VERSION, "version: got %d, want 1", version); // F-08 (a)
    List<Signer> signers =
        in.field("signers")
            .list(MAX_SIGNERS, MALFORMED_POLICY, one -> one.object(Policy::signer)); // F-08 (b)
    requireSet("signers", signers.stream().map(Signer::name).toList()); // F-08 (b)
    requireSet(
        "keys",
        signers.stream().flatMap(one -> one.keys.stream().map(PublicKey::id)).toList()); // F-08 (c)
    Requirement requirement = in.field("require").object(Policy::requirement);
    require( // F-08 (e)
        requirement.signers >= 1 && requirement.signers <= signers.size(),
        MALFORMED_POLICY,
        "require.signers: got %d, want 1 to %d",
        requirement.signers,
        signers.size());
    long able = signers.stream().filter(one -> one.hasAll(requirement.algorithms)).count();
    require( // F-08 (f)
        requirement.signers <= able,
        MALFORMED_POLICY,
        "require.signers: got %d, want at most %d: so many have keys for %s",
        requirement.signers,
        able,
        requirement.algorithms);
    return new Policy(signers, requirement);
  }

  private static Signer signer(JsonReader in) throws Rejection {
    String name = in.field("name").string();
    require( // F-08 (b)
        name.matches(".{1,128}"), MALFORMED_POLICY, "signer name: got %s", quoted(name));
    List<PublicKey> keys =
        in.field("keys").list(MAX_KEYS, MALFORMED_POLICY, one -> one.object(Policy::key));
    require(!keys.isEmpty(), MALFORMED_POLICY, "%s: got no keys", quoted(name)); // F-08 (c)
    return new Signer(name, keys);
  }

  private static PublicKey key(JsonReader in) throws Rejection {
    Algorithm algorithm = algorithm(in.field("algorithm"));
    return PublicKey.of(
        algorithm, in.field("spki").base64(MALFORMED_KEY), in.field("sha256").digest());
  }

  private static Requirement requirement(JsonReader in) throws Rejection {
    List<Algorithm> algorithms =
        in.field("algorithms")
            .list(Algorithm.values().length, MALFORMED_POLICY, Policy::algorithm); // F-08 (d)
    requireSet("require.algorithms", algorithms); // F-08 (d)
    return new Requirement(algorithms, in.field("signers").integer());
  }

  private static Algorithm algorithm(JsonReader in) throws Rejection {
    String label = in.string();
    return Algorithm.named(label)
        .orElseThrow(() -> new Rejection(MALFORMED_POLICY, "algorithm: got %s", quoted(label)));
  }

  private static void requireSet(String what, List<?> elements) throws Rejection {
    long distinct = elements.stream().distinct().count();
    require(
        distinct > 0 && distinct == elements.size(),
        MALFORMED_POLICY,
        "%s: got %d, %d of them distinct, want one or more, none twice",
        what,
        elements.size(),
        distinct);
  }
}
