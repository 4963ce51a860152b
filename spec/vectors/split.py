# SPDX-License-Identifier: Apache-2.0
"""The splits of sub-cubic proofs as the lemmas L-25 to L-32 say them, and with one mistake at a time.

Fractions for the splits, so that they are identities; floats only for spectral norms and for the search of directions.
What is right is decided by `oracle.py` alone: the reading here only says how much of it the rule must prove, and the
mistakes which certificate a wrong checker would accept.
"""
import math
import random
from fractions import Fraction

from counting import packed
from oracle import Model, apply, dot, plus
from subcubic import SubCubic, circuits, exponential

WIDTH, TOP = 18, 1 << 17
UNIT = 1 << 30  # coefficients are rounded down to its inverse
WIDER = Fraction(1, 1 << 20)  # a checker may find an error larger by this part
PRODUCT = ("svd", "max_diff", "mean+max_diff", "max_diff_exact")
EXACT = "exact_EQKE+max_diff_exact"


def spelled(directions):
    """Directions as a packed table."""
    return packed("".join(format(n % (1 << WIDTH), "018b") for vector in directions for n in vector))


def turned(matrix):
    """The transpose."""
    return [list(column) for column in zip(*matrix)]


def times(a, b):
    """The product of matrices."""
    columns = turned(b)
    return [[sum((x * y for x, y in zip(row, column)), 0 * row[0]) for column in columns] for row in a]


