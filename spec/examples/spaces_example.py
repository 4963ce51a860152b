# SPDX-License-Identifier: Apache-2.0
"""R-08: a program of two heads and two neurons, from the weights of the other examples."""
import itertools

import model_example as example
import program_example
import put
import rows_example
import tensors
from counting import packed
from model_example import LAST, PAIRS, K, V, table
from space_class import HEADS, ONE, Class, name, real, several
from assay_second import halfspaces
from assay_second.claim import Claim
from assay_second.program import Exhaustive, Level, Program
from assay_second.tasks import Inputs

KEY, BINS = tensors.HEAD + "W_K", rows_example.BINS
MLP = [{"name": "g", "op": "linear", "of": "y", "weight": KEY, "layout": "in-out"},
       {"name": "f", "op": "relu", "of": "g"},
       {"name": "w", "op": "linear", "of": "f", "weight": KEY, "layout": "in-out"},
       {"name": "z", "op": "add", "of": ["y", "w"]}]
CUT, LINED = (0, 2), (1, 1)  # the class of two blocks, and that of a slope
EQUAL, FIRST, SECOND = (0, 0), (15, 0), (0, 15)  # shares


def steps():
    """Those of program_example.py, with two heads and an MLP behind them."""
    out = []
    for step in program_example.STEPS:
        if step["op"] == "attention":
            step = {name: x for name, x in step.items() if name != "scaleRoot"}
            step.update(heads=HEADS, scale="1/2")
        out += [dict(step, of="z")] if step["op"] == "select" else [step]
        out += MLP if step["name"] == "y" else []
    return out


def block(ends, shares):
    """The bits of a block behind its cut: shares, and that it is not scaled."""
    return "".join(format(x, "04b") for x in shares) + ("0" if ends[1] - ends[0] > 1 else "")


def strategy(shares=EQUAL, slopes=True):
    """The hints, with these shares of the class LINED."""
    cuts = {pair: "0" + block((0, V), EQUAL) for pair in PAIRS}
    cuts[LINED] = "0" + block((0, V), shares)
    cuts[CUT] = "1" + block((0, 1), EQUAL) + "0" + block((1, V), (1, 3))
    hints = {"name": "half-spaces", "bins": BINS, "cover": packed("".join(cuts[pair] for pair in PAIRS))}
    if slopes:
        hints["slopes"] = packed("".join("10001" if pair == LINED else "0" for pair in PAIRS))
    return hints


def payload(hints, correct):
    return program_example.payload(correct, steps(), hints)


def counted(hints):
    """The rule of the second checker that has counted, and its count."""
    claim = Claim(payload(hints, 0).encode())
    rule = halfspaces.HalfSpaces(Program(claim.question, example.DATA), claim.labels, claim.hints)
    return rule, rule.count(claim.margin)


def true():
    """How many inputs are right."""
    claim = Claim(payload({"name": "exhaustive"}, 0).encode())
    return Exhaustive(claim.question, Program(claim.question, example.DATA), Inputs(claim.question, None)).count()


def tables(rule):
    """Lines: what a token, a query and a neuron add, which is exact."""
    found, tokens, letters = rule.tables, [], ["0", "1", "2"]
    for h, i, t in itertools.product(range(HEADS), range(K), range(V)):
        one = found.values[h, i, t]
        tokens.append([h, i, t, several(found.keys[i, t][h:h + 1]), several(one["outputs"]), several(one["neurons"])])
    queries = [[q, several(one["query"]), several(one["outputs"]), several(one["neurons"])]
               for q, one in found.own.items()]
    outer = [("k = %d" % k, [several([x]) for x in row]) for k, row in enumerate(found.mixed)]
    return [*table(["head", "i", "t", "key", "outputs 0, 1, 2", "neurons 0, 1"], tokens),
            *table(["q", "query of head 0, 1", "outputs 0, 1, 2", "neurons 0, 1"], queries),
            *example.matrix("neuron, by output", outer, letters)]


def truth(rule, classes):
    """Lines of all inputs: the lead by R-07's level, and the least bound, which may not be above it."""
    level, rows = Level(rule.tables.program, halfspaces.P), []
    for x in itertools.product(range(V), repeat=K):
        row, m = level.outputs(x), max(x)
        lead = tuple(min(row[m][end] - row[o][1 - end] for o in range(V) if o != m) for end in (0, 1))
        low, high = (classes[x[LAST], m].bound(x, end) for end in (0, 1))
        if low * ONE > lead[1]:
            raise AssertionError("a bound above the lead: %s" % (x,))
        rows.append([", ".join(map(str, x)), name((x[LAST], m)), real(lead), example.near(low, high),
                     "yes" if lead[0] > 0 else "no"])
    if sum(row[-1] == "yes" for row in rows) != true():
        raise AssertionError("another count than that of R-07")
    return table(["x", "q, m", "lead", "least bound", "right"], rows)


