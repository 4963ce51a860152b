#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mutated certificates: two checkers must say the same, and only what F-13 and F-14 know.

usage: mangled.py [--count N] [--seconds S] [--first SEED] [--state FILE] -- COMMAND...

Takes a vector, changes its envelope, payload, policy or model by the grammar (one value for another,
members left out, doubled, exchanged, characters, numbers) and gives it to the checker of spec/python
and to COMMAND (see theorems.py). A model that was changed gets its new digest into the payload, so
that it is read. Exit code 1 if one says what is not documented, or accepts what the other refuses but
for a count (CLAIM_NOT_PROVED). Where several faults meet the codes may differ; that is shown.
"""
import argparse
import base64
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sys
import tempfile
import time

import mutants
import run
from theorems import Peer, State

LARGEST = 1 << 14  # bytes of a file: what is larger takes too long
SECONDS = 20
CODES = set("""MALFORMED_ENVELOPE MALFORMED_JSON MALFORMED_NUMBER MALFORMED_MODEL MALFORMED_KEY MALFORMED_POLICY
UNKNOWN_FIELD MISSING_FIELD UNKNOWN_SIGNER SIGNATURE_MISSING SIGNATURE_MISMATCH MODEL_MISMATCH SHAPE_MISMATCH
HINT_RANGE CLAIM_RANGE CLAIM_NOT_PROVED UNKNOWN_VERSION UNKNOWN_STRATEGY UNSUPPORTED_MODEL LIMIT_EXCEEDED
UNKNOWN_PROFILE UNSUPPORTED_PROFILE UNKNOWN_TASK UNKNOWN_INPUTS INPUT_ERROR""".split())
TOKEN = re.compile(r'"[^"]*"|-?[0-9]+|[{}\[\]:,]|true|false|null')
ODD = ('""', "0", "1", "2", "3", "-1", "-0", "00", "1.5", "1e3", "999999999", "1000000000", "4294967296",
       '"0"', '"1"', '"-1"', '"1/2"', '"2/4"', '"01"', '"1e3"', "null", "true", "[]", "{}", '"a b"', '"A"', "{", "}",
       "[", "]", ",", ":", '"\\u0061"', '"\u00e9"', " ", "\n", "\t", "NaN", '"' + "9" * 1001 + '"')


class Slow(BaseException):  # which the checker does not catch
    """It took longer than SECONDS."""


def sources():
    """Vectors that are small and quick."""
    for name, folder in run.chosen():
        files = [file for file in folder.iterdir() if file.suffix != ".txt"]
        small = all(file.stat().st_size <= LARGEST for file in files)
        if small and not any(word in name for word in mutants.SLOW) and "generate" not in (
                folder / "vector.json").read_text():
            yield folder


def changed(rng, text, pool):
    """One change of a text of JSON tokens."""
    tokens = TOKEN.findall(text)
    if not tokens:
        return text + rng.choice(ODD)
    at, kind = rng.randrange(len(tokens)), rng.randrange(9)
    if rng.random() < 0.6:  # the grammar is kept: one value for another
        values = [j for j, token in enumerate(tokens) if token[0] in '"-0123456789'
                  and tokens[j + 1:j + 2] != [":"]]
        at = rng.choice(values or [at])
        same = [token for token in pool if token[0] == tokens[at][0]]
        tokens[at] = rng.choice(same) if same and rng.random() < 0.6 else number(rng, tokens[at])
        return "".join(tokens) + ("\n" if text.endswith("\n") else "")
    if kind == 0:
        tokens[at] = rng.choice(ODD)
    elif kind == 1:
        tokens[at] = rng.choice(pool)
    elif kind == 2:
        del tokens[at:at + rng.choice((1, 1, 2, 4))]
    elif kind == 3:
        tokens.insert(at, tokens[rng.randrange(len(tokens))])
    elif kind == 4:
        other = rng.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif kind == 5:
        tokens[at] = number(rng, tokens[at])
    elif kind == 6:
        tokens[at:at] = tokens[at:at + 4]
    elif kind == 7:
        return character(rng, text)
    else:
        tokens[at] = character(rng, tokens[at])
    return "".join(tokens) + ("\n" if text.endswith("\n") and rng.random() < 0.98 else "")


def number(rng, token):
    """A number near this one, or another value."""
    found = re.search("-?[0-9]+", token)
    if not found:
        return rng.choice(ODD)
    near = int(found.group(0)) + rng.choice((-2, -1, 1, 2, 10, 1 << 31))
    return token[:found.start()] + str(near) + token[found.end():]


def character(rng, text):
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(("", "A", "_", "0", "7", "-", '"', " ", "/", "\\", "=")) + text[at + rng.randrange(2):]


class Mangled:
    """The files of one changed vector."""

    def __init__(self, rng, folder, pool):
        self.rng, self.folder, self.pool = rng, folder, pool
        self.want = json.loads((folder / "vector.json").read_text())
        certificate, model, policy = run.files(folder, self.want, None)
        self.certificate, self.model = certificate.read_bytes(), model.read_bytes()
        self.policy = policy.read_bytes() if policy.exists() else None
        kinds = ["payload"] * 6 + ["envelope", "model"] + (["policy"] * 4 if self.policy else [])
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            getattr(self, "change_" + rng.choice(kinds))()

    def change(self, text):
        return changed(self.rng, text.decode("latin1"), self.pool).encode("latin1", "replace")

    def change_envelope(self):
        self.certificate = self.change(self.certificate)

    def change_policy(self):
        self.policy = self.change(self.policy)

    def change_payload(self):
        self.repack(self.change)

    def change_model(self):
        """The header by its grammar, or a byte; and the digest in the payload."""
        old, size = self.model, int.from_bytes(self.model[:8], "little")
        if self.rng.random() < 0.7 and size <= len(old) - 8:
            header = self.change(old[8:8 + size])
            self.model = len(header).to_bytes(8, "little") + header + old[8 + size:]
        else:
            at = self.rng.randrange(len(old) + 1)
            self.model = old[:at] + bytes([self.rng.randrange(256)]) + old[at + self.rng.randrange(2):]
        before, behind = (hashlib.sha256(data).hexdigest().encode() for data in (old, self.model))
        self.repack(lambda payload: payload.replace(before, behind))

    def repack(self, change):
        """Another payload; where none is found the envelope is changed."""
        match = re.match(rb'\{"payload":"([A-Za-z0-9+/=]*)"', self.certificate)
        try:
            payload = base64.b64decode(match.group(1), validate=True)
        except (AttributeError, ValueError):
            self.change_envelope()
            return
        spelled = base64.b64encode(change(payload))
        self.certificate = self.certificate[:12] + spelled + self.certificate[match.end() - 1:]


def timed(words):
    """What the checker of spec/python says, or Slow."""
    def stop(*_):
        raise Slow
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        return run.inside(words)[1]
    finally:
        signal.alarm(0)


def compare(state, number, one, scratch, peer):
    """Both decide it."""
    files = {"certificate.json": one.certificate, "model.safetensors": one.model, "policy.json": one.policy or b""}
    for name, data in files.items():
        (scratch / name).write_bytes(data)
    for file in scratch.glob("data*"):
        file.unlink()
    for file in one.folder.glob("data*"):
        shutil.copy(file, scratch)
    words = ["--json", "--model", str(scratch / "model.safetensors")] + one.want["flags"]
    if "--unsigned" not in one.want["flags"]:
        words += ["--policy", str(scratch / "policy.json")]
    words.append(str(scratch / "certificate.json"))
    name = "%d %s" % (number, one.folder.relative_to(run.HERE))
    state.known["executions"] += 2
    try:
        mine = json.loads(timed(words))
    except Slow:
        state.count("outcomes", "more than %d s" % SECONDS)
        state.known["differ"].append(name + ": slow")
        return
    other = peer.decide(*words)[1]
    state.count("outcomes", mine["verdict"], mine["code"] or "")
    for line in (mine, other):
        if line["code"] not in CODES and line["verdict"] != "accepted":
            state.known["wrong"].append("%s: %s" % (name, line["message"]))
    said = [(line["verdict"], line["code"]) for line in (mine, other)]
    accepted = [verdict == "accepted" for verdict, _ in said]
    if accepted[0] != accepted[1] and {code for _, code in said} == {None, "CLAIM_NOT_PROVED"}:
        state.count("outcomes", "one proves more")
    elif said[0] != said[1]:
        state.known["differ" if accepted[0] != accepted[1] else "codes"].append("%s: %s, %s; %s, %s" % (
            name, said[0], mine["message"], said[1], other["message"]))


def main():
    cut = sys.argv.index("--")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1 << 62)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--first", type=int)
    parser.add_argument("--state", type=pathlib.Path)
    args = parser.parse_args(sys.argv[1:cut])
    state = State(args.state)
    state.known.setdefault("codes", [])
    peer, folders = Peer(sys.argv[cut + 1:]), list(sources())
    pool = sorted({token for folder in folders[::7] for token in TOKEN.findall(payload_of(folder))})
    if args.first is not None and not state.known["executions"]:
        state.known["next"] = args.first
    begin, last = time.monotonic(), state.known["next"] + args.count
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as scratch:
        while state.known["next"] < last and time.monotonic() - begin < args.seconds:
            number = state.known["next"]
            rng = random.Random("mangled %d" % number)
            compare(state, number, Mangled(rng, rng.choice(folders), pool), pathlib.Path(scratch), peer)
            state.known["next"] += 1
            if number % 500 == 0:
                state.save()
    state.save()
    peer.close()
    for key, times in sorted(state.known["outcomes"].items()):
        print("%s: %d" % (key, times))
    for line in state.known["wrong"] + state.known["differ"] + state.known["codes"]:
        print(line)
    print("%d executions, %d not documented, %d accepted by one alone, %d times another code" % (
        state.known["executions"], *(len(state.known[name]) for name in ("wrong", "differ", "codes"))))
    return 1 if state.known["wrong"] or state.known["differ"] else 0


def payload_of(folder):
    """The payload as text, if it can be found."""
    match = re.match(rb'\{"payload":"([A-Za-z0-9+/=]*)"', (folder / "certificate.json").read_bytes())
    return base64.b64decode(match.group(1)).decode("latin1") if match and len(match.group(1)) % 4 == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
