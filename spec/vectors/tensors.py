# SPDX-License-Identifier: Apache-2.0
"""Writes tiny safetensors models, good and bad ones, byte for byte reproducible."""
import json
import random
import struct

HEAD = "blocks.0.attn."
SIZE = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}


def encode(dtype, numbers):
    """The stored bytes of numbers, rounded to the dtype."""
    if dtype == "BF16":
        return b"".join(struct.pack("<f", x)[2:] for x in numbers)
    code = {"F64": "d", "F32": "f", "F16": "e"}[dtype]
    return struct.pack("<%d%s" % (len(numbers), code), *numbers)


def file(header, data):
    """A safetensors file with this header (text or bytes)."""
    header = header if isinstance(header, bytes) else header.encode()
    return len(header).to_bytes(8, "little") + header + data


def entries(tensors):
    """The header entries of (name, dtype, shape, data) as a dict in file order."""
    header, offset = {}, 0
    for name, dtype, shape, data in tensors:
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    return header


def compact(value):
    """JSON without white space."""
    return json.dumps(value, separators=(",", ":"))


def pack(tensors, metadata=None):
    """A safetensors file of (name, dtype, shape, data)."""
    header = {} if metadata is None else {"__metadata__": metadata}
    header.update(entries(tensors))
    return file(compact(header), b"".join(t[3] for t in tensors))


def shapes(v, k, d_model, d_head, biases=True):
    """The tensors of a model and their shapes."""
    result = {
        "embed.W_E": [v, d_model],
        "pos_embed.W_pos": [k, d_model],
        HEAD + "W_Q": [1, d_model, d_head],
        HEAD + "W_K": [1, d_model, d_head],
        HEAD + "W_V": [1, d_model, d_head],
        HEAD + "W_O": [1, d_head, d_model],
        "unembed.W_U": [d_model, v],
    }
    if biases:
        for name in ("b_Q", "b_K", "b_V"):
            result[HEAD + name] = [1, d_head]
        result[HEAD + "b_O"] = [d_model]
        result["unembed.b_U"] = [v]
    return result


def count(shape):
    """The number of entries."""
    product = 1
    for n in shape:
        product *= n
    return product


def numbers(seed, v, k, d_model, d_head, scale=2.0, biases=True):
    """Random weights as {name: (shape, list)}; each tensor has its own stream, so shapes do not interfere."""
    result = {}
    for name, shape in shapes(v, k, d_model, d_head, biases).items():
        stream = random.Random("%s %d" % (name, seed))
        result[name] = (shape, [scale * (2 * stream.random() - 1) for _ in range(count(shape))])
    return result


def model(weights, dtype="F32", metadata=None, extra=()):
    """A model file of {name: (shape, list)}."""
    tensors = [(name, dtype, shape, encode(dtype, x)) for name, (shape, x) in weights.items()]
    return pack(tensors + list(extra), metadata)
