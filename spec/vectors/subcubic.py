# SPDX-License-Identifier: Apache-2.0
"""Sub-cubic proofs (R-06) as the lemmas L-33 to L-39 say them, and with one mistake at a time.

Exact circuits only: `max_diff_exact` and `exact_EQKE+max_diff_exact`. Fractions, and the oracle's exponentials; nothing is
shared with the checker. What is right is decided by `oracle.py` alone: the reading here only says how much of it the rule
must prove, and the mistakes which certificate a wrong checker would accept.
"""
import functools
import math
from fractions import Fraction

from counting import packed, pairs
from oracle import Model, apply, dot, exp_scaled, plus

BITS = 160
HANDLINGS = ("envelope", "mean_query+diff", "drop_average_query_per_output_logit_reasoning")
NEARLY = Fraction(1, 1 << 40)  # a checker may lose this part of the largest term


def cells(v, k):
    """The cells that have a gap, in the order of the table."""
    return [(q, m, c) for q, m in pairs(v) for c in range(1, k)]


def table(v, k, gaps):
    """The packed table of gaps given by cell."""
    width = (v - 1).bit_length()
    return packed("".join(format(gaps[cell], "0%db" % width) for cell in cells(v, k)) if width else "")


@functools.lru_cache(maxsize=None)
def circuits(data, mean_position=False):
    """A, B, D, OV, PV; D with the mean position where asked for."""
    model = Model(data)
    places = model.position
    last = places[-1]
    mean = [sum(column) / model.k for column in zip(*places)]

    def through(x, *maps):
        for matrix, _ in maps:
            x = [dot(x, column) for column in zip(*matrix)]
        return x

    queries = [apply(model.query, plus(e, last)) for e in model.embed]
    constant = apply(model.output, model.value[1])
    direct = [apply(model.unembed, plus(plus(e, mean if mean_position else last), constant)) for e in model.embed]
    keys = [through(e, model.key) for e in model.embed]
    places_keys = [through(p, model.key) for p in places]
    whole = (model.value, model.output, model.unembed)
    return (
        [[dot(a, b) for b in keys] for a in queries],
        [[dot(a, b) for b in places_keys] for a in queries],
        direct,
        [through(e, *whole) for e in model.embed],
        [through(p, *whole) for p in places],
        model,
    )


@functools.lru_cache(maxsize=None)
def exponential(score, d_head):
    """exp(score / sqrt(d_head)), to many digits."""
    if score > 0:
        return 1 / exponential(-score, d_head)
    lo, hi = exp_scaled(score, d_head, BITS + 2 * math.isqrt(int(score * score)) + 8)
    return Fraction(lo + hi, 2 << (BITS + 2 * math.isqrt(int(score * score)) + 8))


