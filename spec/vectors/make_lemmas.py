# SPDX-License-Identifier: Apache-2.0
"""Vectors for the lemmas and the rules: models on which a mistake would prove one input too many."""
import functools
import math
from fractions import Fraction

import make_json
import put
import tensors
import wrong
from oracle import Model, Network
from put import SMALL, accept, claim, honest, one_more, shared
from tensors import HEAD

CLOSE = 1e-6  # accept vectors at the exact count have no margin closer to delta than this
TINY = Fraction(1, 2**300)
SHAPES = [(3, 2, 2, 3), (4, 2, 3, 2), (3, 3, 2, 1), (2, 3, 3, 2), (3, 2, 3, 5), (2, 4, 1, 2), (5, 2, 4, 3)]


@functools.lru_cache(maxsize=None)
def right(data, margin):
    """The true count."""
    return network(data, margin).correct()


@functools.lru_cache(maxsize=None)
def clear(data, margin):
    """The number of right inputs that a checker must prove."""
    return sum(distance > CLOSE for distance in network(data, margin).distances())


def close(data, margin):
    """Whether a right input is so close to delta that a checker might miss it."""
    return clear(data, margin) < right(data, margin)


@functools.lru_cache(maxsize=None)
def quick(data, margin):
    """The true count by one route only, for searching."""
    return wrong.Mistaken(Model(data), Fraction(margin)).correct()


def mistaken(mistake, data, margin):
    """The count that a mistake leads to."""
    return wrong.MISTAKES[mistake](Model(data), Fraction(margin)).correct()


def network(data, margin="0"):
    """The right network of a model file."""
    return Network(Model(data), Fraction(margin))


def deceived(mistake, margin, build, skip=0):
    """The first model on which a mistake raises the count; `build` makes one of a seed and a shape."""
    for seed in range(1000):
        data = build(seed, SHAPES[seed % len(SHAPES)])
        count = quick(data, margin)
        if 1 < count < mistaken(mistake, data, margin) and not close(data, margin):
            if skip == 0:
                return data
            skip -= 1
    raise AssertionError("no model for " + mistake)


def plain(seed, shape):
    """A random F32 model with all biases."""
    return tensors.model(tensors.numbers(seed, *shape))


def flat(seed, shape, power=0):
    """A model whose two last outputs are always equal, with integers as weights: many ties."""
    weights = tensors.numbers(seed, *shape)
    weights = {n: (s, [float(round(a)) for a in x]) for n, (s, x) in weights.items()}
    v = shape[0]
    s, unembed = weights["unembed.W_U"]
    for row in range(s[0]):
        unembed[row * v + v - 1] = unembed[row * v + v - 2]
    bias = weights["unembed.b_U"][1]
    bias[v - 1] = bias[v - 2]
    for name in ("unembed.W_U", "unembed.b_U"):
        weights[name] = (weights[name][0], [a * 2.0**power for a in weights[name][1]])
    return tensors.model(weights)


def flat_and_large(seed, shape):
    """The same with logits near 2^60: exact zeros where a checker computes in wide integers."""
    return flat(seed, shape, 60)


def unmoved(seed, shape, power=0):
    """A model without attention scores: every margin is rational, with a few bits."""
    weights = tensors.numbers(seed, *shape)
    weights = {n: (s, [round(4 * a) / 4 for a in x]) for n, (s, x) in weights.items()}
    s, query = weights[HEAD + "W_Q"]
    weights[HEAD + "W_Q"] = (s, [0.0] * len(query))
    s, query = weights[HEAD + "b_Q"]
    weights[HEAD + "b_Q"] = (s, [0.0] * len(query))
    for name in ("unembed.W_U", "unembed.b_U"):
        weights[name] = (weights[name][0], [a * 2.0**power for a in weights[name][1]])
    return tensors.model(weights)


