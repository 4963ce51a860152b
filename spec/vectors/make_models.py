# SPDX-License-Identifier: Apache-2.0
"""Shared models, and vectors for F-12: what a safetensors file may not be."""
import json
import struct

import tensors
from make_json import once
from put import SMALL, accept, claim, envelope, put, read, shared, statement
from tensors import HEAD, compact, encode, entries, file, pack


def shared_models():
    """Models that several vectors use."""
    shared(SMALL, tensors.model(tensors.numbers(1, 3, 2, 2, 3)))


def certificate(model):
    """An unsigned certificate that claims nothing but binds the model's bytes and small shape."""
    return envelope(statement(model, claim(SMALL, correct="0")))


def malformed(name, comment, model):
    """A reject vector about a model file."""
    put("rejected", "F-12", name, comment, certificate(model), "MALFORMED_MODEL", model)


def unsupported(name, comment, model):
    """A decline vector about a model file."""
    put("declined", "F-12", name, comment, certificate(model), "UNSUPPORTED_MODEL", model)


def fine(name, comment, model):
    """An accept vector about a model file, at the exact count."""
    accept("F-12", name, comment, model)


def base():
    """The small model as a list of (name, dtype, shape, data)."""
    weights = tensors.numbers(1, 3, 2, 2, 3)
    return [(n, "F32", shape, encode("F32", x)) for n, (shape, x) in weights.items()]


def header():
    """(header text, data) of the small model."""
    data = read(SMALL)
    length = int.from_bytes(data[:8], "little")
    return data[8 : 8 + length].decode(), data[8 + length :]


def lengths():
    """F-12 (a)."""
    text, data = header()
    whole = read(SMALL)
    malformed("a-empty", "no byte", b"")
    malformed("a-seven-bytes", "seven bytes", whole[:7])
    malformed("a-length-only", "eight bytes that announce a header", whole[:8])
    malformed("a-cut-in-header", "the file ends inside its header", whole[:100])
    for name, n in (("one-more", len(whole) - 7), ("2-to-31", 2**31), ("2-to-32", 2**32 + len(text)),
                    ("2-to-63", 2**63), ("2-to-63-plus", 2**63 + len(text)), ("minus-one", 2**64 - 1),
                    ("minus-eight", 2**64 - 8)):
        malformed("a-length-" + name, "the header length is %d" % n,
                  n.to_bytes(8, "little") + text.encode() + data)
    malformed("a-length-big-endian", "the header length has the other byte order",
              len(text).to_bytes(8, "big") + text.encode() + data)


def header_texts():
    """F-12 (b)."""
    text, data = header()
    raw = text.encode()
    entry = text[1 : text.index("},") + 1]
    for name, comment, new in [
        ("empty-header", "a header of no bytes", b""),
        ("empty-array", "a list", b"[]"),
        ("spaces-only", "nothing but spaces", b" " * 16),
        ("leading-space", "a space before the brace", b" " + raw),
        ("leading-line-feed", "a line feed before the brace", b"\n" + raw),
        ("byte-order-mark", "a byte order mark", b"\xef\xbb\xbf" + raw),
        ("utf-16", "UTF-16", text.encode("utf-16-le")),
        ("array", "an array of one header", b"[" + raw + b"]"),
        ("trailing-object", "a second object", raw + b"{}"),
        ("trailing-line-feed", "only spaces may follow", raw + b"\n"),
        ("trailing-tab", "only spaces may follow", raw + b"\t"),
        ("trailing-zero-byte", "only spaces may follow", raw + b"\0"),
        ("space-then-text", "spaces, and then more", raw + b"   }"),
        ("truncated", "the closing brace is missing", raw[:-1]),
        ("trailing-comma", "a comma before the closing brace", raw[:-1] + b",}"),
        ("comment", "a comment", b"{/**/" + raw[1:]),
        ("single-quotes", "a name in single quotes", once(raw, b'"embed.W_E"', b"'embed.W_E'")),
        ("not-a-number", "NaN in a shape", once(raw, b"[3,2]", b"[3,NaN]")),
        ("leading-zero", "a shape with a leading zero", once(raw, b"[3,2]", b"[03,2]")),
        ("overlong", "an overlong form in a name", once(raw, b"embed", b"\xc1\xa5mbed")),
        ("not-utf-8", "a byte that is not UTF-8", once(raw, b"embed", b"\xffembed")),
        ("surrogate", "a lone surrogate in UTF-8", once(raw, b"embed", b"\xed\xa0\x80")),
        ("half-a-pair", "an escape that spells half of a surrogate pair",
         b'{"__metadata__":{"a":"\\ud800"},' + raw[1:]),
        ("half-a-pair-reversed", "escapes that spell a surrogate pair in the wrong order",
         b'{"__metadata__":{"a":"\\ude00\\ud83d"},' + raw[1:]),
        ("control", "a control character in a name", once(raw, b"embed", b"em\x01bed")),
        ("tensor-twice", "the same tensor twice, with the same bytes", raw[:-1] + b"," + entry.encode() + b"}"),
        ("tensor-twice-escaped", "the same tensor twice, once in an escaped spelling",
         raw[:-1] + b"," + once(entry, '"e', '"\\u0065').encode() + b"}"),
        ("dtype-twice", "two dtypes of one tensor", once(raw, b'"dtype":"F32"', b'"dtype":"F32","dtype":"F32"')),
        ("metadata-twice", "two __metadata__", b'{"__metadata__":{},"__metadata__":{},' + raw[1:]),
        ("metadata-key-twice", "the same key twice in __metadata__",
         b'{"__metadata__":{"a":"b","a":"b"},' + raw[1:]),
        ("deep", "twenty thousand arrays", once(raw, b"[3,2]", b"[" * 20000)),
        ("deep-objects", "ten thousand objects", b'{"a":' * 10000),
    ]:
        malformed("b-" + name, "header: " + comment, file(new, data))


