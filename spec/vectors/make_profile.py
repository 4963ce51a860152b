# SPDX-License-Identifier: Apache-2.0
"""Vectors of execution profiles: F-10 (f) to (h), L-41 to L-44."""
from fractions import Fraction

import put
import tensors
from oracle import Model
from rounding import CONSTANTS, Profile
from put import SMALL, claim, envelope, read, statement
from tensors import HEAD

NAME, ENGINE = "binary32-any-order", "binary32-any-engine"
SLACK = Fraction(1000001, 1000000)


def certificate(model, fields, strategy='{"name":"brute-force"}'):
    """The unsigned certificate of these claims."""
    return envelope(statement(read(model), fields, strategy=strategy))


def profiled(model, count, profile=NAME, **changes):
    """The true claim over the reals, and a count for the profile."""
    fields = claim(model, **changes)
    fields["profile"] = {"name": profile, "correct": str(count)}
    return fields


def proved(data, mistake="", slack=1 / SLACK, profile=NAME):
    """What L-44 proves with bounds that are a little smaller than those of the lemmas."""
    return Profile(Model(data), mistake, slack, profile).correct()


def accept(section, name, comment, model=SMALL, count=None, strategy='{"name":"brute-force"}', profile=NAME, **changes):
    """An accept vector at what a checker must prove of executions."""
    count = proved(read(model), "", SLACK, profile) if count is None else count
    fields = profiled(model, count, profile, **changes)
    put.put("accepted", section, name, comment, certificate(model, fields, strategy), None, model,
            correct=fields["correct"], total=fields["total"])


def reject(section, name, comment, count, model=SMALL, **changes):
    """A reject vector that claims too much of executions."""
    put.put("rejected", section, name, comment, certificate(model, profiled(model, count, **changes)),
            "CLAIM_NOT_PROVED", model)


def biased(seed, shape, output, bias):
    """A random model with this bias of an output, as binary32 rounds it."""
    weights = tensors.numbers(seed, *shape)
    weights["unembed.b_U"][1][output] = bias
    return tensors.model(weights)


def positive(data, mistake, x, o, profile):
    """Whether the sum of one input for one output is positive."""
    return Profile(Model(data), mistake, name=profile).proves(x, o)


def threshold(seed, shape, mistake, x, o, profile=NAME):
    """About the largest bias of a wrong output with which the input is proved."""
    low, high = -64.0, 64.0
    for _ in range(40):
        middle = (low + high) / 2
        if positive(biased(seed, shape, o, middle), mistake, x, o, profile):
            low = middle
        else:
            high = middle
    return low


def deceived(mistake, profile=NAME):
    """A model of which a mistake proves another count of executions than the lemmas do: one input lies between."""
    shape, x, o = (3, 2, 2, 3), (2, 1), 0
    for seed in range(20):
        ends = [threshold(seed, shape, some, x, o, profile) for some in ("", mistake)]
        data = biased(seed, shape, o, sum(ends) / 2)
        right = proved(data, profile=profile)
        if right != proved(data, mistake, profile=profile) and right == proved(data, "", SLACK, profile):
            return data
    raise AssertionError("no model for " + mistake)


def mistakes():
    """One model for each mistake, on both sides."""
    for section, letter, mistake in (
            ("L-42", "", "scores-exact"), ("L-42", "", "softmax-exact"), ("L-43", "", "values-exact"),
            ("L-43", "", "direct-exact"), ("L-44", "a-", "weights-not-widened"), ("L-41", "", "unit-halved"),
            ("L-44", "b-", "errors-of-rivals-only"), ("L-44", "b-", "errors-of-the-maximum-only")):
        data = deceived(mistake)
        count = proved(data, mistake)
        accept(section, mistake, "what the lemmas prove where the mistake would prove more", data)
        reject(section, letter + mistake, "what the mistake would prove", count, data)


def engines():
    """Of binary32-any-engine: what its constants cost, and no less; and what either profile makes of a model."""
    for mistake in CONSTANTS:
        section = "L-42" if mistake.startswith("exponentials") else "L-43"
        data = deceived(mistake, ENGINE)
        right, wrong = proved(data, profile=ENGINE), proved(data, mistake, profile=ENGINE)
        accept(section, mistake, "what the lemmas prove where the mistake would prove %d" % wrong, data, profile=ENGINE)
        if wrong > right:
            put.put("rejected", section, mistake, "what the mistake would prove",
                    certificate(data, profiled(data, wrong, ENGINE)), "CLAIM_NOT_PROVED", data)
            if proved(data) > right:
                accept(section, mistake.replace("of-the-other", "within-the-other"), "what is proved of any order is "
                       "more than of any engine", data)
    accept("F-10", "profile-of-any-engine", "what is proved of any engine", profile=ENGINE)


