#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Decides the vectors of spec/vectors in one process, as spec/vectors/README.md says.

usage: vectors.py [--every N] [--turn T] [--times] [ID/NAME-PREFIX...]

With --every N only the vectors whose digest of the name is T modulo N. Prints each that is decided
otherwise than it expects; the exit code is 1 if there is one.
"""
import argparse
import contextlib
import hashlib
import io
import json
import pathlib
import sys
import tempfile
import time

from assay_second import cli

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"


def generated(folder, want, scratch):
    """Certificate, model and policy, longer than they are stored where the vector says so."""
    own = folder / "model.safetensors"
    model = own if own.exists() else VECTORS / "models" / (folder / "model").read_text().strip()
    files, sizes = [folder / "certificate.json", model, folder / "policy.json"], want.get("generate", {})
    for j, (name, pad) in enumerate((("certificateBytes", b" "), ("modelBytes", b"\0"),
                                     ("policyBytes", b" "))):
        if name in sizes or (j == 1 and "modelHeader" in sizes):
            data = files[j].read_bytes()
            if j == 1 and "modelHeader" in sizes:
                size, new = int.from_bytes(data[:8], "little"), sizes["modelHeader"]
                data = new.to_bytes(8, "little") + data[8:8 + size].ljust(new) + data[8 + size:]
            files[j] = pathlib.Path(scratch, files[j].name)
            files[j].write_bytes(data.ljust(sizes.get(name, 0), pad))
    return files


def run(folder):
    """What the checker says otherwise than the vector expects, or None."""
    want = json.loads((folder / "vector.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        certificate, model, policy = generated(folder, want, scratch)
        arguments = ["--json", "--model", str(model)] + want["flags"]
        if "--unsigned" not in want["flags"]:
            arguments += ["--policy", str(policy)]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(arguments + [str(certificate)])
    return differs(want, code, out.getvalue())


def differs(want, code, printed):
    line, expect = json.loads(printed), want["expect"]
    exits = {"accepted": 0, "rejected": 1, "declined": 2, "error": want.get("exit", 66)}
    got = {"verdict": line["verdict"], "code": line["code"]}
    if got != expect or code != exits[expect["verdict"]]:
        return "got %s %s %s, want %s %s" % (*got.values(), line["message"], *expect.values())
    if want.get("reason") and want["reason"] not in line["message"]:
        return "got the message %s, want %s in it" % (line["message"], want["reason"])
    if expect["verdict"] == "accepted" and not (
            line["correct"] == want["correct"] and line["total"] == want["total"]
            and int(line["proved"]) >= int(want["correct"])):
        return "got %s of %s, want %s of %s" % (line["proved"], line["total"], want["correct"],
                                                want["total"])
    return None


def chosen(every, turn, prefixes):
    for file in sorted(VECTORS.glob("*/*/*/vector.json")):
        name = str(file.parent.relative_to(VECTORS))
        number = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
        if number % every == turn % every and (
                not prefixes or any(prefix in name for prefix in prefixes)):
            yield name, file.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--turn", type=lambda text: int(text, 0), default=0)
    parser.add_argument("--times", action="store_true")
    parser.add_argument("prefixes", nargs="*")
    args = parser.parse_args()
    count = wrong = 0
    for name, folder in chosen(args.every, args.turn, args.prefixes):
        start = time.monotonic()
        problem = run(folder)
        count += 1
        if problem:
            wrong += 1
            print("%s: %s" % (name, problem), flush=True)
        if args.times and time.monotonic() - start > 1:
            print("%s: %.1f s" % (name, time.monotonic() - start), flush=True)
    print("%d vectors, %d decided otherwise" % (count, wrong))
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
