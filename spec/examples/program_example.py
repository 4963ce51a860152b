# SPDX-License-Identifier: Apache-2.0
"""R-07: the model of the other examples as a program, on every input."""
import hashlib
import itertools
from fractions import Fraction

import model_example as example
import put
import tensors
from model_example import K, V, near, table
from assay_second.claim import Claim
from assay_second.program import Exhaustive, Level, Program
from assay_second.tasks import Inputs

HEAD = tensors.HEAD
BITS = 128
DIGITS = 12
STEPS = [
    {"name": "e", "op": "embed", "table": "embed.W_E", "layout": "rows"},
    {"name": "p", "op": "positions", "table": "pos_embed.W_pos", "layout": "rows"},
    {"name": "x", "op": "add", "of": ["e", "p"]},
    {"name": "q", "op": "linear", "of": "x", "weight": HEAD + "W_Q", "layout": "heads-in-out"},
    {"name": "k", "op": "linear", "of": "x", "weight": HEAD + "W_K", "layout": "heads-in-out"},
    {"name": "v", "op": "linear", "of": "x", "weight": HEAD + "W_V", "layout": "heads-in-out"},
    {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 1,
     "mask": "causal", "scaleRoot": 2},
    {"name": "o", "op": "linear", "of": "a", "weight": HEAD + "W_O", "layout": "in-out"},
    {"name": "y", "op": "add", "of": ["x", "o"]},
    {"name": "last", "op": "select", "of": "y", "position": 1},
    {"name": "logits", "op": "linear", "of": "last", "weight": "unembed.W_U", "layout": "in-out"}]
SHOWN = (0, 2)


def payload(correct, steps=None, strategy=None):
    """A claim about this program, or one of other steps, and its strategy, or another."""
    fields = {
        "network": {"steps": steps or STEPS, "unread": []},
        "inputs": {"kind": "all", "positions": [{"from": 0, "to": V - 1}] * K},
        "outputs": {"from": 0, "to": V - 1}, "task": {"name": "max"}, "margin": "0",
        "correct": str(correct), "total": str(V ** K)}
    return (
        '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"model.safetensors","digest":'
        '{"sha256":"%s"}}],"predicateType":"urn:assay:certificate:v2","predicate":{"claim":%s,"strategy":'
        '%s}}\n' % (hashlib.sha256(example.DATA).hexdigest(), tensors.compact(fields),
                    tensors.compact(strategy or {"name": "exhaustive"})))


def shown(pair):
    """An enclosure in units of 2^-BITS, to twelve digits."""
    return near(*(Fraction(x, 2 ** BITS) for x in pair), digits=DIGITS)


def page():
    """Page and certificate."""
    question = Claim(payload(0).encode()).question
    program = Program(question, example.DATA)
    proved = Exhaustive(question, program, Inputs(question, None)).count()
    if proved != example.TRUE:
        raise AssertionError("exhaustive: %d, true are %d" % (proved, example.TRUE))
    level, steps, inputs = Level(program, BITS), [], []
    level.outputs(SHOWN)
    for step in program.steps:
        for i in range(step.rows):
            if step.op != "attention" and step.name not in ("o", "y") or i == K - 1:
                steps.append([step.name, i, ", ".join(shown(x) for x in level.row(step, i))])
    for x in itertools.product(range(V), repeat=K):
        row = level.outputs(x)
        low = min(row[max(x)][0] - row[o][1] for o in range(V) if o != max(x))
        high = min(row[max(x)][1] - row[o][0] for o in range(V) if o != max(x))
        inputs.append([", ".join(map(str, x)), max(x)] + [shown(y) for y in row]
                      + [shown((low, high)), "yes" if low > 0 else "no"])
    text = example.page(
        *example.head("exhaustive", ("R-07", "evaluation.md"), {"name": "exhaustive"}, proved),
        "The same network as a program (version 2): its steps are in the certificate. Numbers to %d" % DIGITS,
        "digits; a checker has an enclosure of each.", "",
        "## Values on the input %s" % ", ".join(map(str, SHOWN)), "",
        "By step and row. Of `a`, `o` and `y` only the row that is read later (L-67).", "",
        *table(["step", "row", "values"], steps), "## Count", "",
        *table(["x", "right", "logit 0", "logit 1", "logit 2", "lead", "counts"], inputs))
    return "exhaustive", text, put.envelope(payload(proved))
