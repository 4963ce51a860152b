#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts, beyond doubt, how many inputs a tiny model answers correctly.

    oracle.py MODEL.safetensors [--margin P/Q] [--each]

prints CORRECT/TOTAL: the number of sequences x in {0..v-1}^K whose logit of max(x) exceeds every
other logit by more than the margin. It is the third implementation, written to judge the other two:
it shares no code, no circuits and no tables with them, enumerates every input, and follows the
forward map of the network (residual, q.k, softmax, logits). Only the Python standard library.

Each input is decided twice, and the two answers must not contradict each other.

1. By intervals: attention weights enclosed to 448 bits, then the forward map on intervals.
2. By sign: the attention weights sum to 1, so a margin is the weighted mean of the margins that the
   network would have if it attended to one position only, and (margin - delta) has the sign of
   sum_i c_i exp(s_i / sqrt(d)) with rational c_i, s_i. Terms with equal s_i are added. If no term is
   left, it is a tie. If a term is left, the sum is not zero: the numbers s_i / sqrt(d) are algebraic
   and distinct, so their exponentials are linearly independent over the algebraic numbers
   (Lindemann-Weierstrass). So finer enclosures decide it after finitely many steps.
"""
import itertools
import json
import math
import struct
import sys
from fractions import Fraction

BITS = 448
MAX_BITS = 1 << 14
HEAD = "blocks.0.attn."


# ---------------------------------------------------------------------------------------- the model


def decode(dtype, data):
    """The exact values of the stored numbers."""
    if dtype == "BF16":
        data = b"".join(b"\0\0" + data[i : i + 2] for i in range(0, len(data), 2))
    code, size = {"F32": ("f", 4), "F64": ("d", 8), "F16": ("e", 2), "BF16": ("f", 4)}[dtype]
    return [Fraction(x) for x in struct.unpack("<%d%s" % (len(data) // size, code), data)]


def rows(values, columns):
    """The values as a matrix with so many columns."""
    return [values[i : i + columns] for i in range(0, len(values), columns)]


class Model:
    """The weights of a one-layer, one-head, attention-only transformer, as fractions."""

    def __init__(self, data):
        """Reads a safetensors file that is known to be well formed."""
        length = int.from_bytes(data[:8], "little")
        header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
        self.tensors = {}
        for name, entry in header.items():
            if name not in ("__metadata__", HEAD + "mask", HEAD + "IGNORE"):
                begin, end = entry["data_offsets"]
                self.tensors[name] = decode(entry["dtype"], body[begin:end])
        self.v, self.d_model = header["embed.W_E"]["shape"]
        self.k = header["pos_embed.W_pos"]["shape"][0]
        self.d_head = header[HEAD + "W_Q"]["shape"][2]
        self.embed = rows(self.tensors["embed.W_E"], self.d_model)
        self.position = rows(self.tensors["pos_embed.W_pos"], self.d_model)
        self.query = self.affine(HEAD + "W_Q", HEAD + "b_Q", self.d_head)
        self.key = self.affine(HEAD + "W_K", HEAD + "b_K", self.d_head)
        self.value = self.affine(HEAD + "W_V", HEAD + "b_V", self.d_head)
        self.output = self.affine(HEAD + "W_O", HEAD + "b_O", self.d_model)
        self.unembed = self.affine("unembed.W_U", "unembed.b_U", self.v)

    def affine(self, weight, bias, columns):
        """The map x -> x W + b as (W, b); an absent bias is zero."""
        return (
            rows(self.tensors[weight], columns),
            self.tensors.get(bias, [Fraction(0)] * columns),
        )


def dot(x, y):
    """The scalar product."""
    return sum((a * b for a, b in zip(x, y)), Fraction(0))


def plus(x, y):
    """The sum of two vectors."""
    return [a + b for a, b in zip(x, y)]


def apply(affine, x):
    """x W + b, exactly."""
    matrix, bias = affine
    return [dot(x, column) + b for column, b in zip(zip(*matrix), bias)]


# ------------------------------------------------------------------------------ intervals, exponential


class Interval:
    """All reals from lo to hi; the endpoints are fractions."""

    def __init__(self, lo, hi):
        self.lo, self.hi = lo, hi

    def __add__(self, other):
        other = other if isinstance(other, Interval) else Interval(other, other)
        return Interval(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other):
        return Interval(self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, factor):
        """Times an exact number."""
        ends = (self.lo * factor, self.hi * factor)
        return Interval(min(ends), max(ends))


def floor_div(a, b):
    """The quotient of integers, rounded down."""
    return a // b


def ceil_div(a, b):
    """The quotient of integers, rounded up."""
    return -(-a // b)


def exp_fixed(y, bits):
    """Integers (lo, hi) with lo <= 2^bits exp(y) <= hi, for a fraction y <= 0.

    exp(y) = exp(y / 2^h)^(2^h) with |y / 2^h| <= 1/2; Taylor with the first omitted term as bound of the
    alternating rest; every step is rounded outward.
    """
    if y <= -bits:
        return 0, 1  # exp(-bits) < 2^-bits
    work = bits + 64
    halvings = max(0, (abs(y.numerator) // y.denominator).bit_length() + 1)
    x = -y / (1 << halvings)
    x_lo = floor_div(x.numerator << work, x.denominator)
    x_hi = ceil_div(x.numerator << work, x.denominator)
    one = 1 << work
    lo = hi = one
    t_lo = t_hi = one
    n = 0
    while t_hi > 1:
        n += 1
        t_lo = floor_div(t_lo * x_lo, n << work)
        t_hi = ceil_div(t_hi * x_hi, n << work)
        lo, hi = (lo - t_hi, hi - t_lo) if n % 2 else (lo + t_lo, hi + t_hi)
    lo, hi = max(lo - t_hi, 0), hi + t_hi  # the alternating rest is at most the last term
    for _ in range(halvings):
        lo, hi = floor_div(lo * lo, one), ceil_div(hi * hi, one)
    return lo >> 64, ceil_div(hi, 1 << 64)


def exp_scaled(s, d, bits):
    """Integers (lo, hi) with lo <= 2^bits exp(s / sqrt(d)) <= hi, for a fraction s <= 0."""
    guard = bits + 8 + max(0, (abs(s.numerator) // s.denominator).bit_length())
    root = math.isqrt(d << (2 * guard))  # root <= 2^guard sqrt(d) < root + 1
    small = s * (1 << guard) / root
    large = small if root * root == d << (2 * guard) else s * (1 << guard) / (root + 1)
    return exp_fixed(small, bits)[0], exp_fixed(large, bits)[1]


# ----------------------------------------------------------------------------------------- the network


class Network:
    """The forward map. The methods are small so that `wrong.py` can break one at a time."""

    def __init__(self, model, delta):
        self.model, self.delta = model, delta
        self.memory = {}

    def residual(self, i, token):
        """The residual stream of a token at position i."""
        return plus(self.model.embed[token], self.model.position[i])

    def scale(self):
        """The integer whose square root divides the scores."""
        return self.model.d_head

    def keys(self, x):
        """The key vector of each position."""
        return [apply(self.model.key, self.residual(i, t)) for i, t in enumerate(x)]

    def query(self, x):
        """The query vector of the last position."""
        return apply(self.model.query, self.residual(len(x) - 1, x[-1]))

    def values(self, x):
        """The value vector of each position."""
        return [apply(self.model.value, self.residual(i, t)) for i, t in enumerate(x)]

    def direct(self, x):
        """The residual of the last position, to which the head's output is added."""
        return self.residual(len(x) - 1, x[-1])

    def logits(self, x, head):
        """The logits when the attention head averages its values to this vector."""
        stream = plus(self.direct(x), apply(self.model.output, head))
        return apply(self.model.unembed, stream)

    def scores(self, x):
        """q . k of each position, before the division by sqrt(d_head)."""
        query = self.query(x)
        return [dot(query, key) for key in self.keys(x)]

    def weights(self, scores, bits):
        """Encloses the softmax of the scores."""
        top = max(scores)
        ends = [exp_scaled(s - top, self.scale(), bits) for s in scores]
        lo, hi = sum(e[0] for e in ends), sum(e[1] for e in ends)
        unit = 1 << bits
        return [
            Interval(
                Fraction(floor_div(e[0] * unit, hi), unit), Fraction(ceil_div(e[1] * unit, lo), unit)
            )
            for e in ends
        ]

    def enclosed_logits(self, x, bits=BITS):
        """Encloses the logits of one input: the forward map on intervals."""
        weights = self.weights(self.scores(x), bits)
        zero = Interval(Fraction(0), Fraction(0))
        head = [zero] * self.model.d_head
        for weight, value in zip(weights, self.values(x)):
            head = [h + weight * a for h, a in zip(head, value)]
        matrix, bias = self.model.output
        stream = [sum((h * w for h, w in zip(head, column)), zero) + b
                  for column, b in zip(zip(*matrix), bias)]
        stream = [s + r for s, r in zip(stream, self.direct(x))]
        matrix, bias = self.model.unembed
        return [sum((s * w for s, w in zip(stream, column)), zero) + b
                for column, b in zip(zip(*matrix), bias)]

    def sign(self, scores, coefficients, bits=64):
        """The sign of sum_i c_i exp(s_i / sqrt(d)): -1, 0 or 1."""
        merged = {}
        for s, c in zip(scores, coefficients):
            merged[s] = merged.get(s, 0) + c
        merged = {s: c for s, c in merged.items() if c}
        if not merged:
            return 0
        top = max(merged)
        while bits <= MAX_BITS:
            lo = hi = Fraction(0)
            for s, c in merged.items():
                ends = [c * end for end in exp_scaled(s - top, self.scale(), bits)]
                lo, hi = lo + min(ends), hi + max(ends)
            if lo > 0 or hi < 0:
                return 1 if lo > 0 else -1
            bits *= 2
        raise ArithmeticError("undecided with %d bits" % MAX_BITS)

    def target(self, x):
        """The right answer."""
        return max(x)

    def rivals(self, x):
        """The outputs that the right answer must beat."""
        return [o for o in range(self.model.v) if o != self.target(x)]

    def won(self, sign):
        """Whether a margin whose difference to delta has this sign counts: ties are wrong."""
        return sign > 0

    def signs(self, x):
        """The sign of (margin - delta) for each rival."""
        scores, m = self.scores(x), self.target(x)
        alone = [self.logits(x, value) for value in self.values(x)]
        return {o: self.sign(scores, [one[m] - one[o] - self.delta for one in alone])
                for o in self.rivals(x)}

    def confirm(self, x, signs):
        """Stops everything if the enclosed logits contradict the signs."""
        logits, m = self.enclosed_logits(x), self.target(x)
        for o, sign in signs.items():
            margin = logits[m] - logits[o]
            possible = {1: margin.hi > self.delta, -1: margin.lo < self.delta,
                        0: margin.lo <= self.delta <= margin.hi}
            if not possible[sign]:
                raise ArithmeticError("the two routes contradict each other for %s" % (x,))

    def is_right(self, x):
        """Whether the logit of max(x) exceeds every other by more than delta."""
        signs = self.signs(x)
        self.confirm(x, signs)
        return all(self.won(sign) for sign in signs.values())

    def inputs(self):
        """All sequences."""
        return itertools.product(range(self.model.v), repeat=self.model.k)

    def correct(self):
        """The number of inputs answered correctly by more than delta."""
        return sum(self.is_right(x) for x in self.inputs())

    def distances(self):
        """How clear each right input is: roughly its smallest (margin - delta), as a fraction.

        Of the largest |margin - delta| of any input attending to one position, and times the weight of
        the input's positions, of which 1 is the heaviest that a position can have with tokens up to the
        maximum. An enclosure that is finer than that proves the input.
        """
        found, size = [], Fraction(0)
        for x in self.inputs():
            m, enclosed = self.target(x), self.enclosed_logits(x)
            alone = [self.logits(x, value) for value in self.values(x)]
            size = max([size] + [abs(one[m] - one[o] - self.delta) for one in alone for o in self.rivals(x)])
            if self.is_right(x):
                margin = min((enclosed[m] - enclosed[o]).lo for o in self.rivals(x))
                found.append((margin - self.delta) * self.weight(x))
        return [distance / size for distance in found]

    def weight(self, x):
        """The sum of the exponentials, relative to the largest that a token <= max(x) has anywhere."""
        query, m = self.query(x), max(x)
        keys = [apply(self.model.key, self.residual(i, t)) for i in range(self.model.k) for t in range(m + 1)]
        top = max(dot(query, key) for key in keys)
        ends = [exp_scaled(s - top, self.scale(), BITS)[0] for s in self.scores(x)]
        return Fraction(sum(ends), 1 << BITS)


def main(arguments):
    """The command line, see above."""
    arguments, each = [a for a in arguments if a != "--each"], "--each" in arguments
    if len(arguments) not in (1, 3) or arguments[1:2] not in ([], ["--margin"]):
        sys.exit(__doc__)
    delta = Fraction(arguments[2]) if len(arguments) == 3 else Fraction(0)
    with open(arguments[0], "rb") as file:
        network = Network(Model(file.read()), delta)
    if each:
        for x in network.inputs():
            print(",".join(map(str, x)), "right" if network.is_right(x) else "wrong")
    print("%d/%d" % (network.correct(), network.model.v**network.model.k))


if __name__ == "__main__":
    main(sys.argv[1:])
