# SPDX-License-Identifier: Apache-2.0
"""R-04 and R-05, in real numbers: with K = 2 there is one position before the query."""
import model_example as example
from cubic import gamma
from model_example import LAST, PAIRS, V, near, table
from counting import packed
from assay_second.cells import Cells
from assay_second.exact import Exp


class Tests:
    """The tests of L-21 with the numbers of L-22 (together) and L-24 (apart), margin 0."""

    def __init__(self):
        self.c, self.exp = example.circuits(), Exp(example.D_HEAD)

    def weight(self, q, t, i):
        """e_i(q,t), lower and upper end, with c = 1."""
        a = example.ends(self.exp(self.c.A.rows[q][t], self.c.A.e))
        b = example.ends(self.exp(self.c.B.rows[q][i], self.c.B.e))
        return a[0] * b[0], a[1] * b[1]

    def difference(self, name, row, o, m):
        circuit = getattr(self.c, name)
        return circuit.value(row, o) - circuit.value(row, m)

    def together(self, q, m):
        """u, and W(t) and H(t) for t <= m."""
        others = [o for o in range(V) if o != m]
        pi = {o: max(self.difference("PV", i, o, m) for i in range(LAST + 1)) for o in others}
        u = max(self.difference("D", q, o, m) for o in others)
        w = [max(self.difference("OV", t, o, m) + pi[o] for o in others) for t in range(m + 1)]
        return u, w, [u + x for x in w]

    def apart(self, q, m, o):
        """H(t) for t <= m, and h."""
        pi = max(self.difference("PV", i, o, m) for i in range(LAST))
        d = self.difference("D", q, o, m)
        return ([d + self.difference("OV", t, o, m) + pi for t in range(m + 1)],
                d + self.difference("OV", q, o, m) + self.difference("PV", LAST, o, m))

    def sum(self, q, m, token, numbers):
        """An upper and a lower end of H(token) e_0(token) + h e_1(q): both sums of L-21 where L = 1."""
        h_token, own = numbers
        parts = [(h_token, self.weight(q, token, 0)), (own, self.weight(q, q, LAST))]
        high = sum(y * (w[1] if y >= 0 else w[0]) for y, w in parts)
        low = sum(y * (w[0] if y >= 0 else w[1]) for y, w in parts)
        return low, high


def cells():
    """(q, m, n, k or None) of all cells in order, and the pure ones with n = 0."""
    listed = [(q, m, 1, k) for m in range(V) for k in range(m) for q in [m]]
    return [(q, m, 0, None) for q, m in PAIRS], listed


def numbered(listed):
    """R-05's list as bits: numbers of cells."""
    return gamma(range(len(listed)))


def tested(tests, cell):
    """Rows of the page: the sums of a cell, together and apart, and whether they prove it."""
    q, m, _, k = cell
    token = m if k is None else k
    _, _, h = tests.together(q, m) if m else (0, [0], [0])
    together = tests.sum(q, m, token, (h[token], h[q]))
    apart = [tests.sum(q, m, token, (numbers[0][token], numbers[1])) for numbers in (
        tests.apart(q, m, o) for o in range(V) if o != m)]
    return together, apart


def rows(tests, some):
    out = []
    for cell in some:
        q, m, n, k = cell
        together, apart = tested(tests, cell)
        out.append(["%d, %d, %d, %s" % (q, m, n, "-" if k is None else k), "-" if n == 0 else near(*together)]
                   + [near(*one) for one in apart])
    return out


def count(tests, again):
    """Of all cells; those of `again` are tested with outputs apart."""
    pure, listed = cells()
    proved = 0
    for cell in pure:
        proved += all(high < 0 for _, high in tested(tests, cell)[1])
    good = {}
    for cell in listed:
        together, apart = tested(tests, cell)
        passes = together[1] < 0 or cell in again and all(high < 0 for _, high in apart)
        good[cell[:3]] = good.get(cell[:3], 0) + passes
    return proved + sum(good.values())  # C(1, 1) |G|^1


def lines(tests):
    """What both pages have."""
    pure, listed = cells()
    heavy = [["%d" % q, "%d" % t] + [near(*tests.weight(q, t, i)) for i in range(LAST + 1)]
             for q in range(V) for t in range(V)]
    together = []
    for q, m in PAIRS:
        if m:
            u, w, h = tests.together(q, m)
            together.append(["%d, %d" % (q, m), example.decimal(u), ", ".join(map(example.decimal, w)),
                             ", ".join(map(example.decimal, h))])
    apart = [["%d, %d" % (q, m), o, ", ".join(map(example.decimal, tests.apart(q, m, o)[0])),
              example.decimal(tests.apart(q, m, o)[1])] for q, m in PAIRS for o in range(V) if o != m]
    return ["All numbers are real ones, to 12 digits: a checker in integers has them rounded up. Weights",
            "have c = 1. L = 1, so that least(t,1) = most(t,1) = e_0(t), and both sums of L-21 are one.", "",
            "## Weights", "", *table(["q", "t", "e_0(q,t)", "e_1(q,t)"], heavy),
            "## Outputs together (L-22)", "", *table(["q, m", "u", "W(0), W(1), ...", "H(0), H(1), ..."], together),
            "## Outputs apart (L-24)", "", *table(["q, m", "o", "H(0), H(1), ...", "h"], apart),
            "## Sums", "",
            "Cells (q,m,n,k) in the order of their numbers, those with n = 0 first. A sum below 0 proves.", "",
            *table(["q, m, n, k", "together", "apart, first o", "apart, second o"], rows(tests, pure + listed))]


def shown(name, rule, strategy, hints, again):
    tests = Tests()
    _, wanted = example.counted(Cells, hints)
    proved = count(tests, again)
    if proved != wanted:
        raise AssertionError("%s: %d, the checker of spec/python has %d" % (name, proved, wanted))
    pure, listed = cells()
    parts = [["%d" % m, "1", sum(1 for cell in listed if cell[1] == m and (
        tested(tests, cell)[0][1] < 0 or cell in again and all(h < 0 for _, h in tested(tests, cell)[1])))]
        for m in range(1, V)]
    plain = sum(all(high < 0 for _, high in tested(tests, cell)[1]) for cell in pure)
    text = example.page(
        *example.head(name, rule, strategy, proved), *lines(tests), "## Count (L-23)", "",
        "Proved with n = 0, which is always tested with outputs apart: %d. With n = 1, where q = m:" % plain, "",
        *table(["m", "n", "tokens in G"], parts), "%s + %s = %d." % (plain, " + ".join(
            str(part[2]) for part in parts), proved))
    return name, text, example.certificate(strategy, proved)


def cubic():
    return shown("cubic", ("R-04", "cells.md"), {"name": "cubic"}, {}, ())


def cubic_retest():
    bits = numbered(cells()[1])
    strategy = {"name": "cubic-retest", "cells": packed(bits)}
    return shown("cubic-retest", ("R-05", "cells.md"), strategy, {"cells": example.Bits(bits)},
                 set(cells()[1]))
