#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the extracted checker on certificates and models that somebody has tampered with.

usage: hostile.py PROGRAM

Three parts: vectors of the formats (F-01 to F-12, but for signatures, keys and policies, which the
program does not read), the table of headers, and one certificate of each strategy with one byte
left out, doubled or changed at a time. What is accepted has to be a certificate as it is spelled,
of the right model, and claim no more than brute force proves. What is a certificate may be declined
(it has token weights or a profile, say), but not rejected.
"""
import base64
import functools
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from vectors import VECTORS, model, run

FORMATS = ["F-01", "F-02", "F-03", "F-04", "F-05", "F-09", "F-10", "F-11", "F-12"]
ONE_OF_EACH = ["R-01/margin-1-2", "R-02/scaled-all", "R-03/bins-65536", "R-05/all"]
CODES = {0: "accepted", 1: "rejected", 2: "declined"}


def wrong(name, got, want):
    """What is wrong with a verdict, or nothing."""
    verdict = CODES.get(got.returncode)
    fine = ["accepted", "declined"] if want == "accepted" else ["rejected", "declined"]
    if verdict not in fine or not got.stdout.startswith(verdict):
        yield f"{name}: got {got.returncode} {got.stdout.strip()}{got.stderr.strip()}, want {want}"


def formats(program):
    for kind in ("accept", "reject", "decline"):
        for folder in sorted(f for name in FORMATS for f in (VECTORS / kind / name).glob("*")):
            want = json.loads((folder / "vector.json").read_bytes())
            if want["expect"]["verdict"] != "error":
                yield from wrong(folder, run(program, folder, want), want["expect"]["verdict"])


def certificate(claim, strategy, digest):
    """The bytes of an unsigned certificate."""
    subject = [{"name": "model", "digest": {"sha256": digest}}]
    payload = {"_type": "https://in-toto.io/Statement/v1", "subject": subject,
               "predicateType": "urn:assay:certificate:v1",
               "predicate": {"claim": claim, "strategy": strategy}}
    return enveloped(spelled(payload))


def spelled(value):
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def enveloped(payload):
    return spelled({"payload": base64.b64encode(payload).decode(),
                    "payloadType": "application/vnd.in-toto+json", "signatures": []})


def decide(program, scratch, certificate_bytes, model_bytes):
    files = [pathlib.Path(scratch, "certificate.json"), pathlib.Path(scratch, "model.safetensors")]
    for file, content in zip(files, (certificate_bytes, model_bytes)):
        file.write_bytes(content)
    return subprocess.run([program] + files, capture_output=True, text=True, timeout=60,
                          check=False)


def headers(program, scratch):
    table = json.loads((VECTORS / "headers.json").read_bytes())
    stored = (VECTORS / "models" / table["model"]).read_bytes()
    stored = stored[8 + int.from_bytes(stored[:8], "little"):]
    claim = {"k": 2, "vocab": 3, "dModel": 2, "dHead": 3, "margin": "0", "correct": "0",
             "total": "9"}
    for row in table["rows"]:
        header = bytes.fromhex(row["headerHex"]) if "headerHex" in row else row["header"].encode()
        data = (int(row.get("length", len(header))).to_bytes(8, "little") + header
                + stored[:len(stored) - row.get("cut", 0)] + bytes.fromhex(row.get("more", "")))
        signed = certificate(claim, {"name": "brute-force"}, hashlib.sha256(data).hexdigest())
        yield from wrong(row["name"], decide(program, scratch, signed, data), row["verdict"])


def most(program, scratch, stored, claim):
    """How many inputs brute force proves, for the margin of the claim."""
    whole = certificate(dict(claim, correct=claim["total"]), {"name": "brute-force"},
                        hashlib.sha256(stored).hexdigest())
    got = decide(program, scratch, whole, stored)
    return int(re.search(r"proved (\d+)", got.stdout + got.stderr).group(1))


def is_true(tampered, payload, count):
    """Whether a tampered certificate says what is true of the model of its payload."""
    try:
        inner = base64.b64decode(json.loads(tampered)["payload"], validate=True)
        got, want = json.loads(inner), json.loads(payload)
        if tampered != enveloped(inner) or inner != spelled(got):
            return False
        claim, known = got["predicate"]["claim"], want["predicate"]["claim"]
        strategy, hints = got["predicate"]["strategy"], want["predicate"]["strategy"]
        true = int(claim["correct"]) <= count(claim) and list(strategy) == list(hints)
        for name in ("correct", "margin"):
            claim[name] = known[name]
        got["subject"][0]["name"] = want["subject"][0]["name"]
        got["predicate"]["strategy"] = hints
        return true and spelled(got) == payload
    except (ValueError, KeyError, TypeError, IndexError):
        return False


def tamperings(content, places):
    """One byte left out, or another in its place; every seventh is doubled."""
    for i in places:
        yield content[:i] + content[i + 1:]
        yield content[:i] + bytes([content[i] ^ 1]) + content[i + 1:]
        if i % 7 == 0:
            yield content[:i + 1] + content[i:]


def all_tamperings(payload):
    """Of the payload, and of the envelope around it."""
    plain = enveloped(payload)
    inside = range(plain.index(b":") + 6, plain.index(b"payloadType") - 7)
    around = [i for i in range(len(plain)) if i not in inside]
    yield from (enveloped(one) for one in tamperings(payload, range(len(payload))))
    yield from tamperings(plain, around)


def tampered(program, scratch):
    for name in ONE_OF_EACH:
        folder = VECTORS / "accept" / name
        stored = model(folder).read_bytes()
        envelope = json.loads((folder / "certificate.json").read_bytes())
        payload = base64.b64decode(envelope["payload"])
        count = functools.partial(most, program, scratch, stored)
        for one in all_tamperings(payload):
            got = decide(program, scratch, one, stored)
            if got.returncode != 0 or not is_true(one, payload, count):
                yield from wrong(f"{name}: {one}", got, "rejected")


def main(program):
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        for part in (formats(program), headers(program, scratch), tampered(program, scratch)):
            for fault in part:
                print(fault, flush=True)
                faults.append(fault)
    print(f"hostile: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
