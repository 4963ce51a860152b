#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One-line mistakes in the checker of spec/python, and a vector that notices each.

usage: mutants.py                     makes each mistake; its vector in mutants.csv must be decided
                                      otherwise
       mutants.py --search ID...      looks for vectors of these sections that notice their mistakes
       mutants.py --search-all ID...  looks among all vectors (long)
"""
import csv
import importlib
import itertools
import pathlib
import shutil
import sys
import tempfile

import run
from mutant_list import MUTANTS

TABLE = run.HERE / "mutants.csv"
SOURCE = run.HERE.parent / "python" / "assay_second"
SLOW = ("k256", "k120", "uncut", "256-signers", "257-signers", "model-one-byte", "long-operands")


def mutated(scratch, file, old, new):
    """Imports the checker with one mistake; what was imported before is forgotten."""
    package = pathlib.Path(scratch, "assay_second")
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    text = (package / file).read_text()
    if text.count(old) != 1:
        raise SystemExit("%s: %d times in it, want once: %s" % (file, text.count(old), old))
    (package / file).write_text(text.replace(old, new))
    for name in [name for name in sys.modules if name.startswith("assay_second")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def noticed(folder):
    try:
        return run.differs(*run.decided(folder, run.inside)) is not None
    except Exception:  # a mistake may break anything; that is noticed, too
        return True


def folders(section, known, everywhere):
    """Vectors to try: those of the section first, then those that notice others."""
    every = [(name, folder) for name, folder in run.chosen() if not any(s in name for s in SLOW)]
    near = [pair for pair in every if "/%s/" % section in pair[0]]
    killers = [p for p in every if everywhere and p[0] in known and p not in near]
    rest = [pair for pair in every if pair not in near and pair not in killers]
    return itertools.chain(near, killers, rest if everywhere else ())


def search(table, sections, everywhere):
    for section, name, file, old, new in MUTANTS:
        key = section + " " + name
        if table.get(key) or (sections and section not in sections):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            sys.path.insert(0, scratch)
            mutated(scratch, file, old, new)
            found = (vector for vector, folder in folders(section, set(table.values()), everywhere)
                     if noticed(folder))
            table[key] = next(found, "")
            sys.path.remove(scratch)
        print("%s: %s" % (key, table[key] or "none"), flush=True)
        write(table)


def write(table):
    with open(TABLE, "w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("mutant", "vector"))
        keys = [section + " " + name for section, name, *_ in MUTANTS]
        rows.writerows((key, table[key]) for key in keys if table.get(key))


def noncanonical_keys():
    """Why a mistake of EQUIVALENT is one: no key with y >= p is a point of prime order."""
    from assay_second import curve25519 as curve
    for spelled in ((y | sign << 255).to_bytes(32, "little") for y in range(19) for sign in (0, 1)):
        point = curve.decode(spelled)
        if point and curve.neutral(curve.multiply(curve.ORDER, point)) and not curve.neutral(point):
            raise SystemExit("a key that is not canonical would be taken: " + spelled.hex())


def main():
    table = {}
    if TABLE.exists():
        table = dict(list(csv.reader(TABLE.read_text().splitlines()))[1:])
    if sys.argv[1:] and sys.argv[1].startswith("--search"):
        search(table, sys.argv[2:], sys.argv[1] == "--search-all")
        return
    missing = {section + " " + name for section, name, *_ in MUTANTS} ^ set(table)
    if missing:
        raise SystemExit("mutants.csv: a mistake without a vector, or the other way round: %s" % missing)
    noncanonical_keys()
    alive = []
    with tempfile.TemporaryDirectory() as scratch:
        sys.path.insert(0, scratch)
        for section, name, file, old, new in MUTANTS:
            mutated(scratch, file, old, new)
            if not noticed(run.HERE / table[section + " " + name]):
                alive.append(section + " " + name)
    print("%d mutants, not noticed: %s" % (len(MUTANTS), ", ".join(alive) or "none"))
    if alive:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
