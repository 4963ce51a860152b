# SPDX-License-Identifier: Apache-2.0
"""Vectors of version 2: claims about programs, F-15 to F-21, L-60 to L-68, L-80 to L-91, R-07."""
import copy
import functools
import hashlib
import random

import program_oracle
import program_wrong
import put
import tensors
from program_random import program, statement

RIGHT = "model.safetensors"


JUDGED = {}


def judged(claim, model, data=()):
    """(certain, open, total) by the oracle."""
    key = (tensors.compact(claim), model, tuple(data))
    if key not in JUDGED:
        JUDGED[key] = program_oracle.judge(claim, model, data)
    return JUDGED[key]


def certificate(claim, model, correct, total, strategy='{"name":"exhaustive"}', **more):
    """The unsigned certificate of a claim at a count."""
    return put.envelope(statement(model, dict(claim, correct=str(correct), total=str(total), **more), strategy))


def accept(section, name, comment, claim, model, data=()):
    """Accepted at exactly what the oracle counts."""
    certain, _, total = judged(claim, model, data)
    put.put("accepted", section, name, comment, certificate(claim, model, certain, total), None, model,
            correct=str(certain), total=str(total))
    beside(put.HERE / "accept" / section / name, data)


def one_more(section, name, comment, claim, model, data=()):
    """Rejected at one more than can be."""
    certain, unsure, total = judged(claim, model, data)
    if certain + unsure == total:
        raise AssertionError("%s: every input is right" % name)
    made = certificate(claim, model, certain + unsure + 1, total)
    put.put("rejected", section, name, comment, made, "CLAIM_NOT_PROVED", model)
    beside(put.HERE / "reject" / section / name, data)


def beside(folder, data):
    """Data files lie beside the certificate."""
    for i, one in enumerate(data):
        (folder / ("data.safetensors" if i == 0 else "data%d.safetensors" % i)).write_bytes(one)


def refuse(verdict, section, name, comment, code, claim, model, data=(), total=None, correct="0", **more):
    """Not accepted, for its form or its sizes; the count is not looked at."""
    total = judged(claim, model, data)[2] if total is None else total
    made = certificate(claim, model, correct, total, **more)
    put.put(verdict, section, name, comment, made, code, model)
    beside(put.HERE / put.SIDES[verdict] / section / name, data)


# ------------------------------------------------------------------------------- one small program


def weights(**extra):
    """A model of a small program: one layer, two heads, MLP, norm; v = 3, n = 2, d = 2."""
    some = {
        "E": ([3, 2], [1, 0, 0, 1, -1, 1]), "P": ([2, 2], [0.5, 0, 0, -0.5]),
        "Q": ([2, 2, 1], [1, -1, 0.5, 1]), "K": ([2, 2, 1], [1, 0, -1, 1]), "V": ([2, 2, 1], [1, 2, -1, 0.5]),
        "O": ([2, 1, 2], [1, 0, 0.25, 1]), "g": ([2], [1, 2]), "b": ([2], [0, 0.5]),
        "in": ([2, 3], [1, -1, 0.5, 0, 2, 1]), "out": ([3, 2], [1, 0, -1, 1, 0.5, 0.5]),
        "U": ([2, 3], [0.5, 0, -1, -1, 0, 1]), "u": ([3], [0, 1, 0]),
    }
    some.update(extra)
    return tensors.pack([(name, "F32", shape, tensors.encode("F32", x)) for name, (shape, x) in some.items()])


def steps():
    """Its steps."""
    return [
        {"name": "e", "op": "embed", "table": "E", "layout": "rows"},
        {"name": "p", "op": "positions", "table": "P", "layout": "rows"},
        {"name": "x", "op": "add", "of": ["e", "p"]},
        {"name": "q", "op": "linear", "of": "x", "weight": "Q", "layout": "heads-in-out"},
        {"name": "k", "op": "linear", "of": "x", "weight": "K", "layout": "heads-in-out"},
        {"name": "v", "op": "linear", "of": "x", "weight": "V", "layout": "heads-in-out"},
        {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 2, "mask": "causal",
         "scaleRoot": 2},
        {"name": "o", "op": "linear", "of": "a", "weight": "O", "layout": "in-out"},
        {"name": "y", "op": "add", "of": ["x", "o"]},
        {"name": "n", "op": "norm", "of": "y", "kind": "layer", "epsilon": "1/100000", "weight": "g", "bias": "b"},
        {"name": "h", "op": "linear", "of": "n", "weight": "in", "layout": "in-out"},
        {"name": "f", "op": "gelu", "of": "h"},
        {"name": "m", "op": "linear", "of": "f", "weight": "out", "layout": "in-out"},
        {"name": "z", "op": "add", "of": ["y", "m"]},
        {"name": "l", "op": "select", "of": "z", "position": 1},
        {"name": "logits", "op": "linear", "of": "l", "weight": "U", "layout": "in-out", "bias": "u"},
    ]


def claim(some=None, unread=(), **changes):
    """The claim about it: the larger of two tokens."""
    fields = {
        "network": {"steps": steps() if some is None else some, "unread": list(unread)},
        "inputs": {"kind": "all", "positions": [{"from": 0, "to": 2}, {"from": 0, "to": 2}]},
        "outputs": {"from": 0, "to": 2},
        "task": {"name": "max"},
        "margin": "0",
    }
    fields.update(changes)
    return fields


def changed(name, **fields):
    """The steps with fields of one of them changed, or without those that are None."""
    some = steps()
    for step in some:
        if step["name"] == name:
            step.update(fields)
            for field in [key for key, value in step.items() if value is None]:
                del step[field]
    return some


