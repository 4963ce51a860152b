# SPDX-License-Identifier: Apache-2.0
"""Writes vectors: one folder each, see ../README.md for the files in it."""
import base64
import functools
import hashlib
import json
import pathlib
import re
import shutil

import oracle
import tensors

HERE = pathlib.Path(__file__).resolve().parent
SIDES = {"accepted": "accept", "rejected": "reject", "declined": "decline", "error": "reject"}
TYPE = "application/vnd.in-toto+json"
SMALL = "v3-k2-f32.safetensors"


def clear():
    """Deletes every vector without a policy; those with one are written by SignedVectorsTest."""
    for side in set(SIDES.values()):
        for vector in sorted((HERE / side).glob("*/*")):
            if not (vector / "policy.json").exists():
                shutil.rmtree(vector)
    shutil.rmtree(HERE / "models", ignore_errors=True)


def counted():
    """Writes COUNT, the number of vectors on disk, and the numbers in the index of ../README.md."""
    vectors = [v.parent.relative_to(HERE).parts for v in HERE.glob("*/*/*/vector.json")]
    (HERE / "COUNT").write_text("%d\n" % len(vectors))
    lines = (HERE.parent / "README.md").read_text().splitlines(keepends=True)
    for i, line in enumerate(lines):
        cells = line.split(" | ")
        if re.match(r"\| [FLR]-\d\d \| ", line):
            sides = [side for side, section, _ in vectors if section == cells[0][2:]]
            accepted = sides.count("accept")
            counts = ["%d" % accepted, "%d" % (len(sides) - accepted)]
            lines[i] = " | ".join(cells[:3] + counts + cells[5:])
    (HERE.parent / "README.md").write_text("".join(lines))
    return len(vectors)


def shared(name, data):
    """Writes a model that several vectors use; returns its name."""
    (HERE / "models").mkdir(exist_ok=True)
    (HERE / "models" / name).write_bytes(data)
    return name


def read(model):
    """The bytes of a model given as a shared name or as bytes."""
    return model if isinstance(model, bytes) else (HERE / "models" / model).read_bytes()


@functools.lru_cache(maxsize=None)
def judged(data, margin):
    """The oracle's count for a model and a margin."""
    return oracle.Network(oracle.Model(data), oracle.Fraction(margin)).correct()


def claim(model, **changes):
    """The true claim about a well-formed model, as an ordered dict; changes replace fields.

    A count is asked of the oracle only if it is not given.
    """
    parsed = oracle.Model(read(model))
    fields = {
        "k": parsed.k,
        "vocab": parsed.v,
        "dModel": parsed.d_model,
        "dHead": parsed.d_head,
        "margin": "0",
        "correct": None,
        "total": str(parsed.v**parsed.k),
    }
    fields.update(changes)
    if fields["correct"] is None:
        fields["correct"] = str(judged(read(model), fields["margin"]))
    return fields


def statement(data, fields, name="model.safetensors", strategy='{"name":"brute-force"}'):
    """The payload text for a model's bytes and a claim."""
    return (
        '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"%s","digest":{"sha256":"%s"}}],'
        '"predicateType":"urn:assay:certificate:v1","predicate":{"claim":%s,"strategy":%s}}\n'
        % (name, hashlib.sha256(data).hexdigest(), tensors.compact(fields), strategy)
    )


def envelope(payload, kind=TYPE, signatures=""):
    """The certificate's bytes around a payload."""
    payload = payload.encode() if isinstance(payload, str) else payload
    text = '{"payload":"%s","payloadType":"%s","signatures":[%s]}\n'
    return (text % (base64.b64encode(payload).decode(), kind, signatures)).encode()


def honest(model, **changes):
    """The unsigned certificate of a model with a claim."""
    return envelope(statement(read(model), claim(model, **changes)))


def put(verdict, section, name, comment, certificate, code=None, model=SMALL, **more):
    """Writes one vector; `more` goes into vector.json."""
    folder = HERE / SIDES[verdict] / section / name
    folder.mkdir(parents=True)
    (folder / "certificate.json").write_bytes(certificate)
    if isinstance(model, bytes):
        (folder / "model.safetensors").write_bytes(model)
    else:
        (folder / "model").write_text(model + "\n")
    parts = more.pop("parts", None)
    if parts is not None:
        (folder / "parts.jsonl").write_text(parts)
    vector = {"comment": comment, "expect": {"verdict": verdict, "code": code}, "flags": ["--unsigned"]}
    vector.update(more)
    (folder / "vector.json").write_text(json.dumps(vector, indent=2) + "\n")


def accept(section, name, comment, model=SMALL, certificate=None, **changes):
    """An accept vector at the oracle's count, or at a given smaller one."""
    fields = claim(model, **changes)
    if int(fields["correct"]) > judged(read(model), fields["margin"]):
        raise AssertionError("%s claims too much" % name)
    certificate = certificate or envelope(statement(read(model), fields))
    put("accepted", section, name, comment, certificate, None, model,
        correct=fields["correct"], total=fields["total"])


def one_more(section, name, comment, model=SMALL, **changes):
    """A reject vector that claims one input more than is true."""
    fields = claim(model, **changes)
    fields["correct"] = str(int(fields["correct"]) + 1)
    certificate = envelope(statement(read(model), fields))
    put("rejected", section, name, comment, certificate, "CLAIM_NOT_PROVED", model)
