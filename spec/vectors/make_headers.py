# SPDX-License-Identifier: Apache-2.0
"""Writes headers.json: spellings of one safetensors header, and what a reader has to say of each.

A row is a file: 8 bytes of length (`length`, if it is not that of the header), the header (`header`, or
`headerHex` where it is no text), the data of the small model without its last `cut` bytes, then `more`
(hex). `verdict` is "accepted" or the code of F-12. All that is left out is as in the first row.
"""
import json

import tensors
from make_json import once
from make_models import base, header
from put import HERE, SMALL
from tensors import HEAD, compact

FIRST = '"embed.W_E":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}'
MALFORMED, UNSUPPORTED = "MALFORMED_MODEL", "UNSUPPORTED_MODEL"


def entry(name, dtype, shape, begin, end):
    """The text of an entry."""
    return '"%s":{"dtype":"%s","shape":%s,"data_offsets":[%d,%d]}' % (name, dtype, compact(shape), begin, end)


class Table:
    """The rows, in order; each name once."""

    def __init__(self):
        self.text, self.data = header()
        self.rows = []

    def add(self, name, verdict, comment, text=None, **more):
        """One row."""
        if any(row["name"] == name for row in self.rows):
            raise AssertionError("%s is there twice" % name)
        self.rows.append({"name": name, "comment": comment, "verdict": verdict,
                          "header": self.text if text is None else text, **more})

    def plus(self, name, verdict, comment, more_entries, **more):
        """The small model with more entries behind its own."""
        self.add(name, verdict, comment, self.text[:-1] + "," + more_entries + "}", **more)

    def changed(self, name, verdict, comment, old, new, **more):
        """The small model's header with one place changed."""
        self.add(name, verdict, comment, once(self.text, old, new), **more)


def spelling(t):
    """White space, escapes and order: F-12 (b), (c)."""
    t.add("plain", "accepted", "as the reference writer spells it, without padding")
    t.add("padded", "accepted", "spaces up to a multiple of 8 behind it", t.text + " " * (-len(t.text) % 8))
    t.add("pretty", "accepted", "indented", json.dumps(json.loads(t.text), indent=2))
    t.add("tabs", "accepted", "tabs and line ends inside", json.dumps(json.loads(t.text), indent="\t").replace("\n", "\r\n"))
    t.add("reversed", "accepted", "entries in another order than their data",
          compact(dict(reversed(list(json.loads(t.text).items())))))
    t.changed("fields-in-another-order", "accepted", "offsets first", FIRST[FIRST.index("{"):],
              '{"data_offsets":[0,24],"shape":[3,2],"dtype":"F32"}')
    t.changed("escaped-name", "accepted", "\\u0065 for e in a name", '"embed.W_E"', '"\\u0065mbed.W_E"')
    t.changed("escaped-dtype", "accepted", "\\u0033 for 3 in a dtype", '"F32","shape":[3,2]', '"F\\u00332","shape":[3,2]')
    t.changed("escaped-field", "accepted", "\\u0068 for h in a field", '"shape":[3,2]', '"s\\u0068ape":[3,2]')
    t.add("leading-space", MALFORMED, "a space before the brace", " " + t.text)
    t.add("byte-order-mark", MALFORMED, "a byte order mark", "\ufeff" + t.text)
    t.add("trailing-line-feed", MALFORMED, "a line feed behind it", t.text + "\n")
    t.add("trailing-object", MALFORMED, "a second object", t.text + "{}")
    t.add("trailing-comma", MALFORMED, "a comma before the last brace", t.text[:-1] + ",}")
    t.add("cut-off", MALFORMED, "no last brace", t.text[:-1])
    t.add("array", MALFORMED, "a list of one header", "[" + t.text + "]")
    t.add("no-header", MALFORMED, "no byte", "")
    t.add("comment", MALFORMED, "a comment", "{/**/" + t.text[1:])
    t.changed("single-quotes", MALFORMED, "a name in single quotes", '"embed.W_E"', "'embed.W_E'")
    t.changed("raw-control-character", MALFORMED, "a tab in a name", "embed.W_E", "embed\tW_E")
    t.changed("name-twice", MALFORMED, "an entry twice", FIRST, FIRST + "," + FIRST)
    t.changed("name-twice-escaped", MALFORMED, "an entry twice, once escaped", FIRST,
              FIRST + "," + FIRST.replace('"e', '"\\u0065', 1))
    t.changed("field-twice", MALFORMED, "a dtype twice", FIRST, once(FIRST, '"shape"', '"dtype":"F32","shape"'))
    raw = t.text.encode()
    t.add("not-utf-8", MALFORMED, "a byte that is not UTF-8", None, headerHex=once(raw, b"embed", b"\xffembed").hex())
    t.add("utf-16", MALFORMED, "UTF-16", None, headerHex=t.text.encode("utf-16-le").hex())
    t.add("overlong", MALFORMED, "an overlong form", None, headerHex=once(raw, b"embed", b"\xc1\xa5mbed").hex())
    t.add("surrogate", MALFORMED, "half a surrogate pair", None, headerHex=once(raw, b"embed", b"\xed\xa0\x80").hex())
    for name, verdict, spelled in (("half-a-pair", MALFORMED, "\\ud83d"), ("a-pair", "accepted", "\\ud83d\\ude00"),
                                   ("half-a-pair-behind", MALFORMED, "\\ude00\\ud83d")):
        t.add(name, verdict, "surrogates in escapes", '{"__metadata__":{"a":"%s"},' % spelled + t.text[1:])


