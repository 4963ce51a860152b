// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.network.Fraction;

/**
 * Reads the configurations of others: TransformerLens' {@code cfg.to_dict()}, GPT-2's of Hugging
 * Face.
 */
public final class Configs {
  /** What steps there are of the names that TransformerLens has for activations. */
  private static final Map<String, String> ACTIVATIONS =
      Map.of(
          "relu", "relu",
          "gelu", "gelu",
          "gelu_new", "gelu-tanh",
          "gelu_pytorch_tanh", "gelu-tanh",
          "silu", "silu",
          "swish", "silu");

  private static final List<String> WORDS = ACTIVATIONS.keySet().stream().sorted().toList();

  /** Whatever these switch on, no step computes it. */
  private static final List<String> OFF =
      List.of(
          "use_local_attn",
          "attn_types",
          "scale_attn_by_inverse_layer_idx",
          "parallel_attn_mlp",
          "gated_mlp",
          "post_embedding_ln",
          "num_experts",
          "experts_per_token",
          "use_normalization_before_and_after",
          "use_qk_norm",
          "load_in_4bit",
          "rmsnorm_uses_offset",
          "layer_norm_folding",
          "is_audio_model",
          "is_stateful",
          "is_multimodal");

  /** Off where they are not above 0. */
  private static final List<String> CAPS =
      List.of("attn_scores_soft_cap", "output_logits_soft_cap");

  private Configs() {}

  /**
   * @throws IllegalArgumentException naming a key that is missing, or says what no step computes
   */
  public static Config read(JsonNode json) {
    if (!json.isObject()) throw new IllegalArgumentException("config: want a JSON object");
    return json.path("model_type").asText("").equals("gpt2") ? gpt2(json) : transformerLens(json);
  }

  private static Config transformerLens(JsonNode json) {
    Keys keys = new Keys(json);
    OFF.forEach(key -> keys.requireOff(key, false));
    CAPS.forEach(key -> keys.requireOff(key, true));
    if (keys.has("positional_embedding_type")) {
      keys.word("positional_embedding_type", List.of("standard"));
    }
    boolean isAttentionOnly = keys.isTrue("attn_only", false);
    int dModel = keys.size("d_model");
    int dHead = keys.size("d_head");
    int heads = keys.size("n_heads", dModel / dHead);
    int vocab = keys.size("d_vocab");
    if (keys.size("n_key_value_heads", heads) != heads) {
      throw keys.wrong("n_key_value_heads", "null: Assay has no step for shared keys and values");
    }
    int dMlp = isAttentionOnly ? 0 : keys.size("d_mlp", 4 * dModel);
    Optional<String> activation =
        isAttentionOnly
            ? Optional.empty()
            : Optional.of(ACTIVATIONS.get(keys.word("act_fn", WORDS)));
    Config.Sizes sizes =
        new Config.Sizes(
            keys.size("n_layers"),
            dModel,
            keys.size("n_ctx"),
            dHead,
            heads,
            dMlp,
            vocab,
            keys.size("d_vocab_out", vocab));
    boolean isCausal =
        !keys.has("attention_dir")
            || keys.word("attention_dir", List.of("causal", "bidirectional")).equals("causal");
    Config.Norm norm = norm(keys);
    return new Config(sizes, activation, norm, isCausal, scale(keys, dHead), keys.notRead());
  }

  private static Config.Norm norm(Keys keys) {
    List<String> words = List.of("none", "LN", "LNPre", "RMS", "RMSPre");
    String type = keys.word("normalization_type", words);
    boolean isRms = type.startsWith("RMS");
    if (!isRms) keys.requireOff("final_rms", false);
    if (!isRms) keys.requireOff("uses_rms_norm", false);
    if (type.equals("none")) return new Config.Norm("none", false, Fraction.of(0));
    Fraction epsilon = keys.number("eps");
    return new Config.Norm(isRms ? "rms" : "layer", type.endsWith("Pre"), epsilon);
  }

  /**
   * TransformerLens divides by {@code attn_scale}; -1 stands for the root of d_head, and so does
   * the double nearest to it, which a model writes there when it is made.
   */
  private static Optional<Fraction> scale(Keys keys, int dHead) {
    if (!keys.isTrue("use_attn_scale", true)) {
      keys.number("attn_scale");
      return Optional.of(Fraction.of(1));
    }
    if (!keys.has("attn_scale")) return Optional.empty();
    Fraction scale = keys.number("attn_scale");
    boolean isRoot = scale.p().signum() <= 0 || scale.near() == Math.sqrt(dHead);
    return isRoot ? Optional.empty() : Optional.of(scale);
  }

  /** {@code config.json} of Hugging Face. */
  private static Config gpt2(JsonNode json) {
    Keys keys = new Keys(json);
    keys.word("model_type", List.of("gpt2"));
    keys.requireOff("scale_attn_by_inverse_layer_idx", false);
    keys.requireOff("add_cross_attention", false);
    if (!keys.isTrue("scale_attn_weights", true)) {
      throw keys.wrong("scale_attn_weights", "true");
    }
    int dModel = keys.size("n_embd");
    int heads = keys.size("n_head");
    if (dModel % heads != 0) throw keys.wrong("n_head", "a divisor of n_embd");
    int vocab = keys.size("vocab_size");
    Config.Sizes sizes =
        new Config.Sizes(
            keys.size("n_layer"),
            dModel,
            keys.size("n_positions"),
            dModel / heads,
            heads,
            keys.size("n_inner", 4 * dModel),
            vocab,
            vocab);
    String activation = keys.word("activation_function", WORDS).toLowerCase(Locale.ROOT);
    Config.Norm norm = new Config.Norm("layer", false, keys.number("layer_norm_epsilon"));
    return new Config(
        sizes,
        Optional.of(ACTIVATIONS.get(activation)),
        norm,
        true,
        Optional.empty(),
        keys.notRead());
  }
}
