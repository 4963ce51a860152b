#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks for the input within the limits of each strategy that costs a checker most.

usage: worst.py [--seconds S] [--measured N] [--list] [STRATEGY...] -- COMMAND...

First by what the limits count: of all sizes of a grid, each with the longest input and the most bins
that are allowed, the one with most of each thing counted (visits, rows, cells, ...) and the one with
most in sum. Then by measuring: each of these with weights of every kind, and from the slowest to its
neighbours (other sizes, weights, dtype, a profile, token weights) while one of them is slower; N (24)
measurements for a strategy at most. COMMAND as in resources.py, S (120) seconds of the processor stop it. --list: what
the first step found, nothing is measured. Prints lines of a table, the worst of a strategy at last.
Exit code 1 if one takes more than 60 seconds, more than 1 GiB, or ends without being accepted.
"""
import argparse
import pathlib
import sys
import tempfile

from resources import RIGHT, Case, gaps, grouped, measured, pairs, potential

SIZES = sorted({round(2 * 1.19 ** j) for j in range(45)})
HINT = 2900000 * 6  # bits of hints that fit into a certificate of 4 MiB
KINDS = ("zero", "random", "small", *RIGHT, "longest", "uneven")


def longest(v, allowed):
    """The longest input of v tokens that is allowed, or 0."""
    return max((k for k in range(1, 257) if allowed(v, k)), default=0)


def brute(point):
    v, k = point["v"], point["K"]
    each = v * (v + 32) + (256 if point["weights"] else 0)
    counts = {"visits": v ** (k - 1) * each, "rows": k * v ** 4}
    return counts, counts["visits"] <= 2 ** 37 and counts["rows"] <= 2 ** 35, {"name": "brute-force"}


def grouping(point):
    v, k, full = point["v"], point["K"], point["blocks"] > 1
    blocks = pairs(v) * (v if full else 1)
    bins = min(65536, 2 ** 39 // (blocks * v * k) - 2048)
    counts = {"rows": k * v ** 4, "updates": blocks * v * k * (bins + 2048)}
    fine = counts["rows"] <= 2 ** 35 and k <= bins and pairs(v) * (v - 1 if full else 1) <= HINT
    return counts, fine, grouped(bins, full)


def potentials(point):
    v, k, blocks = point["v"], point["K"], min(point["blocks"], 1 << (point["v"].bit_length() - 1))
    classes = min(point["classes"], v)
    cuts = sum(v - g for g in range(classes))
    bins = min(65536, 2 ** 38 // (k * v * cuts * blocks) - 2048)
    counts = {"entries": k * v ** 2, "weights": k * v * cuts, "updates": k * v * cuts * blocks * (bins + 2048)}
    fine = (v * v <= 2 ** 18 and counts["entries"] <= 2 ** 23 and counts["weights"] <= 2 ** 26 and k <= bins
            and cuts * 4 * blocks <= HINT)
    return counts, fine, potential(bins, classes, blocks)


def cubic(point):
    v, k = point["v"], point["K"]
    counts = {"cells": v ** 3 * k, "powers": v * v * k * k}
    return counts, v * v <= 2 ** 18 and v ** 3 * k <= 2 ** 32, {"name": "cubic"}


def retest(point):
    counts, fine, _ = cubic(point)
    v, k = point["v"], point["K"]
    cells = sum(m * (m + 1) * (k - 2) + m for m in range(v)) if k > 1 else 0
    listed = min(v * v * k * k, cells, HINT, 2 ** 30 // v)
    counts["apart"] = listed * v
    full, rest = divmod(listed, 6)
    tail = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[(1 << 6) - (1 << 6 - rest)] if rest else ""
    return counts, fine, {"name": "cubic-retest", "cells": "_" * full + tail}


def by_gaps(point):
    v, k = point["v"], point["K"]
    counts = {"cells": v * v * k, "lines": v ** 3}
    fine = (v * v <= 2 ** 18 and counts["cells"] <= 2 ** 22
            and pairs(v) * (k - 1) * (v - 1).bit_length() <= HINT)
    return counts, fine, gaps(point["attention"], "max_diff_exact", point["handling"])


ATTENTION = ("exact_EQKE+max_diff_exact", "svd", "spectral", "max_diff_subproduct_recursive")
HANDLING = ("envelope", "mean_query+diff", "drop_average_query_per_output_logit_reasoning")
STRATEGIES = {
    "brute-force": (brute, {"profile": (False, True), "weights": (False, True)}),
    "grouped-counting": (grouping, {"blocks": (1, 2), "profile": (False, True), "weights": (False, True)}),
    "potential-counting": (potentials, {"blocks": (1, 4, 16, 64), "classes": (1, 8, 64, 512),
                                        "profile": (False, True), "weights": (False, True)}),
    "cubic": (cubic, {"profile": (False, True)}),
    "cubic-retest": (retest, {"profile": (False, True)}),
    "sub-cubic": (by_gaps, {"attention": ATTENTION, "handling": HANDLING, "profile": (False, True)}),
}


def placed(rule, point):
    """The point with the longest input that its size allows, or None."""
    k = longest(point["v"], lambda v, k: rule({**point, "v": v, "K": k})[1])
    return {**point, "K": k} if k else None


def declared(rule, options):
    """Of the grid the points with most of each count, and with most in sum of what each is at most."""
    first = {name: values[0] for name, values in options.items()}
    grid = [{**first, "v": v} for v in SIZES]
    for name in {"blocks", "classes"} & set(options):
        grid = [{**point, name: value} for point in grid for value in options[name]]
    grid = [point for point in (placed(rule, {"weights": False, **point}) for point in grid) if point]
    most = {name: max(rule(point)[0][name] for point in grid) for name in rule(grid[0])[0]}
    share = [{name: count / most[name] for name, count in rule(point)[0].items()} for point in grid]
    order = range(len(grid))
    found = [max(order, key=lambda j: (share[j][name], sum(share[j].values()))) for name in most]
    found.append(max(order, key=lambda j: sum(share[j].values())))
    return [{**grid[j], "kind": "zero", "dtype": "F32"} for j in dict.fromkeys(found)]


def neighbours(rule, options, point):
    """Points that differ in one thing."""
    for name, values in {"kind": KINDS, "dtype": ("F32", "F64"), **options}.items():
        yield from (placed(rule, {**point, name: value}) for value in values if value != point[name])
    for factor in (0.6, 0.8, 1.25, 1.7):
        yield placed(rule, {**point, "v": max(2, min(4096, round(point["v"] * factor)))})


def spelled(name, point):
    """A line's first column."""
    words = ["%s=%s" % (key, value) for key, value in point.items() if key in ("v", "K", "blocks", "classes")]
    words += [str(point[key]) for key in ("attention", "handling", "kind", "dtype") if key in point]
    return " ".join([name] + words + [key for key in ("profile", "weights") if point.get(key)])