def numbers(t):
    """Shapes and offsets: F-12 (c)."""
    for name, comment, old, new in [
        ("offset-minus-zero", "-0", "[0,24]", "[-0,24]"), ("offset-fraction", "24.0", "[0,24]", "[0,24.0]"),
        ("offset-exponent", "24e0", "[0,24]", "[0,24e0]"), ("offset-string", "a string", "[0,24]", '[0,"24"]'),
        ("offset-leading-zero", "024", "[0,24]", "[0,024]"), ("offset-plus", "+24", "[0,24]", "[0,+24]"),
        ("offset-hex", "0x18", "[0,24]", "[0,0x18]"), ("offset-null", "null", "[0,24]", "null"),
        ("offset-missing", "one offset", "[0,24]", "[24]"), ("offset-three", "three", "[0,24]", "[0,24,48]"),
        ("offset-wraps", "2^64 + 24", "[0,24]", "[0,18446744073709551640]"),
        ("offset-reversed", "the end first", "[0,24]", "[24,0]"),
        ("shape-minus-zero", "-0", "[3,2]", "[-0,2]"), ("shape-negative", "-3 and -2", "[3,2]", "[-3,-2]"),
        ("shape-fraction", "3.0", "[3,2]", "[3.0,2]"), ("shape-exponent", "3e0", "[3,2]", "[3e0,2]"),
        ("shape-wraps", "2^64 + 3", "[3,2]", "[18446744073709551619,2]"), ("shape-nan", "NaN", "[3,2]", "[3,NaN]"),
        ("shape-true", "true", "[3,2]", "[3,true]"), ("shape-number", "6", '"shape":[3,2]', '"shape":6'),
        ("shape-null", "null", '"shape":[3,2]', '"shape":null'), ("shape-nested", "a list", "[3,2]", "[[3,2]]"),
        ("dtype-null", "null", '"F32","shape":[3,2]', 'null,"shape":[3,2]'),
        ("dtype-number", "32", '"F32","shape":[3,2]', '32,"shape":[3,2]'),
        ("entry-null", "null", FIRST[FIRST.index("{"):], "null"), ("entry-list", "a list", FIRST[FIRST.index("{"):], "[]"),
        ("field-missing", "no shape", '"shape":[3,2],', ""), ("field-of-another", "a fourth", '"shape":[3,2]', '"x":1,"shape":[3,2]'),
        ("field-upper-case", "Shape", '"shape":[3,2]', '"Shape":[3,2]'),
    ]:
        t.changed(name, MALFORMED, "a shape, an offset or a field: " + comment, old, new)


