# SPDX-License-Identifier: Apache-2.0
"""Vectors for claims that are decided in parts (L-99, F-25): what each part says is the oracle's."""
import base64
import hashlib
import json
from fractions import Fraction

import oracle
import put
from put import SMALL, claim, envelope, statement

UNITS = "query tokens"


def part(payload, total, proved, first, last, **changes):
    """The line of a part; changes replace fields, None leaves one out."""
    fields = {"part": "urn:assay:part:v1", "claim": hashlib.sha256(payload.encode()).hexdigest(),
              "unit": UNITS, "units": "3", "from": str(first), "to": str(last),
              "total": str(total), "proved": str(proved), "operations": "7", "levels": []}
    fields.update(changes)
    fields = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(fields, separators=(",", ":")) + "\n"


class Cut:
    """A true claim about a small model, and what its query tokens say."""

    def __init__(self, weights=None):
        data = put.read(SMALL)
        self.network = oracle.Network(oracle.Model(data), Fraction(0))
        self.weights = weights or [1] * 3
        fields = claim(SMALL)
        if weights:
            fields["weights"] = weights
            fields["total"] = str(sum(weights) ** 2)
            fields["correct"] = str(sum(self.right(q) for q in range(3)))
        self.fields = dict(sorted(fields.items(), key=lambda one: [
            "k", "vocab", "dModel", "dHead", "margin", "weights", "correct", "total"].index(one[0])))

    def right(self, q):
        """What the right inputs weigh that end with q."""
        return sum(self.weights[t] * self.weights[q] for t in range(3) if self.network.is_right((t, q)))

    def payload(self, more=0):
        return statement(put.read(SMALL), dict(self.fields, correct=str(int(self.fields["correct"]) + more)))

    def line(self, first, last, payload=None, proved=0, total=0, **changes):
        """The part of a range; proved and total are added to what is true."""
        tokens = range(first, last)
        return part(payload or self.payload(), sum(self.weights) * sum(self.weights[q] for q in tokens) + total,
                    sum(self.right(q) for q in tokens) + proved, first, last, **changes)


def accepted(name, comment, cut, parts):
    put.put("accepted", "L-99", name, comment, envelope(cut.payload()), correct=cut.fields["correct"],
            total=cut.fields["total"], parts=parts)


def wrong(section, name, comment, parts, reason):
    """Parts that are none of the claim: nothing is decided."""
    put.put("error", section, name, comment, envelope(Cut().payload()), "INPUT_ERROR", parts=parts,
            reason=reason)


