#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds to each vector.json what is known of its claim, and writes or checks the manifest.

usage: facts.py            adds `proved` and `claim`, writes manifest.csv (some minutes)
       facts.py --check    compares manifest.csv with the vectors on disk (seconds)

`proved` is counted by the checker of spec/python, `claim` is decided by oracle.py, or program_oracle.py,
which enumerate all inputs; see README.md here.
"""
import base64
import csv
import hashlib
import io
import itertools
import json
import math
import re
import sys
import tempfile
from fractions import Fraction

import oracle
import program_oracle
import run

MANIFEST = run.HERE / "manifest.csv"
MANY = 1 << 16


def claimed(folder):
    """The claim of a certificate as an ordinary object."""
    envelope = json.loads((folder / "certificate.json").read_bytes())
    return json.loads(base64.b64decode(envelope["payload"]))["predicate"]["claim"]


def true_count(model, claim, comment):
    """The weight of the inputs that are right over the reals. Where there are too many to enumerate,
    the comment says it, or None."""
    if claim["vocab"] ** claim["k"] > MANY:
        known = re.search(r"the truth.* is ([0-9]+)", comment)
        return int(known.group(1)) if known else None
    network = oracle.Network(oracle.Model(model), Fraction(claim["margin"]))
    weights = claim.get("weights", [1] * claim["vocab"])
    return sum(math.prod(weights[t] for t in x) for x in itertools.product(
        range(claim["vocab"]), repeat=claim["k"]) if network.is_right(x))


def data_files(folder):
    return [file.read_bytes() for file in sorted(folder.glob("data*.safetensors"))]


def truth(folder, model, comment):
    """Of a claim that is not proved: false, true, or open."""
    claim = claimed(folder)
    if "network" in claim:
        certain, unsure, _ = program_oracle.judge(claim, model, data_files(folder))
        correct = int(claim["correct"])
        if "bound" in claim and correct <= certain:  # of few draws: the oracle's bound is exact
            most = program_oracle.bound(int(claim["total"]), correct, claim["inputs"]["confidence"])
            return "true" if Fraction(claim["bound"]) * (1 << 64) <= most else "false"
        return "true" if correct <= certain else "open" if correct <= certain + unsure else "false"
    count = true_count(model, claim, comment)
    if count is None:
        return "open"
    if int(claim["correct"]) > count:
        return "false"
    if "profile" in claim:
        # nobody enumerates executions; but one that is certain is right over the reals, too
        return "false" if int(claim["profile"]["correct"]) > count else "open"
    return "true"


def add(folder):
    """`proved`, where there is a count, and `claim`, where it is rejected for it."""
    file = folder / "vector.json"
    want, code, printed = run.decided(folder, run.inside)
    problem = run.differs(want, code, printed)
    if problem:
        raise SystemExit("%s: %s" % (folder, problem))
    line = json.loads(printed)
    facts = {}
    if line["proved"] is not None:
        facts["proved"] = line["proved"]
    if line["profile"] and line["profile"]["proved"] is not None:
        facts["provedOfExecutions"] = line["profile"]["proved"]
    if want["expect"]["code"] == "CLAIM_NOT_PROVED":
        with tempfile.TemporaryDirectory() as scratch:
            model = run.files(folder, want, scratch)[1].read_bytes()
        facts["claim"] = truth(folder, model, want["comment"])
    for name in ("proved", "provedOfExecutions", "claim"):
        want.pop(name, None)
    want.update(facts)
    text = json.dumps(want, indent=2) + "\n"
    if text != file.read_text():
        file.write_text(text)


def digest(folder, want):
    """SHA-256 of the digests of the files as they are given to the checker, a line each."""
    with tempfile.TemporaryDirectory() as scratch:
        files = run.files(folder, want, scratch)
        found = [file.read_bytes() for file in files if file.exists()] + data_files(folder)
        lines = [hashlib.sha256(one).hexdigest() + "\n" for one in found]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def manifest():
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("vector", "sha256", "verdict", "code"))
    for name, folder in run.chosen():
        want = json.loads((folder / "vector.json").read_text())
        expect = want["expect"]
        rows.writerow((name, digest(folder, want), expect["verdict"], expect["code"] or ""))
    return out.getvalue()


def main():
    if sys.argv[1:] == ["--check"]:
        if manifest() != MANIFEST.read_text():
            raise SystemExit("manifest.csv is not that of the vectors: run facts.py")
        print("manifest.csv: as on disk")
        return
    if sys.argv[1:]:
        raise SystemExit(__doc__)
    for _, folder in run.chosen():
        if not (folder / "policy.json").exists():  # those are written by SignedVectorsTest
            add(folder)
    MANIFEST.write_text(manifest())


if __name__ == "__main__":
    main()
