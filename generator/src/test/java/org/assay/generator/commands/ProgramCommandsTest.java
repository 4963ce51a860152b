// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.generator.model.Safetensors;
import org.assay.generator.network.preset.Transformers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of several layers, from a file of others to a certificate. */
class ProgramCommandsTest {
  @TempDir private Path folder;
  private final Session session = new Session();
  private final Transformers weights = new Transformers(11);
  private Path model;
  private Path config;
  private Path out;

  @BeforeEach
  void files() throws Exception {
    model = Files.write(folder.resolve("m.safetensors"), weights.legacyBytes(""));
    config = Files.writeString(folder.resolve("cfg.json"), Transformers.config().toString());
    out = folder.resolve("m.cert.json");
  }

  private Session certify(int exit, Object... changed) {
    List<Object> words =
        new ArrayList<>(
            List.of("certify", "--model", model, "--config", config, "--task", "max", "--inputs"));
    words.addAll(List.of("0..4*3", "--outputs", "0..4", "--answer", "last", "--strategy"));
    words.addAll(List.of("exhaustive", "--unsigned", "--no-check", "--allow-trivial", "--force"));
    words.addAll(List.of("--out", out));
    for (int i = 0; i < changed.length; i += 2) {
      int at = words.indexOf(changed[i]);
      if (changed[i + 1].equals("")) {
        words.remove(at + 1);
        words.remove(at);
      } else if (at < 0) {
        words.addAll(List.of(changed[i], changed[i + 1]));
      } else {
        words.set(at + 1, changed[i + 1]);
      }
    }
    return session.run(exit, words.toArray());
  }

  /** The second line is what the checker proves of every execution; inspect shows it. */
  @Test
  void aProfileIsASecondLine() throws Exception {
    Path models = Path.of("..", "certificates", "models");
    Path stored = models.resolve("parity-8-seed-1.safetensors");
    List<Object> words = new ArrayList<>(List.of("certify", "--model", stored, "--config"));
    words.addAll(List.of(models.resolve("parity-8-seed-1.config.json"), "--task", "sum-mod:2"));
    words.addAll(List.of("--inputs", "0..1*8", "--outputs", "0..1", "--answer", "last"));
    words.addAll(List.of("--strategy", "exhaustive", "--unsigned", "--allow-trivial"));
    words.addAll(List.of("--out", out, "--checker", RealChecker.in(folder), "--profile"));
    session.run(0, words.toArray());
    String counted =
        session
            .out()
            .lines()
            .filter(line -> line.startsWith("and in every execution within binary32-any-engine: "))
            .findFirst()
            .orElseThrow();
    int proved = Integer.parseInt(counted.split(": ")[1].split(" ")[0]);
    assertTrue(proved > 0 && proved <= 256, counted);
    session.run(0, "inspect", out);
    String shown = "profile:   in every execution within binary32-any-engine on at least " + proved;
    assertTrue(session.out().contains(shown), session.out());
    words.addAll(List.of("--force", "--at-least"));
    session.run(1, Stream.concat(words.stream(), Stream.of("1/2")).toArray());
    session.run(0, Stream.concat(words.stream(), Stream.of("0.45")).toArray());
    words.subList(words.indexOf("--strategy"), words.indexOf("--unsigned")).clear();
    session.run(0, Stream.concat(words.stream(), Stream.of("0.45")).toArray());
    assertTrue(session.out().contains(counted), session.out());
  }

