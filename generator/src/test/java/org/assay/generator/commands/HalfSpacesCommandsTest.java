// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.NetworkStatement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code assay certify --strategy half-spaces}, without a checker. */
class HalfSpacesCommandsTest {
  private static final Path MODELS = Path.of("..", "certificates", "models");

  @TempDir private Path folder;

  private final Session session = new Session();

  private Session certify(int exit, String name, String... more) {
    Path out = folder.resolve("m.cert.json");
    Path model = MODELS.resolve("max-of-4-vocab-32-" + name + "-seed-1.safetensors");
    Path config = MODELS.resolve("max-of-4-vocab-32-" + name + "-seed-1.config.json");
    List<Object> words = new ArrayList<>(List.of("certify", "--model", model, "--config", config));
    words.addAll(List.of("--strategy", "half-spaces", "--unsigned", "--force", "--out", out));
    if (!List.of(more).contains("--checker")) words.add("--no-check");
    List<String> asked =
        List.of("--task", "max", "--inputs", "0..31*4", "--outputs", "0..31", "--answer", "last");
    List<String> changed = List.of(more);
    for (int i = 0; i < asked.size(); i += 2) {
      if (!changed.contains(asked.get(i))) words.addAll(asked.subList(i, i + 2));
    }
    words.addAll(changed);
    return session.run(exit, words.toArray());
  }

  /** Exhaustion proves 1,048,575, 1,047,446 and 1,048,556 of these; nearly all is left. */
  @ParameterizedTest
  @CsvSource({
    "heads-2, 1048570, 1048575, false",
    "mlp, 1047000, 1047446, true",
    "norm, 1048556, 1048556, false"
  })
  void nearlyAllThatIsRightIsPredicted(String name, long least, long right, boolean hasSlopes)
      throws Exception {
    certify(0, name, "--bins", "1024");
    Path out = folder.resolve("m.cert.json");
    NetworkStatement statement =
        CertificateReader.network(out, Files.readAllBytes(out)).orElseThrow().statement();
    long correct = statement.correct().longValueExact();
    assertTrue(correct >= least && correct <= right, "counted " + correct);
    assertEquals("half-spaces", statement.strategy());
    assertEquals("1024", statement.proof().hints().get("bins"));
    assertEquals(hasSlopes, statement.proof().hints().containsKey("slopes"));
    assertTrue(session.out().contains("by doubles: " + correct + " right"), session.out());
    session.run(0, "inspect", out);
    assertTrue(session.out().contains("strategy:  half-spaces"), session.out());
  }

  @Test
  void aMarginCostsInputs() {
    certify(0, "norm", "--margin", "1/2");
    assertFalse(session.out().contains("certified: 1048556 of"), session.out());
    assertTrue(session.out().contains("with margin 1/2, by half-spaces"), session.out());
  }

  /** One operation less than with the bins by default. */
  @Test
  @Tag("long")
  void aBudgetTakesBins() throws Exception {
    Path out = folder.resolve("m.cert.json");
    String checker = RealChecker.in(folder).toString();
    certify(0, "mlp", "--checker", checker, "--budget", "1000000000000");
    long most = spent();
    assertEquals("2048", bins(out));
    certify(0, "mlp", "--checker", checker, "--budget", "" + (most - 1));
    assertTrue(spent() < most, session.out());
    assertTrue(Integer.parseInt(bins(out)) < 2048, bins(out));
    Files.delete(out);
    certify(1, "mlp", "--checker", checker, "--budget", "1000", "--bins", "64");
    assertTrue(session.err().contains("--budget: got 1000 operations, want at least "));
    assertFalse(Files.exists(out));
  }

  private long spent() {
    return Long.parseLong(session.out().replaceAll("(?s).*checked in: (\\d+) oper.*", "$1"));
  }

  private static String bins(Path certificate) throws Exception {
    NetworkStatement statement =
        CertificateReader.network(certificate, Files.readAllBytes(certificate))
            .orElseThrow()
            .statement();
    return statement.proof().hints().get("bins");
  }