def tensor_entries():
    """F-12 (c)."""
    text, data = header()
    good = '{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}'
    for name, comment, new in [
        ("no-dtype", "no dtype", '{"shape":[3,2],"data_offsets":[0,24]}'),
        ("no-shape", "no shape", '{"dtype":"F32","data_offsets":[0,24]}'),
        ("no-offsets", "no data_offsets", '{"dtype":"F32","shape":[3,2]}'),
        ("extra-field", "a fourth field", good[:-1] + ',"layout":"row"}'),
        ("upper-case-field", "Dtype for dtype", once(good, "dtype", "Dtype")),
        ("empty", "an empty entry", "{}"),
        ("null", "an entry that is null", "null"),
        ("list", "an entry that is a list", "[]"),
        ("string", "an entry that is a string", '"F32"'),
        ("dtype-null", "dtype: null", once(good, '"F32"', "null")),
        ("dtype-number", "a dtype that is a number", once(good, '"F32"', "32")),
        ("shape-null", "shape: null", once(good, "[3,2]", "null")),
        ("shape-number", "a shape that is a number", once(good, "[3,2]", "6")),
        ("shape-object", "a shape that is an object", once(good, "[3,2]", "{}")),
        ("shape-zero", "a tensor of no entries", once(good, "[3,2]", "[0,2]")),
        ("shape-zero-zero", "a tensor of no entries and no bytes",
         '{"dtype":"F32","shape":[3,0],"data_offsets":[0,0]}'),
        ("shape-negative", "two negative sizes", once(good, "[3,2]", "[-3,-2]")),
        ("shape-fraction", "3.0", once(good, "[3,2]", "[3.0,2]")),
        ("shape-exponent", "3e0", once(good, "[3,2]", "[3e0,2]")),
        ("shape-exponent-bomb", "1e999999999", once(good, "[3,2]", "[1e999999999,2]")),
        ("shape-string", "a size as a string", once(good, "[3,2]", '["3",2]')),
        ("shape-nested", "a list in a shape", once(good, "[3,2]", "[[3,2]]")),
        ("shape-null-inside", "null in a shape", once(good, "[3,2]", "[3,null]")),
        ("shape-wraps", "2^32 + 3, which wraps to 3", once(good, "[3,2]", "[4294967299,2]")),
        ("shape-2-to-64", "2^64 + 3, which wraps to 3", once(good, "[3,2]", "[18446744073709551619,2]")),
        ("offsets-null", "data_offsets: null", once(good, "[0,24]", "null")),
        ("offsets-one", "one offset", once(good, "[0,24]", "[24]")),
        ("offsets-three", "three offsets", once(good, "[0,24]", "[0,24,48]")),
        ("offsets-empty", "no offset", once(good, "[0,24]", "[]")),
        ("offsets-fraction", "24.0", once(good, "[0,24]", "[0,24.0]")),
        ("offsets-string", "an offset as a string", once(good, "[0,24]", '[0,"24"]')),
        ("offsets-wrap", "2^64 + 24, which wraps to 24", once(good, "[0,24]", "[0,18446744073709551640]")),
        ("offsets-wrap-int", "2^32 + 24, which wraps to 24", once(good, "[0,24]", "[0,4294967320]")),
    ]:
        malformed("c-" + name, "entry: " + comment, file(once(text, good, new), data))


