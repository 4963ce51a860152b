#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Vectors of the second line of a claim about a program: F-15 (f), (h), (i), L-95 to L-98.

usage: make_computed.py --search    looks for what computed.csv has; some minutes

Most are random programs (program_random.py) on one input, with a margin between the lead that a
mistake of mutant_list.py allows and the one that the lemmas allow: where the mistake makes a bound
larger, the vector is accepted, where smaller, rejected. computed.csv: the mistake, the seed, the
tokens, the position of the one that is right, and the margin in units of 2^-48.
"""
import csv
import math
import pathlib
import sys
import types
from fractions import Fraction

import make_programs
import program_oracle
import program_random
import put
from mutant_list import MUTANTS

TABLE = put.HERE / "computed.csv"
COLUMNS = ("mistake", "side", "seed", "tokens", "right", "margin")
ENGINE = "binary32-any-engine"
SOURCE = pathlib.Path(__file__).resolve().parent.parent / "python" / "assay_second" / "computed.py"


def random_program(seed):
    """A random program whose weights are binary32 numbers."""
    before = program_random.DTYPES
    program_random.DTYPES = ("F32", "F32", "F16", "BF16")
    fields, model, _ = program_random.program(seed)
    program_random.DTYPES = before
    return fields, model


def claim(fields, tokens, right, margin):
    """The claim that one token of one input is the answer, by more than a margin."""
    places = [{"from": token, "to": token} for token in tokens]
    return dict(fields, inputs={"kind": "all", "positions": places}, task={"name": "token", "index": right},
                margin=str(Fraction(margin, 1 << 48)))


def profile(correct, name=ENGINE):
    """The second line."""
    return {"name": name, "correct": str(correct)}


def near(row):
    """A vector of computed.csv."""
    section, mistake = row["mistake"].split(" ", 1)
    fields, model = random_program(int(row["seed"]))
    tokens = [int(token) for token in row["tokens"].split()]
    some = claim(fields, tokens, int(row["right"]), int(row["margin"]))
    if make_programs.judged(some, model)[0] != 1:
        raise AssertionError(row["mistake"] + ": not right over the reals")
    made = make_programs.certificate(some, model, 1, 1, profile=profile(1))
    name = mistake.replace(" ", "-")
    comment = "near the least lead: %s; the input is right over the reals" % mistake
    if row["side"] == "larger":
        put.put("accepted", section, name, comment, made, None, model, correct="1", total="1")
    else:
        put.put("rejected", section, name, comment, made, "CLAIM_NOT_PROVED", model)


def claims():
    """F-15 (f), (h), (i), and what a profile does not change."""
    good, model = make_programs.claim(), make_programs.MODEL
    certain, _, total = make_programs.judged(good, model)
    for count in (0, certain):
        put.put("accepted", "F-15", "profile-%d" % count, "in every execution %d are right" % count,
                make_programs.certificate(good, model, certain, total, profile=profile(count)), None, model,
                correct=str(certain), total=str(total))
    put.put("accepted", "F-15", "profile-more-than-real", "more in every execution than over the reals is claimed",
            make_programs.certificate(good, model, 0, total, profile=profile(certain)), None, model,
            correct="0", total=str(total))
    refuse = make_programs.refuse
    refuse("declined", "F-15", "f-profile", "the other profile", "UNSUPPORTED_PROFILE", good, model,
           profile=profile(0, "binary32-any-order"))
    refuse("declined", "F-15", "f-profile-unknown", "no such profile", "UNKNOWN_PROFILE", good, model,
           profile=profile(0, "binary16"))
    for name, count in (("negative", -1), ("above-total", total + 1)):
        refuse("rejected", "F-15", "h-profile-" + name, "correct %d of the profile" % count, "CLAIM_RANGE", good, model,
               profile=profile(count))
    one_more = make_programs.certificate(good, model, certain, total, profile=profile(certain + 1))
    put.put("rejected", "F-15", "i-profile-one-more", "one more in every execution than is right", one_more,
            "CLAIM_NOT_PROVED", model)


def weights():
    """L-95 (a)."""
    some = make_programs.others()
    for name, comment, first in (("third", "a weight of 1/3 in F64", 1 / 3),
                                 ("below", "a weight of 2^-150", 2.0**-150), ("above", "a weight of 2^128", 2.0**128)):
        numbers = [first] + some["U"][1][1:]
        model = make_programs.tensors.pack([
            (one, "F64" if one == "U" else "F32", shape,
             make_programs.tensors.encode("F64" if one == "U" else "F32", numbers if one == "U" else x))
            for one, (shape, x) in some.items()])
        make_programs.refuse("declined", "L-95", "a-weight-" + name, comment, "UNSUPPORTED_PROFILE",
                             make_programs.claim(), model, total=9, profile=profile(0))


def large():
    """L-95: values beyond those of a disc, in the outputs and before them."""
    for name, comment, step, factor in (
            ("outputs", "outputs above 2^8 are compared", "U", 128),
            ("values", "values of a step above 2^8 are not computed with", "P", 1000)):
        some = make_programs.others()
        some[step] = (some[step][0], [x * factor for x in some[step][1]])
        model = make_programs.tensors.pack([
            (one, "F32", shape, make_programs.tensors.encode("F32", x)) for one, (shape, x) in some.items()])
        good = make_programs.claim()
        certain, _, total = make_programs.judged(good, model)
        proved = certain if step == "U" else 0
        put.put("accepted", "L-95", "large-" + name, comment,
                make_programs.certificate(good, model, certain, total, profile=profile(proved)), None, model,
                correct=str(certain), total=str(total))
        made = make_programs.certificate(good, model, certain, total, profile=profile(proved + 1))
        put.put("rejected", "L-95", "large-%s-one-more" % name, comment, made, "CLAIM_NOT_PROVED", model)


def packed(**some):
    """A model of F32 tensors: name=(shape, numbers)."""
    pack, encode = make_programs.tensors.pack, make_programs.tensors.encode
    return pack([(name, "F32", shape, encode("F32", x)) for name, (shape, x) in some.items()])


def tiny(steps, positions, margin="0", task=None):
    """A claim about outputs 0 and 1 of a program that reads all tensors."""
    return {"network": {"steps": steps, "unread": []}, "inputs": {"kind": "all", "positions": positions},
            "outputs": {"from": 0, "to": 1}, "task": task or {"name": "max"}, "margin": margin}


def both(section, name, comment, some, model, executions):
    """Every input is right over the reals; of executions as many as said, or one more: a pair, or
    the half of it that can be."""
    certain, _, total = make_programs.judged(some, model)
    if certain != total:
        raise AssertionError(name)
    for count in {executions, min(executions + 1, total)}:
        made = make_programs.certificate(some, model, total, total, profile=profile(count))
        if count == executions:
            put.put("accepted", section, name, comment, made, None, model, correct=str(total), total=str(total))
        else:
            put.put("rejected", section, name, comment, made, "CLAIM_NOT_PROVED", model)


EMBED = {"name": "e", "op": "embed", "table": "E", "layout": "rows"}
OUT = {"name": "l", "op": "linear", "of": "e", "weight": "U", "layout": "in-out"}
ONE = [{"from": 0, "to": 0}]
UNIT = ([2, 2], [1, 0, 0, 1])


def leads():
    """L-95: outputs of thousands, margins as large, weights at the limit, outputs that are copied."""
    model = packed(E=([1, 2], [255, 1 / 3]), U=([2, 2], [15.7, -15.7, 1.1, -0.7]))
    numbers = {name: [Fraction(x) for x in program_oracle.File(model).numbers(name)[1]] for name in "EU"}
    (a, b), (c, d, e, f) = numbers["E"], numbers["U"]
    lead = a * (c - d) + b * (e - f)
    for name, comment, less, count in (("inside", "a margin of 8000, and a lead that is larger by 1", 1, 1),
                                       ("beyond", "a margin of 8000, less than a rounding below the lead", Fraction(1, 1 << 30), 0)):
        both("L-95", "margin-of-8000-" + name, comment, tiny([EMBED, OUT], ONE, str(lead - less)), model, count)
    for weight, count in ((256, 0), (-256, 1)):
        model = packed(E=([1, 2], [weight / 256, -weight / 256]), U=([2, 2], [weight, 0, 0, weight]))
        both("L-95", "weight-%s" % ("above" if weight > 0 else "least"), "weights of %d: from -2^8 to less than 2^8" % weight,
             tiny([EMBED, OUT], ONE), model, count)
    model = packed(E=([1, 2], [200, -200]), U=([2, 2], [2, 0, 0, 2]))
    last = {"name": "s", "op": "select", "of": "l", "position": 1}
    both("L-95", "large-selected", "outputs above 2^8 at all positions, of which one is taken",
         tiny([EMBED, OUT, last], ONE * 2), model, 1)


def masked():
    """L-96 (e): a value that a mask leaves out and no output needs may be infinite, times a weight of 0."""
    some = [dict(OUT, name=name, weight=name.upper()) for name in "qkv"]
    attention = {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 1, "mask": "causal",
                 "scale": "1"}
    steps = [EMBED, *some, attention, {"name": "s", "op": "select", "of": "a", "position": 0}, dict(OUT, of="s")]
    zero = ([2, 2], [0] * 4)
    model = packed(E=([3, 2], [1, -1, -1, 1, 3e38, 3e38]), Q=zero, K=zero, V=([2, 2], [2, 0, 0, 2]), U=UNIT)
    first = {"name": "token", "index": 0}
    places = [{"from": 0, "to": 1}, {"token": 2}]
    make_programs.refuse("declined", "L-96", "e-left-out", "6e38 overflows to infinity, infinity times 0 is no number",
                         "UNSUPPORTED_PROFILE", tiny(steps, places, task=first), model, correct="2", profile=profile(2))
    make_programs.refuse("declined", "L-96", "e-left-out-small", "the same with a small value: nothing bounds it",
                         "UNSUPPORTED_PROFILE", tiny(steps, [places[0], {"token": 0}], task=first), model, correct="2",
                         profile=profile(2))
    numbered = [*steps[:4], dict(steps[4], maskedScore="-40"), *steps[5:]]
    fields = ("name", "op", "query", "key", "value", "heads", "mask", "maskedScore", "scale")
    numbered[4] = {field: numbered[4][field] for field in fields}
    both("L-96", "left-out-by-number", "a masked score that is a number: the position is needed",
         tiny(numbered, [places[0], {"token": 0}], task=first), model, 2)
    later = {"name": "t", "op": "select", "of": "a", "position": 1}
    total = {"name": "z", "op": "add", "of": ["s", "s", "s", "t"]}
    both("L-96", "left-out-and-needed", "another row needs the position that one leaves out",
         tiny([*steps[:6], later, total, dict(OUT, of="z")], [places[0], {"token": 0}], task=first), model, 2)


def epsilons():
    """L-97 (a): epsilon may not overflow."""
    model = packed(E=([1, 2], [1, -1]), b=([2], [1, 0]), U=UNIT)
    for bits, count in ((119, 1), (120, 0), (130, 0)):
        norm = {"name": "n", "op": "norm", "of": "e", "kind": "rms", "epsilon": str(1 << bits), "bias": "b"}
        both("L-97", "epsilon-%d" % bits, "an epsilon of 2^%d" % bits, tiny([EMBED, norm, dict(OUT, of="n")], ONE), model,
             count)


def make():
    """All of them."""
    claims()
    weights()
    large()
    leads()
    masked()
    epsilons()
    with open(TABLE, newline="") as file:
        for row in csv.DictReader(file):
            near(row)


# ---------------------------------------------------------------------------------------- search


def module(old="", new=""):
    """The checker's computed.py, with a mistake."""
    text = SOURCE.read_text()
    if old and text.count(old) != 1:
        raise SystemExit("computed.py: want once: " + old)
    made = types.ModuleType("assay_second.computed_with_a_mistake")
    made.__package__ = "assay_second"
    exec(compile(text.replace(old, new) if old else text, str(SOURCE), "exec"), made.__dict__)
    return made


