# SPDX-License-Identifier: Apache-2.0
"""Vectors of programs by the rules of version 1: F-23, L-76, L-77, and shapes that L-76 rests on."""
import copy

import program_circuits
import program_oracle
import put
import run  # finds spec/python
import tensors
from assay_second import check as second

# the seeds of program_circuits.py whose models these vectors have, by strategy: the smallest of several
# tokens, then with fixed tokens, other ranges or other outputs
SEEDS = {"brute-force": (63, 345), "grouped-counting": (260, 345), "potential-counting": (63, 336),
         "cubic": (63, 345), "cubic-retest": (63, 336), "sub-cubic": (161, 220)}
PLACES = {"brute-force": (8, 187, 244, 345), "grouped-counting": (8, 244, 383, 345),
          "potential-counting": (236, 244, 345, 461)}


def proved(data, model):
    """What the rule as written proves of a certificate that claims nothing."""
    finding = second.Finding("", True)
    path = put.HERE / "scratch.safetensors"
    path.write_bytes(model)
    try:
        second.check(finding, data, None, lambda wanted: path)
    finally:
        path.unlink()
    if finding.verdict != "accepted":
        raise AssertionError("%s: %s" % (finding.code, finding.message))
    return finding.proved


# ---------------------------------------------------------------------------- one small program

SIZES = {"dModel": 2, "dHead": 1}


def steps(**changes):
    """Its steps; a change replaces fields of one, those that are None are left out."""
    some = [
        {"name": "e", "op": "embed", "table": "E", "layout": "rows"},
        {"name": "p", "op": "positions", "table": "P", "layout": "rows"},
        {"name": "x", "op": "add", "of": ["e", "p"]},
        {"name": "q", "op": "linear", "of": "x", "weight": "Q", "layout": "heads-in-out", "bias": "qb"},
        {"name": "k", "op": "linear", "of": "x", "weight": "K", "layout": "heads-in-out"},
        {"name": "v", "op": "linear", "of": "x", "weight": "V", "layout": "heads-in-out"},
        {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 1, "mask": "causal",
         "scaleRoot": 1},
        {"name": "o", "op": "linear", "of": "a", "weight": "O", "layout": "in-out"},
        {"name": "y", "op": "add", "of": ["x", "o"]},
        {"name": "l", "op": "select", "of": "y", "position": 1},
        {"name": "u", "op": "linear", "of": "l", "weight": "U", "layout": "in-out", "bias": "ub"},
    ]
    for step in some:
        step.update(changes.get(step["name"], {}))
        for field in [key for key, value in step.items() if value is None]:
            del step[field]
    return some


def doubled(count, **changes):
    """With so many steps more, d0 = x + x and each the double of the one before; at least one is read."""
    more = [{"name": "d%d" % j, "op": "add", "of": [("d%d" % (j - 1) if j else "x")] * 2} for j in range(count)]
    some = steps(**changes)
    return some[:3] + more + some[3:]


def model(**more):
    """Its tensors: 5 tokens, 2 positions, 5 outputs; it attends to small tokens, and answers them."""
    some = {
        "E": ([5, 2], [1, 0.5, 1, 1, 1, 2, 1, 3, 1, 4]), "P": ([2, 2], [0, 0.25, 0, -0.25]),
        "Q": ([1, 2, 1], [-1.5, 0]), "qb": ([1, 1], [-0.5]), "K": ([1, 2, 1], [0, 1]), "V": ([1, 2, 1], [0, 1]),
        "O": ([1, 2], [0.25, 3]), "U": ([2, 5], [0, -1, -4, -9, -16, 0, 0.5, 1.5, 2.5, 3.25]),
        "ub": ([5], [0, 2.5, 0, -2, 0]),
    }
    some.update(more)
    return tensors.pack([(name, "F32", shape, tensors.encode("F32", x)) for name, (shape, x) in some.items()])


MODEL = model()


def claim(some=None, unread=(), places=2, low=1, high=3, **changes):
    """The claim about it: the smaller of two tokens from 1 to 3."""
    fields = {
        "network": {"steps": some or steps(), "unread": list(unread)},
        "inputs": {"kind": "all", "positions": [{"from": low, "to": high}] * places},
        "outputs": {"from": low, "to": high}, "task": {"name": "min"}, "margin": "0"}
    fields.update(changes)
    return fields


def certificate(body, data, correct, total, sizes=SIZES, strategy='{"name":"brute-force"}'):
    fields = dict(body, correct=str(correct), total=str(total))
    made = program_circuits.statement(data, fields, strategy)
    circuit = tensors.compact(sizes)
    return put.envelope(made.replace(',"strategy":', ',"circuit":%s,"strategy":' % circuit))