def layout():
    """F-12 (d) and (e)."""
    text, data = header()
    first, second = "[0,24]", "[24,40]"
    for name, comment, changes, body in [
        ("overlap", "the second tensor begins inside the first", [(second, "[20,36]")], data),
        ("overlap-same", "two tensors share their bytes", [("[40,64]", "[64,88]")], data),
        ("hole", "four bytes that belong to no tensor", [], None),
        ("starts-at-four", "four bytes before the first tensor", [], None),
        ("trailing-byte", "a byte behind the last tensor", [], data + b"\0"),
        ("trailing-tensor", "four bytes behind the last tensor", [], data + bytes(4)),
        ("short-file", "the last byte is missing", [], data[:-1]),
        ("no-data", "a header without data", [], b""),
        ("negative-offset", "an offset below zero", [(first, "[-24,0]")], data),
        ("reversed", "an end before its begin", [(first, "[24,0]")], data),
        ("far", "an offset beyond the file", [("[24,40]", "[9223372036854775783,9223372036854775799]")], data),
        ("beyond-long", "offsets of 2^63", [("[24,40]", "[9223372036854775808,9223372036854775824]")], data),
    ]:
        if body is None:
            body, changes = shifted(text, data, 0 if name == "starts-at-four" else 24)
        changed = text
        for old, new in changes:
            changed = once(changed, old, new)
        malformed("d-" + name, comment, file(changed, body))
    sizes(text, data)


def shifted(text, data, start):
    """The data with four bytes put in at start, and the replacements that move every later offset."""
    changes = []
    for entry in json.loads(text).values():
        begin, end = entry["data_offsets"]
        if begin >= start:
            changes.append(("[%d,%d]" % (begin, end), "<%d,%d]" % (begin + 4, end + 4)))
    return data[:start] + bytes(4) + data[start:], [*changes, *[("<", "[")] * len(changes)]