def least(bounds, tokens, outputs):
    """(best output, its lead less what it may be off by), or None."""
    bounds.leads(tokens, 0, (0, 0), 0)
    row = bounds.row(bounds.program.last, 0)
    if row is None:
        return None
    order = sorted(range(outputs), key=lambda o: -row.centre[o])
    lead, low = row.centre[order[0]] - row.centre[order[1]], 0
    high = max(0, lead)
    while low < high:
        middle = (low + high + 1) // 2
        if bounds.leads(tokens, order[0], (0, outputs - 1), Fraction(middle - 1, 1 << 48)):
            low = middle
        else:
            high = middle - 1
    return order[0], low, lead


def candidates(seed):
    """(program, tokens) of a seed."""
    from assay_second.claim import Claim
    from assay_second.program import Program
    from assay_second.tasks import Inputs
    fields, model = random_program(seed)
    question = Claim(program_random.statement(model, dict(fields, correct="0", total="1")).encode()).question
    return Program(question, model), [tokens for _, tokens in Inputs(question, None).all()][:4]


def search():
    """Of each mistake the first program and input that tell it by a hundredth of the bound."""
    from assay_second.canon import Refused
    true = module()
    open_ = [(section + " " + name, module(old, new)) for section, name, file, old, new in MUTANTS
             if file == "computed.py"]
    found = []
    for seed in range(6000):
        try:
            program, inputs = candidates(seed)
            bounds = true.Computed(program)
        except Refused:
            continue
        outputs = program.last.width
        for tokens in inputs:
            mine = least(bounds, tokens, outputs) if outputs > 1 else None
            if not mine or mine[0] not in tokens or mine[1] < 2:
                continue
            for key, mistaken in list(open_):
                theirs = least(mistaken.Computed(program), tokens, outputs)
                apart = theirs[1] - mine[1] if theirs and theirs[0] == mine[0] else 0
                if abs(apart) < max(1 << 12, (mine[2] - mine[1]) // 100) or theirs[1] < 2:
                    continue
                open_.remove((key, mistaken))
                found.append((key, "larger" if apart < 0 else "smaller", seed, " ".join(map(str, tokens)),
                              tokens.index(mine[0]), (mine[1] + theirs[1]) // 2))
                print(found[-1], flush=True)
        if not open_:
            break
    order = [section + " " + name for section, name, *_ in MUTANTS]
    with open(TABLE, "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(sorted(found, key=lambda row: order.index(row[0])))
    print("not found: %s" % ", ".join(key for key, _ in open_))


if __name__ == "__main__":
    if sys.argv[1:] != ["--search"]:
        sys.exit(__doc__)
    sys.path.insert(0, str(SOURCE.parent.parent))
    search()