MODEL = weights()


def claims():
    """F-15."""
    good = claim()
    accept("F-15", "small", "one layer, two heads, norm, gelu: every kind of field", good, MODEL)
    one_more("F-15", "e-one-more", "one input more than is right", good, MODEL)
    accept("F-15", "margin", "by more than 1/2", claim(margin="1/2"), MODEL)
    accept("F-15", "fewer-outputs", "outputs 1 and 2 compete: where the right one is 0 the input is wrong",
           claim(outputs={"from": 1, "to": 2}), MODEL)
    total = 9
    for name, outputs in (("beyond", {"from": 0, "to": 3}), ("reversed", {"from": 2, "to": 1})):
        refuse("rejected", "F-15", "a-outputs-" + name, "outputs %s of 3" % outputs, "CLAIM_RANGE",
               claim(outputs=outputs), MODEL, total=total)
    refuse("rejected", "F-15", "b-margin-negative", "margin -1/2", "CLAIM_RANGE", claim(margin="-1/2"), MODEL,
           total=total)
    for wrong in (8, 10, 27):
        refuse("rejected", "F-15", "c-total-%d" % wrong, "there are 9 inputs", "CLAIM_RANGE", good, MODEL, total=wrong)
    refuse("rejected", "F-15", "c-total-outside", "inputs outside the task count", "CLAIM_RANGE",
           claim(task={"name": "repeat"}), MODEL, total=total)
    alone = {"kind": "all", "positions": [{"from": 0, "to": 0}, {"from": 1, "to": 1}]}
    refuse("rejected", "F-15", "c-total-none", "no input is inside the task", "CLAIM_RANGE",
           claim(inputs=alone, task={"name": "repeat"}), MODEL, total=0)
    refuse("rejected", "F-15", "d-correct-negative", "correct -1", "CLAIM_RANGE", good, MODEL, correct="-1")
    refuse("rejected", "F-15", "d-correct-above-total", "correct 10 of 9", "CLAIM_RANGE", good, MODEL, correct="10")
    refuse("declined", "F-15", "g-brute-force", "a strategy of version 1", "UNKNOWN_STRATEGY", good, MODEL,
           strategy='{"name":"brute-force"}')


def networks():
    """F-16."""
    accept("F-16", "unread", "tensors that no step reads are listed, with any dtype or size", *unread())
    accept("F-16", "shared-tensor", "the unembedding is the embedding, out-in",
           claim(changed("logits", weight="E", layout="out-in", bias=None), ["U", "u"]), MODEL)
    accept("F-16", "longer-positions", "a table of more positions than an input has",
           claim(), weights(P=([4, 2], [0.5, 0, 0, -0.5, 9, 9, 9, 9])))

    def bad(name, comment, some, code="CLAIM_RANGE", verdict="rejected", model=MODEL, hidden=()):
        refuse(verdict, "F-16", name, comment, code, claim(some, hidden), model, total=9)

    for name, text in (("space", "e 1"), ("empty", ""), ("slash", "a/b"), ("long", "e" * 65)):
        bad("a-name-" + name, "a step named %r" % text, renamed("e", text))
    bad("a-name-twice", "two steps are named p", renamed("e", "p"))
    bad("b-later", "a step reads a later one", changed("x", of=["e", "z"]))
    bad("b-itself", "a step reads itself", changed("x", of=["e", "x"]))
    bad("b-unknown", "a step reads none", changed("h", of="nothing"))
    bad("b-one-term", "a sum of one step", changed("x", of=["e"]))
    bad("c-unused", "no step reads p", changed("x", of=["e", "e"]))
    bad("d-positions", "the last step has two positions", changed("logits", of="z")[:14] + changed("logits", of="z")[15:],
        "SHAPE_MISMATCH")
    shape = "SHAPE_MISMATCH"
    bad("e-width", "W_in takes 3 columns, the norm has 2", changed("h", weight="out", layout="in-out"), shape)
    bad("e-add", "values of different shapes", changed("z", of=["y", "h"])[:11] + changed("z", of=["y", "h"])[13:], shape,
        hidden=["out"])
    bad("e-layout", "two dimensions with heads", changed("h", layout="heads-in-out"), shape)
    bad("e-bias", "a bias of 2 entries for 3", changed("logits", bias="b"), shape, hidden=["u"])
    bad("e-norm", "a norm's weight of 3 entries for 2", changed("n", weight="u"), shape, hidden=["g"])
    bad("e-table", "a table of three dimensions", changed("e", table="Q"), shape, hidden=["E"])
    bad("e-positions", "a table of one position for two", steps(), shape, model=weights(P=([1, 2], [1, 2])))
    sliced = steps()
    sliced[14:14] = [{"name": "s", "op": "slice", "of": "z", "from": 1, "width": 2}]
    sliced[15]["of"] = "s"
    bad("e-slice", "columns 1 to 2 of 2", sliced, shape)
    narrow = copy.deepcopy(sliced)
    narrow[14].update({"from": 0, "width": 0})
    bad("e-slice-empty", "no column", narrow, shape)
    joined = steps()
    joined[15:15] = [{"name": "c", "op": "concat", "of": ["l", "z"]}]
    joined[16]["of"] = "c"
    bad("e-concat", "one position beside two", joined, shape)
    bad("f-missing", "the file has no tensor W", changed("h", weight="W"), shape)
    bad("g-not-listed", "tensor u is not read and not listed", changed("logits", bias=None), shape)
    bad("g-listed-but-read", "a tensor that a step reads is listed", steps(), shape, hidden=["U"])
    bad("g-listed-not-there", "a tensor that is not in the file is listed", steps(), shape, hidden=["mask"])
    model, order = extended()
    bad("g-order", "not in order", steps(), shape, model=model, hidden=order[::-1])
    no = {"code": "UNSUPPORTED_MODEL", "verdict": "declined"}
    bad("h-op", "op tanh", changed("f", op="tanh"), **no)
    bad("h-op-rotary", "op rotary", changed("q", op="rotary"), **no)
    bad("h-layout", "layout in_out", changed("h", layout="in_out"), **no)
    bad("h-layout-of-table", "layout in-out of a table", changed("e", layout="in-out"), **no)
    bad("h-kind", "a norm of kind batch", changed("n", kind="batch"), **no)
    bad("h-mask", "mask local", changed("a", mask="local"), **no)
    pooled = steps()
    pooled[14] = {"name": "l", "op": "pool", "of": "z", "kind": "max"}
    bad("h-pool", "a pool of kind max", pooled, **no)
    bad("i-epsilon", "epsilon -1", changed("n", epsilon="-1"))
    bad("i-heads-0", "no heads", changed("a", heads=0))
    bad("i-heads-3", "3 heads of width 2", changed("a", heads=3), shape)
    bad("i-root-0", "scaleRoot 0", changed("a", scaleRoot=0))
    ordered = attention(mask="none", maskedScore="-5")
    bad("i-number-without-mask", "a number for masked scores, and no mask", ordered)
    bad("j-position", "position 2 of 2", changed("l", position=2), shape)
    integers = tensors.pack([("E", "I32", [3, 2], b"\0" * 24)] + [
        (name, "F32", shape, tensors.encode("F32", x)) for name, (shape, x) in others("E").items()])
    bad("k-integers", "a table of I32", steps(), model=integers, **no)
    bad("l-no-embed", "no token is read", no_embed())