def down(x):
    """Rounded down to 2^-30."""
    return Fraction(x * UNIT // 1, UNIT)


def mean(matrix):
    """The mean row, rounded down."""
    return [down(sum(column) / len(column)) for column in zip(*matrix)]


def minus(matrix, row):
    """A matrix without a row vector."""
    return [[a - b for a, b in zip(line, row)] for line in matrix]


def outer(column, row):
    """A column times a row."""
    return [[a * b for b in row] for a in column]


def added(*matrices):
    """The sum of matrices."""
    return [[sum(entries) for entries in zip(*lines)] for lines in zip(*matrices)]


class Split(SubCubic):
    """Rule R-06 with splits. The methods are small so that a mistake can break one at a time."""

    def __init__(self, data, margin, gaps, slack, direct, attention, directions):
        self.options, self.directions = (direct, attention), directions
        self.wider = WIDER if slack else 0
        SubCubic.__init__(self, data, margin, gaps, "envelope", slack)

    def read(self, data):
        """The circuits, with the scores of the split in the place of A."""
        a, b, d, ov, pv, model = circuits(data)
        self.weights_of_model = model
        self.residual = [plus(e, model.position[-1]) for e in model.embed]
        scores, self.errors = self.attention(a)
        self.bounds = self.direct_path(d)
        return scores, b, d, ov, pv, model

    # L-25

    def ranges(self, matrix):
        """The range of each row."""
        return [max(row) - min(row) for row in matrix]

    def weighted(self, factor, ranges):
        """|factor| ranges."""
        return [sum(abs(x) * r for x, r in zip(row, ranges)) for row in factor]

    def mean_range(self, row):
        """The range of the mean row times the rest."""
        return max(row) - min(row)

    def nested(self, factors, means):
        """Ranges of a product that is not multiplied out."""
        if len(factors) == 1:
            return self.ranges(factors[0])
        inner = self.nested(factors[1:], max(0, means - 1))
        if not means:
            return self.weighted(factors[0], inner)
        centre = mean(factors[0])
        product = [centre]
        for factor in factors[1:]:
            product = times(product, factor)
        about = self.mean_range(product[0])
        return [about + x for x in self.weighted(minus(factors[0], centre), inner)]

    # L-26

    def peel(self, matrix, direction):
        """(direction, coefficients, rest)."""
        square = sum(x * x for x in direction)
        if not square:
            return direction, [Fraction(0)] * len(matrix[0]), matrix
        z = [down(Fraction(dot(direction, column)) / square) for column in zip(*matrix)]
        return direction, self.coefficients(z, square), added(matrix, outer([-x for x in direction], z))

    def coefficients(self, z, square):
        """The coefficients of the piece."""
        return z

    # L-27

    def attention(self, exact):
        """Scores and errors."""
        option, model = self.options[1], self.weights_of_model
        if option == EXACT:
            return exact, [Fraction(0)] * len(exact)
        centred = minus(model.embed, mean(model.embed))
        own = self.directions[len(self.directions) - (2 if option in PRODUCT else 6) :]
        scores, factors = (self.by_product if option in PRODUCT else self.by_pieces)(centred, own)
        return scores, [e * (1 + self.wider) for e in self.error(option, factors)]

    def by_product(self, centred, directions):
        """Split (1)."""
        model = self.weights_of_model
        queries = [apply(model.query, x) for x in self.residual]
        keys = times(centred, model.key[0])
        u, z, left = self.peel(queries, directions[0])
        w, s, right = self.peel(keys, directions[1])
        first = outer(u, times([z], turned(keys))[0])
        return added(first, self.cross(left, s, w)), [left, turned(right)]

    def cross(self, left, s, w):
        """What is left of the queries with the piece of the keys."""
        return outer([dot(row, s) for row in left], w)

    def bias(self, centred):
        """The query bias with every key."""
        model = self.weights_of_model
        return times([model.query[1]], turned(times(centred, model.key[0])))[0]

    def by_pieces(self, centred, directions):
        """Split (2)."""
        model = self.weights_of_model
        q, k = model.query[0], model.key[0]
        inner = times(q, turned(k))
        u1, z1, rest = self.peel(self.residual, directions[0])
        w1, s1, others = self.peel(centred, directions[1])
        u2, z2, rest = self.peel(rest, directions[2])
        w2, s2, others = self.peel(others, directions[3])
        p, r, q_left = self.peel(q, directions[4])
        h, t, k_left = self.peel(k, directions[5])
        tokens = turned(others)

        def one(row):
            return times(times([row], inner), tokens)[0]

        def two(s):
            return [dot(x, [dot(line, s) for line in inner]) for x in self.residual]

        pieces = [
            outer([1] * len(rest), self.bias(centred)), outer(two(s1), w1), outer(two(s2), w2), outer(u1, one(z1)),
            outer(u2, one(z2)), outer([dot(x, p) for x in rest], times(times([r], turned(k)), tokens)[0]),
            outer([row[0] for row in times(times(rest, q_left), [[x] for x in t])], times([h], tokens)[0]),
        ]
        return added(*self.kept(pieces)), [rest, q_left, turned(k_left), tokens]

    def kept(self, pieces):
        """The pieces."""
        return pieces

    # L-28, L-29

    def norm(self, left, right):
        """About the spectral norm of left right^T, squared, by the trace of a power."""
        def gram(m):
            return times(turned(m), m)

        t = [[float(x) for x in row] for row in times(gram(left), gram(right))]
        scale = max((abs(x) for row in t for x in row), default=0.0) or 1.0
        power, exponent = [[x / scale for x in row] for row in t], 0.0
        for i in range(7):
            power = times(power, power)
            largest = max(abs(x) for row in power for x in row) or 1.0
            power = [[x / largest for x in row] for row in power]
            exponent = 2 * exponent + math.log(largest)
        trace = sum(power[i][i] for i in range(len(power)))
        if trace <= 0:
            return Fraction(0)
        return Fraction(scale * math.exp((math.log(trace) + exponent) / 128) * (1 + 1e-9))

    def root(self, x):
        """The root, rounded up."""
        return Fraction(math.isqrt(int(x * (1 << 80))) + 1, 1 << 40)

    # L-30, L-31

    def error(self, option, factors):
        """The error of each row."""
        if option == "svd":
            return [self.by_norm(self.norm(factors[0], turned(factors[1])))] * len(factors[0])
        if option == "max_diff_exact":
            return self.ranges(times(*factors))
        if option == "spectral":
            return self.spectral(*factors)
        if option.endswith("subproduct"):
            return self.at_breaks(factors, 1 if option.startswith("mean") else 0)
        levels = {"mean_recursive": 3, "mean": 1}.get(option.split("+")[0], 0)
        return self.nested(factors, levels)

    def by_norm(self, square):
        """The root of twice the square of a norm."""
        return self.root(2 * square)

    def at_breaks(self, f, means):
        """The least of three."""
        first, last = times(f[0], f[1]), times(f[2], f[3])
        three = [self.nested(pair, means) for pair in (
            [f[0], times(f[1], last)], [first, last], [times(first, f[2]), f[3]])]
        return [min(row) for row in zip(*three)]

    def spectral(self, rest, q, k, tokens):
        """Norm of the row, norm of the matrices, diameter of the tokens."""
        square = self.norm(q, turned(k))
        columns = turned(tokens)
        radius = max(dot(x, x) for x in minus(columns, mean(columns)))
        return [self.root(dot(row, row) * square * self.diameter(radius)) for row in rest]

    def diameter(self, radius):
        """The square of the diameter from that of the radius."""
        return 4 * radius

    # L-32

    def direct_path(self, d):
        """[(common row, excesses of each query)]; None where the centred table says it."""
        option, model = self.options[0], self.weights_of_model
        if option == "max_diff_exact":
            return None
        if option == "global_max_diff_exact":
            entries = [x for row in d for x in row]
            return [([Fraction(0)] * len(d), [self.whole(entries)] * len(d))]
        if option.startswith("mean"):
            centre = mean(self.residual)
        elif option.startswith("svd"):
            bits = self.magnitude(max(abs(x) for row in self.residual for x in row))
            centre = [Fraction(n) * Fraction(2) ** (bits - 17) for n in self.directions[0]]
        else:
            centre = [Fraction(0)] * model.d_model
        constant = apply(model.output, model.value[1])
        common = self.common(apply(model.unembed, plus(centre, constant)))
        excess = self.weighted(minus(self.residual, centre), self.ranges(model.unembed[0]))
        return [(common, [x * (1 + self.wider) for x in excess])]

    def whole(self, entries):
        """The range of the whole table."""
        return max(entries) - min(entries)

    def common(self, row):
        """The row that all queries have in common."""
        return row

    @staticmethod
    def magnitude(x):
        """The least e with x < 2^e."""
        e = 0
        while x >= Fraction(2) ** e:
            e += 1
        while x and x < Fraction(2) ** (e - 1):
            e -= 1
        return e if x else -8192

    def means(self):
        return SubCubic.means(self) if self.bounds is None else [common for common, _ in self.bounds]

    def excess(self, q, m, mean):
        if self.bounds is None:
            return SubCubic.excess(self, q, m, mean)
        return self.bounds[0][1][q]

    # L-34, L-35

    def corners(self, q, m, c, g):
        """The corners of (kappa, nu), each scores' error farther."""
        if c == 0:
            return [(Fraction(0), Fraction(0))]
        before, own = self.weights(q)
        farthest, error = self.farthest(q, m, g), self.errors[q]
        if max(abs(x) for x in farthest) + error > 400:
            return [(Fraction(10**9), Fraction(10**9))]  # hopeless; too long to be worth an exponential
        wide = exponential(Fraction(math.ceil(error * 2**40), 2**40), self.d_head)
        score = self.scores[q][q] - self.scores[q][m]
        if abs(score) > 400:
            return [(Fraction(10**9), Fraction(10**9))]
        kappa = exponential(score, self.d_head) * own if q < m else Fraction(0)
        least, most = (exponential(s, self.d_head) for s in farthest)
        found = []
        for held, rest in self.ends(before, len(before) - self.others(q, m, c)):
            held += self.own(q, m, own)
            found += [(k, n) for k in (kappa / wide / held, kappa * wide / held)
                      for n in (rest * least / wide / held, rest * most * wide / held)]
        return found


# ------------------------------------------------------------------------------------- proving too much


class SignsCancel(Split):
    """The factor is taken with its signs."""

    def weighted(self, factor, ranges):
        return [abs(sum(x * r for x, r in zip(row, ranges))) for row in factor]


class LargestEntryOnly(Split):
    """The range of a row is its largest entry."""

    def ranges(self, matrix):
        return [abs(max(row)) for row in matrix]


class MeanForgotten(Split):
    """What the mean row leaves is forgotten."""

    def mean_range(self, row):
        return Fraction(0)


class DirectionIsUnit(Split):
    """The piece is written as if the direction had the length 1."""

    def coefficients(self, z, square):
        return [x * square for x in z]


class CrossTermVanishes(Split):
    """The queries' rest is taken to be orthogonal to the keys' piece, as for singular vectors."""

    def cross(self, left, s, w):
        return [[Fraction(0)] * len(w) for _ in left]


class NoQueryBias(Split):
    """The query bias is left out of the pieces."""

    def kept(self, pieces):
        return pieces[1:]


class MatricesNotPeeled(Split):
    """The pieces of the two matrices are left out."""

    def kept(self, pieces):
        return pieces[:5]


class MeanEigenvalue(Split):
    """The norm from the mean of the eigenvalues."""

    def norm(self, left, right):
        t = times(times(turned(left), left), times(turned(right), right))
        return sum(t[i][i] for i in range(len(t))) / len(t)


class LeftNormOnly(Split):
    """The norm of the left factor only."""

    def norm(self, left, right):
        size = len(left[0])
        return Split.norm(self, left, [[Fraction(i == j) for j in range(size)] for i in range(size)])


class RootFloored(Split):
    """Roots rounded down to integers."""

    def root(self, x):
        return Fraction(math.isqrt(int(x)))


class RootHalved(Split):
    """The exponent of a root is halved once too often."""

    def root(self, x):
        return Split.root(self, x) / 2


class NoRootOfTwo(Split):
    """The difference of two unit vectors is taken for a unit vector."""

    def by_norm(self, square):
        return self.root(square)


class RadiusForDiameter(Split):
    """Tokens are no farther from each other than from their mean."""

    def diameter(self, radius):
        return radius


class BestOfBreaks(Split):
    """Half the least of the three."""

    def at_breaks(self, f, means):
        return [x / 2 for x in Split.at_breaks(self, f, means)]


class ErrorForgotten(Split):
    """The error is forgotten."""

    def error(self, option, factors):
        return [Fraction(0)] * len(factors[0])


class CommonForgotten(Split):
    """The common row of the direct path is forgotten."""

    def common(self, row):
        return [Fraction(0)] * len(row)


class CommonWithoutBias(Split):
    """The common row has no output bias."""

    def common(self, row):
        return [a - b for a, b in zip(row, self.weights_of_model.unembed[1])]


class LargestEntryOfAll(Split):
    """Differences in the table are no larger than its largest entry."""

    def whole(self, entries):
        return abs(max(entries))


class DirectionTooShort(Split):
    """The unit of a direction is half of what it is."""

    @staticmethod
    def magnitude(x):
        return Split.magnitude(x) - 1


# ------------------------------------------------------------------------------------------- directions


def singular(matrix, stream):
    """About the first left singular vector, as integers."""
    vector = [stream.uniform(0.5, 1) for _ in matrix]
    rows = [[float(x) for x in row] for row in matrix]
    for _ in range(40):
        inner = [sum(x * row[c] for x, row in zip(vector, rows)) for c in range(len(rows[0]))]
        vector = [sum(x * y for x, y in zip(row, inner)) for row in rows]
        largest = max(abs(x) for x in vector) or 1.0
        vector = [x / largest for x in vector]
    return [round(x * (TOP - 1)) for x in vector]


def directions(data, direct, attention, seed):
    """Directions for the options: near the singular vectors, or not."""
    model, stream = Model(data), random.Random("directions %d" % seed)
    residual = [plus(e, model.position[-1]) for e in model.embed]
    found = []
    if direct.startswith("svd"):
        bits = Split.magnitude(max(abs(x) for row in residual for x in row))
        found.append([int(x / Fraction(2) ** (bits - 17)) for x in mean(residual)])
    if attention != EXACT:
        exact = circuits(data)[0]
        centred = [[x - sum(row) / len(row) for x in row] for row in exact]
        found += [singular(centred, stream), singular(turned(centred), stream)]
    if attention not in PRODUCT and attention != EXACT:
        found += [[stream.randint(-TOP, TOP - 1) for _ in range(model.v)] for _ in range(2)]
        found += [singular(model.query[0], stream), singular(model.key[0], stream)]
    if seed % 4 == 3:
        found = [[stream.choice([0, x, x // 2, -TOP]) for x in vector] for vector in found]
    return found
