# SPDX-License-Identifier: Apache-2.0
"""What brute force proves of every execution within a profile: L-41 to L-44, read again.

Formulas of the lemmas with fractions, exponentials with 80 digits; and the same with one mistake at a time. It
says how much a checker must prove, never what is true: that is what oracle.py says.
"""
import decimal
from fractions import Fraction

from oracle import Network, apply, plus

decimal.getcontext().prec = 80
UNIT, PHI = Fraction(1, 2**24), Fraction(1, 2**126)
PROFILES = {"binary32-any-order": (8, 4), "binary32-any-engine": (48, 8)}  # e0 of L-42, r of L-43
MISTAKES = ("scores-exact", "softmax-exact", "values-exact", "direct-exact", "weights-not-widened", "unit-halved",
            "errors-of-rivals-only", "errors-of-the-maximum-only")
CONSTANTS = {"exponentials-of-the-other-profile": (8, 8), "exponentials-doubled": (96, 8),  # of any engine
             "normalisation-of-the-other-profile": (48, 4), "normalisation-doubled": (48, 16)}


def gamma(k, unit):
    """k roundings."""
    return k * unit / (1 - k * unit)


def absolute(x):
    """Entrywise."""
    return [abs(a) for a in x]


def times(x, matrix):
    """x |M|."""
    return [sum(a * abs(b) for a, b in zip(x, column)) for column in zip(*matrix)]


def dot(x, y):
    """The scalar product."""
    return sum(a * b for a, b in zip(x, y))


def number(fraction):
    """As a decimal number."""
    return decimal.Decimal(fraction.numerator) / decimal.Decimal(fraction.denominator)


