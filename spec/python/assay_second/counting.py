# SPDX-License-Identifier: Apache-2.0
"""R-02 grouped counting and R-03 potential counting: L-07 to L-13, L-52."""
from fractions import Fraction
from itertools import accumulate
from math import ceil, prod

from .canon import Refused
from .circuits import ATTENTION, FORMS
from .exact import Exp, both, constant, widened
from .exhaustion import Common, Rule, by_position, fixed, limit, magnitude, product, score_weights


def blocks(bits, v):
    """The blocks [a,b) of one cut in preorder; what else a block has is read before the next is asked for."""
    todo = [(0, v)]
    while todo:
        a, b = todo.pop()
        if b - a >= 2 and bits.take(1):
            middle = a + (b - a) // 2
            todo += [(middle, b), (a, middle)]
        else:
            yield a, b


def cover(bits, v, levels):
    """The blocks of one cut, with their levels."""
    return [(a, b, bits.take(2) if levels else 0) for a, b in blocks(bits, v)]


BESIDE = 2048  # what a term takes beside its bins, in units of these


def bins_in_range(bins, k):
    if not k <= bins <= 65536:
        raise Refused("HINT_RANGE", "bins: got %d, want %d to 65536" % (bins, k))


class Counter:
    """Weights of tokens by position and sums of good inputs of one block (L-09, L-10, L-52, L-78)."""

    def __init__(self, v, k, weights):
        self.v, self.last = v, k - 1
        self.w = by_position(v, k, weights)
        self.upto = [[0, *accumulate(row)] for row in self.w]

    def every(self):
        return prod(row[-1] for row in self.upto)

    def own(self, q):
        """The weight of a query."""
        return self.w[self.last][q]

    def below(self, m):
        """What the positions before the query weigh with tokens below m."""
        return prod(row[m] for row in self.upto[:self.last])

    def all(self, q, m):
        """|C(q,m)| by weight, without the query's own."""
        return self.below(m + 1) - (self.below(m) if q < m else 0)

    def charges(self, h, own, m, bins):
        """h[i][t]: terms of positions; own: {q: c_q}. The weight, without the query's own, of the
        inputs of each q that the block cannot vouch for."""
        best = [max(row) for row in h]
        price = min((b - row[m] for b, row in zip(best, h)), default=0)
        sure = {q for q, c in own.items() if c + sum(best) - (price if q < m else 0) < 0}
        unsure = [q for q in own if q not in sure]
        out = {q: 0 for q in sure}
        if unsure:
            out.update(self.bad(h, best, {q: own[q] for q in unsure}, m, bins))
        return out

    def bad(self, h, best, own, m, bins):
        room = max(0, max(own.values()) + sum(best) + 1)
        h = [[max(x, b - 2 * room) for x in row] for row, b in zip(h, best)]
        least = [min(row) for row in h]
        reach = -min(own.values()) - sum(least)
        if reach <= 0:
            return {q: self.all(q, m) for q in own}
        width = -(-reach // bins)
        total, deficits = 0, {}
        for i, (row, low) in enumerate(zip(h, least)):
            a = align(row, low, width, m)
            total += a
            z = tuple(-((a - x) // width) for x in row), tuple(self.w[i][:m + 1])
            deficits[z] = deficits.get(z, 0) + 1
        limits = {q: (-c - total - 1) // width for q, c in own.items()}
        good = self.good(deficits, limits, m)
        return {q: self.all(q, m) - good[q] for q in own}

    def good(self, deficits, limits, m):
        """The weight of assignments with a sum of deficits up to each limit, as coefficients of a
        product of polynomials, in lanes of one long integer."""
        top = max(limits.values())
        if top < 0:
            return {q: 0 for q in limits}
        size = self.below(m + 1).bit_length() + 1
        mask, ones = (1 << size * (top + 1)) - 1, (1 << size) - 1

        def expand(tokens):
            f = 1
            for (z, weights), times in deficits.items():
                sums = {}
                for t in range(tokens):
                    if z[t] <= top:
                        sums[z[t]] = sums.get(z[t], 0) + weights[t]
                for _ in range(times):
                    f = sum((f * w << size * s) & mask for s, w in sums.items())
            return f

        with_m, without = expand(m + 1), expand(m) if min(limits) < m else 0
        out = {}
        for q, z in limits.items():
            part = (1 << size * (z + 1)) - 1 if z >= 0 else 0
            out[q] = (with_m & part) % ones - ((without & part) % ones if q < m else 0)
        return out


def align(row, low, width, m):
    """a_i of L-09."""
    step, best, r = width // (m + 1), None, 0
    for j, rest in enumerate(sorted((x - low) % width for x in row)):
        if best is None or rest - j * step < best:
            best, r = rest - j * step, rest
    return low + r - width if r else low


class GroupedCounting(Rule):
    def read(self, hints):
        v, self.bins, self.scaled = self.v, hints["bins"], {}
        pairs = v * (v + 1) // 2
        hints["cover"].want(pairs if v > 1 else 0)
        if "scaled" in hints:
            hints["scaled"].want(pairs)
        pairs = [(q, m) for q in range(v) for m in range(q, v)]
        self.cuts = {pair: cover(hints["cover"], v, False) for pair in pairs}
        hints["cover"].end()
        if "scaled" in hints:
            self.scaled = {pair: hints["scaled"].take(1) for pair in pairs}
            hints["scaled"].end()

    def limits(self, weights):
        v, k = self.v, self.k
        limit(k * v ** 4 <= 1 << 35, "K v^4 over 2^35")
        limit(sum(map(len, self.cuts.values())) * v * k * (self.bins + BESIDE) <= 1 << 39, "table updates")
        bins_in_range(self.bins, k)
        self.counter = Counter(v, k, weights)

    def count(self, premises, margin):
        v, k = self.c.m.v, self.c.m.k
        p = 58 - k.bit_length() - (magnitude(premises, [margin]) or 0)
        tables = fixed(premises, margin, p, 3)
        exp, proved = Exp(self.c.m.h), self.counter.every()
        for q in range(v):
            tokens, positions = score_weights(premises, exp, q)
            for m in range(q, v):
                proved -= self.counter.own(q) * self.pair(tables, tokens, positions, (q, m))
        return proved

    def pair(self, tables, tokens, positions, pair):
        (q, m), v, last = pair, self.c.m.v, self.c.m.k - 1
        if q < m and last == 0:
            return 0
        (dr, ovr, pvr), (dw, ovw, pvw), delta = tables
        ends = {(t, i): [product(tokens[t][j], positions[i][j]) for j in (0, 1)]
                for t in range(m + 1) for i in range(last + 1)}
        common = Common([e[1] for e in ends.values()], 63, 352)
        direct = [dr[q][m] - x - delta for x in dw[q]]
        made = {}

        def row(t, i):
            low, high = common.low(ends[t, i][0]), common.high(ends[t, i][1])
            key = t, low, high, pvr[i][m], tuple(pvw[i])
            if key not in made:
                base, place = ovr[t][m] + pvr[i][m], pvw[i]
                made[key] = [-((low if y >= 0 else high) * y >> 64) for y in (
                    x + base - a - b for x, a, b in zip(direct, ovw[t], place))]
            return made[key]

        rows = [[row(t, i) for t in range(m + 1)] for i in range(last)]
        own = row(q, last)
        if self.scaled.get(pair):
            rows, own = scale(rows, own, m)
        charged, whole = 0, self.counter.all(q, m)
        for a, b, _ in self.cuts[pair]:
            if (a, b) != (m, m + 1):
                h, c = block(rows, own, (a, b), m)
                charged += self.counter.charges(h, {q: c}, m, self.bins)[q]
                if charged >= whole:
                    return whole
        return charged


def block(rows, own, ends, m):
    """H_i(t) and c of L-07 for the outputs of [a,b) without m."""
    a, b = ends
    if not a <= m < b:
        parts = (slice(a, b),)
    else:
        parts = tuple(slice(x, y) for x, y in ((a, m), (m + 1, b)) if x < y)
    seen = {}

    def most(numbers):
        key = id(numbers)
        if key not in seen:
            seen[key] = max(max(numbers[part]) for part in parts)
        return seen[key]
    return [[most(r) for r in position] for position in rows], most(own)


def scale(rows, own, m):
    """L-13: every output is scaled so that the maximum adds about as much to each."""
    sums = [sum(abs(position[m][o]) for position in rows) for o in range(len(own))]
    others = [s for o, s in enumerate(sums) if o != m]
    if not others:
        return rows, own
    e = max(0, max(others).bit_length() - 42)
    small = [s >> e for s in sums]
    others = [s for o, s in enumerate(small) if o != m]
    s = max(1, min(others), max(others) // 64)
    factors = [1 << 20 if x <= s else (s << 20) // x for x in small]

    def apply(row):
        return [-(-p * n >> 20) for p, n in zip(factors, row)]
    return [[apply(row) for row in position] for position in rows], apply(own)


class PotentialCounting(Rule):
    def read(self, hints):
        v, self.bins = self.v, hints["bins"]
        hints["classes"].want(12 * v)
        self.classes = self.partition(hints["classes"], v)
        hints["cover"].want((3 if v > 1 else 2) * sum(v - queries[0] for queries in self.classes))
        pairs = [(g, m) for g, queries in enumerate(self.classes) for m in range(queries[0], v)]
        self.cuts = {pair: cover(hints["cover"], v, True) for pair in pairs}
        hints["cover"].end()
        self.direct, self.vectors = directions(hints, v, self.d)

    def limits(self, weights):
        v, k = self.v, self.k
        limit(v * v <= 1 << 18 and k * v * v <= 1 << 23, "entries of the tables")
        limit(k * v * len(self.cuts) <= 1 << 26, "pairs of a class and a maximum")
        updates = sum(self.bins // 4 ** level + BESIDE for cut in self.cuts.values() for _, _, level in cut)
        limit(k * v * updates <= 1 << 38, "table updates")
        bins_in_range(self.bins, k)
        self.counter = Counter(v, k, weights)

    @staticmethod
    def partition(bits, v):
        classes = []
        for q in range(v):
            number = bits.take(12)
            if number > len(classes):
                raise Refused("HINT_RANGE", "classes: query %d: number %d" % (q, number))
            if number == len(classes):
                classes.append([])
            classes[number].append(q)
        bits.end()
        return classes

    def count(self, premises, margin):
        c, v, k = self.c, self.c.m.v, self.c.m.k
        self.premises, self.exp = premises, Exp(c.m.h)
        self.S, self.eps = c.scores(self.hints["attention"], self.vectors)
        if self.hints["direct"] == "exact":
            table, eta = c.D, constant(0, v, 1)
        else:
            (row, eta), = c.direct(self.hints["direct"], self.direct)
            table = constant(0, v, v) + row
        self.tables(table, eta, margin)
        proved = self.counter.every()
        for g, queries in enumerate(self.classes):
            for m in range(queries[0], v):
                proved -= self.pair([q for q in queries if q <= m], m, self.cuts[g, m])
        return proved

    def tables(self, table, eta, margin):
        """Point 1 of "in integers" of L-12."""
        premises, k = self.premises, self.c.m.k
        zero = constant(0, 1, 1)
        wide = premises.direct or zero
        sides = [(side, premises.right[1:] if side is right else premises.wrong[1:])
                 for right, wrong in ((table - wide, table + wide),) for side in (right, wrong)]
        every = [x for side, rest in sides for x in (side,) + rest] + [eta]
        sizes = [x.size() for x in every if x.size() is not None]
        if margin:
            sizes.append(magnitude(NoTables, [margin]))
        p = 55 - k.bit_length() - max(sizes, default=0)
        floors = [[x.floor(p) for x in (side,) + rest] for side, rest in sides]
        means = [[sum(column) // len(t) for column in zip(*t)] for t in floors[0]]
        sigma, mu = [-x for x in means[0]] if "shift" in self.hints else means[1], means[2]
        for d, ov, pv in floors:
            d[:] = [[x + a + b for x, a, b in zip(row, sigma, mu)] for row in d]
            ov[:] = [[x - a for x, a in zip(row, sigma)] for row in ov]
            pv[:] = [[x - a for x, a in zip(row, mu)] for row in pv]
        self.right, self.wrong = floors
        delta = ceil(margin * Fraction(2) ** p)
        self.taken = [row[0] + delta + 3 for row in eta.ceil(p)]

    def pair(self, queries, m, cut):
        """The charge of all queries of a class for one maximum."""
        last = self.c.m.k - 1
        if last == 0:
            queries = [q for q in queries if q == m]
            if not queries:
                return 0
        weigh = self.weights(queries, m)
        wholes = {q: self.counter.all(q, m) for q in queries}
        charged = dict.fromkeys(queries, 0)
        for a, b, level in cut:
            outputs = [o for o in range(a, b) if o != m]
            if outputs:
                h, own = self.terms(queries, m, outputs, weigh)
                bins = max(self.c.m.k, self.bins // 4 ** level)
                for q, n in self.counter.charges(h, own, m, bins).items():
                    charged[q] += n
        return sum(self.counter.own(q) * min(charged[q], wholes[q]) for q in queries)

    def weights(self, queries, m):
        """Point 2: w-_i(t), w+_i(t), (e-, e+) by query, and the least b_i by query, as integers."""
        last, exp, s, b = self.c.m.k - 1, self.exp, self.S, self.c.B
        phi, psi = self.potentials(queries, m)
        e = min(s.e, self.eps.e)
        eps = {q: self.eps.rows[q][0] << self.eps.e - e for q in queries}
        most, lift = max(eps.values()), s.e - e
        stretch = 2 * max(self.premises.worst(q) for q in queries)
        wide = (lambda end: widened((0,) + end, stretch)[1]) if stretch else (lambda end: end)

        def ends(n, e):
            return both(exp(n, e))

        position = [[b.rows[q][i] - b.rows[q][last] for q in queries] for i in range(last)]
        low_b = [ends(min(row), b.e)[0] for row in position]
        high_b = [ends(max(row), b.e)[1] for row in position]
        lows = [[product(ends((psi[t] << lift) - most, e)[0], x) for t in range(m)] + [x]
                for x in low_b]
        highs = [[wide(product(ends((phi[t] << lift) + most, e)[1], x)) for t in range(m)] + [wide(x)]
                 for x in high_b]
        own, least = {}, {}
        for q in queries:
            apart = s.rows[q][q] - s.rows[q][m] << lift
            one = (1 << 176, 0)
            own[q] = (one, wide(one)) if q == m else (
                ends(apart - eps[q], e)[0], wide(ends(apart + eps[q], e)[1]))
            if q < m:
                least[q] = ends(min(b.rows[q][i] - b.rows[q][last] for i in range(last)), b.e)[0]
        return self.together(lows, highs, own, least)

    def together(self, lows, highs, own, least):
        """All of one class and maximum in units of one power of two."""
        m = len(lows[0]) - 1 if lows else 0

        def whole(end, factors):
            return end[0] << 176 * (2 - factors), end[1]

        lows = [[whole(x, 1 if t == m else 2) for t, x in enumerate(row)] for row in lows]
        highs = [[whole(x, 1 if t == m else 2) for t, x in enumerate(row)] for row in highs]
        own = {q: (whole(a, 1), whole(b, 1)) for q, (a, b) in own.items()}
        least = {q: whole(x, 1) for q, x in least.items()}
        uppers = [x for row in highs for x in row] + [b for _, b in own.values()]
        common = Common(uppers, 63, 352)
        common.shift = 63 - max(n.bit_length() + exponent for n, exponent in uppers)
        return ([[common.low(x) for x in row] for row in lows],
                [[common.high(x) for x in row] for row in highs],
                {q: (common.low(a), common.high(b)) for q, (a, b) in own.items()},
                {q: common.low(x) for q, x in least.items()})

    def potentials(self, queries, m):
        """phi and psi of L-11 in units of S."""
        rows = [self.S.rows[q] for q in queries]
        phi, psi = [0] * (m + 1), [0] * (m + 1)
        for t in range(m - 1, -1, -1):
            k = min(4, m - t)
            steps = [row[t] - row[t + k] for row in rows]
            phi[t], psi[t] = max(steps) + phi[t + k], min(steps) + psi[t + k]
        return phi, psi

    def terms(self, queries, m, outputs, weigh):
        """-h_i(t) by position and token, and -c_q by query."""
        lows, highs, own, least = weigh
        (dr, ovr, pvr), (dw, ovw, pvw) = self.right, self.wrong
        last = self.c.m.k - 1
        u = {q: dr[q][m] - max(dw[q][o] for o in outputs) - self.taken[q] for q in queries}
        floor = min(u.values())
        token = [[ovw[t][o] for o in outputs] for t in range(m + 1)]
        place = [[pvw[i][o] for o in outputs] for i in range(last + 1)]

        def value(t, i):
            return ovr[t][m] + pvr[i][m] - max(map(int.__add__, token[t], place[i]))

        h = []
        for i in range(last):
            row = []
            for t in range(m + 1):
                y = value(t, i) + floor
                row.append(-(y * (lows[i][t] if y >= 0 else highs[i][t]) >> 64))
            h.append(row)
        c = {}
        for q in queries:
            y = value(q, last) + u[q]
            c[q] = -(y * own[q][0 if y >= 0 else 1] >> 64)
            if q < m:
                c[q] -= (u[q] - floor) * least[q] >> 64
        return h, c


class NoTables:
    right = wrong = ()


def directions(hints, v, d):
    """The vectors that the options read, those of `direct` first."""
    attention, direct = hints["attention"], hints["direct"]
    first = [d] if direct == "svd_query+max_diff" else []
    rest = [d if j in (2, 3) and ATTENTION[attention][0] == "peeled" else v
            for j in FORMS[ATTENTION[attention][0]]]
    hints["directions"].want(18 * sum(first + rest))
    vectors = [[hints["directions"].signed(18) for _ in range(size)] for size in first + rest]
    hints["directions"].end()
    return (vectors[0], vectors[1:]) if first else (None, vectors)
