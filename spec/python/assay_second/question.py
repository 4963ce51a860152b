# SPDX-License-Identifier: Apache-2.0
"""Claims about programs as they are spelled (F-15 to F-18): network, inputs, task."""
import math
import re

from .canon import Refused

PROFILES = {"binary32-any-order": (8, 4), "binary32-any-engine": (48, 8)}  # e0 of L-42, r of L-43
PROGRAM_PROFILE = "binary32-any-engine"
TABLES, LINEAR = ("rows", "columns"), ("in-out", "out-in", "heads-in-out", "heads-out-in")
FUNCTIONS = ("relu", "gelu", "gelu-tanh", "silu")
TABLE = (("table", "text"), ("layout", TABLES))
FIELDS = {  # of a step: name, kind; "?" may be left out
    "embed": TABLE, "positions": TABLE, "add": (("of", "steps"),),
    "linear": (("of", "step"), ("weight", "text"), ("layout", LINEAR), ("bias?", "text")),
    "attention": (("query", "step"), ("key", "step"), ("value", "step"), ("heads", "small"),
                  ("mask", ("causal", "none")), ("maskedScore?", "rational"),
                  ("maskedProduct?", "rational"), ("scale?", "rational"), ("scaleRoot?", "small")),
    "norm": (("of", "step"), ("kind", ("layer", "rms")), ("epsilon", "rational"),
             ("weight?", "text"), ("bias?", "text")),
    "select": (("of", "step"), ("position", "small")),
    "pool": (("of", "step"), ("kind", ("sum", "mean"))), "concat": (("of", "steps"),),
    "slice": (("of", "step"), ("from", "small"), ("width", "small"))}
FIELDS.update({name: (("of", "step"),) for name in FUNCTIONS})
MOST_READ = {"add": 16, "concat": 256}
TASKS = {"max": (), "min": (), "nth-largest": ("n",), "sum-mod": ("modulus",),
         "difference-mod": ("modulus",), "product-mod": ("modulus",), "compose": ("n", "order"),
         "balanced": ("open", "close", "invalid", "valid"), "token": ("index",), "repeat": (),
         "distinct-repeat": (), "majority": (), "table": ("sha256", "tensor")}
LEAST_FREE = {"repeat": 2, "distinct-repeat": 3, "difference-mod": 2, "compose": 2}


def wrong(why):
    raise Refused("CLAIM_RANGE", why)


def over(why):
    raise Refused("LIMIT_EXCEEDED", why)


def demand(holds, why, refuse=wrong):
    if not holds:
        refuse(why)


