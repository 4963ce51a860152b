// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertEquals(3, ((Step.Attention) rooted(file)).scale().root());
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

  private static Step rooted(TensorFile file) throws ModelRefusal {
    return program(file, Transformers.config().put("attn_scale", -1)).steps().stream()
        .filter(Step.Attention.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n_layers | 1 | tensor blocks.1.attn.W_Q: the configuration has 1 layers, the file more",
        "n_layers | 3 | tensor blocks.2.ln1.w is missing",
        "attn_only | true | tensor blocks.0.mlp.b_in: the network of the configuration has no step",
        "n_layers | 0 | n_layers: got 0, want an integer from 1",
        "d_model | 8 | tensor embed.W_E: got shape [5, 6], want [5, 8]",
        "d_model | \"6\" | d_model: got \"6\", want an integer",
        "d_vocab | 6 | tensor embed.W_E: got shape [5, 6], want [6, 6]",
        "d_vocab_out | 4 | tensor unembed.W_U: got shape [6, 5], want [6, 4]",
        "n_heads | 3 | tensor blocks.0.attn.W_Q: got shape [2, 6, 3], want [3, 6, 3]",
        "d_head | 2 | tensor blocks.0.attn.W_Q: got shape [2, 6, 3], want [2, 6, 2]",
        "d_mlp | 8 | tensor blocks.0.mlp.W_in: got shape [6, 7], want [6, 8]",
        "n_ctx | 4 | tensor pos_embed.W_pos: got shape [3, 6], want [4, 6]",
        "act_fn | \"gelu_fast\" | act_fn: got \"gelu_fast\", want one of",
        "act_fn | \"solu_ln\" | act_fn: got \"solu_ln\", want one of",
        "act_fn | null | act_fn: got null, want one of",
        "normalization_type | null | tensor blocks.0.ln1.w: a norm, the configuration has none",
        "normalization_type | \"LNPre\" | says that they are folded away",
        "normalization_type | \"Layer\" | normalization_type: got \"Layer\", want one of",
        "eps | \"1e-5\" | eps: got \"1e-5\", want a number",
        "eps | null | eps: got null, want a number",
        "positional_embedding_type | \"rotary\" | positional_embedding_type: got \"rotary\"",
        "positional_embedding_type | \"shortformer\" | got \"shortformer\", want one of [standard]",
        "positional_embedding_type | \"alibi\" | got \"alibi\", want one of [standard]",
        "attention_dir | \"left\" | attention_dir: got \"left\"",
        "gated_mlp | true | gated_mlp: got true, want it off",
        "parallel_attn_mlp | true | parallel_attn_mlp: got true, want it off",
        "use_local_attn | true | use_local_attn: got true, want it off",
        "attn_types | [\"local\"] | attn_types: got [\"local\"], want it off",
        "scale_attn_by_inverse_layer_idx | true | got true, want it off",
        "post_embedding_ln | true | post_embedding_ln: got true, want it off",
        "num_experts | 4 | num_experts: got 4, want it off",
        "use_normalization_before_and_after | true | got true, want it off",
        "use_qk_norm | true | use_qk_norm: got true, want it off",
        "final_rms | true | final_rms: got true, want it off",
        "uses_rms_norm | true | uses_rms_norm: got true, want it off",
        "load_in_4bit | true | load_in_4bit: got true, want it off",
        "attn_scores_soft_cap | 50.0 | attn_scores_soft_cap: got 50.0, want it off",
        "output_logits_soft_cap | 30 | output_logits_soft_cap: got 30, want it off",
        "n_key_value_heads | 1 | n_key_value_heads: got 1, want null",
        "use_attn_scale | \"no\" | use_attn_scale: got \"no\", want true or false"
      })
  void whatDoesNotFitIsRefusedByName(String key, String value, String reason) throws Exception {
    TensorFile file = new Transformers(3).legacy("");
    ObjectNode config = Transformers.config();
    config.set(key, new JsonMapper().readTree(value));
    Exception refused =
        assertThrows(
            Exception.class,
            () -> program(file, config),
            () -> key + " = " + value + " was not refused");
    assertTrue(
        refused instanceof ModelRefusal || refused instanceof IllegalArgumentException,
        refused.toString());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
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