def format_vectors():
    """F-10 (f) to (h)."""
    base, code = claim(SMALL), "UNKNOWN_PROFILE"
    for name, text in (("binary32", "binary32"), ("upper-case", "BINARY32-any-order"), ("empty", ""),
                       ("bf16", "bfloat16-any-order"), ("space", NAME + " "), ("any-engines", ENGINE + "s")):
        fields = {**base, "profile": {"name": text, "correct": "0"}}
        put.put("declined", "F-10", "f-" + name, "profile '%s'" % text, certificate(SMALL, fields), code)
    for name, text in (("more", "10"), ("negative", "-1"), ("huge", "9" * 1000)):
        fields = {**base, "profile": {"name": NAME, "correct": text}}
        put.put("rejected", "F-10", "g-profile-" + name, "profile count %s of 9" % text[:12],
                certificate(SMALL, fields), "CLAIM_RANGE")
    count = proved(read(SMALL))
    reject("F-10", "h-one-more", "one input more than is proved of executions", count + 1)
    reject("F-10", "h-all", "all inputs, in every execution", 9)
    reject("F-10", "h-nothing-over-the-reals", "the first line claims nothing, the second too much",
           count + 1, correct="0")
    more = {**base, "profile": {"name": NAME, "correct": "0", "unit": "24"}}
    put.put("rejected", "F-02", "c-profile-with-a-unit", "a profile has a name and a count, nothing else",
            certificate(SMALL, more), "UNKNOWN_FIELD")
    put.put("rejected", "F-02", "d-profile-without-count", "a profile without a count",
            certificate(SMALL, {**base, "profile": {"name": NAME}}), "MISSING_FIELD")
    accept("F-10", "profile-exact", "what is proved of executions", count=count)
    accept("F-10", "profile-nothing", "nothing is claimed of executions", count=0)
    accept("F-10", "profile-more-than-real", "the two counts are independent claims", count=count, correct="0")


def large(tensor, value, dtype="F32", scale=1.0):
    """A random model with one entry replaced, the rest rounded to halves."""
    weights = tensors.numbers(3, 3, 2, 2, 3)
    weights = {n: (s, [round(2 * a) / 2 * scale for a in x]) for n, (s, x) in weights.items()}
    weights[tensor][1][0] = value
    return tensors.model(weights, dtype)


def residual():
    """L-41 (b) of the residual alone: nothing is made of it but tiny logits."""
    weights = {name: (shape, [0.0] * tensors.count(shape)) for name, shape in tensors.shapes(3, 2, 2, 3).items()}
    weights["unembed.W_U"][1][0] = 2.0**-100
    for name, size, verdict in (("residual-of-2-to-50", 2.0**50, "declined"), ("residual-below", 2.0**50 - 2.0**26, "")):
        weights["embed.W_E"][1][0] = size
        data = tensors.model(weights)
        if verdict:
            put.put(verdict, "L-41", "b-" + name, "an embedding of 2^50 that no head reads",
                    certificate(data, profiled(data, 0, correct="0")), "UNSUPPORTED_PROFILE", data)
        else:
            accept("L-41", name, "an embedding of less than 2^50 that no head reads", data, 0, correct="0")


def ranges():
    """L-41 (a), (b)."""
    residual()
    code = "UNSUPPORTED_PROFILE"
    for name, tensor, value, dtype in (
            ("a-25-bits", "embed.W_E", 1 + 2.0**-24, "F64"), ("a-below-subnormals", "unembed.b_U", 2.0**-150, "F64"),
            ("a-2-to-128", "blocks.0.attn.b_K", 2.0**128, "F64"), ("a-last-bias", "unembed.b_U", 0.1, "F64"),
            ("b-residual", "embed.W_E", 2.0**60, "F32"), ("b-queries", HEAD + "W_Q", 2.0**60, "F32"),
            ("b-keys", HEAD + "b_K", 2.0**60, "F32"), ("b-values", HEAD + "W_V", 2.0**60, "F32"),
            ("b-head", HEAD + "W_O", 2.0**125, "F32"), ("b-logits", "unembed.W_U", 2.0**125, "F32"),
            ("b-logit-bias", "unembed.b_U", 2.0**127, "F32")):
        data = large(tensor, value, dtype)
        put.put("declined", "L-41", name, "%s: one entry is %s" % (tensor, value),
                certificate(data, profiled(data, 0, correct="0")), code, data)
    for name, tensor, value, dtype in (
            ("24-bits", "embed.W_E", 1 + 2.0**-23, "F64"), ("least-subnormal", "unembed.b_U", 2.0**-149, "F64"),
            ("large-logits", "unembed.b_U", 2.0**119, "F32"), ("large-keys", HEAD + "b_K", 2.0**49, "F32"),
            ("bf16", "embed.W_E", 1.0, "BF16"), ("f16", "embed.W_E", 1.0, "F16")):
        data = large(tensor, value, dtype)
        count = 0 if name.startswith("large") else None
        accept("L-41", name, "%s: one entry is %s, %s" % (tensor, value, dtype), data, count, correct="0")


def executions_prove_more():
    """Errors that move a table across a power of two: R-01 takes wide rows for executions only."""
    weights = {name: (shape, [0.0] * tensors.count(shape)) for name, shape in tensors.shapes(3, 2, 3, 1).items()}
    weights["embed.W_E"][1][::4] = [1.0] * 3
    weights[HEAD + "W_Q"][1][2] = 1.0
    weights[HEAD + "W_K"][1][0] = 60.0
    weights["unembed.W_U"][1][::4] = [65536 - 2.0**-8, 4.0, 4.0]
    data = tensors.model(weights)
    count = proved(data)
    accept("L-44", "executions-prove-more", "what is proved of executions holds over the reals, too",
           data, count, correct=str(count))
    reject("L-44", "executions-prove-one-more", "one input more, in every execution", count + 1, data)


def make():
    """All of them."""
    executions_prove_more()
    format_vectors()
    ranges()
    mistakes()
    engines()


if __name__ == "__main__":
    make()
