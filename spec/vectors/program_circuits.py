#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random theorems about programs of one head (F-22), for both checkers and program_oracle.py to judge.

    program_circuits.py FOLDER FIRST LAST [-- COMMAND...]

A model of theorem.py is written as a program in one of many ways, its tokens and outputs renumbered and
set among others, with the strategies and hints of theorem.py. Claimed is one more than can be true,
what is true, or less. Nothing may be proved beyond what the oracle finds, and what both checkers say must
be the same, but for counts that hang on how fine an enclosure is. COMMAND as for theorems.py.
"""
import json
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

    def __init__(self, rng, weights):
        self.rng, self.weights, self.steps, self.tensors = rng, weights, [], []
        self.falling = rng.random() < 0.6
        low, v, d = rng.randint(0, 2), weights.v, weights.d
        self.tokens = [low + v - 1 - j if self.falling else low + j for j in range(v)]
        self.network()
        self.model = tensors.pack(self.tensors)
        self.claim = {
            "network": {"steps": self.steps, "unread": []},
            "inputs": {"kind": "all", "positions": [{"from": low, "to": low + v - 1}] * weights.k},
            "outputs": {"from": low, "to": low + v - 1}, "task": self.task(), "margin": "0"}

    def task(self):
        n = self.weights.k if self.falling else 1
        return self.rng.choice(({"name": "min" if self.falling else "max"}, {"name": "nth-largest", "n": n}))

    def rows(self, name):
        """The matrix of a tensor of version 1."""
        shape, numbers = self.weights.found[name]
        return [numbers[i:i + shape[-1]] for i in range(0, len(numbers), shape[-1])]

    def among(self, rows, more):
        """Rows by the old numbers, with others beside them."""
        width = len(rows[0])
        made = [[self.weights.noise() for _ in range(width)] for _ in range(max(self.tokens) + 1 + more)]
        for token, row in zip(self.tokens, rows):
            made[token] = row
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
        self.table("e", "embed", self.among(self.rows("embed.W_E"), rng.randint(0, 2)))
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
        columns = self.among(list(zip(*self.rows("unembed.W_U"))), rng.randint(0, 2))
        bias = None
        if "unembed.b_U" in found:
            bias = [self.weights.noise() for _ in columns]
            for token, x in zip(self.tokens, found["unembed.b_U"][1]):
                bias[token] = x
        self.linear("u", y, list(zip(*columns)), bias)
        if place == "end":
            self.last("ul", "u")

    def projection(self, part, of):
        bias = self.weights.found.get(HEAD + "b_" + NAMES[part])
        self.linear(part, of, self.rows(HEAD + "W_" + NAMES[part]), bias and bias[1])


def certificate(claim, model, weights, strategy, correct):
    """The unsigned certificate of a claim at a count."""
    fields = dict(claim, correct=str(correct), total=str(weights.v ** weights.k))
    circuit = tensors.compact({"dModel": weights.d, "dHead": weights.h})
    return put.envelope(statement(model, fields, strategy).replace(
        ',"strategy":', ',"circuit":%s,"strategy":' % circuit))


class Case(theorem.Case):
    """A model of a seed, dressed once, with one theorem of each strategy."""

    def __init__(self, seed):
        self.weights = theorem.Weights(random.Random("theorem %d" % seed), None)
        self.network = theorem.Truth(theorem.oracle.Model(tensors.model(self.weights.found, "F64")))
        self.dressed = Dressed(random.Random("dressed %d" % seed), self.weights)
        self.theorems = [theorem.Theorem(random.Random("%s %d" % (name, seed)), self.weights, name)
                         for name in theorem.STRATEGIES]
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
    case, known = Case(number), {}
    model, file = scratch / "model.safetensors", scratch / "certificate.json"
    model.write_bytes(case.dressed.model)
    for one in case.theorems:
        certain, unsure = case.judged(known, one.margin)
        correct, _ = theorem.claimed(one, certain + unsure)
        claim = dict(case.dressed.claim, margin=one.margin)
        file.write_bytes(certificate(claim, case.dressed.model, case.weights, one.spelled(), correct))
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