MISTAKES = [
    ("L-01", "without-query-bias", "0"), ("L-01", "without-value-bias", "0"),
    ("L-01", "without-output-bias", "0"), ("L-01", "without-unembed-bias", "0"),
    ("L-01", "without-position-in-keys", "0"), ("L-01", "without-position-in-values", "0"),
    ("L-01", "without-position-in-query", "0"), ("L-01", "without-position-in-direct-path", "0"),
    ("L-01", "mean-position-in-direct-path", "0"), ("L-01", "first-position-in-query", "0"),
    ("L-01", "without-direct-path", "0"), ("L-01", "uniform-attention", "0"),
    ("L-01", "last-position-blind-to-itself", "0"), ("L-02", "scale-of-d-model", "0"),
    ("L-02", "scale-squared", "0"), ("L-02", "scale-missing", "0"), ("L-02", "scale-of-floored-root", "0"),
    ("L-04", "without-margin", "1/3"), ("L-04", "margin-negated", "1/2"), ("L-04", "margin-not-weighted", "1/3"),
    ("L-05", "first-token-is-target", "0"), ("L-05", "last-token-is-target", "0"),
    ("L-05", "only-lower-rivals", "0"), ("L-05", "only-next-rivals", "0"), ("L-05", "only-present-rivals", "0"),
    ("L-05", "sorted-inputs", "0"),
]


def both(section, name, comment, model, margin="0"):
    """An accept vector at the exact count, and a reject vector at one more."""
    count = right(put.read(model), margin)
    if close(put.read(model), margin):
        raise AssertionError("%s has a margin that is close to delta" % name)
    accept(section, name, comment, model, margin=margin)
    if count < int(claim(model, correct="0")["total"]):
        one_more(section, name, comment, model, margin=margin)


def mistakes():
    """Two models for each mistake."""
    for section, mistake, margin in MISTAKES:
        doc = wrong.MISTAKES[mistake].__doc__.strip()
        for i, letter in enumerate(("", "-2")):
            data = deceived(mistake, margin, plain, skip=i)
            model = shared("%s-%s%s.safetensors" % (section, mistake, letter), data)
            more = mistaken(mistake, data, margin)
            comment = "margin %s; the count is %d, and %d by this mistake: %s" % (
                margin, right(data, margin), more, doc)
            both(section, mistake + letter, comment, model, margin)


def ties():
    """L-04: ties are wrong, also ties with delta."""
    for i, build in enumerate([flat, flat, flat_and_large, flat_and_large]):
        data = deceived("ties-are-right", "0", build, skip=i % 2)
        model = shared("L-04-ties-%d.safetensors" % i, data)
        both("L-04", "ties-%d" % i, "the two last outputs are always equal", model)
    zero = {n: (s, [0.0] * len(x)) for n, (s, x) in tensors.numbers(0, 3, 2, 2, 3).items()}
    model = shared("zero.safetensors", tensors.model(zero))
    accept("L-04", "zero-weights", "all logits are 0: nothing is right", model)
    one_more("L-04", "zero-weights", "all logits are 0: nothing is right", model)
    for i, (shape, power) in enumerate([((3, 2, 2, 3), 0), ((2, 3, 2, 1), 0), ((3, 2, 2, 3), 60), ((2, 3, 2, 1), 60)]):
        data = next(d for d in (unmoved(s, shape, power) for s in range(99)) if quick(d, "0") > 1)
        model = shared("L-04-no-scores-%d.safetensors" % i, data)
        margin = least_margin(data)
        accept("L-04", "tie-with-margin-%d" % i, "the margin of one input is exactly delta: wrong", model,
               margin=str(margin))
        one_more("L-04", "tie-with-margin-%d" % i, "the margin of one input is exactly delta: wrong", model,
                 margin=str(margin))
        both("L-04", "below-margin-%d" % i, "delta is a little below the margin of one input", model,
             str(margin - Fraction(2**power, 2**12)))


def least_margin(data):
    """The smallest positive margin of a model without attention scores that decides an input; exact."""
    judge = network(data)
    found = []
    for x in judge.inputs():
        if judge.is_right(x):
            alone = [judge.logits(x, value) for value in judge.values(x)]
            mean = [sum(column) / len(alone) for column in zip(*alone)]
            found.append(min(mean[judge.target(x)] - mean[o] for o in judge.rivals(x)))
    return min(found)


