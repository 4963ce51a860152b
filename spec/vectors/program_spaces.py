#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random theorems about programs of one layer (F-24), for both checkers and program_oracle.py to judge.

    program_spaces.py FOLDER FIRST LAST [-- COMMAND...]

Programs of one layer with 1 to 3 heads, with or without an MLP and norms in three places, with any hints
of half-spaces, two of three with slices, are claimed at one more than what can be true (which must be
rejected), and at what the checker of spec/python proves. Nothing may be proved beyond what the oracle
finds. COMMAND, a checker as for theorems.py, must say the same, but for counts that hang on how fine an
enclosure is: these are counted as `coarse`. FOLDER/decided.csv has a line for each program: the same
command goes on behind it. Programs from number 1,000,000 on have weights of unlike sizes, up to 2^81.
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
import theorems
from assay_second import check as second
from program_random import FUNCTIONS, Writer, statement

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SIZES = ((1, 4), (2, 5), (2, 4), (2, 3), (3, 3), (3, 4), (3, 2))
LONGER = ((3, 5), (4, 3), (4, 4), (2, 7))  # positions and tokens; from program 10,000 on
FAR = 1000000  # from this number on, weights are far apart
EPSILONS = ("1/100000", "1/1000", "1")


class Layer(Writer):
    """Writes one random program of one layer, a claim about it, and hints."""

    def __init__(self, seed, kind=None):
        super().__init__(seed)
        self.seed = seed
        rng = self.rng = random.Random("spaces %d" % seed)
        self.kind = kind or rng.choice(("plain", "plain", "plain", "ties", "zero"))
        self.n, self.v = rng.choice(SIZES + (LONGER if 10000 <= seed < FAR else ()))
        self.heads, self.width = rng.choice((1, 2, 2, 3)), rng.randint(2, 4)
        self.function = rng.choice((None, "relu", "relu", "relu", *FUNCTIONS[1:]))
        self.mlp = rng.randint(1, 5) if self.function else 0
        self.norms = [rng.choice((None, None, "layer", "layer", "rms")) for _ in range(3)]
        self.before = bool(self.function and self.norms[1])
        self.falling = rng.random() < 0.3
        self.clear = rng.choice((0, 0, 1, 3))  # how much of the answer is put in by hand
        self.places()
        self.program()

    def number(self):
        """A weight; those that are far apart make the units of tables coarser than one another (L-69)."""
        if self.kind != "far":
            return super().number()
        if self.rng.random() < 0.3:
            return 0.0
        return math.ldexp(self.rng.uniform(-2, 2), self.rng.choice((0, 0, 0, self.rng.randint(-20, 80))))

    def tensor(self, *shape):
        """A new tensor; its name."""
        if self.kind != "far":
            return super().tensor(*shape)
        name = "t%d" % len(self.tensors)
        self.tensors.append((name, "F64", list(shape), tensors.encode(
            "F64", [self.number() for _ in range(tensors.count(shape))])))
        return name

    def places(self):
        """Every sequence of all tokens, or with one fixed, or with two ranges, or with other outputs."""
        rng, top = self.rng, self.v - 1
        self.positions = [{"from": 0, "to": top} for _ in range(self.n)]
        self.outputs = {"from": 0, "to": top}
        some = rng.random()
        if self.n > 1 and some < 0.2:
            self.positions[rng.randrange(self.n)] = {"token": rng.randint(0, top)}
        elif some < 0.35 and self.v > 2:
            self.positions = [{"from": 1, "to": top} for _ in range(self.n)]
            self.positions[rng.randrange(self.n)]["to"] = rng.randint(1, top)
        self.total = math.prod(1 if "token" in p else p["to"] - p["from"] + 1 for p in self.positions)
        free = sum("token" not in p for p in self.positions)
        n = free if self.falling else 1
        self.task = rng.choice(({"name": "min" if self.falling else "max"}, {"name": "nth-largest", "n": n}))

    def normed(self, of, place):
        if not self.norms[place]:
            return of
        fields = {"of": of, "kind": self.norms[place], "epsilon": self.rng.choice(EPSILONS)}
        for field in ("weight", "bias"):
            if self.rng.random() < 0.5:
                fields[field] = self.tensor(self.shapes[of][1])
        return self.step("norm", self.shapes[of], **fields)

    def select(self, of):
        return self.step("select", (1, self.shapes[of][1]), of=of, position=self.n - 1)

    def sum(self, *of):
        return self.step("add", self.shapes[of[0]], of=list(of))

    def embed(self):
        """Tokens; where the answer is put in by hand, column 0 grows with them."""
        width = self.width
        rows = [[self.number() for _ in range(width)] for _ in range(self.v)]
        for token, row in enumerate(rows if self.clear else ()):
            row[0] = (-token if self.falling else token) * self.clear / 2
        name = "t%d" % len(self.tensors)
        self.tensors.append((name, "F64", [self.v, width], tensors.encode("F64", sum(rows, []))))
        return self.step("embed", (self.n, width), table=name, layout="rows")

    def unembed(self, of):
        """Outputs; where the answer is put in by hand, they are near the parabola of column 0."""
        rows = [[self.number() / 2 for _ in range(self.v)] for _ in range(self.width)]
        bias = [self.number() / 2 for _ in range(self.v)]
        for token in range(self.v if self.clear else 0):
            at = (-token if self.falling else token) * self.clear / 2
            rows[0][token] = 2 * at
            bias[token] = -at * at
        name = "t%d" % len(self.tensors)
        self.tensors.append((name, "F64", [self.width, self.v], tensors.encode("F64", sum(rows, []))))
        fields = {"of": of, "weight": name, "layout": "in-out"}
        if self.clear or self.rng.random() < 0.5:
            self.tensors.append((name + "b", "F64", [self.v], tensors.encode("F64", bias)))
            fields["bias"] = name + "b"
        return self.step("linear", (self.shapes[of][0], self.v), **fields)

    def program(self):
        """Embed, attention of heads, MLP, unembedding, with a select in one of three places."""
        rng, heads, width = self.rng, self.heads, self.width
        x = self.embed()
        if rng.random() < 0.8:
            table = self.tensor(self.n + rng.choice((0, 1)), width)
            x = self.sum(x, self.step("positions", (self.n, width), table=table, layout="rows"))
        inner, deep = rng.randint(1, 2), rng.randint(1, 2)
        first = self.normed(x, 0)
        parts = [self.linear(first, heads * size) for size in (inner, inner, deep)]
        fields = dict(zip(("query", "key", "value"), parts), heads=heads, mask=rng.choice(("causal", "none")))
        fields.update(rng.choice(({"scale": "1"}, {"scale": "-1/3"}, {"scaleRoot": 2}, {"scaleRoot": 1})))
        mixed = self.step("attention", (self.n, heads * deep), **fields)
        place = rng.choice(("early", "middle", "late"))
        if place == "early":
            x, mixed = self.select(x), self.select(mixed)
        x = self.sum(*rng.sample([x, self.linear(mixed, width)], 2))
        if place == "middle":
            x = self.select(x)
        if self.function:
            hidden = self.linear(self.normed(x, 1), self.mlp)
            hidden = self.step(self.function, self.shapes[hidden], of=hidden)
            x = self.sum(x, self.linear(hidden, width))
        x = self.unembed(self.normed(x, 2))
        if place == "late":
            self.select(x)

    def claim(self, margin):
        return {"network": {"steps": self.steps, "unread": []},
                "inputs": {"kind": "all", "positions": self.positions}, "outputs": self.outputs,
                "task": self.task, "margin": margin}

    def numbers(self):
        """How many numbers tokens and outputs get (L-77)."""
        fixed = {p["token"] for p in self.positions if "token" in p}
        return len(fixed) + self.outputs["to"] - self.outputs["from"] + 1

    def slices(self, v):
        """How many slices each class has, at random, and the bits that say so (L-73)."""
        rng, bits = random.Random("split %d" % self.seed), []
        often = rng.choice((0.3, 0.8))

        def cut(size):
            if size < 2:
                return 1
            bits.append(int(rng.random() < often))
            return cut(size // 2) + cut(size - size // 2) if bits[-1] else 1

        return [cut(m) for q in range(v) for m in range(q, v)], bits

    def hints(self, wild=True, split=False):
        """Random ones, or one block a class and no slopes."""
        rng, v = self.rng, self.numbers()
        bits, found = [], {"name": "half-spaces"}
        slices = [1] * (v * (v + 1) // 2)

        def cut(a, b):
            if b - a > 1:
                split = wild and rng.random() < 0.6
                bits.append(int(split))
                if split:
                    cut(a, a + (b - a) // 2)
                    cut(a + (b - a) // 2, b)
                    return
            if self.heads > 1:
                for _ in range(self.heads):
                    share = rng.choice((0, 0, 1, 5, 15)) if wild else 0
                    bits.extend(share >> j & 1 for j in (3, 2, 1, 0))
            if b - a > 1:
                bits.append(int(wild and rng.random() < 0.5))
            if self.before:
                bits.append(int(wild and rng.random() < 0.4))

        if split:
            slices, how = self.slices(v)
        for _ in range(sum(slices)):
            cut(0, v)
        found["bins"] = rng.choice((self.n, 16, 64, 1000)) if wild else 4096
        if split:
            found["split"] = pack(how)
        found["cover"] = pack(bits)
        if self.function and wild and rng.random() < 0.5:
            bits = []
            for _ in range(sum(slices)):
                own = rng.random() < 0.5
                bits.append(int(own))
                bits.extend(rng.randint(0, 1) for _ in range(2 * self.mlp if own else 0))
            found["slopes"] = pack(bits)
        return found


def pack(bits):
    """F-11."""
    bits = bits + [0] * (-len(bits) % 6)
    return "".join(ALPHABET[int("".join(map(str, bits[i:i + 6])), 2)] for i in range(0, len(bits), 6))


def certificate(layer, model, margin, hints, correct):
    """The unsigned certificate of a claim at a count."""
    fields = dict(layer.claim(margin), correct=str(correct), total=str(layer.total))
    return put.envelope(statement(model, fields, tensors.compact(hints)))


def proved(file, data, model):
    """What the checker of spec/python makes of a certificate, as a line."""
    file.write_bytes(data)
    finding = second.Finding(str(file), True)
    second.check(finding, data, None, lambda wanted: model)
    return json.loads(json.dumps(finding.json(0)))


def one(seed, scratch, peer):
    """A program: what is certain, not refuted, and proved by both checkers; whether that is all right."""
    layer = Layer(seed, "far" if seed >= FAR else None)
    margin = layer.rng.choice(("0", "0", "1/3"))
    data = tensors.pack(layer.tensors)
    certain, unsure, total = program_oracle.judge(layer.claim(margin), data)
    model, file = scratch / "model.safetensors", scratch / "certificate.json"
    model.write_bytes(data)
    hints = layer.hints(layer.rng.random() < 0.7, seed % 3 > 0)
    most = min(total, certain + unsure + 1)
    spelled = certificate(layer, data, margin, hints, most)
    line = proved(file, spelled, model)
    found, wrong = [line], []
    if peer:
        found.append(peer.decide("--json", "--unsigned", "--model", str(model), str(file))[1])
    for line in found:
        if line["proved"] is None or int(line["proved"]) > certain + unsure:
            wrong.append("%s proves %s of %d" % (line["code"], line["proved"], certain + unsure))
    counts = [-1 if line["proved"] is None else int(line["proved"]) for line in found]
    return layer, certain, unsure, counts, wrong


def main():
    words, command = sys.argv[1:], None
    if "--" in words:
        words, command = words[:words.index("--")], words[words.index("--") + 1:]
    folder = pathlib.Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    peer, done, bad = theorems.Peer(command) if command else None, folder / "decided.csv", 0
    known = {line.split(",")[0] for line in done.read_text().splitlines()} if done.exists() else set()
    for seed in range(int(words[1]), int(words[2])):
        if str(seed) in known:
            continue
        layer, certain, unsure, counts, wrong = one(seed, folder, peer)
        coarse = len(set(counts)) > 1
        bad += bool(wrong)
        shape = "heads %d %s %s" % (layer.heads, layer.function, "+".join(map(str, layer.norms)))
        with done.open("a") as lines:
            lines.write("%d,%s,%d,%d,%d,%s,%s,%s\n" % (seed, shape, layer.total, certain, unsure, "/".join(
                map(str, counts)), "coarse" if coarse else "same", "; ".join(wrong).replace(",", ";")))
        if wrong:
            print("%d: %s" % (seed, "; ".join(wrong)), flush=True)
    if peer:
        peer.close()
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
