# SPDX-License-Identifier: Apache-2.0
"""R-03: potentials, weights of a class of queries, blocks of queries and outputs."""
import model_example as example
from counting import packed
from model_example import LAST, K, V, decimal, table
from assay_second.counting import PotentialCounting

BINS = 8
CLASSES = [0, 0, 1]
OPTIONS = {"attention": "exact_EQKE+max_diff_exact", "direct": "exact", "directions": ""}


def cover():
    """Cut in two, both at level 0, for each class and maximum; the part of two outputs is a leaf."""
    pairs = [(g, m) for g, first in ((0, 0), (1, 2)) for m in range(first, V)]
    return ("1" + "00" + "0" + "00") * len(pairs)


class Worked:
    """The rule after it has counted, asked again for one class and maximum."""

    def __init__(self):
        bits, self.cover = "".join("{:012b}".format(g) for g in CLASSES), cover()
        self.strategy = dict({"name": "potential-counting"}, **{
            **OPTIONS, "classes": packed(bits), "bins": BINS, "cover": packed(self.cover)})
        hints = dict(OPTIONS, bins=BINS, classes=example.Bits(bits), cover=example.Bits(self.cover),
                     directions=example.Bits(""))
        self.rule, self.count = example.counted(PotentialCounting, hints)

    def potentials(self):
        """Rows: phi and psi of each class and maximum."""
        rows, s = [], self.rule.S
        for (g, m) in sorted(self.rule.cuts):
            queries = [q for q in self.rule.classes[g] if q <= m]
            phi, psi = self.rule.potentials(queries, m)
            unit = example.Fraction(2) ** s.e
            rows.append(["%s" % queries, m, ", ".join(decimal(x * unit) for x in phi),
                         ", ".join(decimal(x * unit) for x in psi)])
        return table(["queries", "m", "phi(0), phi(1), ...", "psi(0), psi(1), ..."], rows)

    def rounded(self):
        """Lines: D', OV', PV' in units of 2^-p."""
        d, ov, pv = self.rule.right
        letters = ["0", "1", "2"]
        return [*example.matrix("D'[q,o]", [("q = %d" % i, list(r)) for i, r in enumerate(d)], letters),
                *example.matrix("OV'[t,o]", [("t = %d" % i, list(r)) for i, r in enumerate(ov)], letters),
                *example.matrix("PV'[i,o]", [("i = %d" % i, list(r)) for i, r in enumerate(pv)], letters)]

    def blocks(self):
        """Lines of weights and of terms, and the charges of all classes and maxima."""
        weights, terms, charges, proved = [], [], [], V ** K
        for (g, m) in sorted(self.rule.cuts):
            queries = [q for q in self.rule.classes[g] if q <= m and (LAST > 0 or q == m)]
            made = self.rule.weights(queries, m)
            name = "%s, %d" % (queries, m)
            lows, highs, own, least = made
            weights += [[name, "w-(%d), w+(%d)" % (t, t), lows[0][t], highs[0][t]] for t in range(m + 1)]
            weights += [[name, "e of query %d" % q, *ends] for q, ends in own.items()]
            weights += [[name, "least b of query %d" % q, x, "-"] for q, x in least.items()]
            charged = dict.fromkeys(queries, 0)
            for a, b, level in self.rule.cuts[g, m]:
                outputs = [o for o in range(a, b) if o != m]
                if outputs:
                    h, c = self.rule.terms(queries, m, outputs, made)
                    terms.append([name, "%d..%d" % (a, b - 1), ", ".join(map(str, h[0])),
                                  ", ".join("%d: %d" % pair for pair in c.items())])
                    bins = max(K, BINS // 4 ** level)
                    for q, n in self.rule.counter.charges(h, c, m, bins).items():
                        charged[q] += n
            for q in queries:
                whole = self.rule.counter.all(q, m)
                charges.append(["%d, %d" % (q, m), whole, min(charged[q], whole)])
                proved -= min(charged[q], whole)
        if proved != self.count:
            raise AssertionError("potential counting: %d in steps, %d in one" % (proved, self.count))
        return weights, terms, charges


def page():
    """Page and certificate."""
    worked = Worked()
    weights, terms, charges = worked.blocks()
    text = example.page(
        *example.head("potential-counting", ("R-03", "counting.md"), worked.strategy, worked.count),
        "Queries 0 and 1 are one class, query 2 is another. Every cut has the blocks 0..0 and 1..2, both",
        "of level 0. The scores are exact, so every eps is 0; the direct path is, so every eta.", "",
        "## Potentials (L-11)", "", *worked.potentials(),
        "## Tables", "", "D', OV' and PV' of L-12, in integers, 1. The unit is 2^-p with p = 55 - l - M = %d." % (
            55 - K.bit_length() - size()), "", *worked.rounded(),
        "## Weights", "",
        "In units of 2^-63 of the one power of two of a class and a maximum (L-12, in integers, 2.).", "",
        *table(["queries, m", "what", "lower", "upper"], weights),
        "## Terms", "",
        "-h(t) for the one position before the query, and -c by query: a negative sum proves.", "",
        *table(["queries, m", "block", "-h(0), -h(1), ...", "-c"], terms),
        "## Count", "",
        "The deficits of a block are counted as in [grouped-counting.md](grouped-counting.md), with one",
        "width for all queries of a class for which it is not certain.", "",
        *table(["q, m", "size of C(q,m)", "charged"], charges),
        "%d - %d = %d." % (V ** K, V ** K - worked.count, worked.count))
    return "potential-counting", text, example.certificate(worked.strategy, worked.count)


def size():
    """M of L-12: of D, OV, PV."""
    c = example.circuits()
    return max(x.size() for x in (c.D, c.OV, c.PV))
