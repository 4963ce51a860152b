# SPDX-License-Identifier: Apache-2.0
"""Potential counting (R-03) as the lemmas L-11 and L-12 say it, and with one mistake at a time.

As `counting.py`, whose table of deficits it uses: what is right is decided by `oracle.py` alone. Tables are exact
fractions, exponentials are rounded outward. Of the attention options those with nothing to peel are read here: exact
scores, and all directions zero, so that every score is an error.
"""
import functools
import random
from fractions import Fraction

from counting import BITS, NOISE, Counting, packed, upper
from oracle import Model, apply, dot, exp_scaled, plus

EXACT, RANGES, PRODUCTS = "exact_EQKE+max_diff_exact", "max_diff_exact", "max_diff"
SVD, SUM = "svd_query+max_diff", "max_diff"


class Tables:
    """The circuits of a model, exact and without those parts of scores that all tokens of a query share."""

    def __init__(self, data):
        model = Model(data)
        self.v, self.k, self.h = model.v, model.k, model.d_head
        self.residual = [plus(row, model.position[-1]) for row in model.embed]
        keys, _ = model.key
        values, value_bias = model.value
        output, output_bias = model.output
        self.unembed, self.unembed_bias = model.unembed

        def times(row, *matrices):
            for matrix in matrices:
                row = [dot(row, column) for column in zip(*matrix)]
            return row

        queries = [apply(model.query, x) for x in self.residual]
        tokens = [times(row, keys) for row in model.embed]
        places = [times(row, keys) for row in model.position]
        self.scores = [[dot(query, key) for key in tokens] for query in queries]
        self.places = [[dot(query, key) for key in places] for query in queries]
        spread = [max(column) - min(column) for column in zip(*tokens)]
        self.products = [sum(abs(a) * b for a, b in zip(query, spread)) for query in queries]
        constant = plus(output_bias, times(value_bias, output))
        self.direct = [self.logits(plus(x, constant)) for x in self.residual]
        self.constant = self.logits(constant)
        self.outputs = [times(row, values, output, self.unembed) for row in model.embed]
        self.by_place = [times(row, values, output, self.unembed) for row in model.position]

    def logits(self, x):
        """Residuals to logits."""
        return [dot(x, column) + b for column, b in zip(zip(*self.unembed), self.unembed_bias)]

    def excess(self, x):
        """L-32 (2) about zero."""
        return sum(abs(a) * (max(row) - min(row)) for a, row in zip(x, self.unembed))


@functools.lru_cache(maxsize=64)
def tables(data):
    """The tables of a model's bytes."""
    return Tables(data)


def pairs(classes):
    """All pairs of class and maximum, as R-03 orders them."""
    v = len(classes)
    return [(g, m) for g in range(max(classes) + 1) for m in range(classes.index(g), v)]


