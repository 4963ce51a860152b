# SPDX-License-Identifier: Apache-2.0
"""Circuits (L-01) and how they are known without multiplying them out (L-25 to L-32)."""
from functools import cached_property, reduce
from math import isqrt
from operator import mul

from .canon import Refused
from .exact import Matrix, constant, up

FORMS = {"exact": (), "product": (1, 2), "peeled": (1, 4, 1, 4, 2, 3)}
SUB = (((0,), (1, 2, 3)), ((0, 1), (2, 3)), ((0, 1, 2), (3,)))
EACH = (((0,), (1,), (2,), (3,)),)
ATTENTION = {  # form, groupings of factors, levels with a mean row (L-31)
    "svd": ("product", None, 0),
    "max_diff": ("product", (((0,), (1,)),), 0),
    "mean+max_diff": ("product", (((0,), (1,)),), 1),
    "max_diff_exact": ("product", (((0, 1),),), 0),
    "max_diff_subproduct": ("peeled", SUB, 0),
    "mean+max_diff_subproduct": ("peeled", SUB, 1),
    "max_diff_subproduct_recursive": ("peeled", EACH, 0),
    "mean+max_diff_subproduct_recursive": ("peeled", EACH, 1),
    "mean_recursive+max_diff_subproduct_recursive": ("peeled", EACH, 3),
    "spectral": ("peeled", None, 0),
    "exact_EQKE+max_diff_exact": ("exact", None, 0)}
DIRECT = ("max_diff_exact", "global_max_diff_exact", "mean_query+max_diff", "svd_query+max_diff",
          "max_diff")