def nearly():
    """L-02, L-03: delta is 2^-300 above the margin of one input. An end rounded the wrong way proves it."""
    for i, (shape, scale) in enumerate([
        ((3, 2, 2, 3), 0), ((4, 2, 3, 2), 0), ((3, 3, 2, 5), 0), ((3, 2, 2, 4), 0),
        ((3, 2, 2, 3), 40), ((4, 2, 3, 2), 40), ((3, 3, 2, 5), 40), ((2, 2, 2, 7), 40),
    ]):
        powers = {"unembed.W_U": scale, "unembed.b_U": scale}
        # With 53-bit weights a checker that computes exactly rounds delta by far less than 2^-136.
        built = (scaled(seed, shape, powers, "F64" if scale else "F32") for seed in range(20 * i, 20 * i + 20))
        data = next(d for d in built if len(decisive(d)) >= shape[0] - 1)
        model = shared("near-%d.safetensors" % i, data)
        section = "L-02" if i % 2 == 0 else "L-03"
        for j, margin in enumerate(chosen(decisive(data))):
            above = (Fraction(math.floor(margin / TINY)) + 2) * TINY
            below = str(Fraction(math.floor(margin * 2**8)) / 2**8)
            comment = "an input of which delta is 2^-300 above the margin, d_head %d, logits near 2^%d" % (
                shape[3], scale)
            one_more(section, "near-%d-%d" % (i, j), comment, model, margin=str(above))
            if not close(data, below):
                accept(section, "near-%d-%d" % (i, j), "as its reject twin, but delta is clearly below", model,
                       margin=below)