  /** Refused as one layer with one head, it is certified by the command of the refusal. */
  @Test
  void theNextStepOfARefusalWorks() throws Exception {
    session.run(66, "certify", "--model", model, "--strategy", "cubic", "--unsigned", "--out", out);
    assertTrue(session.err().contains("the model has more than one layer"), session.err());
    String shown = session.err().substring(session.err().indexOf("assay certify "));
    String line = shown.replace("\\\n", "").lines().findFirst().orElseThrow();
    Map<String, Path> files =
        Map.of("model.safetensors", model, "cfg.json", config, "model.cert.json", out);
    List<Object> words = new ArrayList<>();
    for (String word : line.replace("\"", "").split(" +")) {
      words.add(files.containsKey(word) ? files.get(word) : word);
    }
    words.remove(0); // assay
    words.addAll(List.of("--no-check", "--allow-trivial"));
    session.run(0, words.toArray());
    assertTrue(Files.exists(out), session.out());
    String path = "src/test/resources/torch/hooked.pt";
    session.run(66, "certify", "--model", path, "--strategy", "cubic", "--unsigned", "--out", "o");
    assertTrue(session.err().contains("`assay import model.pt --out model.safetensors`"));
    session.run(0, "import", path, "--out", folder.resolve("hooked.safetensors"));
  }

  /** Counted once more by the loops of the test, in plain doubles. */
  private int right() {
    int right = 0;
    for (int input = 0; input < 125; input++) {
      int[] tokens = {input / 25, input / 5 % 5, input % 5};
      double[] outputs = weights.outputs(tokens);
      int wanted = Arrays.stream(tokens).max().getAsInt();
      boolean isRight = true;
      for (int o = 0; o < 5; o++) isRight &= o == wanted || outputs[wanted] > outputs[o];
      if (isRight) right++;
    }
    return right;
  }

  @Test
  void aNetworkOfTwoLayersIsCounted() throws Exception {
    certify(0);
    assertTrue(
        session.out().contains("read as 2 layers of 2 heads (d_model 6, d_head 3), causal, an MLP"),
        session.out());
    assertTrue(session.out().contains("not read of the configuration: seed"), session.out());
    assertTrue(session.out().contains("certified: " + right() + " of 125 inputs"), session.out());
    session.run(0, "inspect", out);
    assertTrue(session.out().contains("claims:    on at least " + right() + " of the 125 inputs"));
    assertTrue(session.out().contains("step:      l1.mix = attention(l1.q, l1.k, l1.v), 2 heads"));
    assertTrue(session.out().contains("not read:  blocks.0.attn.mask"), session.out());
    session.run(0, "inspect", "--json", out);
    assertTrue(session.out().contains("\"task\":{\"name\":\"max\"}"), session.out());
  }

  private static final String VALUE = "00112233445566778899aabbccddeeff";

  /** First what has to be dated, then, with the value of the beacon, the certificate of it. */
  @Test
  void drawsAreCommittedToBeforeTheBeacon() throws Exception {
    Path commitment = folder.resolve("m.commitment");
    certify(0, "--out", commitment, "--draws", 60, "--beacon", "drand quicknet:77");
    assertTrue(session.out().contains("before round 77 of drand quicknet"), session.out());
    String fixed = Files.readString(commitment);
    assertTrue(fixed.endsWith("\"margin\":\"0\""), fixed);
    String sha256 =
        session.out().lines().filter(one -> one.startsWith("commitment: ")).toList() + "";
    certify(0, "--draws", 60, "--beacon", "drand quicknet:77:" + VALUE, "--margin", "0");
    assertTrue(session.out().contains(" of 60 inputs"), session.out());
    String said = session.out().replaceAll("(?s).*commitment: SHA-256 ([0-9a-f]{64}).*", "$1");
    assertTrue(sha256.contains(said), sha256 + " and " + said);
    String payload =
        new String(
            Base64.getDecoder()
                .decode(
                    Files.readString(out).replaceAll("(?s).*\"payload\":\"([^\"]*)\".*", "$1")));
    assertTrue(payload.startsWith(fixed + ",\"beacon\":\"" + VALUE + "\",\"correct\":"), payload);
    session.run(0, "inspect", out);
    assertTrue(
        session.out().contains("60 draws from all sequences 0..4*3 (125), by round 77"),
        session.out());
    assertTrue(session.out().contains("beacon:    " + VALUE), session.out());
    assertTrue(session.out().contains("bound:     over all sequences 0.0000000000"), session.out());
    session.run(0, "inspect", "--json", out);
    assertTrue(session.out().contains("\"bound\":\"0\""), session.out());
  }

