# SPDX-License-Identifier: Apache-2.0
"""The model of all examples, its circuits, and what is true of it; and how pages are written."""
import itertools
from fractions import Fraction

import oracle
import put
import run  # noqa: F401 finds spec/python
import tensors
from assay_second import exact
from assay_second.circuits import Circuits
from assay_second.execution import Premises
from assay_second.model import Model

V, K, D_MODEL, D_HEAD = 3, 2, 2, 2
LAST = K - 1
WEIGHTS = {
    "embed.W_E": [1.25, 0.25, 0.75, 0.75, 1, 2.25], "pos_embed.W_pos": [0, -0.5, -0.25, 0],
    tensors.HEAD + "W_Q": [1, 0, 0, 0], tensors.HEAD + "W_K": [0.25, 0.25, 2, -0.25],
    tensors.HEAD + "W_V": [1.5, 0.25, -0.25, 1.25], tensors.HEAD + "W_O": [1.5, 0, -0.5, 1.25],
    "unembed.W_U": [0, -0.5, -3.5, -0.5, 1.75, 4.25]}
SHAPES = tensors.shapes(V, K, D_MODEL, D_HEAD, biases=False)
DATA = tensors.model({name: (SHAPES[name], WEIGHTS[name]) for name in SHAPES})
PAIRS = [(q, m) for q in range(V) for m in range(q, V)]
TRUE = oracle.Network(oracle.Model(DATA), Fraction(0)).correct()


def circuits():
    return Circuits(Model(DATA))


def premises():
    return Premises(circuits())


def counted(rule_class, hints):
    """A rule of the second checker that has counted, and its count."""
    rule = rule_class((K, V, D_MODEL, D_HEAD), hints)
    rule.limits(None)
    rule.prepare(circuits())
    return rule, rule.count(premises(), Fraction(0))


class Bits:
    """A packed table, as the rules of the second checker read it."""

    def __init__(self, bits):
        self.bits, self.at = bits, 0

    def want(self, least):
        if len(self.bits) < least:
            raise AssertionError("a hint of %d bits, want %d" % (len(self.bits), least))

    def take(self, n):
        self.at += n
        return int(self.bits[self.at - n:self.at] or "0", 2)

    def end(self):
        if self.at != len(self.bits):
            raise AssertionError("bits are left")


def certificate(strategy, correct):
    """The unsigned certificate of a strategy (a dict), claiming so many of all inputs."""
    return put.envelope(put.statement(DATA, put.claim(DATA, correct=str(correct)),
                                      strategy=tensors.compact(strategy)))


# ------------------------------------------------------------------------------------ numbers, pages


def decimal(x):
    """A dyadic number, exactly."""
    x = Fraction(x)
    digits = x.denominator.bit_length() - 1
    sign, n = "-" if x < 0 else "", abs(x.numerator) * 5 ** digits
    text = str(n).rjust(digits + 1, "0")
    return sign + (text if not digits else text[:-digits] + "." + text[-digits:])


def near(low, high=None, digits=12):
    """What lies between two numbers, to so many digits behind the point: both ends have the same."""
    ends = {round(Fraction(end) * 10 ** digits) for end in (low, low if high is None else high)}
    if len(ends) > 1:
        raise AssertionError("not enclosed to %d digits: %s" % (digits, ends))
    n, = ends
    text = str(abs(n)).rjust(digits + 1, "0")
    return ("-" if n < 0 else "") + text[:-digits] + "." + text[-digits:]


def ends(weight):
    """An enclosure (lower, upper, exponent) of the second checker as two fractions."""
    low, high, k = weight
    return tuple(Fraction(n) * Fraction(2) ** (k - exact.BITS) for n in (low, high))


def table(head, rows):
    """Lines of a table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(str(x) for x in row) + " |" for row in rows] + [""]


def matrix(name, rows, columns):
    """Lines of a table of a matrix; `rows` names them."""
    return table([name] + columns, [[head] + row for head, row in rows])


def circuit(name, m, row, column):
    """Lines of a table of a circuit, exact."""
    return matrix("%s[%s,%s]" % (name, row, column),
                  [("%s = %d" % (row, i), [decimal(m.value(i, j)) for j in range(len(line))])
                   for i, line in enumerate(m.rows)],
                  ["%s = %d" % (column, j) for j in range(len(m.rows[0]))])


def page(*lines):
    """The page of the model; or, with lines, a page of these."""
    if lines:
        return "\n".join(lines).rstrip("\n") + "\n"
    c, out = circuits(), []
    for name, shape in SHAPES.items():
        size = shape[-1]
        rows = [WEIGHTS[name][i:i + size] for i in range(0, len(WEIGHTS[name]), size)]
        out += ["`%s`, shape %s:" % (name, shape), ""]
        out += ["    " + "   ".join("%g" % x for x in row) for row in rows] + [""]
    return page(
        "# The model of the examples", "",
        "v = %d, K = %d, d_model = %d, d_head = %d; no biases. `model.safetensors` has it in F32."
        % (V, K, D_MODEL, D_HEAD), "", "## Weights", "", *out, "## Circuits (L-01)", "",
        "They are exact.", "", *circuit("A", c.A, "q", "t"), *circuit("B", c.B, "q", "i"),
        *circuit("D", c.D, "q", "o"), *circuit("OV", c.OV, "t", "o"), *circuit("PV", c.PV, "i", "o"),
        "## What is true", "",
        "The lead is the logit of the maximum minus the largest other one, to 12 digits. %d of %d"
        % (TRUE, V ** K), "inputs are right.", "", *truth())


def truth():
    """Lines of a table of all inputs, by another way than any rule: the forward map (oracle.py)."""
    judge, rows = oracle.Network(oracle.Model(DATA), Fraction(0)), []
    for x in itertools.product(range(V), repeat=K):
        scores = [judge_score(judge, x, i) for i in range(K)]
        heavy = [oracle.exp_scaled(s - max(scores), D_HEAD, 200) for s in scores]
        alone = [judge.logits(x, oracle.apply(judge.model.value, judge.residual(i, t)))
                 for i, t in enumerate(x)]
        weights = [Fraction(sum(w), 2) for w in heavy]
        logits = [sum(w * one[o] for w, one in zip(weights, alone)) / sum(weights) for o in range(V)]
        lead = logits[max(x)] - max(logits[o] for o in range(V) if o != max(x))
        rows.append([", ".join(map(str, x)), max(x)] + [near(y) for y in logits] + [near(lead)])
    if sum(not row[-1].startswith("-") for row in rows) != TRUE:
        raise AssertionError("another count than the oracle's")
    return table(["x", "max", "logit 0", "logit 1", "logit 2", "lead"], rows)


def judge_score(judge, x, i):
    """q . k of position i."""
    return oracle.dot(judge.query(x), oracle.apply(judge.model.key, judge.residual(i, x[i])))


def head(title, rule, strategy, proved):
    """The first lines of the page of a strategy."""
    return ["# %s, worked out" % title, "",
            "Rule: [%s](../rules/%s). Model and circuits: [model.md](model.md)." % rule, "",
            "Strategy in the certificate:", "", "```json", tensors.compact(strategy), "```", "",
            "**Proved: %d of %d.** True: %d." % (proved, V ** K, TRUE), ""]
