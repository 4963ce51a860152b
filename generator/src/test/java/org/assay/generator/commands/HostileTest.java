// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assay.checker.Checker;
import org.assay.checker.verdict.Verdict;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.network.preset.Transformers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * What is not in order, by the command or the checker that gets it: each row of {@code hostile.csv}
 * is refused with its exit code or its code, and a sentence with these words.
 */
class HostileTest {
  private static final String TABLE = "/hostile.csv";
  private static final int LEAST = 150;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path all;
  private static byte[] model;
  private static byte[] certificate;
  private static String payload;
  private static String network;

  @TempDir private Path folder;
  private final Session session = new Session();

  /** One network, as a configuration, as a list of steps and in a certificate. */
  @BeforeAll
  static void aCertificate() throws Exception {
    model = new Transformers(11).legacyBytes("");
    HostileTest plain = new HostileTest();
    plain.folder = all;
    Path out = plain.certify(0, model, Transformers.config().toString(), List.of());
    certificate = Files.readAllBytes(out);
    JsonNode envelope = JSON.readTree(certificate);
    payload = new String(Base64.getDecoder().decode(envelope.path("payload").asText()), UTF_8);
    network = JSON.readTree(payload).at("/predicate/claim/network").toString();
  }

  @Test
  void thereAreManyAndNoTwoAreTheSame() throws Exception {
    List<String> rows;
    try (var in = HostileTest.class.getResourceAsStream(TABLE)) {
      rows = new String(in.readAllBytes(), UTF_8).lines().filter(r -> !r.startsWith("#")).toList();
    }
    List<String> different =
        rows.stream().map(r -> r.substring(0, r.lastIndexOf('|'))).distinct().toList();
    assertEquals(different.size(), rows.size());
    assertTrue(rows.size() >= LEAST, rows.size() + " rows");
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE, delimiter = '|', quoteCharacter = '~', emptyValue = "")
  void isRefused(String what, String change, String answer, String words) throws Exception {
    String put = change == null ? "" : change;
    String said =
        switch (what) {
          case "name" -> both(words, imported(named(put)), imported(stacked(put)));
          case "pickle" -> imported(HexFormat.of().parseHex(put));
          case "claim" -> decided(answer, changed(payload, put));
          case "envelope" -> opened(answer, changed(new String(certificate, UTF_8), put));
          case "question" -> published(put);
          default -> refused(Integer.parseInt(answer), what, put);
        };
    assertTrue(said.contains(words), said);
  }

  private static String both(String words, String one, String other) {
    assertTrue(one.contains(words), one);
    return other;
  }

  private String refused(int exit, String what, String put) throws Exception {
    String config = Transformers.config().toString();
    List<String> none = List.of();
    Path out =
        switch (what) {
          case "config" -> certify(exit, model, configured(put), none);
          case "text" -> certify(exit, model, put, none);
          case "steps" -> certify(exit, model, changed(network, put), List.of("--answer", ""));
          case "header" -> certify(exit, headed(put), config, none);
          case "bytes" -> certify(exit, HexFormat.of().parseHex(put), config, none);
          case "tokens" -> certify(exit, model, config, List.of("--inputs", data(what, put)));
          case "labels" ->
              certify(exit, model, config, List.of("--task", "table:" + data(what, put)));
          case "option" -> certify(exit, model, config, List.of(put.split(" ", 2)));
          default -> throw new AssertionError(what);
        };
    assertFalse(Files.exists(out));
    return session.err();
  }

  /** By the command of ProgramCommandsTest, with one option changed. */
  private Path certify(int exit, byte[] weights, String configuration, List<String> change)
      throws IOException {
    Path file = Files.write(folder.resolve("m.safetensors"), weights);
    Path config = Files.writeString(folder.resolve("cfg.json"), configuration);
    Path out = folder.resolve("m.cert.json");
    List<String> words = new ArrayList<>(List.of("certify", "--model", file.toString()));
    words.addAll(List.of("--config", config.toString(), "--task", "max", "--inputs", "0..4*3"));
    words.addAll(List.of("--outputs", "0..4", "--answer", "last", "--strategy", "exhaustive"));
    words.addAll(List.of("--out", out.toString(), "--unsigned", "--no-check", "--allow-trivial"));
    if (!change.isEmpty()) {
      int at = words.indexOf(change.get(0));
      boolean isLeftOut = change.size() == 1 || change.get(1).isEmpty();
      if (at >= 0) words.subList(at, at + 2).clear();
      if (!isLeftOut) words.addAll(change);
    }
    session.run(exit, words.toArray());
    return out;
  }