def no_embed():
    """Positions in place of tokens."""
    some = steps()
    some[0] = {"name": "e", "op": "positions", "table": "E", "layout": "rows"}
    return some


def others(*without):
    """The tensors of the model but some."""
    file = program_oracle.File(MODEL)
    return {name: (entry["shape"], [float(x) for x in file.numbers(name)[1]])
            for name, entry in file.header.items() if name not in without}


def attention(**fields):
    """The steps with these fields of the attention, in their order."""
    some = steps()
    old = some[6]
    names = ("name", "op", "query", "key", "value", "heads", "mask", "maskedScore", "maskedProduct", "scale",
             "scaleRoot")
    merged = dict(old, **fields)
    some[6] = {name: merged[name] for name in names if merged.get(name) is not None}
    return some


def renamed(old, new):
    """The steps with one of another name."""
    some = steps()
    for step in some:
        for key, value in step.items():
            if key in ("of", "query", "key", "value", "name"):
                step[key] = new if value == old else [new if v == old else v for v in value] \
                    if isinstance(value, list) else value
    return some


def extended():
    """The model with what no step reads: masks as TransformerLens writes them, and buffers."""
    more = [("a.mask", "BOOL", [2, 2], b"\1\0\1\1"), ("a.IGNORE", "F32", [], tensors.encode("F32", [float("-inf")])),
            ("empty", "F32", [0, 0], b""), ("step", "I64", [1], b"\7" + b"\0" * 7)]
    model = tensors.pack([(name, "F32", shape, tensors.encode("F32", x)) for name, (shape, x) in others().items()] + more)
    return model, sorted(name for name, _, _, _ in more)


def unread():
    """A claim and a model with tensors that are not read."""
    model, names = extended()
    return claim(unread=names), model


