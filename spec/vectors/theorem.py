# SPDX-License-Identifier: Apache-2.0
"""Random theorems: tiny models, claims, hints of every strategy, all from a seed.

Models are structured (they do find the maximum), random, of small integers (ties), of weights
far apart, or with tiny logits; hints are whatever can be spelled, good or not. `truth` enumerates with oracle.py.
"""
import functools
import math
import random
from fractions import Fraction

import oracle
import put
import tensors

HEAD = tensors.HEAD
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PRODUCTS = ("svd", "max_diff", "mean+max_diff", "max_diff_exact")
PEELED = ("max_diff_subproduct", "mean+max_diff_subproduct", "max_diff_subproduct_recursive",
          "mean+max_diff_subproduct_recursive", "mean_recursive+max_diff_subproduct_recursive",
          "spectral")
ATTENTION = ("exact_EQKE+max_diff_exact",) + PRODUCTS + PEELED
DIRECT = ("max_diff_exact", "global_max_diff_exact", "mean_query+max_diff", "svd_query+max_diff",
          "max_diff")
HANDLINGS = ("envelope", "mean_query+diff", "drop_average_query_per_output_logit_reasoning")
STRATEGIES = ("brute-force", "grouped-counting", "potential-counting", "cubic", "cubic-retest",
              "sub-cubic")
WEIGHTED = STRATEGIES[:3]
CLEAR, NEAR = 16, 20
TURNS = 3  # theorems of each strategy about a model
MARGINS = ("0", "0", "0", "0", "1", "1/2", "1/3", "7/5", "1/1000000007")
SHAPES = [(v, k) for v in range(1, 6) for k in range(1, 5) if v ** k <= 64]


def packed(bits):
    """A packed table (F-11)."""
    bits += "0" * (-len(bits) % 6)
    return "".join(ALPHABET[int(bits[i:i + 6], 2)] for i in range(0, len(bits), 6))


class Weights:
    """The weights of one model, by name."""

    def __init__(self, rng, kind):
        self.rng, (self.v, self.k) = rng, rng.choice(SHAPES)
        self.d, self.h = rng.randint(1, 3), rng.randint(1, 3)
        self.biases = rng.random() < 0.5
        self.kind = kind or rng.choice(("argmax", "argmax", "argmax", "random", "integers", "apart"))
        if self.kind == "argmax":
            self.d, self.h = rng.randint(2, 3), rng.randint(2, 3)
        self.found = {name: (shape, [self.noise() for _ in range(tensors.count(shape))]) for name, shape
                      in tensors.shapes(self.v, self.k, self.d, self.h, self.biases).items()}
        if self.kind == "argmax":
            self.argmax()
        if self.kind == "tiny":
            for name in {"unembed.W_U", "unembed.b_U"} & set(self.found):
                self.found[name][1][:] = [x * 2.0 ** -100 for x in self.found[name][1]]

    def noise(self):
        rng = self.rng
        if self.kind == "integers":
            return float(rng.randint(-2, 2))
        if self.kind == "apart":
            return rng.choice((0, 1, -1, 3, -5)) * 2.0 ** rng.choice((-20, -6, -1, 0, 0, 1, 4))
        return rng.uniform(-2, 2)

    def argmax(self):
        """Attends to large tokens, and reads the token attended to from 2 t o - o^2."""
        size = self.rng.choice((0, 0.001, 0.03, 0.1, 0.3))
        for _, numbers in self.found.values():
            numbers[:] = [size * x for x in numbers]
        rng, d, h = self.rng, self.d, self.h
        attend, gain = rng.choice((0.5, 2, 2, 6, 20, -6, -40)), rng.choice((1, 2, 8))
        for t in range(self.v):
            self.add("embed.W_E", t * d, 1)
            self.add("embed.W_E", t * d + 1, t)
            self.add("unembed.W_U", t, -t * t)
            self.add("unembed.W_U", self.v + t, 2 * t)
        self.add(HEAD + "W_Q", 0, attend)
        self.add(HEAD + "W_K", h, 1)
        for j in range(2):
            self.add(HEAD + "W_V", j * h + j, gain)
            self.add(HEAD + "W_O", j * d + j, 1)

    def add(self, name, place, number):
        self.found[name][1][place] += number

    def file(self):
        dtype = self.rng.choice(("F32", "F32", "F32", "F64", "F16", "BF16"))
        return tensors.model(self.found, dtype)


