# SPDX-License-Identifier: Apache-2.0
"""The model file (F-12): safetensors, read exactly as integers with one exponent a tensor."""
import hashlib
import json
import struct

from .canon import Refused
from .exact import Matrix

SIZES = {"F32": 4, "F64": 8, "F16": 2, "BF16": 2}
FORMATS = {"F32": ("I", 8, 23), "F64": ("Q", 11, 52), "F16": ("H", 5, 10), "BF16": ("H", 8, 7)}
HEAD = "blocks.0.attn."
TENSORS = [("embed.W_E", 2, "vd"), ("pos_embed.W_pos", 2, "kd"), (HEAD + "W_Q", 3, "1dh"),
           (HEAD + "W_K", 3, "1dh"), (HEAD + "W_V", 3, "1dh"), (HEAD + "W_O", 3, "1hd"),
           ("unembed.W_U", 2, "dv"), (HEAD + "b_Q", 2, "1h"), (HEAD + "b_K", 2, "1h"),
           (HEAD + "b_V", 2, "1h"), (HEAD + "b_O", 1, "d"), ("unembed.b_U", 1, "v")]
REQUIRED = 7
UNREAD = (HEAD + "mask", HEAD + "IGNORE")


def malformed(why):
    raise Refused("MALFORMED_MODEL", why)


def unsupported(why):
    raise Refused("UNSUPPORTED_MODEL", why)


def pairs(found):
    if len({name for name, _ in found}) < len(found):
        malformed("header: a name twice")
    return dict(found)


def integer(spelled):
    if len(spelled.lstrip("-")) > 18:
        malformed("header: an integer of more than 18 digits")
    if spelled == "-0":
        malformed("header: -0")
    return int(spelled)


def parse(data, least=1):
    """The header's entries and where the data begin: F-12 (a) to (c), (g), F-01 (c). `least`: the
    smallest size of a tensor of version 1 that is read; 0 in the files of version 2."""
    if len(data) < 8 or int.from_bytes(data[:8], "little") > len(data) - 8:
        malformed("header length: more than the file holds")
    size = int.from_bytes(data[:8], "little")
    if size > 1 << 20:
        raise Refused("LIMIT_EXCEEDED", "a header of more than 1 MiB")
    try:
        text = data[8:8 + size].decode("utf-8").rstrip(" ")
        header = json.loads(text, object_pairs_hook=pairs, parse_int=integer,
                            parse_constant=lambda name: malformed("header: " + name))
        json.dumps(header, ensure_ascii=False).encode("utf-8")  # no half of a surrogate pair
    except (ValueError, RecursionError):
        malformed("header: not JSON in UTF-8")
    if not text.startswith("{") or not text.endswith("}"):
        malformed("header: want one object, and only spaces behind it")
    meta = header.pop("__metadata__", None)
    if not (meta is None or isinstance(meta, dict)
            and all(isinstance(value, str) for value in meta.values())):
        malformed("header: __metadata__ wants strings")
    for name, entry in header.items():
        if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
            malformed(name + ": want dtype, shape and data_offsets")
        shape, offsets = entry["shape"], entry["data_offsets"]
        smallest = 0 if name in UNREAD else least
        if not isinstance(entry["dtype"], str) or not isinstance(shape, list) \
                or any(type(n) is not int or n < smallest for n in shape):
            malformed(name + ": dtype or shape")
        if not isinstance(offsets, list) or len(offsets) != 2 \
                or any(type(n) is not int or n < 0 for n in offsets):
            malformed(name + ": data_offsets")
    return header, 8 + size


def layout(header, length):
    """F-12 (e), (d)."""
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        count = 1
        for n in entry["shape"]:
            count *= n
        if end < begin or (count == 0) != (begin == end):
            malformed(name + ": data_offsets")
        if entry["dtype"] in SIZES and count * SIZES[entry["dtype"]] != end - begin:
            malformed(name + ": shape and dtype do not make up its bytes")
    at = 0
    for begin, end in sorted(entry["data_offsets"] for entry in header.values()):
        if begin != at:
            malformed("data: a hole or an overlap at byte %d" % at)
        at = end
    if at != length:
        malformed("data: tensors end at byte %d of %d" % (at, length))


