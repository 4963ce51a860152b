"""hooked.pt and hooked.json: a trained model as a HookedTransformer of TransformerLens 3.5 saves it.

Run with torch 1.13 and the model that `assay train` made (max of 3 numbers from 0 to 4):
--task max --inputs 0..4*3 --outputs 0..4 --heads 2 --d-model 8 --mlp 8 --act gelu --norm LN
--batch 64 --rate 0.01 --steps 500 --seed 1.
"""
import json
import math
import struct
import sys

import torch

data = open(sys.argv[1], "rb").read()
length = struct.unpack("<Q", data[:8])[0]
state = {}
for name, entry in json.loads(data[8 : 8 + length]).items():
    begin, end = (8 + length + offset for offset in entry["data_offsets"])
    state[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32).reshape(entry["shape"])
state["blocks.0.attn.mask"] = torch.zeros(0, 0, dtype=torch.bool)
state["blocks.0.attn.IGNORE"] = torch.tensor(-math.inf)
torch.save(state, "hooked.pt")

cfg = dict(
    d_model=8, d_head=4, n_layers=1, n_ctx=3, n_heads=2, d_mlp=8, d_vocab=5, device="cpu",
    use_attn_result=False, use_split_qkv_input=False, default_prepend_bos=True,
    positional_embedding_type="standard", n_key_value_heads=None, attn_only=False, gated_mlp=False,
    uses_rms_norm=False, eps=1e-05, layer_norm_folding=False, act_fn="gelu", normalization_type="LN",
    num_experts=None, experts_per_token=None, final_rms=False, dtype=torch.float32,
    model_name="custom", use_attn_scale=True, attn_scale=2.0, use_hook_mlp_in=False,
    use_attn_in=False, use_qk_norm=False, use_local_attn=False,
    ungroup_grouped_query_attention=False, original_architecture=None, from_checkpoint=False,
    checkpoint_index=None, checkpoint_label_type=None, checkpoint_value=None, tokenizer_name=None,
    window_size=None, attn_types=None, init_mode="gpt2", n_devices=1, attention_dir="causal",
    seed=1, initializer_range=0.28, init_weights=True, scale_attn_by_inverse_layer_idx=False,
    d_vocab_out=5, parallel_attn_mlp=False, rotary_dim=None, n_params=384, use_hook_tokens=False,
    tokenizer_prepends_bos=None, post_embedding_ln=False, rotary_base=10000,
    rotary_base_local=None, trust_remote_code=False, rotary_adjacent_pairs=False,
    load_in_4bit=False, relative_attention_max_distance=None, relative_attention_num_buckets=None,
    decoder_start_token_id=None, tie_word_embeddings=False,
    use_normalization_before_and_after=False, attn_scores_soft_cap=-1.0,
    output_logits_soft_cap=-1.0, use_NTK_by_parts_rope=False, use_yarn_rope=False,
)
json.dump(cfg, open("hooked.json", "w"), default=str)
