// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Relabelling;
import org.assay.generator.network.Tasks;
import org.assay.generator.network.Template;
import org.assay.generator.network.evaluate.Evaluator;
import org.assay.generator.network.preset.Config;
import org.assay.generator.network.preset.Configs;
import org.assay.generator.network.preset.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trained networks of the archive as one layer, against their steps. */
class LayerReaderTest {
  private static final Path MODELS = Path.of("../certificates/models");

  private record Read(TensorFile file, Program program, Relabelling labels) {
    OneLayer layer() throws ModelRefusal {
      return LayerReader.read(program, file, labels);
    }
  }

  private static Read read(String name, String task) throws Exception {
    TensorFile file = TensorFile.read(MODELS.resolve(name + ".safetensors"));
    String json = Files.readString(MODELS.resolve(name + ".config.json"));
    Config config = Configs.read(new JsonMapper().readTree(json));
    Preset.Answer last = new Preset.Answer(Optional.of(3), "");
    Program program = Program.of(Preset.of(file, config, last).steps(), file);
    Template all = Template.parse("0..31*4");
    return new Read(file, program, Relabelling.of(all, Tasks.parse(task), 0, 31));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-of-4-vocab-32-heads-2-seed-1",
        "max-of-4-vocab-32-mlp-seed-1",
        "max-of-4-vocab-32-norm-seed-1"
      })
  void oneLayerAnswersAsTheStepsDo(String name) throws Exception {
    Read max = read(name, "max");
    Read min = read(name, "min");
    Evaluator evaluator = new Evaluator(max.program, max.file, 4);
    Random random = new Random(3);
    for (int n = 0; n < 50; n++) {
      int[] tokens = random.ints(4, 0, 32).toArray();
      evaluator.set(tokens);
      assertArrayEquals(evaluator.outputs(), Layers.outputs(max.layer(), tokens), 1e-9);
      int[] turned = new int[4];
      for (int i = 0; i < 4; i++) turned[i] = 31 - tokens[i];
      double[] back = Layers.outputs(min.layer(), turned);
      for (int o = 0; o < 16; o++) {
        double swap = back[o];
        back[o] = back[31 - o];
        back[31 - o] = swap;
      }
      assertArrayEquals(evaluator.outputs(), back, 1e-9);
    }
  }

  @Test
  void twoLayersAreRefused() throws Exception {
    Read two = read("max-of-4-vocab-32-layers-2-seed-1", "max");
    ModelRefusal refusal = assertThrows(ModelRefusal.class, two::layer);
    assertTrue(refusal.getMessage().startsWith("step l1."), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("--strategy exhaustive"), refusal.getMessage());
  }
}
