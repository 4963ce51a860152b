# SPDX-License-Identifier: Apache-2.0
"""Vectors of claims about draws: F-22, L-70 to L-72."""
import hashlib
import math
from fractions import Fraction

import make_programs
import program_oracle
import put

UNIT = 1 << 64


def asked(positions=None, draws=40, task=None, **more):
    """A claim about draws of a small program that is right on about half of its inputs, and its model."""
    positions = [{"from": 0, "to": 2}] * 5 if positions is None else positions
    body, model = make_programs.task_of("max", {}, max(1, len(positions)))
    inputs = {"kind": "drawn", "positions": positions, "draws": draws, "confidence": 10,
              "source": "a public beacon", "round": "7"}
    inputs.update((name, more.pop(name)) for name in tuple(inputs) if name in more)
    beacon = more.pop("beacon", "00112233445566778899aabbccddeeff")
    body = dict(body, inputs=inputs, **({"task": task} if task else {}))
    return dict(body, beacon=beacon, **more), model


def bound(total, correct, confidence, less=0):
    """What may be claimed of all sequences, less some units, as a claim spells it."""
    return str(Fraction(max(0, program_oracle.bound(total, correct, confidence) - less), UNIT))


def certificate(body, model, correct, total, claimed):
    return make_programs.certificate(body, model, correct, total, bound=claimed)


def accept(section, name, comment, claim, claimed=None):
    """At the oracle's count, and a bound that is two units below the exact one, unless another is given."""
    body, model = claim
    certain, _, total = make_programs.judged(body, model)
    claimed = claimed or bound(total, certain, body["inputs"]["confidence"], 2)
    put.put("accepted", section, name, comment, certificate(body, model, certain, total, claimed), None, model,
            correct=str(certain), total=str(total))


def refuse(verdict, section, name, comment, code, claim, total=40, correct=0, claimed="0", **changes):
    """Not accepted, whatever is counted."""
    body, model = claim
    fields = dict(body, correct=str(correct), total=str(total), bound=claimed)
    fields.update(changes)
    fields = {name: value for name, value in fields.items() if value is not None}
    payload = make_programs.statement(model, fields, '{"name":"exhaustive"}')
    put.put(verdict, section, name, comment, put.envelope(payload), code, model)


