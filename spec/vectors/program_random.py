#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random tiny programs over all steps, for the checker and for program_oracle.py to judge.

    program_random.py FOLDER KIND FIRST LAST [CHECKER]

writes programs number FIRST to LAST - 1 (model, certificate at what the oracle counts, certificate at
one more) below FOLDER and, with a checker, has it decide them: what is certain must be accepted, what
is not even open must be rejected, and of what is open it may say either. FOLDER/decided.csv has what was
decided, a batch a line (kind, first, last, certificates, open ones proved, inputs by level): the same
command goes on behind it. Kinds:

    plain     every input of a tiny template, at most 256: the checker begins anew with every 16th
    prefixes  every input of a template of more than 1,024: what depends on a prefix is kept
    rows      1,100 to 1,300 rows of a file, each like the one before but for some tokens
    deep      small numbers stand beside large ones, so that early levels leave inputs open
"""
import hashlib
import json
import pathlib
import random
import subprocess
import sys
from collections import Counter

import program_oracle
import put
import tensors

BATCH = 50
SIZES = ((2, 11), (3, 7))
SCALES = (20, 24, 28, 44, 60, 90, 130, 200, 300, 500)
ORACLE_BITS = 700
FUNCTIONS = ("relu", "gelu", "gelu-tanh", "silu")
DTYPES = ("F32", "F32", "F32", "F16", "BF16", "F64")


class Writer:
    """Writes one random program and its tensors."""

    def __init__(self, seed, asked="plain"):
        self.rng = random.Random("program %d" % seed)
        self.steps, self.shapes, self.tensors = [], {}, []
        self.asked = asked
        self.n = self.rng.choice((1, 2, 2, 3, 3, 4))
        self.v = self.rng.randint(2, 4 if self.n < 4 else 3)
        if asked == "prefixes":
            self.v, self.n = self.rng.choice(SIZES)
        if asked == "rows":
            self.v, self.n = self.rng.randint(2, 4), self.rng.randint(3, 6)
        many = asked in ("prefixes", "rows")  # where ties and undefined outputs would cost all levels
        self.kind = self.rng.choice(("plain", "plain", "plain", "ties", "huge", "zero", "small")[: 3 if many else 7])

    def number(self):
        """A weight; integers make ties, large ones make levels fail."""
        rng = self.rng
        if self.kind == "ties":
            return float(rng.randint(-2, 2))
        if self.kind == "zero" and rng.random() < 0.6:
            return 0.0
        if self.kind == "small" and rng.random() < 0.3:
            return rng.choice((1e-40, -6e-8, 2.0**-24, 2.0**-133))
        if self.kind == "huge" and rng.random() < 0.2:
            return rng.choice((3e4, -6e4, 1e3))
        return rng.uniform(-2, 2)

    def tensor(self, *shape):
        """A new tensor; its name."""
        name, dtype = "t%d" % len(self.tensors), self.rng.choice(DTYPES)
        data = tensors.encode(dtype, [self.number() for _ in range(tensors.count(shape))])
        self.tensors.append((name, dtype, list(shape), data))
        return name

    def step(self, op, shape, **fields):
        """A new step; its name."""
        name = "s%d" % len(self.steps)
        self.steps.append({"name": name, "op": op, **fields})
        self.shapes[name] = shape
        return name

    def linear(self, of, width):
        """A linear step with a random layout."""
        positions, inner = self.shapes[of]
        layout = self.rng.choice(("in-out", "out-in", "heads-in-out", "heads-out-in"))
        if layout == "heads-in-out":
            heads = self.rng.choice([h for h in (1, 2) if width % h == 0])
            shape = (heads, inner, width // heads)
        elif layout == "heads-out-in":
            heads = self.rng.choice([h for h in (1, 2) if inner % h == 0])
            shape = (heads, width, inner // heads)
        else:
            shape = (inner, width) if layout == "in-out" else (width, inner)
        fields = {"of": of, "weight": self.tensor(*shape), "layout": layout}
        if self.rng.random() < 0.5:
            fields["bias"] = self.tensor(width)
        return self.step("linear", (positions, width), **fields)

    def norm(self, of):
        """A norm, with epsilon 0 now and then."""
        shape = self.shapes[of]
        epsilon = self.rng.choice(("0", "1/100000", "1/1000000000000", "1")[self.asked in ("prefixes", "rows") :])
        fields = {"of": of, "kind": self.rng.choice(("layer", "rms")), "epsilon": epsilon}
        for field in ("weight", "bias"):
            if self.rng.random() < 0.5:
                fields[field] = self.tensor(shape[1])
        return self.step("norm", shape, **fields)

    def attention(self, of):
        """Queries, keys, values, attention, and what is made of the parts."""
        rng, (positions, width) = self.rng, self.shapes[of]
        heads, inner, deep = rng.choice((1, 2)), rng.choice((1, 2)), rng.choice((1, 2))
        parts = [self.linear(of, heads * size) for size in (inner, inner, deep)]
        fields = dict(zip(("query", "key", "value"), parts), heads=heads)
        fields["mask"] = rng.choice(("causal", "causal", "none"))
        if fields["mask"] == "causal" and rng.random() < 0.4:
            fields[rng.choice(("maskedScore", "maskedProduct"))] = rng.choice(("-1/2", "-100000", "3", "0"))
        if rng.random() < 0.5:
            fields["scale"] = rng.choice(("1", "1/2", "1/3", "-2", "0"))
        else:
            fields["scaleRoot"] = rng.choice((1, 2, 3, 4, 64))
        made = self.step("attention", (positions, heads * deep), **fields)
        return self.linear(made, width)

    def reduced(self, of):
        """One row of many."""
        if self.rng.random() < 0.6:
            return self.step("select", (1, self.shapes[of][1]), of=of, position=self.rng.randrange(self.n))
        return self.step("pool", (1, self.shapes[of][1]), of=of, kind=self.rng.choice(("sum", "mean")))

    def block(self, x):
        """Something that keeps the shape, beside x or around it."""
        rng, shape = self.rng, self.shapes[x]
        kind = rng.choice(("mlp", "attention", "attention", "norm", "parts"))
        if self.asked == "deep" and rng.random() < 0.6:
            return self.step("add", shape, of=[x, self.squeezed(x)])
        if kind == "attention" and shape[0] == self.n:
            return self.step("add", shape, of=[x, self.attention(x)])
        if kind == "norm":
            return self.norm(x)
        if kind == "parts" and shape[1] > 1:
            cut = rng.randint(1, shape[1] - 1)
            ends = [(0, cut), (cut, shape[1] - cut)]
            parts = [
                self.step("slice", (shape[0], width), of=x, **{"from": start, "width": width})
                for start, width in rng.sample(ends, 2)
            ]
            return self.step("concat", shape, of=parts)
        inner = rng.randint(1, 4)
        hidden = self.step(rng.choice(FUNCTIONS), (shape[0], inner), of=self.linear(x, inner))
        return self.step("add", shape, of=[x, self.linear(hidden, shape[1])])

    def squeezed(self, of):
        """A function of a row with small numbers beside large ones, which are large again behind it."""
        step = self.rng.choice((7, max(SCALES)))  # L-86 knows no weight of 2^8
        scale = self.rng.choice([some for some in SCALES if step > 7 or some < 30])
        powers = [self.rng.choice((0, scale)) for _ in range(self.shapes[of][1])]
        small = self.scaled(of, [[-power for power in powers] for _ in powers])
        x = self.step(self.rng.choice(FUNCTIONS), self.shapes[of], of=small)
        while any(powers):
            grown = [min(step, power) for power in powers]
            x = self.scaled(x, [[a if i == j else None for j in range(len(grown))] for i, a in enumerate(grown)])
            powers = [power - more for power, more in zip(powers, grown)]
        return x

    def scaled(self, of, powers):
        """A square linear step; each weight has its power of two, or is 0."""
        every = [power for row in powers for power in row]
        numbers = [0.0 if power is None else self.rng.uniform(-2, 2) * 2.0**power for power in every]
        name, width = "t%d" % len(self.tensors), len(powers)
        self.tensors.append((name, "F64", [width, width], tensors.encode("F64", numbers)))
        return self.step("linear", self.shapes[of], of=of, weight=name, layout="in-out")

    def network(self, outputs):
        """The whole program."""
        rng, width = self.rng, self.rng.randint(1, 2 if self.asked == "prefixes" else 4)
        columns = rng.random() < 0.3
        shape = (width, self.v) if columns else (self.v, width)
        layout = "columns" if columns else "rows"
        x = self.step("embed", (self.n, width), table=self.tensor(*shape), layout=layout)
        if rng.random() < 0.8:
            rows = self.n + rng.choice((0, 0, 2))
            place = self.step("positions", (self.n, width), table=self.tensor(rows, width), layout="rows")
            x = self.step("add", (self.n, width), of=[x, place])
        early = rng.randint(0 if self.asked == "plain" else 1, 2)
        for _ in range(early):
            x = self.block(x)
        x = self.reduced(x)
        for _ in range(rng.randint(0, 1)):
            x = self.block(x)
        self.linear(x, outputs)
        return {"steps": self.steps, "unread": []}


def task(writer, free):
    """A task for the vocabulary, and how many outputs it needs."""
    rng, v = writer.rng, writer.v
    some = [{"name": "max"}, {"name": "min"}, {"name": "nth-largest", "n": rng.randint(1, free)},
            {"name": "token", "index": rng.randrange(free)}, {"name": "majority"}]
    some += [{"name": kind, "modulus": rng.randint(1, v)} for kind in ("sum-mod", "product-mod")]
    if free == 2:
        some.append({"name": "difference-mod", "modulus": v})
        if v == 2:
            some.append({"name": "compose", "n": 2, "order": rng.choice(("left-first", "right-first"))})
    if v == 2:
        some.append({"name": "balanced", "open": 0, "close": 1, "invalid": 0, "valid": 1})
    if free >= 2:
        some.append({"name": "repeat"})
    return rng.choice(some)


def rows(writer):
    """A data file whose rows go from one sequence to the next by some tokens, and all of it as inputs."""
    rng, walk = writer.rng, [[0] * writer.n]
    some = [[rng.randrange(writer.v) for _ in range(writer.n)] for _ in range(30)]
    for _ in range(rng.randint(1100, 1300)):
        one = rng.choice(some)
        if rng.random() < 0.7:
            near = [other for other in some if sum(a != b for a, b in zip(other, walk[-1])) <= writer.n // 2]
            one = rng.choice(near or some)
        walk.append(one)
    flat = [token for row in walk for token in row]
    data = tensors.pack([("tokens", "U8", [len(walk), writer.n], bytes(flat))])
    free = sorted(rng.sample(range(writer.n), rng.randint(1, writer.n)))
    inputs = {"kind": "file", "sha256": hashlib.sha256(data).hexdigest(), "tensor": "tokens"}
    return dict(inputs, length=writer.n, free=free), data


def program(seed, end=None, kind="plain"):
    """A claim without its count, the model's bytes, and those of its data; end adds steps to the network."""
    writer = Writer(seed, kind)
    rng = writer.rng
    positions = [{"from": 0, "to": writer.v - 1} for _ in range(writer.n)]
    if writer.n > 1 and rng.random() < 0.3:
        positions[rng.randrange(writer.n)] = {"token": rng.randrange(writer.v)}
    free = sum("token" not in one for one in positions)
    network = writer.network(writer.v)
    if end:
        end(writer)
    inputs, data = {"kind": "all", "positions": positions}, None
    if kind == "rows":
        inputs, data = rows(writer)
        free = len(inputs["free"])
    claim = {
        "network": network,
        "inputs": inputs,
        "outputs": {"from": 0, "to": writer.v - 1},
        "task": task(writer, free),
        "margin": rng.choice(("0", "0", "0", "1/3", "1")),
    }
    return claim, tensors.pack(writer.tensors), data


