#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Networks with one mistake each: what a wrong checker would compute.

A reject vector means most where a plausible mistake would accept it. `make_lemmas.py` searches models
on which a mistake raises the count, claims one input more than is true, and says in the comment which
mistake would accept that. Nothing here decides what is right; `oracle.py` does.
"""
import copy
import math
from fractions import Fraction

from oracle import Network, apply, plus


def bias_forgotten(part):
    """The mistake of leaving one bias out."""

    class Wrong(Network):
        def __init__(self, model, delta):
            super().__init__(copy.copy(model), delta)
            matrix, bias = getattr(model, part)
            setattr(self.model, part, (matrix, [Fraction(0)] * len(bias)))

    return Wrong


class ScaleOfModel(Network):
    """Scores are divided by sqrt(d_model)."""

    def scale(self):
        return self.model.d_model


class ScaleSquared(Network):
    """Scores are divided by d_head."""

    def scale(self):
        return self.model.d_head**2


class ScaleMissing(Network):
    """Scores are not divided."""

    def scale(self):
        return 1


class ScaleFlooredRoot(Network):
    """The square root is an integer, rounded down."""

    def scale(self):
        return math.isqrt(self.model.d_head) ** 2


class NoPositionInKeys(Network):
    """The position part of the attention is dropped."""

    def keys(self, x):
        return self.of(self.model.key, x)

    def of(self, affine, x):
        return [apply(affine, self.model.embed[t]) for t in x]


class NoPositionInValues(NoPositionInKeys):
    """The position part of the value path is dropped."""

    def keys(self, x):
        return Network.keys(self, x)

    def values(self, x):
        return self.of(self.model.value, x)


class NoPositionInQuery(Network):
    """The query forgets its position."""

    def query(self, x):
        return apply(self.model.query, self.model.embed[x[-1]])


class NoPositionInDirect(Network):
    """The direct path forgets the position."""

    def direct(self, x):
        return self.model.embed[x[-1]]


class MeanPositionInDirect(Network):
    """The direct path takes the mean position instead of the last one."""

    def direct(self, x):
        mean = [sum(column) / self.model.k for column in zip(*self.model.position)]
        return plus(self.model.embed[x[-1]], mean)


class FirstPositionInQuery(Network):
    """The query takes the first position instead of the last one."""

    def query(self, x):
        return apply(self.model.query, self.residual(0, x[-1]))


class NoDirect(Network):
    """The direct path is forgotten."""

    def direct(self, x):
        return [Fraction(0)] * self.model.d_model


class Uniform(Network):
    """All positions get the same attention."""

    def scores(self, x):
        return [Fraction(0)] * len(x)


class BlindToItself(Network):
    """The last position does not attend to itself."""

    def scores(self, x):
        scores = Network.scores(self, x)
        return scores[:-1] + [min(scores) - 10**6] if len(scores) > 1 else scores


class TiesAreRight(Network):
    """A margin equal to delta counts."""

    def won(self, sign):
        return sign >= 0


class NoMargin(Network):
    """Delta is ignored."""

    def __init__(self, model, delta):
        super().__init__(model, Fraction(0))


class MarginNegated(Network):
    """Delta has the wrong sign."""

    def __init__(self, model, delta):
        super().__init__(model, -delta)


class MarginUnweighted(Network):
    """Delta is subtracted once, from the sum that has been multiplied by the normaliser."""

    def sign(self, scores, coefficients, bits=64):
        whole = [c + self.delta for c in coefficients]
        tops = [i for i, s in enumerate(scores) if s == max(scores)]
        whole[tops[0]] -= self.delta
        return Network.sign(self, scores, whole, bits)


class FirstTokenIsTarget(Network):
    """The right answer is the first token."""

    def target(self, x):
        return x[0]


class LastTokenIsTarget(Network):
    """The right answer is the last token."""

    def target(self, x):
        return x[-1]


class LowerRivals(Network):
    """Only outputs below the maximum are rivals."""

    def rivals(self, x):
        return range(self.target(x))


class NextRivals(Network):
    """Only the neighbours of the maximum are rivals."""

    def rivals(self, x):
        return [o for o in (max(x) - 1, max(x) + 1) if 0 <= o < self.model.v]


class PresentRivals(Network):
    """Only tokens of the sequence are rivals."""

    def rivals(self, x):
        return [o for o in set(x) if o != self.target(x)]


class SortedInputs(Network):
    """Counts each multiset once and multiplies: takes the network for symmetric in its inputs."""

    def is_right(self, x):
        return Network.is_right(self, tuple(sorted(x[:-1])) + x[-1:])


class Doubles(Network):
    """The whole forward map in double precision, without enclosures."""

    def is_right(self, x):
        scores = [float(s) / math.sqrt(self.scale()) for s in self.scores(x)]
        e = [math.exp(s - max(scores)) for s in scores]
        alone = [self.logits(x, value) for value in self.values(x)]
        logits = [
            sum(w * float(one[o]) for w, one in zip(e, alone)) / sum(e) for o in range(self.model.v)
        ]
        return all(logits[self.target(x)] - logits[o] > float(self.delta) for o in self.rivals(x))


def flushed(model):
    """The model as read by a machine that takes float32 subnormals for zero."""
    wrong = copy.copy(model)
    limit = Fraction(1, 1 << 126)

    def flush(x):
        return x if abs(x) >= limit else Fraction(0)

    for part in ("query", "key", "value", "output", "unembed"):
        matrix, bias = getattr(model, part)
        setattr(wrong, part, ([[flush(x) for x in row] for row in matrix], [flush(x) for x in bias]))
    wrong.embed = [[flush(x) for x in row] for row in model.embed]
    wrong.position = [[flush(x) for x in row] for row in model.position]
    return wrong


class SubnormalsFlushed(Network):
    """Subnormal weights are read as zero."""

    def __init__(self, model, delta):
        super().__init__(flushed(model), delta)


MISTAKES = {
    "without-query-bias": bias_forgotten("query"),
    "without-value-bias": bias_forgotten("value"),
    "without-output-bias": bias_forgotten("output"),
    "without-unembed-bias": bias_forgotten("unembed"),
    "without-position-in-keys": NoPositionInKeys,
    "without-position-in-values": NoPositionInValues,
    "without-position-in-query": NoPositionInQuery,
    "without-position-in-direct-path": NoPositionInDirect,
    "mean-position-in-direct-path": MeanPositionInDirect,
    "first-position-in-query": FirstPositionInQuery,
    "without-direct-path": NoDirect,
    "uniform-attention": Uniform,
    "last-position-blind-to-itself": BlindToItself,
    "scale-of-d-model": ScaleOfModel,
    "scale-squared": ScaleSquared,
    "scale-missing": ScaleMissing,
    "scale-of-floored-root": ScaleFlooredRoot,
    "ties-are-right": TiesAreRight,
    "without-margin": NoMargin,
    "margin-negated": MarginNegated,
    "margin-not-weighted": MarginUnweighted,
    "first-token-is-target": FirstTokenIsTarget,
    "last-token-is-target": LastTokenIsTarget,
    "only-lower-rivals": LowerRivals,
    "only-next-rivals": NextRivals,
    "only-present-rivals": PresentRivals,
    "sorted-inputs": SortedInputs,
    "double-precision": Doubles,
    "subnormals-flushed": SubnormalsFlushed,
}
