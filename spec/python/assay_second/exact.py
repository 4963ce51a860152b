# SPDX-License-Identifier: Apache-2.0
"""Exact matrices and enclosures of exponentials. Integers only."""
from fractions import Fraction
from math import isqrt

BITS = 176      # of an enclosure of an exponential behind its power of two
GUARD = 64


def up(n, shift):
    """ceil(n 2^-shift); shift may be negative."""
    return -(-n >> shift) if shift >= 0 else n << -shift


def down(n, shift):
    return n >> shift if shift >= 0 else n << -shift


class Matrix:
    """rows of integers times 2^e; all operations are exact unless their name says otherwise."""

    def __init__(self, rows, e):
        self.rows, self.e = rows, e

    def __mul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([[sum(map(int.__mul__, row, column)) for column in columns]
                       for row in self.rows], self.e + other.e)

    def at(self, e):
        """The rows in units of 2^e, e at most the own."""
        shift = self.e - e
        return self.rows if shift == 0 else [[n << shift for n in row] for row in self.rows]

    def __add__(self, other):
        """A single row or a single column is added to each row or column."""
        e = min(self.e, other.e)
        a, b = self.at(e), other.at(e)
        if len(b) == 1 and len(a) > 1:
            b = b * len(a)
        if len(b[0]) == 1 and len(a[0]) > 1:
            b = [row * len(a[0]) for row in b]
        return Matrix([list(map(int.__add__, x, y)) for x, y in zip(a, b)], e)

    def __neg__(self):
        return Matrix([[-n for n in row] for row in self.rows], self.e)

    def __sub__(self, other):
        return self + -other

    def __abs__(self):
        return Matrix([[abs(n) for n in row] for row in self.rows], self.e)

    @property
    def T(self):
        return Matrix([list(column) for column in zip(*self.rows)], self.e)

    def row(self, i):
        return Matrix([self.rows[i]], self.e)

    def scaled(self, factor):
        """Times a dyadic number or an integer."""
        factor = Fraction(factor)
        shift = factor.denominator.bit_length() - 1
        assert_dyadic(factor)
        return Matrix([[n * factor.numerator for n in row] for row in self.rows], self.e - shift)

    def largest(self):
        """The largest absolute entry, an integer in units of 2^e."""
        return max(max(map(abs, row)) for row in self.rows)

    def size(self):
        """M, least with all entries below 2^M in absolute value; None if all are 0."""
        largest = self.largest()
        return largest.bit_length() + self.e if largest else None

    def up(self, bits=192):
        """Not smaller, with so many bits in the largest entry."""
        shift = self.largest().bit_length() - bits
        if shift <= 0:
            return self
        return Matrix([[up(n, shift) for n in row] for row in self.rows], self.e + shift)

    def mean_row(self):
        """Rounded down, 64 bits below the unit."""
        n = len(self.rows)
        return Matrix([[(sum(column) << 64) // n for column in zip(*self.rows)]], self.e - 64)

    def floor(self, p):
        """floor(2^p entry), integers."""
        return [[down(n, -(self.e + p)) for n in row] for row in self.rows]

    def ceil(self, p):
        return [[up(n, -(self.e + p)) for n in row] for row in self.rows]

    def value(self, i, j):
        return Fraction(self.rows[i][j]) * Fraction(2) ** self.e


def assert_dyadic(x):
    if x.denominator & (x.denominator - 1):
        raise ArithmeticError("not dyadic: %s" % x)


def constant(value, rows, columns):
    value = Fraction(value)
    assert_dyadic(value)
    return Matrix([[value.numerator] * columns for _ in range(rows)],
                  1 - value.denominator.bit_length())


def ln2(bits):
    """floor(2^bits ln 2), or one less: the sum of 1/(j 2^j), another series than that of L-03."""
    wide = bits + 32
    return (sum((1 << wide - j) // j for j in range(1, wide + 1))) >> 32


class Exp:
    """Enclosures of exp(y / sqrt(h)) for dyadic y, as (lo, hi, k): e^x in [lo, hi] 2^(k-BITS), with
    k = floor(x / ln 2) of the lower end of x, lo < hi below 2^(BITS+2)."""

    def __init__(self, h):
        self.h, self.cache, self.constants = h, {}, {}

    def __call__(self, n, e):
        """exp(n 2^e / sqrt(h))."""
        if n == 0:
            e = 0
        key = (n, e)
        if key not in self.cache:
            self.cache[key] = self.enclose(n, e)
        return self.cache[key]

    def enclose(self, n, e):
        work = BITS + GUARD
        size = max(0, n.bit_length() + e)
        g = work + size + 8
        if g not in self.constants:
            root = isqrt((1 << 2 * g) // self.h)
            exact = root * root * self.h == 1 << 2 * g
            self.constants[g] = root, 0 if exact else 1, ln2(work + size + 8)
        root, slack, two = self.constants[g]
        ends = [n * root, n * (root + slack)]
        low = down(min(ends), -(e + work - g))
        high = up(max(ends), -(e + work - g))
        wide = size + 8
        k = (low << wide) // two
        ends = [k * two, k * (two + 2)]
        while True:
            r = low - up(max(ends), wide)
            if r >= 0:
                break
            k -= 1
            ends = [k * two, k * (two + 2)]
        s = high - down(min(ends), wide)
        return self.taylor(r), self.taylor(s) + 2, k

    def taylor(self, r):
        """floor(2^BITS exp(r 2^-work)), or a little less: halved eight times, then squared."""
        work = BITS + GUARD
        t, total, j = 1 << work, 0, 0
        while t:
            total += t
            j += 1
            t = (t * r >> work + 8) // j
        for _ in range(8):
            total = total * total >> work
        return total >> GUARD


def widened(weight, t):
    """The enclosure of e^x exp(tau), |tau| <= t (L-44, Widening): a lower and an upper triple."""
    lo, hi, k = weight
    t = Fraction(t)
    if t <= 1:
        low = lo * (t.denominator - t.numerator) // t.denominator
        square = t.denominator ** 2
        factor = square + t.numerator * t.denominator + t.numerator ** 2
        return (low, k), (-(-hi * factor // square), k)
    steps = -(-3 * t.numerator // (2 * t.denominator))
    return (lo, k - steps), (hi, k + steps)


def both(weight):
    """A triple as a pair of ends (integer, exponent)."""
    return (weight[0], weight[2]), (weight[1], weight[2])
