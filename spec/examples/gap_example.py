# SPDX-License-Identifier: Apache-2.0
"""R-06: gap cells, shares of the attention, lines."""
from math import comb

import model_example as example
from counting import packed
from model_example import LAST, V, near, table
from assay_second.gaps import POINT, SubCubic

GAPS = "01" * 6
OPTIONS = {"direct": "max_diff_exact", "handling": "envelope", "attention": "exact_EQKE+max_diff_exact"}


def real(n, bits):
    """An integer in units of 2^-bits, as a text."""
    return near(example.Fraction(n, 2 ** bits))


class Cells:
    """What step 1 to 4 of the rule find, cell by cell."""

    def __init__(self, rule):
        self.rule, self.found, self.proved = rule, [], 0
        for m in range(V):
            self.maximum(m)

    def maximum(self, m):
        others = [o for o in range(V) if o != m]
        for c in range(LAST + 1):
            for q in range(m + 1):
                gap = 0 if c == 0 and q == m else 1
                points = [(0, 0)] if gap == 0 else self.rule.corners(q, m, c, gap) if c and m else None
                if points:
                    self.cell((q, m, c, gap), points, others)

    def cell(self, cell, points, others):
        q, m, c, gap = cell
        before = c - (q < m)
        t_q = self.terms(q, m, others) if q < m else 0
        w = max(self.terms(k, m, others) for k in range(m - gap + 1)) if before else 0
        leads = [min(self.lead(m, q, point, (t_q, w), others, split) for split in range(2)) for point in points]
        size = comb(LAST, before) * (m - gap + 1) ** before
        self.proved += size * (max(leads) < 0)
        corner = points[leads.index(max(leads))]
        self.found.append((cell, sorted(set(points)), t_q, w, corner, max(leads), size))

    def terms(self, k, m, others):
        return max(self.rule.ovw[k][o] for o in others) - self.rule.ov[k][m]

    def line(self, m, o, split):
        """c_o and r_o in units of 2^-p."""
        r, (mu, _) = self.rule, self.rule.splits[split]
        pi = max(w[o] - x[m] for x, w in zip(r.pv, r.pvw))
        return mu[o] - mu[m] + pi + r.margin, r.ovw[m][o] - r.ov[m][m]

    def lead(self, m, q, point, terms, others, split):
        """F of L-36 in units of 2^-(p+POINT)."""
        n = (1 << POINT) + sum(point)
        lines = [self.line(m, o, split) for o in others]
        excess = self.rule.splits[split][1][q]
        return (max(c * n + (x << POINT) for c, x in lines) + n * excess[m]
                + point[0] * terms[0] + point[1] * terms[1])


def page():
    """Page and certificate."""
    strategy = dict({"name": "sub-cubic"}, **OPTIONS, gaps=packed(GAPS), directions="")
    rule, count = example.counted(SubCubic, dict(OPTIONS, gaps=example.Bits(GAPS), directions=example.Bits("")))
    cells, p = Cells(rule), rule.p
    if cells.proved != count:
        raise AssertionError("sub-cubic: %d, the checker of spec/python has %d" % (cells.proved, count))
    lines = [["%d" % m, o] + [real(x, p) for split in (0, 1) for x in cells.line(m, o, split)[:1]]
             + [real(cells.line(m, o, 0)[1], p)] for m in range(V) for o in range(V) if o != m]
    excess = [["%d" % q] + [real(x, p) for split in (0, 1) for x in rule.splits[split][1][q]] for q in range(V)]
    points = [["%d, %d, %d, %d" % cell, " ".join("(%s, %s)" % (real(x, POINT), real(y, POINT)) for x, y in (
        corners[0], corners[-1]))] for cell, corners, *_ in cells.found]
    found = [["%d, %d, %d, %d" % cell, real(t, p), real(w, p), real(lead, p + POINT),
              size if lead < 0 else "0 of %d" % size] for cell, _, t, w, _, lead, size in cells.found]
    text = example.page(
        *example.head("sub-cubic", ("R-06", "gaps.md"), strategy, count),
        "Every gap is 1. Real numbers to 12 digits; a checker in integers has F rounded up.", "",
        "## Lines (L-36)", "",
        "c_o for the direct split with gamma = 0 and for the one with the mean row of D; r_o.", "",
        *table(["m", "o", "c_o, first split", "c_o, second split", "r_o"], lines),
        "Excesses delta(q,m) of both splits (L-32, `max_diff_exact`).", "",
        *table(["q"] + ["split %d, m = %d" % (s, m) for s in (1, 2) for m in range(V)], excess),
        "## Shares (L-35)", "",
        "Least and largest (kappa, nu) of each cell (q,m,c;g); g = 0 where nothing is below m.",
        "With exact scores and one position before the query they are one point, but for the",
        "rounding, where q < m; where q = m, nu lies between those of the tokens up to m - g.", "",
        *table(["q, m, c, g", "least and largest (kappa, nu)"], points),
        "## Cells", "",
        "F: the largest over the corners, of the better split at each. Below 0 the cell is proved.", "",
        *table(["q, m, c, g", "t_q", "w", "largest F", "counts"], found))
    return "sub-cubic", text, example.certificate(strategy, count)
