# SPDX-License-Identifier: Apache-2.0
"""Cubic and cubic with re-test (R-04, R-05) as the lemmas L-20 to L-24 say it, and with one mistake at a time.

Brackets are the oracle's exact fractions, weights its enclosures; nothing is shared with the checker. What is right is decided by
`oracle.py` alone: the reading here only says how much of it the rules must prove.
"""
import functools
import itertools
import math
from fractions import Fraction

from counting import packed
from oracle import Model, Network, apply, dot, exp_scaled

BITS = 192
NOISE = Fraction(1, 2**40)  # of the largest entry, at the heaviest token up to m: what a checker may miss


def cells(v, k):
    """All cells (m, n, k, q) in the order of their numbers."""
    last = k - 1
    return [(m, n, t, q) for m in range(v) for n in range(1, last + 1) for t in range(m) for q in range(m + 1)
            if n < last or q == m]


def gamma(numbers):
    """Increasing numbers as bits."""
    bits, before = "", -1
    for number in numbers:
        digits = bin(number - before)[2:]
        bits += "0" * (len(digits) - 1) + digits
        before = number
    return bits


def hint(v, k, listed):
    """The hint for some cells."""
    numbers = {cell: i for i, cell in enumerate(cells(v, k))}
    return packed(gamma(sorted(numbers[cell] for cell in listed)))


@functools.lru_cache(maxsize=None)
def circuits(data):
    """(D, OV, PV, weights per query): exact logit tables, weights (lo, hi) relative to the query's heaviest."""
    judge = Network(Model(data), Fraction(0))
    v, k = judge.model.v, judge.model.k
    zero = [Fraction(0)] * len(judge.model.embed[0])
    nothing = apply(judge.model.value, zero)

    def less(a, b):
        return [x - y for x, y in zip(a, b)]

    direct, weights = [], []
    for q in range(v):
        x = (0,) * (k - 1) + (q,)
        direct.append(judge.logits(x, nothing))
        query = judge.query(x)
        scores = [[dot(query, apply(judge.model.key, judge.residual(i, t))) for i in range(k)] for t in range(v)]
        top = [max(max(row) for row in scores[: m + 1]) for m in range(v)]
        weights.append([[[exp_scaled(s - top[m], judge.scale(), BITS) for s in row] for row in scores[: m + 1]]
                        for m in range(v)])
    x = (0,) * k
    evou = [less(judge.logits(x, apply(judge.model.value, e)), direct[0]) for e in judge.model.embed]
    pvou = [less(judge.logits(x, apply(judge.model.value, p)), direct[0]) for p in judge.model.position]
    return direct, evou, pvou, weights