def metadata(t):
    """F-12 (g)."""
    for name, verdict, value in [
        ("empty", "accepted", "{}"), ("of-torch", "accepted", '{"format":"pt"}'), ("null", "accepted", "null"),
        ("spaced", "accepted", '{ "format" : "mlx" }'), ("not-ascii", "accepted", '{"author":"é \U0001f600"}'),
        ("escaped", "accepted", '{"a\\n":"\\ud83d\\ude00\\u0000"}'), ("long-name", "accepted", '{"%s":""}' % ("n" * 60000)),
        ("long-value", "accepted", '{"a":"%s"}' % ("v" * 60000)),
        ("number", MALFORMED, '{"a":1}'), ("value-null", MALFORMED, '{"a":null}'), ("true", MALFORMED, '{"a":true}'),
        ("object", MALFORMED, '{"a":{}}'), ("list", MALFORMED, "[]"), ("string", MALFORMED, '"x"'),
        ("false", MALFORMED, "false"), ("key-twice", MALFORMED, '{"a":"b","a":"b"}'),
    ]:
        t.add("metadata-" + name, verdict, "__metadata__, in front", '{"__metadata__":%s,%s' % (value, t.text[1:]))
    t.plus("metadata-last", "accepted", "__metadata__ behind all others", '"__metadata__":{"format":"pt"}')
    t.add("metadata-twice", MALFORMED, "__metadata__ twice", '{"__metadata__":{},"__metadata__":{},' + t.text[1:])
    t.changed("metadata-upper-case", UNSUPPORTED, "another name", FIRST, '"__Metadata__":' + FIRST[FIRST.index("{"):])


def not_read(t):
    """mask and IGNORE: F-12 (c) to (e)."""
    n = len(t.data)
    mask, ignore = HEAD + "mask", HEAD + "IGNORE"
    t.plus("mask-empty", "accepted", "as TransformerLens 3.5 writes it", entry(mask, "BOOL", [0, 0], n, n))
    t.plus("mask-empty-at-0", "accepted", "no bytes, in front", entry(mask, "BOOL", [0, 0], 0, 0))
    t.plus("mask-empty-between", "accepted", "no bytes, between two tensors", entry(mask, "U8", [7, 0], 24, 24))
    t.plus("mask-empty-f32", "accepted", "no entries of a dtype that is read", entry(mask, "F32", [0], n, n))
    t.plus("mask-and-ignore-empty", "accepted", "two tensors of no bytes at one place",
           entry(mask, "BOOL", [0, 0], n, n) + "," + entry(ignore, "F32", [0], n, n))
    t.plus("mask-4-by-4", "accepted", "as older TransformerLens writes it", entry(mask, "BOOL", [2, 2], n, n + 4), more="01000101")
    t.plus("ignore-scalar", "accepted", "-infinity", entry(ignore, "F32", [], n, n + 4), more="000080ff")
    t.plus("mask-unknown-dtype", "accepted", "a dtype nobody knows", entry(mask, "Q5_K", [9], n, n + 3), more="010203")
    t.plus("mask-empty-inside", MALFORMED, "no bytes, inside a tensor", entry(mask, "BOOL", [0, 0], 20, 20))
    t.plus("mask-empty-behind", MALFORMED, "no bytes, behind the end", entry(mask, "BOOL", [0, 0], n + 1, n + 1))
    t.plus("mask-empty-with-bytes", MALFORMED, "no entries in four bytes", entry(mask, "BOOL", [0, 4], n, n + 4), more="00000000")
    t.plus("mask-without-bytes", MALFORMED, "four entries in no bytes", entry(mask, "BOOL", [2, 2], n, n))
    t.plus("mask-minus-zero", MALFORMED, "a size of -0",
           entry(mask, "BOOL", [0, 0], n, n).replace("[0,0]", "[-0,0]"))
    t.plus("mask-wrong-bytes", MALFORMED, "two F32 in four bytes", entry(mask, "F32", [2], n, n + 4), more="00000000")
    t.plus("mask-of-layer-1-empty", MALFORMED, "only the two of layer 0", entry("blocks.1.attn.mask", "BOOL", [0, 0], n, n))
    empty_bias(t)


