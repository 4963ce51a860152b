# SPDX-License-Identifier: Apache-2.0
"""R-06 sub-cubic (L-33 to L-39). The upper hull of L-37 is not built: the largest line is looked for."""
from itertools import accumulate
from math import ceil, comb

from .canon import Refused
from .circuits import ATTENTION, split_limit
from .counting import directions
from .exact import Exp, both, constant, up, widened
from .exhaustion import Rule, limit, product

POINT = 64  # bits behind the point of kappa and nu


class SubCubic(Rule):
    def read(self, hints):
        v, bits = self.v, (self.v - 1).bit_length()
        hints["gaps"].want(bits * (self.k - 1) * v * (v + 1) // 2)
        self.gaps = {(q, m, c): hints["gaps"].take(bits)
                     for q in range(v) for m in range(q, v) for c in range(1, self.k)}
        hints["gaps"].end()
        if any(g >= v for g in self.gaps.values()) and v:
            raise Refused("HINT_RANGE", "gaps: a gap of vocab or more")
        self.direction, self.vectors = directions(hints, v, self.d)

    def limits(self, weights):
        limit(self.v ** 2 <= 1 << 18 and self.v ** 2 * self.k <= 1 << 22, "v^2 over 2^18 or v^2 K over 2^22")

    def prepare(self, circuits):
        self.c = circuits
        if ATTENTION[self.hints["attention"]][0] != "exact":
            split_limit(circuits.m)

    def count(self, premises, margin):
        if self.v == 1:
            return 1
        self.premises, c, v = premises, self.c, self.v
        self.S, self.eps = c.scores(self.hints["attention"], self.vectors)
        _, ov, pv = premises.right
        _, ov_wrong, pv_wrong = premises.wrong
        splits = c.direct(self.hints["direct"], self.direction)
        extra = premises.direct or constant(0, v, v)
        extra = [2 * max(row) for row in extra.at(extra.e)], extra.e
        self.p = max(256, *(-t.e for t in (ov, pv, ov_wrong, pv_wrong)),
                     *(-t.e for split in splits for t in split), -extra[1])
        self.ov, self.ovw = ov.floor(self.p), ov_wrong.floor(self.p)
        self.pv, self.pvw = pv.floor(self.p), pv_wrong.floor(self.p)
        raised = [n << extra[1] + self.p for n in extra[0]]
        self.splits = [(mu.floor(self.p)[0], [[n + r for n in row]
                                              for row, r in zip(x.floor(self.p), raised)])
                       for mu, x in splits]
        self.margin = ceil(margin * 2 ** self.p)
        self.exp = Exp(c.m.h)
        self.query_weights = [self.position_sums(q) for q in range(v)]
        return sum(self.maximum(m) for m in range(v))

    def position_sums(self, q):
        """b_L, and the sums of the n smallest and largest b_i, each as (lower, upper, exponent)."""
        row = self.c.B.rows[q]
        weights = [self.exp(n, self.c.B.e) for n in row]
        order = sorted(range(self.k - 1), key=lambda i: row[i])

        def sums(places):
            return list(accumulate([weights[i] for i in places], add, initial=(0, 0, None)))
        return weights[-1], sums(order), sums(order[::-1])

    def maximum(self, m):
        """The sizes of all proved cells with maximum m."""
        others = [o for o in range(self.v) if o != m]
        pi = {o: max(w[o] - r[m] for r, w in zip(self.pv, self.pvw)) for o in others}
        slopes = [[mu[o] - mu[m] + pi[o] + self.margin for o in others] for mu, _ in self.splits]
        r = [self.ovw[m][o] - self.ov[m][m] for o in others]
        t = [max(self.ovw[k][o] for o in others) - self.ov[k][m] for k in range(m + 1)]
        w = list(accumulate(t, max))
        total = 0
        for c in range(self.k):
            cells = []
            for q in range(m + 1):
                gap = self.gaps.get((q, m, c), 0)
                if c == 0 and q == m:
                    cells.append((q, 0, [(0, 0)]))
                elif c and 1 <= gap <= m:
                    points = self.corners(q, m, c, gap)
                    if points:
                        cells.append((q, gap, points))
            if not cells:
                continue
            one = 1 << POINT
            tops = [max(one + x + y for x, y in points) for _, _, points in cells]
            bounds = [self.bound(line, r, sum(tops) // len(tops)) for line in slopes]
            for q, gap, points in cells:
                before = c - (q < m)
                if all(any(self.lead(bound, xs[q], point, (t[q] if q < m else 0,
                                                           w[m - gap] if before else 0), m) < 0
                           for bound, (_, xs) in zip(bounds, self.splits)) for point in points):
                    total += comb(self.k - 1, before) * (m - gap + 1) ** before
        return total

    def lead(self, bound, excess, point, terms, m):
        """F of L-36 in units of 2^-(p+POINT)."""
        n = (1 << POINT) + sum(point)
        e = excess[m] if len(excess) > 1 else excess[0]
        return bound(n) + n * e + point[0] * terms[0] + point[1] * terms[1]

    def bound(self, slopes, r, centre):
        """The largest of the lines at n, or what the handling says of it (L-37 to L-39)."""
        lines = [(c, x << POINT) for c, x in zip(slopes, r)]
        handling = self.hints["handling"]
        if handling == "envelope":
            return lambda n: max(c * n + x for c, x in lines)
        high, low = max(slopes), min(slopes)
        if handling == "mean_query+diff":
            top = max(c * centre + x for c, x in lines)
            return lambda n: top + (n - centre) * (high if n >= centre else low)
        rest = max(x for _, x in lines)
        return lambda n: n * high + rest

    def corners(self, q, m, c, gap):
        """The eight points (kappa, nu) of L-35, or None."""
        own, smallest, largest = self.query_weights[q]
        before, e = c - (q < m), min(self.S.e, self.eps.e)
        row = [n << self.S.e - e for n in self.S.rows[q]]
        eps = self.eps.rows[q][0] << self.eps.e - e
        tokens = row[:m - gap + 1]
        stretch = 2 * self.premises.worst(q)

        def ratio(n, side):
            """exp of a difference of scores, widened by the error of the row and of the execution."""
            end = both(self.exp(n + (eps if side else -eps), e))[side]
            return widened((end[0], end[0], end[1]), stretch)[side] if stretch else end

        points = []
        for sums, others in ((smallest, largest), (largest, smallest)):
            h, rest = sums[self.k - 1 - before], others[before]
            if q == m:
                h = add(h, own)
            if h[2] is None or h[0] == 0:
                return None
            kappa = nu = (0, 0)
            if q < m:
                kappa = [quotient(own, ratio(row[q] - row[m], side), h, side) for side in (0, 1)]
            if before:
                ends = min(tokens) - row[m], max(tokens) - row[m]
                nu = [quotient(rest, ratio(ends[side], side), h, side) for side in (0, 1)]
            if max(kappa[1], nu[1]) >> POINT >= 1 << 4096:
                return None
            points += [(x, y) for x in kappa for y in nu]
        return points


def add(a, b):
    """Sum of two enclosures (lower, upper, exponent), rounded outward far below their size."""
    if a[2] is None:
        return b
    if a[2] < b[2]:
        a, b = b, a
    shift = min(a[2] - b[2], 1 << 12)
    if shift > 512:
        return a[0], a[1] + up(b[1], shift), a[2]
    return (a[0] << shift) + b[0], (a[1] << shift) + b[1], b[2]


def quotient(numerator, factor, h, side):
    """numerator times factor over h, rounded outward to 2^-POINT."""
    n, exponent = product((numerator[side], numerator[2]), factor)
    shift = exponent - 176 - h[2] + POINT
    below = h[1 - side]
    if shift > 1 << 13:
        return n << (1 << 13)
    if shift < -(1 << 13):
        return side
    n, below = (n << shift, below) if shift >= 0 else (n, below << -shift)
    return -(-n // below) if side else n // below
