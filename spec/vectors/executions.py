#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random executions of random programs, as hostile as the profile allows, against L-95 to L-98.

usage: executions.py [--first SEED] [--seconds SECONDS] [--programs COUNT]

Each row that a use finds must be as near to the exact one as spec/python says. Results are rounded to
binary32, kept in binary64, or off by the whole unit roundoff in a chosen or a random direction;
exponentials, functions and variances are exact, or at the limits that the profile assumes; sums are
taken in any order, fused or not, softmax in one piece or online in blocks. Prints, for each operation,
how many rows were compared and the largest share of a bound that one used up.
"""
import argparse
import math
import pathlib
import random
import struct
import sys
import time
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))

import program_random
from assay_second.canon import Refused
from assay_second.claim import Claim
from assay_second.computed import Computed
from assay_second.program import Program
from assay_second.tasks import Inputs

U, PHI, LEAST = 2.0**-24, 2.0**-126, 2.0**-125
BELOW = 1 - 2.0**-20  # what is at a limit stays as much inside it, for the binary64 of this script
HABITS = ("nearest", "nearest", "wide", "up", "down", "away", "inward", "either")


def binary32(x):
    """To the nearest."""
    return struct.unpack("f", struct.pack("f", x))[0]


class Machine:
    """Arithmetic with one habit of rounding."""

    def __init__(self, rng):
        self.rng, self.habit = rng, rng.choice(HABITS)
        self.flushes, self.limits = rng.random() < 0.3, rng.random() < 0.6

    def sign(self, z):
        """Where a directed error goes."""
        upward = {"up": 1, "down": -1, "away": math.copysign(1, z), "inward": -math.copysign(1, z)}
        return upward.get(self.habit) or self.rng.choice((1, -1))

    def rounded(self, z):
        """A result as it is made or found."""
        if self.habit == "nearest" or self.habit == "wide" and self.rng.random() < 0.3:
            z = binary32(z)
        elif self.habit != "wide":
            z *= 1 + self.sign(z) * U
        return self.flushed(z)

    def flushed(self, z):
        """A number below phi may be lost."""
        return 0.0 if self.flushes and abs(z) < PHI and self.rng.random() < 0.5 else z

    def sum(self, terms):
        """By some tree of additions."""
        terms = list(terms)
        kind = self.rng.choice(("forward", "pairs", "random"))
        while len(terms) > 1:
            i = 0 if kind == "forward" else self.rng.randrange(len(terms) - 1)
            if kind == "pairs":
                terms = [self.rounded(sum(terms[j:j + 2])) if len(terms[j:j + 2]) > 1 else terms[j]
                         for j in range(0, len(terms), 2)]
            else:
                terms[i:i + 2] = [self.rounded(terms[i] + terms[i + 1])]
        return terms[0]

    def product(self, xs, ys, bias=None):
        """A sum of products, some of them fused."""
        if self.rng.random() < 0.5:
            total = 0.0 if bias is None else bias
            for x, y in zip(xs, ys):
                total = self.rounded(total + x * y)
            return total
        terms = [self.rounded(x * y) for x, y in zip(xs, ys)]
        return self.sum(terms + ([] if bias is None else [bias]))

    def several(self, z, count):
        """A number after so many roundings."""
        for _ in range(count):
            z = self.rounded(z)
        return z

    def limit(self, z, most):
        """At a limit or exact."""
        if not self.limits:
            return self.rounded(z)
        return z + self.sign(z) * most * BELOW

    def exponential(self, a):
        """A6."""
        exact = math.exp(a) if a < 80 else math.exp(80)
        if exact < LEAST:
            return self.rng.choice((0.0, LEAST, exact))
        return self.limit(exact, (48 + 4 * abs(a)) * U * exact)


class Execution:
    """One execution of a program on one input: the rows as they are made."""

    def __init__(self, program, tokens, rng):
        self.program, self.tokens, self.rng, self.m, self.made = program, tokens, rng, Machine(rng), {}

    def row(self, step, i):
        """What is made, and whether a use may still round it."""
        if (step, i) not in self.made:
            made = [self.row(x, j) for x, j in step.reads(i)]
            rows = [self.found(*one) for one in made]
            self.operand = made[0] if made else None
            make = getattr(self, step.op.replace("-", "_"), None) or self.curve
            made = make(step, [row for row, _ in rows], i)
            copied = step.op in ("select", "slice", "concat", "relu")
            stored = step.op in ("embed", "positions")
            self.made[step, i] = made, not stored and (not copied or all(loose for _, loose in rows))
        return self.made[step, i]

    def found(self, row, loose):
        """What a use finds: rounded, if it is not already, or flushed."""
        if loose and self.rng.random() < 0.5:
            return [self.m.rounded(x) for x in row], False
        return [self.m.flushed(x) for x in row], loose

    def weight(self, step, field):
        """A stored tensor, row by row."""
        matrix = step.weights[field]
        return [[math.ldexp(n, matrix.e) for n in row] for row in matrix.rows]

    def embed(self, step, _, i):
        """A row of a table."""
        return self.weight(step, "table")[self.tokens[i]]

    def positions(self, step, _, i):
        """The same of a position."""
        return self.weight(step, "table")[i]

    def add(self, step, rows, _):
        """A sum, or a mean of four roundings, before or behind the sum."""
        if step.fields.get("kind") != "mean":
            return [self.m.sum(column) for column in zip(*rows)]
        if self.rng.random() < 0.5:
            part = self.m.several(1 / len(rows), 3)
            return [self.m.sum([self.m.rounded(x * part) for x in column]) for column in zip(*rows)]
        return [self.m.several(self.m.sum(column) / len(rows), 4) for column in zip(*rows)]

    pool = add

    def select(self, step, rows, _):
        """A row as it is."""
        return rows[0]

    def slice(self, step, rows, _):
        """Some of it."""
        return rows[0][step.fields["from"]:step.fields["from"] + step.width]

    def concat(self, step, rows, _):
        """Rows beside each other."""
        return [x for row in rows for x in row]

    def linear(self, step, _, __):
        """Products, with a bias perhaps; each entry finds the operand in its own way."""
        found = [self.found(*self.operand)[0] for _ in range(step.width)]
        bias = self.weight(step, "bias")[0] if "bias" in step.weights else [None] * step.width
        return [self.m.product(x, column, b) for x, column, b in zip(found, self.weight(step, "weight"), bias)]

    def relu(self, step, rows, _):
        """Exact."""
        return [max(x, 0.0) for x in rows[0]]

    def curve(self, step, rows, _):
        """gelu, gelu-tanh, silu: within 32 u |x|."""
        exact = {"gelu": lambda x: x * math.erfc(-x / math.sqrt(2)) / 2,
                 "gelu-tanh": lambda x: x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2,
                 "silu": lambda x: x / (1 + math.exp(min(-x, 700)))}[step.op]
        return [self.m.limit(exact(x), 32 * U * abs(x)) for x in rows[0]]

    def norm(self, step, rows, _):
        """Mean, variance in one of its ways, and the quotient in one of its ways."""
        m, x, w, layer = self.m, rows[0], step.width, step.fields["kind"] == "layer"
        mean = m.several(m.sum(x) / w, 2) if layer else 0.0
        variance = self.variance(x, mean, layer)
        inside = m.rounded(variance + m.rounded(float(step.fields["epsilon"])))
        if inside <= 0:
            return None
        root = m.several(1 / math.sqrt(inside), 8)
        g = self.weight(step, "weight")[0] if "weight" in step.weights else [1.0] * w
        b = self.weight(step, "bias")[0] if "bias" in step.weights else [0.0] * w
        way = self.rng.choice(("differences", "weight first", "expanded"))
        if way == "expanded" and layer:
            pairs = [(m.rounded(y * root), m.rounded(mean * root)) for y in x]
            return [m.rounded(m.rounded(m.rounded(y - s) * u) + v) for (y, s), u, v in zip(pairs, g, b)]
        apart = [m.rounded(y - mean) for y in x] if layer else x
        if way == "weight first":
            return [m.rounded(m.rounded(y * m.rounded(root * u)) + v) for y, u, v in zip(apart, g, b)]
        return [m.rounded(m.rounded(m.rounded(y * root) * u) + v) for y, u, v in zip(apart, g, b)]

    def variance(self, x, mean, layer):
        """Two-pass, one-pass, Welford's, or exact but for what is allowed."""
        m, w = self.m, len(x)
        way = self.rng.choice(("two-pass", "one-pass", "Welford", "limit")) if layer else "RMS"
        if way in ("two-pass", "RMS"):
            apart = [m.rounded(y - mean) for y in x] if layer else x
            return m.several(m.product(apart, apart) / w, 2)
        if way == "one-pass":
            return max(0.0, m.rounded(m.several(m.product(x, x) / w, 2) - m.rounded(mean * mean)))
        if way == "Welford":
            centre, total = x[0], 0.0
            for count, y in enumerate(x[1:], 2):
                apart = m.rounded(y - centre)
                centre = m.rounded(centre + m.rounded(apart / count))
                total = m.rounded(total + m.rounded(apart * m.rounded(y - centre)))
            return m.rounded(total / w)
        some = [Fraction(y) for y in x]
        exact = sum(y * y for y in some) / w - (sum(some) / w) ** 2
        k = 3 * w + 28
        return m.limit(float(exact), k * U * math.fsum(y * y for y in x) / w)

    def attention(self, step, rows, i):
        """Head by head."""
        heads, count = step.fields["heads"], (len(rows) - 1) // 2
        query, keys, values, out = rows[0], rows[1:count + 1], rows[count + 1:], []
        d, e = len(query) // heads, step.width // heads
        for h in range(heads):
            part = slice(h * d, h * d + d)
            scores = [self.score(step, query[part], key[part], j > i) for j, key in enumerate(keys)]
            out += self.mixed(scores, [v[h * e:h * e + e] for v in values])
        return out

    def score(self, step, query, key, masked):
        """With the scale on the score, on the query, or a root of it on both."""
        m, fields = self.m, step.fields
        scale = float(fields["scale"]) if "scale" in fields else 1 / math.sqrt(fields["scaleRoot"])
        if masked and step.fields["mask"] == "causal":
            if "maskedScore" in fields:
                return m.rounded(float(fields["maskedScore"]))
            return m.several(float(fields["maskedProduct"]) * scale, 6)
        way = self.rng.choice(("score", "query", "both"))
        if way == "score" or scale <= 0:
            return m.several(m.product(query, key) * scale, 6)
        if way == "query":
            return m.product([m.several(x * scale, 6) for x in query], key)
        root = math.sqrt(scale)
        return m.product([m.several(x * root, 3) for x in query], [m.several(x * root, 3) for x in key])

    def mixed(self, scores, values):
        """Softmax and the weighted sum: in one piece, without a shift, or online."""
        way = self.rng.choice(("max", "max", "none", "online"))
        if way == "online" and len(scores) > 1:
            total, parts = self.merged(scores, values)[1:]
        else:
            shift = 0.0 if way == "none" and max(map(abs, scores)) <= 40 else max(scores)
            weights = [self.m.exponential(self.m.rounded(s - shift) if shift else s) for s in scores]
            total = self.m.sum(weights)
            if self.rng.random() < 0.5:
                weights = [self.m.several(w / total, 8) for w in weights]
                return [self.m.product(weights, column) for column in zip(*values)]
            parts = [self.m.product(weights, column) for column in zip(*values)]
        return [self.m.several(x / total, 8) for x in parts]

    def merged(self, scores, values):
        """(maximum, sum of weights, weighted sums) of some keys, by a random tree."""
        m = self.m
        if len(scores) == 1:
            weight = m.exponential(0.0)
            return scores[0], weight, [m.rounded(weight * x) for x in values[0]]
        at = self.rng.randint(1, len(scores) - 1)
        left, right = self.merged(scores[:at], values[:at]), self.merged(scores[at:], values[at:])
        top = max(left[0], right[0])
        factors = [m.exponential(m.rounded(one[0] - top)) for one in (left, right)]
        sums = [m.rounded(m.rounded(a * factors[0]) + m.rounded(b * factors[1]))
                for a, b in zip([left[1]] + left[2], [right[1]] + right[2])]
        return top, sums[0], sums[1:]