class Cubic:
    """Rules R-04 (listed is None) and R-05. The methods are small so that a mistake can break one at a time."""

    def __init__(self, data, margin, listed=None, noise=Fraction(0)):
        self.direct, self.evou, self.pvou, self.weights = circuits(data)
        self.v, self.k, self.delta = len(self.direct), len(self.pvou), Fraction(margin)
        self.last, self.listed = self.k - 1, listed or ()
        entries = [abs(a) for table in (self.direct, self.evou, self.pvou) for row in table for a in row]
        self.noise = noise * max(entries + [self.delta]) * 2**BITS * self.k

    # L-23

    def proved(self):
        """The number of inputs that are proved right."""
        return sum(self.of_pair(q, m) for m in range(self.v) for q in range(m + 1))

    def most(self, q, m):
        """The largest n."""
        return self.last if q == m else self.last - 1

    def of_pair(self, q, m):
        """The inputs of one query and maximum."""
        alone = 1 if (q == m or self.last > 0) and self.alone(q, m) else 0
        return alone + sum(self.choices(n) * len(self.group(q, m, n)) ** n for n in range(1, self.most(q, m) + 1))

    def alone(self, q, m):
        """z(q, m)."""
        return self.apart(q, m, 0, q)

    def choices(self, n):
        """The sets of n positions."""
        return math.comb(self.last, n)

    def group(self, q, m, n):
        """G(q, m, n)."""
        return [k for k in range(m) if self.certain(q, m, n, k)]

    def certain(self, q, m, n, k):
        """Whether a cell is certain."""
        return self.together(q, m, n, k) or (self.is_listed(q, m, n, k) and self.apart(q, m, n, k))

    def is_listed(self, q, m, n, k):
        """Whether a cell is to be tested again."""
        return (m, n, k, q) in self.listed

    # L-21

    def ordered(self, weights):
        """(sums of the n smallest, sums of the n largest) of both ends of the weights of a token before the query."""
        ends = list(zip(*weights[: self.last])) or [(), ()]
        small = [[sum(sorted(end)[:n]) for end in ends] for n in range(self.last + 1)]
        large = [[sum(sorted(end)[len(end) - n :]) for end in ends] for n in range(self.last + 1)]
        return small, large

    def times(self, h, ends):
        """The larger product."""
        return h * (ends[1] if h >= 0 else ends[0])

    def negative(self, value):
        """Whether a sum proves the cell."""
        return value + self.noise < 0

    def holds(self, q, m, n, k, of_m, of_k, own):
        """Both tests, for the numbers H(m), H(k) and h."""
        weights = self.weights[q][m]
        small_m, large_m = self.ordered(weights[m])
        small_k, large_k = self.ordered(weights[k])
        query = self.query_term(self.times(own, weights[q][self.last]))
        rest = self.last - n
        first = self.times(of_m, small_m[rest]) + self.times(of_k, large_k[n]) + query
        second = self.times(of_m, large_m[rest]) + self.times(of_k, small_k[n]) + query
        return self.both(self.negative(first), self.negative(second))

    def both(self, first, second):
        """The two position sets."""
        return first and second

    def query_term(self, term):
        """The query's own term."""
        return term

    # L-22

    def rivals(self, m):
        """The outputs that m must beat."""
        return [o for o in range(self.v) if o != m]

    def positions(self):
        """The positions over which the largest position term is taken."""
        return range(self.k)

    def rise(self, row, m, o):
        """Output o minus m."""
        return row[o] - row[m]

    def pi(self, m, o, positions):
        """The most that a position adds."""
        return max((self.rise(self.pvou[i], m, o) for i in positions), default=Fraction(0))

    def margin(self):
        """The margin's part of H."""
        return self.delta

    def together(self, q, m, n, k):
        """One number for all outputs."""
        rivals = self.rivals(m)
        if not rivals:
            return True
        u = max(self.rise(self.direct[q], m, o) for o in rivals)
        h = {t: u + max(self.rise(self.evou[t], m, o) + self.pi(m, o, self.positions()) for o in rivals) + self.margin()
             for t in (q, m, k)}
        return self.holds(q, m, n, k, h[m], h[k], h[q])

    # L-24

    def apart_rivals(self, m):
        """The outputs that are tested again."""
        return [o for o in range(self.v) if o != m]

    def own_position(self, m, o):
        """The query's position term."""
        return self.rise(self.pvou[self.last], m, o)

    def apart(self, q, m, n, k):
        """Each output by itself."""
        return all(self.output(q, m, n, k, o) for o in self.apart_rivals(m))

    def output(self, q, m, n, k, o):
        """One output."""
        fixed = self.rise(self.direct[q], m, o) + self.delta
        before = fixed + self.pi(m, o, range(self.last))
        own = fixed + self.rise(self.evou[q], m, o) + self.own_position(m, o)
        return self.holds(q, m, n, k, before + self.rise(self.evou[m], m, o),
                          before + self.rise(self.evou[k], m, o), own)


# ------------------------------------------------------------------------------------- proving too much


class CertainWithOne(Cubic):
    """A token that is certain at one position is taken for certain at several."""

    def group(self, q, m, n):
        return Cubic.group(self, q, m, 1)


class CertainWithAnyNumber(Cubic):
    """A token that is certain at some number of positions is taken for certain at every number."""

    def group(self, q, m, n):
        return sorted({k for other in range(1, self.most(q, m) + 1) for k in Cubic.group(self, q, m, other)})


class PositionsExact(Cubic):
    """Pure inputs are tested with the position terms of their own positions, and mixtures are counted with them."""

    def certain(self, q, m, n, k):
        return all(self.exact(q, m, chosen, k, o) for o in self.rivals(m)
                   for chosen in itertools.combinations(range(self.last), n))

    def alone(self, q, m):
        return all(self.exact(q, m, (), q, o) for o in self.rivals(m))

    def exact(self, q, m, chosen, k, o):
        """One pure input and one output."""
        total = Fraction(0)
        for i in range(self.k):
            t = q if i == self.last else k if i in chosen else m
            h = (self.rise(self.direct[q], m, o) + self.rise(self.evou[t], m, o) + self.rise(self.pvou[i], m, o)
                 + self.delta)
            total += self.times(h, self.weights[q][m][t][i])
        return self.negative(total)


class NoQueryTerm(Cubic):
    """The query's own term is forgotten."""

    def query_term(self, term):
        return 0


class FirstSetOnly(Cubic):
    """Only the set with m on the lightest positions is tested."""

    def both(self, first, second):
        return first


class SecondSetOnly(Cubic):
    """Only the set with m on the heaviest positions is tested."""

    def both(self, first, second):
        return second


class EitherSet(Cubic):
    """One of the two sets is enough."""

    def both(self, first, second):
        return first or second


class MeanPositions(Cubic):
    """Positions have their mean weight."""

    def ordered(self, weights):
        ends = [sum(end) for end in zip(*weights[: self.last])] or [0, 0]
        means = [[Fraction(end * n, max(1, self.last)) for end in ends] for n in range(self.last + 1)]
        return means, means


