#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Has a checker decide the vectors (README.md here says what it has to print).

usage: run.py [OPTION...] [PREFIX...] [-- COMMAND...]

COMMAND is started once for each vector, with the arguments of the README behind it; without one the
checker of spec/python decides those of version 1 in this process. PREFIX: only vectors whose name has it inside,
say accept/R-02. --every N --turn T: those whose turn it is, one in N (T may be a digest of a commit).
--times: also those that take longer than a second. Exit code 1 if one is decided otherwise.
"""
import argparse
import contextlib
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python"))


def files(folder, want, scratch):
    """Certificate, model and policy, longer than they are stored where the vector says so."""
    own = folder / "model.safetensors"
    model = own if own.exists() else HERE / "models" / (folder / "model").read_text().strip()
    found, sizes = [folder / "certificate.json", model, folder / "policy.json"], want.get("generate", {})
    if "modelHeader" in sizes or "modelBytes" in sizes:
        data = model.read_bytes()
        size = int.from_bytes(data[:8], "little")
        new = sizes.get("modelHeader", size)
        data = new.to_bytes(8, "little") + data[8:8 + size].ljust(new) + data[8 + size:]
        found[1] = pathlib.Path(scratch, "model.safetensors")
        found[1].write_bytes(data.ljust(sizes.get("modelBytes", 0), b"\0"))
    for j, name in ((0, "certificateBytes"), (2, "policyBytes")):
        if name in sizes:
            data = found[j].read_bytes()
            found[j] = pathlib.Path(scratch, found[j].name)
            found[j].write_bytes(data.ljust(sizes[name]))
    return found


def arguments(folder, want, scratch):
    """What the README has behind the command."""
    certificate, model, policy = files(folder, want, scratch)
    out = ["--json", "--model", str(model)] + want["flags"]
    if (folder / "parts.jsonl").exists():
        out += ["--parts", str(folder / "parts.jsonl")]
    if "--unsigned" not in want["flags"]:
        out += ["--policy", str(policy)]
    return out + [str(certificate)]


def inside(words):
    """The checker of spec/python, in this process."""
    from assay_second import cli  # only where it is asked for
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(words)
    return code, out.getvalue()


def outside(command):
    def start(words):
        done = subprocess.run(command + words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, check=False)
        return done.returncode, done.stdout
    return start


def decided(folder, checker):
    """The vector's expectation, the exit code and the line of the checker."""
    want = json.loads((folder / "vector.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        code, printed = checker(arguments(folder, want, scratch))
    return want, code, printed


def differs(want, code, printed):
    """What is otherwise than the vector wants, or None."""
    try:
        line = json.loads(printed)
    except ValueError:
        return "want one line of JSON, got %r" % printed[:200]
    expect = want["expect"]
    exits = {"accepted": 0, "rejected": 1, "declined": 2, "error": want.get("exit", 66)}
    if {name: line.get(name) for name in expect} != expect or code != exits[expect["verdict"]]:
        return "got %s %s %s, exit %d, want %s %s" % (
            line.get("verdict"), line.get("code"), line.get("message"), code, *expect.values())
    if want.get("reason") and want["reason"] not in line["message"]:
        return "got the message %s, want %s in it" % (line["message"], want["reason"])
    if expect["verdict"] == "accepted" and not (
            line["correct"] == want["correct"] and line["total"] == want["total"]
            and int(line["proved"]) >= int(want["correct"])):
        return "got %s of %s, want %s of %s" % (
            line["proved"], line["total"], want["correct"], want["total"])
    return None


def headers():
    """What the model reader of spec/python says otherwise than the table headers.json."""
    from assay_second.canon import Refused
    from assay_second.model import Model
    table = json.loads((HERE / "headers.json").read_text())
    stored = (HERE / "models" / table["model"]).read_bytes()
    stored = stored[8 + int.from_bytes(stored[:8], "little"):]
    for row in table["rows"]:
        header = bytes.fromhex(row["headerHex"]) if "headerHex" in row else row["header"].encode()
        data = (int(row.get("length", len(header))).to_bytes(8, "little") + header
                + stored[:len(stored) - row.get("cut", 0)] + bytes.fromhex(row.get("more", "")))
        try:
            Model(data)
            got = "accepted"
        except Refused as refused:
            got = refused.code
        if got != row["verdict"]:
            yield "headers.json, %s: got %s, want %s" % (row["name"], got, row["verdict"])


def chosen(every=1, turn=0, prefixes=()):
    """Names and folders of vectors."""
    for file in sorted(HERE.glob("*/*/*/vector.json")):
        name = str(file.parent.relative_to(HERE))
        number = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
        if number % every == turn % every and (
                not prefixes or any(prefix in name for prefix in prefixes)):
            yield name, file.parent


def main():
    words, command = sys.argv[1:], None
    if "--" in words:
        words, command = words[:words.index("--")], words[words.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--turn", type=lambda text: int(text, 16), default=0)
    parser.add_argument("--times", action="store_true")
    parser.add_argument("prefixes", nargs="*")
    args = parser.parse_args(words)
    checker = outside(command) if command else inside
    count = wrong = 0
    for problem in [] if command or args.prefixes else headers():
        wrong += 1
        print(problem, flush=True)
    for name, folder in chosen(args.every, args.turn, args.prefixes):
        start = time.monotonic()
        problem = differs(*decided(folder, checker))
        took = time.monotonic() - start
        count += 1
        if problem:
            wrong += 1
            print("%s: %s" % (name, problem), flush=True)
        if args.times and took > 1:
            print("%s: %.1f s" % (name, took), flush=True)
    print("%d vectors, %d decided otherwise" % (count, wrong))
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