class Theorem:
    """One strategy with its hints and one claim about the model."""

    def __init__(self, rng, weights, strategy):
        self.rng, self.strategy = rng, strategy
        self.v, self.k, self.d, self.h = weights.v, weights.k, weights.d, weights.h
        self.margin, self.tokens, self.profile = rng.choice(MARGINS), None, rng.random() < 0.3
        self.near = 0  # bits by which the margin misses a lead; 0: not chosen so
        if strategy in WEIGHTED and rng.random() < 0.3:
            self.tokens = [rng.choice((1, 2, 3, 1000, 2 ** 31 - 1)) for _ in range(self.v)]
        self.hints = {"grouped-counting": self.grouped, "potential-counting": self.potential,
                      "cubic-retest": self.cells, "sub-cubic": self.gaps}.get(strategy, dict)()

    def cut(self, size, often, levels):
        """A cut of `size` outputs in preorder."""
        split = size >= 2 and self.rng.random() < often
        bits = "01"[split] if size >= 2 else ""
        if split:
            return bits + self.cut(size // 2, often, levels) + self.cut(size - size // 2, often, levels)
        return bits + ("{:02b}".format(self.rng.choice(levels)) if levels else "")

    def bins(self):
        return self.rng.choice((self.k, self.k + 1, 8, 30, 256, 4096))

    def grouped(self):
        often, pairs = self.rng.choice((0, 0.5, 1, 1)), self.v * (self.v + 1) // 2
        cover = "".join(self.cut(self.v, often, ()) for _ in range(pairs))
        hints = {"bins": max(self.k, self.bins()), "cover": packed(cover)}
        if self.rng.random() < 0.4:
            hints["scaled"] = packed("".join(self.rng.choice("01") for _ in range(pairs)))
        return hints

    def potential(self):
        rng, classes, bits = self.rng, [], ""
        apart = rng.random()
        for q in range(self.v):
            number = len(classes) if not classes or rng.random() < apart else rng.randrange(len(classes))
            if number == len(classes):
                classes.append(q)
            bits += "{:012b}".format(number)
        often, levels = rng.choice((0, 0.5, 1, 1)), rng.choice(((0,), (0, 1, 2, 3)))
        cover = "".join(self.cut(self.v, often, levels) for q in classes for _ in range(q, self.v))
        direct = rng.choice(("exact", "exact") + DIRECT[2:])
        attention = rng.choice(ATTENTION[:1] * 8 + ATTENTION)
        return {"attention": attention, "direct": direct, "directions": self.directions(attention, direct),
                "classes": packed(bits), "bins": max(self.k, self.bins()), "cover": packed(cover)}

    def directions(self, attention, direct):
        sizes = [self.d] if direct == "svd_query+max_diff" else []
        if attention in PRODUCTS:
            sizes += [self.v] * 2
        elif attention in PEELED:
            sizes += [self.v] * 4 + [self.d] * 2
        return packed("".join(self.direction(size) for size in sizes))

    def direction(self, size):
        kind, rng = self.rng.choice(("any", "ones", "line", "small", "zero")), self.rng
        numbers = {"any": [rng.randint(-2 ** 17, 2 ** 17 - 1) for _ in range(size)], "ones": [1 << 16] * size,
                   "line": [(2 * j - size + 1) << 12 for j in range(size)],
                   "small": [rng.randint(-2, 2) for _ in range(size)], "zero": [0] * size}[kind]
        return "".join("{:018b}".format(n & (1 << 18) - 1) for n in numbers)

    def cells(self):
        rng, often, at, bits, last = self.rng, self.rng.choice((0, 0.3, 0.7, 1)), -1, "", self.k - 1
        count = sum(m * (m + 1 if n < last else 1) for m in range(self.v) for n in range(1, last + 1))
        for number in range(count):
            if rng.random() < often:
                step, at = "{:b}".format(number - at), number
                bits += "0" * (len(step) - 1) + step
        return {"cells": packed(bits)}

    def gaps(self):
        rng, v, bits = self.rng, self.v, (self.v - 1).bit_length()
        count, most = (self.k - 1) * v * (v + 1) // 2, rng.choice((1, v - 1))
        table = "".join("{:0{}b}".format(rng.randint(rng.choice((0, 1)), max(1, most)), bits)
                        for _ in range(count)) if bits else ""
        attention = rng.choice(ATTENTION[:1] * 8 + ATTENTION)
        direct = rng.choice(DIRECT[:1] * 4 + DIRECT)
        return {"direct": direct, "handling": rng.choice(HANDLINGS), "attention": attention,
                "gaps": packed(table), "directions": self.directions(attention, direct)}

    def spelled(self):
        """The strategy as a certificate has it."""
        return tensors.compact(dict({"name": self.strategy}, **self.hints))

    def certificate(self, model, correct, executions):
        """The unsigned certificate of a claim of so many inputs."""
        fields = {"k": self.k, "vocab": self.v, "dModel": self.d, "dHead": self.h,
                  "margin": self.margin}
        if self.tokens:
            fields["weights"] = self.tokens
        fields.update(correct=str(correct), total=str(self.total()))
        if self.profile:
            fields["profile"] = {"name": "binary32-any-order", "correct": str(executions)}
        return put.envelope(put.statement(model, fields, strategy=self.spelled()))

    def total(self):
        return (sum(self.tokens) if self.tokens else self.v) ** self.k


class Truth(oracle.Network):
    """What is true of a model, by the exact sign of each difference of logits; see oracle.py. What
    depends on the query and one position only is computed once."""

    def __init__(self, model):
        super().__init__(model, None)
        self.score, self.alone = functools.lru_cache(None)(self.score), functools.lru_cache(None)(self.alone)

    def score(self, q, i, t):
        query = self.query([q] * self.model.k)
        return oracle.dot(query, oracle.apply(self.model.key, self.residual(i, t)))

    def alone(self, q, i, t):
        """The logits if position i, with token t, had all of the attention."""
        value = oracle.apply(self.model.value, self.residual(i, t))
        return self.logits([q] * self.model.k, value)

    def lead(self, x):
        """The least difference of logits, roughly."""
        m, q, root = max(x), x[-1], math.sqrt(self.model.d_head)
        scores = [float(self.score(q, i, t)) / root for i, t in enumerate(x)]
        weights = [math.exp(max(s - max(scores), -700)) for s in scores]
        alone = [self.alone(q, i, t) for i, t in enumerate(x)]
        return min(sum(w * float(one[m] - one[o]) for w, one in zip(weights, alone)) / sum(weights)
                   for o in self.rivals(x))

    def is_right(self, x):
        m, q = max(x), x[-1]
        scores = [self.score(q, i, t) for i, t in enumerate(x)]
        alone = [self.alone(q, i, t) for i, t in enumerate(x)]
        return all(self.won(self.sign(scores, [one[m] - one[o] - self.delta for one in alone]))
                   for o in self.rivals(x))

    def right(self, delta):
        """The inputs that are right by more than delta."""
        self.delta = delta
        return [x for x in self.inputs() if self.is_right(x)]


def weight(inputs, tokens):
    """Of inputs, under the weights of the tokens."""
    return sum(math.prod(tokens[t] for t in x) for x in inputs) if tokens else len(inputs)


class Case:
    """A model of a seed (and a kind), theorems of each strategy, and what is true."""

    def __init__(self, seed, kind=None):
        rng = random.Random("theorem %d" % seed)
        self.weights = Weights(rng, kind)
        self.model = self.weights.file()
        self.theorems = [Theorem(random.Random("%s %d %d" % (name, seed, turn)), self.weights, name)
                         for name in STRATEGIES for turn in range(TURNS)]
        self.known, self.network = {}, Truth(oracle.Model(self.model))
        self.extreme = self.is_extreme()
        for theorem in self.theorems:
            if theorem.v > 1 and theorem.rng.random() < 0.4:
                self.near(theorem)

    def shift(self, seed):
        """Half of the proofs by potential counting get the hint `shift`, which came later: by numbers of its
        own, so that vectors made of seeds stay as they were."""
        rng = random.Random("shift %d" % seed)
        for theorem in self.theorems:
            if theorem.strategy == "potential-counting" and rng.random() < 0.5:
                rest = dict(theorem.hints)
                first = {name: rest.pop(name) for name in ("attention", "direct")}
                theorem.hints = {**first, "shift": "direct", **rest}

    def near(self, theorem):
        """A margin that is almost the lead of some input, if it has one."""
        rng = theorem.rng
        lead = self.network.lead([rng.randrange(theorem.v) for _ in range(theorem.k)])
        theorem.near = rng.randint(3, 50)
        margin = lead * (1 - rng.choice((-1, 1, 1)) * 2.0 ** -theorem.near)
        if margin > 0:
            theorem.margin = str(Fraction(margin))

    def is_coarse(self, theorem):
        """Whether a finer enclosure than that of the rules may prove another number: weights far apart, or
        allowed to be; margins near a lead; counts with dropped bits (L-52). More, as a rule; where there
        are few bins also less, as their width follows the terms. Of tables of integers the mean row is an
        integer, or finer (L-32)."""
        bounded = theorem.hints.get("attention", ATTENTION[0]) != ATTENTION[0] or (
            self.weights.kind == "integers" and theorem.hints.get("direct") == "mean_query+max_diff")
        near = theorem.near >= NEAR or (theorem.near and theorem.profile)
        return bool(self.extreme or bounded or near or theorem.tokens)

    def is_extreme(self):
        """Whether some position can have less than e^-CLEAR of the attention of another (L-05, Loss)."""
        scores = [[self.network.score(q, i, t) for i in range(self.weights.k) for t in range(self.weights.v)]
                  for q in range(self.weights.v)]
        return any((max(row) - min(row)) ** 2 > CLEAR ** 2 * self.weights.h for row in scores)

    def truth(self, theorem):
        """The weight of the inputs that are right."""
        margin = theorem.margin
        if margin not in self.known:
            self.known[margin] = self.network.right(Fraction(margin))
        return weight(self.known[margin], theorem.tokens)


def claimed(theorem, true):
    """Counts to claim: more than is true, exactly that, or less."""
    rng, total = theorem.rng, theorem.total()
    correct = rng.choice((min(total, true + 1), min(total, true + 1), true, rng.randint(0, true)))
    return correct, rng.randint(0, correct) if rng.random() < 0.8 else min(total, true + 1)
