# SPDX-License-Identifier: Apache-2.0
"""Grouped counting (R-02) as the lemmas L-07 to L-10 and L-13 say it, and with one mistake at a time.

Terms are integers rounded up from the oracle's exponentials and logits; nothing is shared with the checker. What is
right is decided by `oracle.py` alone: the reading here only says how much of it the rule must prove, and the mistakes
which certificate a wrong checker would accept.
"""
import functools
import random
from fractions import Fraction

from oracle import Model, Network, apply, ceil_div, dot, exp_scaled, floor_div

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BITS = 192
NOISE = 40  # a checker's terms may be larger by about 2^-NOISE of the largest


def packed(bits):
    """A string of 0 and 1 as a packed table (F-11)."""
    padded = bits + "0" * (-len(bits) % 6)
    return "".join(ALPHABET[int(padded[i : i + 6], 2)] for i in range(0, len(padded), 6))


def pairs(v):
    """All pairs of query and maximum."""
    return [(q, m) for q in range(v) for m in range(q, v)]


def uncut(v):
    """The cover with one block for each pair."""
    return "0" * len(pairs(v)) if v > 1 else ""


def full(v):
    """The cover with one block for each output."""
    return "1" * ((v - 1) * len(pairs(v)))


def cut(outputs, stream, chance):
    """Bits of a random cut of a node."""
    if outputs == 1:
        return ""
    if stream.random() >= chance:
        return "0"
    return "1" + cut(outputs // 2, stream, chance) + cut(outputs - outputs // 2, stream, chance)


def mixed(v, seed, chance=0.6):
    """A random cover."""
    stream = random.Random("cover %d" % seed)
    return "".join(cut(v, stream, chance) for _ in pairs(v))


@functools.lru_cache(maxsize=None)
def terms(data, margin):
    """{(q, m): (terms [position][token][output], the query's terms [output])}; the entry of m itself is that of -delta."""
    judge = Network(Model(data), Fraction(margin))
    v, k = judge.model.v, judge.model.k
    result = {}
    for q in range(v):
        x = (0,) * (k - 1) + (q,)
        query = judge.query(x)
        places = [(i, t) for i in range(k) for t in range(v)]
        scores = {(i, t): dot(query, apply(judge.model.key, judge.residual(i, t))) for i, t in places}
        top = max(scores.values())
        heavy = {p: exp_scaled(s - top, judge.scale(), BITS) for p, s in scores.items()}
        logits = {(i, t): judge.logits(x, apply(judge.model.value, judge.residual(i, t))) for i, t in places}
        for m in range(q, v):
            def row(i, t):
                return [upper(heavy[i, t], a - logits[i, t][m] + judge.delta) for a in logits[i, t]]

            result[q, m] = ([[row(i, t) for t in range(m + 1)] for i in range(k - 1)], row(k - 1, q))
    return result


def upper(ends, factor):
    """The product of an enclosed positive number and a factor, rounded up."""
    product = (ends[1] if factor > 0 else ends[0]) * factor
    return ceil_div(product.numerator, product.denominator)


class Counting:
    """Rule R-02. The methods are small so that a mistake can break one at a time."""

    def __init__(self, data, margin, cover, bins, noise=None, scaled=""):
        self.terms, self.cover, self.bins = terms(data, margin), cover, bins
        self.scaled = scaled
        self.v, self.k = max(self.terms)[1] + 1, len(self.terms[0, 0][0]) + 1
        self.noise = random.Random(noise) if noise is not None else None

    def proved(self):
        """The number of inputs that are proved right."""
        cuts = self.cuts()
        return self.v**self.k - sum(self.charged(q, m, cuts[q, m]) for q, m in pairs(self.v))

    # L-08

    def order(self):
        """The pairs in the order of the cover."""
        return pairs(self.v)

    def half(self, outputs):
        """The size of the first part of a node."""
        return outputs // 2

    def bits(self):
        """The cover, bit by bit."""
        return iter(self.cover)

    def cuts(self):
        """The blocks of each pair."""
        bits = self.bits()

        def leaves(a, b):
            if b - a == 1 or next(bits) == "0":
                return [range(a, b)]
            return leaves(a, a + self.half(b - a)) + leaves(a + self.half(b - a), b)

        return {pair: leaves(0, self.v) for pair in self.order()}

    def charged(self, q, m, blocks):
        """What is charged to a class."""
        charges = []
        for block in blocks:
            outputs = self.outputs(block, m)
            if outputs:
                before, last = self.largest(q, m, outputs)
                if not self.certain(before, last, q == m):
                    charges.append(self.size(q, m) - self.good(before, last, q == m))
        return self.together(charges, self.size(q, m))

    def together(self, charges, size):
        """The charges of a class as one."""
        return min(sum(charges), size)

    def size(self, q, m):
        """The number of inputs of a class."""
        last = self.k - 1
        return (m + 1) ** last - (m**last if q < m else 0)

    # L-07

    def outputs(self, block, m):
        """The outputs that a block must vouch for."""
        return [o for o in block if o != m]

    def worst(self, entries):
        """The term that stands for several."""
        return max(entries)

    def largest(self, q, m, outputs):
        """H and c."""
        before, last = self.rows(q, m)
        before = [[self.worst([row[o] for o in outputs]) for row in rows] for rows in before]
        last = self.query_term(self.worst([last[o] for o in outputs]))
        if self.noise:
            most = max([abs(last)] + [abs(h) for row in before for h in row])
            before = [[h + self.noise.randint(0, most >> NOISE) for h in row] for row in before]
            last += self.noise.randint(0, most >> NOISE)
        return before, last

    def query_term(self, term):
        """c."""
        return term

    # L-13

    def is_scaled(self, q, m):
        """Whether the outputs of a class are scaled."""
        return self.scaled[pairs(self.v).index((q, m))] == "1" if self.scaled else False

    def rows(self, q, m):
        """The terms of all outputs."""
        before, last = self.terms[q, m]
        if not self.is_scaled(q, m):
            return before, last
        factors = self.factors(before, last, m)
        return [[self.times(factors, i, row) for row in rows] for i, rows in enumerate(before)], self.scaled_query(factors, last)

    def times(self, factors, i, row):
        """A row of position i, scaled."""
        return [ceil_div(p * n, 2**20) for p, n in zip(factors, row)]

    def scaled_query(self, factors, last):
        """The query's row, scaled."""
        return self.times(factors, self.k - 1, last)

    def part(self, before, last, o):
        """How much the maximum adds to the sums of an output."""
        return sum(abs(rows[-1][o]) for rows in before)

    def factors(self, before, last, m):
        """p_o; that of m is never used."""
        parts = [self.part(before, last, o) for o in range(self.v)]
        rivals = [n for o, n in enumerate(parts) if o != m] or [0]
        drop = max(0, max(rivals).bit_length() - 42)
        common = max(1, min(rivals) >> drop, max(rivals) >> drop >> 6)
        return [2**20 if n >> drop <= common else (common << 20) // (n >> drop) for n in parts]

    # L-10

    def price(self, before):
        """What the best place for m costs."""
        return min((max(row) - row[-1] for row in before), default=0)

    def certain(self, before, last, seen):
        """Whether no input of the class is wrong."""
        return last + sum(map(max, before)) - (0 if seen else self.price(before)) < 0

    # L-09

    def base(self, row, width):
        """a_i: aligned with the remainder of which the tokens lose least."""
        rests = sorted((h - min(row)) % width for h in row)
        best = min(range(len(row)), key=lambda j: rests[j] - j * (width // len(row)))
        return min(row) + (rests[best] - width if rests[best] else 0)

    def deficit(self, term, base, width):
        """z_i(t)."""
        return ceil_div(term - base, width)

    def most(self, room, width):
        """Z."""
        return floor_div(room - 1, width)

    def width(self, room):
        """w."""
        return ceil_div(room, self.bins)

    def raised(self, before, most):
        """Terms that are better than they need to be, for queries with terms up to this."""
        largest = [max(row) for row in before]
        spare = max(0, most + sum(largest) + 1)
        return [[max(h, top - 2 * spare) for h in row] for row, top in zip(before, largest)]

    def good(self, before, last, seen):
        """The number of good inputs of the class, from below."""
        before = self.raised(before, last)
        room = -last - sum(map(min, before))
        if room <= 0:
            return 0
        width = self.width(room)
        bases = [self.base(row, width) for row in before]
        most = self.most(-last - sum(bases), width)
        table = {(0, self.at_first(seen)): 1}
        for row, base in zip(before, bases):
            deficits = [self.deficit(h, base, width) for h in row]
            following = {}
            for (s, b), n in table.items():
                for t, z in enumerate(deficits):
                    if s + z <= most:
                        key = (s + z, b or t == len(row) - 1)
                        following[key] = following.get(key, 0) + n
            table = following
        return self.counted(table)

    def at_first(self, seen):
        """Whether m was seen before the first position."""
        return seen

    def counted(self, table):
        """The inputs of the class that a table holds."""
        return sum(n for (_, b), n in table.items() if b)


# ------------------------------------------------------------------------------------- proving too much


class BlockByBest(Counting):
    """A block is taken to be as good as its best output, position by position."""

    def worst(self, entries):
        return min(entries)


class BlockByFirst(Counting):
    """A block is judged by its first output."""

    def worst(self, entries):
        return entries[0]


class BlockByLast(Counting):
    """A block is judged by its last output."""

    def worst(self, entries):
        return entries[-1]


class NoQueryTerm(Counting):
    """The term of the query is forgotten."""

    def query_term(self, term):
        return 0


class ScaledQueryAsItIs(Counting):
    """The row of the query is not scaled."""

    def scaled_query(self, factors, last):
        return last


class ScaledByPosition(Counting):
    """Each position has factors of its own."""

    def rows(self, q, m):
        before, last = self.terms[q, m]
        if not self.is_scaled(q, m):
            return before, last
        apart = [self.factors([rows], last, m) for rows in before]
        rows = [[self.times(factors, i, row) for row in rows] for i, (factors, rows) in enumerate(zip(apart, before))]
        return rows, self.scaled_query(self.factors(before, last, m), last)


class ScaledBadEntriesOnly(Counting):
    """Only what speaks against the maximum is scaled."""

    def times(self, factors, i, row):
        return [ceil_div(p * n, 2**20) if n > 0 else n for p, n in zip(factors, row)]


class BlockOfMaximumSkipped(Counting):
    """A block that contains the maximum is skipped with all its outputs."""

    def outputs(self, block, m):
        return [] if m in block else list(block)


class ChargesMaximised(Counting):
    """Of the charges of a class only the largest counts."""

    def together(self, charges, size):
        return max(charges, default=0)


class LastChargeOnly(Counting):
    """Of the charges of a class only the last counts."""

    def together(self, charges, size):
        return charges[-1] if charges else 0


class ClassWithoutOwnQuery(Counting):
    """The assignments without m are taken off the class also where the query is m."""

    def size(self, q, m):
        return (m + 1) ** (self.k - 1) - m ** (self.k - 1)


class FirstBlockOnly(Counting):
    """Only the first block of a cover is counted."""

    def charged(self, q, m, blocks):
        return Counting.charged(self, q, m, blocks[:1])


class DeficitsFloored(Counting):
    """Deficits are rounded down."""

    def deficit(self, term, base, width):
        return floor_div(term - base, width)


class DeficitsNearest(Counting):
    """Deficits are rounded to the nearest."""

    def deficit(self, term, base, width):
        return floor_div(2 * (term - base) + width, 2 * width)


class OneBinMore(Counting):
    """Z is one too large."""

    def most(self, room, width):
        return floor_div(room - 1, width) + 1


class RoomRoundedUp(Counting):
    """Z is rounded up."""

    def most(self, room, width):
        return ceil_div(room, width)


class TiesAreGood(Counting):
    """A sum of zero is taken for negative in the table."""

    def most(self, room, width):
        return floor_div(room, width)


class TiesAreCertain(Counting):
    """A sum of zero is taken for negative in the test for certain blocks."""

    def certain(self, before, last, seen):
        return last + sum(map(max, before)) - (0 if seen else self.price(before)) <= 0


class MaximumNotDemanded(Counting):
    """Good assignments count also where m was never seen."""

    def counted(self, table):
        return sum(table.values())


class MaximumSeenAtOnce(Counting):
    """The query counts as m, whatever it is."""

    def at_first(self, seen):
        return True


class PriceOfWorstPlace(Counting):
    """The price of m is that of its most expensive place."""

    def price(self, before):
        return max((max(row) - row[-1] for row in before), default=0)


class PriceOfAllPlaces(Counting):
    """The price of m is paid at every position."""

    def price(self, before):
        return sum(max(row) - row[-1] for row in before)


class PriceOfAnyToken(Counting):
    """The price is the distance of the largest from the least term."""

    def price(self, before):
        return min((max(row) - min(row) for row in before), default=0)


class PriceForOwnQuery(Counting):
    """The price is taken off also where the query is m."""

    def certain(self, before, last, seen):
        return Counting.certain(self, before, last, False)


class CertainByLeast(Counting):
    """A block is certain if its best input is good."""

    def certain(self, before, last, seen):
        return last + sum(map(min, before)) < 0


class CertainByM(Counting):
    """A block is certain if the input of nothing but m is good."""

    def certain(self, before, last, seen):
        return last + sum(row[-1] for row in before) < 0


# ------------------------------------------------------------------------------------ proving too little


class NothingScaled(Counting):
    """No outputs are scaled."""

    def is_scaled(self, q, m):
        return False


class AllScaled(Counting):
    """The outputs of all classes are scaled."""

    def is_scaled(self, q, m):
        return True


class ScaledPairsByMaximum(Counting):
    """The bits of the scaled pairs are read by m, then q."""

    def is_scaled(self, q, m):
        order = sorted(pairs(self.v), key=lambda pair: (pair[1], pair[0]))
        return self.scaled[order.index((q, m))] == "1"


class PartOfTheQueryToo(Counting):
    """The size of the query's term counts as if it were the maximum's."""

    def part(self, before, last, o):
        return Counting.part(self, before, last, o) + abs(last[o])


class ScaledBySpread(Counting):
    """Outputs are scaled by how much their sums vary."""

    def part(self, before, last, o):
        return sum(max(row[o] for row in rows) - min(row[o] for row in rows) for rows in before)


class NotCapped(Counting):
    """A class may be charged more than it has."""

    def together(self, charges, size):
        return sum(charges)


class NothingIsCertain(Counting):
    """Certain blocks are counted too."""

    def certain(self, before, last, seen):
        return False


class NoPrice(Counting):
    """Certain blocks are found without the price."""

    def price(self, before):
        return 0


class MaximumAsRival(Counting):
    """The maximum is a rival of itself."""

    def outputs(self, block, m):
        return list(block)


class ClassWithAbsentMaximum(Counting):
    """The assignments without m are not taken off the class."""

    def size(self, q, m):
        return (m + 1) ** (self.k - 1)


class PairsByMaximum(Counting):
    """The cover's pairs are read by m, then q."""

    def order(self):
        return sorted(pairs(self.v), key=lambda pair: (pair[1], pair[0]))


class LargerHalfFirst(Counting):
    """An odd node has its larger part first."""

    def half(self, outputs):
        return (outputs + 1) // 2


class LowBitsFirst(Counting):
    """The bits of a character are read from the least significant one."""

    def bits(self):
        padded = self.cover + "0" * (-len(self.cover) % 6)
        return iter("".join(padded[i : i + 6][::-1] for i in range(0, len(padded), 6)) + "0" * len(padded))


class HalfTheBins(Counting):
    """Half of the bins are used."""

    def width(self, room):
        return 2 * ceil_div(room, self.bins)


class BaseIsLeast(Counting):
    """a_i is the least term: token 0 falls between two widths."""

    def base(self, row, width):
        return min(row)


class BaseOfFirstToken(Counting):
    """Deficits are taken from token 0, and negative ones are cut to 0."""

    def base(self, row, width):
        return row[0]

    def deficit(self, term, base, width):
        return max(0, ceil_div(term - base, width))