  @ParameterizedTest
  @CsvSource({
    "125,a:7,40,'leave --draws out, and all of them are counted'",
    "0,a:7,40,'draws: got 0, want 1 to 1048576'",
    "60,a:7,0,'confidence: got 0, want 1 to 256'",
    "60,a:7,257,'confidence: got 257, want 1 to 256'",
    "60,a,40,'beacon: got a, want SOURCE:ROUND'",
    "60,:7,40,'beacon: got :7, want SOURCE:ROUND'",
    "60,a:7/8,40,'beacon: got a:7/8, want SOURCE:ROUND'",
    "60,a:7:00112233445566778899AABBCCDDEEFF,40,'VALUE of 32 to 128 lower-case'",
    "60,a:7:001122334455667788990011223344556,40,'VALUE of 32 to 128 lower-case'",
    "60,a:00112233445566778899aabbccddeeff,40,'want SOURCE:ROUND'"
  })
  void drawsThatAreNoneAreRefused(int draws, String beacon, int confidence, String why)
      throws Exception {
    certify(64, "--draws", draws, "--beacon", beacon, "--confidence", confidence);
    assertTrue(session.err().contains(why), session.err());
  }

  @Test
  void optionsOfDrawsWantEachOther() throws Exception {
    certify(64, "--draws", 60);
    assertTrue(session.err().contains("--draws: needs --beacon"), session.err());
    certify(64, "--beacon", "a:7");
    assertTrue(session.err().contains("--beacon: needs --draws"), session.err());
    certify(64, "--confidence", 7);
    assertTrue(session.err().contains("--confidence: needs --draws"), session.err());
    certify(64, "--draws", 6, "--beacon", "a:7", "--inputs", "rows.safetensors");
    assertTrue(session.err().contains("--draws: are from a template"), session.err());
  }

