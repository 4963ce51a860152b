// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.files.Shell;
import org.assay.generator.issue.ProgramOrder;
import org.assay.generator.network.Drawn;
import org.assay.generator.network.evaluate.Count;
import org.assay.generator.options.NetworkOptions;
import org.assay.generator.strategy.Margin;

/** What {@code assay certify} says of a program. */
record CertifiedProgram(PrintWriter stdout) {
  /** Before the work, so that whoever meant another network can stop it. */
  void reading(NetworkOptions.Read read, ProgramOrder order) {
    stdout.println("model: read as " + read.words());
    list("not read of the configuration: ", read.notRead());
    list("not read of the file: ", read.program().unread());
    stdout.println("inputs: " + order.inputs().words());
    stdout.println("task: the right output is " + order.task().words());
    stdout.flush();
  }

  private void list(String what, List<String> names) {
    if (!names.isEmpty()) stdout.println(what + String.join(", ", names));
  }

  void claim(ProgramOrder.Proved proved, boolean isSigned) {
    Count predicted = proved.predicted();
    stdout.printf(
        Locale.ROOT,
        "by doubles: %d right, %d wrong, %d left open%n",
        predicted.right(),
        predicted.total() - predicted.right() - predicted.open(),
        predicted.open());
    claim(proved.statement(), isSigned);
  }

  /** What a search counted that only predicts. */
  void predicted(NetworkStatement statement, BigInteger predicted) {
    stdout.printf(
        Locale.ROOT,
        "by doubles: %s right (accuracy %s)%n",
        predicted,
        statement.accuracy(predicted));
  }

  void claim(NetworkStatement statement, boolean isSigned) {
    stdout.printf(
        Locale.ROOT,
        "certified: %s of %s inputs (accuracy %s) with margin %s, by %s%s%n",
        statement.correct(),
        statement.total(),
        statement.accuracy(),
        statement.question().margin(),
        statement.strategy(),
        isSigned ? "" : ", unsigned");
    statement
        .execution()
        .ifPresent(
            one ->
                stdout.printf(
                    Locale.ROOT,
                    "and in every execution within %s: %s of %s inputs (accuracy %s)%n",
                    one.profile(),
                    one.correct(),
                    statement.total(),
                    statement.accuracy(one.correct())));
    statement.boundDecimal().ifPresent(bound -> bound(statement, bound));
  }

  /** What the draws say of all sequences; the bound is the checker's. */
  private void bound(NetworkStatement statement, String bound) {
    if (statement.question().draws().orElseThrow().bound().equals("0")) {
      stdout.println("of all sequences: no bound, which is the checker's to find");
    } else {
      stdout.printf(
          Locale.ROOT,
          "of all sequences: accuracy >= %s with confidence 1 - 2^-%s, if the beacon was not known"
              + " when the commitment was made%n",
          bound,
          statement.question().inputs().path("confidence").asText());
    }
    stdout.println("commitment: SHA-256 " + sha256(statement.commitment()));
  }

  /** What comes before the beacon. */
  void commitment(Path file, Drawn drawn, byte[] commitment) {
    String source = drawn.beacon().source();
    String round = drawn.beacon().round();
    stdout.println("commitment: " + file + ", SHA-256 " + sha256(commitment));
    stdout.println("next: have it dated before round " + round + " of " + source);
    stdout.println(
        "then: the same command with --beacon "
            + Shell.quoted(source + ":" + round + ":VALUE")
            + " and another --out");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  boolean isMet(NetworkStatement statement, Margin demanded) {
    return statement
            .correct()
            .multiply(demanded.q())
            .compareTo(statement.total().multiply(demanded.p()))
        >= 0;
  }

  String less(NetworkStatement statement, Margin demanded) {
    return String.format(
        Locale.ROOT,
        "proved: %s of %s (accuracy %s), want at least %s",
        statement.correct(),
        statement.total(),
        statement.accuracy(),
        demanded);
  }

  String trivial(NetworkStatement statement, long constant) {
    return String.format(
        Locale.ROOT,
        "proved: %s of %s, want more than %d, which one and the same answer always gets right;"
            + " --allow-trivial writes it nevertheless",
        statement.correct(),
        statement.total(),
        constant);
  }
}
