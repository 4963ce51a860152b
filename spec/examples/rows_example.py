# SPDX-License-Identifier: Apache-2.0
"""R-01 and R-02, with the long rows of L-05 in the integers that the rules say."""
from fractions import Fraction

import model_example as example
from counting import packed
from model_example import LAST, PAIRS, K, V, near, table
from assay_second.counting import GroupedCounting, align, block, cover, scale
from assay_second.exact import Exp
from assay_second.exhaustion import BruteForce, Common, fixed, magnitude, product, score_weights

FRACTION = 2 * 176  # bits behind the point of a product of two enclosures


class Rows:
    """Weights, Y and G of a pair (L-05, long rows)."""

    def __init__(self):
        premises = example.premises()
        self.size = K.bit_length(), magnitude(premises, [])
        self.p = 58 - sum(self.size)
        (self.d, self.ov, self.pv), _, self.slack = fixed(premises, Fraction(0), self.p, 3)
        self.premises, self.exp = premises, Exp(example.D_HEAD)

    def of(self, q, m):
        """X, {(i, t): (E_lo, E_hi)} and {(i, t, o): (Y, G)}."""
        tokens, positions = score_weights(self.premises, self.exp, q)
        ends = {(i, t): [product(tokens[t][j], positions[i][j]) for j in (0, 1)]
                for i in range(K) for t in range(m + 1)}
        common = Common([high for _, high in ends.values()], 63, FRACTION)
        heavy = {key: (common.low(low), common.high(high)) for key, (low, high) in ends.items()}
        entries = {}
        for (i, t), (low, high) in heavy.items():
            for o in range(V):
                y = (self.d[q][m] - self.d[q][o] + self.ov[t][m] - self.ov[t][o]
                     + self.pv[i][m] - self.pv[i][o] - self.slack)
                entries[i, t, o] = y, (low if y >= 0 else high) * y >> 64
        return max(exponent for _, (_, exponent) in ends.values()), heavy, entries

    def lines(self, q, m):
        """The weights and entries of one pair, all of them."""
        largest, heavy, entries = self.of(q, m)
        others = [o for o in range(V) if o != m]
        return [
            "Weights of q = %d, m = %d in units of 2^(X+4-63), X = %d (R-01 2.), and the entries"
            % (q, m, largest),
            "Y and G of L-05. Position %d holds the query." % LAST, "",
            *table(["i", "t", "E_lo", "E_hi"], [[i, t, low, high] for (i, t), (low, high) in heavy.items()]),
            *table(["i", "t", "o", "Y", "G"],
                   [[i, t, o, *entries[i, t, o]] for i, t in heavy for o in others
                    if i < LAST or t == q])]

    def fixed_lines(self):
        """p and the tables rounded down to it."""
        return ["l = %d, M = %d, so p = 58 - l - M = %d; delta_p = 0. Rounded down to 2^-p:"
                % (*self.size, self.p), "",
                *example.matrix("D_p[q,o]", [("q = %d" % i, r) for i, r in enumerate(self.d)], ["0", "1", "2"]),
                *example.matrix("OV_p[t,o]", [("t = %d" % i, r) for i, r in enumerate(self.ov)], ["0", "1", "2"]),
                *example.matrix("PV_p[i,o]", [("i = %d" % i, r) for i, r in enumerate(self.pv)], ["0", "1", "2"])]


def weight_lines():
    """exp of the scores of tokens and positions."""
    c, exp = example.circuits(), Exp(example.D_HEAD)
    return [*example.matrix("a[q,t]", [
        ("q = %d" % q, [near(*example.ends(exp(n, c.A.e))) for n in row]) for q, row in enumerate(c.A.rows)],
        ["0", "1", "2"]), *example.matrix("b[q,i]", [
            ("q = %d" % q, [near(*example.ends(exp(n, c.B.e))) for n in row])
            for q, row in enumerate(c.B.rows)], ["0", "1"])]


def inputs(q, m):
    """The tokens before the query of the inputs of C(q,m); K = 2."""
    return range(m + 1) if q == m else [m]


def brute_force():
    """Page and certificate."""
    rows, visited, proved = Rows(), [], 0
    _, count = example.counted(BruteForce, {})
    for q, m in PAIRS:
        _, _, entries = rows.of(q, m)
        for t in inputs(q, m):
            sums = [entries[LAST, q, o][1] + entries[0, t, o][1] for o in range(V) if o != m]
            proved += min(sums) > 0
            visited.append(["%d, %d" % (t, q), "%d, %d" % (q, m), *sums, "yes" if min(sums) > 0 else "no"])
    if proved != count:
        raise AssertionError("brute force: %d, the checker of spec/python has %d" % (proved, count))
    strategy = {"name": "brute-force"}
    text = example.page(
        *example.head("brute-force", ("R-01", "exhaustion.md"), strategy, proved),
        "## Weights", "", "To 12 digits: exp of A / sqrt 2 and of B / sqrt 2 (L-02, L-03).", "",
        *weight_lines(), "## Tables", "", *rows.fixed_lines(), "## Rows of one pair", "",
        *rows.lines(0, 2), "## Count", "",
        "The sums c + G of each input, by its outputs other than m in order; right if all are above 0.", "",
        *table(["x", "q, m", "first sum", "second sum", "counts"], visited))
    return "brute-force", text, example.certificate(strategy, proved)


