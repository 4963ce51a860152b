# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON, numbers and base64 (F-02 to F-04), and the outcomes of a check (F-13, F-14)."""
import base64
import binascii
import json
import re
from fractions import Fraction

DECLINED = {"UNKNOWN_VERSION", "UNKNOWN_STRATEGY", "UNSUPPORTED_MODEL", "LIMIT_EXCEEDED",
            "UNKNOWN_PROFILE", "UNSUPPORTED_PROFILE", "UNKNOWN_TASK", "UNKNOWN_INPUTS"}


class Refused(Exception):
    """A certificate that is not accepted: a code of F-14 and a reason."""

    def __init__(self, code, reason):
        super().__init__(reason)
        self.code = code

    @property
    def verdict(self):
        return "declined" if self.code in DECLINED else "rejected"


class InputError(Exception):
    """A file that is missing, unreadable or, for a policy, malformed: exit code 66."""


class Reader:
    """Reads one object in its one spelling: every character is where its schema wants it."""

    NUMBER = re.compile(rb"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
    NAME = re.compile(rb'"([^"]*)"')  # printable ASCII without backslash, as is known by then

    def __init__(self, data, what):
        self.data, self.at, self.what = data, 0, what
        body = data[:-1]
        if data[-1:] != b"\n" or re.search(rb"[^ -~]", body):
            self.bad("want printable ASCII on one line that ends with a line feed")
        depth = deepest = 0
        for piece in re.findall(rb'"[^"]*"|[\[{]|[\]}]', body):
            depth += (piece in b"[{") - (piece in b"]}") if len(piece) == 1 else 0
            deepest = max(deepest, depth)
        if deepest > 8:
            self.bad("nested more than 8 deep")
        if b"\\" in body or b" " in re.sub(rb'"[^"]*"', b"", body):
            self.bad("want no white space between values, and no backslash")
        self.syntax(body.decode())

    def syntax(self, text):
        """All of it is JSON, without a name twice, before what it says counts."""
        decoder, at = json.JSONDecoder(object_pairs_hook=self.once, parse_int=str, parse_float=str,
                                       parse_constant=lambda name: self.bad("got " + name)), 0
        while at < len(text):
            try:
                _, at = decoder.raw_decode(text, at)
            except ValueError as error:
                self.bad("no JSON: %s" % error)

    def once(self, pairs):
        if len({name for name, _ in pairs}) < len(pairs):
            self.bad("a name twice")

    def bad(self, why, code="MALFORMED_JSON"):
        raise Refused(code, "%s: byte %d: %s" % (self.what, self.at, why))

    def peek(self):
        return self.data[self.at:self.at + 1]

    def eat(self, char):
        if self.peek() != char:
            self.bad("got %r, want %r" % (self.peek().decode("latin1"), char.decode()))
        self.at += 1

    def end(self):
        if self.data[self.at:] != b"\n":
            self.bad("want one line feed behind the object and nothing else")

    def text(self):
        """A string without quote and backslash (g)."""
        match = self.NAME.match(self.data, self.at)
        if not match:
            self.bad("want a string without escapes")
        self.at = match.end()
        return match.group(1).decode()

    def object(self, fields, more=None):
        """fields: (name, reader, optional) in their order; a dict of those present. `more` says which
        fields follow, when the first ones are read."""
        self.eat(b"{")
        found, todo = {}, list(fields)
        while True:
            if more and not todo:
                todo, more = more(found), None
            if self.peek() == b"}":
                missing = [name for name, _, optional in todo if not optional]
                if missing:
                    self.bad("want the member %s" % missing[0], "MISSING_FIELD")
                self.at += 1
                return found
            if found:
                self.eat(b",")
            name = self.text()
            while todo and todo[0][0] != name and todo[0][2]:
                todo.pop(0)
            if not todo or todo[0][0] != name:
                self.bad("got the member %s, want %s" % (name, todo[0][0] if todo else "none"),
                         "UNKNOWN_FIELD")
            self.eat(b":")
            found[name] = todo.pop(0)[1]()

    def array(self, item, most=None):
        """More than `most` are over a limit."""
        self.eat(b"[")
        out = []
        while self.peek() != b"]":
            if out:
                self.eat(b",")
            if most is not None and len(out) == most:
                self.bad("more than %d elements" % most, "LIMIT_EXCEEDED")
            out.append(item())
        self.at += 1
        return out

    def number(self, pattern):
        match = self.NUMBER.match(self.data, self.at)
        if not match:
            self.bad("want a number")
        spelled = match.group(0).decode()
        if self.data[match.end():match.end() + 1] not in (b",", b"}", b"]"):
            self.bad("want a number")
        if not re.fullmatch(pattern, spelled):
            self.bad("got the number %s" % spelled[:40], "MALFORMED_NUMBER")
        self.at = match.end()
        return int(spelled)

    def small(self):
        """F-03 (a)."""
        return self.number(r"0|[1-9][0-9]{0,8}")

    def weight(self):
        """F-03 (e)."""
        return self.number(r"0|[1-9][0-9]{0,9}")

    def big(self, fraction=False):
        """F-03 (b), (c): an integer, or where a margin stands a fraction in lowest terms."""
        spelled = self.text()
        if len(spelled) > 1000:
            self.bad("a number of %d characters" % len(spelled), "MALFORMED_NUMBER")
        pattern = r"0|-?[1-9][0-9]*" + (r"|-?[1-9][0-9]*/[1-9][0-9]*" if fraction else "")
        if not re.fullmatch(pattern, spelled):
            self.bad("no number in canonical spelling: %s" % spelled[:40], "MALFORMED_NUMBER")
        value = Fraction(spelled)
        if str(value) != spelled:
            self.bad("no fraction in lowest terms: %s" % spelled[:40], "MALFORMED_NUMBER")
        return value

    def word(self, known, code):
        """A reader of a string that is one of those known."""
        def read():
            got = self.text()
            if got not in known:
                raise Refused(code, "got %s, want %s" % (got[:80], " or ".join(known)))
            return got
        return read

    def digest(self):
        """F-03 (d)."""
        spelled = self.text()
        if not re.fullmatch(r"[0-9a-f]{64}", spelled):
            self.bad("no SHA-256 in lower-case hexadecimal", "MALFORMED_NUMBER")
        return spelled


def decode64(text, code):
    """F-04: exactly one spelling of bytes."""
    try:
        out = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(code, "not base64 with padding") from None
    if base64.b64encode(out).decode() != text:
        raise Refused(code, "base64 with pad bits that are not zero")
    return out
