# SPDX-License-Identifier: Apache-2.0
"""R-01 brute force: all outputs of an input are summed at once, in lanes of one long integer."""
from fractions import Fraction
from itertools import accumulate
from math import ceil, prod

from .canon import Refused
from .exact import Exp, both, down, up, widened


def limit(holds, what):
    if not holds:
        raise Refused("LIMIT_EXCEEDED", what)


def by_position(v, k, weights):
    """Those of L-78: a list for each position; one list is that of all positions (L-50)."""
    return weights if weights and isinstance(weights[0], list) else [weights or [1] * v] * k


def product(a, b):
    return a[0] * b[0], a[1] + b[1]


def score_weights(premises, exp, q):
    """Ends of exp of the scores of tokens and of positions, widened: (lower, upper) each."""
    def ends(n, e, t):
        weight = exp(n, e)
        return widened(weight, t) if t else both(weight)
    c = premises.c
    return ([ends(n, c.A.e, premises.token(q, t)) for t, n in enumerate(c.A.rows[q])],
            [ends(n, c.B.e, premises.position(q, i)) for i, n in enumerate(c.B.rows[q])])


class Common:
    """One power of two for all weights of an inequality: X is the largest exponent of an upper end,
    and a weight is in units of 2^(X+4), with so many bits behind the point (L-04, c)."""

    def __init__(self, uppers, bits, fraction):
        self.shift = bits - fraction - 4 - max(exponent for _, exponent in uppers)

    def low(self, end):
        return down(end[0], min(-(self.shift + end[1]), 1 << 20))

    def high(self, end):
        return up(end[0], min(-(self.shift + end[1]), 1 << 20))


def fixed(premises, margin, p, slack):
    """D, OV, PV of both sides in units of 2^-p, and delta with the slack of roundings."""
    right = [table.floor(p) for table in premises.right]
    wrong = right if premises.wrong == premises.right else [t.floor(p) for t in premises.wrong]
    return right, wrong, ceil(margin * Fraction(2) ** p) + slack


def magnitude(premises, numbers):
    """Least M with all entries of the tables, and the numbers, below 2^M; None if all are 0."""
    sizes = [t.size() for t in premises.right + premises.wrong]
    for n in numbers:
        if n:
            m = n.numerator.bit_length() - n.denominator.bit_length()
            sizes.append(m + (n >= Fraction(2) ** m))
    return max((s for s in sizes if s is not None), default=None)


class Rule:
    """A strategy: its hints are read with the claimed sizes, its limits and the rest with the model's.
    """

    def __init__(self, sizes, hints):
        self.k, self.v, self.d, _ = sizes
        self.hints = hints
        self.read(hints)

    def read(self, hints):
        """Reads what the hints spell."""

    def limits(self, weights):
        """Over them the certificate is declined; then ranges that need no circuits."""

    def prepare(self, circuits):
        self.c = circuits


class BruteForce(Rule):
    def limits(self, weights):
        v, k = self.v, self.k
        each = v * (v + 32) + (256 if weights else 0)
        limit(v ** (k - 1) * each <= 1 << 37 and k * v ** 4 <= 1 << 35, "too many inputs")
        self.w = by_position(v, k, weights)
        self.total = [[0, *accumulate(row)] for row in self.w]

    def count(self, premises, margin):
        tables = premises.right + premises.wrong
        if self.v ** self.k * (self.v - 1) <= 1 << 24:
            p, slack, self.cut, bits = max(256, *(-t.e for t in tables)), 0, 0, 320
        else:
            p, slack, bits = 128 - (magnitude(premises, [margin]) or 0), 3, 128
            self.cut = bits
        self.right, self.wrong, self.delta = fixed(premises, margin, p, slack)
        self.bits, exp = bits, Exp(self.c.m.h)
        return sum(self.query(premises, exp, q) for q in range(self.v))

    def query(self, premises, exp, q):
        tokens, positions = score_weights(premises, exp, q)
        return sum(self.pair(tokens, positions, q, m) for m in range(q, self.v))

    def pair(self, tokens, positions, q, m):
        """The weight of the inputs of C(q,m) that pass."""
        ends = {(t, i): (product(tokens[t][0], positions[i][0]), product(tokens[t][1], positions[i][1]))
                for t in range(m + 1) for i in range(self.k)}
        common = Common([e[1] for e in ends.values()], self.bits, 2 * 176)
        (dr, ovr, pvr), (dw, ovw, pvw) = self.right, self.wrong
        outputs = [o for o in range(self.v) if o != m]
        direct = [dr[q][m] - dw[q][o] - self.delta for o in outputs]
        by_token = [[ovr[t][m] - ovw[t][o] for o in outputs] for t in range(m + 1)]
        by_place = [[pvr[i][m] - pvw[i][o] + x for o, x in zip(outputs, direct)]
                    for i in range(self.k)]
        cut = self.cut

        def row(t, i):
            low, high = common.low(ends[t, i][0]), common.high(ends[t, i][1])
            return [((low if y >= 0 else high) * y) >> cut
                    for y in map(int.__add__, by_token[t], by_place[i])]

        last = self.k - 1
        rows = [[row(t, i) for t in range(m + 1)] for i in range(last)]
        return self.visit(rows, row(q, last), q, m)

    def visit(self, rows, own, q, m):
        last, total = len(rows), self.total
        rest, owed = [None] * last + [[0] * len(own)], [None] * (last + 1)
        for i in range(last - 1, -1, -1):
            least = list(map(min, *rows[i])) if m else rows[i][0]
            rest[i] = list(map(int.__add__, least, rest[i + 1]))
            owed[i] = list(map(int.__add__, rows[i][m], rest[i + 1]))
            if owed[i + 1]:
                owed[i] = list(map(min, owed[i], map(int.__add__, least, owed[i + 1])))
        largest = max([1] + [abs(x) for r in rows for one in r for x in one] + [abs(x) for x in own])
        size = (largest.bit_length() + (last + 2).bit_length() + 9) // 8
        half = 1 << 8 * size - 1
        bias = int.from_bytes(half.to_bytes(size, "little") * len(own), "little")

        def pack(numbers):
            lanes = b"".join((x + half).to_bytes(size, "little") for x in numbers)
            return int.from_bytes(lanes, "little") - bias

        ones = int.from_bytes((1).to_bytes(size, "little") * len(own), "little")
        lanes = [[pack(one) for one in r] for r in rows]
        ends = [pack(r) + bias - ones for r in rest]
        debts = [pack(r) + bias - ones if r else None for r in owed]
        weights = self.w

        def rest_of(i, m):
            return prod(row[m] for row in total[i:last])

        def walk(i, s, seen):
            if seen:
                if (s + ends[i]) & bias == bias:
                    return rest_of(i, m + 1)
            elif i < last and (s + debts[i]) & bias == bias:
                return rest_of(i, m + 1) - rest_of(i, m)
            if i == last:
                return 0
            return sum(w * walk(i + 1, s + lane, seen or t == m)
                       for t, (w, lane) in enumerate(zip(weights[i], lanes[i])) if w)

        own_weight = weights[last][q]
        return own_weight and own_weight * walk(0, pack(own), q == m)