def both(section, name, comment, body, data=MODEL):
    """What the oracle counts is accepted, one more is not."""
    certain, unsure, total = program_oracle.judge(body, data)
    if not 0 < certain < total or unsure:
        raise AssertionError("%s: %d, %d of %d" % (name, certain, unsure, total))
    put.put("accepted", section, name, comment, certificate(body, data, certain, total), None, data,
            correct=str(certain), total=str(total))
    put.put("rejected", section.replace("F-23", "L-77"), "more-" + name, comment + "; one more", certificate(body, data, certain + 1, total),
            "CLAIM_NOT_PROVED", data)


def refuse(verdict, section, name, comment, code, body, data=MODEL, total=9, **more):
    put.put(verdict, section, name, comment, certificate(body, data, 0, total, **more), code, data)


def circuits():
    """F-23."""
    both("F-23", "min", "the smaller of two, by brute force", claim())
    refuse("declined", "F-23", "a-relu", "a function behind the sum", "UNSUPPORTED_MODEL", claim(relu()))
    refuse("declined", "F-23", "b-sum", "another task", "UNKNOWN_STRATEGY",
           claim(task={"name": "sum-mod", "modulus": 3}))
    for name, sizes in (("model", {"dModel": 3, "dHead": 1}), ("head", {"dModel": 2, "dHead": 2})):
        refuse("rejected", "F-23", "c-" + name, "sizes of another network", "SHAPE_MISMATCH", claim(), sizes=sizes)
    for name, sizes in (("model", {"dModel": 4097, "dHead": 1}), ("head", {"dModel": 2, "dHead": 4097})):
        refuse("declined", "F-23", "d-" + name, "4097 of them", "LIMIT_EXCEEDED", claim(), sizes=sizes)
    refuse("declined", "F-23", "d-tokens", "4097 tokens", "LIMIT_EXCEEDED", claim(high=4097), total=4097 ** 2)
    refuse("declined", "F-15", "g-circuit-exhaustive", "every input of a circuit is brute-force", "UNKNOWN_STRATEGY",
           claim(), strategy='{"name":"exhaustive"}')
    refuse("rejected", "F-15", "c-total-circuit", "there are 9 inputs", "CLAIM_RANGE", claim(), total=8)
    refuse("rejected", "F-15", "a-outputs-circuit", "outputs 3 to 5 of 5", "CLAIM_RANGE",
           claim(low=3, high=5))
    refuse("rejected", "F-17", "d-token-circuit", "token 5 of 5", "CLAIM_RANGE",
           claim(low=3, high=5), data=model(U=([2, 6], [0] * 12), ub=([6], [0] * 6)))
    random_ones("F-23", "L-77", SEEDS, True)
    fixed = {"kind": "all", "positions": [{"from": 1, "to": 3}, {"token": 0}]}
    for name, strategy in (("cubic", {"name": "cubic"}), ("retest", {"name": "cubic-retest", "cells": ""})):
        refuse("declined", "F-23", "e-fixed-" + name, "the last token is fixed", "UNKNOWN_STRATEGY",
               claim(inputs=fixed), total=3, strategy=tensors.compact(strategy))
    hints = {"name": "sub-cubic", "direct": "max_diff_exact", "handling": "envelope",
             "attention": "exact_EQKE+max_diff_exact", "gaps": "A" * 4, "directions": ""}
    refuse("declined", "F-23", "e-outputs", "an output competes that is no token", "UNKNOWN_STRATEGY",
           claim(outputs={"from": 0, "to": 3}), strategy=tensors.compact(hints))


def drawn_certificate(body):
    """A claim about draws (F-22), by brute force."""
    fields = dict(body, beacon="00112233445566778899aabbccddeeff", correct="0", total="4", bound="0")
    made = program_circuits.statement(MODEL, fields, '{"name":"brute-force"}')
    return put.envelope(made.replace(',"strategy":', ',"circuit":%s,"strategy":' % tensors.compact(SIZES)))


def profiles():
    """F-23 (f)."""
    profile = {"name": "binary32-any-engine", "correct": "0"}
    body = dict(claim(), correct="0", total="9", profile=profile)
    made = program_circuits.statement(MODEL, body, '{"name":"brute-force"}')
    put.put("declined", "F-23", "f-profile", "executions", put.envelope(made.replace(
        ',"strategy":', ',"circuit":%s,"strategy":' % tensors.compact(SIZES))), "UNSUPPORTED_PROFILE", MODEL)


