// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assay.checker.vectors.Vector;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict.Outcome;
import org.junit.jupiter.api.Test;

/** One changed byte of a good signed certificate, or of its model: never accepted, never a bug. */
class MangleTest {
  private static final long SEED = Long.getLong("seed", 20260101);

  /** The long signature comes first, so a change in it is found before the other is verified. */
  private static final Vector GOOD =
      Vector.all().stream()
          .filter(one -> one.name().equals("accept/F-06/order-of-signatures"))
          .findFirst()
          .orElseThrow();

  private static final List<IntUnaryOperator> CHANGES =
      List.of(b -> b + 1, b -> b - 1, b -> b ^ 0x20, b -> b ^ 0x80);

  private final byte[] certificate = GOOD.bytes("certificate.json");
  private final byte[] model = read(GOOD.model());
  private final Checker checker = checker();

  @Test
  void theUnchangedCertificateIsAccepted() throws IOException {
    assertEquals(Outcome.ACCEPTED, checker.check(certificate, sha256 -> model).outcome());
  }

  /** The frame and the signatures: everything but the inside of the payload string. */
  @Test
  void noSingleByteOfEnvelopeOrSignaturesCanChange() {
    String text = new String(certificate, StandardCharsets.US_ASCII);
    int start = "{\"payload\":\"".length();
    int end = text.indexOf('"', start);
    List<Integer> accepted =
        IntStream.range(0, certificate.length)
            .filter(i -> i < start || i >= end)
            .parallel()
            .filter(this::canChange)
            .boxed()
            .toList();
    assertEquals(List.of(), accepted);
  }

  private boolean canChange(int i) {
    return CHANGES.stream()
        .map(change -> Mangle.with(certificate, i, change.applyAsInt(certificate[i])))
        .anyMatch(changed -> isAccepted(changed, model));
  }

  @Test
  void noByteOfThePayloadCanChange() {
    Random random = new Random(SEED);
    String text = new String(certificate, StandardCharsets.US_ASCII);
    String encoded = text.split("\"")[3];
    byte[] payload = Base64.getDecoder().decode(encoded);
    for (int n = 0; n < 200; n++) {
      int i = random.nextInt(payload.length);
      byte[] changed = Mangle.with(payload, i, payload[i] ^ 1 << random.nextInt(8));
      String other = text.replace(encoded, Base64.getEncoder().encodeToString(changed));
      byte[] file = other.getBytes(StandardCharsets.US_ASCII);
      assertFalse(isAccepted(file, model), () -> "seed " + SEED + ", byte " + i);
    }
  }

  @Test
  void noByteOfTheModelCanChange() {
    Random random = new Random(SEED);
    for (int n = 0; n < 200; n++) {
      int i = random.nextInt(model.length);
      byte[] changed = Mangle.with(model, i, model[i] ^ 1 << random.nextInt(8));
      assertFalse(isAccepted(certificate, changed), () -> "seed " + SEED + ", byte " + i);
    }
  }

  private boolean isAccepted(byte[] file, byte[] weights) {
    try {
      return checker.check(file, sha256 -> weights).outcome() == Outcome.ACCEPTED;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Checker checker() {
    try {
      return Checker.under(GOOD.bytes("policy.json"));
    } catch (Rejection malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
