# SPDX-License-Identifier: Apache-2.0
"""Programs of one head by the rules of version 1: F-22, L-76, L-77."""
from .canon import Refused
from .exact import Matrix, constant
from .question import demand, over


def other(why):
    raise Refused("UNKNOWN_STRATEGY", why)


def labels(question):
    """L-77: the token and output that each new number stands for."""
    places = question.given.get("positions", ())
    demand(len(set(places)) == 1,  # and one of them is free (F-17 c)
           "want every sequence of one range of tokens", other)
    low, high, _ = places[0]
    demand(question.outputs == (low, high), "want the outputs %d to %d" % (low, high), other)
    demand(high - low < 4096, "more than 4096 tokens", over)
    task = question.asked
    rank = {"max": 1, "min": len(places)}.get(task["name"], task.get("n"))
    demand(task["name"] in ("max", "min", "nth-largest") and rank in (1, len(places)),
           "want the largest or the smallest token", other)
    up = task["name"] == "max" or task["name"] == "nth-largest" and rank == 1
    return list(range(low, high + 1)) if up else list(range(high, low - 1, -1))


class OneHead:
    """The weights of a program as those of model.Model, by the new numbers."""

    def __init__(self, program, numbers):
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
        self.E = Matrix([table.rows[t] for t in numbers], table.e)
        self.P = Matrix(positions.weights["table"].rows[:self.n], positions.weights["table"].e)
        self.k, self.v, self.d = self.n, len(numbers), embed.width
        (self.Q, self.bQ), (self.K, self.bK), (self.V, self.bV), (self.O, self.bO) = (
            self.affine(step) for step in (query, key, value, output))
        rows, bias = unembed.weights["weight"], self.affine(unembed)[1]
        self.U = Matrix([rows.rows[o] for o in numbers], rows.e).T
        self.bU = Matrix([[bias.rows[0][o] for o in numbers]], bias.e)

    @staticmethod
    def want(holds, step):
        if not holds:
            raise Refused("UNSUPPORTED_MODEL", "step %s: no network of one head alone" % step.name)

    def behind(self, step):
        """What has the last row that a `select` takes."""
        while step.op == "select":
            self.want(step.fields["position"] == self.n - 1, step)
            step = step.operands[0]
        return step

    def terms(self, step):
        step = self.behind(step)
        return [one for x in step.operands for one in self.terms(x)] if step.op == "add" else [step]

    def is_root(self, fields):
        """Whether the scale is 1/sqrt(h)."""
        scale, root = fields.get("scale", 1), fields.get("scaleRoot", 1)
        return scale > 0 and scale * scale * self.h == root

    @staticmethod
    def affine(step):
        """Matrix [in, out] and bias of a linear step."""
        return step.weights["weight"].T, step.weights.get("bias") or constant(0, 1, step.width)