def random_ones(accepted, rejected, seeds, plain):
    """Random theorems: what is proved is accepted, more than is true is not."""
    for strategy, seed in ((strategy, seed) for strategy in seeds for seed in seeds[strategy]):
        case = program_circuits.Case(seed, plain)
        one = next(one for one in case.theorems if one.strategy == strategy)
        data, name = case.dressed.model, "by-%s-%d" % (strategy, seed)

        def made(count):
            return program_circuits.certificate(case.dressed, one.spelled(), count, margin=one.margin)
        count = proved(made(0), data)
        certain, _, total = program_oracle.judge(dict(case.dressed.claim, margin=one.margin), data)
        comment = "%s, %s: %d of %d are proved, %d are right" % (
            case.dressed.claim["task"]["name"], strategy, count, total, certain)
        put.put("accepted", accepted, name, comment, made(count), None, data, correct=str(count), total=str(total))
        put.put("rejected", rejected, name, comment, made(certain + 1), "CLAIM_NOT_PROVED", data)


def relu():
    """The steps with relu between sum and unembedding."""
    some = steps(u={"of": "f"})
    some[10:10] = [{"name": "f", "op": "relu", "of": "l"}]
    return some


def shapes():
    """L-76."""
    selected = steps(y={"of": ["xl", "o"]}, o={"of": "al"}, u={"of": "y"})
    selected[9:10] = []
    selected[8:8] = [{"name": "xl", "op": "select", "of": "x", "position": 1}]
    selected[7:7] = [{"name": "al", "op": "select", "of": "a", "position": 1}]
    both("L-76", "select-first", "the last row is taken of attention and residual", claim(selected))
    late = steps(l={"of": "u"}, u={"of": "y"})
    late[9], late[10] = late[10], late[9]
    both("L-76", "select-last", "the last row is taken of the outputs", claim(late))
    apart = steps(y={"of": ["o", "p", "e"]})
    both("L-76", "one-sum", "tokens, positions and attention are one sum", claim(apart))
    scale = attention(scale="1")
    both("L-76", "scale", "scale 1 is 1/sqrt(1)", claim(scale))
    both("L-76", "masked", "no position is behind the last one", claim(attention(maskedScore="7")))
    both("L-76", "spare-position", "a table of three positions for two", claim(),
         model(P=([3, 2], [0, 0.25, 0, -0.25, 0, 40])))

    def bad(name, comment, some, data=MODEL, unread=(), **more):
        refuse("declined", "L-76", name, comment, "UNSUPPORTED_MODEL", claim(some, unread, **more), data)

    bad("a-relu", "the unembedding reads no sum", relu())
    bad("a-no-residual", "the unembedding reads the attention alone", without_residual())
    bad("a-token-twice", "tokens are added twice", steps(y={"of": ["x", "o", "e"]}))
    bad("a-doubled", "a sum of 2^31 + 1 terms", doubled(30, y={"of": ["d29", "o"]}))
    bad("a-no-attention", "what is added to the residual reads values alone", without_attention(), unread=["K", "Q", "qb"])
    bad("a-pool", "the mean of all positions", pooled())
    bad("a-outputs-not-linear", "the last step is a function", ended())
    bad("b-query-of-token", "the query does not see its position", steps(q={"of": "e"}))
    bad("b-value-of-token", "values do not see positions", steps(v={"of": "e"}))
    twice = steps(k={"of": "xx"})
    twice[3:3] = [{"name": "xx", "op": "add", "of": ["x", "e"]}]
    bad("b-token-twice", "keys see tokens twice", twice)
    bad("c-first", "the first position answers", steps(l={"position": 0}))
    bad("d-heads", "two heads", steps(a={"heads": 2, "scaleRoot": 2}, q={"bias": None}), model(**heads()), ["qb"])
    bad("d-scale-half", "scale 1/2 of width 1", attention(scale="1/2"))
    bad("d-scale-negative", "scale -1", attention(scale="-1"))
    bad("d-root", "scale 1/sqrt(2) of width 1", attention(scaleRoot=2))
    bad("d-values-wider", "values of two columns", steps(),
        model(V=([1, 2, 2], [0, 1, 1, 0]), O=([2, 2], [0.25, 3, 1, 0])))
    refuse("rejected", "F-16", "e-attention-of-one-row", "attention of the last row alone", "SHAPE_MISMATCH",
           claim(one_row()))
    for op, fields in (("select", {"position": 0}), ("pool", {"kind": "sum"})):
        some = steps(u={"of": "ll"})
        some[10:10] = [dict({"name": "ll", "op": op, "of": "l"}, **fields)]
        refuse("rejected", "F-16", "e-%s-of-one-row" % op, "%s of a row that was selected" % op, "SHAPE_MISMATCH",
               claim(some))


def without_attention():
    """The steps without queries, keys and attention."""
    return [step for step in steps(o={"of": "v"}) if step["name"] not in ("q", "k", "a")]


def one_row():
    """Attention over the last row alone, added to it."""
    some = steps(q={"of": "xl"}, k={"of": "xl"}, v={"of": "xl"}, y={"of": ["xl", "o"]}, u={"of": "y"})
    some[9:10] = []
    some[3:3] = [{"name": "xl", "op": "select", "of": "x", "position": 1}]
    return some