  /** What is not proved has its reasons, of which the first is that it is not right. */
  @Test
  @Tag("long")
  void lossesAreTold() throws Exception {
    String checker = RealChecker.in(folder).toString();
    certify(0, "heads-2", "--checker", checker);
    Path place = Files.createDirectories(folder.resolve("a/heads-2"));
    Files.copy(folder.resolve("m.cert.json"), place.resolve("half-spaces.cert.json"));
    String model = "max-of-4-vocab-32-heads-2-seed-1.safetensors";
    Files.copy(MODELS.resolve(model), place.resolve(model));
    Path table = folder.resolve("a/half-spaces.csv");
    Path archive = folder.resolve("a");
    session.run(0, "losses", "--dir", archive, "--checker", checker, "--out", table);
    List<String> lines = Files.readAllLines(table);
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).startsWith("model,k,vocab,headCount,mlp,norm,correct,total,draws"));
    double wrong = 1 / 1048576.0;
    String row = "max-of-4-vocab-32-heads-2-seed-1,4,32,2,0,none,10485\\d\\d,1048576,0,";
    assertTrue(lines.get(1).replace("\"", "").matches(row + wrong + ",.*"), lines.get(1));
    session.run(66, "losses", "--dir", archive, "--checker", checker, "--out", table);
    assertTrue(session.err().contains("--force"), session.err());
    session.run(66, "losses", "--dir", MODELS, "--out", folder.resolve("x"));
    assertTrue(session.err().contains("no certificate by half-spaces"), session.err());
    session.run(64, "losses", "--dir", archive, "--draws", "0", "--out", folder.resolve("x"));
    assertTrue(session.err().contains("--draws: got 0"), session.err());
  }

  /** A batch counts as finely as it is told. */
  @Test
  @Tag("long")
  void aBatchHasItsBins() throws Exception {
    Path models = Files.createDirectories(folder.resolve("a/models"));
    String name = "max-of-4-vocab-32-heads-2-seed-1";
    for (String end : List.of(".safetensors", ".config.json", ".question.json")) {
      Files.copy(MODELS.resolve(name + end), models.resolve(name + end));
    }
    Path archive = folder.resolve("a");
    Path checker = RealChecker.in(folder);
    List<Object> words = new ArrayList<>(List.of("publish", "--dir", archive, "--name", "b"));
    words.addAll(List.of("--checker", checker, "--bins", "64", "--strategy"));
    List<Object> cubic = new ArrayList<>(words);
    cubic.add("cubic");
    session.run(64, cubic.toArray());
    assertTrue(session.err().contains("--bins: cubic has none here"), session.err());
    words.add("half-spaces");
    session.run(0, words.toArray());
    Path out = archive.resolve(name).resolve("half-spaces.cert.json");
    NetworkStatement statement =
        CertificateReader.network(out, Files.readAllBytes(out)).orElseThrow().statement();
    assertEquals("64", statement.proof().hints().get("bins"));
  }

  @Test
  void whatProvesTooLittleIsNotWritten() {
    certify(1, "norm", "--at-least", "0.99999");
    assertTrue(session.err().contains("want at least 99999/100000"), session.err());
    assertFalse(Files.exists(folder.resolve("m.cert.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "norm | --weights w.json | --weights: half-spaces has none",
        "norm | --profile | --profile: half-spaces has none yet",
        "norm | --budget 3 | --budget: needs the checker's count of operations",
        "norm | --classes 3 | --classes: half-spaces has none",
        "norm | --bins 3 | --bins: got 3, want 4 (the length) to 65536",
        "norm | --inputs 0..31*3,5 | --inputs: got all sequences 0..31*3 5, want one range",
        "norm | --inputs 0..15*4 | --inputs: got all sequences 0..15",
        "norm | --task sum-mod:32 | --task: got the sum of the numbers modulo 32, want max or min"
      })
  void whatDoesNotFitIsSaid(String name, String more, String reason) {
    String[] words = more.replace("*3,5", "*3_5").split(" ");
    for (int i = 0; i < words.length; i++) words[i] = words[i].replace('_', ' ');
    certify(64, name, words);
    assertTrue(session.err().contains(reason), session.err());
  }

  @Test
  void moreThanOneLayerIsAnother() {
    certify(66, "layers-2");
    assertTrue(session.err().contains("is not of a network of one layer"), session.err());
    assertTrue(session.err().contains("--strategy exhaustive"), session.err());
  }

  @Test
  void nothingIsGuessed() {
    Path model = MODELS.resolve("max-of-4-vocab-32-norm-seed-1.safetensors");
    List<Object> words = List.of("certify", "--model", model, "--strategy", "half-spaces");
    List<Object> all = new ArrayList<>(words);
    all.addAll(List.of("--unsigned", "--out", folder.resolve("x"), "--inputs", "0..31*4"));
    session.run(64, all.toArray());
    assertTrue(
        session.err().contains("--strategy half-spaces: needs --config: nothing is guessed"),
        session.err());
  }

  /** By the question beside the model; what is cut proves more, and takes more. */
  @Test
  @Tag("long")
  void theFrontierOfANetworkIsOfHalfSpaces() throws Exception {
    Path model = MODELS.resolve("max-of-4-vocab-32-heads-2-seed-1.safetensors");
    Path checker = RealChecker.in(folder);
    session.run(0, "frontier", "--quick", "--model", model, "--out", folder, "--checker", checker);
    List<String> table = Files.readAllLines(folder.resolve("frontier.csv"));
    assertEquals(3, table.size());
    String[] cut = table.get(1).split(",");
    String[] uncut = table.get(2).split(",");
    assertEquals(List.of("half-spaces", "bins 64"), List.of(cut).subList(0, 2));
    assertEquals(List.of("half-spaces", "bins 64 uncut"), List.of(uncut).subList(0, 2));
    assertTrue(Long.parseLong(cut[2]) > Long.parseLong(uncut[2]), String.join("\n", table));
    assertTrue(Long.parseLong(cut[3]) > Long.parseLong(uncut[3]), String.join("\n", table));
    assertTrue(Files.readString(folder.resolve("frontier.svg")).contains("bins 64"));
  }

  @Test
  void aFrontierWantsAQuestionThatFits() throws Exception {
    String name = "max-of-4-vocab-32-heads-2-seed-1";
    for (String end : List.of(".safetensors", ".config.json")) {
      Files.copy(MODELS.resolve(name + end), folder.resolve(name + end));
    }
    String question = Files.readString(MODELS.resolve(name + ".question.json"));
    Path changed = folder.resolve(name + ".question.json");
    Files.writeString(changed, question.replace("0..31*4", "0..32*4"));
    Path model = folder.resolve(name + ".safetensors");
    Session run = session.run(66, "frontier", "--model", model, "--out", folder.resolve("out"));
    assertTrue(run.err().contains("question.json"), run::err);
    assertFalse(Files.exists(folder.resolve("out")));
  }
}