class Trial:
    """Programs, one after another; the largest share of a bound that was used, by operation."""

    def __init__(self):
        self.share, self.rows, self.programs, self.executions = {}, {}, 0, 0

    def program(self, seed):
        """One program, on some inputs, executed some times each."""
        program_random.DTYPES = ("F32", "F32", "F16", "BF16")
        fields, model, _ = program_random.program(seed)
        payload = program_random.statement(model, dict(fields, correct="0", total="1"))
        question = Claim(payload.encode()).question
        program = Program(question, model)
        inputs, rng = Inputs(question, None), random.Random("execution %d" % seed)
        bounds = Computed(program)
        self.programs += 1
        every = list(inputs.all())
        for _, tokens in rng.sample(every, min(3, len(every))):
            bounds.leads(tokens, 0, (0, 0), 0)
            for _ in range(3):
                self.executed(seed, program, bounds, tokens, rng)

    def executed(self, seed, program, bounds, tokens, rng):
        """All rows that are needed and whose operands are known."""
        one = Execution(program, tokens, rng)
        self.executions += 1
        for (step, i), bound in bounds.kept.items():
            if bound is None:
                continue
            for row in (one.row(step, i)[0], one.found(*one.row(step, i))[0]):
                apart = sum((Fraction(x) * 2**48 - c) ** 2 for x, c in zip(row, bound.centre))
                most = bound.radius + bound.far
                if apart > most**2:
                    sys.exit("seed %d, %s row %d (%s), %s, tokens %s: off by %.4g, bound %.4g" % (
                        seed, step.name, i, step.op, one.m.habit, tokens, math.sqrt(apart), most))
                self.share[step.op] = max(self.share.get(step.op, 0), math.sqrt(apart) / most)
                self.rows[step.op] = self.rows.get(step.op, 0) + 1


def main():
    """Until the time is over, or so many programs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--programs", type=int, default=10**9)
    asked = parser.parse_args()
    trial, start = Trial(), time.monotonic()
    for seed in range(asked.first, asked.first + asked.programs):
        if time.monotonic() - start > asked.seconds:
            break
        try:
            trial.program(seed)
        except Refused as refused:
            if refused.code != "UNSUPPORTED_PROFILE":
                raise
    print("%d programs, %d executions, none outside" % (trial.programs, trial.executions))
    for op in sorted(trial.share):
        print("%-10s %7d rows, at most %.3f of a bound" % (op, trial.rows[op], trial.share[op]))


if __name__ == "__main__":
    main()