class TiesAreCertain(Cubic):
    """A sum of zero is enough."""

    def negative(self, value):
        return value <= 0


class NoMargin(Cubic):
    """The margin is forgotten."""

    def margin(self):
        return Fraction(0)


class MarginNegated(Cubic):
    """The margin has the wrong sign."""

    def margin(self):
        return -self.delta


class LowerRivals(Cubic):
    """Only outputs below m are compared."""

    def rivals(self, m):
        return list(range(m)) or [self.v - 1]


class LastRivalSkipped(Cubic):
    """The last output is not compared."""

    def rivals(self, m):
        outputs = [o for o in range(self.v) if o != m]
        return outputs[:-1] if len(outputs) > 1 else outputs


class QueryPositionLeftOut(Cubic):
    """The largest position term is taken over the positions before the query only."""

    def positions(self):
        return range(self.last)


class FirstPositionOnly(Cubic):
    """The position term is that of the first position."""

    def positions(self):
        return range(1)


class QueryAmongOthers(Cubic):
    """Every position before the query may hold another token than m, whatever the query."""

    def most(self, q, m):
        return self.last


class Arrangements(Cubic):
    """Sets of positions are counted with their order."""

    def choices(self, n):
        return math.perm(self.last, n)


class GroupOfAll(Cubic):
    """One certain token makes all tokens certain."""

    def group(self, q, m, n):
        return list(range(m)) if Cubic.group(self, q, m, n) else []


class AloneIsCertain(Cubic):
    """Inputs of m and the query only are taken for right."""

    def alone(self, q, m):
        return True


class LastOutputSkipped(Cubic):
    """Apart, the last output is not tested."""

    def apart_rivals(self, m):
        return [o for o in range(self.v) if o != m][:-1]


class FirstOutputSkipped(Cubic):
    """Apart, the first output is not tested."""

    def apart_rivals(self, m):
        return [o for o in range(self.v) if o != m][1:]


class LowerOutputs(Cubic):
    """Apart, only outputs below m are tested."""

    def apart_rivals(self, m):
        return list(range(m))


class ListedIsCertain(Cubic):
    """A listed cell is certain."""

    def certain(self, q, m, n, k):
        return self.together(q, m, n, k) or self.is_listed(q, m, n, k)


class OwnPositionFirst(Cubic):
    """Apart, the query is taken to be at the first position."""

    def own_position(self, m, o):
        return self.rise(self.pvou[0], m, o)


class OwnPositionNone(Cubic):
    """Apart, the position of the query adds nothing."""

    def own_position(self, m, o):
        return Fraction(0)


# ------------------------------------------------------------------------------------- proving too little


class AllPositions(Cubic):
    """Apart, the query's position term is the largest of all."""

    def own_position(self, m, o):
        return self.pi(m, o, range(self.k))


class TogetherOnly(Cubic):
    """Listed cells are not tested again."""

    def is_listed(self, q, m, n, k):
        return False


class NextListed(Cubic):
    """The number of a cell is one too large."""

    def is_listed(self, q, m, n, k):
        order = cells(self.v, self.k)
        at = order.index((m, n, k, q))
        return at + 1 < len(order) and order[at + 1] in self.listed


class OtherOrder(Cubic):
    """Cells are numbered by q, m, n, k."""

    def is_listed(self, q, m, n, k):
        order = cells(self.v, self.k)
        mine = sorted(order, key=lambda cell: (cell[3], cell[0], cell[1], cell[2]))
        return order[mine.index((m, n, k, q))] in self.listed


class NoChoices(Cubic):
    """The positions of the other tokens are not chosen."""

    def choices(self, n):
        return 1


class OthersFewer(Cubic):
    """Some position before the query must hold m, also where the query does."""

    def most(self, q, m):
        return self.last - 1


class NoneAlone(Cubic):
    """Inputs of m and the query only are left out."""

    def alone(self, q, m):
        return False


class AloneTogether(Cubic):
    """Inputs of m and the query only are tested with the outputs together."""

    def alone(self, q, m):
        return self.together(q, m, 0, q)


class WorstWeights(Cubic):
    """Both tokens take their heaviest positions, which cannot be."""

    def holds(self, q, m, n, k, of_m, of_k, own):
        weights = self.weights[q][m]
        (small_m, large_m), (small_k, large_k) = self.ordered(weights[m]), self.ordered(weights[k])
        rest, query = self.last - n, self.times(own, weights[q][self.last])
        return all(self.negative(self.times(of_m, a[rest]) + self.times(of_k, b[n]) + query)
                   for a in (small_m, large_m) for b in (small_k, large_k))


class OutputsOfAll(Cubic):
    """The maximum itself is among the outputs that it must beat."""

    def rivals(self, m):
        return list(range(self.v))
