# SPDX-License-Identifier: Apache-2.0
"""Payload, claim and strategy as they are spelled (F-09 to F-11)."""
from math import prod

from .canon import Reader, Refused
from .circuits import ATTENTION, DIRECT
from .onehead import Labels
from .question import PROFILES, PROGRAM_PROFILE, Question, demand, over

ALPHABET = {char: value for value, char in enumerate(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")}
STRATEGIES = {  # hints: (name, kind, optional)
    "brute-force": [],
    "grouped-counting": [("bins", "small", False), ("cover", "bits", False),
                         ("scaled", "bits", True)],
    "potential-counting": [("attention", "text", False), ("direct", "text", False),
                           ("shift", "word", True), ("directions", "bits", False), ("classes", "bits", False),
                           ("bins", "small", False), ("cover", "bits", False)],
    "cubic": [],
    "cubic-retest": [("cells", "bits", False)],
    "sub-cubic": [("direct", "text", False), ("handling", "text", False),
                  ("attention", "text", False), ("gaps", "bits", False),
                  ("directions", "bits", False)]}
OF_PROGRAMS = {"exhaustive": [], "half-spaces": [("bins", "small", False), ("split", "bits", True),
                                                 ("cover", "bits", False), ("slopes", "bits", True)]}
WEIGHTED = ("brute-force", "grouped-counting", "potential-counting")
VERSIONS = ("urn:assay:certificate:v1", "urn:assay:certificate:v2")
HANDLINGS = ("envelope", "mean_query+diff", "drop_average_query_per_output_logit_reasoning")


def options(strategy, name):
    """F-11 (d): the code words of an option."""
    direct = DIRECT if strategy == "sub-cubic" else ("exact",) + DIRECT[2:]
    return {"attention": tuple(ATTENTION), "handling": HANDLINGS, "direct": direct}[name]


class Bits:
    """A packed table (F-11): bits behind the end are zeros; `end` says what was wrong."""

    def __init__(self, text, name):
        if any(char not in ALPHABET for char in text):
            raise Refused("HINT_RANGE", "%s: a character of another alphabet" % name)
        self.name, self.at = name, 0
        self.bits = "".join("{:06b}".format(ALPHABET[char]) for char in text)

    def __len__(self):
        return len(self.bits)

    def take(self, count):
        piece = self.bits[self.at:self.at + count]
        self.at += count
        return int(piece.ljust(count, "0") or "0", 2)

    def signed(self, count):
        value = self.take(count)
        return value - (1 << count) if value >> count - 1 else value

    def want(self, least):
        if len(self.bits) < least:
            raise Refused("HINT_RANGE", "%s: want %d bits, got %d" % (
                self.name, least, len(self.bits)))

    def end(self):
        left = len(self.bits) - self.at
        if not 0 <= left <= 5 or "1" in self.bits[self.at:]:
            raise Refused("HINT_RANGE", "%s: want %d bits and at most five zeros, got %d bits" % (
                self.name, self.at, len(self.bits)))


class Claim:
    """Members as in F-10 and F-09; `hints` as the strategy names them. `divided`: it is to be decided in
    parts (L-99)."""

    def __init__(self, payload, divided=False):
        self.divided = divided
        self.profile = self.weights = self.question = self.numbers = self.labels = None
        reader = Reader(payload, "payload")
        self.reader = reader

        def version(want):
            return reader.word(want, "UNKNOWN_VERSION")

        def subjects():
            found = reader.array(self.subject)
            if len(found) != 1:
                reader.bad("%d subjects, want one" % len(found))

        def predicate(found):
            first = found["predicateType"] == VERSIONS[0]
            members = [("claim", self.claim, False), ("strategy", self.strategy, False)] if first else [
                ("claim", self.ask, False), ("circuit", self.circuit, True),
                ("strategy", lambda: (self.strategy if self.numbers else self.of_program)(), False)]
            return [("predicate", lambda: reader.object(members), False)]

        reader.object([("_type", version(("https://in-toto.io/Statement/v1",)), False),
                       ("subject", subjects, False),
                       ("predicateType", version(VERSIONS), False)], predicate)
        reader.end()

    def ask(self):
        """The claim of a certificate of version 2 (F-15)."""
        self.question = Question(self.reader)
        self.margin, self.correct, self.total = (
            self.question.margin, self.question.correct, self.question.total)
        self.profile, self.profile_name = self.question.profile, PROGRAM_PROFILE

    def circuit(self):
        """F-23: the sizes, then what the tokens are renumbered by (L-77)."""
        self.require_whole("one with circuit")
        def size():
            found = self.reader.small()
            demand(found <= 4096, "dModel, dHead: at most 4096", over)
            return found
        got = self.reader.object([("dModel", size, False), ("dHead", size, False)])
        if self.profile is not None:
            raise Refused("UNSUPPORTED_PROFILE", "executions are not decided with circuit")
        self.numbers, places = Labels(self.question), self.question.given["positions"]
        inputs = prod(high - low + 1 for low, high, _ in places)
        demand(self.total == inputs, "total is not that of all inputs")
        self.sizes = len(places), len(self.numbers.tokens), got["dModel"], got["dHead"]
        self.weights = self.numbers.weights

    def of_program(self):
        """F-15 (g), F-24."""
        reader = self.reader
        kinds = {"small": lambda name: reader.small, "bits": lambda name: lambda: Bits(reader.text(), name)}

        def hints(found):
            self.name = found["name"]
            if self.name == "half-spaces":
                self.require_whole(self.name)
                self.spaces()
            return [(name, kinds[kind](name), optional) for name, kind, optional in OF_PROGRAMS[self.name]]

        name = ("name", reader.word(OF_PROGRAMS, "UNKNOWN_STRATEGY"), False)
        self.hints = reader.object([name], hints)

    def require_whole(self, strategy):
        if self.divided:  # L-99 (f)
            raise Refused("UNKNOWN_STRATEGY", "strategy: %s is not divided" % strategy)

    def spaces(self):
        """F-24: what the tokens are renumbered by (L-77)."""
        if self.profile is not None:
            raise Refused("UNSUPPORTED_PROFILE", "executions are not decided by half-spaces")
        self.labels = Labels(self.question)
        inputs = prod(high - low + 1 for low, high, _ in self.question.given["positions"])
        demand(self.total == inputs, "total is not that of all inputs")

    def subject(self):
        reader = self.reader
        digest = [("sha256", reader.digest, False)]
        got = reader.object([("name", reader.text, False),
                             ("digest", lambda: reader.object(digest), False)])
        if not 1 <= len(got["name"]) <= 128 or "/" in got["name"]:
            reader.bad("a name of 1 to 128 characters without /")
        self.digest = got["digest"]["sha256"]

    def claim(self):
        """Each member is judged when it is read: F-01 (d), (e), F-10 (b), (k), (l), (c), (d), (f), (g)."""
        reader, found = self.reader, {}

        def size(name, most):
            def read():
                found[name] = reader.small()
                demand(found[name] <= most, "claimed %s: at most %d" % (name, most), over)
                return found[name]
            return name, read, False

        def weight():
            found["weights"] = found.get("weights", 0) + 1
            demand(found["weights"] <= found["vocab"], "more weights than tokens")
            one = reader.weight()
            demand(0 < one < 1 << 31, "want a weight from 1 to 2^31 - 1 for each token")
            return one

        def weights():
            self.weights = reader.array(weight)
            demand(len(self.weights) == found["vocab"], "fewer weights than tokens")

        def correct():
            self.correct = int(reader.big())

        def total():
            self.total = int(reader.big())
            tokens = found["vocab"] if self.weights is None else sum(self.weights)
            demand(self.total == tokens ** found["k"], "total is not that of all inputs")
            demand(0 <= self.correct <= self.total, "correct is not from 0 to total")

        def executions():
            self.profile = int(reader.big())
            demand(0 <= self.profile <= self.total, "the profile's correct")

        def name():
            self.profile_name = reader.word(tuple(PROFILES), "UNKNOWN_PROFILE")()

        line = [("name", name, False),
                ("correct", executions, False)]
        reader.object([
            size("k", 256), size("vocab", 4096), size("dModel", 4096), size("dHead", 4096),
            ("margin", self.read_margin, False), ("weights", weights, True), ("correct", correct, False),
            ("total", total, False), ("profile", lambda: reader.object(line), True)])
        self.sizes = tuple(found[name] for name in ("k", "vocab", "dModel", "dHead"))

    def read_margin(self):
        self.margin = self.reader.big(fraction=True)
        demand(self.margin >= 0, "margin below 0")

    def strategy(self):
        """The name decides which members follow."""
        reader = self.reader
        words = {}

        def option(name):
            """Judged when the last option is read."""
            def read():
                words[name] = reader.text()
                names = [one for one, kind, _ in STRATEGIES[self.name] if kind == "text"]
                for one in names if name == names[-1] else ():
                    if words[one] not in options(self.name, one):
                        raise Refused("UNKNOWN_STRATEGY", "%s: got %s" % (one, words[one][:80]))
                return words[name]
            return read

        kinds = {"small": lambda name: reader.small, "text": option,
                 "word": lambda name: reader.word(("direct",), "UNKNOWN_STRATEGY"),
                 "bits": lambda name: lambda: Bits(reader.text(), name)}

        def hints(found):
            self.name = found["name"]
            if self.weights is not None and self.name not in WEIGHTED:
                raise Refused("UNKNOWN_STRATEGY", self.name + " proves no claim with weights")
            return [(name, kinds[kind](name), optional)
                    for name, kind, optional in STRATEGIES[self.name]]

        name = ("name", reader.word(STRATEGIES, "UNKNOWN_STRATEGY"), False)
        self.hints = reader.object([name], hints)
        if self.name != "brute-force":
            self.require_whole(self.name)