def numbers(data, dtype, name):
    """Exact values as (integers, exponent): F-12 (f)."""
    code, exponent_bits, fraction_bits = FORMATS[dtype]
    ones, found, least = (1 << exponent_bits) - 1, [], None
    for bits in struct.unpack("<%d%s" % (len(data) // SIZES[dtype], code), data):
        exponent = bits >> fraction_bits & ones
        fraction = bits & (1 << fraction_bits) - 1
        if exponent == ones:
            malformed(name + ": a value that is no number")
        if exponent:
            fraction |= 1 << fraction_bits
            exponent -= 1
        if fraction:  # with its trailing zeros: they count in F-01 (f)
            least = exponent if least is None else min(least, exponent)
        found.append((-fraction if bits >> exponent_bits + fraction_bits else fraction, exponent))
    least = least or 0
    bias = (1 << exponent_bits - 1) - 2 + fraction_bits
    return [n << e - least if n else 0 for n, e in found], least - bias


class Model:
    """Weights as matrices: E [v,d], P [K,d], Q, K, V [d,h], O [h,d], U [d,v], and rows of biases."""

    def __init__(self, data):
        header, start = parse(data)
        layout(header, len(data) - start)
        names = [name for name, _, _ in TENSORS]
        for name in header:
            if name not in names and name not in UNREAD:
                unsupported("a tensor named " + name[:80])
        for name in names[:REQUIRED]:
            if name not in header:
                malformed(name + " is missing")
        present = [tensor for tensor in TENSORS if tensor[0] in header]
        for name, _, _ in present:
            if header[name]["dtype"] not in SIZES:
                unsupported("%s: dtype %s" % (name, header[name]["dtype"]))
        for name, rank, _ in present:
            if len(header[name]["shape"]) != rank:
                unsupported(name + ": number of dimensions")
        self.v, self.d = header["embed.W_E"]["shape"]
        self.k = header["pos_embed.W_pos"]["shape"][0]
        self.h = header[HEAD + "W_Q"]["shape"][2]
        if max(self.v, self.d, self.h) > 4096 or self.k > 256 \
                or self.d * (2 * self.v + self.k + 4 * self.h) > 1 << 20:
            raise Refused("LIMIT_EXCEEDED", "sizes of the model")
        for name, _, letters in present:
            self.fits(name, letters, header[name]["shape"])
        found = {}
        for name, _, letters in present:
            begin, end = header[name]["data_offsets"]
            values, exponent = numbers(data[start + begin:start + end], header[name]["dtype"], name)
            width = header[name]["shape"][-1]
            found[name] = Matrix([values[i:i + width] for i in range(0, len(values), width)],
                                 exponent)
        weights = [found.get(name) for name in names]
        self.E, self.P, self.Q, self.K, self.V, self.O, self.U = weights[:REQUIRED]
        sizes = [self.h, self.h, self.h, self.d, self.v]
        self.bQ, self.bK, self.bV, self.bO, self.bU = (
            bias or Matrix([[0] * size], 0) for bias, size in zip(weights[REQUIRED:], sizes))

    def fits(self, name, letters, shape):
        want = [1 if x == "1" else {"v": self.v, "d": self.d, "h": self.h, "k": self.k}[x]
                for x in letters]
        if letters[0] == "1" and shape[0] != 1:
            unsupported("%s: %d heads" % (name, shape[0]))
        if name == "unembed.W_U" and shape[0] == self.d and shape[1] != self.v:
            unsupported("unembed.W_U: another vocabulary than embed.W_E")
        if shape != want:
            malformed("%s: shape %s, want %s" % (name, shape, want))


def digest(data):
    return hashlib.sha256(data).hexdigest()
