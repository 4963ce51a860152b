// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.generator.files.NewFiles;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.preset.Config;
import org.assay.generator.network.preset.Configs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code assay train --task} hands to the training program. */
class TaskTrainingTest {
  @TempDir private Path folder;

  private static TaskTraining.Run run(String line, Integer dHead, Integer vocab) {
    TaskTraining training = new TaskTraining();
    return CommandLine.populateCommand(training, line.split("_")).run(8, dHead, vocab, 1);
  }

  @Test
  void allInputsInsideTheTaskAreExamples() throws Exception {
    TaskTraining.Run run =
        run("--task_repeat_--inputs_0..1*3 2_--outputs_0..2_--config-out_c", null, null);
    TensorFile data = TensorFile.parse("examples.safetensors", run.examples());
    // x y y: y; x y x with x != y: y; 0 1 1 and so on; outside: 0 0 1 and 1 1 0
    assertEquals(List.of(6L, 4L), data.shape("tokens"));
    assertEquals(
        "[0, 0, 0, 2, 0, 1, 0, 2, 0, 1, 1, 2, 1, 0, 0, 2, 1, 0, 1, 2, 1, 1, 1, 2]",
        Arrays.toString(data.integers("tokens")));
    assertEquals("[0, 1, 1, 0, 0, 1]", Arrays.toString(data.integers("labels")));
    assertTrue(run.recipe().containsAll(List.of("--vocab", "3", "--vocab-out", "--d-head", "8")));
  }

  /** It is one that certify reads. */
  @Test
  void theConfigurationIsThatOfTransformerLens() throws Exception {
    String line =
        "--task_sum-mod:5_--inputs_0..4*2_--outputs_0..4_--heads_2_--mlp_6_--act_gelu_--norm_LN"
            + "_--layers_3_--mask_none_--config-out_c";
    byte[] json = run(line, null, 9).config();
    Config config =
        Configs.read(new com.fasterxml.jackson.databind.json.JsonMapper().readTree(json));
    assertEquals(new Config.Sizes(3, 8, 2, 4, 2, 6, 9, 5), config.sizes());
    assertEquals(Optional.of("gelu"), config.activation());
    assertEquals("layer", config.norm().kind());
    assertEquals(false, config.isCausal());
    assertEquals(List.of(), config.notRead());
    json = run("--task_max_--inputs_0..4*2_--outputs_0..4_--config-out_c", 3, null).config();
    config = Configs.read(new com.fasterxml.jackson.databind.json.JsonMapper().readTree(json));
    assertEquals(
        "1 layer of 1 head (d_model 8, d_head 3), causal, attention only, no norm",
        config.words(),
        new String(json, UTF_8));
  }

