#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the worst inputs within the limits cost a checker.

usage: resources.py [--seconds S] [--list] [PREFIX...] -- COMMAND...
(worst.py looks for worse ones)

COMMAND is started once for each case (run.py says with which arguments), with a model and a
certificate that go to the limits of one strategy, or just beyond them, claiming nothing, so that only
the count costs. Measured are seconds of the processor and the largest memory of the process; what has
used more than S (120) seconds of the processor is stopped. PREFIX: only cases whose name begins so.
--list: their names alone. Prints lines of a table. Exit code 1 if a case within the limits is stopped
or ends without a verdict, or one beyond them is not declined within a second.
"""
import argparse
import itertools
import json
import math
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

import put
import tensors
from counting import packed
from program_random import statement
from resources_programs import programs
from resources_readers import readers

HEAD = tensors.HEAD
RIGHT = ("right", "together")  # models of d_model 4 and d_head 2


def weights(kind, v, k, d, h, dtype):
    """A model: zeros (every input ties, nothing is decided early), random ones of a kind, or a right one."""
    if kind in RIGHT:
        return right(kind, v, k, dtype)
    reach = spread(v, k, d, h)
    rng = random.Random("%s %d %d %d %d" % (kind, v, k, d, h))
    if kind == "uneven":
        return uneven(rng, v, k, d, h)
    draw = {"zero": lambda: 0.0, "random": lambda: rng.gauss(0, 1), "small": lambda: rng.gauss(0, 0.01),
            "long": lambda: math.ldexp(rng.uniform(1, 2), rng.choice((-60, 0, 60))),
            "longest": lambda: math.ldexp(rng.uniform(1, 2), rng.choice((-reach, 0, reach)))}[kind]
    made = {name: (shape, [draw() for _ in range(tensors.count(shape))])
            for name, shape in tensors.shapes(v, k, d, h, biases=False).items()}
    return tensors.model(made, dtype)


def uneven(rng, v, k, d, h):
    """Embedding and unembedding of 2,053 bits, the others of 493: what makes tables of tokens longest."""
    made = {}
    for name, shape in tensors.shapes(v, k, d, h, biases=False).items():
        reach = 1000 if name in ("embed.W_E", "unembed.W_U") else 220
        made[name] = (shape, [math.ldexp(rng.uniform(1, 2), rng.choice((-reach, reach)))
                              for _ in range(tensors.count(shape))])
    return tensors.model(made, "F64")


def spread(v, k, d, h):
    """The largest exponents of F64 with which the exact circuits are within F-01 (f)."""
    words = math.isqrt(2 ** 34 // ((v + k) * (4 * d * h + v * h + 2 * v * d)))
    return max(0, min(1000, ((64 * words - 1) // 7 - 53) // 2))


def right(kind, v, k, dtype):
    """Right on all inputs: scores grow with the token, the logit of o is 2 t o - o^2, t the token attended to.

    Sizes d_model 4, d_head 2. "right" has o^2 in the direct path: then the largest values of the paths lie at
    different outputs, and L-22 proves next to nothing, L-24 all. "together" has it in each token: L-22 proves all.
    """
    made = {name: (shape, [0.0] * tensors.count(shape)) for name, shape in tensors.shapes(v, k, 4, 2).items()}

    def put_at(name, columns, values):
        for (row, column), value in values.items():
            made[name][1][row * columns + column] = float(value)
    put_at("embed.W_E", 4, {(t, j): (t, 1)[j] for t in range(v) for j in range(2)})
    put_at(HEAD + "b_Q", 2, {(0, 0): 16})
    put_at(HEAD + "W_K", 2, {(0, 0): 1})
    put_at(HEAD + "W_V", 2, {(0, 0): 1, (1, 1): 1})
    put_at(HEAD + "W_O", 4, {(0, 2): 1, (1, 3): 1})
    put_at("unembed.W_U", v, {(2, o): 2 * o for o in range(v)})
    squares = ("unembed.b_U", 0) if kind == "right" else ("unembed.W_U", 3)
    put_at(squares[0], v, {(squares[1], o): -o * o for o in range(v)})
    return tensors.model(made, dtype)


class Case:
    """One strategy on one model, claiming nothing, so that only the count costs."""

    def __init__(self, name, strategy, v, k, d=1, h=1, kind="random", dtype="F32", beyond=False, **claim):
        self.name, self.v, self.k, self.beyond, self.claim = name, v, k, beyond, claim
        self.strategy, self.model = strategy, (kind, v, k, d, h, dtype)

    def write(self, folder):
        """The arguments of the checker."""
        data = weights(*self.model)
        kind, v, k, d, h, _ = self.model
        fields = {"k": k, "vocab": v, "dModel": d, "dHead": h, "margin": "0"}
        fields.update({name: value for name, value in self.claim.items() if name == "weights"})
        fields.update(correct="0", total=str((sum(self.claim.get("weights", [1] * v))) ** k))
        if "profile" in self.claim:
            fields["profile"] = {"name": "binary32-any-order", "correct": "0"}
        strategy = self.strategy(v, k, d) if callable(self.strategy) else self.strategy
        certificate = put.envelope(put.statement(data, fields, strategy=tensors.compact(strategy)))
        (folder / "model.safetensors").write_bytes(data)
        (folder / "certificate.json").write_bytes(certificate)
        return ["--json", "--unsigned", "--model", str(folder / "model.safetensors"),
                str(folder / "certificate.json")]


def pairs(v):
    return v * (v + 1) // 2


def grouped(bins, full):
    """Every output a block of its own, or one block a pair."""
    def strategy(v, _, __):
        bits = ("1" * (v - 1) if full else "0" if v > 1 else "") * pairs(v)
        return {"name": "grouped-counting", "bins": bins, "cover": packed(bits)}
    return strategy


def potential(bins, classes, blocks):
    """So many classes of queries, and cuts into that many blocks, a power of two."""
    def cut(size, parts):
        if size == 1:
            return "00"
        if parts == 1:
            return "000"
        return "1" + cut(size // 2, parts // 2) + cut(size - size // 2, parts // 2)

    def strategy(v, _, __):
        numbers = [min(q, classes - 1) for q in range(v)]
        first = [numbers.index(g) for g in range(min(classes, v))]
        return {"name": "potential-counting", "attention": "exact_EQKE+max_diff_exact", "direct": "exact",
                "directions": "", "classes": packed("".join("{:012b}".format(g) for g in numbers)),
                "bins": bins, "cover": packed("".join(cut(v, blocks) * (v - q) for q in first))}
    return strategy


def gaps(attention, direct, handling):
    """All gaps 1."""
    def strategy(v, k, d):
        width, sizes = (v - 1).bit_length(), []
        sizes += [d] if direct == "svd_query+max_diff" else []
        sizes += {"svd": [v] * 2, "spectral": [v] * 4 + [d] * 2}.get(attention, [v] * 4 + [d] * 2 if "sub" in attention else [])
        table = ("0" * (width - 1) + "1") * (pairs(v) * (k - 1)) if width else ""
        return {"name": "sub-cubic", "direct": direct, "handling": handling, "attention": attention,
                "gaps": packed(table), "directions": packed(("0" * 17 + "1") * sum(sizes))}
    return strategy


class Blocks:
    """A layer of one head by half-spaces, in all slices and as many blocks as a certificate has room for."""

    beyond = False

    def __init__(self, v, blocks):
        self.name = "half-spaces v=%d K=2, all slices, %d blocks" % (v, blocks)
        self.v, self.blocks = v, blocks

    def write(self, folder):
        """The arguments of the checker."""
        v, rng = self.v, random.Random(self.name)
        shapes = {"e": [v, 1], **{name: [1, 1] for name in "qkwo"}, "u": [1, v]}
        data = tensors.pack([(name, "F64", shape, tensors.encode(
            "F64", [rng.gauss(0, 1) for _ in range(tensors.count(shape))])) for name, shape in shapes.items()])

        def linear(name, of):
            return {"name": name, "op": "linear", "of": of, "weight": name, "layout": "in-out"}
        steps = [{"name": "x", "op": "embed", "table": "e", "layout": "rows"},
                 *(linear(name, "x") for name in "qkw"),
                 {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "w", "heads": 1, "mask": "none",
                  "scale": "1"},
                 linear("o", "a"), {"name": "y", "op": "add", "of": ["x", "o"]},
                 {"name": "s", "op": "select", "of": "y", "position": 1}, linear("u", "s")]
        claim = {"network": {"steps": steps, "unread": []},
                 "inputs": {"kind": "all", "positions": [{"from": 0, "to": v - 1}] * 2},
                 "outputs": {"from": 0, "to": v - 1}, "task": {"name": "max"}, "margin": "0", "correct": "0",
                 "total": str(v * v)}
        slices = sum((m + 1) * max(m, 1) for m in range(v))
        whole = self.blocks // v  # slices whose outputs are all apart
        hints = {"name": "half-spaces", "bins": 2, "split": packed("1" * sum((m + 1) * max(m - 1, 0) for m in range(v))),
                 "cover": packed("1" * ((v - 1) * whole) + "00" * (slices - whole))}
        (folder / "model.safetensors").write_bytes(data)
        (folder / "certificate.json").write_bytes(put.envelope(statement(data, claim, tensors.compact(hints))))
        return ["--json", "--unsigned", "--model", str(folder / "model.safetensors"),
                str(folder / "certificate.json")]


def spaces():
    yield Blocks(100, 16500000)


def brute():
    strategy = {"name": "brute-force"}
    for v, k in ((2, 31), (3, 20), (4, 15), (8, 10), (16, 7), (64, 5), (162, 4), (310, 3), (362, 2)):
        for kind in ("zero", "random"):
            yield Case("brute-force v=%d K=%d %s" % (v, k, kind), strategy, v, k, kind=kind)
    yield Case("brute-force v=2 K=29 zero, weights", strategy, 2, 29, kind="zero", weights=[2 ** 31 - 1, 2 ** 31 - 2])
    yield Case("brute-force v=64 K=5 zero, profile", strategy, 64, 5, kind="zero", profile=True)
    yield Case("brute-force v=2 K=32", strategy, 2, 32, beyond=True)
    yield Case("brute-force v=64 K=6", strategy, 64, 6, beyond=True)


def bins_within(bits, v, k, blocks):
    """The most bins of so many blocks that R-02 (a) or R-03 (a) allows."""
    return min(65536, 2 ** bits // (v * k * blocks) - 2048)


def counting():
    for v, k, full in ((64, 20, True), (128, 20, False), (200, 20, False), (16, 250, True)):
        bins = bins_within(39, v, k, pairs(v) * (v if full else 1))
        for kind in ("zero", "small", "random"):
            yield Case("grouped-counting v=%d K=%d B=%d %s %s" % (v, k, bins, "full" if full else "uncut", kind),
                       grouped(bins, full), v, k, d=8, h=8, kind=kind)
    yield Case("grouped-counting v=256 K=20 B=180", grouped(180, True), 256, 20, beyond=True)
    for v, k, classes, blocks in ((512, 16, 16, 1), (64, 250, 64, 2), (64, 20, 64, 16), (64, 20, 64, 32)):
        bins = bins_within(38, v, k, sum(v - g for g in range(classes)) * blocks)
        for kind in ("small", "random"):
            yield Case("potential-counting v=%d K=%d classes=%d blocks=%d B=%d %s" % (
                v, k, classes, blocks, bins, kind), potential(bins, classes, blocks), v, k, d=8, h=8, kind=kind)
    yield Case("potential-counting v=513 K=2", potential(64, 1, 1), 513, 2, beyond=True)


def cells():
    for v, k in ((512, 1), (512, 32), (256, 255)):
        for kind, dtype in (("random", "F32"), ("longest", "F64")):
            yield Case("cubic v=%d K=%d %s %s" % (v, k, kind, dtype), {"name": "cubic"}, v, k, kind=kind, dtype=dtype)
    yield Case("cubic v=512 K=1 uneven F64", {"name": "cubic"}, 512, 1, kind="uneven", dtype="F64")
    yield Case("cubic v=2 K=256 d_model=3900 longest F64", {"name": "cubic"}, 2, 256, d=3900, kind="longest", dtype="F64")
    for v, k in ((512, 32), (261, 241)):
        yield Case("cubic v=%d K=%d together" % (v, k), {"name": "cubic"}, v, k, d=4, h=2, kind="together")
    yield Case("cubic v=512 K=32 random, profile", {"name": "cubic"}, 512, 32, profile=True)
    yield Case("cubic v=513 K=1", {"name": "cubic"}, 513, 1, beyond=True)
    yield Case("sub-cubic v=513 K=1", gaps("exact_EQKE+max_diff_exact", "max_diff_exact", "envelope"), 513, 1,
               beyond=True)
    for attention in ("exact_EQKE+max_diff_exact", "svd", "spectral", "max_diff_subproduct_recursive"):
        for v, k in ((512, 1), (512, 14), (128, 255)):
            yield Case("sub-cubic v=%d K=%d %s" % (v, k, attention), gaps(attention, "max_diff_exact", "envelope"), v, k)


def measured(command, words, seconds):
    """Seconds of the processor, MiB, and what it said; -9 and -24 are those of a process that was stopped."""
    def bounded():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command + words, stdout=out, stderr=subprocess.DEVNULL, preexec_fn=bounded)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        try:
            line = json.loads(out.read())
            said = " ".join(filter(None, (line["verdict"], line["code"])))
        except ValueError:
            said = "no verdict, exit code %d" % process.returncode
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


def is_fine(case, processor, said):
    """Decided in time; declined at once where it is beyond the limits. A JVM takes a second to start."""
    if case.beyond:
        return said == "declined LIMIT_EXCEEDED" and processor < 2
    return said == "accepted" or case.name.startswith("read ") and not said.startswith("no verdict")


def main():
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("prefixes", nargs="*")
    args = parser.parse_args(sys.argv[1:cut])
    wrong = 0
    for case in itertools.chain(brute(), counting(), cells(), spaces(), programs(), readers()):
        if args.prefixes and not any(case.name.startswith(prefix) for prefix in args.prefixes):
            continue
        if args.list:
            print(case.name)
            continue
        with tempfile.TemporaryDirectory() as scratch:
            words = case.write(pathlib.Path(scratch))
            processor, memory, said = measured(sys.argv[cut + 1:], words, args.seconds)
        wrong += not is_fine(case, processor, said)
        print("| %s | %.1f | %.0f | %s |" % (case.name, processor, memory, said), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
