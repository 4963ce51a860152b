#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random theorems about programs of one head (F-23), for both checkers and program_oracle.py to judge.

    program_circuits.py FOLDER FIRST LAST [-- COMMAND...]

A model of theorem.py is written as a program in one of many ways, its tokens and outputs renumbered and
set among others, with the strategies and hints of theorem.py. Claimed is one more than can be true,
what is true, or less. Nothing may be proved beyond what the oracle finds, and what both checkers say must
be the same, but for counts that hang on how fine an enclosure is. COMMAND as for theorems.py.
"""
import json
import math
import pathlib
import random
import sys

import program_oracle
import put
import run  # finds spec/python
import tensors
import theorem
import theorems
from assay_second import check as second
from program_random import statement

HEAD = tensors.HEAD
NAMES = {"q": "Q", "k": "K", "v": "V", "o": "O"}


class Dressed:
    """A model as a program: `claim` without its count, `model` the bytes of its file."""

    def __init__(self, rng, weights, plain):
        self.rng, self.weights, self.steps, self.tensors = rng, weights, [], []
        self.falling, self.first = rng.random() < 0.6, rng.randint(0, 2)
        fixed = 0 if plain else rng.randint(0, min(2, weights.v - 1, weights.k - 1))
        outputs = weights.v - fixed
        free = outputs if plain else rng.randint(1, outputs)
        self.low = self.first + rng.randint(0, outputs - free)
        order = list(range(self.low, self.low + free))
        rest = [o for o in range(self.first, self.first + outputs) if o not in order]
        self.outputs = (order[::-1] if self.falling else order) + rest
        everyone = range(self.first + outputs + 2)
        self.fixed = sorted(rng.sample(everyone, fixed))
        self.network()
        self.model = tensors.pack(self.tensors)
        places = self.places(free, plain)
        self.total = math.prod(1 if "token" in place else place["to"] - place["from"] + 1 for place in places)
        self.claim = {
            "network": {"steps": self.steps, "unread": []}, "inputs": {"kind": "all", "positions": places},
            "outputs": {"from": self.first, "to": self.first + outputs - 1},
            "task": self.task(sum("token" not in place for place in places)), "margin": "0"}

    def places(self, free, plain):
        """A range or a fixed token at each position; the free ones together have all free tokens."""
        high = self.low + free - 1
        places = [{"from": self.low, "to": high} for _ in range(self.weights.k)]
        if plain:
            return places
        at = self.rng.sample(range(self.weights.k), self.weights.k)
        for token in self.fixed + [t for t in self.fixed if self.rng.random() < 0.3]:
            if len(at) > 1:
                places[at.pop()] = {"token": token}
        if len(at) > 1 and self.rng.random() < 0.6:
            cut = self.rng.randint(self.low, high)
            places[at[0]], places[at[1]] = {"from": self.low, "to": cut}, {"from": cut, "to": high}
        return places

    def task(self, free):
        n = free if self.falling else 1
        return self.rng.choice(({"name": "min" if self.falling else "max"}, {"name": "nth-largest", "n": n}))

    def rows(self, name):
        """The matrix of a tensor of version 1."""
        shape, numbers = self.weights.found[name]
        return [numbers[i:i + shape[-1]] for i in range(0, len(numbers), shape[-1])]

    def among(self, rows, numbers, more):
        """Rows by the old numbers, with others beside them."""
        width = len(rows[0])
        made = [[self.weights.noise() for _ in range(width)] for _ in range(max(numbers) + 1 + more)]
        for number, row in zip(numbers, rows):
            made[number] = row
        return made

    def tensor(self, shape, rows):
        name = "t%d" % len(self.tensors)
        numbers = [x for row in rows for x in row]
        self.tensors.append((name, "F64", list(shape), tensors.encode("F64", numbers)))
        return name

    def step(self, name, op, **fields):
        self.steps.append(dict({"name": name, "op": op}, **fields))
        return name

    def table(self, name, op, rows):
        columns = self.rng.random() < 0.3
        made = list(zip(*rows)) if columns else rows
        tensor = self.tensor((len(made), len(made[0])), made)
        return self.step(name, op, table=tensor, layout="columns" if columns else "rows")

    def linear(self, name, of, rows, bias):
        layout = self.rng.choice(("in-out", "out-in", "heads-in-out", "heads-out-in"))
        made = rows if layout in ("in-out", "heads-in-out") else list(zip(*rows))
        shape = (len(made), len(made[0]))
        if layout == "heads-out-in":
            shape = (1, len(rows[0]), len(rows))
        elif layout == "heads-in-out":
            shape = (1,) + shape
        fields = {"of": of, "weight": self.tensor(shape, made), "layout": layout}
        if bias:
            fields["bias"] = self.tensor((len(bias),), [bias])
        return self.step(name, "linear", **fields)

    def last(self, name, of):
        return self.step(name, "select", of=of, position=self.weights.k - 1)

    def network(self):
        """Tokens, positions, attention, unembedding, with `select` in one of five places."""
        rng, weights, found = self.rng, self.weights, self.weights.found
        self.table("e", "embed", self.among(self.rows("embed.W_E"), self.fixed + self.outputs, rng.randint(0, 2)))
        spare = [[weights.noise() for _ in range(weights.d)] for _ in range(rng.choice((0, 0, 2)))]
        self.table("p", "positions", self.rows("pos_embed.W_pos") + spare)
        self.step("x", "add", of=rng.sample(["e", "p"], 2))
        order = rng.sample("qkv", 3)
        for part in order:
            self.projection(part, "x")
        fields = {"mask": rng.choice(("causal", "none"))}
        if fields["mask"] == "causal" and rng.random() < 0.3:
            fields[rng.choice(("maskedScore", "maskedProduct"))] = rng.choice(("-100000", "3", "0"))
        fields.update({"scale": "1"} if weights.h == 1 and rng.random() < 0.5 else {"scaleRoot": weights.h})
        self.step("a", "attention", query="q", key="k", value="v", heads=1, **fields)
        place = rng.choice(("mix", "parts", "sum", "end", "end of the sum"))
        mixed = self.last("al", "a") if place == "mix" else "a"
        self.projection("o", mixed)
        parts = ["x"]
        if place == "parts" or place == "mix":
            parts = [self.last("xl", "x")]
            if place == "parts":
                self.last("ol", "o")
        elif rng.random() < 0.3:
            parts = ["e", "p"]
        y = self.step("y", "add", of=rng.sample(parts + ["ol" if place == "parts" else "o"], len(parts) + 1))
        y = self.last("yl", y) if place in ("sum", "end of the sum") else y
        skipped = len(self.fixed)
        columns = self.among(list(zip(*self.rows("unembed.W_U")))[skipped:], self.outputs, rng.randint(0, 2))
        bias = None
        if "unembed.b_U" in found:
            bias = [self.weights.noise() for _ in columns]
            for output, x in zip(self.outputs, found["unembed.b_U"][1][skipped:]):
                bias[output] = x
        self.linear("u", y, list(zip(*columns)), bias)
        if place == "end":
            self.last("ul", "u")

    def projection(self, part, of):
        bias = self.weights.found.get(HEAD + "b_" + NAMES[part])
        self.linear(part, of, self.rows(HEAD + "W_" + NAMES[part]), bias and bias[1])


def certificate(dressed, strategy, correct, **changes):
    """The unsigned certificate of a claim at a count."""
    fields = dict(dressed.claim, **changes)
    fields.update(correct=str(correct), total=str(dressed.total))
    weights, model = dressed.weights, dressed.model
    circuit = tensors.compact({"dModel": weights.d, "dHead": weights.h})
    return put.envelope(statement(model, fields, strategy).replace(
        ',"strategy":', ',"circuit":%s,"strategy":' % circuit))


class Case(theorem.Case):
    """A model of a seed, dressed once, with one theorem of each strategy that can prove it; `plain`: every
    sequence of one range of tokens, which all compete."""

    def __init__(self, seed, plain):
        self.weights = theorem.Weights(random.Random("theorem %d" % seed), None)
        self.network = theorem.Truth(theorem.oracle.Model(tensors.model(self.weights.found, "F64")))
        self.dressed = Dressed(random.Random("dressed %d" % seed), self.weights, plain)
        self.theorems = [theorem.Theorem(random.Random("%s %d" % (name, seed)), self.weights, name)
                         for name in theorem.STRATEGIES if plain or name in theorem.WEIGHTED]
        self.extreme = self.is_extreme()
        for one in self.theorems:
            one.profile, one.tokens = False, None
            if one.v > 1 and one.rng.random() < 0.3:
                self.near(one)

    def judged(self, known, margin):
        """(certain, open) by the oracle of programs."""
        if margin not in known:
            known[margin] = program_oracle.judge(dict(self.dressed.claim, margin=margin), self.dressed.model)
        return known[margin][:2]


def seed(state, number, scratch, peer):
    """All theorems of one model."""
    case, known = Case(number, number % 2 == 0), {}
    model, file = scratch / "model.safetensors", scratch / "certificate.json"
    model.write_bytes(case.dressed.model)
    for one in case.theorems:
        certain, unsure = case.judged(known, one.margin)
        one.total = lambda: case.dressed.total
        correct, _ = theorem.claimed(one, certain + unsure)
        file.write_bytes(certificate(case.dressed, one.spelled(), correct, margin=one.margin))
        finding = second.Finding(str(file), True)
        second.check(finding, file.read_bytes(), None, lambda wanted: model)
        lines = [json.loads(json.dumps(finding.json(0)))]
        lines.append(peer.decide("--json", "--unsigned", "--model", str(model), str(file))[1] if peer else lines[0])
        theorems.one(state, "%d %s" % (number, one.strategy), one, certain + unsure, lines, case.is_coarse(one))


def main():
    words, command = sys.argv[1:], None
    if "--" in words:
        words, command = words[:words.index("--")], words[words.index("--") + 1:]
    scratch = pathlib.Path(words[0])
    scratch.mkdir(parents=True, exist_ok=True)
    state, peer = theorems.State(None), theorems.Peer(command) if command else None
    for number in range(int(words[1]), int(words[2])):
        seed(state, number, scratch, peer)
        state.known["next"] += 1
    theorems.report(state.known)
    if state.known["wrong"] or state.known["differ"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