  @Test
  void someInputsAreDrawnBySeed() throws Exception {
    String line = "--task_max_--inputs_0..9*30_--outputs_0..9_--draws_50_--config-out_c";
    byte[] first = run(line, null, null).examples();
    TaskTraining other = CommandLine.populateCommand(new TaskTraining(), line.split("_"));
    assertArrayEquals(first, run(line, null, null).examples());
    assertFalse(Arrays.equals(first, other.run(8, null, null, 2).examples()));
    TensorFile data = TensorFile.parse("examples.safetensors", first);
    assertEquals(List.of(50L, 30L), data.shape("tokens"));
    int[] tokens = data.integers("tokens");
    int[] labels = data.integers("labels");
    for (int i = 0; i < labels.length; i++) {
      int[] input = Arrays.copyOfRange(tokens, 30 * i, 30 * i + 30);
      assertEquals(Arrays.stream(input).max().orElseThrow(), labels[i]);
    }
    assertEquals(10, Arrays.stream(tokens).distinct().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--task max | --task: needs --inputs",
        "--task max --inputs 0..3*2 | --task: needs --outputs",
        "--task max --inputs 0..3*2 --outputs 0..3 | --task: needs --config-out",
        "--task most --inputs 0..3*2 --outputs 0..3 --config-out c | --task: got most, want one of",
        "--task max --inputs 0..x --outputs 0..3 --config-out c | --inputs: got 0..x",
        "--task max --inputs 0..3*2 --outputs 0..2 --config-out c | an input wants 3",
        "--task max --inputs 0..3*2 --outputs 1..3 --config-out c | --outputs: got 1..3, want"
            + " 0..TO",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --vocab 3 | --vocab: the inputs",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --heads 9 | at most --d-model",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --layers 0 | --layers: got 0",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --act tanh | --act: got tanh",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --norm RMS | --norm: got RMS",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --mask left | --mask: got left",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --share 0 | --share: got 0.0",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --share 2 | --share: got 2.0",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --rate 0 | --rate: got 0.0",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --decay -1 | --decay: got -1.0",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --schedule step | --schedule: got"
            + " step",
        "--task max --inputs 0..63*6 --outputs 0..63 --config-out c | limit 16777216",
        "--task token:0 --inputs 0..2100*2 --outputs 0..2100 --config-out c | 4414201"
            + " inside the task, limit 4194304",
        "--task max --inputs 0..1*2 --outputs 0..1 --config-out c --draws 4 | --draws: got 4 of only"
            + " 4 sequences",
        "--task majority --inputs 0..0*1 1..1*1 --outputs 0..1 --config-out c | --task: every"
            + " input",
        "--task max --inputs 0..3*2 --outputs 0..3 --config-out c --k 2 | --k: not with --task",
        "--k 3 --vocab 4 --schedule cosine | --schedule: needs --task",
        "--k 3 --vocab 4 --heads 1 --mlp 8 | --heads: needs --task",
        "--k 3 --inputs 0..3*3 | --inputs: needs --task",
        "--vocab 4 | Missing required option: '--k=N'; or --task",
        "--k 4 | Missing required option: '--vocab=N'; or --task"
      })
  void whatDoesNotFitIsSaid(String line, String reason) {
    String split = line.replace("0*1 1..1*1", "0*1_1..1*1");
    Session session = new Session();
    java.util.List<Object> words = new java.util.ArrayList<>(List.of("train", "--d-model", "8"));
    for (String word : split.split(" ")) words.add(word.replace('_', ' '));
    words.addAll(List.of("--seed", "1", "--out", folder.resolve("m.safetensors")));
    session.run(64, words.toArray());
    assertTrue(session.err().contains(reason), session.err());
  }

  /** Trained first, the model would be gone under its configuration; the program is not there. */
  @Test
  void theConfigurationIsNotTheModelHoweverItIsSpelled() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(folder.resolve("linked"), inner);
    Path old = Files.writeString(folder.resolve("old"), "old");
    Files.createLink(folder.resolve("hard"), old);
    String here = Path.of("").toAbsolutePath().relativize(folder.toRealPath()).toString();
    String[][] spellings = {
      {"m", folder.resolve("m").toString()},
      {"m", folder + "/./m"},
      {"m", folder + "/inner/../m"},
      {"m", here + "/m"},
      {"inner/m", folder + "/linked/m"},
      {"old", folder + "/hard"},
      {"old", folder + "/./old"},
    };
    List<String> before = names();
    for (String[] spelling : spellings) {
      for (boolean isSwapped : new boolean[] {false, true}) {
        String[] both = {folder + "/" + spelling[0], spelling[1]};
        String line =
            "train --task max --inputs 0..2*2 --outputs 0..2 --d-model 2 --seed 1 --force";
        List<Object> words = new ArrayList<>(List.of((Object[]) line.split(" ")));
        words.addAll(List.of("--out", both[isSwapped ? 1 : 0]));
        words.addAll(List.of("--config-out", both[isSwapped ? 0 : 1]));
        Session session = new Session().run(64, words.toArray());
        assertTrue(
            session.err().startsWith("--config-out: want another file than --out"), session.err());
        assertEquals(before, names(), spelling[1]);
      }
    }
    assertEquals("old", Files.readString(old));
  }

  /** Two names that only a spelling check could take for one. */
  @Test
  void twoFilesAreTwo() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    for (Path other : List.of(inner.resolve("m"), folder.resolve("m.json"))) {
      assertFalse(NewFiles.isSame(folder.resolve("m"), other));
      assertFalse(NewFiles.isSame(other, folder.resolve("m")));
    }
    assertFalse(NewFiles.isSame(folder.resolve("none/m"), folder.resolve("none/m")), "no folder");
    assertEquals(List.of("", "inner"), names());
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }
}
