# SPDX-License-Identifier: Apache-2.0
"""Rounding errors of a binary32 execution (L-41 to L-43) and the premises of a rule (L-44)."""
from fractions import Fraction
from math import isqrt

from .canon import Refused
from .exact import Matrix, constant
from .question import PROFILES

PHI = Fraction(1, 1 << 126)
UNIT = Fraction(1, 1 << 24)


def gamma(k):
    return Fraction(-(-(k << 64) // ((1 << 24) - k)), 1 << 64)


def refuse(place):
    raise Refused("UNSUPPORTED_PROFILE", place)


def column_sums(w):
    return Matrix([[sum(map(abs, column)) for column in zip(*w.rows)]], w.e)


def top(w):
    """The largest absolute entry of a matrix, or the largest column sum of it."""
    return Fraction(w.largest()) * Fraction(2) ** w.e


def binary32(name, w):
    for row in w.rows:
        for n in row:
            if n and (abs(n).bit_length() + w.e > 128
                      or (n & -n).bit_length() - 1 + w.e < -149
                      or abs(n).bit_length() - (n & -n).bit_length() + 1 > 24):
                refuse("%s has a weight that is no binary32 number" % name)


class Premises:
    """Two sides of each logit table and, for an execution, errors of scores by token and position.

    right and wrong: (D, OV, PV) read for the maximum and for its rivals. tokens [v,v] and positions
    [v,K] are None over the reals. direct is E0 [v,v], which widens D, or None."""

    def __init__(self, circuits):
        self.c, self.tokens, self.positions, self.direct = circuits, None, None, None

    @property
    def right(self):
        return self.c.D, self.c.OV, self.c.PV

    wrong = right

    def token(self, q, t):
        return self.tokens.value(q, t) if self.tokens else 0

    def position(self, q, i):
        return self.positions.value(q, i) if self.positions else 0

    def worst(self, q):
        """T of L-44, 5 and 6: at least T_t(q) + T_i(q) for all t and i."""
        if not self.tokens:
            return Fraction(0)
        ends = self.tokens.rows[q], self.positions.rows[q]
        return sum(Fraction(max(row)) * Fraction(2) ** x.e
                   for row, x in zip(ends, (self.tokens, self.positions)))


class Execution(Premises):
    """The premises of every execution of a profile, by its name."""

    def __init__(self, circuits, profile):
        super().__init__(circuits)
        self.e0, self.r = PROFILES[profile]
        self.n, self.h, self.k = circuits.m.d, circuits.m.h, circuits.m.k
        self.representable()
        self.range()
        self.scores()
        self.logits()

    def representable(self):
        for name in ("E", "P", "Q", "K", "V", "O", "U", "bQ", "bK", "bV", "bO", "bU"):
            binary32(name, getattr(self.c.m, name))

    def range(self):
        m = self.c.m
        r0 = top(m.E) + top(m.P)
        if r0 >= 1 << 50:
            refuse("overflow is not excluded: the residual")
        for w, b, name in ((m.Q, m.bQ, "queries"), (m.K, m.bK, "keys"), (m.V, m.bV, "values")):
            if (2 * r0 + 1) * top(column_sums(w)) + top(b) >= 1 << 50:
                refuse("overflow is not excluded: " + name)
        self.values = 2 * ((2 * r0 + 1) * top(column_sums(m.V)) + top(m.bV)) + 1
        o0 = 4 * (self.values + 1) * top(column_sums(m.O)) + top(m.bO)
        x0 = 2 * r0 + 1 + 2 * o0 + 1
        self.residual = 2 * x0 + 1
        if o0 >= 1 << 120 or x0 >= 1 << 122 \
                or self.residual * top(column_sums(m.U)) + top(m.bU) >= 1 << 120:
            refuse("overflow is not excluded: the head's output or the logits")

    def part(self, r, w):
        """|r| (gamma_(n+2) |W| + 4 phi)."""
        return (abs(r) * (abs(w).scaled(gamma(self.n + 2))
                          + constant(4 * PHI, len(w.rows), len(w.rows[0])))).up()

    def rest(self, w, b):
        """gamma_(n+1) |b| + 16 phi (colsum |W| + 2 (n+2))."""
        flushed = column_sums(w) + constant(2 * (self.n + 2), 1, len(w.rows[0]))
        return abs(b).scaled(gamma(self.n + 1)) + flushed.scaled(16 * PHI)

    def scores(self):
        m, h, k = self.c.m, self.h, self.k
        q, dq = self.c.queries, self.part(self.c.X, m.Q) + self.rest(m.Q, m.bQ)
        kt, dkt = m.E * m.K, self.part(m.E, m.K)
        ki, dki = m.P * m.K + m.bK, self.part(m.P, m.K) + self.rest(m.K, m.bK)
        flush = constant(16 * h * PHI, 1, h)
        whole = (abs(q) + dq).up()
        a = (whole.scaled(gamma(h + 6)) + dq + flush).up()
        kappa = Fraction(isqrt((1 << 256) // h) + 1, 1 << 128)
        dst = (a * (abs(kt) + dkt).T + abs(q) * dkt.T).scaled(kappa).up()
        dsi = (a * (abs(ki) + dki).T + whole * (dki + flush).T).scaled(kappa).up()
        dsi = dsi + constant(32 * (h + 1) * PHI, 1, k)
        products = [(abs(q) * abs(x).T).scaled(kappa) for x in (kt, ki)]
        z = []
        for row in range(m.v):
            spread = 2 * sum(top(x.row(row)) for x in products + [dst, dsi])
            z.append(UNIT * 10 * spread + 2 * UNIT * ((k + 1) * self.e0 + 4) + 2 * (k + 1) * PHI)
        columns = [[-(-(x.numerator << 256) // x.denominator)] for x in z]
        self.tokens, self.positions = dst.up(), (dsi + Matrix(columns, -256)).up()

    def logits(self):
        m, n, h, k = self.c.m, self.n, self.h, self.k
        u, o = abs(m.U), abs(m.O)
        more, behind = 1 + gamma(n + 2 * k + 2), gamma(n + 2 * k + 2)

        def value_errors(v, dv):
            first = (abs(v) + dv).scaled(gamma(2 * k + h + 1 + self.r)) + dv
            return (((first.up() * o).scaled(more) + abs(v * m.O).scaled(behind)).up() * u).up()

        self.ov = value_errors(m.E * m.V, self.part(m.E, m.V))
        self.pv = value_errors(m.P * m.V + m.bV, self.part(m.P, m.V) + self.rest(m.V, m.bV))
        w = top(column_sums(m.O))
        path = (abs(self.c.X).scaled(gamma(n + 3)) + abs(m.bO).scaled(gamma(n + h + 3))
                + constant(16 * PHI, 1, n)) * u
        lost = ((self.values + 1) * w * (k + 1) ** 2 / (1 << 57)
                + 16 * (h + 1) * PHI * (self.values + 2))
        flushed = (column_sums(m.U).scaled(2 * lost)
                   + constant(4 * (n + 2) * PHI * (self.residual + 4), 1, m.v))
        self.direct = (path + abs(m.bU).scaled(gamma(n + 1)) + flushed).up()

    @property
    def right(self):
        return self.c.D - self.direct, self.c.OV - self.ov, self.c.PV - self.pv

    @property
    def wrong(self):
        return self.c.D + self.direct, self.c.OV + self.ov, self.c.PV + self.pv