BINS = 8
COVER = "0" + "0" + "11" + "10" + "10" + "0"  # pair by pair
SCALED = "000100"


class Blocks:
    """L-07 to L-10 of one pair."""

    def __init__(self, rows, pair, is_scaled, cut):
        self.q, self.m = pair
        self.blocks, self.cut = [], cut
        _, _, entries = rows.of(*pair)
        before = [[[-entries[i, t, o][1] for o in range(V)] for t in range(self.m + 1)] for i in range(LAST)]
        own = [-entries[LAST, self.q, o][1] for o in range(V)]
        if is_scaled:
            before, own = scale(before, own, self.m)
        self.size = (self.m + 1) ** LAST - (self.m ** LAST if self.q < self.m else 0)
        charges = [self.charge(before, own, ends) for ends in cut if ends != (self.m, self.m + 1)]
        self.charged = min(self.size, sum(charges))

    def charge(self, before, own, ends):
        """Of a block; its numbers are kept."""
        h, c = block(before, own, ends, self.m)
        best = [max(row) for row in h]
        price = 0 if self.q == self.m else min(b - row[self.m] for b, row in zip(best, h))
        found = {"block": "%d..%d" % (ends[0], ends[1] - 1), "H": h[0], "c": c, "sum": c + sum(best) - price,
                 "good": self.size}
        if found["sum"] >= 0:
            found["good"] = self.good(found, h, c, best)
        self.blocks.append(found)
        return self.size - found["good"]

    def good(self, found, h, c, best):
        """The good inputs by deficits; one position before the query."""
        spare = max(0, c + sum(best) + 1)
        row = [max(x, b - 2 * spare) for x, b in zip(h[0], best * len(h[0]))]
        room = -c - min(row)
        found["R"] = room
        if room <= 0:
            return 0
        width = -(-room // BINS)
        base = align(row, min(row), width, self.m)
        deficits = [-((base - x) // width) for x in row]
        most = (-c - base - 1) // width
        found.update(w=width, a=base, z=deficits, Z=most)
        return sum(deficits[t] <= most for t in inputs(self.q, self.m))


def grouped_counting():
    """Page and certificate."""
    rows, total = Rows(), V ** K
    hints = {"bins": BINS, "cover": example.Bits(COVER), "scaled": example.Bits(SCALED)}
    _, count = example.counted(GroupedCounting, hints)
    bits = example.Bits(COVER)
    pairs = [Blocks(rows, pair, SCALED[j] == "1", [(a, b) for a, b, _ in cover(bits, V, False)])
             for j, pair in enumerate(PAIRS)]
    proved = total - sum(pair.charged for pair in pairs)
    if proved != count:
        raise AssertionError("grouped counting: %d, the checker of spec/python has %d" % (proved, count))
    strategy = {"name": "grouped-counting", "bins": BINS, "cover": packed(COVER), "scaled": packed(SCALED)}
    every = [(pair, found) for pair in pairs for found in pair.blocks]
    text = example.page(
        *example.head("grouped-counting", ("R-02", "counting.md"), strategy, proved),
        "The cover is the bits `%s`, pair by pair; scaled is pair number 3 alone (bits `%s`)." % (
            COVER, SCALED),
        "Weights a and b, and the rounded tables: as in [brute-force.md](brute-force.md).", "",
        "## Rows of one pair", "", *rows.lines(0, 2), "## Blocks", "",
        "N = -G. H(t) for the one position before the query and c (L-07), after scaling (L-13) where",
        "the pair is scaled; then c + sum of the largest H - r (L-10): below 0 the block is certain.", "",
        *table(["q, m", "block", "H(0), H(1), ...", "c", "sum"],
               [["%d, %d" % (pair.q, pair.m), found["block"], ", ".join(map(str, found["H"])), found["c"],
                 found["sum"]] for pair, found in every]),
        "## Deficits", "", "Of the other blocks (L-09), with B = %d." % BINS, "",
        *table(["q, m", "block", "R", "w", "a", "z(0), z(1), ...", "Z"],
               [["%d, %d" % (pair.q, pair.m), found["block"], found["R"], found.get("w", "-"),
                 found.get("a", "-"), ", ".join(map(str, found.get("z", "-"))), found.get("Z", "-")]
                for pair, found in every if "R" in found]),
        "## Count", "",
        *table(["q, m", "size of C(q,m)", "good, block by block", "charged"],
               [["%d, %d" % (pair.q, pair.m), pair.size, ", ".join(str(f["good"]) for f in pair.blocks),
                 pair.charged] for pair in pairs]),
        "%d - %d = %d." % (total, total - proved, proved))
    return "grouped-counting", text, example.certificate(strategy, proved)