def conditions():
    """F-22."""
    accept("F-22", "small", "40 of 243 sequences", asked())
    accept("F-22", "one-draw", "one draw of 243", asked(draws=1))
    accept("F-22", "one-fewer", "242 draws, among them several of the same of 243 sequences", asked(draws=242), "1/8")
    ranges = [{"token": 2}, {"from": 0, "to": 1}, {"from": 1, "to": 1}, {"from": 0, "to": 2}, {"from": 1, "to": 2}, {"token": 0},
              {"from": 0, "to": 2}]
    accept("F-22", "ranges", "fixed tokens, a range of one, of two and of three", asked(ranges, draws=30))
    accept("F-22", "long", "3^25 sequences", asked([{"from": 0, "to": 2}] * 25, draws=9))
    accept("F-22", "outside", "draws outside of the task do not count", asked(task={"name": "majority"}))
    accept("F-22", "longest-beacon", "the longest source, round and value",
           asked(source="s" * 256, round="Az09._-" * 9 + "r", beacon="9f" * 64))
    accept("F-22", "confidence-256", "the most confidence", asked(confidence=256))
    accept("F-22", "confidence-1", "the least confidence", asked(confidence=1))
    limit = {"verdict": "declined", "code": "LIMIT_EXCEEDED"}
    ranged = {"verdict": "rejected", "code": "CLAIM_RANGE"}

    def bad(name, comment, claim, verdict, code, **more):
        refuse(verdict, "F-22", name, comment, code, claim, **more)

    bad("a-none", "no draws", asked(draws=0), total=1, **ranged)
    bad("a-draws", "2^20 + 1 draws", asked([{"from": 0, "to": 2}] * 20, draws=(1 << 20) + 1), **limit)
    bad("a-tokens", "2^18 draws of 129 tokens", asked([{"from": 0, "to": 2}] * 129, draws=1 << 18), **limit)
    bad("b-as-many", "243 draws of 243 sequences", asked(draws=243), **limit)
    bad("b-more", "300 draws of 243 sequences", asked(draws=300), **limit)
    for confidence in (0, 257):
        bad("c-confidence-%d" % confidence, "confidence 1 - 2^-%d" % confidence, asked(confidence=confidence), **ranged)
    for name, fields in (("source-empty", {"source": ""}), ("source-long", {"source": "s" * 257}), ("round-empty", {"round": ""}),
                         ("round-long", {"round": "1" * 65}), ("round-colon", {"round": "7:8"})):
        bad("d-" + name, "a beacon without a name, or with one that is too long or none", asked(**fields), **ranged)
    for name, value in (("short", "0" * 30), ("long", "0" * 130), ("odd", "0" * 33), ("upper", "A" * 32), ("empty", "")):
        bad("e-" + name, "a value that is none", asked(beacon=value), "rejected", "MALFORMED_NUMBER")
    every = dict(asked()[0]["inputs"], kind="all")
    for name in ("draws", "confidence", "source", "round"):
        every.pop(name)
    bad("f-no-beacon", "draws without a value", asked(), "rejected", "UNKNOWN_FIELD", beacon=None)
    bad("f-no-bound", "draws without a bound", asked(), "rejected", "MISSING_FIELD", bound=None)
    bad("f-beacon-of-all", "a beacon where all inputs are tried", asked(), "rejected", "UNKNOWN_FIELD", total=243, inputs=every)
    bad("f-bound-of-all", "a bound where all inputs are tried", asked(), "rejected", "UNKNOWN_FIELD", total=243, inputs=every,
        beacon=None)
    table = {"name": "table", "sha256": "0" * 64, "tensor": "labels"}
    bad("g-table", "labels for draws", asked(task=table), **ranged)
    bad("h-negative", "a bound below 0", asked(), claimed="-1/2", **ranged)
    not_proved("F-22", "i-share", "the share of right draws as a bound for all", asked(), lambda n, t, k: Fraction(n, t))
    not_proved("F-22", "i-one", "a bound of 1", asked(), lambda n, t, k: 1)
    body, model = asked()
    certain, unsure, total = make_programs.judged(body, model)
    refuse("rejected", "F-15", "e-draws-one-more", "one draw more than is right", "CLAIM_NOT_PROVED", (body, model),
           total=total, correct=certain + unsure + 1)
    refuse("rejected", "F-15", "c-total-population", "as many as there are sequences", "CLAIM_RANGE", asked(), total=243)


def not_proved(section, name, comment, claim, wrong):
    """The right count, with a bound by a mistake that gives more than may be claimed."""
    body, model = claim
    certain, _, total = make_programs.judged(body, model)
    confidence = body["inputs"]["confidence"]
    claimed = Fraction(wrong(certain, total, confidence))
    if claimed * UNIT <= program_oracle.bound(total, certain, confidence):
        raise AssertionError("%s deceives nobody" % name)
    refuse("rejected", section, name, comment, "CLAIM_NOT_PROVED", claim, total, certain, str(claimed))


# ------------------------------------------------------------------------------------- the draws


class Biased(program_oracle.Draws):
    """The rest of a division, without passing words over."""

    def token(self, low, high):
        return low if low == high else low + int(self.word(), 2) % (high - low + 1)


class Scaled(program_oracle.Draws):
    """A word times the number of tokens, without passing words over."""

    def token(self, low, high):
        return low if low == high else low + (int(self.word(), 2) * (high - low + 1) >> 32)


class FirstBits(program_oracle.Draws):
    """The first bits of a word instead of the last."""

    def word(self):
        return super().word()[::-1]


class Wasteful(program_oracle.Draws):
    """A word for a fixed token, too."""

    def token(self, low, high):
        if low == high:
            self.word()
        return super().token(low, high)


class ShortCounter(program_oracle.Draws):
    """A counter of 4 bytes."""

    def word(self):
        if not self.bits:
            block = hashlib.sha256(self.seed + self.number.to_bytes(4, "big")).hexdigest()
            self.number, self.bits = self.number + 1, bin(int("1" + block, 16))[3:]
        return super().word()


