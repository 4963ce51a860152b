# SPDX-License-Identifier: Apache-2.0
"""Vectors of L-44, one rule after the other: right over the reals, and otherwise in a binary32 execution."""
import itertools
import math
import random
import struct
from fractions import Fraction

import make_cubic
import make_lemmas
import make_potential
import make_subcubic
import potential
import put
import tensors
from oracle import Model, dot
from put import claim, envelope, read, shared, statement

PROFILE = "binary32-any-order"
SHAPES = [(2, 2, 2, 2), (3, 2, 3, 2), (2, 2, 3, 3), (3, 2, 2, 1), (4, 2, 3, 2), (2, 3, 2, 2)]
CLEAR = Fraction(1, 16)  # far above the rounding errors of models as small as these
RULES = ("potential-counting", "cubic-retest", "cubic", "sub-cubic")


def binary32(x):
    """The nearest binary32 number. Of a sum, product or quotient of such in binary64: as if rounded once."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


class Execution:
    """An execution of the profile: every sum from left to right, the largest score subtracted, weights normalised last."""

    def __init__(self, model, rounded=binary32):
        self.model, self.rounded = model, rounded

    def sum(self, terms):
        """From left to right."""
        total = terms[0]
        for term in terms[1:]:
            total = self.rounded(total + term)
        return total

    def product(self, x, y):
        """x . y."""
        return self.sum([self.rounded(float(a) * float(b)) for a, b in zip(x, y)])

    def affine(self, x, affine):
        """x W + b."""
        matrix, bias = affine
        return [self.sum([self.product(x, column), float(b)]) for column, b in zip(zip(*matrix), bias)]

    def residual(self, i, t):
        """E[t] + P[i]."""
        return [self.rounded(float(a) + float(b)) for a, b in zip(self.model.embed[t], self.model.position[i])]

    def logits(self, x):
        """The logits of the last position."""
        model = self.model
        last = self.residual(model.k - 1, x[-1])
        query = self.affine(last, model.query)
        root = self.rounded(math.sqrt(model.d_head))
        residuals = [self.residual(i, t) for i, t in enumerate(x)]
        scores = [self.rounded(self.product(query, self.affine(r, model.key)) / root) for r in residuals]
        weights = [self.rounded(math.exp(self.rounded(s - max(scores)))) for s in scores]
        values = [self.affine(r, model.value) for r in residuals]
        total = self.sum(weights)
        mean = [self.rounded(self.product(weights, column) / total) for column in zip(*values)]
        out = self.affine(mean, model.output)
        return self.affine([self.rounded(a + b) for a, b in zip(last, out)], model.unembed)


def margin(logits, m):
    """Logit m minus the largest other one."""
    return logits[m] - max(logit for o, logit in enumerate(logits) if o != m)


def margins(model, rounded):
    """{input: margin of its maximum}."""
    execution = Execution(model, rounded)
    inputs = itertools.product(range(model.v), repeat=model.k)
    return {x: margin(execution.logits(x), max(x)) for x in inputs}


def working(seed, shape):
    """A head that attends to large tokens and copies what it sees, and noise in all binary32 digits."""
    v, _, d_model, _ = shape
    weights = tensors.numbers(seed, *shape, scale=0.5)
    stream = random.Random("execution %d" % seed)
    attention = stream.choice([0, 1, 2])
    for t in range(v):
        make_cubic.add(weights, "embed.W_E", t * d_model, t)
        make_cubic.add(weights, "unembed.W_U", t, 2 * t)
        make_cubic.add(weights, "unembed.b_U", t, -8 * t * t)
    make_cubic.add(weights, tensors.HEAD + "W_K", 0, attention)
    make_cubic.add(weights, tensors.HEAD + "b_Q", 0, attention)
    make_cubic.add(weights, tensors.HEAD + "W_V", 0, 2)
    make_cubic.add(weights, tensors.HEAD + "W_O", 0, 4)
    return weights


def balanced(seed, shape):
    """The same with the bias of one output such that an input is nearly a tie over the reals."""
    weights = working(seed, shape)
    model = Model(tensors.model(weights))
    stream = random.Random("balanced %d" % seed)
    real = margins(model, float)
    right = [x for x in real if real[x] > CLEAR]
    if not right:
        return None
    x = stream.choice(right)
    logits = Execution(model, float).logits(x)
    rival = max((o for o in range(model.v) if o != max(x)), key=lambda o: logits[o])
    make_cubic.add(weights, "unembed.b_U", rival, logits[max(x)] - logits[rival])
    return tensors.model(weights)


def deceived(seed):
    """(model file, inputs right over the reals, those of them that also an execution gets right, clear ones)."""
    data = balanced(seed, SHAPES[seed % len(SHAPES)])
    if data is None:
        return None
    model = Model(data)
    real, computed = margins(model, float), margins(model, binary32)
    right = [x for x in real if real[x] > 0]
    if any(abs(real[x]) < 1e-12 for x in real) or not any(computed[x] <= 0 for x in right):
        return None
    survivors = [x for x in right if computed[x] > 0]
    clear = [x for x in right if real[x] > CLEAR]
    return (data, len(right), len(survivors), len(clear)) if len(survivors) == len(clear) > 1 else None


def plan(data):
    """Every query a class, every output a block."""
    queries = list(range(Model(data).v))
    return (potential.EXACT, "exact", queries, 4096, potential.cover(queries))


def gaps(data):
    """The gap of every cell: 1."""
    model = Model(data)
    return make_subcubic.ones(model.v, model.k, 0)


def strategy(rule, data):
    """The strategy's text: the finest plan; every cell listed, or none; all gaps 1."""
    if rule == "sub-cubic":
        return make_subcubic.hints(make_subcubic.packed(data, gaps(data)))
    if rule == "potential-counting":
        return make_potential.hints(data, plan(data))
    return make_cubic.text(make_cubic.spelled(data, make_cubic.every(data, 0) if rule == "cubic-retest" else None))