def levelled(outputs, stream, chance, level):
    """Bits of a random cut with levels."""
    if outputs > 1 and stream.random() < chance:
        return "1" + "".join(levelled(n, stream, chance, level) for n in (outputs // 2, outputs - outputs // 2))
    own = stream.randint(0, level)
    return ("0" if outputs > 1 else "") + format(own, "02b")


def cover(classes, chance=1, level=0, seed=0):
    """A random cover; by default all outputs apart, with all bins."""
    stream = random.Random("levels %d" % seed)
    return "".join(levelled(len(classes), stream, chance, level) for _ in pairs(classes))


def spelled_classes(classes):
    """The hint."""
    return packed("".join(format(g, "012b") for g in classes))


class Potential(Counting):
    """Rule R-03. The methods are small so that a mistake can break one at a time."""

    def __init__(self, data, margin, plan, noise=None):
        self.tables, self.margin = tables(data), Fraction(margin)
        self.attention, self.path, self.classes, self.bins, self.cover = plan
        self.v, self.k = self.tables.v, self.tables.k
        self.noise = random.Random(noise) if noise is not None else None
        self.most_bins = self.bins

    #

    def order(self):
        """The pairs of class and maximum in the order of the cover."""
        return pairs(self.classes)

    def level(self, bits):
        """The level of a block."""
        high = next(bits)
        return 2 * int(high) + int(next(bits))

    def fewer(self, level):
        """The bins of a level."""
        return max(self.k, self.most_bins // 4**level)

    def cuts(self):
        """The blocks of each pair, with their levels."""
        bits = self.bits()

        def leaves(a, b):
            if b - a == 1 or next(bits) == "0":
                return [(range(a, b), self.level(bits))]
            return leaves(a, a + self.half(b - a)) + leaves(a + self.half(b - a), b)

        return {pair: leaves(0, self.v) for pair in self.order()}

    def proved(self):
        """The number of inputs that are proved right."""
        cuts = self.cuts()
        return self.v**self.k - sum(self.charged_all(g, m, cuts[g, m]) for g, m in self.charging())

    def charging(self):
        """The pairs whose inputs are charged."""
        return pairs(self.classes)

    def members(self, g, m):
        """G_m."""
        return [q for q in range(m + 1) if self.classes[q] == g]

    def charged_all(self, g, m, blocks):
        """What is charged to all queries of a class."""
        queries = self.members(g, m)
        charges = {q: [] for q in queries}
        ends = self.weights(g, m, queries)
        for block, level in blocks:
            outputs = self.outputs(block, m)
            if outputs:
                self.bins = self.fewer(level)
                before, own = self.block(m, queries, outputs, ends)
                wrong = [q for q in queries if not self.certain(before, own[q], q == m)
                         and self.size(q, m) > 0]
                least = min((own[q] for q in wrong), default=0)
                raised = self.raised(before, max((own[q] for q in wrong), default=0))
                for q in wrong:
                    charges[q].append(self.size(q, m) - self.good_of(raised, own[q], least, q == m))
        return sum(self.together(charges[q], self.size(q, m)) for q in queries)

    def good_of(self, before, last, least, seen):
        """L-09 with the width of the least query."""
        if not before:
            return 0
        room = -least - sum(map(min, before))
        if room <= 0:
            return 0
        self.fixed = Counting.width(self, room)
        return Counting.good(self, before, last, seen)

    def width(self, room):
        """w of the table."""
        return self.fixed

    # L-11

    def score(self, q, t):
        """A~."""
        return self.tables.scores[q][t] if self.attention == EXACT else Fraction(0)

    def error(self, q):
        """eps_q."""
        if self.attention == EXACT:
            return Fraction(0)
        row = self.tables.scores[q]
        return max(row) - min(row) if self.attention == RANGES else self.tables.products[q]

    def largest_error(self, queries):
        """E."""
        return max(self.error(q) for q in queries)

    def stride(self, t, m):
        """k."""
        return min(4, m - t)

    def admitted(self, g, m):
        """The queries over which rises and falls are taken."""
        return self.members(g, m)

    def rise(self, steps):
        """rise_k(s) of the steps of all queries."""
        return max(steps)

    def fall(self, steps):
        """fall_k(s)."""
        return min(steps)

    def rest(self, found, t):
        """phi(t + k), psi(t + k)."""
        return found[t]

    def potentials(self, g, m):
        """(phi, psi) on 0..m."""
        queries = self.admitted(g, m)
        phi, psi = {m: Fraction(0)}, {m: Fraction(0)}
        for t in range(m - 1, -1, -1):
            k = self.stride(t, m)
            steps = [self.score(q, t) - self.score(q, t + k) for q in queries]
            phi[t] = self.rise(steps) + self.rest(phi, t + k)
            psi[t] = self.fall(steps) + self.rest(psi, t + k)
        return phi, psi

    # L-12

    def place(self, q, i):
        """B[q,i] - B[q,L]."""
        return self.tables.places[q][i] - self.tables.places[q][-1]

    def heaviest(self, numbers):
        """b+."""
        return max(numbers)

    def lightest(self, numbers):
        """b-."""
        return min(numbers)

    def credit_place(self, numbers):
        """min b_i(q)."""
        return min(numbers, default=Fraction(0))

    def own_score(self, q, m):
        """psi'."""
        return self.score(q, q) - self.score(q, m)

    def own_error(self, q, m):
        """eps_q, or nothing for m itself."""
        return Fraction(0) if q == m else self.error(q)

    def weights(self, g, m, queries):
        """Enclosed {what: (lo, hi)}, scaled alike."""
        phi, psi = self.potentials(g, m)
        error, exponents = self.largest_error(queries), {}
        for i in range(self.k - 1):
            places = [self.place(q, i) for q in queries]
            for t in range(m + 1):
                wide = error if t < m else 0
                exponents["+", i, t] = phi[t] + wide + self.heaviest(places)
                exponents["-", i, t] = psi[t] - wide + self.lightest(places)
        for q in queries:
            own, wide = self.own_score(q, m), self.own_error(q, m)
            exponents["own+", q], exponents["own-", q] = own + wide, own - wide
            exponents["credit", q] = self.credit_place([self.place(q, i) for i in range(self.k - 1)])
        top = max(exponents.values())
        return {key: exp_scaled(s - top, self.tables.h, BITS) for key, s in exponents.items()}

    def moved(self, table, o):
        """sigma or mu."""
        return sum(row[o] for row in table) / len(table)

    def returned(self, table, o):
        """What D' gets back."""
        return self.moved(table, o)

    def value(self, i, t, m, outputs):
        """val_i(t)."""
        mine = [a + b - self.moved(self.tables.outputs, o) - self.moved(self.tables.by_place, o) for o, (a, b)
                in enumerate(zip(self.tables.outputs[t], self.tables.by_place[i]))]
        return mine[m] - self.worst([mine[o] for o in outputs])

    def excess(self, q):
        """eta_q."""
        return Fraction(0) if self.path == "exact" else self.tables.excess(self.tables.residual[q])

    def delta(self):
        """The margin in u_q."""
        return self.margin

    def straight(self, q, m, outputs):
        """u_q."""
        row = self.tables.direct[q] if self.path == "exact" else self.tables.constant
        mine = [a + self.returned(self.tables.outputs, o) + self.returned(self.tables.by_place, o)
                for o, a in enumerate(row)]
        return mine[m] - self.worst([mine[o] for o in outputs]) - self.excess(q) - self.delta()

    def least_straight(self, numbers):
        """u."""
        return min(numbers)

    def term(self, bracket, heavy, light):
        """-h, rounded up."""
        return upper(heavy if bracket < 0 else light, -bracket)

    def credited(self, q, m):
        """Whether m must be there before the query."""
        return q < m

    def block(self, m, queries, outputs, ends):
        """(H, {q: c_q}) with the sign turned."""
        straight = {q: self.straight(q, m, outputs) for q in queries}
        least = self.least_straight(straight.values())
        before = [[self.term(self.value(i, t, m, outputs) + least, ends["+", i, t], ends["-", i, t])
                   for t in range(m + 1)] for i in range(self.k - 1)]
        own = {}
        for q in queries:
            bracket = self.value(self.k - 1, q, m, outputs) + straight[q]
            own[q] = self.term(bracket, ends["own+", q], ends["own-", q])
            if self.credited(q, m):
                own[q] += upper(ends["credit", q], least - straight[q])
        if self.noise:
            most = max([abs(c) for c in own.values()] + [abs(h) for row in before for h in row])
            before = [[h + self.noise.randint(0, most >> NOISE) for h in row] for row in before]
            own = {q: c + self.noise.randint(0, most >> NOISE) for q, c in own.items()}
        return before, own


class Shifted(Potential):
    """The hint `shift`: sigma is minus the mean row of the direct path."""

    def moved(self, table, o):
        if table is not self.tables.outputs:
            return Potential.moved(self, table, o)
        rows = self.tables.direct if self.path == "exact" else [self.tables.constant]
        return -sum(row[o] for row in rows) / len(rows)


# ------------------------------------------------------------------------------------- proving too much


class ShiftTakenOnly(Shifted):
    """The direct path does not get what `shift` takes off."""

    def returned(self, table, o):
        return Fraction(0)



class RiseByLeast(Potential):
    """The largest rise is taken to be the least of all queries."""

    def rise(self, steps):
        return min(steps)


class RiseOfFirst(Potential):
    """Rises and falls are those of the first query of the class."""

    def admitted(self, g, m):
        return self.members(g, m)[:1]


class ErrorForgotten(Potential):
    """The errors of the scores are forgotten."""

    def largest_error(self, queries):
        return Fraction(0)


class WeightsSwapped(Potential):
    """Gains are weighed by upper ends and losses by lower ends."""

    def term(self, bracket, heavy, light):
        return Potential.term(self, bracket, light, heavy)


class LossesByLight(Potential):
    """Losses are weighed by lower ends."""

    def term(self, bracket, heavy, light):
        return upper(light, -bracket)


class GainsByHeavy(Potential):
    """Gains are weighed by upper ends."""

    def term(self, bracket, heavy, light):
        return upper(heavy, -bracket)


class PlacesByLightest(Potential):
    """Positions have the least weight of any query also where the largest is wanted."""

    def heaviest(self, numbers):
        return min(numbers)


class OwnErrorForgotten(Potential):
    """The query's own token has no error."""

    def own_error(self, q, m):
        return Fraction(0)


class OwnAsMaximum(Potential):
    """The query's own token has the weight of the maximum."""

    def own_score(self, q, m):
        return Fraction(0)


class StraightByBest(Potential):
    """The direct path of a class is that of its best query."""

    def least_straight(self, numbers):
        return max(numbers)


class MarginForgotten(Potential):
    """The margin is left out."""

    def delta(self):
        return Fraction(0)


class ExcessForgotten(Potential):
    """The excess of the direct path is left out."""

    def excess(self, q):
        return Fraction(0)


class MeansTakenOnly(Potential):
    """The mean rows are taken off, but the direct path does not get them."""

    def returned(self, table, o):
        return Fraction(0)


class FirstClassOnly(Potential):
    """Only the first class is charged."""

    def charging(self):
        return [pair for pair in pairs(self.classes) if pair[0] == 0]


class FirstQueryOnly(Potential):
    """Only the first query of each class is charged."""

    def members(self, g, m):
        return Potential.members(self, g, m)[:1]


class MaximaOfClassOnly(Potential):
    """Only the maxima of a class are charged that are queries of it."""

    def charging(self):
        return [(g, m) for g, m in pairs(self.classes) if self.classes[m] == g]


# ------------------------------------------------------------------------------------ proving too little


class StrideOfOne(Potential):
    """Every step is to the next token."""

    def stride(self, t, m):
        return 1


class WholeClassAdmitted(Potential):
    """Queries above the maximum count in rises and falls."""

    def admitted(self, g, m):
        return [q for q in range(self.v) if self.classes[q] == g]


class OwnByPotential(Potential):
    """The query's own token has twice the error of its class."""

    def own_error(self, q, m):
        return 2 * Potential.own_error(self, q, m) + self.largest_error(self.members(self.classes[q], m))


class NoCredit(Potential):
    """Nothing is credited for the maximum."""

    def credited(self, q, m):
        return False


class MeansStay(Potential):
    """No mean rows are moved."""

    def moved(self, table, o):
        return Fraction(0)


class MarginTwice(Potential):
    """The margin is taken twice."""

    def delta(self):
        return 2 * self.margin


class LevelBitsReversed(Potential):
    """The low bit of a level comes first."""

    def level(self, bits):
        low = next(bits)
        return int(low) + 2 * int(next(bits))


class LevelsOfSixteen(Potential):
    """A level has a sixteenth of the bins of the one below it."""

    def fewer(self, level):
        return max(self.k, self.most_bins // 16**level)


class PairsByMaximum(Potential):
    """The cuts are read by maximum, then by class."""

    def order(self):
        return sorted(pairs(self.classes), key=lambda pair: (pair[1], pair[0]))


class OneClass(Potential):
    """All queries are in one class, whatever the hint says; the cuts are those of the first."""

    def admitted(self, g, m):
        return list(range(m + 1))
