// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.ModelFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In every locale of this JVM that has other digits the same bytes are written. */
class LocalesTest {
  private static final int[] SIZES = {3, 5, 4, 4};

  private static final Locale BEFORE = Locale.getDefault();

  private static String inRoot;

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(BEFORE);
  }

  /** Numbering systems that people ask for on top of their language (Unicode, decimal ones). */
  private static final List<String> SYSTEMS =
      List.of(
          "arab arabext beng deva gujr guru khmr knda laoo mlym mymr orya tamldec telu thai tibt"
              .split(" "));

  /** Those of the JVM, and a few with the digits of their script asked for. */
  private static Stream<Locale> withOtherDigits() {
    Stream<Locale> asked =
        Stream.of("hi-IN", "th-TH", "mr-IN", "en-US")
            .flatMap(tag -> SYSTEMS.stream().map(nu -> tag + "-u-nu-" + nu))
            .map(Locale::forLanguageTag);
    return Stream.concat(Arrays.stream(Locale.getAvailableLocales()), asked)
        .filter(one -> !String.format(one, "%d", 1234567890).equals("1234567890"));
  }

  /** One locale for each set of digits; and Turkish, whose small I is another letter. */
  static Stream<Locale> digits() {
    Map<String, Locale> byDigits = new LinkedHashMap<>();
    withOtherDigits().forEach(one -> byDigits.putIfAbsent(String.format(one, "%d", 123), one));
    byDigits.put("", Locale.forLanguageTag("tr-TR"));
    return byDigits.values().stream();
  }

  @Test
  void thereAreMany() {
    assertTrue(withOtherDigits().count() > 50);
    List<String> tags = withOtherDigits().map(Locale::getLanguage).toList();
    assertTrue(tags.containsAll(List.of("ar", "fa", "hi", "th", "mr", "my", "dz")), tags::toString);
    assertTrue(digits().count() > 8);
  }

  @Test
  void theBytesOfACertificateAreTheSameInAll() {
    Claim claim =
        new Claim(new Claim.Sizes(3, 32, 16, 8), "1/2", List.of(7, 9), new BigInteger("123"))
            .within(new Claim.Execution("binary32-any-order", new BigInteger("45")));
    byte[] want = bytes(claim);
    withOtherDigits()
        .forEach(
            one -> {
              Locale.setDefault(one);
              assertEquals(new String(want, UTF_8), new String(bytes(claim), UTF_8), one::toString);
            });
  }

  private static byte[] bytes(Claim claim) {
    byte[] payload = new Statement("m", "00", claim, "sub-cubic", Map.of("bins", "64")).payload();
    return new Envelope(payload, List.of(new Envelope.Signature("1", payload))).bytes();
  }

  @ParameterizedTest
  @MethodSource("digits")
  void theCommandsSayTheSameInEach(Locale one) throws Exception {
    if (inRoot == null) {
      Locale.setDefault(Locale.ROOT);
      inRoot = session().replace(folder.toString(), "FOLDER");
    }
    Locale.setDefault(one);
    assertEquals(inRoot, session().replace(folder.toString(), "FOLDER"));
  }

  /** Everything printed and written by a session of commands, apart from fresh keys. */
  private String session() throws Exception {
    Path certificate = folder.resolve("m.cert.json");
    Path model = folder.resolve("model.safetensors");
    double[] next = {0};
    Files.write(model, ModelFiles.file(SIZES, ModelFiles.tensors(SIZES, () -> next[0]++ % 7 - 3)));
    Object[] certify = {
      "certify", "--allow-trivial", "--model", model, "--unsigned", "--out", certificate, "--force"
    };
    String said =
        assay(0, certify, "--no-check", "--strategy", "grouped-counting", "--bins", 4)
            + Files.readString(certificate)
            + assay(0, new Object[] {"inspect", "--model", model, certificate})
            + assay(0, new Object[] {"inspect", "--json", certificate})
            + assay(0, new Object[] {"strategies"})
            + assay(64, certify, "--strategy", "grouped-counting", "--no-check", "--bins", 2)
            + assay(64, certify, "--strategy", "cubic", "--no-check", "--margin", "x")
            + assay(66, certify, "--strategy", "cubic", "--weights", certificate);
    assertTrue(said.chars().allMatch(c -> c < 128), said);
    assay(0, new Object[] {"keygen", "--name", "Ann", "--out", folder.resolve("keys"), "--force"});
    String policy = Files.readString(folder.resolve("keys").resolve("policy.json"));
    assertTrue(policy.chars().allMatch(c -> c < 128), policy);
    return said;
  }

  private static String assay(int want, Object[] words, Object... more) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    String[] arguments =
        Stream.concat(Arrays.stream(words), Arrays.stream(more))
            .map(Object::toString)
            .toArray(String[]::new);
    int exit = Assay.commandLine().setOut(out).setErr(out).execute(arguments);
    assertEquals(want, exit, said::toString);
    return said.toString();
  }
}