def inputs():
    """F-17 and F-19."""
    fixed = {"kind": "all", "positions": [{"from": 0, "to": 2}, {"token": 1}]}
    accept("F-17", "fixed-token", "the last token is 1; the task sees the first alone",
           claim(inputs=fixed, task={"name": "token", "index": 0}), MODEL)
    single = {"kind": "all", "positions": [{"from": 0, "to": 2}, {"from": 1, "to": 1}]}
    accept("F-17", "free-position-of-one-token", "the second position is free, with token 1 alone",
           claim(inputs=single), MODEL)
    rows = [(0, 1), (2, 2), (1, 0), (1, 0), (2, 0)]
    for dtype, size in (("U8", 1), ("I32", 4), ("I64", 8)):
        data, some = listed(rows, dtype, size)
        accept("F-17", "file-" + dtype.lower(), "rows of a data file, one of them twice", claim(inputs=some), MODEL, [data])
    data, some = listed(rows, "U8", 1)
    one_more("F-15", "e-file", "one row more than is right", claim(inputs=some, margin="1"), MODEL, [data])

    def bad(section, name, comment, code, some, verdict="rejected", data=(), task=None):
        body = claim(inputs=some, task=task or {"name": "max"})
        refuse(verdict, section, name, comment, code, body, MODEL, data, total=9)

    bad("F-17", "a-kind", "kind some", "UNKNOWN_INPUTS", {"kind": "some", "positions": []}, "declined")
    bad("F-17", "b-none", "no position", "CLAIM_RANGE", {"kind": "all", "positions": []})
    bad("F-17", "b-reversed", "2 to 0", "CLAIM_RANGE", {"kind": "all", "positions": [{"from": 2, "to": 0}, {"from": 0, "to": 2}]})
    many = {"kind": "all", "positions": [{"token": 0}] * 256 + [{"from": 0, "to": 1}]}
    bad("F-17", "b-long", "257 positions", "LIMIT_EXCEEDED", many, "declined")
    bad("F-17", "c-none-free", "no free position", "CLAIM_RANGE", {"kind": "all", "positions": [{"token": 0}, {"token": 1}]})
    for name, free in (("decreasing", [1, 0]), ("twice", [0, 0]), ("beyond", [0, 2]), ("empty", [])):
        bad("F-17", "c-free-" + name, "free positions %s of 2" % free, "CLAIM_RANGE", dict(some, free=free), data=[data])
    bad("F-17", "d-token", "token 3 of 0 to 2", "CLAIM_RANGE",
        {"kind": "all", "positions": [{"from": 0, "to": 3}, {"from": 0, "to": 2}]})
    bad("F-17", "d-fixed-token", "token 3 of 0 to 2", "CLAIM_RANGE",
        {"kind": "all", "positions": [{"from": 0, "to": 2}, {"token": 3}]})
    far, there = listed([(0, 1), (3, 0)], "U8", 1)
    bad("F-17", "d-file", "token 3 of 0 to 2 in a data file", "CLAIM_RANGE", there, data=[far])
    bad("F-19", "a-no-tensor", "the data file has no such tensor", "SHAPE_MISMATCH", dict(some, tensor="rows"), data=[data])
    real = tensors.pack([("tokens", "F32", [2, 2], tensors.encode("F32", [0, 1, 2, 0]))])
    bad("F-19", "a-dtype", "tokens of F32", "SHAPE_MISMATCH", pointed(real), data=[real])
    flat = tensors.pack([("tokens", "U8", [4], b"\0\1\2\0")])
    bad("F-19", "a-shape", "tokens of one dimension", "SHAPE_MISMATCH", pointed(flat), data=[flat])
    wide = tensors.pack([("tokens", "U8", [2, 3], b"\0\1\2\0\1\2")])
    bad("F-19", "a-length", "rows of three tokens for two", "SHAPE_MISMATCH", pointed(wide), data=[wide])
    short = tensors.pack([("tokens", "I32", [2, 2], b"\0\1\2\0")])
    bad("F-19", "a-bytes", "four bytes for four numbers of I32", "SHAPE_MISMATCH", pointed(short), data=[short])
    row = dict(tokens=dict(dtype="U8", shape=[2**56 + 1, 256], data_offsets=[0, 256]))
    wrapped = tensors.file(tensors.compact(row), bytes(256))
    refuse("rejected", "F-19", "a-wrapped", "2^56 + 1 rows of 256 tokens in 256 bytes: equal modulo 2^64",
           "SHAPE_MISMATCH", claim(inputs=dict(pointed(wrapped), length=256, free=list(range(256)))),
           weights(P=([256, 2], [0] * 512)), [wrapped], total=1)
    for name, number in (("negative", -1), ("large", 1 << 24)):
        off = tensors.pack([("tokens", "I32", [1, 2], b"\0" * 4 + number.to_bytes(4, "little", signed=True))])
        bad("F-19", "b-" + name, "token %d" % number, "CLAIM_RANGE", pointed(off), data=[off])
    labels = tensors.pack([("labels", "U8", [9], bytes([0, 1, 2, 1, 1, 2, 2, 2, 0]))])
    table = {"name": "table", "sha256": hashlib.sha256(labels).hexdigest(), "tensor": "labels"}
    accept("F-19", "table", "labels of all nine inputs", claim(task=table), MODEL, [labels])
    few = tensors.pack([("labels", "U8", [8], bytes(8))])
    bad("F-19", "a-labels", "eight labels for nine inputs", "SHAPE_MISMATCH", claim()["inputs"], data=[few],
        task=dict(table, sha256=hashlib.sha256(few).hexdigest()))


def pointed(data):
    """Inputs that are the tokens of a data file."""
    return {"kind": "file", "sha256": hashlib.sha256(data).hexdigest(), "tensor": "tokens", "length": 2, "free": [0, 1]}


def listed(rows, dtype, size):
    """A data file of these rows, and the inputs that it makes."""
    numbers = b"".join(t.to_bytes(size, "little") for row in rows for t in row)
    data = tensors.pack([("tokens", dtype, [len(rows), 2], numbers)])
    return data, pointed(data)


def task_of(name, fields, positions):
    """A claim of this task over so many positions of three tokens, and its model."""
    table = [1.0, 0.25, -0.5, -0.25, 1.25, -1.0, 0.75, -0.125, 1.0]
    model = weights(P=([positions, 2], [((7 * i) % 5 - 2) / 4 for i in range(2 * positions)]),
                    E=([3, 2], table[:6]))
    some = changed("l", position=positions - 1)
    return claim(some, inputs={"kind": "all", "positions": [{"from": 0, "to": 2}] * positions},
                 task=dict({"name": name}, **fields)), model