def certificate(claim, model, correct, total):
    """The unsigned certificate."""
    fields = dict(claim, correct=str(correct), total=str(total))
    return put.envelope(statement(model, fields))


def statement(model, fields, strategy='{"name":"exhaustive"}'):
    """The payload of version 2."""
    return (
        '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"model.safetensors","digest":'
        '{"sha256":"%s"}}],"predicateType":"urn:assay:certificate:v2","predicate":{"claim":%s,"strategy":%s}}\n'
        % (hashlib.sha256(model).hexdigest(), tensors.compact(fields), strategy)
    )


def main():
    """Writes programs and has them decided, a batch at a time."""
    folder, kind, first, last = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    program_oracle.BITS = ORACLE_BITS if kind == "deep" else program_oracle.BITS
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "decided.csv"
    decided = set(done.read_text().splitlines()) if done.exists() else set()
    for start in range(first, last, BATCH):
        seeds = range(start, min(start + BATCH, last))
        batch = "%s,%d,%d," % (kind, seeds[0], seeds[-1])
        if any(line.startswith(batch) for line in decided):
            continue
        wants = {}
        for seed in seeds:
            write(folder, kind, seed, wants)
        if len(sys.argv) > 5:
            seen, unsure, levels = judge(folder, wants)
            with done.open("a") as lines:
                lines.write("%s%d,%d,%s\n" % (batch, seen, unsure, "+".join(map(str, levels))))