def chosen(margins):
    """The smallest, the middle and the largest."""
    return sorted({margins[0], margins[len(margins) // 2], margins[-1]})


def decisive(data):
    """The margins (lower ends, 448 bits) that decide whether an input is right, where they are positive."""
    judge = network(data)
    found = []
    for x in judge.inputs():
        logits = judge.enclosed_logits(x)
        margin = min((logits[judge.target(x)] - logits[o]).lo for o in judge.rivals(x))
        if margin > 0 and len(set(x)) > 1:
            found.append(margin)
    return sorted(found)


def scaled(seed, shape, powers, dtype="F32"):
    """A random model with some tensors multiplied by powers of two."""
    weights = tensors.numbers(seed, *shape)
    for name, power in powers.items():
        s, x = weights[name]
        weights[name] = (s, [a * 2.0**power for a in x])
    return tensors.model(weights, dtype)


def usable(build, exact=True):
    """The first model with clear inputs; exact: all right inputs are."""
    for seed in range(400):
        data = build(seed)
        model = Model(data)
        enough = 4 * quick(data, "0") >= model.v**model.k
        if enough and clear(data, "0") > 0 and not (exact and close(data, "0")):
            return data
    raise AssertionError("no usable model")


UNDERFLOW = ("huge-scores", "huge-scores-k3", "large-scores", "overflowing-scores")


def extremes():
    """L-01, L-03, L-05: other sizes, huge scores, huge and tiny weights."""
    scores = {HEAD + n: 25 for n in ("W_Q", "W_K", "b_Q", "b_K")}
    large = {"unembed.W_U": 100, "unembed.b_U": 100}
    low = {"embed.W_E": -5, HEAD + "W_Q": -3, HEAD + "W_K": -3}
    mixed = {"unembed.W_U": 60, "embed.W_E": -60, "pos_embed.W_pos": -60, HEAD + "W_V": 60, HEAD + "b_V": -30}
    for section, name, comment, shape, powers, dtype in [
        ("L-03", "huge-scores", "scores near 2^50: attention is on one position, the others underflow",
         (3, 2, 2, 3), scores, "F32"),
        ("L-03", "huge-scores-k3", "scores near 2^50 and three positions", (3, 3, 2, 2), scores, "F32"),
        ("L-03", "large-scores", "scores near 2^10: beyond the range of exp in double precision", (3, 2, 2, 3),
         {HEAD + "W_Q": 5, HEAD + "W_K": 5}, "F32"),
        ("L-03", "tiny-scores", "scores near 2^-50: attention is nearly uniform", (3, 2, 2, 3),
         {HEAD + n: -26 for n in ("W_Q", "b_Q", "W_K")}, "F32"),
        ("L-03", "overflowing-scores", "scores near 2^1900, beyond every double", (2, 2, 2, 2),
         {HEAD + "W_Q": 1000, HEAD + "b_Q": 1000, HEAD + "W_K": 900}, "F64"),
        ("L-05", "large-logits", "logits near 2^100: sums beyond 64 bits", (3, 2, 2, 3), large, "F32"),
        ("L-05", "large-logits-k3", "logits near 2^100: sums beyond 64 bits", (2, 3, 2, 2), large, "F32"),
        ("L-05", "logits-of-2-60", "logits near 2^60: sums just beyond 64 bits", (3, 2, 2, 3),
         {"unembed.W_U": 60, "unembed.b_U": 60}, "F32"),
        ("L-05", "overflowing-logits", "logits near 2^1100, beyond every double", (3, 2, 2, 2),
         {"unembed.W_U": 1000, "embed.W_E": 100, "pos_embed.W_pos": 100, HEAD + "W_Q": -100, HEAD + "W_K": -100},
         "F64"),
        ("L-05", "mixed-magnitudes", "factors from 2^-60 to 2^60", (3, 2, 2, 3), mixed, "F32"),
        ("L-05", "tiny-logits", "logits near 2^-100", (3, 2, 2, 3), {"unembed.W_U": -100, "unembed.b_U": -100}, "F32"),
        ("L-01", "subnormals", "float32 subnormals in the unembedding", (3, 2, 2, 3),
         {"unembed.W_U": -135, "unembed.b_U": -135}, "F32"),
        ("L-01", "subnormals-f16", "float16 subnormals in the unembedding", (3, 2, 2, 3),
         {"unembed.W_U": -17, "unembed.b_U": -17}, "F16"),
        ("L-01", "subnormals-bf16", "bfloat16 subnormals in the unembedding", (3, 2, 2, 3),
         {"unembed.W_U": -130, "unembed.b_U": -130}, "BF16"),
        ("L-01", "subnormals-f64", "float64 subnormals in the unembedding", (3, 2, 2, 3),
         {"unembed.W_U": -1030, "unembed.b_U": -1030}, "F64"),
        ("L-01", "huge-key-bias", "a key bias moves all scores of a query alike", (3, 2, 2, 3), {HEAD + "b_K": 30},
         "F32"),
        ("L-01", "huge-biases", "query and output biases near 2^10", (3, 2, 2, 3),
         {HEAD + "b_Q": 6, HEAD + "b_O": 10}, "F32"),
        ("L-05", "k1", "K = 1: only the query", (5, 1, 2, 3), {}, "F32"),
        ("L-05", "k1-v2", "the smallest model", (2, 1, 1, 1), {}, "F32"),
        ("L-05", "v2", "vocabulary 2, K = 5", (2, 5, 2, 1), {}, "F32"),
        ("L-05", "v5-k3", "vocabulary 5, K = 3", (5, 3, 3, 2), {}, "F32"),
        ("L-02", "head-size-1", "d_head 1", (3, 2, 2, 1), {}, "F32"),
        ("L-02", "head-size-4", "d_head 4, a square", (3, 2, 2, 4), {}, "F32"),
        ("L-02", "head-size-9", "d_head 9, a square, d_model 2", (3, 2, 2, 9), {}, "F32"),
        ("L-02", "head-size-7", "d_head 7, d_model 1", (4, 2, 1, 7), {}, "F64"),
        ("L-14", "digits", "rows of 300 numbers of three digits", (3, 2, 300, 2), low, "F64"),
        ("L-14", "more-digits", "rows of 400 numbers of three digits: too many products", (3, 2, 400, 2), low, "F64"),
        ("L-14", "many-digits", "factors of twelve digits", (3, 2, 3, 2), {"embed.W_E": -250, HEAD + "W_V": 200}, "F64"),
        ("L-14", "tables", "scores of all sizes", (4, 2, 3, 2), {HEAD + "W_Q": 2}, "F32"),
    ]:
        data = usable(lambda seed: scaled(seed, shape, powers, dtype), exact=name not in UNDERFLOW)
        model = shared("%s-%s.safetensors" % (section, name), data)
        if name in UNDERFLOW:
            comment += "; claimed is what does not underflow beside a token that the input does not contain"
            accept(section, name, comment, model, correct=str(clear(data, "0")))
            one_more(section, name, comment.split(";")[0], model)
        else:
            both(section, name, comment, model)


def unsure():
    """Inputs whose margin is positive, but too small for a checker: it may not count them, never one more."""
    data = deceived_doubles()
    model = shared("L-03-double-precision.safetensors", data)
    comment = "the two last outputs differ in their last bits, and double precision errs"
    one_more("L-03", "double-precision", comment, model)
    accept("L-03", "double-precision", comment + "; only what has a margin above 2^-30 is claimed", model,
           correct=str(network(data, Fraction(1, 2**30)).correct()))
    subnormal = scaled(4, (3, 2, 2, 3), {"unembed.W_U": -149, "unembed.b_U": -149})
    if mistaken("subnormals-flushed", subnormal, "0"):
        raise AssertionError("flushed to zero, nothing can be right")
    model = shared("L-01-least-subnormals.safetensors", subnormal)
    both("L-01", "least-subnormals", "weights of 0, 1 or 2 times 2^-149", model)


def deceived_doubles():
    """A model whose two last outputs differ in their last bits, on which double precision counts too many."""
    for seed in range(3000):
        shape = SHAPES[seed % len(SHAPES)]
        weights = tensors.numbers(seed, *shape)
        v, unembed, bias = shape[0], weights["unembed.W_U"][1], weights["unembed.b_U"][1]
        for last in range(v - 1, len(unembed), v):
            unembed[last] = unembed[last - 1]
        bias[-1] = bias[-2]
        unembed[-1] += 2.0**-51
        unembed[v - 1] -= 2.0**-51
        data = tensors.model(weights, "F64")
        robust = network(data, Fraction(1, 2**30)).correct()
        if robust and quick(data, "0") < mistaken("double-precision", data, "0"):
            return data
    raise AssertionError("no model deceives double precision")


def conditions():
    """The lettered side conditions of the lemmas and rules."""
    base = claim(SMALL)

    def refused(section, name, comment, code, **changes):
        put.put("rejected", section, name, comment, honest(SMALL, **{**base, **changes}), code)

    refused("L-01", "a-claimed-d-head", "d_head of the claim is not the model's", "SHAPE_MISMATCH", dHead=4)
    refused("L-01", "a-claimed-d-model", "d_model of the claim is not the model's", "SHAPE_MISMATCH", dModel=3)
    refused("L-04", "a-negative-margin", "with a negative margin wrong answers would count", "CLAIM_RANGE",
            margin="-1000", correct="9")
    refused("L-06", "a-total-less", "8 of 8 instead of 8 of 9", "CLAIM_RANGE", total="8", correct="8")
    refused("L-06", "a-total-more", "a larger total", "CLAIM_RANGE", total="81")
    refused("L-06", "a-total-of-k-to-the-v", "k^v instead of v^k", "CLAIM_RANGE", total="8")
    refused("L-06", "b-one-more", "one more than is true", "CLAIM_NOT_PROVED",
            correct=str(int(base["correct"]) + 1))
    refused("L-06", "b-all", "everything", "CLAIM_NOT_PROVED", correct="9")
    refused("L-06", "b-all-but-one", "everything but one input", "CLAIM_NOT_PROVED", correct="8")
    accept("L-06", "exact", "exactly what is true")
    accept("L-06", "less", "one less than is true", correct=str(int(base["correct"]) - 1))
    accept("L-06", "nothing", "0 is always proved", correct="0")
    limit = "LIMIT_EXCEEDED"
    for section in ("L-05", "R-01"):
        make_json.zero_vector("declined", "a-sums", "64^8 inputs", limit, 64, 8, 1, 1, section=section)
        make_json.zero_vector("declined", "a-tables", "tables of 431^4 entries for 431 inputs", limit,
                              431, 1, 1, 1, section=section)
    make_json.zero_vector("declined", "a-sums-k32", "34 2^32 > 2^37; 34 2^31 is below", limit, 2, 32, 1, 1,
                          section="R-01")
    make_json.zero_vector("declined", "a-sums-by-weight", "324 2^29 > 2^37, with token weights", limit, 2, 30, 1, 1,
                          section="R-01", weights=[1, 1])
    accept("R-01", "small", "the small model")
    one_more("R-01", "small", "the small model")
    for margin in ("1/3", "1/2", "1", "5/4"):
        both("R-01", "margin-%s" % margin.replace("/", "-"), "the small model with a margin", SMALL, margin)


def make():
    """All of them."""
    mistakes()
    ties()
    nearly()
    extremes()
    unsure()
    conditions()
