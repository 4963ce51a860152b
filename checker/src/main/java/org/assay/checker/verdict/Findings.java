// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.verdict;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.sample.Sample;

/**
 * What the stages of a check found out about a certificate; empty from the one that stopped it.
 *
 * @param unsigned whether the reader asked not to verify signatures
 * @param model of a claim of version 1
 * @param question of a claim about a program
 */
public record Findings(
    boolean unsigned,
    Optional<List<Signer>> signers,
    Optional<Claimed> claimed,
    Optional<Model> model,
    Optional<Question> question,
    Optional<Proof> proof) {

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
      BigInteger total,
      Optional<Execution> execution) {}

  /** What the certificate says of every execution of a profile. */
  public record Execution(String profile, BigInteger correct) {}

  /** The model file, as read. */
  public record Model(String sha256, int k, int vocab, int dModel, int dHead) {}

  /** What a claim about a program says of the model, and what its draws say of other inputs. */
  public record Question(String sha256, Words words, Optional<Sample> sample) {}

  /** The same in words; the network briefly, and step by step. */
  public record Words(String brief, String network, String inputs, String outputs, String task) {}

  /**
   * What the checker derived.
   *
   * @param proved inputs, or their weights
   * @param executed the same of every execution, if a profile is claimed
   * @param levels inputs inside the task with a right output that competes, by the level of the
   *     arithmetic that decided them, the last number being those that none did; empty unless it is
   *     a program
   */
  public record Proof(
      BigInteger proved, Optional<BigInteger> executed, BigInteger operations, List<Long> levels) {}

  /** Before the first stage. */
  public static Findings none(boolean unsigned) {
    return new Findings(
        unsigned,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Findings with(List<Signer> verified) {
    return new Findings(unsigned, Optional.of(verified), claimed, model, question, proof);
  }

  public Findings with(Claimed read) {
    return new Findings(unsigned, signers, Optional.of(read), model, question, proof);
  }

  public Findings with(Model read) {
    return new Findings(unsigned, signers, claimed, Optional.of(read), question, proof);
  }

  public Findings with(Question asked) {
    return new Findings(unsigned, signers, claimed, model, Optional.of(asked), proof);
  }

  public Findings with(Proof derived) {
    return new Findings(unsigned, signers, claimed, model, question, Optional.of(derived));
  }
}