def tasks():
    """F-18."""
    every = [("max", {}, 3), ("min", {}, 3), ("nth-largest", {"n": 2}, 3), ("sum-mod", {"modulus": 3}, 3),
             ("difference-mod", {"modulus": 3}, 2), ("product-mod", {"modulus": 3}, 3), ("token", {"index": 1}, 3),
             ("repeat", {}, 3), ("distinct-repeat", {}, 3), ("majority", {}, 3)]
    for name, fields, positions in every:
        body, model = task_of(name, fields, positions)
        accept("F-18", name, "task %s of %d tokens" % (name, positions), body, model)
        one_more("F-15", "e-task-" + name, "one input more than is right", body, model)
    pair = {"kind": "all", "positions": [{"from": 0, "to": 1}] * 2}
    for order in ("left-first", "right-first"):
        composed = {"name": "compose", "n": 2, "order": order}
        accept("F-18", "compose-2-" + order, "two permutations of two", claim(inputs=pair, task=composed), MODEL)
        body, model = permutations(order)
        accept("F-18", "compose-3-" + order, "two permutations of three: a network that does not know the order", body, model)
    brackets = {"name": "balanced", "open": 1, "close": 0, "invalid": 2, "valid": 0}
    accept("F-18", "balanced", "1 opens, 0 closes", claim(inputs=pair, task=brackets), MODEL)

    def bad(name, comment, code, task, verdict="rejected", some=None):
        refuse(verdict, "F-18", name, comment, code, claim(task=task, inputs=some or claim()["inputs"]), MODEL, total=9)

    bad("a-unknown", "task median", "UNKNOWN_TASK", {"name": "median"}, "declined")
    for name, task in (("nth-0", {"name": "nth-largest", "n": 0}), ("nth-3", {"name": "nth-largest", "n": 3}),
                       ("modulus-0", {"name": "sum-mod", "modulus": 0}), ("index-2", {"name": "token", "index": 2}),
                       ("compose-0", {"name": "compose", "n": 0, "order": "left-first"}),
                       ("compose-9", {"name": "compose", "n": 9, "order": "left-first"}),
                       ("compose-order", {"name": "compose", "n": 3, "order": "first"}),
                       ("same-brackets", {"name": "balanced", "open": 1, "close": 1, "invalid": 0, "valid": 1}),
                       ("distinct-repeat", {"name": "distinct-repeat"})):
        bad("b-" + name, "task %s of two free tokens" % tensors.compact(task).replace('"', ""), "CLAIM_RANGE", task)
    three = {"kind": "all", "positions": [{"from": 0, "to": 2}, {"token": 1}]}
    bad("b-one-token", "the difference of one token", "CLAIM_RANGE", {"name": "difference-mod", "modulus": 3}, some=three)
    bad("c-permutation", "token 2 is no permutation of two", "CLAIM_RANGE",
        {"name": "compose", "n": 2, "order": "left-first"})
    bad("c-bracket", "token 2 is no bracket", "CLAIM_RANGE", {"name": "balanced", "open": 1, "close": 0, "invalid": 0, "valid": 1})


def permutations(order):
    """A network over the six permutations of three, with random weights."""
    rng = random.Random("permutations")
    some = {"E": ([6, 4], [rng.uniform(-2, 2) for _ in range(24)]), "P": ([2, 4], [rng.uniform(-2, 2) for _ in range(8)]),
            "W": ([4, 6], [rng.uniform(-2, 2) for _ in range(24)]), "U": ([6, 6], [rng.uniform(-2, 2) for _ in range(36)])}
    model = tensors.pack([(name, "F32", shape, tensors.encode("F32", x)) for name, (shape, x) in some.items()])
    body = claim([
        {"name": "e", "op": "embed", "table": "E", "layout": "rows"},
        {"name": "p", "op": "positions", "table": "P", "layout": "rows"},
        {"name": "x", "op": "add", "of": ["e", "p"]},
        {"name": "h", "op": "linear", "of": "x", "weight": "W", "layout": "in-out"},
        {"name": "r", "op": "relu", "of": "h"},
        {"name": "s", "op": "pool", "of": "r", "kind": "sum"},
        {"name": "logits", "op": "linear", "of": "s", "weight": "U", "layout": "in-out"},
    ], inputs={"kind": "all", "positions": [{"from": 0, "to": 5}] * 2}, outputs={"from": 0, "to": 5},
        task={"name": "compose", "n": 3, "order": order})
    return body, model


def limits():
    """F-21 and R-07 (a)."""
    def bad(section, name, comment, body, model=MODEL):
        refuse("declined", section, name, comment, "LIMIT_EXCEEDED", body, model, total=1)

    long = steps()[:1] + [{"name": "r%d" % i, "op": "relu", "of": "r%d" % (i - 1) if i else "e"} for i in range(256)]
    bad("F-21", "a-steps", "257 steps", claim(long))
    names = ["n%04d" % i for i in range(4097)]
    bad("F-21", "a-unread", "4097 names of tensors that are not read", claim(unread=names))
    refuse("rejected", "F-21", "a-unread-within", "4096 names of tensors that are not there", "SHAPE_MISMATCH",
           claim(unread=names[1:]), MODEL, total=1)
    wide = weights(E=([1, 4097], [0.0] * 4097))
    bad("F-21", "b-width", "a width of 4097", claim(), wide)
    square = tensors.pack([("E", "BF16", [1, 128], b"\0" * 256), ("W", "BF16", [128, 128], b"\0" * (2 << 14))])
    one = {"kind": "all", "positions": [{"from": 0, "to": 0}]}
    chain = [{"name": "e", "op": "embed", "table": "E", "layout": "rows"}]
    for i in range(255):
        chain.append({"name": "l%d" % i, "op": "linear", "of": "l%d" % (i - 1) if i else "e", "weight": "W",
                      "layout": "out-in", "bias": "E"})
    bad("F-21", "c-weights", "2^14 weights read 255 times, and 128 biases with them; 2^20 are too many", claim(chain, inputs=one, outputs={"from": 0, "to": 1}), square)
    large = {"kind": "all", "positions": [{"from": 0, "to": 8191}, {"from": 0, "to": 8192}]}
    bad("F-21", "d-inputs", "2^26 + 2^13 inputs", claim(inputs=large))
    long = {"kind": "all", "positions": [{"from": 0, "to": 1}] * 26}
    bad("F-21", "d-tokens", "2^26 inputs of 26 tokens", claim(inputs=long), weights(P=([26, 2], [0.0] * 52)))
    flat = tensors.pack([("E", "BF16", [1, 4096], b"\0" * 8192)])
    full = [{"name": "e", "op": "embed", "table": "E", "layout": "rows"}, {"name": "r", "op": "relu", "of": "e"}]
    bad("F-21", "e-values", "256 positions of width 4096, twice",
        claim(full, inputs={"kind": "all", "positions": [{"from": 0, "to": 0}] * 256}), flat)
    bits = weights(P=([3, 2], [0.0] * 6), E=([256, 2], [0.0] * 512), **{"in": ([2, 4096], [0.0] * 8192), "out": ([4096, 2], [0.0] * 8192)})
    work = claim(changed("l", position=2), inputs={"kind": "all", "positions": [{"from": 0, "to": 255}] * 3})
    refuse("declined", "F-21", "f-work", "2^24 inputs of more than 2^14 multiply-adds each", "LIMIT_EXCEEDED", work, bits, total=1 << 24)
    refuse("declined", "R-07", "a-work", "the same", "LIMIT_EXCEEDED", work, bits, total=1 << 24)
    rows_of_work()
    grown = [chain[0], {"name": "w", "op": "linear", "of": "e", "weight": "W", "layout": "in-out"}]
    sized = claim(grown, inputs=one, outputs={"from": 0, "to": 1})
    accept("R-07", "numbers-of-1023-bits", "2^511 times 2^511", sized, powers(511))
    refuse("rejected", "R-07", "numbers-of-1025-bits", "2^512 times 2^512 leads 0, but no row is computed with whose numbers are so long",
           "CLAIM_NOT_PROVED", sized, powers(512), correct="1", total=1)