  /** The rows of a file in another order, and their labels: the same count. */
  @Test
  void rowsAndLabelsOfFilesAreCounted() throws Exception {
    byte[] tokens = new byte[125 * 3];
    ByteBuffer labels = ByteBuffer.allocate(4 * 125).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 125; i++) {
      int input = i * 7 % 125;
      byte[] row = {(byte) (input / 25), (byte) (input / 5 % 5), (byte) (input % 5)};
      System.arraycopy(row, 0, tokens, 3 * i, 3);
      labels.putInt(Math.max(row[0], Math.max(row[1], row[2])));
    }
    Path data = folder.resolve("data.safetensors");
    Files.write(
        data,
        new Safetensors(Map.of())
            .add("tokens", "U8", List.of(125L, 3L), tokens)
            .add("labels", "I32", List.of(125L), labels.array())
            .add("few", "I32", List.of(124L), Arrays.copyOf(labels.array(), 4 * 124))
            .bytes());
    certify(0, "--inputs", data, "--task", "table:" + data);
    assertTrue(session.out().contains("certified: " + right() + " of 125 inputs"), session.out());
    certify(0, "--inputs", data + ":tokens");
    assertTrue(session.out().contains("certified: " + right() + " of 125 inputs"), session.out());
    certify(0, "--inputs", data, "--free", "2", "--task", "token:0");
    session.run(0, "inspect", out);
    assertTrue(session.out().contains("the task reads those at [2]"), session.out());
    certify(64, "--inputs", data, "--task", "table:" + data + ":few");
    assertTrue(session.err().contains("got 124 labels, want one for each of 125"), session.err());
    certify(66, "--inputs", data + ":labels");
    assertTrue(session.err().contains("want rows of 1 to 256 tokens"), session.err());
    certify(66, "--inputs", data + ":none");
    String none = "data file " + data + ": got no tensor none, want one of [few, labels, tokens]";
    assertTrue(session.err().startsWith(none), session.err());
    certify(66, "--inputs", data, "--out", data);
    assertTrue(Files.size(data) > 500, "not written over");
  }

  /** The steps of one certificate are a configuration of their own. */
  @Test
  void aListOfStepsIsTheSameNetwork() throws Exception {
    certify(0);
    byte[] first = Files.readAllBytes(out);
    session.run(0, "inspect", "--json", out);
    String network =
        new com.fasterxml.jackson.databind.json.JsonMapper()
            .readTree(session.out())
            .path("network")
            .toString();
    Files.writeString(config, network);
    certify(0, "--answer", "");
    assertArrayEquals(first, Files.readAllBytes(out));
    certify(64);
    assertTrue(session.err().contains("--answer: a list of steps says itself"), session.err());
  }

  /** The demand that is just met, and the next one; no strategy has to be named for it. */
  @Test
  void aDemandIsMetOrNothingIsWritten() throws Exception {
    int right = right();
    assertTrue(right > 0 && right < 125, "a test of nothing: " + right);
    certify(1, "--at-least", (right + 1) + "/125");
    assertTrue(session.err().contains("proved: " + right + " of 125 (accuracy 0."), session.err());
    assertFalse(Files.exists(out));
    certify(1, "--at-least", (right + 1) + "/125", "--strategy", "");
    certify(0, "--at-least", right + "/125", "--strategy", "");
    assertTrue(Files.exists(out));
    certify(64, "--at-least", "0.1", "--strategy", "", "--budget", "7");
    assertTrue(session.err().contains("--budget: exhaustive has none"), session.err());
  }

  @Test
  void whatTheCheckerSpendsOnAProgramIsMeasured() throws Exception {
    certify(0);
    session.run(64, "inspect", "--measure", out);
    Path other = Path.of("../certificates/models/max-of-3-vocab-32-seed-50.safetensors");
    session.run(66, "inspect", "--model", other, out);
    assertTrue(session.err().contains("got SHA-256"), session.err());
    List<Object> words = List.of("--model", model, "--measure", "--checker");
    List<Object> line = new ArrayList<>(List.of("inspect", out));
    line.addAll(words);
    line.add(RealChecker.in(folder));
    session.run(0, line.toArray());
    assertTrue(session.out().matches("(?s).*checker:   [0-9]+ operations, [0-9]+ ms\n.*"));
    line.add("--json");
    session.run(0, line.toArray());
    assertTrue(session.out().matches("(?s).*\"operations\":\"[0-9]+\".*"), session.out());
  }

  @Test
  void aModelIsNoCertificate() {
    session.run(66, "inspect", model);
    assertTrue(session.err().contains("no certificate, but a model"), session.err());
  }

  @Test
  void whatOneAnswerAlwaysGetsIsNotCertified() {
    session.run(
        1,
        Stream.of(
                "certify --config "
                    + config
                    + " --task max --inputs 0..4*3 --outputs 0..4"
                    + " --answer last --strategy exhaustive --unsigned --no-check --margin 1000")
            .flatMap(
                line ->
                    Stream.concat(
                        Stream.of(line.split(" ")),
                        Stream.of("--model", model.toString(), "--out", out.toString())))
            .toArray());
    assertTrue(
        session.err().contains("proved: 0 of 125, want more than 61, which one and the same"),
        session.err());
    assertFalse(Files.exists(out));
  }

  /** As TransformerLens 3.5 leaves it (resources/torch/hooked.py): an empty mask, all its keys. */
  @Test
  void aHookedTransformerIsImportedAndCertified() throws Exception {
    Path made = Path.of("src/test/resources/torch");
    session.run(0, "import", made.resolve("hooked.pt"), "--out", model, "--force");
    assertTrue(session.out().contains("blocks.0.attn.mask BOOL[0, 0]"), session.out());
    certify(0, "--config", made.resolve("hooked.json"));
    assertTrue(
        session.out().contains("1 layer of 2 heads (d_model 8, d_head 4), causal, an MLP of 8"),
        session.out());
    assertTrue(
        session.out().contains("not read of the file: blocks.0.attn.IGNORE, blocks.0.attn.mask"),
        session.out());
    assertTrue(session.out().contains("0 left open"), session.out());
    assertTrue(session.out().contains("certified: 125 of 125 inputs"), session.out());
  }

  @Test
  void aFileOfPyTorchBecomesAModel() throws Exception {
    Path torch = Path.of("src/test/resources/torch/wrapped.pt");
    Path made = folder.resolve("made.safetensors");
    session.run(0, "import", torch, "--out", made);
    assertTrue(session.out().contains("a.weight F32[3, 4]"), session.out());
    String header = Files.readString(made, java.nio.charset.StandardCharsets.ISO_8859_1);
    String digest =
        java.util.HexFormat.of()
            .formatHex(
                java.security.MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(torch)));
    assertTrue(header.contains("\"importedFrom\":\"sha256:" + digest + "\""), header);
    session.run(66, "import", torch, "--out", made);
    session.run(66, "import", torch, "--entry", "losses", "--out", made, "--force");
    session.run(66, "import", Path.of("src/test/resources/torch/module.pt"), "--out", out);
    assertTrue(session.err().contains("torch.save(model.state_dict(), \"model.pt\")"));
    session.run(66, "import", config, "--out", out);
    assertTrue(session.err().contains("want a safetensors file"), session.err());
    session.run(0, "import", model, "--out", folder.resolve("copy.safetensors"));
    assertEquals(1, session.out().lines().filter(line -> line.startsWith("model: ")).count());
    assertFalse(Files.exists(out));
  }

  /** By its certificate and by its configuration: the same graph. */
  @Test
  void aNetworkIsExported() throws Exception {
    certify(0);
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");
    session.run(0, "export", "--onnx", "--model", model, "--certificate", out, "--out", first);
    assertTrue(session.out().contains("from tokens, int64 [inputs, 3], to logits, float32"));
    List<Object> words = new ArrayList<>(List.of("export", "--onnx", "--model", model, "--out"));
    words.addAll(List.of(second, "--config", config, "--task", "max", "--inputs", "0..4*3"));
    words.addAll(List.of("--outputs", "0..4", "--answer", "last"));
    session.run(0, words.toArray());
    assertTrue(session.out().contains("read as 2 layers of 2 heads"), session.out());
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    session.run(66, words.toArray());
    assertTrue(session.err().contains("exists"), session.err());
    words.addAll(List.of("--force", "--certificate", out));
    session.run(64, words.toArray());
    assertTrue(session.err().contains("--config: not with --certificate"), session.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export --onnx --model MODEL --out NEW | 64 | needs --config: nothing is guessed",
        "export --model MODEL --certificate CERT --out NEW | 64 | --onnx",
        "export --onnx --model OTHER --certificate CERT --out NEW | 66 | got SHA-256",
        "export --onnx --model MODEL --certificate CONFIG --out NEW | 66 | not in the format of",
        "export --onnx --model MODEL --certificate V1 --out NEW | 66 | is about a circuit of",
        "export --onnx --model MODEL --certificate CERT --out MODEL --force | 66 | which this command reads",
        "export --onnx --model CERT --certificate CERT --out NEW | 66 | model "
      })
  void whatCannotBeExportedIsSaid(String line, int exit, String reason) throws Exception {
    certify(0);
    Path published = Path.of("../certificates");
    Map<String, Path> files =
        Map.of(
            "MODEL",
            model,
            "CERT",
            out,
            "CONFIG",
            config,
            "NEW",
            folder.resolve("new.onnx"),
            "OTHER",
            published.resolve("models/max-of-3-vocab-32-seed-50.safetensors"),
            "V1",
            published.resolve("max-of-3-vocab-32-seed-50/brute-force.cert.json"));
    byte[] before = Files.readAllBytes(model);
    session.run(
        exit, Stream.of(line.split(" ")).map(w -> files.getOrDefault(w, Path.of(w))).toArray());
    assertTrue(session.err().contains(reason), session.err());
    assertFalse(Files.exists(files.get("NEW")));
    assertArrayEquals(before, Files.readAllBytes(model));
  }
}