def write(folder, kind, seed, wants):
    """One program: its model, its data, and what may be claimed of it."""
    claim, model, data = program(seed, kind=kind)
    certain, unsure, total = program_oracle.judge(claim, model, [data] if data else [])
    stem = "%s%d" % (kind, seed)
    (folder / (stem + ".safetensors")).write_bytes(model)
    if data:
        (folder / (stem + ".data.safetensors")).write_bytes(data)
    for more, word in ((0, "certain"), (unsure, "possible"), (unsure + 1, "false")):
        if total and certain + more <= total and (more or word == "certain"):
            path = folder / ("%s.%s.cert.json" % (stem, word))
            path.write_bytes(certificate(claim, model, certain + more, total))
            wants[str(path)] = (word, certain, unsure, total)


def judge(folder, wants):
    """Runs the checker and compares; how many were decided, open ones proved, inputs by level."""
    command = sys.argv[5].split() + ["--unsigned", "--json", "--models", str(folder)] + sorted(wants)
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    wrong, seen, unsure, levels = [], 0, 0, Counter()
    for line in map(json.loads, ran.stdout.splitlines()):
        word, certain, more, total = wants[line["file"]]
        accepted = line["verdict"] == "accepted"
        seen += 1
        unsure += word == "possible" and more > 0 and accepted
        if word == "certain":
            levels.update(dict(enumerate(line["program"]["decidedByLevel"])))
        if accepted != {"certain": True, "false": False}.get(word, accepted) or line["proved"] is None:
            wrong.append("%s: %s %s: %s" % (line["file"], word, (certain, more, total), line["message"]))
    every = [levels[level] for level in sorted(levels)]
    words = "%d certificates decided, %d wrong, %d open ones proved, by level %s"
    print(words % (seen, len(wrong), unsure, every), flush=True)
    if wrong or seen != len(wants):
        sys.exit("\n".join(wrong) + ran.stderr[-2000:])
    return seen, unsure, every


if __name__ == "__main__":
    main()