def rows_of_work():
    """R-07 (a): what a row, a norm, a head count. What is within the limit has no second line, L-96 (e)."""
    left = [{"name": "x", "op": "relu", "of": "e"}, {"name": "y", "op": "attention", "query": "x", "key": "x", "value": "x",
             "heads": 1, "mask": "causal", "scale": "1"}, {"name": "z", "op": "select", "of": "y", "position": 0}]

    def relu(m):
        return 1, [{"name": "s", "op": "pool", "of": "e", "kind": "sum"}] + [
            {"name": "r%d" % i, "op": "relu", "of": "r%d" % (i - 1) if i else "s"} for i in range(m)]

    def norm(w):
        return w, [{"name": "s", "op": "pool", "of": "e", "kind": "sum"},
                   {"name": "m", "op": "norm", "of": "s", "kind": "rms", "epsilon": "1"}]

    def heads(w):
        return w, [{"name": "a", "op": "attention", "query": "e", "key": "e", "value": "e", "heads": w, "mask": "none",
                    "scale": "1"}, {"name": "s", "op": "select", "of": "a", "position": 1}]

    for name, made, most, what in (
            ("rows", relu, 122, "%d rows of one entry"), ("norms", norm, 55, "a norm of %d entries"),
            ("heads", heads, 59, "%d heads of one entry")):
        for size in (most, most + 1):
            w, some = made(size)
            last = [{"name": "t", "op": "add", "of": [some[-1]["name"], "z"]},
                    {"name": "l", "op": "linear", "of": "t", "weight": "U", "layout": "in-out"}]
            body = claim([{"name": "e", "op": "embed", "table": "E", "layout": "rows"}] + left + some + last,
                         inputs={"kind": "all", "positions": [{"from": 0, "to": 4095}, {"from": 0, "to": 2047}]}, outputs={"from": 0, "to": 1},
                         task={"name": "sum-mod", "modulus": 2})
            model = tensors.pack([("E", "BF16", [4096, w], b"\0" * (8192 * w)), ("U", "BF16", [w, 2], b"\0" * (4 * w))])
            over = size > most
            refuse("declined", "R-07", "a-%s%s" % (name, "" if over else "-within"),
                   what % size + ", 2^23 inputs" + ("" if over else "; no second line"),
                   "LIMIT_EXCEEDED" if over else "UNSUPPORTED_PROFILE", body, model, total=1 << 23,
                   profile={"name": "binary32-any-engine", "correct": "0"})


def powers(e):
    """A model of one token, whose output 0 is 4^e, and output 1 less by 2^-40 of it."""
    return tensors.pack([("E", "F64", [1, 1], tensors.encode("F64", [2.0**e])),
                         ("W", "F64", [1, 2], tensors.encode("F64", [2.0**e, 2.0**e * (1 - 2.0**-40)]))])


# ------------------------------------------------------------------------------------ the lemmas


def uses(body, ops):
    """Whether a program has one of these operations."""
    return any(step["op"] in ops or step.get("kind") in ops for step in body["network"]["steps"])


OPERATIONS = {
    "L-60": ("linear",), "L-61": ("attention", "silu"), "L-62": ("gelu", "gelu-tanh"), "L-63": ("attention",),
    "L-64": ("norm",), "L-65": ("gelu",), "L-66": ("silu", "gelu-tanh"), "L-67": ("attention",), "L-68": ("add",),
    "R-07": ("select", "pool"),
}


def mistaken(body, model, network):
    """What a network with a mistake counts."""
    kept = program_oracle.Network
    program_oracle.Network = network
    try:
        return program_oracle.judge(body, model)[0]
    finally:
        program_oracle.Network = kept


