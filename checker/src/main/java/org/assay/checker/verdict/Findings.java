// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.verdict;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** What was found out about one certificate before its check stopped. Filled in order. */
public final class Findings {
  private final boolean unsigned;
  private Optional<List<Signer>> signers = Optional.empty();
  private Optional<Claimed> claimed = Optional.empty();
  private Optional<Model> model = Optional.empty();
  private Optional<Proof> proof = Optional.empty();
  private Optional<Execution> execution = Optional.empty();
  private Optional<Question> question = Optional.empty();

  /** Whether the reader asked not to verify signatures. */
  public Findings(boolean unsigned) {
    this.unsigned = unsigned;
  }

  /** A signer that counts under the policy. */
  public record Signer(String name, List<String> algorithms) {}

  /**
   * What the certificate says; the margin in its canonical spelling, unit: logits; token weights by
   * token, or none.
   */
  public record Claimed(
      String subject,
      String strategy,
      String margin,
      List<Integer> weights,
      BigInteger correct,
      BigInteger total) {}

  /** The model file, as read. */
  public record Model(String sha256, int k, int vocab, int dModel, int dHead) {}

  /** The number of inputs that the checker derived, and the operations it took. */
  public record Proof(BigInteger proved, BigInteger operations) {}

  /** What the certificate says of every execution of a profile, and what the checker derived. */
  public record Execution(String profile, BigInteger correct, Optional<BigInteger> proved) {}

  /**
   * What a claim about a program says in words (the network briefly, and step by step); and how
   * many inputs each level of the arithmetic decided, the last number being those that none did. No
   * numbers before that is known.
   */
  public record Question(
      String sha256,
      String brief,
      String network,
      String inputs,
      String outputs,
      String task,
      List<Long> levels) {}

  public void found(List<Signer> verified) {
    signers = Optional.of(verified);
  }

  public void found(Claimed read) {
    claimed = Optional.of(read);
  }

  public void found(Model read) {
    model = Optional.of(read);
  }

  public void found(Proof derived) {
    proof = Optional.of(derived);
  }

  public void found(Execution known) {
    execution = Optional.of(known);
  }

  public void found(Question asked) {
    question = Optional.of(asked);
  }

  public boolean unsigned() {
    return unsigned;
  }

  public Optional<List<Signer>> signers() {
    return signers;
  }

  public Optional<Claimed> claimed() {
    return claimed;
  }

  public Optional<Model> model() {
    return model;
  }

  public Optional<Proof> proof() {
    return proof;
  }

  public Optional<Execution> execution() {
    return execution;
  }

  public Optional<Question> question() {
    return question;
  }
}
