# SPDX-License-Identifier: Apache-2.0
"""The inputs of a claim about a program, and which output is right (F-17 to F-19, `tasks.md`)."""
import itertools
import math
import sys
from array import array
from collections import Counter

from .canon import Refused
from .draws import before, bound, drawn
from .model import parse, layout
from .question import demand, over

CODES = {"I64": "q", "I32": "i", "U8": "B"}
OUTSIDE = -1


def numbers(data, name, rank):
    """F-19: the shape and the numbers of a tensor of a data file."""
    header, start = parse(data, least=0)
    layout(header, len(data) - start)

    def bad(why):
        raise Refused("SHAPE_MISMATCH", "data: %s: %s" % (name, why))

    if name not in header:
        bad("no such tensor")
    entry, (begin, end) = header[name], header[name]["data_offsets"]
    if entry["dtype"] not in CODES:
        bad("dtype " + entry["dtype"])
    found, count = array(CODES[entry["dtype"]]), math.prod(entry["shape"])
    if len(entry["shape"]) != rank or count * found.itemsize != end - begin:
        bad("shape %s" % entry["shape"])
    demand(count <= 1 << 25, "data: more than 2^25 numbers", over)
    found.frombytes(memoryview(data)[start + begin:start + end])
    if sys.byteorder == "big":
        found.byteswap()
    demand(all(0 <= n < 1 << 24 for n in found), "data: a number that is not from 0 to 2^24 - 1")
    return entry["shape"], found


def permutations(n):
    return list(itertools.permutations(range(n)))


def share(over, under):
    return {"fraction": "%d/%d" % (over, under), "decimal": "%d.%010d" % divmod(over * 10 ** 10 // under, 10 ** 10)}


class Rows:
    """A table of so many columns, a tuple a row; there may be 2^25 numbers, so no row is kept."""

    def __init__(self, numbers_, columns):
        self.numbers, self.columns = numbers_, columns

    def __len__(self):
        return len(self.numbers) // self.columns

    def __iter__(self):
        return zip(*[iter(self.numbers)] * self.columns)


class Inputs:
    """`all()` yields (number, tokens); `right(number, tokens)` is the right output or OUTSIDE."""

    def __init__(self, question, find):
        self.question, given, self.free = question, question.given, question.free
        self.rows = self.labels = self.draws = None
        if given["kind"] == "file":
            shape, found = numbers(find(given["sha256"]), given["tensor"], 2)
            if shape[1] != question.length:
                raise Refused("SHAPE_MISMATCH", "data: rows of %d tokens, want %d" % (
                    shape[1], question.length))
            self.rows = Rows(found, shape[1])
            self.count = len(self.rows)
        elif given["kind"] == "drawn":
            self.count = given["draws"]
            self.draws = drawn(before(question.reader.data, b"correct"), given["positions"], self.count)
        else:
            self.count = math.prod(high - low + 1 for low, high, _ in given["positions"])
        demand(self.count <= 1 << 26, "more than 2^26 inputs", over)
        demand(self.count * question.length <= 1 << 30, "more than 2^30 tokens", over)
        task = question.asked
        self.rule = getattr(self, task["name"].replace("-", "_"))
        if task["name"] == "table":
            shape, self.labels = numbers(find(task["sha256"]), task["tensor"], 1)
            if shape[0] != self.count:
                raise Refused("SHAPE_MISMATCH", "data: %d labels of %d inputs" % (shape[0], self.count))
        if task["name"] == "compose":
            self.permutations = permutations(task["n"])
            self.places = {p: i for i, p in enumerate(self.permutations)}
        self.domain()

    def domain(self):
        """F-18 (c)."""
        task = self.question.asked
        known = {"compose": lambda: range(math.factorial(task["n"])),
                 "balanced": lambda: (task["open"], task["close"])}.get(task["name"])
        if known:
            known = known()
            demand(all(t in known for i in self.free for t in self.tokens(i)), "a token of no meaning")

    def tokens(self, i):
        """Those that occur at a position."""
        if self.rows is not None:
            return {row[i] for row in self.rows}
        low, high, _ = self.question.given["positions"][i]
        return range(low, high + 1)

    def sequences(self, last):
        """How many there are up to a position."""
        if self.rows is not None or self.draws is not None:
            return self.count
        return math.prod(len(self.tokens(i)) for i in range(last + 1))

    def largest(self):
        if self.rows is not None:
            return max((max(row) for row in self.rows), default=0)
        return max(high for _, high, _ in self.question.given["positions"])

    def all(self):
        if self.rows is not None or self.draws is not None:
            return enumerate(self.rows if self.draws is None else self.draws)
        return enumerate(itertools.product(*(self.tokens(i) for i in range(self.question.length))))

    def total(self):
        """How many are inside the task."""
        if self.question.asked["name"] not in ("repeat", "distinct-repeat", "majority"):
            return self.count
        return sum(self.right(number, tokens) != OUTSIDE for number, tokens in self.all())

    def sample(self):
        """What is known of all sequences that could have been drawn (F-22)."""
        if self.draws is None:
            return None
        question, given = self.question, self.question.given
        provable = bound(question.total, question.correct, given["confidence"])
        if question.bound * (1 << 64) > provable:
            raise Refused("CLAIM_NOT_PROVED", "bound: got %s, want <= %d / 2^64" % (question.bound, provable))
        population = math.prod(high - low + 1 for low, high, _ in given["positions"])
        return {"population": str(population), "distinct": len(set(self.draws)),
                "confidence": given["confidence"],
                "bound": share(question.bound.numerator, question.bound.denominator),
                "provable": share(provable, 1 << 64),
                "source": given["source"], "round": given["round"], "beacon": question.value,
                "commitment": before(question.reader.data, b"beacon").hex()}

    def right(self, number, tokens):
        if self.labels is not None:
            return self.labels[number]
        return self.rule([tokens[i] for i in self.free])

    def table(self, a):
        raise AssertionError("a table has labels")

    def max(self, a):
        return max(a)

    def min(self, a):
        return min(a)

    def nth_largest(self, a):
        return sorted(a)[-self.question.asked["n"]]

    def sum_mod(self, a):
        return sum(a) % self.question.asked["modulus"]

    def difference_mod(self, a):
        return (a[0] - a[1]) % self.question.asked["modulus"]

    def product_mod(self, a):
        return math.prod(a) % self.question.asked["modulus"]

    def compose(self, a):
        first, second = (self.permutations[t] for t in a)
        if self.question.asked["order"] == "left-first":
            first, second = second, first
        return self.places[tuple(first[second[x]] for x in range(len(first)))]

    def balanced(self, a):
        task, depth, least = self.question.asked, 0, 0
        for token in a:
            depth += 1 if token == task["open"] else -1
            least = min(least, depth)
        return task["valid"] if depth == least == 0 else task["invalid"]

    def token(self, a):
        return a[self.question.asked["index"]]

    def repeat(self, a):
        before = [j for j in range(len(a) - 1) if a[j] == a[-1]]
        return a[before[-1] + 1] if before else OUTSIDE

    def distinct_repeat(self, a):
        inside = len(set(a[:-1])) == len(a) - 1 and a[-1] in a[:-2]
        return self.repeat(a) if inside else OUTSIDE

    def majority(self, a):
        (token, most), *rest = Counter(a).most_common(2)
        return OUTSIDE if rest and rest[0][1] == most else token
