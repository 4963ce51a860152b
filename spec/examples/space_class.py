# SPDX-License-Identifier: Apache-2.0
"""The numbers of one class of R-08, with one position before the query and no norm."""
from fractions import Fraction

import rows_example
from model_example import LAST, V, decimal, near
from assay_second import halfspaces

ONE, TERM = 1 << halfspaces.P, 1 << 2 * halfspaces.P + 64  # units: of numbers, of weights times numbers
WEIGHT = TERM // ONE
HEADS = 2


def real(x, unit=ONE):
    """A lower end, or both, to twelve digits."""
    return near(*(Fraction(end, unit) for end in (x if isinstance(x, tuple) else (x,))))


def shown(x):
    """An enclosure: exactly, if both ends are one number of few digits."""
    return decimal(Fraction(x[0], ONE)) if x[0] == x[1] and x[0] % (ONE >> 20) == 0 else real(x)


def several(found):
    return ", ".join(map(shown, found))


def name(pair):
    return "%d, %d" % pair


def line(slope, height):
    """A line as text."""
    return "%s g + %s" % (near(slope), near(height)) if height else {0: "0", 1: "g"}.get(slope) or near(slope) + " g"


def size(q, m):
    """|C(q,m)|"""
    return (m + 1) ** LAST - (m ** LAST if q < m else 0)


class Sum(rows_example.Blocks):
    """L-09 and L-10 of one head of a block: one position before the query."""

    def __init__(self, pair, h, c):
        self.q, self.m = pair
        self.size, best = size(*pair), max(h)
        self.found = {"sum": c + best - (best - h[self.m] if self.q < self.m else 0), "good": self.size}
        self.h, self.c = h, c
        if self.found["sum"] >= 0:
            self.found["good"] = self.good(self.found, [h], c, [best])

    def row(self):
        """Terms and deficits, as entries of a table."""
        found = self.found
        return [", ".join(real(x, TERM) for x in self.h), real(self.c, TERM), real(found["sum"], TERM),
                *(real(found[x], TERM) if x in found else "-" for x in ("R", "w", "a")),
                ", ".join(map(str, found.get("z", "-"))), found.get("Z", "-"), found["good"]]


class Class:
    """The numbers of one class."""

    def __init__(self, rule, pair):
        self.pair, (self.q, self.m) = pair, pair
        self.slice, = [one for one in rule.slices if one[:2] == pair]
        self.cell = halfspaces.Cell(rule.tables, *self.slice)
        if not self.cell.prepare(rule.slopes.get(self.slice)):
            raise AssertionError("nothing is known of the class " + name(pair))
        self.spaces = {o: self.cell.spaces(o, 0)[0] for o in range(V) if o != self.m}
        self.blocks = [self.block(*one[:3]) for one in rule.cuts.blocks(self.slice)]
        self.size = size(*pair)
        lost = [self.size - one.found["good"] for _, _, sums in self.blocks for _, _, one in sums]
        self.charged = min(self.size, sum(lost))

    def places(self, numbers):
        """Of the tokens before the query; then the query's."""
        return [numbers[0, t] for t in range(self.m + 1)] + [numbers[LAST, self.q]]

    def block(self, first, end, shares):
        """(ends, shares, [(head, t, sum)]): nothing is counted where each half-space holds."""
        sums, terms = [], {o: self.cell.terms(self.spaces[o], shares) for o in range(first, end) if o != self.m}
        unsure = [o for o, found in terms.items() if found]
        for h in range(HEADS) if unsure else ():
            limits = [self.limit(self.spaces[o], shares, h) for o in unsure]
            worst = [max(-x for x in some) for some in zip(*(
                self.checked(o, h, limit, terms[o][h]) for o, limit in zip(unsure, limits)))]
            sums.append((h, limits, Sum(self.pair, worst[:-1], worst[-1])))
        return "%d..%d" % (first, end - 1), "%d, %d" % tuple(shares), sums

    def limit(self, form, shares, h):
        """t of L-54, 3."""
        lows, c = self.cell.heads_low(form), form.constant[0]
        shares = shares if sum(shares) else [1] * HEADS
        rest = {j: lows[j] + -(c + sum(lows)) * shares[j] // sum(shares) for j in range(1, HEADS)}
        return rest[h] if h else -c - sum(rest.values())

    def checked(self, o, h, limit, terms):
        """Terms are w (X - t), w the lower end where that is not negative."""
        numbers, weights = self.spaces[o].heads[h], self.cell.weights[h]
        for at, x in terms.items():
            more = numbers[at][0] - limit
            if x != weights[at][0 if more >= 0 else 1] * more:
                raise AssertionError("a term of class %s" % name(self.pair))
        return self.places(terms)

    # ------------------------------------------------------------------------------ lines of tables

    def weights(self):
        """Of the first head; those of the second are 1."""
        if any(real(x, WEIGHT) != near(1) for x in self.cell.weights[1].values()):
            raise AssertionError("the second head looks at something")
        found = [real(x, WEIGHT) for x in self.places(self.cell.weights[0])]
        return [name(self.pair), ", ".join(found[:-1]), found[-1]]

    def neurons(self):
        """Domains, lines below, lines above."""
        for k, ((low, high), lines) in enumerate(zip(self.cell.domains, self.cell.lines)):
            yield [name(self.pair), k, real(low), real(high)] + [line(*ends) for ends in lines]

    def halves(self):
        """Half-spaces: constants, numbers and least means of both heads, their sum."""
        for o, form in self.spaces.items():
            lows, row = self.cell.heads_low(form), [name(self.pair), o, shown(form.constant)]
            for low, numbers in zip(lows, form.heads):
                found = self.places(numbers)
                row += [several(found[:-1]), shown(found[-1]), real(low)]
            yield row + [real(form.constant[0] + sum(lows))]

    def sums(self):
        """Of what is not certain by its least values alone: terms, then deficits."""
        for ends, shares, sums in self.blocks:
            for h, limits, one in sums:
                yield [name(self.pair), ends, shares, h, ", ".join(map(real, limits)), *one.row()]

    def bound(self, x, end):
        """The least F of L-54 at an input of the class."""
        at = [(0, x[0]), (LAST, x[1])]
        least = []
        for form in self.spaces.values():
            means = [Fraction(sum(w[p][end] * z[p][end] for p in at), sum(w[p][end] for p in at))
                     for w, z in zip(self.cell.weights, form.heads)]
            least.append((form.constant[end] + sum(means)) / ONE)
        return min(least)