def required(rule, data, margin):
    """How many inputs a checker with finite precision must prove over the reals."""
    if rule == "sub-cubic":
        return make_subcubic.required(data, margin, gaps(data), make_subcubic.ENVELOPE)
    if rule == "potential-counting":
        return make_potential.required(data, margin, plan(data))
    return make_cubic.required(data, margin, make_cubic.every(data, 0) if rule == "cubic-retest" else None)


def certificate(rule, model, correct, of_profile):
    """An unsigned certificate with a second line."""
    profile = {"name": PROFILE, "correct": str(of_profile)}
    fields = claim(model, correct=str(correct), profile=profile)
    return envelope(statement(read(model), fields, strategy=strategy(rule, read(model))))


def pair(rule, number, data, right, survivors):
    """An accept vector, and its twin that says one more of every execution than survives one."""
    name = "%s-near-tie-%d" % (rule, number)
    model = shared("L-44-%s.safetensors" % name, data)
    if make_lemmas.right(data, "0") != right:
        raise AssertionError(name)
    clear = required(rule, data, str(CLEAR))
    real = clear if rule == "potential-counting" else required(rule, data, "0")  # one count for both lines
    comment = "%d are right over the reals, and %d of them in a binary32 execution from left to right" % (right, survivors)
    put.put("accepted", "L-44", name, comment, certificate(rule, model, real, clear), None, model,
            correct=str(real), total=str(Model(data).v ** Model(data).k))
    put.put("rejected", "L-44", name, comment, certificate(rule, model, real, survivors + 1),
            "CLAIM_NOT_PROVED", model)


def make():
    """Three models for each rule."""
    seeds = itertools.count()
    for rule in RULES:
        for number in range(3):
            pair(rule, number, *next(filter(None, map(deceived, seeds)))[:3])


if __name__ == "__main__":
    make()