  private static String configured(String put) throws IOException {
    String[] pair = put.split(" ", 2);
    ObjectNode config = Transformers.config();
    config.set(pair[0], JSON.readTree(pair[1]));
    return config.toString();
  }

  /** With the first {@code old} of {@code old => new} replaced. */
  private static String changed(String text, String put) {
    String[] pair = put.split(" => ?", 2);
    int at = text.indexOf(pair[0]);
    assertNotEquals(-1, at, "not there: " + pair[0]);
    return text.substring(0, at) + pair[1] + text.substring(at + pair[0].length());
  }

  /** The model with a changed header, which has its length. */
  private static byte[] headed(String put) {
    int length = (int) ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = changed(new String(model, 8, length, ISO_8859_1), put).getBytes(ISO_8859_1);
    return ByteBuffer.allocate(8 + header.length + model.length - 8 - length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(model, 8 + length, model.length - 8 - length)
        .array();
  }

  /** A file with one tensor of this name: its dtype, its shape, its bytes. */
  private String data(String name, String put) throws IOException {
    String[] parts = put.split(" ");
    byte[] numbers = parts.length < 3 ? new byte[0] : HexFormat.of().parseHex(parts[2]);
    String entry =
        "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%s]}"
            .formatted(parts[0], parts[1], numbers.length);
    byte[] header = ("{\"" + name + "\":" + entry + "}").getBytes(ISO_8859_1);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).put(numbers);
    return Files.write(folder.resolve("data.safetensors"), file.array()).toString();
  }

  private String decided(String code, String statement) throws IOException {
    byte[] file = new Envelope(statement.getBytes(UTF_8), List.of()).bytes();
    return opened(code, new String(file, UTF_8));
  }

  private String opened(String code, String file) throws IOException {
    Verdict verdict = Checker.unsigned().check(file.getBytes(UTF_8), sha256 -> model);
    assertEquals(code, verdict.code().orElse("accepted"), () -> "" + verdict.message());
    return verdict.message().orElseThrow();
  }

  private String published(String question) throws IOException {
    Path models = Files.createDirectories(folder.resolve("archive/models"));
    Files.write(models.resolve("m.safetensors"), model);
    Files.writeString(models.resolve("m.config.json"), Transformers.config().toString());
    Files.writeString(models.resolve("m.question.json"), question);
    session.run(
        66, "publish", "--dir", models.getParent(), "--name", "p", "--strategy", "exhaustive");
    return session.err();
  }

  private String imported(byte[] pickle) throws IOException {
    Path file = folder.resolve("m.pt");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file), UTF_8)) {
      out.putNextEntry(new ZipEntry("m/data.pkl"));
      out.write(pickle);
    }
    Path made = folder.resolve("made.safetensors");
    session.run(66, "import", file, "--out", made);
    assertFalse(Files.exists(made));
    return session.err();
  }

  /** A pickle that wants to call this with nothing. Nothing is looked up, let alone called. */
  private static byte[] named(String name) {
    int dot = name.lastIndexOf('.');
    String[] parts = {name.substring(0, dot), name.substring(dot + 1)};
    return ("\u0080\u0002c" + parts[0] + "\n" + parts[1] + "\n)R.").getBytes(ISO_8859_1);
  }

  /** The same in protocol 4: module and name are taken from the stack. */
  private static byte[] stacked(String name) {
    int dot = name.lastIndexOf('.');
    String parts = text(name.substring(0, dot)) + text(name.substring(dot + 1));
    return ("\u0080\u0004" + parts + "\u0093)R.").getBytes(ISO_8859_1);
  }

  /** For texts of less than 256 characters. */
  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }
}
