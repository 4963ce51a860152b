#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts how many inputs a program of a version 2 certificate answers correctly.

    program_oracle.py CERTIFICATE MODEL.safetensors [DATA.safetensors ...]

prints CERTAIN OPEN TOTAL: inputs whose right output certainly leads, inputs that enclosures of 400
bits leave open (ties, above all), and inputs inside the task. It judges the checker, so it shares
nothing with it: it follows network.md step by step on intervals of fractions, sums and products are
exact until they are rounded outward to 2^-448, exp is reduced by halving and squaring, Phi is its
alternating series, pi comes from Gauss' formula, tasks are written out again from tasks.md. Only the
Python standard library.
"""
import base64
import functools
import hashlib
import itertools
import json
import math
import sys
from collections import Counter
from fractions import Fraction as F

import oracle

BITS = 448
CODES = {"I64": 8, "I32": 4, "U8": 1}


# --------------------------------------------------------------------------------------- intervals


def down(x):
    """The largest multiple of 2^-BITS that is not above x."""
    return F((x.numerator << BITS) // x.denominator, 1 << BITS)


def up(x):
    """The smallest multiple of 2^-BITS that is not below x."""
    return -down(-x)


class I:
    """An interval that encloses a real number."""

    __slots__ = ("lo", "hi")

    def __init__(self, lo, hi=None):
        self.lo, self.hi = lo, lo if hi is None else hi

    def __add__(self, other):
        return I(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other):
        return I(self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, other):
        if self.lo == self.hi and other.lo == other.hi:
            return I(self.lo * other.lo)
        ends = [a * b for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return I(min(ends), max(ends))

    def rounded(self):
        """Outward, so that numbers do not grow."""
        return I(down(self.lo), up(self.hi))


def dot(a, b):
    """The scalar product of two lists of intervals."""
    return functools.reduce(I.__add__, (x * y for x, y in zip(a, b)), I(F(0)))


# --------------------------------------------------------------------------------------- functions


@functools.lru_cache(maxsize=1 << 16)
def exp_down(x):
    """A number below exp(x), and one above, for x <= 0; by halving the argument and squaring."""
    halvings = max(0, (-x).__ceil__().bit_length() + 8)
    bits = BITS + 2 * halvings + 32
    small = (x.numerator << bits) // (x.denominator << halvings)  # below, by less than one unit
    term, total, j = 1 << bits, 0, 0
    while term not in (0, -1):
        total += term
        j += 1
        term = (term * small >> bits) // j  # off by one unit or two, and |small| < 2^-7
    lo, hi = total - (1 << 12), total + (1 << 12)
    for _ in range(halvings):
        lo, hi = max(lo, 0) ** 2 >> bits, -(-hi * hi >> bits)
    return F(max(lo, 0), 1 << bits), F(hi, 1 << bits)


def exp(x):
    """Encloses exp of an interval below 0 (or a little above)."""
    if x.lo > 0:
        raise AssertionError("only for numbers that are not positive")
    hi = min(x.hi, F(0))
    grown = 1 if x.hi <= 0 else 1 + 2 * x.hi
    return I(down(exp_down(x.lo)[0]), up(exp_down(hi)[1] * grown))


def root(x):
    """Encloses the root of a fraction > 0, relative to 2^-BITS."""
    shift = BITS + max(0, (x.denominator.bit_length() - x.numerator.bit_length()))
    scaled = (x.numerator << 2 * shift) // x.denominator
    lo = math.isqrt(scaled)
    return F(lo, 1 << shift), F(lo + 1, 1 << shift)


@functools.lru_cache(maxsize=None)
def pi():
    """Encloses pi: 48 arctan(1/18) + 32 arctan(1/57) - 20 arctan(1/239)."""

    def arctan(n):
        total, j, bits = F(0), 0, BITS + 32
        while n ** (2 * j + 1) < 1 << bits:
            total += F((-1) ** j, (2 * j + 1) * n ** (2 * j + 1))
            j += 1
        return total

    value = 48 * arctan(18) + 32 * arctan(57) - 20 * arctan(239)
    return value - F(100, 1 << BITS + 32), value + F(100, 1 << BITS + 32)


@functools.lru_cache(maxsize=1 << 16)
def normal(x):
    """Encloses Phi(x) for a fraction: 1/2 + (x - x^3/6 + x^5/40 - ...) / sqrt(2 pi)."""
    if abs(x) > 60:
        tiny = F(1, 1 << 1000)
        return I(1 - tiny, F(1)) if x > 0 else I(F(0), tiny)
    square = x * x
    bits = BITS + 64 + 3 * square.__ceil__()
    power = (x.numerator << bits) // x.denominator
    scaled = (square.numerator << bits) // square.denominator
    total, k = 0, 0
    while k < 2 * square or power not in (0, -1):
        total += power // (2 * k + 1)
        k += 1
        power = (-power * scaled >> bits) // (2 * k)
    grown = (k + 2) << 2 * square.__ceil__() + 8  # what is lost grows by at most e^(x^2/2)
    total, error = F(total, 1 << bits), F(grown, 1 << bits)
    twice = [2 * p for p in pi()]
    lo, hi = root(twice[0])[0], root(twice[1])[1]
    ends = [(total + e) / r for e in (-error, error) for r in (lo, hi)]
    return I(F(1, 2) + min(ends), F(1, 2) + max(ends))


def sigmoid(x):
    """Encloses 1/(1 + exp(-x)) for a fraction."""
    lo, hi = exp_down(-abs(x))
    small = I(lo / (1 + lo), hi / (1 + hi))
    return small if x < 0 else I(1 - small.hi, 1 - small.lo)


def gelu_tanh(x):
    """Encloses x sigmoid(2 sqrt(2/pi) (x + 0.044715 x^3))."""
    inside = 2 * (x + F("0.044715") * x**3)
    slope = [root(2 / p) for p in reversed(pi())]
    ends = sorted((inside * slope[0][0], inside * slope[1][1]))
    share = I(sigmoid(ends[0]).lo, sigmoid(ends[1]).hi)
    return I(x) * share


FUNCTIONS = {
    "gelu": lambda x: I(x) * normal(x),
    "gelu-tanh": gelu_tanh,
    "silu": lambda x: I(x) * sigmoid(x),
}


def activated(name, x):
    """The function of an interval; each of these moves by less than three times its argument."""
    if name == "relu":
        return I(max(x.lo, F(0)), max(x.hi, F(0)))
    value = FUNCTIONS[name](x.lo)
    moved = 3 * (x.hi - x.lo)
    return I(value.lo - moved, value.hi + moved).rounded()


# ----------------------------------------------------------------------------------------- network


class Undefined(Exception):
    """A norm of a constant vector with epsilon 0, as far as the enclosures say."""


class File:
    """A safetensors file, each tensor as (shape, list of fractions)."""

    def __init__(self, data):
        length = int.from_bytes(data[:8], "little")
        self.header = {n: e for n, e in json.loads(data[8 : 8 + length]).items() if n != "__metadata__"}
        self.body = data[8 + length :]

    def raw(self, name):
        """The bytes of a tensor."""
        begin, end = self.header[name]["data_offsets"]
        return self.body[begin:end]

    def numbers(self, name):
        """Shape and exact values."""
        entry = self.header[name]
        return entry["shape"], oracle.decode(entry["dtype"], self.raw(name))

    def integers(self, name):
        """Shape and values of a tensor of integers."""
        entry, size = self.header[name], CODES[self.header[name]["dtype"]]
        data = self.raw(name)
        return entry["shape"], [
            int.from_bytes(data[i : i + size], "little", signed=size > 1) for i in range(0, len(data), size)
        ]


def matrix(file, name, layout):
    """The matrix [in][out] of a tensor."""
    shape, flat = file.numbers(name)
    if layout in ("heads-in-out", "heads-out-in"):
        heads, rows, d = shape
        part = [[flat[(h * rows + r) * d : (h * rows + r + 1) * d] for r in range(rows)] for h in range(heads)]
        if layout == "heads-in-out":
            return [[x for h in range(heads) for x in part[h][i]] for i in range(rows)]
        return [[part[h][o][j] for o in range(rows)] for h in range(heads) for j in range(d)]
    rows = oracle.rows(flat, shape[-1])
    return [list(column) for column in zip(*rows)] if layout in ("out-in", "columns") else rows


class Network:
    """A program with its tensors."""

    def __init__(self, network, file):
        self.steps = network["steps"]
        self.tables, self.vectors = {}, {}
        for step in self.steps:
            for field in ("table", "weight"):
                if "layout" in step and field in step:
                    self.tables[step["name"]] = [
                        [I(x) for x in row] for row in matrix(file, step[field], step["layout"])
                    ]
            for field in ("weight", "bias"):
                if field in step and (field == "bias" or step["op"] == "norm"):
                    self.vectors[step["name"], field] = [I(x) for x in file.numbers(step[field])[1]]

    def outputs(self, tokens):
        """The outputs for an input, as intervals."""
        values = {}
        for step in self.steps:
            value = self.value(step, values, tokens)
            values[step["name"]] = [[x.rounded() for x in row] for row in value]
        return values[self.steps[-1]["name"]][0]

    def value(self, step, values, tokens):
        """The value of a step, a list of rows."""
        op, name = step["op"], step["name"]
        if op == "embed":
            return [self.tables[name][t] for t in tokens]
        if op == "positions":
            return self.tables[name][: len(tokens)]
        if op == "attention":
            return self.attention(step, *(values[step[part]] for part in ("query", "key", "value")))
        if op in ("add", "concat"):
            some = [values[one] for one in step["of"]]
            if op == "concat":
                return [[x for row in rows for x in row] for rows in zip(*some)]
            return [[functools.reduce(I.__add__, xs) for xs in zip(*rows)] for rows in zip(*some)]
        rows = values[step["of"]]
        if op == "linear":
            columns = list(zip(*self.tables[name]))
            bias = self.vectors.get((name, "bias"), [I(F(0))] * len(columns))
            return [[dot(row, column) + b for column, b in zip(columns, bias)] for row in rows]
        if op == "norm":
            return [self.norm(step, row) for row in rows]
        if op == "select":
            return [rows[step["position"]]]
        if op == "pool":
            share = I(F(1, len(rows)) if step["kind"] == "mean" else F(1))
            return [[functools.reduce(I.__add__, column) * share for column in zip(*rows)]]
        if op == "slice":
            return [row[step["from"] : step["from"] + step["width"]] for row in rows]
        return [[activated(op, x) for x in row] for row in rows]

    def norm(self, step, row):
        """One row, normalised."""
        share = I(F(1, len(row)))
        if step["kind"] == "layer":
            mean = functools.reduce(I.__add__, row) * share
            row = [x - mean for x in row]
        squares = []
        for x in row:
            ends = sorted((x.lo * x.lo, x.hi * x.hi))
            squares.append(I(F(0) if x.lo < 0 < x.hi else ends[0], ends[1]))
        inside = functools.reduce(I.__add__, squares) * share + I(F(step["epsilon"]))
        if inside.lo <= 0:
            raise Undefined
        inverse = I(1 / root(inside.hi)[1], 1 / root(inside.lo)[0])
        weight = self.vectors.get((step["name"], "weight"), [I(F(1))] * len(row))
        bias = self.vectors.get((step["name"], "bias"), [I(F(0))] * len(row))
        return [x * inverse * w + b for x, w, b in zip(row, weight, bias)]

    def attention(self, step, query, key, value):
        """All rows of an attention."""
        heads = step["heads"]
        wide, deep = len(query[0]) // heads, len(value[0]) // heads
        scale = I(F(step["scale"])) if "scale" in step else self.inverse_root(step["scaleRoot"])
        result = []
        for i, q in enumerate(query):
            row = []
            for h in range(heads):
                scores = []
                for j, k in enumerate(key):
                    product = dot(q[h * wide : (h + 1) * wide], k[h * wide : (h + 1) * wide])
                    if step["mask"] == "causal" and j > i:
                        if "maskedScore" in step:
                            scores.append(I(F(step["maskedScore"])))
                        elif "maskedProduct" in step:
                            scores.append(I(F(step["maskedProduct"])) * scale)
                        continue
                    scores.append(product * scale)
                top = I(max(s.lo for s in scores))
                weights = [exp((s - top).rounded()) for s in scores]
                total = functools.reduce(I.__add__, weights)
                for c in range(h * deep, (h + 1) * deep):
                    sums = dot(weights, [v[c] for v in value[: len(weights)]])
                    row.append(sums * I(1 / total.hi, 1 / total.lo))
            result.append(row)
        return result

    @staticmethod
    def inverse_root(number):
        """Encloses 1/sqrt(number)."""
        lo, hi = root(F(1, number))
        return I(lo, hi)


# ----------------------------------------------------------------------------- inputs and the task


def right(task, a, place, labels):
    """The right output, or None outside of the task."""
    name = task["name"]
    if name in ("max", "min"):
        return max(a) if name == "max" else min(a)
    if name == "nth-largest":
        return sorted(a, reverse=True)[task["n"] - 1]
    if name == "sum-mod":
        return sum(a) % task["modulus"]
    if name == "difference-mod":
        return (a[0] - a[1]) % task["modulus"]
    if name == "product-mod":
        return math.prod(a) % task["modulus"]
    if name == "compose":
        every = list(itertools.permutations(range(task["n"])))
        p, q = every[a[0]], every[a[1]]
        if task["order"] == "left-first":
            p, q = q, p
        return every.index(tuple(p[q[x]] for x in range(task["n"])))
    if name == "balanced":
        text = "".join("(" if t == task["open"] else ")" for t in a)
        while "()" in text:
            text = text.replace("()", "")
        return task["invalid"] if text else task["valid"]
    if name == "token":
        return a[task["index"]]
    if name in ("repeat", "distinct-repeat"):
        before, last = list(a[:-1]), a[-1]
        if last not in before or name == "distinct-repeat" and (len(set(before)) < len(before) or last == before[-1]):
            return None
        return a[len(before) - before[::-1].index(last)]
    if name == "majority":
        common = Counter(a).most_common(2)
        return None if len(common) == 2 and common[0][1] == common[1][1] else common[0][0]
    return labels[place]


def sequences(inputs, data):
    """Every input, and the positions that the task reads."""
    if inputs["kind"] == "file":
        shape, flat = data[inputs["sha256"]].integers(inputs["tensor"])
        return oracle.rows(flat, shape[1]), inputs["free"]
    ranges = [
        [p["token"]] if "token" in p else list(range(p["from"], p["to"] + 1)) for p in inputs["positions"]
    ]
    free = [i for i, p in enumerate(inputs["positions"]) if "token" not in p]
    return list(itertools.product(*ranges)), free


class Draws:
    """F-22: the bits of SHA-256 over a seed and a counter, as one long number from the left."""

    def __init__(self, seed):
        self.seed, self.number, self.bits = seed, 0, ""

    def word(self):
        """The next 32 bits."""
        if not self.bits:
            block = hashlib.sha256(self.seed + self.number.to_bytes(8, "big")).hexdigest()
            self.number, self.bits = self.number + 1, bin(int("1" + block, 16))[3:]
        word, self.bits = self.bits[:32], self.bits[32:]
        return word

    def token(self, low, high):
        """One of low to high: the last bits of a word, of the first that is not too large."""
        last = len(bin(high - low)) - 2
        while high > low:
            offset = int(self.word()[-last:], 2)
            if offset <= high - low:
                return low + offset
        return low

    def sequence(self, positions):
        """One of a template."""
        return [self.token(p.get("from", p.get("token")), p.get("to", p.get("token"))) for p in positions]


def until(claim, model, member):
    """The bytes of a payload before a member of its claim, which is about this model."""
    names = list(claim) + [member]
    some = {name: claim[name] for name in names[: names.index(member)]}
    return (
        '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"model.safetensors","digest":{"sha256":"%s"}}],'
        '"predicateType":"urn:assay:certificate:v2","predicate":{"claim":%s'
        % (hashlib.sha256(model).hexdigest(), json.dumps(some, separators=(",", ":"))[:-1])
    ).encode()


def drawn(claim, model):
    """The inputs of a claim about draws."""
    draws = Draws(hashlib.sha256(until(claim, model, "correct")).digest())
    return [draws.sequence(claim["inputs"]["positions"]) for _ in range(claim["inputs"]["draws"])]


def bound(total, correct, confidence, bits=64):
    """The lower bound of Clopper and Pearson in units of 2^-bits, rounded down: exact, so for few draws."""
    least, above = 0, 1 << bits
    while correct and above - least > 1:
        a = (least + above) // 2
        tail = sum(
            math.comb(total, i) * a**i * ((1 << bits) - a) ** (total - i) for i in range(correct, total + 1)
        )
        least, above = (a, above) if tail << confidence <= 1 << bits * total else (least, a)
    return least


def judge(claim, model, data=()):
    """(certain, open, total) for a claim, the bytes of its model and of data files."""
    files = {hashlib.sha256(one).hexdigest(): File(one) for one in data}
    network = Network(claim["network"], File(model))
    if claim["inputs"]["kind"] == "drawn":
        inputs = drawn(claim, model)
        free = [i for i, p in enumerate(claim["inputs"]["positions"]) if "token" not in p]
    else:
        inputs, free = sequences(claim["inputs"], files)
    task, competing, margin = claim["task"], claim["outputs"], F(claim["margin"])
    labels = files[task["sha256"]].integers(task["tensor"])[1] if task["name"] == "table" else None
    certain = unsure = total = 0
    outputs_of = functools.lru_cache(maxsize=1 << 12)(network.outputs)
    for place, tokens in enumerate(inputs):
        want = right(task, [tokens[i] for i in free], place, labels)
        if want is None:
            continue
        total += 1
        if not competing["from"] <= want <= competing["to"]:
            continue
        try:
            outputs = outputs_of(tuple(tokens))
        except Undefined:
            unsure += 1
            continue
        others = [outputs[o] for o in range(competing["from"], competing["to"] + 1) if o != want]
        leads = [outputs[want] - other for other in others]
        if all(lead.lo > margin for lead in leads):
            certain += 1
        elif all(lead.hi > margin for lead in leads):
            unsure += 1
    return certain, unsure, total


def main():
    """Judges one certificate."""
    with open(sys.argv[1], "rb") as file:
        payload = json.loads(base64.b64decode(json.load(file)["payload"]))
    bodies = []
    for path in sys.argv[2:]:
        with open(path, "rb") as file:
            bodies.append(file.read())
    print("%d %d %d" % judge(payload["predicate"]["claim"], bodies[0], bodies))


if __name__ == "__main__":
    main()
