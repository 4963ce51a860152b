# SPDX-License-Identifier: Apache-2.0
"""Claims that are decided in parts (L-99, F-25): adding parts up, and a part by brute force."""
import hashlib
import json
import re

from .canon import InputError
from .exhaustion import BruteForce, by_position, limit

FIELDS = ["part", "claim", "unit", "units", "from", "to", "total", "proved", "executed", "operations", "levels"]
MOST = 1 << 40  # a number of units
NUMBER = re.compile(r"0|-?[1-9][0-9]{0,999}")


def need(holds, text):
    if not holds:
        raise InputError("parts: " + text)


def number(fields, name, most=None):
    text = fields[name]
    need(isinstance(text, str), "MALFORMED_JSON: %s" % name)
    need(NUMBER.fullmatch(text), "MALFORMED_NUMBER: %s" % name)
    need(int(text) >= 0 and (most is None or int(text) <= most), "CLAIM_RANGE: %s: %s" % (name, text))
    return int(text)


def read(data):
    """The parts of a file, F-25: each a line in its one spelling."""
    need(data.endswith(b"\n"), "no line feed at the end")
    return [one(line) for line in data[:-1].decode("ascii", "replace").split("\n")]


def one(line):
    try:
        fields = json.loads(line)
    except ValueError:
        raise InputError("parts: MALFORMED_JSON") from None
    need(isinstance(fields, dict) and json.dumps(fields, separators=(",", ":")) == line, "MALFORMED_JSON")
    need(fields.get("part") == "urn:assay:part:v1", "UNKNOWN_VERSION")
    want = [name for name in FIELDS if name != "executed" or name in fields]
    need(list(fields) == want, "fields: got %s, want %s" % (list(fields), want))
    for name in ("units", "from", "to"):
        fields[name] = number(fields, name, MOST)
    for name in ("total", "proved", "operations") + (("executed",) if "executed" in fields else ()):
        fields[name] = number(fields, name)
    need(fields["from"] <= fields["to"] <= fields["units"], "CLAIM_RANGE: %(from)d..%(to)d" % fields)
    levels = fields["levels"]
    need(isinstance(levels, list) and len(levels) <= 16, "MALFORMED_JSON")
    for i, _ in enumerate(levels):
        number(levels, i, MOST)
    return fields


def added(parts, payload, claim, unit, units):
    """L-99: proved, and in every execution or None."""
    digest = hashlib.sha256(payload).hexdigest()
    for part in parts:
        need(part["claim"] == digest, "claim: got %s, want %s" % (part["claim"], digest))  # (a)
        need((part["unit"], part["units"]) == (unit, units), "units: got %(units)d %(unit)s" % part)  # (a)
        need(part["proved"] <= part["total"], "%(from)d..%(to)d proves more than there is" % part)  # (d)
        need(("executed" in part) == (claim.profile is not None), "executions, or none, of a part")  # (d)
        need(part.get("executed", 0) <= part["proved"], "executions: more than proves")  # (d)
    place = 0
    for part in sorted(parts, key=lambda part: (part["from"], part["to"])):
        need(part["from"] == place, "units from %d on: got %d" % (place, part["from"]))  # (b)
        place = part["to"]
    need(place == units, "they end at unit %d, want %d" % (place, units))  # (b)
    total = sum(part["total"] for part in parts)
    need(total == claim.total, "their totals add up to %d, want %d" % (total, claim.total))  # (c)
    executed = sum(part["executed"] for part in parts) if claim.profile is not None else None
    return sum(part["proved"] for part in parts), executed


def span(text):
    """FROM..TO."""
    found = re.fullmatch(r"([0-9]{1,13})\.\.([0-9]{1,13})", text)
    need(found and int(found[1]) <= int(found[2]), "range: got %s" % text)
    return int(found[1]), int(found[2])


class QueryRange(BruteForce):
    """R-01 for the inputs that end with a token of a range: all others weigh nothing (L-78)."""

    def restrict(self, first, last):
        need(last <= self.v, "range: the claim has %d query tokens" % self.v)
        self.first, self.last = first, last

    def limits(self, weights):
        v, k = self.v, self.k
        work = (self.last - self.first) * v ** (k - 1) * (v * (v + 32) + 256) // v
        limit(work <= 1 << 37 and k * v ** 4 <= 1 << 35, "too many inputs of a part")  # L-99 (e)
        rows = [list(row) for row in by_position(v, k, weights)]
        rows[-1] = [w if self.first <= q < self.last else 0 for q, w in enumerate(rows[-1])]
        self.restricted = rows
        self.w = rows
        self.total = [[sum(row[:i]) for i in range(v + 1)] for row in rows]

    def all(self):
        out = 1
        for row in self.restricted:
            out *= sum(row)
        return out
