// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import java.util.List;

/** Lines to type that make of what people hold something that can be certified. */
final class Conversion {
  /** Of a state dict in a PyTorch file. */
  static final List<String> TORCH =
      List.of(
          "import torch, safetensors.torch",
          "state = torch.load(\"model.pt\", map_location=\"cpu\", weights_only=True)",
          "safetensors.torch.save_file({n: t.clone() for n, t in state.items()},"
              + " \"model.safetensors\")");

  /** Of an archive of NumPy arrays. */
  static final List<String> NUMPY =
      List.of(
          "import numpy, safetensors.numpy",
          "arrays = numpy.load(\"model.npz\")",
          "safetensors.numpy.save_file({n: arrays[n] for n in arrays}, \"model.safetensors\")");

  /** Of the constants of an ONNX graph; their names stay what the exporter made of them. */
  static final List<String> ONNX =
      List.of(
          "import onnx, onnx.numpy_helper as numpy_helper, safetensors.numpy",
          "tensors = {t.name: numpy_helper.to_array(t)"
              + " for t in onnx.load(\"model.onnx\").graph.initializer}",
          "safetensors.numpy.save_file(tensors, \"model.safetensors\")");

  /** Of a model in TransformerLens itself. */
  static final List<String> TRANSFORMER_LENS =
      List.of(
          "import safetensors.torch",
          "state = model.state_dict()  # of a transformer_lens.HookedTransformer",
          "safetensors.torch.save_file({n: t.clone() for n, t in state.items()},"
              + " \"model.safetensors\")");

  /** Ends the refusal of a model that only {@link #EXHAUSTIVE} certifies. */
  static final String OTHERS = "; others are certified by trying every input:";

  /** Of any small network, as generator/README.md shows it. */
  static final List<String> EXHAUSTIVE =
      List.of(
          "import json  # Python; the configuration of a transformer_lens.HookedTransformer",
          "json.dump(model.cfg.to_dict(), open(\"cfg.json\", \"w\"), default=str)",
          "assay certify --model model.safetensors --config cfg.json --strategy exhaustive \\",
          "  --task max --inputs \"0..4*3\" --outputs 0..4 --answer last --unsigned \\",
          "  --out model.cert.json",
          "(a file of torch.save first: assay import model.pt --out model.safetensors)");

  private Conversion() {}

  /** Of a file whose names all begin with something more. */
  static List<String> withoutPrefix(int length) {
    return List.of(
        "from safetensors.torch import load_file, save_file",
        "state = load_file(\"model.safetensors\")",
        "save_file({n[" + length + ":]: t for n, t in state.items()}, \"renamed.safetensors\")");
  }

  /** Of a file that has some tensors with rows and columns exchanged. */
  static List<String> transposed(String name) {
    return List.of(
        "from safetensors.torch import load_file, save_file",
        "state = load_file(\"model.safetensors\")",
        "state[\""
            + name
            + "\"] = state[\""
            + name
            + "\"].mT.contiguous(); save_file(state, \"transposed.safetensors\")");
  }
}
