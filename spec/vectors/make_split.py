# SPDX-License-Identifier: Apache-2.0
"""Vectors for the splits of sub-cubic proofs: L-25 to L-32, end to end."""
import make_lemmas
import split
from make_subcubic import ENVELOPE, SHAPES, accept, helpful, hints, named, ones, packed, refuse, some, spelled
from split import EXACT, Split, directions
from subcubic import NEARLY

DIRECT = "max_diff_exact"
RECURSIVE = "max_diff_subproduct_recursive"

# section, mistake, direct option, attention option
TOO_MUCH = [
    ("L-25", "SignsCancel", DIRECT, "max_diff"), ("L-25", "SignsCancel", DIRECT, RECURSIVE),
    ("L-25", "LargestEntryOnly", DIRECT, "max_diff_exact"), ("L-25", "MeanForgotten", DIRECT, "mean+max_diff"),
    ("L-25", "MeanForgotten", DIRECT, "mean_recursive+" + RECURSIVE),
    ("L-26", "DirectionIsUnit", DIRECT, "max_diff"),
    ("L-27", "CrossTermVanishes", DIRECT, "max_diff_exact"), ("L-27", "NoQueryBias", DIRECT, "spectral"),
    ("L-27", "MatricesNotPeeled", DIRECT, "max_diff_subproduct"),
    ("L-28", "MeanEigenvalue", DIRECT, "svd"), ("L-28", "LeftNormOnly", DIRECT, "svd"),
    ("L-29", "RootFloored", DIRECT, "svd"), ("L-29", "RootHalved", DIRECT, "spectral"),
    ("L-30", "NoRootOfTwo", DIRECT, "svd"), ("L-30", "RadiusForDiameter", DIRECT, "spectral"),
    ("L-30", "BestOfBreaks", DIRECT, "max_diff_subproduct"),
    ("L-31", "ErrorForgotten", DIRECT, "svd"), ("L-31", "ErrorForgotten", DIRECT, "max_diff"),
    ("L-31", "ErrorForgotten", DIRECT, "mean+max_diff"), ("L-31", "ErrorForgotten", DIRECT, "max_diff_exact"),
    ("L-31", "ErrorForgotten", DIRECT, "max_diff_subproduct"),
    ("L-31", "ErrorForgotten", DIRECT, "mean+max_diff_subproduct"),
    ("L-31", "ErrorForgotten", DIRECT, RECURSIVE), ("L-31", "ErrorForgotten", DIRECT, "mean+" + RECURSIVE),
    ("L-31", "ErrorForgotten", DIRECT, "mean_recursive+" + RECURSIVE),
    ("L-31", "ErrorForgotten", DIRECT, "spectral"),
    ("L-32", "CommonForgotten", "mean_query+max_diff", EXACT), ("L-32", "CommonWithoutBias", "max_diff", EXACT),
    ("L-32", "LargestEntryOfAll", "global_max_diff_exact", EXACT), ("L-32", "SignsCancel", "max_diff", EXACT),
    ("L-32", "DirectionTooShort", "svd_query+max_diff", EXACT),
]


def tries(offset, direct, attention):
    """(data, gaps, directions) of seeds."""
    for seed in range(100 * offset, 100 * offset + 6000):
        shape = SHAPES[seed % len(SHAPES)]
        data = helpful(seed, shape)
        gaps = (ones, some)[seed // 2 % 2](shape[0], shape[1], seed)
        yield data, gaps, directions(data, direct, attention, seed)


def too_much(offset, section, mistake, direct, attention):
    """A model of which a mistake proves more than the lemmas do; the claim may be true, but it is not proved."""
    wrong = getattr(split, mistake)
    for data, gaps, found in tries(offset, direct, attention):
        count = wrong(data, "0", gaps, 0, direct, attention, found).proved()
        exact = Split(data, "0", gaps, 0, direct, attention, found).proved()
        if count > exact > 0:
            safe = Split(data, "0", gaps, NEARLY, direct, attention, found).proved()
            if safe == exact:
                break
    else:
        raise AssertionError("no model for " + mistake)
    truth = make_lemmas.right(data, "0")
    if safe > truth:
        raise AssertionError("the lemmas prove too much: " + mistake)
    name = "%s-%d" % (spelled(mistake), offset)
    text = hints(packed(data, gaps), ENVELOPE, direct, attention, split.spelled(found))
    model = named(section, name, data)
    comment = "%s, %s; %d are right, %d are proved, and %d by this mistake: %s" % (
        direct, attention, truth, safe, count, wrong.__doc__)
    refuse(section, name, comment, model, text, count)
    accept(section, name, comment, model, text, safe)


def make():
    """All of them."""
    for offset, case in enumerate(TOO_MUCH):
        too_much(offset, *case)
