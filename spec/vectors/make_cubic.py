# SPDX-License-Identifier: Apache-2.0
"""Vectors for cubic and cubic with re-test: L-20 to L-24, R-04, R-05 and the hint in F-11."""
import hashlib
import json
import math
import random
import struct

import cubic
import make_json
import make_lemmas
import put
import tensors
from cubic import NOISE, Cubic, cells, gamma, hint, packed
from put import SMALL, claim, envelope, read, shared, statement
from tensors import HEAD

SHAPES = [(4, 3, 1, 1), (3, 3, 2, 1), (4, 3, 2, 2), (3, 4, 1, 2), (4, 2, 2, 3), (5, 3, 2, 1)]


def text(packed_cells):
    """The strategy's text: a hint, or None for the one without."""
    return '{"name":"cubic"}' if packed_cells is None else '{"name":"cubic-retest","cells":"%s"}' % packed_cells


def sizes(data):
    """(v, K) of a model."""
    model = make_lemmas.Model(data)
    return model.v, model.k


def spelled(data, listed):
    """The hint for listed cells, or None."""
    return None if listed is None else hint(*sizes(data), listed)


def certificate(model, packed_cells, **changes):
    """An unsigned certificate."""
    return envelope(statement(read(model), claim(model, **changes), strategy=text(packed_cells)))


def accept(section, name, comment, model, packed_cells, correct, margin="0"):
    """An accept vector; the oracle has the last word."""
    certified = certificate(model, packed_cells, correct=str(correct), margin=margin)
    put.accept(section, name, comment, model, certified, correct=str(correct), margin=margin)


def one_more(section, name, comment, model, packed_cells, margin="0"):
    """A reject vector that claims one input more than is true."""
    count = make_lemmas.right(read(model), margin) + 1
    certified = certificate(model, packed_cells, correct=str(count), margin=margin)
    put.put("rejected", section, name, comment, certified, "CLAIM_NOT_PROVED", model)


def required(data, margin, listed):
    """How many inputs a checker with finite precision must prove."""
    return Cubic(data, margin, listed, NOISE).proved()


def add(weights, name, index, number):
    """Adds to one entry of a tensor."""
    weights[name][1][index] += number


def copying(seed, shape, power=None):
    """A head that attends to large tokens and copies what it sees, and noise."""
    v, k, d_model, d_head = shape
    stream = random.Random("copying %d" % seed)
    weights = tensors.numbers(seed, *shape)
    noise = 2.0 ** (stream.randint(-3, 0) if power is None else power)
    weights = {name: (s, [round(a * noise * 64) / 64 for a in x]) for name, (s, x) in weights.items()}
    attention = stream.choice([0, 1, 1, 2])
    for t in range(v):
        add(weights, "embed.W_E", t * d_model, t)
        add(weights, "unembed.W_U", t, 2 * t)
        add(weights, "unembed.b_U", t, -8 * t * t)
    add(weights, HEAD + "W_K", 0, attention)
    add(weights, HEAD + "b_Q", 0, attention)
    add(weights, HEAD + "W_V", 0, 2)
    add(weights, HEAD + "W_O", 0, 4)
    return tensors.model(weights)


def placed(seed, shape):
    """The same with positions that matter more."""
    v, k, d_model, d_head = shape
    data = dict(stored_tensors(copying(seed, shape)))
    stream = random.Random("placed %d" % seed)
    s, x = data["pos_embed.W_pos"]
    data["pos_embed.W_pos"] = (s, [a + stream.randint(-2, 2) / 2 for a in x])
    return tensors.model(data)