def empty_bias(t):
    """A b_Q of no entries, and of no bytes."""
    without = tensors.pack([one for one in base() if one[0] != HEAD + "b_Q"])
    length = int.from_bytes(without[:8], "little")
    text = without[8 : 8 + length].decode()
    gone = len(t.data) - (len(without) - 8 - length)
    n = len(t.data) - gone
    t.add("bias-empty", MALFORMED, "a size of 0 in a tensor that is read",
          text[:-1] + "," + entry(HEAD + "b_Q", "F32", [1, 0], n, n) + "}", cut=gone)


def layout(t):
    """Lengths and offsets: F-12 (a), (d), (e)."""
    n = len(t.text)
    t.add("length-0", MALFORMED, "a header of no bytes is announced", length="0")
    t.add("length-one-less", MALFORMED, "the last brace becomes data", length=str(n - 1))
    t.add("length-one-more", MALFORMED, "the first byte of the data is in the header", length=str(n + 1))
    t.add("length-2-to-63", MALFORMED, "2^63", length=str(2**63))
    t.add("length-minus-one", MALFORMED, "2^64 - 1", length=str(2**64 - 1))
    t.add("data-cut", MALFORMED, "the last byte is missing", cut=1)
    t.add("data-more", MALFORMED, "a byte behind the last tensor", more="00")
    t.changed("overlap", MALFORMED, "the second begins inside the first", "[24,40]", "[20,36]")
    t.changed("same-bytes", MALFORMED, "two entries of the same bytes", "[40,64]", "[64,88]")
    t.changed("shape-too-large", MALFORMED, "more entries than bytes", '"shape":[3,2]', '"shape":[3,3]')
    t.changed("product-wraps", MALFORMED, "a product that is 6 modulo 2^32", '"shape":[3,2]', '"shape":[3,2,4294967296]')


def models(t):
    """Names before types before shapes: F-12 (h), (i)."""
    n = len(t.data)
    t.plus("unknown-name", UNSUPPORTED, "a layer norm", entry("ln_final.w", "F32", [2], n, n + 8), more="00" * 8)
    t.plus("second-layer", UNSUPPORTED, "a second layer", entry("blocks.1.attn.W_Q", "F32", [2], n, n + 8), more="00" * 8)
    t.plus("second-layer-and-empty-mask", UNSUPPORTED, "a second layer, and a mask of no bytes",
           entry("blocks.1.attn.W_Q", "F32", [2], n, n + 8) + "," + entry(HEAD + "mask", "BOOL", [0, 0], n, n), more="00" * 8)
    t.changed("missing-matrix", UNSUPPORTED, "W_E under another name", '"embed.W_E"', '"model.embed.W_E"')
    t.changed("dtype-lower-case", UNSUPPORTED, "f32", '"F32","shape":[3,2]', '"f32","shape":[3,2]')
    t.changed("dtype-i32", UNSUPPORTED, "integers", '"F32","shape":[3,2]', '"I32","shape":[3,2]')
    t.changed("flat", UNSUPPORTED, "one dimension", '"shape":[3,2]', '"shape":[6]')
    t.changed("transposed", MALFORMED, "W_E on its side", '"shape":[3,2]', '"shape":[2,3]')
    t.changed("three-dimensions", UNSUPPORTED, "one dimension more", '"shape":[3,2]', '"shape":[1,3,2]')
    t.add("no-tensor", MALFORMED, "no entry at all", "{}", cut=n)


def make():
    """Writes the table."""
    table = Table()
    for part in (spelling, numbers, metadata, not_read, layout, models):
        part(table)
    text = json.dumps({"model": SMALL, "rows": table.rows}, indent=1, ensure_ascii=True)
    (HERE / "headers.json").write_text(text + "\n")
    return len(table.rows)


if __name__ == "__main__":
    print("%d spellings" % make())