class SmallEnd(program_oracle.Draws):
    """Words with the least significant byte first."""

    def word(self):
        word = super().word()
        return "".join(word[i : i + 8] for i in (24, 16, 8, 0))


class FromOne(program_oracle.Draws):
    """Blocks are counted from 1."""

    def __init__(self, seed):
        super().__init__(seed)
        self.number = 1


WRONG_DRAWS = {"biased": Biased, "scaled": Scaled, "first-bits": FirstBits, "wasteful": Wasteful,
               "short-counter": ShortCounter, "small-end": SmallEnd, "from-one": FromOne}


def without_beacon(claim, model, member):
    """A seed that does not depend on the value."""
    return RIGHT(claim, model, "beacon")


def without_model(claim, model, member):
    """A seed that does not depend on the model."""
    return RIGHT(claim, b"", member)


def whole_claim(claim, model, member):
    """A seed that depends on the count."""
    return RIGHT(dict(claim, correct="0"), model, "total")


RIGHT = program_oracle.until
WRONG_SEEDS = {"without-beacon": without_beacon, "without-model": without_model, "whole-claim": whole_claim}


def counted(body, model, name, value):
    """What is counted with one thing of the oracle replaced."""
    kept = getattr(program_oracle, name)
    setattr(program_oracle, name, value)
    try:
        return program_oracle.judge(body, model)[0]
    finally:
        setattr(program_oracle, name, kept)


def draws():
    """L-70: each mistake draws other inputs, and with some beacon it counts more right ones."""
    ranges = [{"from": 0, "to": 2}, {"token": 1}, {"from": 0, "to": 2}, {"from": 0, "to": 2}, {"from": 0, "to": 1}]
    mistakes = [(name, "Draws", wrong) for name, wrong in WRONG_DRAWS.items()]
    mistakes += [(name, "until", wrong) for name, wrong in WRONG_SEEDS.items()]
    for name, what, wrong in mistakes:
        for number in range(1000):
            value = hashlib.sha256(b"%d" % number).hexdigest()
            body, model = asked(ranges, draws=20, beacon=value)
            certain, unsure, total = make_programs.judged(body, model)
            more = counted(body, model, what, wrong)
            if more > certain + unsure:
                break
        else:
            raise AssertionError("%s deceives nobody" % name)
        accept("L-70", name, "an honest beacon: " + wrong.__doc__, (body, model))
        refuse("rejected", "L-70", "mistake-" + name, wrong.__doc__, "CLAIM_NOT_PROVED", (body, model), total, more)


# ------------------------------------------------------------------------------------- the bound


def strictly_more(n, total, k):
    """What more than n successes say."""
    return Fraction(program_oracle.bound(total, n + 1, k), UNIT) if n < total else 1


def one_bit_less(n, total, k):
    return Fraction(program_oracle.bound(total, n, k - 1), UNIT)


def one_term(n, total, k):
    """The largest a with P(exactly n) small enough, left of the mode."""
    least, above = 0, n * UNIT // total
    while above - least > 1:
        a = (least + above) // 2
        small = math.comb(total, n) * a**n * (UNIT - a) ** (total - n) << k <= UNIT**total
        least, above = (a, above) if small else (least, a)
    return Fraction(least, UNIT)


def bounds():
    """L-71 and L-72: claims at the exact bound, and a little above."""
    for name, claim in (("half", asked()), ("few", asked(draws=7)), ("confident", asked(confidence=60)),
                        ("most", asked([{"token": 2}] + [{"from": 0, "to": 2}] * 9, draws=50, confidence=3, task={"name": "token", "index": 0},
                                       outputs={"from": 0, "to": 2}))):
        for section in ("L-71", "L-72"):
            accept(section, name, "two units of 2^-64 below the exact bound", claim)
            not_proved(section, name + "-above", "one unit of 2^-64 above the exact bound", claim,
                       lambda n, t, k: Fraction(program_oracle.bound(t, n, k) + 1, UNIT))
    not_proved("L-71", "more-than", "the tail of more than so many successes", asked(), strictly_more)
    not_proved("L-71", "one-bit", "half the confidence", asked(), one_bit_less)
    not_proved("L-72", "one-term", "a tail of one term", asked(), one_term)


def make():
    """All of them."""
    conditions()
    draws()
    bounds()