class SubCubic:
    """Rule R-06. The methods are small so that a mistake can break one at a time."""

    def __init__(self, data, margin, gaps, handling="envelope", slack=Fraction(0)):
        self.scores, self.places, self.direct, self.values, self.offsets, model = self.read(data)
        self.margin, self.gaps, self.handling, self.slack = Fraction(margin), gaps, handling, slack
        self.v, self.k, self.d_head = model.v, model.k, model.d_head
        most = max(abs(x) for t in (self.direct, self.values, self.offsets) for row in t for x in row)
        self.size_of_terms = max(most, self.margin)

    def read(self, data):
        """The circuits."""
        return circuits(data)

    def proved(self):
        """The number of inputs that are proved right."""
        if self.v == 1:
            return 1
        return sum(self.size(*cell) for m in range(self.v) for cell in self.of_maximum(m))

    def of_maximum(self, m):
        """The proved cells of a maximum, as (q, m, c, g)."""
        tried = [(m, m, 0, 0)] + [(q, m, c, self.gaps[q, m, c]) for q in range(m + 1) for c in range(1, self.k)
                                  if self.is_tried(q, m, self.gaps[q, m, c])]
        corners = {cell: self.corners(*cell) for cell in tried}
        found = []
        for cell in tried:
            alike = [corners[other] for other in tried if other[2] == cell[2]]
            centre = sum(max(1 + a + b for a, b in those) for those in alike) / len(alike)
            if all(self.is_behind(cell, *corner, centre) for corner in corners[cell]):
                found.append(cell)
        return found

    # L-33

    def is_tried(self, q, m, g):
        """Whether the cell has inputs that its gap describes."""
        return 1 <= g <= m

    def others(self, q, m, c):
        """Positions before the query that do not hold m."""
        return c if q == m else c - 1

    def size(self, q, m, c, g):
        """The number of inputs of a cell."""
        others = self.others(q, m, c)
        return math.comb(self.k - 1, others) * self.choices(m, g) ** others if others else 1

    def choices(self, m, g):
        """The tokens that are neither m nor too close to it."""
        return m - g + 1

    # L-34

    def below(self, m, g):
        """The tokens that are neither m nor too close to it, for the score interval."""
        return range(m - g + 1)

    def farthest(self, q, m, g):
        """The smallest and the largest score of a token that is not m, minus that of m."""
        scores = [self.scores[q][k] for k in self.below(m, g)]
        return min(scores) - self.scores[q][m], max(scores) - self.scores[q][m]

    # L-35

    def weights(self, q):
        """The weights of the positions before the query, rising, and that of its own."""
        b = [exponential(score - max(self.places[q]), self.d_head) for score in self.places[q]]
        return sorted(b[:-1]), b[-1]

    def ends(self, before, j):
        """(weights of the positions that hold m, of the others), lightest and heaviest."""
        return [(sum(before[:j]), sum(before[j:])), (sum(before[len(before) - j :]), sum(before[: len(before) - j]))]

    def own(self, q, m, own):
        """What the query's position adds to the positions that hold m."""
        return own if q == m else 0

    def corners(self, q, m, c, g):
        """The corners of (kappa, nu)."""
        if c == 0:
            return [(Fraction(0), Fraction(0))]
        before, own = self.weights(q)
        least, most = (exponential(s, self.d_head) for s in self.farthest(q, m, g))
        kappa = exponential(self.scores[q][q] - self.scores[q][m], self.d_head) * own if q < m else Fraction(0)
        found = []
        for held, rest in self.ends(before, len(before) - self.others(q, m, c)):
            held += self.own(q, m, own)
            found += [(kappa / held, rest * least / held), (kappa / held, rest * most / held)]
        return found

    # L-36

    def token(self, t, m):
        """What a token that is not m adds for any output."""
        return max(self.values[t][o] for o in self.rivals(m)) - self.values[t][m]

    def rivals(self, m):
        """The outputs but m."""
        return [o for o in range(self.v) if o != m]

    def rest(self, m, g):
        """What the tokens that are not m add, but for the query's."""
        return max(self.token(t, m) for t in range(m - g + 1))

    def query_token(self, q, m):
        """What the query's token adds."""
        return self.token(q, m)

    def position(self, o, m):
        """What positions add."""
        return max(row[o] - row[m] for row in self.offsets)

    def means(self):
        """The rows that direct differences are taken about."""
        return [[Fraction(0)] * self.v, [sum(column) / self.v for column in zip(*self.direct)]]

    def excess(self, q, m, mean):
        """What the direct path of the query adds beyond a common row."""
        row = [a - b for a, b in zip(self.direct[q], mean)]
        return max(row[o] for o in self.rivals(m)) - row[m]

    def delta(self):
        """The margin."""
        return self.margin

    def is_behind(self, cell, kappa, nu, centre):
        """Whether every rival is behind at a corner."""
        q, m, c, g = cell
        n = 1 + kappa + nu
        tokens = kappa * self.query_token(q, m) if q < m else 0
        if self.others(q, m, c):
            tokens += nu * self.rest(m, g)
        leads = []
        for mean in self.means():
            lines = [(mean[o] - mean[m] + self.position(o, m) + self.delta(), self.values[m][o] - self.values[m][m])
                     for o in self.rivals(m)]
            leads.append(self.lead(lines, n, centre) + n * self.excess(q, m, mean) + tokens)
        return min(leads) < -self.slack * n * self.size_of_terms

    # L-37 to L-39

    def lead(self, lines, n, centre):
        """A bound of the largest line."""
        if self.handling == HANDLINGS[0]:
            return self.hull(lines, n)
        if self.handling == HANDLINGS[1]:
            return self.tangent(lines, n, centre)
        return self.extremes(lines, n)

    def hull(self, lines, n):
        """The largest line."""
        return max(c * n + r for c, r in lines)

    def tangent(self, lines, n, centre):
        """Linear from the centre."""
        slope = max(c for c, _ in lines) if n >= centre else min(c for c, _ in lines)
        return self.hull(lines, centre) + (n - centre) * slope

    def extremes(self, lines, n):
        """The largest slope with the largest height."""
        return n * max(c for c, _ in lines) + max(r for _, r in lines)


# ------------------------------------------------------------------------------------- proving too much


class OneChoiceMore(SubCubic):
    """m - g + 2 tokens are counted for each position that does not hold m."""

    def choices(self, m, g):
        return m - g + 2


class QueryCountedTwice(SubCubic):
    """The query is counted among the positions that may hold any of the tokens."""

    def size(self, q, m, c, g):
        return math.comb(self.k - 1, self.others(q, m, c)) * self.choices(m, g) ** c if c else 1


class LargestTokenOnly(SubCubic):
    """Only the score of token m - g is looked at."""

    def below(self, m, g):
        return [m - g]