def mixture():
    """L-20 (b): (1, 0, 2) is wrong, as token 1 makes position 0 heavy; the pure inputs (1, 1, 2) and (0, 0, 2) are right."""
    weights = {n: (s, [0.0] * len(x)) for n, (s, x) in tensors.numbers(0, 3, 3, 2, 1).items()}
    for tensor, x in (("embed.W_E", [0.0, 0.0, 0.0, 3.0, 0.0, 1.5]), ("pos_embed.W_pos", [1.0, 0.0, -1.0, 0.0, 0.0, 0.0]),
                      (HEAD + "b_Q", [1.0]), (HEAD + "W_K", [0.0, 1.0]), (HEAD + "W_V", [1.0, 0.0]),
                      (HEAD + "W_O", [1.0, 0.0]), ("unembed.W_U", [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
                      ("unembed.b_U", [0.0, 0.0, 0.6875])):
        weights[tensor] = (weights[tensor][0], x)
    data = tensors.model(weights)
    for number, listed in enumerate((None, every(data, 0))):
        count = cubic.PositionsExact(data, "0", listed).proved()
        finish("L-20", "b", "positions-exact-%d" % number, data, listed, "0", count, cubic.PositionsExact.__doc__)


def stored_tensors(data):
    """{name: (shape, numbers)} of a file written by tensors.model."""
    length = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        yield name, (entry["shape"], list(struct.unpack("<%df" % ((end - begin) // 4), body[begin:end])))


def every(data, seed):
    """All cells."""
    return tuple(cells(*sizes(data)))


def some(data, seed):
    """A random half of the cells."""
    stream = random.Random("listed %d" % seed)
    return tuple(cell for cell in cells(*sizes(data)) if stream.random() < 0.5)


def none(data, seed):
    """No hint at all."""
    return None


# section, letter, mistake, margin, listed cells, models, the seed from which to search
TOO_MUCH = [
    ("L-20", "a", "CertainWithOne", "1/2", every, placed, 195),
    ("L-20", "a", "CertainWithAnyNumber", "0", every, placed, 206),
    ("L-20", "", "NoQueryTerm", "0", none, copying, 406), ("L-20", "", "NoQueryTerm", "1/2", every, placed, 509),
    ("L-21", "a", "FirstSetOnly", "0", every, placed, 647), ("L-21", "a", "SecondSetOnly", "0", every, placed, 746),
    ("L-21", "a", "EitherSet", "1/2", some, placed, 977), ("L-21", "", "MeanPositions", "0", every, placed, 977),
    ("L-22", "a", "NoMargin", "8", none, copying, 1087), ("L-22", "a", "MarginNegated", "4", none, copying, 1159),
    ("L-22", "b", "LowerRivals", "0", none, copying, 1216), ("L-22", "b", "LastRivalSkipped", "0", none, placed, 1300),
    ("L-22", "b", "QueryPositionLeftOut", "0", none, placed, 1522), ("L-22", "", "FirstPositionOnly", "0", none, placed, 1514),
    ("L-23", "a", "QueryAmongOthers", "0", none, copying, 1663), ("L-23", "a", "QueryAmongOthers", "1/2", every, placed, 1703),
    ("L-23", "", "Arrangements", "0", every, copying, 1800), ("L-23", "", "GroupOfAll", "0", every, placed, 1906),
    ("L-23", "", "AloneIsCertain", "0", every, copying, 2000),
    ("L-24", "a", "LastOutputSkipped", "0", every, copying, 2100), ("L-24", "a", "FirstOutputSkipped", "0", every, copying, 2200),
    ("L-24", "a", "LowerOutputs", "0", some, copying, 2302), ("L-24", "", "ListedIsCertain", "0", some, copying, 2401),
    ("L-24", "", "OwnPositionFirst", "0", every, placed, 2500), ("L-24", "", "OwnPositionNone", "0", every, placed, 2602),
]
TOO_LITTLE = [
    ("L-21", "WorstWeights", "0", every, placed, 5), ("L-22", "OutputsOfAll", "0", none, copying, 104),
    ("L-23", "NoChoices", "0", none, copying, 200), ("L-23", "OthersFewer", "0", none, copying, 306),
    ("L-23", "NoneAlone", "0", none, copying, 400), ("L-24", "AllPositions", "0", every, placed, 500),
    ("L-24", "TogetherOnly", "0", every, copying, 600), ("L-24", "NextListed", "0", some, copying, 703),
    ("L-24", "OtherOrder", "0", some, copying, 805), ("L-24", "AloneTogether", "0", every, placed, 900),
]


def hyphens(mistake):
    """CertainWithOne as certain-with-one."""
    return "".join("-" + a.lower() if a.isupper() else a for a in mistake).strip("-")


def tries(listed, build, start):
    """(data, listed cells) of seeds."""
    for seed in range(start, start + 6000):
        data = build(seed, SHAPES[seed % len(SHAPES)])
        yield data, listed(data, seed)


def too_much(offset, section, letter, mistake, margin, listed, build, start):
    """A model on which a mistake accepts one more than is true; its twin claims what the lemmas prove."""
    wrong = getattr(cubic, mistake)
    for data, chosen in tries(listed, build, start):
        safe = Cubic(data, margin, chosen).proved()
        count = wrong(data, margin, chosen).proved()
        if count > safe > 0 and count > make_lemmas.quick(data, margin):
            break
    else:
        raise AssertionError("no model for " + mistake)
    finish(section, letter, hyphens(mistake) + "-%d" % offset, data, chosen, margin, count, wrong.__doc__)


def finish(section, letter, name, data, chosen, margin, count, why):
    """Both vectors of a mistake that proves too much."""
    truth, safe = make_lemmas.right(data, margin), required(data, margin, chosen)
    if count <= truth or safe > truth:
        raise AssertionError(name)
    model = shared("%s-%s.safetensors" % (section, name), data)
    hinted = spelled(data, chosen)
    comment = "margin %s, cells %s; %d are right, %d are proved, and %d by this mistake: %s" % (
        margin, hinted, truth, safe, count, why)
    one_more(section, (letter + "-" if letter else "") + name, comment, model, hinted, margin)
    accept(section, name, comment, model, hinted, safe, margin)


def ties():
    """L-21 (b): the margin of some inputs is exactly delta, and one of the sums exactly zero."""
    found = 0
    for seed in range(6000):
        data = make_lemmas.unmoved(seed, [(3, 2, 2, 3), (2, 3, 2, 1), (4, 2, 1, 2)][seed % 3])
        if make_lemmas.quick(data, "0") < 2:
            continue
        margin, chosen = str(make_lemmas.least_margin(data)), every(data, seed)
        count = cubic.TiesAreCertain(data, margin, chosen).proved()
        if count > make_lemmas.quick(data, margin) > 0:
            finish("L-21", "b", "ties-are-certain-%d" % found, data, chosen, margin, count,
                   cubic.TiesAreCertain.__doc__)
            found += 1
            if found == 3:
                return
    raise AssertionError("no ties")


def too_little(offset, section, mistake, margin, listed, build, start):
    """A model on which a mistake proves less than the lemmas do: only the right reading accepts."""
    wrong = getattr(cubic, mistake)
    for data, chosen in tries(listed, build, start):
        safe = required(data, margin, chosen)
        count = wrong(data, margin, chosen).proved()
        if count < safe < make_lemmas.quick(data, margin) + 1:
            break
    else:
        raise AssertionError("no model for " + mistake)
    name = "%s-%d" % (hyphens(mistake), offset)
    model, hinted = shared("%s-%s.safetensors" % (section, name), data), spelled(data, chosen)
    comment = "margin %s, cells %s; %d are right, %d are proved, and only %d by this mistake: %s" % (
        margin, hinted, make_lemmas.right(data, margin), safe, count, wrong.__doc__)
    accept(section, name, comment, model, hinted, safe, margin)
    v, k = sizes(data)
    if make_lemmas.right(data, margin) < v**k:
        one_more(section, name, comment, model, hinted, margin)


def exact():
    """Shapes on which the rules prove exactly what is true."""
    for i, shape in enumerate([(5, 1, 2, 3), (2, 4, 2, 1), (4, 3, 2, 2), (6, 2, 2, 2), (3, 4, 1, 2)]):
        for seed in range(1000 * i, 1000 * i + 400):
            data = copying(seed, shape, -1)
            truth, listed = make_lemmas.quick(data, "0"), every(data, seed)
            if 1 < truth < shape[0]**shape[1] and required(data, "0", listed) == truth:
                break
        else:
            raise AssertionError("no model of shape %s" % (shape,))
        name = "exact-v%d-k%d" % shape[:2]
        model = shared("L-24-%s.safetensors" % name, data)
        accept("L-24", name, "the lemmas prove all that is true", model, spelled(data, listed), truth)
        one_more("L-24", name, "the lemmas prove all that is true", model, spelled(data, listed))


def extremes():
    """Models of the other lemmas, with huge and tiny numbers."""
    for name in ("L-03-huge-scores-k3", "L-03-overflowing-scores", "L-05-large-logits", "L-05-large-logits-k3",
                 "L-05-overflowing-logits", "L-05-mixed-magnitudes", "L-05-tiny-logits", "L-01-subnormals-f64",
                 "L-04-ties-0", "L-04-ties-2"):
        model = name + ".safetensors"
        chosen = every(read(model), 0)
        comment = "the model of %s under cubic-retest, all cells listed" % name
        one_more("L-24", "of-" + name.lower(), comment, model, spelled(read(model), chosen))
        if "scores" not in name:
            accept("L-24", "of-" + name.lower(), comment, model, spelled(read(model), chosen),
                   required(read(model), "0", chosen))
    for section, chosen in (("L-20", None), ("L-24", every(read("zero.safetensors"), 0))):
        hinted = spelled(read("zero.safetensors"), chosen)
        accept(section, "zero-weights", "all logits are 0: nothing is right", "zero.safetensors", hinted, 0)
        one_more(section, "zero-weights", "all logits are 0: nothing is right", "zero.safetensors", hinted)


def large_counts():
    """Uniform attention over two tokens: every input is pure, so cubic loses nothing; the truth is a sum of binomials."""
    for name, k, strength in (("k70", 70, 4), ("k120", 120, 8), ("k256", 256, 16)):
        truth = 1 + sum(math.comb(k - 1, ones) for query in (0, 1) for ones in range(k)
                    if ones + query > 0 and (2 * query - 1) * k + strength * (2 * (ones + query) - k) > 0)
        model = "L-09-large-counts-%s.safetensors" % name
        if required(read(model), "0", None) != truth:
            raise AssertionError(name)
        comment = "uniform attention over %d tokens 0 and 1; the truth, a sum of binomials, is %d" % (k, truth)
        for verdict, number, code in (("accepted", truth, None), ("rejected", truth + 1, "CLAIM_NOT_PROVED")):
            more = {"correct": str(number), "total": str(2**k)} if code is None else {}
            put.put(verdict, "L-23", "large-counts-" + name, comment, certificate(model, None, correct=str(number)), code,
                    model, **more)


def zero_vector(verdict, section, name, comment, code, shape, packed_cells, **how):
    """A vector about a zero model; the runner appends the zeros."""
    stored, length, digest = make_json.zeros(*shape, **how)
    v, k, d_model, d_head = shape
    fields = {"k": k, "vocab": v, "dModel": d_model, "dHead": d_head, "margin": "0",
              "correct": "0", "total": str(v**k)}
    payload = statement(b"", fields, strategy=text(packed_cells))
    payload = make_json.once(payload, hashlib.sha256(b"").hexdigest(), digest)
    more = {"correct": "0", "total": fields["total"]} if verdict == "accepted" else {}
    put.put(verdict, section, name, comment, envelope(payload), code, stored, generate={"modelBytes": length}, **more)


def long_operands():
    """F-01 (f): 4,068,940 products; times 64^2 they are within the limit, times 65^2 they are not."""
    for name, comment, most in (("f-words", "2 2048 bits are 65 words, though 64 would hold them", 973),
                                ("f-trailing-zeros", "2^978 and 2^-1022 take 2053 bits: 53 for each", 978)):
        zero_vector("declined", "F-01", name, comment, "LIMIT_EXCEEDED", (512, 11, 5, 5), None,
                    first=(2.0**most, 2.0**-1022), dtype="F64")


def rules():
    """R-04 and R-05."""
    for section, listed in (("R-04", None), ("R-05", "")):
        zero_vector("declined", section, "a-pairs", "513^2 pairs of tokens", "LIMIT_EXCEEDED", (513, 1, 1, 1), listed)
        for name, shape in (("a-cells-k33", (512, 33, 1, 1)), ("a-cells-k256", (257, 256, 1, 1))):
            zero_vector("declined", section, name, "v^3 K > 2^32", "LIMIT_EXCEEDED", shape, listed)
        zero_vector("accepted", section, "v12-k256", "the longest input", None, (12, 256, 1, 1), listed)
    for verdict, name, code, count in (("declined", "a-apart", "LIMIT_EXCEEDED", 2**21 + 1),
                                       ("rejected", "c-no-cells-k1", "HINT_RANGE", 2**21)):
        comment = "512 times %d listed cells, at most 2^30 are decided; with K = 1 there are none" % count
        zero_vector(verdict, "R-05", name, comment, code, (512, 1, 1, 1), packed("1" * count))
    zero_vector("rejected", "R-05", "d-one-more", "9217 of 11408 cells listed, v^2 K^2 = 9216", "HINT_RANGE",
                (32, 3, 1, 1), packed("1" * 9217))
    zero_vector("rejected", "R-05", "d-all", "all 11408 cells listed, v^2 K^2 = 9216", "HINT_RANGE", (32, 3, 1, 1),
                packed("1" * 11408))
    zero_vector("accepted", "R-05", "most", "9216 cells listed, v^2 K^2 = 9216", None, (32, 3, 1, 1),
                packed("1" * 9216))
    data = next(d for d in (copying(seed, (3, 3, 2, 2), -2) for seed in range(99)) if make_lemmas.quick(d, "0") > 9)
    three = shared("R-05-v3.safetensors", data)
    count = len(cells(3, 3))  # 11

    def refused(name, comment, packed_cells, model=three):
        put.put("rejected", "R-05", name, comment, certificate(model, packed_cells, correct="0"), "HINT_RANGE", model)

    refused("b-six-zeros", "six zero bits and no code", "A")
    refused("b-twelve-zeros", "twelve zero bits and no code", "AA")
    refused("b-six-zeros-behind", "six zero bits behind six codes", "_A")
    refused("b-eleven-zeros-behind", "one code and eleven zero bits", "gA")
    refused("b-cut-off", "a code of five zeros and one bit", "B")
    refused("b-cut-off-by-two", "the last code has two zeros, and one bit of three", packed("111001"))
    refused("b-filling-set", "a code, four zeros and a bit", packed("100001"))
    refused("b-32-zeros", "a code of 32 zeros", packed("0" * 32 + "1" * 33))
    refused("b-60-zeros", "a code of 60 zeros", packed("0" * 60 + "1" * 61))
    refused("b-2-to-31", "the number 2^31", packed(gamma([2**31])))
    refused("b-beyond-2-to-32", "the number 2^32 - 2 and its successor", packed(gamma([2**32 - 2, 2**32 - 1])))
    for name, number in (("one-more", count), ("much-more", 1000), ("most", 2**31 - 1)):
        refused("c-" + name, "the number %d of %d" % (number, count), packed(gamma([number])))
    refused("c-second", "the numbers 0 and %d of %d" % (count, count), packed(gamma([0, count])))
    lone = shared("R-05-v1.safetensors", tensors.model(tensors.numbers(1, 1, 3, 2, 2)))
    refused("c-v1", "one token, no cells, one number", "g", lone)
    every_cell = every(data, 0)
    for name, listed in (("all", every_cell), ("none", ()), ("last", every_cell[-1:]), ("first", every_cell[:1])):
        accept("R-05", name, "%d of %d cells listed" % (len(listed), count), three, spelled(data, listed),
               required(data, "0", listed))
    for bits in ("1", "11", "111", "1111", "11111", "111111"):
        accept("R-05", "filling-%d" % (6 - len(bits)), "%s and zeros" % bits, three, packed(bits),
               required(data, "0", every_cell[: len(bits)]))
    accept("R-05", "v1", "one token: it is the largest", lone, "", 1)
    accept("R-04", "v1", "one token: it is the largest", lone, None, 1)
    for section, listed in (("R-04", None), ("R-05", every_cell)):
        one_more(section, "small", "one more than is true", three, spelled(data, listed))
        accept(section, "small", "what the lemmas prove", three, spelled(data, listed), required(data, "0", listed))
        accept(section, "less", "less than is true", three, spelled(data, listed), 1)


def strategy():
    """F-11, and F-02 in the hint."""
    good = text("_")

    def refused(section, name, comment, code, changed):
        inner = statement(read(SMALL), claim(SMALL, correct="0"), strategy=changed)
        put.put("rejected", section, name, comment, envelope(inner), code)

    unknown, missing, malformed = "UNKNOWN_FIELD", "MISSING_FIELD", "MALFORMED_JSON"
    refused("F-11", "b-cubic-with-cells", "cubic with a hint", unknown, good.replace("-retest", ""))
    refused("F-11", "b-retest-without-cells", "cubic-retest without its hint", missing, '{"name":"cubic-retest"}')
    refused("F-11", "b-retest-bins", "the hint of another strategy", unknown, good.replace('"cells":"_"', '"bins":64'))
    refused("F-11", "b-retest-two-hints", "a second hint", unknown, good.replace('"_"', '"_","bins":64'))
    refused("F-11", "b-retest-upper-case", "Cells", unknown, good.replace("cells", "Cells"))
    for name, character in (("plus", "+"), ("slash", "/"), ("equals", "="), ("space", " ")):
        refused("F-11", "c-cells-" + name, "'%s' in the list" % character, "HINT_RANGE",
                good.replace('"_"', '"_%s"' % character))
    for name, value in (("number", "3"), ("null", "null"), ("list", "[0,1]"), ("object", "{}"), ("true", "true")):
        refused("F-02", "h-cells-" + name, "cells: " + value, malformed, good.replace('"_"', value))
    for name, listed in (("cubic", None), ("cubic-retest", "")):
        put.accept("F-11", name, "the strategy's form", certificate=certificate(SMALL, listed, correct="0"), correct="0")


def make():
    """All of them."""
    strategy()
    long_operands()
    rules()
    for offset, case in enumerate(TOO_MUCH):
        too_much(offset, *case)
    for offset, case in enumerate(TOO_LITTLE):
        too_little(offset, *case)
    ties()
    mixture()
    exact()
    extremes()
    large_counts()
