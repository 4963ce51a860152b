#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the extracted checker on all vectors of the given ids that it can decide.

usage: vectors.py PROGRAM STRATEGY ID...

A vector counts if its strategy is STRATEGY without `shift`, and it claims no token weights and no
profile. The verdict has to be the expected one, `accepted` or not, and what is proved has to be at least what is
expected. A claim that is true may be accepted where the vector has it not proved: other free
choices prove more (../free-choices.md).
"""
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"


def predicate(folder):
    """The predicate of a vector's certificate, or None if it does not parse."""
    try:
        envelope = json.loads((folder / "certificate.json").read_bytes())
        return json.loads(base64.b64decode(envelope["payload"]))["predicate"]
    except (ValueError, KeyError, TypeError, FileNotFoundError):
        return None


def model(folder):
    own = folder / "model.safetensors"
    return own if own.exists() else VECTORS / "models" / (folder / "model").read_text().strip()


def generated(folder, want, scratch):
    """Certificate and model, longer than they are stored where the vector says so (spec/README.md)."""
    sizes = want.get("generate", {})
    certificate = (folder / "certificate.json").read_bytes()
    certificate = certificate.ljust(sizes.get("certificateBytes", 0), b" ")
    bytes_ = model(folder).read_bytes()
    if "modelHeader" in sizes:
        old, new = int.from_bytes(bytes_[:8], "little"), sizes["modelHeader"]
        header = bytes_[8:8 + old].ljust(new, b" ")
        bytes_ = new.to_bytes(8, "little") + header + bytes_[8 + old:]
    bytes_ = bytes_.ljust(sizes.get("modelBytes", 0), b"\0")
    files = [pathlib.Path(scratch, "certificate.json"), pathlib.Path(scratch, "model.safetensors")]
    files[0].write_bytes(certificate)
    files[1].write_bytes(bytes_)
    return [str(file) for file in files]


def run(program, folder, want):
    files = [str(folder / "certificate.json"), str(model(folder))]
    with tempfile.TemporaryDirectory() as scratch:
        if "generate" in want:
            files = generated(folder, want, scratch)
        return subprocess.run([program] + files, capture_output=True, text=True, timeout=600,
                              check=False)


def fault(folder, want, got):
    """What is wrong, or None."""
    accepts = want["expect"]["verdict"] == "accepted"
    if want.get("claim") == "true" and got.returncode == 0:
        return None
    if got.returncode not in (0, 1, 2) or (got.returncode == 0) != accepts:
        return f"{folder}: got {got.stdout.strip()}{got.stderr.strip()}, want {want['expect']}"
    proved = re.search(r"proved (\d+)", got.stdout)
    if accepts and int(proved.group(1)) < int(want["correct"]):
        return f"{folder}: got {got.stdout.strip()}, want at least {want['correct']}"
    return None


def main(program, strategy, ids):
    runs, faults = 0, []
    for kind in ("accept", "reject", "decline"):
        for vector_id in ids:
            for folder in sorted((VECTORS / kind / vector_id).glob("*")):
                said = predicate(folder)
                if not said or said["strategy"].get("name") != strategy:
                    continue
                if {"weights", "profile"} & set(said["claim"]) or "shift" in said["strategy"]:
                    continue
                runs += 1
                want = json.loads((folder / "vector.json").read_bytes())
                wrong = fault(folder, want, run(program, folder, want))
                if wrong:
                    faults.append(wrong)
    print("\n".join(faults + [f"{strategy}: {runs} vectors, {len(faults)} faults"]))
    return 1 if faults or not runs else 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