class Circuits:
    """A, B, D, OV, PV of a model and the bounds that stand for A and D."""

    def __init__(self, model):
        self.m = model
        m = model
        bits = 2 * max(width(m.E), width(m.P)) + sum(map(width, (m.Q, m.K, m.V, m.O, m.U)))
        if products(m) * (1 + bits // 64) ** 2 > 1 << 34:
            raise Refused("LIMIT_EXCEEDED", "the exact circuits take too much work")

    @cached_property
    def X(self):
        return self.m.E + self.m.P.row(self.m.k - 1)

    @cached_property
    def queries(self):
        return self.X * self.m.Q + self.m.bQ

    @cached_property
    def A(self):
        return self.queries * (self.m.E * self.m.K).T

    @cached_property
    def B(self):
        return self.queries * (self.m.P * self.m.K).T

    @cached_property
    def shift(self):
        """b_O + b_V W_O."""
        return self.m.bO + self.m.bV * self.m.O

    @cached_property
    def D(self):
        return (self.X + self.shift) * self.m.U + self.m.bU

    @cached_property
    def OV(self):
        return self.m.E * self.m.V * (self.m.O * self.m.U)

    @cached_property
    def PV(self):
        return self.m.P * self.m.V * (self.m.O * self.m.U)

    def direct_direction(self, numbers):
        size = self.X.size()
        return Matrix([numbers], -8192 if size is None else size - 17)

    def common_row(self, g):
        """(2) of L-32: mu and the column x."""
        excess = abs(self.X - g) * ranges(self.m.U)
        return (g + self.shift) * self.m.U + self.m.bU, excess

    def direct(self, option, numbers):
        """Pairs of a row mu and a matrix of x(q,m), or a column where it is the same for all m."""
        v = self.m.v
        if option in ("max_diff_exact", "global_max_diff_exact"):
            zero = constant(0, 1, v)
            if option == "max_diff_exact":
                return [(mu, excesses(self.D - mu)) for mu in (zero, self.D.mean_row())]
            rows = self.D.rows
            spread = max(map(max, rows)) - min(map(min, rows))
            return [(zero, Matrix([[spread]] * v, self.D.e))]
        g = {"mean_query+max_diff": self.X.mean_row, "max_diff": lambda: constant(0, 1, self.m.d),
             "svd_query+max_diff": lambda: self.direct_direction(numbers)}[option]()
        return [self.common_row(g)]

    def scores(self, option, vectors):
        """S [v,v] and a column e with |(A-S)[q,i] - (A-S)[q,j]| <= e_q (L-31)."""
        m, (form, groupings, levels) = self.m, ATTENTION[option]
        if form == "exact":
            return self.A, constant(0, m.v, 1)
        keys = m.E - m.E.mean_row()
        if form == "product":
            factors, start = [self.queries, (keys * m.K).T], constant(0, m.v, m.v)
        else:
            factors = [self.X, m.Q, m.K.T, keys.T]
            start = constant(0, m.v, m.v) + m.bQ * m.K.T * keys.T
        for j, numbers in zip(FORMS[form], vectors):
            piece, factors[j - 1] = peel(factors, j - 1, numbers)
            start = start + piece
        return start, self.errors(option, factors, groupings, levels).up()

    def errors(self, option, factors, groupings, levels):
        if option == "svd":
            square = spectral(factors[0], factors[1].T)
            root, e = roots_up([square[0] * 2], square[1])
            return Matrix(root * self.m.v, e)
        if option == "spectral":
            columns = factors[3].T
            far = norms(columns - columns.mean_row())
            norm, e = spectral(factors[1], factors[2].T)
            rows = norms(factors[0])
            values = [n * norm * 4 * max(far.rows)[0] for n, in rows.rows]
            entries, e = roots_up(values, e + far.e + rows.e)
            return Matrix(entries, e)
        bounds = []
        for grouping in groupings:
            groups = [reduce(mul, [factors[j] for j in group]) for group in grouping]
            bounds.append(chain(groups, levels))
        e = min(bound.e for bound in bounds)
        return Matrix([[min(row)] for row in zip(*([n for n, in b.at(e)] for b in bounds))], e)


def width(matrix):
    return matrix.largest().bit_length()


def products(m):
    """Products of weights (F-01 (f))."""
    v, d, h = m.v, m.d, m.h
    return (v + m.k) * (4 * d * h + v * h + 2 * v * d)


def ranges(matrix):
    return Matrix([[max(row) - min(row)] for row in matrix.rows], matrix.e)


def norms(matrix):
    """Squares of the Euclidean norms of the rows."""
    return Matrix([[sum(n * n for n in row)] for row in matrix.rows], 2 * matrix.e)


def excesses(matrix):
    """(3) of L-32: the largest of row q without entry m, minus entry m."""
    out = []
    for row in matrix.rows:
        first = max(row)
        place = row.index(first)
        second = max(row[:place] + row[place + 1:], default=first)
        out.append([(second if m == place else first) - n for m, n in enumerate(row)])
    return Matrix(out, matrix.e)


def peel(factors, j, numbers):
    """The piece of a factor along a direction, and what is left of the factor (L-26, L-27)."""
    first = j < len(factors) // 2
    y = factors[j] if first else factors[j].T
    u = Matrix([[n] for n in numbers], 0)
    square = sum(n * n for n in numbers)
    if not square or y.size() is None:
        return constant(0, 1, 1), factors[j]
    along = u.T * y
    bits = along.e - y.size() + 64 + max(map(abs, numbers)).bit_length()
    z = Matrix([[(n << max(bits, 0)) // square for n in along.rows[0]]], along.e - max(bits, 0))
    rest = y - u * z
    column, row = (u, z) if first else (z.T, u.T)
    before, after = factors[:j], factors[j + 1:]
    for factor in reversed(before):
        column = factor * column
    for factor in after:
        row = row * factor
    return column * row, rest if first else rest.T


def chain(groups, levels):
    """L-25 (4): a bound of the ranges of the rows of a product of the groups."""
    bound = ranges(groups[-1])
    for t in range(len(groups) - 2, -1, -1):
        f = groups[t]
        if t < levels:
            mean = f.mean_row()
            row = mean
            for factor in groups[t + 1:]:
                row = row * factor
            bound = (abs(f - mean) * bound + ranges(row)).up()
        else:
            bound = (abs(f) * bound).up()
    return bound


def spectral(f, h):
    """A bound of the square of the spectral norm of F H^T, as integer and exponent (L-28)."""
    t = (f.T * f) * (h.T * h)
    c, e = len(t.rows), t.e
    n, error = t.rows, 0
    for step in range(8):
        shift = max(max(map(abs, row)) for row in n).bit_length() - 256
        if shift > 0:
            n, error, e = [[x >> shift for x in row] for row in n], up(error, shift) + c, e + shift
        if step < 7:
            big = c << max(max(map(abs, row)) for row in n).bit_length()
            columns = list(zip(*n))
            n = [[sum(map(int.__mul__, row, column)) for column in columns] for row in n]
            error, e = error * (2 * big + error), 2 * e
    value = max(0, sum(n[i][i] for i in range(c)) + c * error)
    for _ in range(7):
        ((value,),), e = roots_up([value], e)
    return value, e


def roots_up(values, e):
    """Roots of values 2^e, not smaller, as rows of one entry, and their exponent (L-29)."""
    shift = max(values).bit_length() - 384
    shift += (e + shift) % 2
    out = []
    for n in values:
        n = up(n, shift)
        root = isqrt(n)
        out.append([root + (root * root < n)])
    return out, (e + shift) // 2


def split_limit(m):
    """F-01 (f) of the attention split."""
    v, d, h = m.v, m.d, m.h
    bits = 4 * max(width(m.E), width(m.P)) + 2 * width(m.Q) + 2 * width(m.K) + 256
    work = (4 * v * d * h + v * v * (h + 16) + 2 * (v + d + 4 * h) * h * h
            + 32 * (v + h) * (d + h))
    if work * (1 + bits // 64) ** 2 > 1 << 34:
        raise Refused("LIMIT_EXCEEDED", "the attention split takes too much work")