class Profile:
    """The error bounds of a model. `slack` multiplies all of them: above 1 for what must be proved."""

    def __init__(self, model, mistake="", slack=Fraction(1), name="binary32-any-order"):
        self.model, self.mistake, self.slack = model, mistake, slack
        self.e0, self.r = CONSTANTS.get(mistake, PROFILES[name])
        self.unit = UNIT / 2 if mistake == "unit-halved" else UNIT
        self.n, self.h, self.k = model.d_model, model.d_head, model.k
        self.by_token = [self.value_errors(row, False) for row in model.embed]
        self.by_position = [self.value_errors(row, True) for row in model.position]
        self.direct = [self.direct_errors(q) for q in range(model.v)]
        self.scores = [self.score_errors(q) for q in range(model.v)]

    def projected(self, row, affine, constant):
        """y and dy of a part of a residual (L-41); the constant belongs to positions and queries."""
        matrix, bias = affine
        zero = [Fraction(0)] * len(bias)
        exact = apply((matrix, bias if constant else zero), row)
        error = times(absolute(row), [[gamma(self.n + 2, self.unit) * abs(w) + 4 * PHI for w in r] for r in matrix])
        if constant:
            sums = times([1] * self.n, matrix)
            error = [e + gamma(self.n + 1, self.unit) * abs(b) + 16 * PHI * (s + 2 * (self.n + 2))
                     for e, b, s in zip(error, bias, sums)]
        return exact, error

    def score_errors(self, q):
        """T_i(q, t) as (by token, by position), L-42."""
        model, h, k = self.model, self.h, self.k
        residual = [a + b for a, b in zip(model.embed[q], model.position[k - 1])]
        query, dq = self.projected(residual, model.query, True)
        size = [abs(a) + d for a, d in zip(query, dq)]
        slope = [gamma(h + 6, self.unit) * s + d + 16 * h * PHI for s, d in zip(size, dq)]
        kappa = Fraction(1 / number(Fraction(h)).sqrt())
        tokens, positions, largest = [], [], [[], []]
        for rows, constant in ((model.embed, False), (model.position, True)):
            for row in rows:
                key, dk = self.projected(row, model.key, constant)
                bound = [abs(a) + d for a, d in zip(key, dk)]
                if constant:
                    error = kappa * (dot(slope, bound) + dot(size, [d + 16 * h * PHI for d in dk])) + 32 * (h + 1) * PHI
                    positions.append(error)
                else:
                    tokens.append(kappa * (dot(slope, bound) + dot(absolute(query), dk)))
                largest[constant].append(kappa * dot(absolute(query), absolute(key)))
        argument = 2 * (max(largest[0]) + max(largest[1]) + max(tokens) + max(positions))
        softmax = self.unit * 10 * argument + 2 * self.unit * ((k + 1) * self.e0 + 4) + 2 * (k + 1) * PHI
        if self.mistake == "scores-exact":
            tokens, positions = [Fraction(0)] * model.v, [Fraction(0)] * k
        if self.mistake == "softmax-exact":
            softmax = Fraction(0)
        return [self.slack * t for t in tokens], [self.slack * (p + softmax) for p in positions]

    def value_errors(self, row, constant):
        """E of a token or of a position, L-43."""
        model, n, h, k = self.model, self.n, self.h, self.k
        value, dv = self.projected(row, model.value, constant)
        mixing, behind = gamma(2 * k + h + 1 + self.r, self.unit), gamma(n + 2 * k + 2, self.unit)
        before = times([mixing * (abs(a) + d) + d for a, d in zip(value, dv)], model.output[0])
        exact = apply((model.output[0], [Fraction(0)] * n), value)
        after = [(1 + behind) * e + behind * abs(a) for e, a in zip(before, exact)]
        zero = 0 if self.mistake == "values-exact" else 1
        return [zero * self.slack * e for e in times(after, model.unembed[0])]

    def direct_errors(self, q):
        """E0, L-43, without what is flushed: that is below 2^-50 here and left to the slack."""
        model, n, h = self.model, self.n, self.h
        residual = [abs(a + b) for a, b in zip(model.embed[q], model.position[self.k - 1])]
        stream = [gamma(n + 3, self.unit) * r + gamma(n + h + 3, self.unit) * abs(b)
                  for r, b in zip(residual, model.output[1])]
        zero = 0 if self.mistake == "direct-exact" else 1
        return [zero * self.slack * (e + gamma(n + 1, self.unit) * abs(b) + (self.slack > 1) * Fraction(1, 2**40))
                for e, b in zip(times(stream, model.unembed[0]), model.unembed[1])]

    def proves(self, x, o):
        """Whether the sum of g~ of an input for an output is positive."""
        network = Network(self.model, Fraction(0))
        m, q = max(x), x[-1]
        alone = [network.logits(x, value) for value in network.values(x)]
        exact, root = network.scores(x), number(Fraction(self.h)).sqrt()
        weights = [(number(s - max(exact)) / root).exp() for s in exact]
        errors = [[a + b for a, b in zip(self.direct[q], plus(self.by_token[t], self.by_position[i]))]
                  for i, t in enumerate(x)]
        total = decimal.Decimal(0)
        for i, t in enumerate(x):
            bracket = number(alone[i][m] - alone[i][o] - self.sides(errors[i][m], errors[i][o]))
            moved = number(self.scores[q][0][t] + self.scores[q][1][i])
            if self.mistake == "weights-not-widened":
                moved = decimal.Decimal(0)
            total += weights[i] * bracket * (-moved if bracket > 0 else moved).exp()
        return total > 0

    def sides(self, of_maximum, of_rival):
        """Both errors count (L-44)."""
        if self.mistake == "errors-of-rivals-only":
            return of_rival
        return of_maximum if self.mistake == "errors-of-the-maximum-only" else of_maximum + of_rival

    def correct(self):
        """The number of inputs whose sums are positive, L-44."""
        inputs = Network(self.model, Fraction(0)).inputs()
        return sum(all(self.proves(x, o) for o in range(self.model.v) if o != max(x)) for x in inputs)
