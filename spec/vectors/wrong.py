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


class Mistaken(Network):
    """A network that is not asked to agree with itself."""

    def confirm(self, x, signs):
        pass


def bias_forgotten(part):
    """The mistake of leaving one bias out."""

    class Wrong(Mistaken):
        def __init__(self, model, delta):
            super().__init__(copy.copy(model), delta)
            matrix, bias = getattr(model, part)
            setattr(self.model, part, (matrix, [Fraction(0)] * len(bias)))

    Wrong.__doc__ = "The %s bias is left out." % part
    return Wrong


class ScaleOfModel(Mistaken):
    """Scores are divided by sqrt(d_model)."""

    def scale(self):
        return self.model.d_model


class ScaleSquared(Mistaken):
    """Scores are divided by d_head."""

    def scale(self):
        return self.model.d_head**2


class ScaleMissing(Mistaken):
    """Scores are not divided."""

    def scale(self):
        return 1


class ScaleFlooredRoot(Mistaken):
    """The square root is an integer, rounded down."""

    def scale(self):
        return math.isqrt(self.model.d_head) ** 2


class NoPositionInKeys(Mistaken):
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


class NoPositionInQuery(Mistaken):
    """The query forgets its position."""

    def query(self, x):
        return apply(self.model.query, self.model.embed[x[-1]])


class NoPositionInDirect(Mistaken):
    """The direct path forgets the position."""

    def direct(self, x):
        return self.model.embed[x[-1]]


class MeanPositionInDirect(Mistaken):
    """The direct path takes the mean position instead of the last one."""

    def direct(self, x):
        mean = [sum(column) / self.model.k for column in zip(*self.model.position)]
        return plus(self.model.embed[x[-1]], mean)


class FirstPositionInQuery(Mistaken):
    """The query takes the first position instead of the last one."""

    def query(self, x):
        return apply(self.model.query, self.residual(0, x[-1]))


class NoDirect(Mistaken):
    """The direct path is forgotten."""

    def direct(self, x):
        return [Fraction(0)] * self.model.d_model


class Uniform(Mistaken):
    """All positions get the same attention."""

    def scores(self, x):
        return [Fraction(0)] * len(x)


class BlindToItself(Mistaken):
    """The last position does not attend to itself."""

    def scores(self, x):
        scores = Network.scores(self, x)
        return scores[:-1] + [min(scores) - 10**6] if len(scores) > 1 else scores


class TiesAreRight(Mistaken):
    """A margin equal to delta counts."""

    def won(self, sign):
        return sign >= 0


class NoMargin(Mistaken):
    """Delta is ignored."""

    def __init__(self, model, delta):
        super().__init__(model, Fraction(0))


class MarginNegated(Mistaken):
    """Delta has the wrong sign."""

    def __init__(self, model, delta):
        super().__init__(model, -delta)


class MarginUnweighted(Mistaken):
    """Delta is subtracted once, from the sum that has been multiplied by the normaliser."""

    def sign(self, scores, coefficients, bits=64):
        whole = [c + self.delta for c in coefficients]
        tops = [i for i, s in enumerate(scores) if s == max(scores)]
        whole[tops[0]] -= self.delta
        return Network.sign(self, scores, whole, bits)


class FirstTokenIsTarget(Mistaken):
    """The right answer is the first token."""

    def target(self, x):
        return x[0]


class LastTokenIsTarget(Mistaken):
    """The right answer is the last token."""

    def target(self, x):
        return x[-1]


class LowerRivals(Mistaken):
    """Only outputs below the maximum are rivals."""

    def rivals(self, x):
        return range(self.target(x))


class NextRivals(Mistaken):
    """Only the neighbours of the maximum are rivals."""

    def rivals(self, x):
        return [o for o in (max(x) - 1, max(x) + 1) if 0 <= o < self.model.v]


class PresentRivals(Mistaken):
    """Only tokens of the sequence are rivals."""

    def rivals(self, x):
        return [o for o in set(x) if o != self.target(x)]


class SortedInputs(Mistaken):
    """Counts each multiset once and multiplies: takes the network for symmetric in its inputs."""

    def is_right(self, x):
        return Network.is_right(self, tuple(sorted(x[:-1])) + x[-1:])


class Doubles(Mistaken):
    """The whole forward map in double precision, without enclosures."""

    def __init__(self, model, delta):
        super().__init__(mapped(model, float), float(delta))

    def is_right(self, x):
        scores = [s / math.sqrt(self.scale()) for s in self.scores(x)]
        e = [math.exp(s - max(scores)) for s in scores]
        mean = [sum(w * a for w, a in zip(e, column)) / sum(e) for column in zip(*self.values(x))]
        logits = self.logits(x, mean)
        return all(logits[self.target(x)] - logits[o] > self.delta for o in self.rivals(x))


def mapped(model, change):
    """The model with every weight changed."""
    result = copy.copy(model)
    for part in ("query", "key", "value", "output", "unembed"):
        matrix, bias = getattr(model, part)
        setattr(result, part, ([[change(a) for a in row] for row in matrix], [change(a) for a in bias]))
    result.embed = [[change(a) for a in row] for row in model.embed]
    result.position = [[change(a) for a in row] for row in model.position]
    return result


class SubnormalsFlushed(Mistaken):
    """Float32 subnormals are read as zero."""

    def __init__(self, model, delta):
        least = Fraction(1, 1 << 126)
        super().__init__(mapped(model, lambda a: a if abs(a) >= least else Fraction(0)), delta)


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
