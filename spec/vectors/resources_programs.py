# SPDX-License-Identifier: Apache-2.0
"""Programs for resources.py: a sixteenth of the work that R-07 (a) allows, of each kind of step, and what is beyond it."""
import random

import put
import tensors
from program_random import statement

NEAR = 1 + 2.0 ** -22  # one logit over the other, so that 28 bits decide nothing


class Program:
    """One program over two tokens, claiming nothing, so that only the count costs.

    Its two logits are the same times `ratio`; with 1 nothing decides them.
    """

    def __init__(self, name, v, width, ratio=NEAR, beyond=False):
        self.name, self.v, self.width, self.ratio, self.beyond = name, v, width, ratio, beyond
        self.rng = random.Random(name)
        self.steps, self.tensors = [], []

    def packed(self, shape, values):
        name = "t%d" % len(self.tensors)
        self.tensors.append((name, "F32", list(shape), tensors.encode("F32", values)))
        return name

    def tensor(self, *shape):
        size = self.width ** 0.5
        return self.packed(shape, [self.rng.gauss(0, 1) / size for _ in range(tensors.count(shape))])

    def step(self, op, **fields):
        name = "s%d" % len(self.steps)
        self.steps.append(dict({"name": name, "op": op}, **fields))
        return name

    def linear(self, of, width, out):
        return self.step("linear", of=of, weight=self.tensor(width, out), layout="in-out")

    def embed(self):
        """Tokens and positions."""
        x = self.step("embed", table=self.tensor(self.v, self.width), layout="rows")
        return self.step("add", of=[x, self.step("positions", table=self.tensor(2, self.width), layout="rows")])

    def logits(self, of):
        column = [self.rng.gauss(0, 1) for _ in range(self.width)]
        values = [x for y in column for x in (y, y * self.ratio)]
        self.step("linear", of=of, weight=self.packed((self.width, 2), values), layout="in-out")
        return self

    def chain(self, length, op, **fields):
        """The same step again and again, on the sum of both positions."""
        x = self.step("pool", of=self.embed(), kind="sum")
        for _ in range(length):
            x = self.step(op, of=[x, x] if op == "add" else x, **fields)
        return self.logits(x)

    def mlp(self, hidden, layers):
        x = self.step("pool", of=self.embed(), kind="sum")
        for _ in range(layers):
            x = self.linear(self.step("relu", of=self.linear(x, self.width, hidden)), hidden, self.width)
        return self.logits(x)

    def attention(self, heads):
        x = self.embed()
        parts = [self.linear(x, self.width, self.width) for _ in range(3)]
        mixed = self.step("attention", **dict(zip(("query", "key", "value"), parts)), heads=heads, mask="none",
                          scale="1")
        return self.logits(self.step("select", of=mixed, position=1))

    def write(self, folder):
        """The arguments of the checker."""
        data = tensors.pack(self.tensors)
        fields = {
            "network": {"steps": self.steps, "unread": []},
            "inputs": {"kind": "all", "positions": [{"from": 0, "to": self.v - 1}] * 2},
            "outputs": {"from": 0, "to": 1}, "task": {"name": "sum-mod", "modulus": 2}, "margin": "0",
            "correct": "0", "total": str(self.v ** 2),
        }
        (folder / "model.safetensors").write_bytes(data)
        (folder / "certificate.json").write_bytes(put.envelope(statement(data, fields)))
        return ["--json", "--unsigned", "--model", str(folder / "model.safetensors"), str(folder / "certificate.json")]


def programs():
    """By the step that takes the time."""
    norm = {"kind": "layer", "epsilon": "1/100000"}
    yield Program("exhaustive rows", 578, 1).chain(200, "relu")
    yield Program("exhaustive ties", 578, 1, 1).chain(200, "add")
    yield Program("exhaustive norms of 2", 114, 2).chain(200, "norm", **norm)
    yield Program("exhaustive norms of 512", 288, 512).chain(3, "norm", **norm)
    yield Program("exhaustive functions", 228, 64).chain(20, "gelu")
    yield Program("exhaustive products", 256, 256).mlp(512, 1)
    yield Program("exhaustive heads", 512, 64).attention(64)
    yield Program("exhaustive products, ties", 256, 256, 1).mlp(512, 1)
    yield Program("exhaustive norms beyond", 512, 2, beyond=True).chain(200, "norm", **norm)