def cost(name, rule, point, command, seconds):
    """Seconds, MiB and verdict of a point; its line is printed."""
    more = {"weights": [2 ** 31 - 1 - t for t in range(point["v"])]} if point["weights"] else {}
    more.update({"profile": True} if point.get("profile") else {})
    d, h = (4, 2) if point["kind"] in RIGHT else (1, 1)
    dtype = "F64" if point["kind"] in ("longest", "uneven") else point["dtype"]
    case = Case(name, rule(point)[2], point["v"], point["K"], d, h, point["kind"], dtype, **more)
    with tempfile.TemporaryDirectory() as scratch:
        found = measured(command, case.write(pathlib.Path(scratch)), seconds)
    print("| %s | %.1f | %.0f | %s |" % ((spelled(name, point),) + found), flush=True)
    return found


def climb(name, rule, options, args, command):
    """The lines of what was measured, the slowest and the largest of them."""
    known = {}

    def measure(point):
        key = spelled(name, point)
        if key not in known and len(known) < args.measured:
            known[key] = cost(name, rule, point, command, args.seconds)
        return known.get(key, (0, 0, ""))[0]

    starts = [{**point, "kind": kind} for point in declared(rule, options) for kind in KINDS]
    best, better = max(starts, key=measure), True
    while better:
        nearby = [point for point in neighbours(rule, options, best) if point]
        top = max(nearby, key=measure)
        better = measure(top) > measure(best)
        best = top if better else best
    return known


def main():
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--measured", type=int, default=24)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("strategies", nargs="*")
    args = parser.parse_args(sys.argv[1:cut])
    wrong = 0
    for name in args.strategies or STRATEGIES:
        rule, options = STRATEGIES[name]
        if args.list:
            print("\n".join("%s: %s" % (spelled(name, point), rule(point)[0]) for point in declared(rule, options)))
            continue
        known = climb(name, rule, options, args, sys.argv[cut + 1:])
        slow, large = (max(known.items(), key=lambda item: item[1][j]) for j in (0, 1))
        print("slowest: %s, %.1f s; most memory: %s, %.0f MiB" % (slow[0], slow[1][0], large[0], large[1][1]), flush=True)
        wrong += slow[1][0] > 60 or large[1][1] > 1024 or any(found[2] != "accepted" for found in known.values())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
