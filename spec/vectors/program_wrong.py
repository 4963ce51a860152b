# SPDX-License-Identifier: Apache-2.0
"""The networks of program_oracle.py with one mistake at a time, each a mistake that others make.

A vector of a lemma is a program on which such a mistake counts more inputs right than are.
"""
import functools

import program_oracle
from program_oracle import F, I, Undefined, sigmoid


RIGHT = program_oracle.Network


class TanhGelu(program_oracle.Network):
    """gelu by its tanh approximation."""

    def value(self, step, values, tokens):
        return super().value(dict(step, op="gelu-tanh") if step["op"] == "gelu" else step, values, tokens)


class ExactGelu(program_oracle.Network):
    """gelu-tanh as if it were x Phi(x)."""

    def value(self, step, values, tokens):
        return super().value(dict(step, op="gelu") if step["op"] == "gelu-tanh" else step, values, tokens)


class ReluForSilu(program_oracle.Network):
    """silu without its negative part."""

    def value(self, step, values, tokens):
        return super().value(dict(step, op="relu") if step["op"] == "silu" else step, values, tokens)


class LeakyRelu(program_oracle.Network):
    """relu that lets a hundredth of negative numbers through."""

    def value(self, step, values, tokens):
        rows = super().value(step, values, tokens)
        if step["op"] != "relu":
            return rows
        return [[y if x.hi > 0 else x * I(F(1, 100)) for x, y in zip(*pair)] for pair in zip(values[step["of"]], rows)]


class SampleVariance(program_oracle.Network):
    """A norm that divides by width - 1."""

    def norm(self, step, row):
        if len(row) == 1:
            return super().norm(step, row)
        wider = F(len(row) - 1, len(row))
        inner = dict(step, epsilon=str(F(step["epsilon"]) * wider))
        weight = self.vectors.get((step["name"], "weight"), [I(F(1))] * len(row))
        bias = self.vectors.get((step["name"], "bias"), [I(F(0))] * len(row))
        plain = RIGHT.norm(self, dict(inner, name=""), row)
        share = I(program_oracle.root(wider)[0])
        return [x * share * w + b for x, w, b in zip(plain, weight, bias)]


class EpsilonOutside(program_oracle.Network):
    """Epsilon is added to the root."""

    def norm(self, step, row):
        bare = dict(step, epsilon="0", name="")
        plain = RIGHT.norm(self, bare, row)
        squares = [x * x for x in (row if step["kind"] == "rms" else self.centred(row))]
        mean = functools.reduce(I.__add__, squares).lo / len(row)
        root = program_oracle.root(mean)[0] if mean > 0 else F(0)
        share = I(root / (root + F(step["epsilon"])) if root + F(step["epsilon"]) > 0 else F(0))
        weight = self.vectors.get((step["name"], "weight"), [I(F(1))] * len(row))
        bias = self.vectors.get((step["name"], "bias"), [I(F(0))] * len(row))
        return [x * share * w + b for x, w, b in zip(plain, weight, bias)]

    @staticmethod
    def centred(row):
        """The row without its mean."""
        mean = functools.reduce(I.__add__, row) * I(F(1, len(row)))
        return [x - mean for x in row]


class LayerForRms(program_oracle.Network):
    """Every norm is centred."""

    def norm(self, step, row):
        return super().norm(dict(step, kind="layer"), row)


class Uncentred(program_oracle.Network):
    """No norm is centred."""

    def norm(self, step, row):
        return super().norm(dict(step, kind="rms"), row)


class NoMask(program_oracle.Network):
    """Every position sees all."""

    def attention(self, step, query, key, value):
        return super().attention(dict(step, mask="none"), query, key, value)


class MaskedLeftOut(program_oracle.Network):
    """A number for masked scores is minus infinity."""

    def attention(self, step, query, key, value):
        bare = {k: v for k, v in step.items() if k not in ("maskedScore", "maskedProduct")}
        return super().attention(bare, query, key, value)


class ProductForScore(program_oracle.Network):
    """A masked score is scaled, a masked product is not."""

    def attention(self, step, query, key, value):
        names = {"maskedScore": "maskedProduct", "maskedProduct": "maskedScore"}
        return super().attention({names.get(k, k): v for k, v in step.items()}, query, key, value)


class Unscaled(program_oracle.Network):
    """Scores are not scaled."""

    def attention(self, step, query, key, value):
        bare = {k: v for k, v in step.items() if k not in ("scale", "scaleRoot")}
        return super().attention(dict(bare, scale="1"), query, key, value)


class OneHead(program_oracle.Network):
    """All heads share one softmax."""

    def attention(self, step, query, key, value):
        return super().attention(dict(step, heads=1), query, key, value)


class RootOfWidth(program_oracle.Network):
    """The scale is that of the width of all heads."""

    def attention(self, step, query, key, value):
        bare = {k: v for k, v in step.items() if k not in ("scale", "scaleRoot")}
        return super().attention(dict(bare, scaleRoot=len(query[0])), query, key, value)


class MeanForSum(program_oracle.Network):
    """pool is always a mean."""

    def value(self, step, values, tokens):
        return super().value(dict(step, kind="mean") if step["op"] == "pool" else step, values, tokens)


class LastPosition(program_oracle.Network):
    """select takes the last position."""

    def value(self, step, values, tokens):
        last = dict(step, position=len(tokens) - 1)
        return super().value(last if step["op"] == "select" else step, values, tokens)


class NoBias(program_oracle.Network):
    """Biases are left out."""

    def __init__(self, network, file):
        super().__init__(network, file)
        self.vectors = {key: value for key, value in self.vectors.items() if key[1] != "bias"}


class Unsorted(program_oracle.Network):
    """concat joins its parts the other way round."""

    def value(self, step, values, tokens):
        return super().value(dict(step, of=step["of"][::-1]) if step["op"] == "concat" else step, values, tokens)


class FirstPositions(program_oracle.Network):
    """positions are counted from 1."""

    def value(self, step, values, tokens):
        if step["op"] != "positions":
            return super().value(step, values, tokens)
        table = self.tables[step["name"]]
        return [table[(i + 1) % len(table)] for i in range(len(tokens))]


class Loose(program_oracle.Network):
    """A tie is right: the right output gets a little more. For L-68."""

    def outputs(self, tokens):
        return [I(x.lo - F(1, 1 << 300), x.hi + F(1, 1 << 300)) for x in super().outputs(tokens)]


MISTAKES = {
    "L-60": [("leaky-relu", LeakyRelu), ("mean-for-sum", MeanForSum), ("last-position", LastPosition),
             ("no-bias", NoBias), ("parts-reversed", Unsorted), ("positions-from-1", FirstPositions)],
    "L-63": [("no-mask", NoMask), ("masked-left-out", MaskedLeftOut), ("product-for-score", ProductForScore),
             ("unscaled", Unscaled), ("one-head", OneHead), ("root-of-width", RootOfWidth)],
    "L-64": [("sample-variance", SampleVariance), ("epsilon-outside", EpsilonOutside), ("centred-rms", LayerForRms),
             ("uncentred", Uncentred)],
    "L-65": [("gelu-by-tanh", TanhGelu)],
    "L-66": [("gelu-tanh-by-phi", ExactGelu), ("relu-for-silu", ReluForSilu)],
}