def others():
    """Terms and counts of the class LINED with the default line, by shares; and with the hint."""
    sums, counts = [], []
    for shares, slopes in ((EQUAL, False), (FIRST, False), (SECOND, False), (EQUAL, True)):
        rule, proved = counted(strategy(shares, slopes))
        one = Class(rule, LINED)
        counts.append(["as above" if slopes else "default", "%d, %d" % shares, one.charged, proved])
        idle = [x for _, _, of_block in one.blocks for h, _, x in of_block if sum(shares) and not shares[h]]
        if any(x.found["sum"] >= 0 for x in idle):
            raise AssertionError("a head without a share counts inputs")
        if shares != SECOND:
            sums += one.sums()
    return sums, counts


INTRODUCTION = [
    "The program is that of [exhaustive.md](exhaustive.md), but for two heads of one entry each with the",
    "scale 1/2, and an MLP behind them that has W_K twice: z = y + relu(y W_K) W_K. `split` is left out:",
    "each class is one slice. `cover` cuts the class 0, 2 into the blocks 0..0 and 1..2, the latter with",
    "the shares 1 and 3; every other class is one block, with equal shares. `slopes` gives neuron 1 the",
    "line 0 below it (code 1) in the class 1, 1. There is no norm, so there is one end, sigma = 1.", ""]
BETWEEN = [
    "## Half-spaces", "",
    "For each output o != m: output m exceeds it by at least c + (mean of X of head 0) + (mean of X of",
    "head 1). Of each neuron its factor, the row of W_K W_U for m minus that for o, goes to the line",
    "below where it is positive, else to the one above (L-58). l is the least mean (L-55). Where c + sum",
    "of l is above 0 the half-space has the whole class (L-54, 1).", ""]
TERMS = [
    "## Terms and deficits", "",
    "Of the other half-space: the t of each head by the shares (L-54), and H = -w (X - t), by token of",
    "the one position before the query; c is that of the query. A sum (L-10) below 0 is certain; the next",
    "table has those that are not (L-09, B = %d). Where R <= 0, no input is good." % BINS, ""]
BESIDE = [
    "## What slopes and shares are for", "",
    "The class 1, 1 with other hints, all else as above. By default neuron 1 has the line g below it, as",
    "its range goes further up than down. At the input 1, 1 its argument is below 0, and what that line",
    "is too low there, times the factor for output 2, is more than the lead. So each head counts inputs",
    "by itself, and an input that both do not vouch for is charged twice.", ""]
ALONE = [
    "A head with the share 0 has its least mean for t, rounded down: its sum is below 0, if by less than",
    "is shown, and it counts nothing.", ""]
MEANING = [
    "## What is true", "",
    "The least bound is the least of both c + (means of X), at the input itself. It is the lead where",
    "lines meet relu.", ""]
SUMS = ["q, m", "block", "shares", "head", "t", "H(0), H(1), ...", "c", "sum"]
DEFICITS = ["q, m", "shares", "head", "R", "w", "a", "z(0), z(1), ...", "Z", "good"]


def deficits(sums):
    """Lines of both tables of sums."""
    return [*table(SUMS, [row[:8] for row in sums]),
            *table(DEFICITS, [[row[0], row[2], row[3], *row[8:]] for row in sums if row[8] != "-"])]


def page():
    """Page and certificate."""
    hints = strategy()
    rule, proved = counted(hints)
    classes = {pair: Class(rule, pair) for pair in PAIRS}
    if V ** K - sum(one.charged for one in classes.values()) != proved:
        raise AssertionError("half-spaces: another count in steps than the %d in one" % proved)
    every, (sums, counts) = list(classes.values()), others()
    text = example.page(
        "# half-spaces, worked out", "",
        "Rule: [R-08](../rules/halfspaces.md). Weights: [model.md](model.md), in another network.", "",
        "Strategy in the certificate:", "", "```json", tensors.compact(hints), "```", "",
        "**Proved: %d of %d.** True: %d." % (proved, V ** K, true()), "",
        *INTRODUCTION, "## Tables (L-53)", "",
        "Exact. What a head adds to y where it reads the token t at position i alone, and what is added",
        "beside the heads where q is the query, by output (times W_U) and by neuron (times W_K); then",
        "the rows of W_K times W_U, by which neurons add to outputs.", "", *tables(rule),
        "## Weights", "",
        "exp(query times key / 2) of head 0, relative to the largest of the class. The query of head 1 is",
        "0: all its weights are 1.", "",
        *table(["q, m", "w(0), w(1), ...", "w of the query"], [one.weights() for one in every]),
        "## Neurons", "",
        "The range of the argument g over the class (L-55), the lines below and above relu(g) (L-56).", "",
        *table(["q, m", "neuron", "least g", "largest g", "below", "above"],
               [row for one in every for row in one.neurons()]),
        *BETWEEN,
        *table(["q, m", "o", "c", "head 0: X(0), X(1), ...", "X of q", "l", "head 1: X(0), X(1), ...", "X of q", "l",
                "c + sum of l"], [row for one in every for row in one.halves()]),
        *TERMS, *deficits([row for one in every for row in one.sums()]),
        "## Count", "",
        *table(["q, m", "size of C(q,m)", "charged"], [[name(one.pair), one.size, one.charged] for one in every]),
        "%d - %d = %d." % (V ** K, V ** K - proved, proved), "",
        *BESIDE, *table(["line below", "shares", "charged", "proved"], counts), *ALONE, *deficits(sums),
        *MEANING, *truth(rule, classes))
    return "half-spaces", text, put.envelope(payload(hints, proved))