class LeastTokenOnly(SubCubic):
    """Only the score of token 0 is looked at."""

    def below(self, m, g):
        return [0]


class GapOneMore(SubCubic):
    """The score of token m - g itself is left out."""

    def below(self, m, g):
        return range(max(1, m - g))


class LightestOnly(SubCubic):
    """Only one end of the attention interval: m is at the lightest positions, the others weigh most."""

    def corners(self, q, m, c, g):
        found = SubCubic.corners(self, q, m, c, g)
        return found[1:2] if len(found) > 1 else found


class QueryHoldsMaximum(SubCubic):
    """The query's position counts as one that holds m, whatever it holds."""

    def own(self, q, m, own):
        return own


class PositionsAlike(SubCubic):
    """All positions weigh the same."""

    def weights(self, q):
        return [Fraction(1)] * (self.k - 1), Fraction(1)


class MeanPosition(SubCubic):
    """What positions add is averaged."""

    def position(self, o, m):
        return sum(row[o] - row[m] for row in self.offsets) / len(self.offsets)


class MeanPositionInDirectPath(SubCubic):
    """The direct path is that of the mean position, as in the published search."""

    def read(self, data):
        return circuits(data, True)


class NoMargin(SubCubic):
    """The margin is forgotten."""

    def delta(self):
        return 0


class LargestRestOnly(SubCubic):
    """Of the tokens that are not m only the largest is looked at."""

    def rest(self, m, g):
        return self.token(m - g, m)


class QueryTokenForgotten(SubCubic):
    """The query's token adds nothing."""

    def query_token(self, q, m):
        return 0


class SplitsMixed(SubCubic):
    """Each common row with the other one's excess."""

    def excess(self, q, m, mean):
        return min(SubCubic.excess(self, q, m, other) for other in self.means())


class HighestLine(SubCubic):
    """Of the lines only the highest at 0 counts."""

    def hull(self, lines, n):
        c, r = max(lines, key=lambda line: (line[1], line[0]))
        return c * n + r


class SteepestLine(SubCubic):
    """Of the lines only the steepest counts."""

    def hull(self, lines, n):
        c, r = max(lines)
        return c * n + r


class LargestSlope(SubCubic):
    """The largest slope on both sides of the centre."""

    def tangent(self, lines, n, centre):
        return self.hull(lines, centre) + (n - centre) * max(c for c, _ in lines)


class LeastSlope(SubCubic):
    """The least slope on both sides of the centre."""

    def tangent(self, lines, n, centre):
        return self.hull(lines, centre) + (n - centre) * min(c for c, _ in lines)


class CentreOnly(SubCubic):
    """The bound at the centre, wherever the cell is."""

    def tangent(self, lines, n, centre):
        return self.hull(lines, centre)


class LeastSlopeOfAll(SubCubic):
    """The least slope with the largest height."""

    def extremes(self, lines, n):
        return n * min(c for c, _ in lines) + max(r for _, r in lines)


class LeastHeight(SubCubic):
    """The largest slope with the least height."""

    def extremes(self, lines, n):
        return n * max(c for c, _ in lines) + min(r for _, r in lines)


# ------------------------------------------------------------------------------------ proving too little


class QueryNotTooClose(SubCubic):
    """A cell is not tried if its query is closer to m than its gap."""

    def is_tried(self, q, m, g):
        return 1 <= g <= m and (q == m or g <= m - q)


class PublishedCount(SubCubic):
    """m - g tokens are counted, as in the published verifier."""

    def choices(self, m, g):
        return m - g


class WholeRow(SubCubic):
    """The scores of all tokens below m are looked at."""

    def below(self, m, g):
        return range(m)


class RowRange(SubCubic):
    """What a token adds is the range of its whole row."""

    def token(self, t, m):
        return max(self.values[t]) - min(self.values[t])


class NotCentred(SubCubic):
    """What the direct path adds is the range of its whole row."""

    def excess(self, q, m, mean):
        row = [a - b for a, b in zip(self.direct[q], mean)]
        return max(row) - min(row)


class NoMeanRow(SubCubic):
    """The direct path is not taken about its mean."""

    def means(self):
        return SubCubic.means(self)[:1]


class NoHull(SubCubic):
    """The envelope is the extremes apart."""

    def hull(self, lines, n):
        return self.extremes(lines, n)


class CentreIsZero(SubCubic):
    """The centre is 0."""

    def tangent(self, lines, n, centre):
        return SubCubic.tangent(self, lines, n, 0)


class MaximumAmongRivals(SubCubic):
    """m is among its own rivals."""

    def extremes(self, lines, n):
        return SubCubic.extremes(self, lines + [(self.delta(), Fraction(0))], n)
