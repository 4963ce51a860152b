#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Numbers the tokens and outputs of a model of version 1 backwards: of a model of the maximum it makes
one of the minimum.

    backwards.py MODEL.safetensors OUT.safetensors
"""
import json
import sys
from math import prod

import tensors


def pieces(data, size):
    return [data[i:i + size] for i in range(0, len(data), size)]


def turned(name, shape, data):
    """Rows of the embedding, columns of the unembedding, entries of its bias, from the last to the first."""
    if name == "embed.W_E":
        return b"".join(reversed(pieces(data, len(data) // shape[0])))
    if name in ("unembed.W_U", "unembed.b_U"):
        number = len(data) // prod(shape)
        return b"".join(b"".join(reversed(pieces(row, number))) for row in pieces(data, shape[-1] * number))
    return data


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8:8 + size]), data[8 + size:]
    header.pop("__metadata__", None)
    made = []
    for name, entry in sorted(header.items(), key=lambda one: one[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        made.append((name, entry["dtype"], entry["shape"], turned(name, entry["shape"], body[begin:end])))
    with open(sys.argv[2], "wb") as file:
        file.write(tensors.pack(made))


if __name__ == "__main__":
    main()
