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


def make():
    """All of them."""
    claims()
    weights()
    large()
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
