# SPDX-License-Identifier: Apache-2.0
"""R-04 cubic and R-05 cubic-retest (L-20 to L-24), with tables that are not rounded."""
from itertools import accumulate
from math import comb

from .canon import Refused
from .exact import Exp
from .exhaustion import Common, Rule, fixed, limit, product, score_weights


def feasible(v, last):
    """(q,m,n) with n >= 1, in the order in which cells are numbered: m, then n, with k and q inside."""
    for m in range(v):
        for n in range(1, last + 1):
            yield m, n, range(m + 1) if n < last else range(m, m + 1)


def listed(bits):
    """The numbers of R-05, in falling order."""
    numbers, at, text = [], -1, bits.bits
    place = 0
    while text.find("1", place) >= 0:
        zeros = text.index("1", place) - place
        if zeros > 31:
            raise Refused("HINT_RANGE", "cells: a code with %d leading zeros" % zeros)
        end = place + 2 * zeros + 1
        if end > len(text):
            raise Refused("HINT_RANGE", "cells: the last code is cut off")
        at += int(text[place + zeros:end], 2)
        place = end
        if at >= 1 << 31:
            raise Refused("HINT_RANGE", "cells: a number of 2^31 or more")
        numbers.append(at)
    if len(text) - place > 5:
        raise Refused("HINT_RANGE", "cells: more than five zeros at the end")
    return numbers[::-1]


def located(numbers, v, k):
    """The cells (q,m,n,k) of these numbers: R-05 (c), (d)."""
    out, first, count = set(), 0, len(numbers)
    for m, n, queries in feasible(v, k - 1):
        size = m * len(queries)
        while numbers and numbers[-1] < first + size:
            token, query = divmod(numbers.pop() - first, len(queries))
            out.add((queries[query], m, n, token))
        first += size
    if numbers:
        raise Refused("HINT_RANGE", "cells: number %d of %d" % (numbers[0], first))
    if count > v * v * k * k:
        raise Refused("HINT_RANGE", "cells: more than v^2 K^2")
    return out


class Cells(Rule):
    """Both rules; `again` are the cells that are tested with outputs apart."""

    def read(self, hints):
        self.last = self.k - 1
        self.numbers = listed(hints["cells"]) if "cells" in hints else []

    def limits(self, weights):
        limit(self.v ** 2 <= 1 << 18, "v^2 over 2^18")
        limit(self.v ** 3 * self.k <= 1 << 32, "v^3 K over 2^32")
        limit(len(self.numbers) * self.v <= 1 << 30, "listed cells times v over 2^30")
        self.again = located(self.numbers, self.v, self.k)

    def count(self, premises, margin):
        tables = premises.right + premises.wrong
        p = max(256, *(-t.e for t in tables))
        self.right, self.wrong, self.delta = fixed(premises, margin, p, 0)
        exp = Exp(self.c.m.h)
        self.gaps_of_positions()
        self.together = [None] + [self.token_terms(m) for m in range(1, self.v)]
        return sum(self.query(premises, exp, q) for q in range(self.v))

    def gaps_of_positions(self):
        """pi(o) of L-22 (with the query's position) and of L-24 (without), by m and o."""
        pvr, pvw = self.right[2], self.wrong[2]
        self.pi = [[max(w[o] - r[m] for r, w in zip(pvr, pvw)) for o in range(self.v)]
                   for m in range(self.v)]
        self.pi_before = [[max((w[o] - r[m] for r, w in zip(pvr[:-1], pvw)), default=0)
                           for o in range(self.v)] for m in range(self.v)]

    def token_terms(self, m):
        """W(t) of L-22 for t <= m."""
        ovr, ovw = self.right[1], self.wrong[1]
        return [max(ovw[t][o] - ovr[t][m] + self.pi[m][o] for o in range(self.v) if o != m)
                for t in range(m + 1)]

    def query(self, premises, exp, q):
        """Weights of one query, then all cells of it."""
        tokens, positions = score_weights(premises, exp, q)
        total = 0
        for m in range(q, self.v):
            ends = [[(product(tokens[t][0], p[0]), product(tokens[t][1], p[1])) for p in positions]
                    for t in range(m + 1)]
            common = Common([e[1] for row in ends for e in row], 400, 352)
            low = [[common.low(e[0]) for e in row] for row in ends]
            high = [[common.high(e[1]) for e in row] for row in ends]
            self.sums = []
            for lows, highs in zip(low, high):
                lows, highs = sorted(lows[:-1]), sorted(highs[:-1])
                self.sums.append([[[0] + list(accumulate(x[::step])) for x in (lows, highs)]
                                  for step in (1, -1)])
            self.own = low[q][-1], high[q][-1]
            total += self.pair(q, m)
        return total

    def pair(self, q, m):
        total, last = 0, self.last
        if m:
            dr, dw = self.right[0], self.wrong[0]
            u = max(dw[q][o] - dr[q][m] for o in range(self.v) if o != m) + self.delta
            h = [u + w for w in self.together[m]]
        if q == m or last > 0:
            total += self.apart(q, m, 0, None)
        for n in range(1, last + (q == m)):
            good = 0
            for k in range(m):
                if self.test(h[m], h[k], h[q], (m, n, k)) or (
                        (q, m, n, k) in self.again and self.apart(q, m, n, k)):
                    good += 1
            total += comb(last, n) * good ** n
        return total

    def test(self, hm, hk, own, cell):
        """Both sums of L-21."""
        (m, n, k), rest = cell, self.last - cell[1]

        def times(y, sums, count):
            return y * (sums[1][count] if y >= 0 else sums[0][count])

        (least_m, most_m), (least_k, most_k) = self.sums[m], self.sums[k]
        query = own * (self.own[1] if own >= 0 else self.own[0])
        return (times(hm, least_m, rest) + times(hk, most_k, n) + query < 0
                and times(hm, most_m, rest) + times(hk, least_k, n) + query < 0)

    def apart(self, q, m, n, k):
        """L-24 for every output."""
        (dr, ovr, pvr), (dw, ovw, pvw) = self.right, self.wrong
        k = m if k is None else k
        for o in range(self.v):
            if o == m:
                continue
            base = dw[q][o] - dr[q][m] + self.delta
            before = base + self.pi_before[m][o]
            own = base + ovw[q][o] - ovr[q][m] + pvw[-1][o] - pvr[-1][m]
            if not self.test(before + ovw[m][o] - ovr[m][m], before + ovw[k][o] - ovr[k][m], own,
                             (m, n, k)):
                return False
        return True