def lemmas():
    """L-60 to L-68 and R-07: random programs at their exact count, and at one more."""
    seed = 5000
    for section, ops in sorted(OPERATIONS.items()):
        made = 0
        while made < 3:
            seed += 1
            body, model, _ = program(seed)
            if uses(body, ops):
                certain, unsure, total = judged(body, model)
                if 0 < certain and certain + unsure < total and unsure == 0:
                    accept(section, "program-%d" % seed, "a random program", body, model)
                    one_more(section, "program-%d-one-more" % seed, "one input more than is right", body, model)
                    made += 1


NARROW = {
    "L-80": ("add",), "L-81": ("linear",), "L-82": ("attention", "silu"), "L-83": ("attention",), "L-84": ("norm",),
    "L-85": ("gelu", "gelu-tanh", "silu"),
}


def closer(writer, bits=40):
    """Output 1 becomes output 0 and 2^-bits of it: words of 28 bits do not see which is larger."""
    v = writer.v
    entries = [0.0] * (v * v)
    entries[0], entries[1] = 1.0, 1.0 + 2.0**-bits
    for o in range(2, v):
        entries[o * v + o] = 1.0
    writer.tensors.append(("closer", "F64", [v, v], tensors.encode("F64", entries)))
    writer.step("linear", (1, v), of=writer.steps[-1]["name"], weight="closer", layout="in-out")


def narrow():
    """L-80 to L-85: random programs of which the first level decides many inputs, and some it must not."""
    seed = 6000
    for section, ops in sorted(NARROW.items()):
        for name, end in (("program", None), ("close", closer)):
            made = 0
            while made < 3:
                seed += 1
                body, model, _ = program(seed, end)
                certain, unsure, total = judged(body, model) if uses(body, ops) else (0, 0, 0)
                if 0 < certain < total and unsure == 0:
                    accept(section, "%s-%d" % (name, seed), "a random program", body, model)
                    one_more(section, "%s-%d-one-more" % (name, seed), "one input more than is right", body, model)
                    made += 1


MEDIUM = {
    "L-86": ("linear", "add"), "L-87": ("attention",), "L-88": ("attention",), "L-89": ("norm",),
}


def medium():
    """L-86 to L-89: random programs of which the second level decides many inputs, and some it must not."""
    seed = 7000
    for section, ops in sorted(MEDIUM.items()):
        for bits in (26, 34, 50):
            made = 0
            while made < 2:
                seed += 1
                body, model, _ = program(seed, functools.partial(closer, bits=bits))
                fits = uses(body, ops) and not uses(body, ("gelu", "gelu-tanh", "silu"))
                certain, unsure, total = judged(body, model) if fits else (0, 0, 0)
                if 0 < certain < total and unsure == 0:
                    name = "close-%d-%d" % (bits, seed)
                    accept(section, name, "a random program", body, model)
                    one_more(section, name + "-one-more", "one input more than is right", body, model)
                    made += 1


def activations():
    """L-90: random programs with gelu and silu, which are too close for words of 28 bits."""
    for bits, seed, count in ((20, 7200, 2), (26, 7204, 2), (34, 7212, 2), (22, 7239, 3)):
        made = 0
        while made < count:
            seed += 1
            body, model, _ = program(seed, functools.partial(closer, bits=bits))
            certain, unsure, total = judged(body, model) if uses(body, NARROW["L-85"]) else (0, 0, 0)
            if 0 < certain < total and unsure == 0:
                name = "close-%d-%d" % (bits, seed)
                accept("L-90", name, "a random program", body, model)
                one_more("L-90", name + "-one-more", "one input more than is right", body, model)
                made += 1


def larger(writer):
    """Outputs of some thousands, too close for words of 28 bits: no disc of 48 fractional bits holds them."""
    v = writer.v
    entries = [512.0 if i == o else 0.0 for i in range(v) for o in range(v)]
    for name in ("larger-1", "larger-2"):
        writer.tensors.append((name, "F64", [v, v], tensors.encode("F64", [n / 4 for n in entries])))
        writer.step("linear", (1, v), of=writer.steps[-1]["name"], weight=name, layout="in-out")
    closer(writer, bits=26)


def exponents():
    """L-91: random programs whose outputs are large."""
    seed = 7300
    made = 0
    while made < 4:
        seed += 1
        body, model = program(seed, larger)
        plain = uses(body, ("linear",)) and not uses(body, NARROW["L-85"])
        certain, unsure, total = judged(body, model) if plain else (0, 0, 0)
        if 0 < certain < total and unsure == 0:
            accept("L-91", "large-%d" % seed, "a random program", body, model)
            one_more("L-91", "large-%d-one-more" % seed, "one input more than is right", body, model)
            made += 1


SEEDS = {
    "no-bias": 20000, "parts-reversed": 20000, "positions-from-1": 20000, "one-head": 20003, "centred-rms":
    20020, "last-position": 20029, "leaky-relu": 20046, "no-mask": 20066, "uncentred": 20100,
    "mean-for-sum": 20147, "unscaled": 20147, "root-of-width": 20147, "masked-left-out": 20175,
    "sample-variance": 20178, "epsilon-outside": 20555, "product-for-score": 20718, "relu-for-silu": 20818,
}


def mistakes():
    """Programs on which a network with one mistake counts too many; the first random ones that were found."""
    for section, some in sorted(program_wrong.MISTAKES.items()):
        for name, network in some:
            body, model = program(SEEDS[name])[:2] if name in SEEDS else threshold(name)
            certain, unsure, total = judged(body, model)
            wrong = mistaken(body, model, network)
            if wrong <= certain + unsure:
                raise AssertionError("%s deceives nobody" % name)
            put.put("rejected", section, "mistake-" + name, "what a network counts that is wrong in this",
                    certificate(body, model, wrong, total), "CLAIM_NOT_PROVED", model)


