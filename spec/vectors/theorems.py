#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random theorems: both checkers against enumeration.

usage: theorems.py [--count N] [--seconds S] [--first SEED] [--state FILE] -- COMMAND...

Each seed is a tiny model with theorems of every strategy (theorem.py). The checker of spec/python
decides them in this process and COMMAND, started once, as well: it reads arguments of assay-check,
separated by tabs, a line each, and answers with the exit code, a tab and the line on stdout (class
cli.Server among the checker's test sources). Goes on where FILE says it stopped, for N models or S
seconds. Exit code 1 if ever anything that is not true was accepted or counted as proved, or if the
two said different things, but for counts that hang on how fine an enclosure is (theorem.py, is_coarse).
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import run  # finds spec/python
import theorem
from assay_second import check as second

BINS = 10


class Peer:
    """The other checker, a process that answers line by line."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def decide(self, *words):
        """The exit code and the line as an object."""
        self.process.stdin.write("\t".join(words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("the other checker ended with %s" % self.process.wait())
        code, line = answer.rstrip("\n").split("\t", 1)
        return int(code), json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class State:
    """What was done so far, kept in a file that is replaced as a whole."""

    def __init__(self, file):
        self.file = file
        self.known = {"next": 0, "executions": 0, "outcomes": {}, "histogram": {}, "wrong": [], "differ": [],
                      "seconds": 0.0}
        if file and file.exists():
            self.known = json.loads(file.read_text())

    def save(self):
        if self.file:
            new = self.file.with_name(self.file.name + ".new")
            new.write_text(json.dumps(self.known, indent=1) + "\n")
            os.replace(new, self.file)

    def count(self, table, *key):
        key = " ".join(key)
        self.known[table][key] = self.known[table].get(key, 0) + 1


def counts(line):
    """The counts that a line has, of the reals and of executions."""
    profile = line["profile"] or {}
    return [int(n) if n is not None else None for n in (line["proved"], profile.get("proved"))]


def false(line, true):
    """What a line says that is not so, or None. What is certain in each execution is so over the reals."""
    if any(n is not None and n > true for n in counts(line)):
        return "proved %s where %d are right" % (counts(line), true)
    claims = [int(line["correct"] or 0), int((line["profile"] or {"correct": 0})["correct"])]
    if line["verdict"] == "accepted" and max(claims) > true:
        return "accepted %s where %d are right" % (claims, true)
    return None


def compared(state, name, said, coarse):
    """Two different answers. With a profile the second counts the reals only where it has to (L-44)."""
    if said[0][2][1] is not None and said[0][2][0] == said[0][2][1]:
        said = [(verdict, code, [None, proved]) for verdict, code, (_, proved) in said]
    decided = {None, "CLAIM_NOT_PROVED"} >= {code for _, code, _ in said}
    if coarse and decided:
        pairs = [(a, b) for a, b in zip(*(proved for _, _, proved in said)) if None not in (a, b)]
        state.count("outcomes", name.split()[1], "the second proves %s" % (
            "more" if all(a >= b for a, b in pairs) else "less"))
    elif said[0] != said[1]:
        state.known["differ"].append("%s: %s" % (name, said))


def one(state, name, theorem_, true, lines, coarse):
    """Judges what both said of a theorem."""
    mine, other = lines
    state.known["executions"] += len(lines)
    for line in lines:
        why = false(line, true)
        if why or line["verdict"] == "error":
            state.known["wrong"].append("%s: %s" % (name, why or line["message"]))
    said = [(line["verdict"], line["code"], counts(line)) for line in lines]
    if said[0] != said[-1]:
        compared(state, name, said, coarse)
    state.count("outcomes", theorem_.strategy, mine["verdict"], mine["code"] or "")
    proved = counts(mine)[0]
    if proved is not None and true:
        share = "1" if proved == true else "0" if not proved else "%.1f" % (proved * BINS // true / BINS)
        state.count("histogram", theorem_.strategy, share)


def seed(state, number, scratch, peer):
    """All theorems of one model."""
    case = theorem.Case(number)
    case.shift(number)
    model, file = scratch / "model.safetensors", scratch / "certificate.json"
    model.write_bytes(case.model)
    for place, each in enumerate(case.theorems):
        true = case.truth(each)
        data = each.certificate(case.model, *theorem.claimed(each, true))
        file.write_bytes(data)
        finding = second.Finding(str(file), True)
        second.check(finding, data, None, lambda wanted: model)
        lines = [json.loads(json.dumps(finding.json(0)))]
        lines.append(peer.decide("--json", "--unsigned", "--model", str(model), str(file))[1] if peer
                     else lines[0])
        one(state, "%d.%d %s" % (number, place, each.strategy), each, true, lines, case.is_coarse(each))


def shares(histogram):
    """Lines of a table: how often each strategy proved which share of what is true."""
    columns = ["0"] + ["0.%d" % tenth for tenth in range(BINS)] + ["1"]
    yield "| strategy | nothing | " + " | ".join("from " + column for column in columns[1:-1]) + " | all |"
    yield "|---" * (len(columns) + 1) + "|"
    for name in sorted({key.split()[0] for key in histogram}):
        yield "| ".join(["| `%s` " % name] + ["%d " % histogram.get(name + " " + column, 0) for column in columns]) + "|"


def report(known):
    print("%d models, %d executions in %.0f s: %d wrong, %d times not the same" % (
        known["next"], known["executions"], known["seconds"], len(known["wrong"]), len(known["differ"])))
    for key, times in sorted(known["outcomes"].items()):
        print("outcomes: %s: %d" % (key, times))
    print("\n".join(shares(known["histogram"])))
    for line in known["wrong"] + known["differ"]:
        print(line)


def main():
    words, command = sys.argv[1:], None
    if "--" in words:
        words, command = words[:words.index("--")], words[words.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1 << 62)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--first", type=int)
    parser.add_argument("--state", type=pathlib.Path)
    args = parser.parse_args(words)
    state, peer = State(args.state), Peer(command) if command else None
    if args.first is not None and not state.known["executions"]:
        state.known["next"] = args.first
    begin = mark = time.monotonic()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as scratch:
        last = state.known["next"] + args.count
        while state.known["next"] < last and time.monotonic() - begin < args.seconds:
            seed(state, state.known["next"], pathlib.Path(scratch), peer)
            state.known["next"] += 1
            if time.monotonic() - mark > 10:
                state.known["seconds"] += time.monotonic() - mark
                mark = time.monotonic()
                state.save()
    state.known["seconds"] += time.monotonic() - mark
    state.save()
    if peer:
        peer.close()
    report(state.known)
    return 1 if state.known["wrong"] or state.known["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