def make():
    cut = Cut()
    accepted("three-parts", "in whatever order, and an empty one",
             cut, cut.line(2, 3) + cut.line(0, 1) + cut.line(1, 1) + cut.line(1, 2))
    weighted = Cut([3, 1, 2])
    accepted("token-weights", "totals are weights", weighted, weighted.line(0, 2) + weighted.line(2, 3))
    more = cut.payload(1)
    put.put("rejected", "L-99", "one-more", "the parts add up to one input less than is claimed",
            envelope(more), "CLAIM_NOT_PROVED", parts=cut.line(0, 2, more) + cut.line(2, 3, more))
    rest = cut.line(1, 3)
    for name, comment, parts, reason in [
            ("a-another-claim", "a part of the claim with one more", cut.line(0, 1, more) + rest, "claim: got"),
            ("a-another-unit", "a part of inputs", cut.line(0, 1, unit="inputs") + rest, "units: got"),
            ("a-more-units", "a part of four units", cut.line(0, 1, units="4") + rest, "units: got"),
            ("b-gap", "nobody decided unit 1", cut.line(0, 1) + cut.line(2, 3, total=3), "units from 1 on"),
            ("b-late-begin", "nobody decided unit 0", cut.line(1, 3, total=3), "units from 0 on"),
            ("b-early-end", "nobody decided unit 2", cut.line(0, 2, total=3), "end at unit 2"),
            ("b-overlap", "unit 1 twice", cut.line(0, 2) + cut.line(1, 3, total=-3), "units from 2 on"),
            ("b-twice", "a part twice", cut.line(0, 1) + cut.line(0, 1) + rest, "units from 1 on"),
            ("c-total", "a part counts an input that is in none", cut.line(0, 1, total=1) + rest, "totals"),
            ("d-proved", "more proved than there are", cut.line(0, 1, proved=4) + rest, "proves"),
            ("d-executed", "executions that the claim says nothing of",
             part(cut.payload(), 3, cut.right(0), 0, 1, operations=None, levels=None,
                  executed="0", **{}).replace("}\n", ',"operations":"7","levels":[]}\n') + rest, "executions")]:
        wrong("L-99", name, comment, parts, reason)
    wrong("F-25", "a-version", "of another version", cut.line(0, 3, part="urn:assay:part:v2"), "UNKNOWN_VERSION")
    wrong("F-25", "b-backwards", "a range that ends before it begins",
          cut.line(0, 1) + part(cut.payload(), 0, 0, 3, 1), "CLAIM_RANGE")
    wrong("F-25", "b-beyond", "a range beyond the units", cut.line(0, 3, to="4"), "CLAIM_RANGE")
    wrong("F-25", "b-negative", "less than none proved", cut.line(0, 3, proved=-20), "CLAIM_RANGE")
    wrong("F-25", "b-units", "more units than there may be", cut.line(0, 3, units=str(2**40 + 1)), "CLAIM_RANGE")
    wrong("F-25", "b-level", "a level that decided less than none", cut.line(0, 3, levels=["-1"]), "CLAIM_RANGE")
    put.put("accepted", "F-25", "whole", "one part of all", envelope(cut.payload()),
            correct=cut.fields["correct"], total=cut.fields["total"], parts=cut.line(0, 3))
    program()
    too_long()
    whole()


def program():
    """A claim of version 2: units are inputs."""
    source = put.HERE / "accept" / "F-15" / "small"
    certificate, want = (source / "certificate.json").read_bytes(), json.loads((source / "vector.json").read_text())
    payload = base64.b64decode(json.loads(certificate)["payload"]).decode()
    lines = [part(payload, total, proved, first, last, unit="inputs", units="9")
             for first, last, total, proved in ((9, 9, 0, 0), (0, 9, 9, want["correct"]))]
    own = source / "model.safetensors"
    put.put("accepted", "L-99", "program", "units of exhaustive are inputs", certificate,
            model=own.read_bytes() if own.exists() else (source / "model").read_text().strip(),
            correct=want["correct"], total=want["total"], parts="".join(lines))


def whole():
    """L-99 (f): certificates by other strategies, which are accepted in one piece."""
    for name, comment, section, vector in [
            ("f-grouped", "grouped counting counts no single inputs", "R-02", "scaled-all"),
            ("f-circuit", "brute force by new numbers", "F-23", "min"),
            ("f-half-spaces", "half-spaces count no single inputs", "R-08", "seed-1")]:
        source = put.HERE / "accept" / section / vector
        own = source / "model.safetensors"
        put.put("declined", "L-99", name, comment, (source / "certificate.json").read_bytes(), "UNKNOWN_STRATEGY",
                own.read_bytes() if own.exists() else (source / "model").read_text().strip(),
                flags=["--unsigned", "--range", "0..1"])


def too_long():
    """R-01's model with too many sums is too long as one range."""
    source = put.HERE / "decline" / "R-01" / "a-sums"
    own = source / "model.safetensors"
    model = own.read_bytes() if own.exists() else (source / "model").read_text().strip()
    want = json.loads((source / "vector.json").read_text())
    units = json.loads(base64.b64decode(json.loads(
        (source / "certificate.json").read_bytes())["payload"]))["predicate"]["claim"]["vocab"]
    more = {"generate": want["generate"]} if "generate" in want else {}
    put.put("declined", "L-99", "e-too-long", "all query tokens of a claim that R-01 (a) declines",
            (source / "certificate.json").read_bytes(), "LIMIT_EXCEEDED", model,
            flags=["--unsigned", "--range", "0..%d" % units], **more)
