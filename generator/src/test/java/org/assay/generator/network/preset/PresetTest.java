// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.Step;
import org.assay.generator.network.evaluate.Evaluator;
import org.junit.jupiter.api.Test;

/** The same weights under five families of names, and configurations that say too much. */
class PresetTest {
  private static final Preset.Answer LAST = new Preset.Answer(Optional.of(2), "");

  private static Program program(TensorFile file, JsonNode config) throws ModelRefusal {
    return Program.of(Preset.of(file, Configs.read(config), LAST).steps(), file);
  }

  /** Each family in its own layout: every input, one after another, near the loops of the test. */
  @Test
  void everyFamilyIsTheSameNetwork() throws Exception {
    Transformers weights = new Transformers(7);
    Map<String, TensorFile> files = new LinkedHashMap<>();
    files.put("HookedTransformer", weights.legacy(""));
    files.put("in front of each name", weights.legacy("net.model."));
    files.put("2022", weights.transposed());
    files.put("TransformerBridge", weights.bridge(false));
    files.put("native", weights.bridge(true));
    files.put("GPT-2", weights.gpt2());
    for (Map.Entry<String, TensorFile> named : files.entrySet()) {
      JsonNode config =
          named.getKey().equals("GPT-2") ? Transformers.gpt2Config() : Transformers.config();
      Program program = program(named.getValue(), config);
      Evaluator evaluator = new Evaluator(program, named.getValue(), 3);
      for (int[] tokens : new int[][] {{0, 1, 2}, {0, 1, 4}, {0, 3, 4}, {2, 3, 4}, {2, 3, 4}}) {
        evaluator.set(tokens);
        double[] want = weights.outputs(tokens);
        for (int o = 0; o < want.length; o++) {
          double off = Math.abs(evaluator.outputs()[o] - want[o]);
          assertTrue(off <= evaluator.radii()[o] + 1e-13, named.getKey() + " output " + o);
          assertTrue(evaluator.radii()[o] < 1e-6, named.getKey() + evaluator.radii()[o]);
        }
      }
      assertEquals(
          program.steps(), Program.steps(program.json()), "the steps come back from their JSON");
    }
  }

  @Test
  void whatNoStepReadsIsListed() throws Exception {
    Transformers weights = new Transformers(3);
    List<String> unread = program(weights.legacy(""), Transformers.config()).unread();
    assertEquals(
        List.of(
            "blocks.0.attn.IGNORE",
            "blocks.0.attn.mask",
            "blocks.1.attn.IGNORE",
            "blocks.1.attn.mask"),
        unread);
    assertEquals(List.of("seed"), Configs.read(Transformers.config()).notRead());
    assertEquals(List.of("resid_pdrop"), Configs.read(Transformers.gpt2Config()).notRead());
  }

  @Test
  void theConfigurationDecidesWhatTheFileDoesNotTell() throws Exception {
    TensorFile file = new Transformers(3).legacy("");
    ObjectNode config = Transformers.config().put("attention_dir", "bidirectional");
    config.put("act_fn", "relu").put("attn_scale", 2.5).put("eps", 0.1);
    List<Step> steps = program(file, config).steps();
    Step.Attention attention =
        (Step.Attention) steps.stream().filter(Step.Attention.class::isInstance).findFirst().get();
    assertEquals("2/5", attention.scale().factor().orElseThrow().toString());
    assertEquals(Step.Mask.NONE, attention.mask());
    assertEquals(3, ((Step.Attention) rooted(file, -1)).scale().root());
    assertEquals(3, ((Step.Attention) rooted(file, Math.sqrt(3))).scale().root());
    double next = Math.nextUp(Math.sqrt(3));
    assertEquals(0, ((Step.Attention) rooted(file, next)).scale().root());
    assertEquals(
        "relu",
        steps.stream()
            .filter(Step.Activation.class::isInstance)
            .map(s -> ((Step.Activation) s).op())
            .findFirst()
            .get());
    assertEquals(
        "1/10",
        steps.stream()
            .filter(Step.Norm.class::isInstance)
            .map(s -> ((Step.Norm) s).epsilon())
            .findFirst()
            .get()
            .toString());
  }

  private static Step rooted(TensorFile file, double scale) throws ModelRefusal {
    return program(file, Transformers.config().put("attn_scale", scale)).steps().stream()
        .filter(Step.Attention.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /** A set of Java has another order in each run. */
  @Test
  void wordsAreListedInOrder() {
    ObjectNode config = Transformers.config();
    config.put("act_fn", "tanh");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Configs.read(config)).getMessage();
    assertEquals(
        "act_fn: got \"tanh\", want one of [gelu, gelu_new, gelu_pytorch_tanh, relu, silu, swish]",
        message);
  }

  @Test
  void whatIsOffIsNoMatter() throws Exception {
    TensorFile file = new Transformers(3).legacy("");
    ObjectNode config = Transformers.config();
    for (String key : List.of("attn_scores_soft_cap", "output_logits_soft_cap"))
      config.put(key, -1);
    for (String key : List.of("gated_mlp", "use_local_attn", "final_rms")) config.put(key, false);
    config.putNull("num_experts").putNull("n_key_value_heads");
    config.put("d_vocab_out", -1).put("positional_embedding_type", "standard");
    assertEquals(program(file, Transformers.config()).steps(), program(file, config).steps());
  }

  @Test
  void otherNamesNeedAListOfSteps() throws Exception {
    TensorFile file =
        TensorFile.parse(
            "m.safetensors",
            new org.assay.generator.model.Safetensors(Map.of())
                .add("encoder.weight", "F32", List.of(1L), new byte[4])
                .bytes());
    ModelRefusal refused =
        assertThrows(ModelRefusal.class, () -> program(file, Transformers.config()));
    assertTrue(refused.getMessage().contains("write the network as a list of steps"));
  }
}