class Question:
    """A claim: steps (a dict each), unread, inputs, outputs (from, to), task, margin and counts."""

    def __init__(self, reader):
        self.reader, self.known, self.read = reader, set(), set()
        small, big = reader.small, reader.big

        def network():
            got = reader.object([("steps", lambda: reader.array(self.step, 256), False),
                                 ("unread", lambda: reader.array(reader.text, 4096), False)])
            self.judge_steps(got["steps"])
            return got

        def outputs():
            got = reader.object([("from", small, False), ("to", small, False)])
            return got["from"], got["to"]

        def profile_name():
            name = reader.word(tuple(PROFILES), "UNKNOWN_PROFILE")()
            if name != PROGRAM_PROFILE:
                raise Refused("UNSUPPORTED_PROFILE", "of programs there is %s alone" % PROGRAM_PROFILE)
            return name

        def profile():
            return reader.object([("name", profile_name, False), ("correct", big, False)])

        got = reader.object([
            ("network", network, False), ("inputs", self.tagged("kind", self.inputs, self.judge_inputs), False),
            ("outputs", outputs, False), ("task", self.tagged("name", self.task, self.judge_task), False),
            ("margin", lambda: big(fraction=True), False)], lambda found: self.beacon(found) + [
                ("correct", big, False), ("total", big, False)] + self.claimed_bound(found) + [
                    ("profile", profile, True)])
        self.steps, self.unread = got["network"]["steps"], got["network"]["unread"]
        self.outputs, self.asked = got["outputs"], got["task"]
        self.value, self.bound = got.get("beacon"), got.get("bound")
        self.margin, self.correct, self.total = got["margin"], int(got["correct"]), int(got["total"])
        demand(self.outputs[0] <= self.outputs[1], "outputs: from above to")
        demand(self.margin >= 0, "margin below 0")
        demand(0 <= self.correct <= self.total, "correct is not from 0 to total")
        self.profile = got.get("profile") and int(got["profile"]["correct"])
        demand(0 <= (self.profile or 0) <= self.total, "correct of the profile is not from 0 to total")

    def beacon(self, found):
        """F-22 (f): where inputs are drawn, what they are drawn by."""
        return [("beacon", self.value_read, False)] if found["inputs"]["kind"] == "drawn" else []

    def claimed_bound(self, found):
        """F-22 (f), (h)."""
        def read():
            got = self.reader.big(fraction=True)
            demand(got >= 0, "bound below 0")
            return got
        return [("bound", read, False)] if found["inputs"]["kind"] == "drawn" else []

    def value_read(self):
        """F-22 (e)."""
        spelled = self.reader.text()
        if not re.fullmatch("(?:[0-9a-f]{2}){16,64}", spelled):
            self.reader.bad("no value of a beacon: %s" % spelled[:40], "MALFORMED_NUMBER")
        return spelled

    def tagged(self, tag, more, judge):
        """A reader of an object whose first member says which ones follow, judged when it ends."""
        def read():
            found = self.reader.object([(tag, self.reader.text, False)], more)
            judge(found)
            return found
        return read

    def kind(self, kind):
        """The reader of a field of a step."""
        if isinstance(kind, tuple):
            return self.reader.word(kind, "UNSUPPORTED_MODEL")
        reader = self.reader
        return {"text": reader.text, "step": reader.text, "small": reader.small,
                "rational": lambda: reader.big(fraction=True),
                "steps": lambda: reader.array(reader.text)}[kind]

    def step(self):
        def more(found):
            return [(name.rstrip("?"), self.kind(kind), name.endswith("?"))
                    for name, kind in FIELDS[found["op"]]]
        reader = self.reader
        step = reader.object([("name", self.step_name, False),
                              ("op", reader.word(FIELDS, "UNSUPPORTED_MODEL"), False)], more)
        if step["op"] == "attention":
            if len({"scale", "scaleRoot"} & set(step)) == 0:
                reader.bad("want scale or scaleRoot", "MISSING_FIELD")
            if {"scale", "scaleRoot"} <= set(step) or {"maskedScore", "maskedProduct"} <= set(step):
                reader.bad("two that exclude each other", "UNKNOWN_FIELD")
        self.judge(step)
        return step

    def inputs(self, found):
        reader, small = self.reader, self.reader.small

        def position():
            got = reader.object([], lambda none: [("token", small, True), ("from", small, True),
                                                  ("to", small, True)])
            if set(got) not in ({"token"}, {"from", "to"}):
                reader.bad("want token, or from and to", "MISSING_FIELD" if not got or "from" in got
                           and "token" not in got else "UNKNOWN_FIELD")
            return (got["token"], got["token"], False) if "token" in got else (
                got["from"], got["to"], True)

        if found["kind"] == "all":
            return [("positions", lambda: reader.array(position, 256), False)]
        if found["kind"] == "drawn":
            return [("positions", lambda: reader.array(position, 256), False), ("draws", small, False),
                    ("confidence", small, False), ("source", reader.text, False),
                    ("round", reader.text, False)]
        if found["kind"] == "file":
            return [("sha256", reader.digest, False), ("tensor", reader.text, False),
                    ("length", small, False), ("free", lambda: reader.array(small, 256), False)]
        raise Refused("UNKNOWN_INPUTS", "inputs of kind " + found["kind"][:80])

    def task(self, found):
        reader = self.reader
        if found["name"] not in TASKS:
            raise Refused("UNKNOWN_TASK", "task " + found["name"][:80])
        kinds = {"order": reader.text, "sha256": reader.digest, "tensor": reader.text}
        return [(name, kinds.get(name, reader.small), False) for name in TASKS[found["name"]]]

    def step_name(self):
        """F-16 (a), when the name is read."""
        name = self.reader.text()
        demand(re.fullmatch(r"[A-Za-z0-9._-]{1,64}", name), "a step named " + name[:80])
        demand(name not in self.known, "two steps named " + name)
        return name

    def judge(self, step):
        """F-16 (b), (i), when the step is read."""
        name = step["name"]
        for operand in self.reads(step):
            demand(operand in self.known, "%s reads %s, which is no earlier step" % (name, operand[:80]))
            self.read.add(operand)
        self.known.add(name)
        self.judge_numbers(step)

    def judge_steps(self, steps):
        """F-16 (c), (l)."""
        demand(steps and self.known - self.read == {steps[-1]["name"]}, "a step that nothing reads")
        demand(any(step["op"] == "embed" for step in steps), "no embed")

    @staticmethod
    def reads(step):
        names = []
        for field, kind in FIELDS[step["op"]]:
            names += {"step": [step.get(field)], "steps": step.get(field)}.get(
                kind if isinstance(kind, str) else "", [])
        if step["op"] in MOST_READ:
            demand(2 <= len(names) <= MOST_READ[step["op"]], "%s of %d steps" % (step["op"], len(names)))
        return names

    @staticmethod
    def judge_numbers(step):
        """F-16 (i)."""
        if step["op"] == "attention":
            demand(step["heads"] >= 1, "no heads")
            demand(step.get("scaleRoot", 1) >= 1, "scaleRoot 0")
            demand(step["mask"] == "causal" or not {"maskedScore", "maskedProduct"} & set(step),
                   "a number for masked scores, and no mask")
        demand(step.get("epsilon", 0) >= 0, "epsilon below 0")

    def judge_inputs(self, inputs):
        """F-17 (b), (c); self.length positions, self.free the free ones."""
        self.given = inputs
        if inputs["kind"] != "file":
            places = inputs["positions"]
            self.length, self.free = len(places), [i for i, one in enumerate(places) if one[2]]
            demand(all(low <= high for low, high, _ in places), "from above to")
            if inputs["kind"] == "drawn":
                self.judge_draws(inputs)
        else:
            self.length, self.free = inputs["length"], inputs["free"]
            demand(all(a < b for a, b in zip(self.free, self.free[1:])), "free does not increase")
            demand(all(i < self.length for i in self.free), "free beyond length")
        demand(self.length >= 1, "no position")
        demand(self.length <= 256, "more than 256 positions", over)
        demand(self.free, "no free position")

    @staticmethod
    def judge_draws(inputs):
        """F-22 (a) to (d)."""
        places, draws = inputs["positions"], inputs["draws"]
        demand(draws >= 1, "no draws")
        demand(draws <= 1 << 20 and draws * len(places) <= 1 << 25, "too many draws", over)
        demand(math.prod(high - low + 1 for low, high, _ in places) > draws,
               "so many draws, and not more sequences: they can be counted", over)
        demand(1 <= inputs["confidence"] <= 256, "confidence: want 1 to 256")
        demand(1 <= len(inputs["source"]) <= 256, "a source of 1 to 256 characters")
        demand(re.fullmatch(r"[A-Za-z0-9._-]{1,64}", inputs["round"]), "a round of 1 to 64 characters")

    def judge_task(self, task):
        """F-18 (b)."""
        name, free = task["name"], len(self.free)
        demand(name != "table" or self.given["kind"] != "drawn", "labels of draws")  # F-22 (g)
        demand(free >= LEAST_FREE.get(name, 1), name + ": too few free tokens")
        demand(name not in ("difference-mod", "compose") or free == 2, name + ": want two free tokens")
        for holds in (task.get("modulus", 1) >= 1, name != "token" or task["index"] < free,
                      name != "nth-largest" or 1 <= task["n"] <= free,
                      name != "compose" or (1 <= task["n"] <= 8
                                            and task["order"] in ("right-first", "left-first")),
                      name != "balanced" or task["open"] != task["close"]):
            demand(holds, name + ": a number out of range")