def sizes(text, data):
    """F-12 (e): shape times dtype equals bytes."""
    good = '"embed.W_E":{"dtype":"F32","shape":[3,2],'
    for name, comment, new in [
        ("shape-larger", "a shape of more entries than bytes", good.replace("[3,2]", "[3,3]")),
        ("shape-smaller", "a shape of fewer entries than bytes", good.replace("[3,2]", "[2,2]")),
        ("dtype-smaller", "F16 with the bytes of F32", good.replace("F32", "F16")),
        ("dtype-larger", "F64 with the bytes of F32", good.replace("F32", "F64")),
        ("product-wraps-long", "3 * 2^65 entries wrap to 0 in 64 bits",
         good.replace("[3,2]", "[3,2147483648,2147483648,8]")),
        ("product-wraps-to-size", "two factors below 2^63 whose product wraps to 6 in 64 bits",
         good.replace("[3,2]", "[%d,%d]" % wrapping(6))),
        ("bytes-wrap", "the entries fit 63 bits, the bytes wrap to 24",
         good.replace("[3,2]", "[%d,%d]" % ((2**62 + 6) // 2, 2))),
        ("product-wraps-int", "65536 * 65536 entries wrap to 0 in 32 bits",
         good.replace("[3,2]", "[65536,65536]")),
    ]:
        malformed("e-" + name, comment, file(once(text, good, new), data))


def wrapping(n):
    """Two factors below 2^63 whose product is n modulo 2^64."""
    pairs = ((a, n * pow(a, -1, 2**64) % 2**64) for a in range(2**62 + 1, 2**63, 2))
    return next(pair for pair in pairs if pair[1] < 2**63)


INFINITIES = {
    "F32": [("nan", "0000c07f"), ("minus-nan", "0000c0ff"), ("signalling", "010080ff"),
            ("infinity", "0000807f"), ("minus-infinity", "000080ff")],
    "F64": [("nan", "000000000000f87f"), ("signalling", "010000000000f07f"), ("infinity", "000000000000f07f"),
            ("minus-infinity", "000000000000f0ff")],
    "F16": [("nan", "007e"), ("signalling", "017c"), ("infinity", "007c"), ("minus-infinity", "00fc")],
    "BF16": [("nan", "c07f"), ("signalling", "817f"), ("infinity", "807f"), ("minus-infinity", "80ff")],
}


def not_finite():
    """F-12 (f): every dtype, and in the usual one every tensor."""
    weights = tensors.numbers(1, 3, 2, 2, 3)
    for dtype, patterns in INFINITIES.items():
        for name, pattern in patterns:
            built = [(n, dtype, shape, encode(dtype, x)) for n, (shape, x) in weights.items()]
            n, d, shape, data = built[0]
            built[0] = (n, d, shape, data[: -len(pattern) // 2] + bytes.fromhex(pattern))
            malformed("f-%s-%s" % (dtype.lower(), name), "%s in a %s tensor" % (name, dtype), pack(built))
    for i, (n, d, shape, data) in enumerate(base()):
        built = base()
        built[i] = (n, d, shape, bytes.fromhex("0000c07f") + data[4:])
        malformed("f-in-" + n.split(".")[-1].replace("_", "-").lower(), "NaN in " + n, pack(built))


def metadata():
    """F-12 (g)."""
    text, data = header()
    for name, comment, value in [
        ("number", "a number", '{"a":1}'), ("null", "null", '{"a":null}'), ("list", "a list", '{"a":[]}'),
        ("object", "an object", '{"a":{"b":"c"}}'), ("true", "true", '{"a":true}'),
        ("itself-list", "__metadata__ is a list", "[]"), ("itself-false", "__metadata__ is false", "false"),
        ("itself-string", "__metadata__ is a string", '"x"'),
        ("itself-tensor", "__metadata__ looks like a tensor", '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'),
    ]:
        malformed("g-" + name, "__metadata__: " + comment,
                  file('{"__metadata__":%s,%s' % (value, text[1:]), data))


def empty(begin, end, name="mask", dtype="BOOL", shape=(0, 0), size=0):
    """The small model with a tensor of these offsets, and size zero bytes behind its data."""
    text, data = header()
    entry = {HEAD + name: {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}}
    return file(text[:-1] + "," + compact(entry)[1:], data + bytes(size))


def empty_tensors():
    """F-12 (c), (d) and (e): sizes of 0, for mask and IGNORE alone."""
    n = len(header()[1])
    for name, comment, model in [
        ("mask-empty", "a mask of no entries, as TransformerLens 3.5 writes it", empty(n, n)),
        ("mask-empty-first", "a mask of no entries, in front", empty(0, 0)),
        ("mask-empty-between", "a mask of no entries, between two tensors", empty(24, 24, shape=(4, 0))),
        ("ignore-empty", "an IGNORE of no entries and a known dtype", empty(n, n, "IGNORE", "F32", (0,))),
    ]:
        fine(name, comment, model)
    for name, comment, model in [
        ("c-bias-zero", "a bias of no entries", empty_bias()),
        ("c-mask-of-second-layer-zero", "a mask of no entries, of a second layer",
         second_layer(empty(n, n))),
        ("d-empty-mask-inside", "a mask of no entries, inside another tensor", empty(20, 20)),
        ("d-empty-mask-behind", "a mask of no entries, behind the end", empty(n + 4, n + 4)),
        ("d-empty-mask-of-bytes", "a mask of no entries that has four bytes", empty(n, n + 4, size=4)),
        ("d-mask-of-no-bytes", "a mask of four entries that has no byte", empty(n, n, shape=(2, 2))),
        ("e-empty-mask-f32", "an F32 mask of no entries that has four bytes", empty(n, n + 4, dtype="F32", size=4)),
    ]:
        malformed(name, comment, model)


def second_layer(model):
    """The file with its mask under the name of a second layer's."""
    text, data = split(model)
    return file(once(text, HEAD + "mask", "blocks.1.attn.mask"), data)


def split(model):
    """(header text, data) of a file."""
    length = int.from_bytes(model[:8], "little")
    return model[8 : 8 + length].decode(), model[8 + length :]


def empty_bias():
    """The small model with a b_Q of no entries, behind its data."""
    text, data = split(without(HEAD + "b_Q"))
    entry = {HEAD + "b_Q": {"dtype": "F32", "shape": [1, 0], "data_offsets": [len(data), len(data)]}}
    return file(text[:-1] + "," + compact(entry)[1:], data)


def without(name):
    """The small model without one tensor."""
    return pack([t for t in base() if t[0] != name])


def with_shape(name, shape):
    """The small model with another shape of one tensor, filled with ones."""
    data = encode("F32", [1.0] * tensors.count(shape))
    return pack([(n, d, shape if n == name else s, data if n == name else x) for n, d, s, x in base()])


def required():
    """F-12 (h): what must be there, and shapes that must fit."""
    for name in tensors.shapes(3, 2, 2, 3, biases=False):
        word = name.split(".")[-1].replace("_", "-").lower()
        malformed("h-no-" + word, name + " is missing", without(name))
    built = [(n, "I32" if n == "embed.W_E" else d, s, x) for n, d, s, x in base() if n != "unembed.W_U"]
    malformed("h-no-w-u-and-integers", "names come before dtypes, whatever the order in the header", pack(built))
    malformed("h-no-tensor", "no tensor at all", file("{}", b""))
    for name, shape in [
        ("pos_embed.W_pos", [2, 3]), (HEAD + "W_Q", [1, 3, 3]), (HEAD + "W_Q", [1, 2, 2]),
        (HEAD + "W_K", [1, 2, 2]), (HEAD + "W_K", [1, 3, 3]), (HEAD + "W_V", [1, 2, 2]),
        (HEAD + "W_V", [1, 3, 3]), (HEAD + "W_O", [1, 2, 3]), (HEAD + "W_O", [1, 3, 3]),
        (HEAD + "W_O", [1, 2, 2]), ("unembed.W_U", [3, 3]), (HEAD + "b_Q", [1, 2]), (HEAD + "b_K", [1, 4]),
        (HEAD + "b_V", [1, 1]), (HEAD + "b_O", [3]), ("unembed.b_U", [2]), ("unembed.b_U", [4]),
    ]:
        word = name.split(".")[-1].replace("_", "-").lower()
        malformed("h-%s-%s" % (word, "x".join(map(str, shape))), "%s has the shape %s" % (name, shape),
                  with_shape(name, shape))


def extra(name, dtype="F32", shape=(1,), size=4):
    """The small model with one more tensor."""
    return pack(base() + [(name, dtype, list(shape), bytes(size))])


def other_architectures():
    """F-12 (i)."""
    for word, name in [
        ("second-layer", "blocks.1.attn.W_Q"), ("layer-norm", "blocks.0.ln1.w"), ("final-norm", "ln_final.w"),
        ("mlp", "blocks.0.mlp.W_in"), ("unknown-name", "foo"), ("empty-name", ""),
        ("trailing-space", "unembed.b_U "), ("mask-of-second-layer", "blocks.1.attn.mask"),
        ("ignore-of-nothing", "IGNORE"), ("upper-case", "embed.w_e"), ("rotary", "blocks.0.attn.rotary_sin"),
        ("other-bias", "pos_embed.b_pos"),
    ]:
        unsupported("i-" + word, "a tensor named '%s'" % name, extra(name))
    weights = tensors.numbers(1, 3, 2, 2, 3)
    for dtype, size in [("I64", 8), ("I32", 4), ("U8", 1), ("BOOL", 1), ("F8_E4M3", 1), ("F8_E5M2", 1), ("C64", 8),
                        ("F4", 1), ("f32", 4), ("F31", 4), ("", 4)]:
        built = [(n, dtype if n == "embed.W_E" else "F32", s,
                  bytes(size * len(x)) if n == "embed.W_E" else encode("F32", x)) for n, (s, x) in weights.items()]
        word = {"f32": "lower-case", "": "empty"}.get(dtype, dtype.lower().replace("_", "-"))
        unsupported("i-dtype-" + word, "dtype '%s'" % dtype, pack(built))
    for name, shape in [
        ("unembed.W_U", [2, 4]), ("unembed.W_U", [2, 2]), ("embed.W_E", [6]), ("embed.W_E", [1, 3, 2]),
        ("pos_embed.W_pos", [4]), (HEAD + "W_Q", [2, 3]), (HEAD + "W_O", [3, 2]), (HEAD + "W_V", [1, 1, 2, 3]),
        (HEAD + "b_Q", [3]), (HEAD + "b_O", [1, 2]), ("unembed.b_U", [1, 3]), ("unembed.W_U", [1, 2, 3]),
    ]:
        word = name.split(".")[-1].replace("_", "-").lower()
        unsupported("i-%s-%s" % (word, "x".join(map(str, shape))), "%s has the shape %s" % (name, shape),
                    with_shape(name, shape))
    two = [(n, d, [2] + s[1:] if len(s) > 1 and s[0] == 1 else s, x * 2 if len(s) > 1 and s[0] == 1 else x)
           for n, d, s, x in base()]
    unsupported("i-two-heads", "two heads", pack(two))


def well_formed():
    """Files that are to be read."""
    weights = tensors.numbers(1, 3, 2, 2, 3)
    text, data = header()
    fine("plain", "the small model", read(SMALL))
    fine("trailing-spaces", "spaces behind the header, as the reference writer pads", file(text + " " * 7, data))
    fine("pretty-header", "white space inside the header", file(json.dumps(json.loads(text), indent=1), data))
    fine("entry-order", "the fields of an entry in another order",
         file(once(text, '"dtype":"F32","shape":[3,2],"data_offsets":[0,24]',
                   '"data_offsets":[0,24],"shape":[3,2],"dtype":"F32"'), data))
    moved = json.loads(text)
    fine("header-order", "the header in another order than the data",
         file(compact(dict(reversed(list(moved.items())))), data))
    fine("metadata", "__metadata__ is ignored", tensors.model(weights, metadata={"format": "pt", "dtype": "F64"}))
    fine("metadata-empty", "an empty __metadata__", tensors.model(weights, metadata={}))
    fine("metadata-null", "__metadata__ is null, as MLX writes it", file('{"__metadata__":null,' + text[1:], data))
    mask = (HEAD + "mask", "BOOL", [2, 2], b"\1\0\1\1")
    ignore = (HEAD + "IGNORE", "F32", [], struct.pack("<f", float("-inf")))
    fine("mask-and-ignore", "mask and IGNORE = -inf are not read", tensors.model(weights, extra=[mask, ignore]))
    fine("mask-of-long", "a mask of other dtype and shape",
         tensors.model(weights, extra=[(HEAD + "mask", "I64", [1, 1, 1], bytes(8))]))
    fine("mask-first", "mask in front, full of NaN",
         pack([(HEAD + "mask", "F32", [3], bytes.fromhex("0000c07f") * 3)] + base()))
    for dtype in ("F64", "F16", "BF16"):
        fine(dtype.lower(), "all tensors in " + dtype, tensors.model(weights, dtype))
    kinds = ["F32", "F64", "F16", "BF16"]
    fine("mixed-dtypes", "every dtype in one file",
         pack([(n, kinds[i % 4], s, encode(kinds[i % 4], x)) for i, (n, (s, x)) in enumerate(weights.items())]))
    fine("without-biases", "absent biases are zero", tensors.model(tensors.numbers(3, 3, 2, 2, 3, biases=False)))
    some = {n: x for n, x in weights.items() if n not in (HEAD + "b_K", HEAD + "b_O")}
    fine("some-biases", "two biases are absent", tensors.model(some))
    zeroed = dict(weights)
    zeroed["embed.W_E"] = ([3, 2], [-0.0, 1.0, 0.5, -0.0, -1.0, 2.0])
    fine("minus-zero", "-0.0 is 0", tensors.model(zeroed))


def make():
    """All of them."""
    lengths()
    header_texts()
    tensor_entries()
    layout()
    not_finite()
    metadata()
    empty_tensors()
    required()
    other_architectures()
    well_formed()
