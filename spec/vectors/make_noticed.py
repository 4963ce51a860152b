# SPDX-License-Identifier: Apache-2.0
"""Vectors that notice a mistake of mutant_list.py: random theorems (theorem.py) that it counts
otherwise. Many have a margin near the one at which the count changes, so that a bound that is twice
as large as it has to be is noticed, too. The count is what the rule as written proves; it is never
above the truth, which is enumerated here.

noticed.csv: the mistake, kind and seed of the model, number of the theorem, whether its weights of
tokens are used, its margin, which count (of the reals, or of executions), and that count.
"""
import csv
import re

import put
from theorem import Case

COLUMNS = ("mistake", "kind", "seed", "place", "tokens", "margin", "of", "count")


def rows():
    with open(put.HERE / "noticed.csv", newline="") as file:
        yield from csv.DictReader(file)


def theorem(row):
    """The model of a row, its theorem, and what is true."""
    case = Case(int(row["seed"]), row["kind"] or None)
    one = case.theorems[int(row["place"])]
    one.margin = row["margin"]
    if row["tokens"] == "no":
        one.tokens = None
    return case.model, one, case.truth(one)


def write(row, section, name):
    """What is proved is accepted, one more is not."""
    model, one, true = theorem(row)
    count, of_reals = int(row["count"]), row["of"] == "reals"
    if count > true:
        raise AssertionError("%s: %d are proved, and %d are true" % (name, count, true))
    comment = "noticed: %s; %s, %d of %d are proved%s, %d are true" % (
        row["mistake"], one.strategy, count, one.total(), "" if of_reals else " of executions", true)
    if count:
        put.put("accepted", section, name, comment, certificate(model, one, count, of_reals), model=model,
                correct=str(count if of_reals else 0), total=str(one.total()))
    if count < one.total():
        put.put("rejected", section, name, comment, certificate(model, one, count + 1, of_reals),
                "CLAIM_NOT_PROVED", model)


def certificate(model, one, count, of_reals):
    return one.certificate(model, count if of_reals else 0, 0 if of_reals else count)


def make():
    """All of them."""
    seen = {}
    for row in rows():
        section, mistake = row["mistake"].split(" ", 1)
        name = re.sub("[^a-z0-9]+", "-", mistake.lower()).strip("-")
        seen[section, name] = seen.get((section, name), 0) + 1
        write(row, section, "noticed-%s%s" % (name, "-%d" % seen[section, name] if seen[section, name] > 1 else ""))