def without_residual():
    """The steps without the sum behind the attention."""
    some = steps(l={"of": "o"})
    del some[8]
    return some


def pooled():
    some = steps()
    some[9] = {"name": "l", "op": "pool", "of": "y", "kind": "mean"}
    return some


def ended():
    some = steps()
    return some + [{"name": "r", "op": "relu", "of": "u"}]


def heads():
    """Tensors of two heads of width 1."""
    return {"Q": ([2, 2, 1], [-1.5, 0, 1, 1]), "K": ([2, 2, 1], [0, 1, 1, 0]), "V": ([2, 2, 1], [0, 1, 1, 1]),
            "O": ([2, 2], [0.25, 3, 1, 0])}


def attention(**fields):
    """The steps with these fields of the attention, in their order."""
    some = steps()
    names = ("name", "op", "query", "key", "value", "heads", "mask", "maskedScore", "scale", "scaleRoot")
    merged = dict(some[6], **fields)
    if "scale" in fields:
        del merged["scaleRoot"]
    some[6] = {name: merged[name] for name in names if name in merged}
    return some


def numbers():
    """L-77."""
    both("L-77", "max", "the larger of two, of a model that prefers the smaller",
         claim(task={"name": "max"}, margin="0"), model(**{"U": ([2, 5], [0, -1, -4, -9, -16, 0, 2, 4, 6, 8])}))
    both("L-77", "second-largest-of-2", "the second largest of two is the smallest",
         claim(task={"name": "nth-largest", "n": 2}))
    both("L-77", "margin", "by more than 1/2", claim(margin="1/2"))
    some = {"from": 1, "to": 3}
    both("L-77", "second-largest-of-2-free", "the same of two free ones, another fixed between them",
         claim(steps(l={"position": 2}), inputs={"kind": "all", "positions": [some, {"token": 0}, some]},
               task={"name": "nth-largest", "n": 2}),
         model(P=([3, 2], [0, 0.25, 0, 0, 0, -0.25]), U=([2, 5], [0, -1, -4, -9, -16, 0, 2, 4, 6, 8])))

    def bad(name, comment, total=9, **changes):
        refuse("declined", "L-77", name, comment, "UNKNOWN_STRATEGY", claim(**changes), total=total)

    rows = {"kind": "file", "sha256": "0" * 64, "tensor": "tokens", "length": 2, "free": [0, 1]}
    bad("a-file", "rows of a file", inputs=rows)
    drawn = {"kind": "drawn", "positions": [{"from": 1, "to": 3}] * 2, "draws": 4, "confidence": 10,
             "source": "a public beacon", "round": "7"}
    put.put("declined", "L-77", "a-drawn", "4 draws of 9 sequences", drawn_certificate(claim(inputs=drawn)),
            "UNKNOWN_STRATEGY", MODEL)
    bad("b-fewer", "not all tokens compete", outputs={"from": 1, "to": 2})
    bad("c-token", "the first token", task={"name": "token", "index": 0})
    three = copy.deepcopy(steps(l={"position": 2}))
    refuse("declined", "L-77", "c-middle", "the middle one of three", "UNKNOWN_STRATEGY",
           claim(three, places=3, task={"name": "nth-largest", "n": 2}),
           model(P=([3, 2], [0, 0.25, 0, -0.25, 0, 0])), total=27)


def places():
    """L-78."""
    small = {"from": 1, "to": 3}

    def all_of(*positions, **more):
        return claim(inputs={"kind": "all", "positions": list(positions)}, **more)
    both("L-78", "fixed-last", "the last token is fixed", all_of(small, {"token": 4}))
    both("L-78", "fixed-first", "the first token is fixed, and free at the last position",
         all_of({"token": 2}, small), model(E=([5, 2], [1, 0.5, 1, 1, 1, 2.5, 1, 2, 1, 4])))
    both("L-78", "ranges", "two ranges", all_of({"from": 1, "to": 2}, {"from": 0, "to": 3}, outputs={"from": 0, "to": 3}))
    both("L-78", "more-outputs", "outputs compete that are no tokens", all_of(small, small, outputs={"from": 0, "to": 4}))
    both("L-78", "fixed-max", "the largest of two, a fixed token between them",
         claim(steps(l={"position": 2}), inputs={"kind": "all", "positions": [small, {"token": 0}, small]},
               task={"name": "max"}),
         model(P=([3, 2], [0, 0.25, 0, 0, 0, -0.25]), U=([2, 5], [0, -1, -4, -9, -16, 0, 2, 4, 6, 8])))
    random_ones("L-78", "L-78", PLACES, False)


def make():
    """All of them."""
    places()
    profiles()
    circuits()
    shapes()
    numbers()