def threshold(name):
    """One token, and a rival between what gelu and its approximation give."""
    op, x, rival = {"gelu-by-tanh": ("gelu", 2.5, 2.4847), "gelu-tanh-by-phi": ("gelu-tanh", 1.0, 0.8413)}[name]
    model = tensors.pack([(tensor, "F64", shape, tensors.encode("F64", values)) for tensor, shape, values in (
        ("E", [1, 1], [x]), ("U", [1, 2], [1.0, 0.0]), ("u", [2], [0.0, rival]))])
    body = claim([{"name": "e", "op": "embed", "table": "E", "layout": "rows"}, {"name": "f", "op": op, "of": "e"},
                  {"name": "logits", "op": "linear", "of": "f", "weight": "U", "layout": "in-out", "bias": "u"}],
                 inputs={"kind": "all", "positions": [{"from": 0, "to": 0}]}, outputs={"from": 0, "to": 1})
    return body, model


def ties():
    """L-68: outputs that are equal are no lead, at any level."""
    same = weights(U=([2, 3], [1, 1, 0, 0.25, 0.25, -1]), u=([3], [0, 0, 0]))
    accept("L-68", "tie", "outputs 0 and 1 are equal on every input", claim(), same)
    certain, unsure, total = judged(claim(), same)
    put.put("rejected", "L-68", "tie-is-right", "ties counted as right",
            certificate(claim(), same, certain + unsure, total), "CLAIM_NOT_PROVED", same)


def levels():
    """R-07: leads that 64 bits do not see."""
    for name, less in (("2^-70", 2.0**-70), ("2^-300", 2.0**-300)):
        model = tensors.pack([("E", "F64", [2, 2], tensors.encode("F64", [1.0 + 0, 1.0, 1.0, 1.0])),
                              ("U", "F64", [2, 2], tensors.encode("F64", [1.0, 0.0, 0.0, 1.0])),
                              ("u", "F64", [2], tensors.encode("F64", [0.0, less]))])
        body = claim([{"name": "e", "op": "embed", "table": "E", "layout": "rows"},
                      {"name": "s", "op": "pool", "of": "e", "kind": "mean"},
                      {"name": "logits", "op": "linear", "of": "s", "weight": "U", "layout": "in-out", "bias": "u"}],
                     inputs={"kind": "all", "positions": [{"from": 0, "to": 1}] * 2}, outputs={"from": 0, "to": 1})
        accept("R-07", "lead-" + name.replace("^", ""), "output 1 leads by %s: a later level sees it" % name, body, model)
    tried()
    accept("L-64", "undefined", "a norm of equal entries with epsilon 0 is not defined: those inputs are wrong", *undefined())


def tried():
    """R-07, 3: every input is right by 2^-70, which needs 128 bits. They are in 30 parts of 16, ceil(1024 / 30) is 35,
    the cost 283,534, and floor(35 2^18 / (4 cost)) is 8: in each part so many are proved, and no more."""
    size, norms = 480, 33
    sides = [[1.0, 2.0**-70 * (-1) ** (t + 1)] for t in range(size)]
    model = tensors.pack([(name, "F64", shape, tensors.encode("F64", values)) for name, shape, values in (
        ("E", [size, 2], sum(sides, [])), ("U", [2, 2], [1.0, 1.0, 0.0, 1.0]), ("N", [2, 2], [0.0] * 4))])

    def linear(name, of, weight):
        return {"name": name, "op": "linear", "of": of, "weight": weight, "layout": "in-out"}
    chain = [{"name": "n%d" % i, "op": "norm", "of": "n%d" % (i - 1) if i else "e", "kind": "rms", "epsilon": "1"}
             for i in range(norms)]
    steps = [{"name": "e", "op": "embed", "table": "E", "layout": "rows"}, *chain, linear("y", "e", "U"),
             linear("z", chain[-1]["name"], "N"), {"name": "l", "op": "add", "of": ["y", "z"]}]
    body = claim(steps, inputs={"kind": "all", "positions": [{"from": 0, "to": size - 1}]},
                 outputs={"from": 0, "to": 1}, task={"name": "sum-mod", "modulus": 2})
    proved = size // 16 * 8
    put.put("accepted", "R-07", "tried-at-128-bits", "8 inputs of each 16 are tried at 128 bits",
            certificate(body, model, proved, size), None, model, correct=str(proved), total=str(size))
    put.put("rejected", "R-07", "tried-at-128-bits-one-more", "one more than are tried; all are right",
            certificate(body, model, proved + 1, size), "CLAIM_NOT_PROVED", model)


def undefined():
    """Token 1 has equal entries, and nothing is added to it."""
    model = weights(E=([3, 2], [1, 0, 1, 1, -1, 1]))
    body = claim([{"name": "e", "op": "embed", "table": "E", "layout": "rows"},
                  {"name": "n", "op": "norm", "of": "e", "kind": "layer", "epsilon": "0"},
                  {"name": "s", "op": "pool", "of": "n", "kind": "sum"},
                  {"name": "logits", "op": "linear", "of": "s", "weight": "U", "layout": "in-out", "bias": "u"}],
                 ["K", "O", "P", "Q", "V", "b", "g", "in", "out"])
    return body, model


def make():
    """All of them."""
    claims()
    networks()
    inputs()
    tasks()
    limits()
    lemmas()
    narrow()
    medium()
    activations()
    exponents()
    mistakes()
    ties()
    levels()
