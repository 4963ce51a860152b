# SPDX-License-Identifier: Apache-2.0
"""Programs of one head by the rules of version 1: F-23, L-76, L-77."""
from math import ceil

from .canon import Refused
from .circuits import Circuits
from .exact import Matrix, constant
from .question import demand, over


MOST_TERMS = 256  # L-53 (e)


def other(why):
    raise Refused("UNKNOWN_STRATEGY", why)


class Steps:
    """A program of n positions in which some steps are looked for; `want` refuses another."""

    def behind(self, step):
        """What has the last row that a `select` takes."""
        while step.op == "select":
            self.want(step.fields["position"] == self.n - 1, step)
            step = step.operands[0]
        return step

    def terms(self, step):
        """What a sum of sums adds up, from left to right: at most 256 steps, as sums may have 2^100 terms."""
        found, left = [], [step]
        while left:
            step = self.behind(left.pop())
            if step.op == "add":
                left.extend(reversed(step.operands))
            else:
                self.want(len(found) < MOST_TERMS, step)
                found.append(step)
        return found


class Labels:
    """L-77: what the new numbers stand for, `tokens` and `outputs` (None where there is none), and what
    each weighs at each position (L-78), None where all are alike."""

    def __init__(self, question):
        places = question.given["positions"] if question.given["kind"] == "all" else ()
        demand(places, "want every sequence of some ranges of tokens", other)
        free = [place for place in places if place[2]]
        low, high = min(place[0] for place in free), max(place[1] for place in free)
        first, last = question.outputs
        demand(first <= low and high <= last, "want the outputs %d to %d among those that compete" % (low, high), other)
        fixed = sorted({place[0] for place in places if not place[2]})
        demand(len(fixed) + last - first < 4096, "more than 4096 numbers", over)
        order = list(range(low, high + 1))
        if not self.is_max(question.asked, len(free)):
            order.reverse()
        rest = [*range(first, low), *range(high + 1, last + 1)]
        self.tokens, self.outputs = fixed + order + order[:1] * len(rest), [None] * len(fixed) + order + rest
        self.weights = None
        if fixed or rest or len(set(places)) > 1:
            self.weights = [self.row(place, len(fixed), len(order)) for place in places]

    def row(self, place, fixed, free):
        """The weights at one position."""
        low, high, is_free = place
        return [int(is_free == (fixed <= j < fixed + free) and low <= t <= high) if j < fixed + free else 0
                for j, t in enumerate(self.tokens)]

    @staticmethod
    def is_max(task, free):
        rank = {"max": 1, "min": free}.get(task["name"], task.get("n"))
        demand(task["name"] in ("max", "min", "nth-largest") and rank in (1, free),
               "want the largest or the smallest token", other)
        return task["name"] == "max" or task["name"] == "nth-largest" and rank == 1


class OneHead(Steps):
    """The weights of a program as those of model.Model, by the new numbers."""

    def __init__(self, program, numbers, margin):
        self.n = program.question.length
        unembed = self.behind(program.last)
        self.want(unembed.op == "linear", unembed)
        parts = self.terms(unembed.operands[0])
        self.want(sorted(step.op for step in parts) == ["embed", "linear", "positions"], unembed)
        embed, output, positions = sorted(parts, key=lambda step: step.op)
        head = self.behind(output.operands[0])
        self.want(head.op == "attention" and head.fields["heads"] == 1, head)
        query, key, value = head.operands
        for part in head.operands:
            self.want(part.op == "linear"
                      and sorted(map(id, self.terms(part.operands[0]))) == sorted(map(id, (embed, positions))), part)
        self.h = query.width
        self.want(value.width == self.h and self.is_root(head.fields), head)
        table = embed.weights["table"]
        self.E = Matrix([table.rows[t] for t in numbers.tokens], table.e)
        self.P = Matrix(positions.weights["table"].rows[:self.n], positions.weights["table"].e)
        self.k, self.v, self.d = self.n, len(numbers.tokens), embed.width
        (self.Q, self.bQ), (self.K, self.bK), (self.V, self.bV), (self.O, self.bO) = (
            self.affine(step) for step in (query, key, value, output))
        rows, bias = unembed.weights["weight"], self.affine(unembed)[1]
        real, none = [o for o in numbers.outputs if o is not None], numbers.outputs.count(None)
        self.U = Matrix([rows.rows[o] for o in real], rows.e).T
        self.bU = Matrix([[bias.rows[0][o] for o in real]], bias.e)
        if none:
            self.lower(none, margin)

    def lower(self, count, margin):
        """Outputs in front of the others, below each of them by more than the margin (L-77, 3)."""
        c = Circuits(self)
        sizes = [table.size() for table in (c.D, c.OV, c.PV)]
        size = max([0] + [size + 2 for size in sizes if size is not None])
        low = -(2 ** size + ceil(margin))
        self.U = Matrix([[0] * count + row for row in self.U.rows], self.U.e)
        e = min(0, self.bU.e)
        self.bU = Matrix([[low << -e] * count + self.bU.at(e)[0]], e)

    @staticmethod
    def want(holds, step):
        if not holds:
            raise Refused("UNSUPPORTED_MODEL", "step %s: no network of one head alone" % step.name)

    def is_root(self, fields):
        """Whether the scale is 1/sqrt(h)."""
        scale, root = fields.get("scale", 1), fields.get("scaleRoot", 1)
        return scale > 0 and scale * scale * self.h == root

    @staticmethod
    def affine(step):
        """Matrix [in, out] and bias of a linear step."""
        return step.weights["weight"].T, step.weights.get("bias") or constant(0, 1, step.width)
