# SPDX-License-Identifier: Apache-2.0
"""Vectors for sub-cubic proofs: L-33 to L-39, R-06 and its hints in F-11."""
import hashlib
import random

import make_json
import make_lemmas
import put
import subcubic
import tensors
from counting import ALPHABET
from put import SMALL, claim, envelope, read, shared, statement
from subcubic import HANDLINGS, NEARLY, SubCubic, cells, table
from tensors import HEAD

ENVELOPE, MEAN, DROP = HANDLINGS
SHAPES = [(3, 2, 2, 3), (3, 3, 2, 2), (4, 2, 2, 1), (3, 2, 3, 4), (4, 3, 2, 2), (2, 3, 2, 1)]
EXACT = ("max_diff_exact", "exact_EQKE+max_diff_exact")


def hints(gaps, handling=ENVELOPE, direct=EXACT[0], attention=EXACT[1], directions=""):
    """The strategy's text; the gaps are packed already."""
    text = '{"name":"sub-cubic","direct":"%s","handling":"%s","attention":"%s","gaps":"%s","directions":"%s"}'
    return text % (direct, handling, attention, gaps, directions)


def certificate(model, text, **changes):
    """An unsigned certificate with a strategy's text."""
    return envelope(statement(read(model), claim(model, **changes), strategy=text))


def accept(section, name, comment, model, text, correct, margin="0"):
    """An accept vector; the oracle has the last word."""
    put.accept(section, name, comment, model, certificate(model, text, correct=str(correct), margin=margin),
               correct=str(correct), margin=margin)


def refuse(section, name, comment, model, text, correct, margin="0"):
    """A vector that claims more than is proved."""
    put.put("rejected", section, name, comment, certificate(model, text, correct=str(correct), margin=margin),
            "CLAIM_NOT_PROVED", model)


def helpful(seed, shape):
    """A random model that attends to large tokens and answers with what it attends to, more or less."""
    v, k, d_model, d_head = shape
    stream = random.Random("sub-cubic %d" % seed)
    weights = tensors.numbers(seed, v, k, d_model, d_head, 2.0 ** stream.randint(-2, 1))
    strength = stream.choice([0.25, 0.5, 1.0])

    def put_in(name, i, x):
        weights[name][1][i] = x

    for r in range(d_model if seed % 2 else 0):
        put_in(HEAD + "W_K", r * d_head, 0.0)
        put_in(HEAD + "W_V", r * d_head, 0.0)
    put_in(HEAD + "b_Q", 0, stream.choice([0.5, 1.0, 2.0, 4.0]))
    put_in(HEAD + "W_K", 0, 1.0)
    put_in(HEAD + "W_V", 0, 1.0)
    put_in(HEAD + "W_O", 0, 4.0 * strength)
    for t in range(v):
        put_in("embed.W_E", t * d_model, float(t))
        put_in("unembed.W_U", t, float(t))
        put_in("unembed.b_U", t, -2.0 * strength * t * t)
    return tensors.model(weights)


def ones(v, k, seed):
    """All gaps 1."""
    return {cell: 1 if v > 1 else 0 for cell in cells(v, k)}


def some(v, k, seed):
    """Random gaps, mostly small."""
    stream = random.Random("gaps %d" % seed)
    return {cell: min(v - 1, stream.choice([0, 1, 1, 1, 2, 2, 3])) for cell in cells(v, k)}


# section, mistake, handling, the first seed whose model shows it
TOO_MUCH = [
    ("L-33", "OneChoiceMore", ENVELOPE, 6),
    ("L-33", "QueryCountedTwice", ENVELOPE, 9),
    ("L-34", "LargestTokenOnly", ENVELOPE, 192),
    ("L-34", "LeastTokenOnly", ENVELOPE, 188),
    ("L-34", "GapOneMore", ENVELOPE, 188),
    ("L-35", "LightestOnly", ENVELOPE, 1801),
    ("L-35", "QueryHoldsMaximum", ENVELOPE, 107),
    ("L-35", "PositionsAlike", ENVELOPE, 93),
    ("L-36", "MeanPosition", ENVELOPE, 73),
    ("L-36", "MeanPositionInDirectPath", ENVELOPE, 429),
    ("L-36", "NoMargin", ENVELOPE, 11),
    ("L-36", "LargestRestOnly", ENVELOPE, 124),
    ("L-36", "QueryTokenForgotten", ENVELOPE, 141),
    ("L-36", "SplitsMixed", ENVELOPE, 6),
    ("L-37", "HighestLine", ENVELOPE, 14),
    ("L-37", "SteepestLine", ENVELOPE, 4),
    ("L-38", "LargestSlope", MEAN, 32),
    ("L-38", "LeastSlope", MEAN, 596),
    ("L-38", "CentreOnly", MEAN, 141),
    ("L-39", "LeastSlopeOfAll", DROP, 8),
    ("L-39", "LeastHeight", DROP, 6),
]
TOO_LITTLE = [
    ("L-33", "PublishedCount", ENVELOPE, 1),
    ("L-33", "QueryNotTooClose", ENVELOPE, 2),
    ("L-34", "WholeRow", ENVELOPE, 22),
    ("L-36", "RowRange", ENVELOPE, 1),
    ("L-36", "NotCentred", ENVELOPE, 0),
    ("L-36", "NoMeanRow", ENVELOPE, 1),
    ("L-37", "NoHull", ENVELOPE, 0),
    ("L-38", "CentreIsZero", MEAN, 0),
    ("L-39", "MaximumAmongRivals", DROP, 1),
]


def spelled(mistake):
    """OneChoiceMore as one-choice-more."""
    return "".join("-" + a.lower() if a.isupper() else a for a in mistake).strip("-")


def tries(first):
    """(data, gaps, margin) of seeds."""
    for seed in range(first, first + 6000):
        v, k = SHAPES[seed % len(SHAPES)][:2]
        margin = ("0", "1/2", "3")[seed // 7 % 3]
        yield helpful(seed, SHAPES[seed % len(SHAPES)]), (ones, some)[seed // 2 % 2](v, k, seed), margin


def required(data, margin, gaps, handling):
    """How many inputs a checker with finite precision must prove."""
    return SubCubic(data, margin, gaps, handling, NEARLY).proved()


def named(section, name, data):
    """The model as a shared one, and the packed gaps."""
    return shared("%s-%s.safetensors" % (section, name), data)


def packed(data, gaps):
    """The gaps of a model, packed."""
    model = subcubic.Model(data)
    return table(model.v, model.k, gaps)


def too_much(section, mistake, handling, seed):
    """A model on which a mistake accepts one more than is true; its twin claims what the lemmas prove."""
    wrong = getattr(subcubic, mistake)
    for data, gaps, margin in tries(seed):
        count, safe = wrong(data, margin, gaps, handling).proved(), required(data, margin, gaps, handling)
        if count > safe > 0 and count > make_lemmas.quick(data, margin):
            break
    else:
        raise AssertionError("no model for " + mistake)
    truth = make_lemmas.right(data, margin)
    if count <= truth or safe > truth:
        raise AssertionError(mistake)
    name = "%s-%d" % (spelled(mistake), seed)
    model, text = named(section, name, data), hints(packed(data, gaps), handling)
    comment = "margin %s; %d are right, %d are proved, and %d by this mistake: %s" % (
        margin, truth, safe, count, wrong.__doc__)
    refuse(section, name, comment, model, text, truth + 1, margin)
    accept(section, name, comment, model, text, safe, margin)


def too_little(section, mistake, handling, seed):
    """A model on which a mistake proves less than the lemmas do: only the right reading accepts."""
    wrong = getattr(subcubic, mistake)
    for data, gaps, margin in tries(seed):
        safe = required(data, margin, gaps, handling)
        if safe > 0 and wrong(data, margin, gaps, handling).proved() < safe:
            break
    else:
        raise AssertionError("no model for " + mistake)
    name = "%s-%d" % (spelled(mistake), seed)
    model, text = named(section, name, data), hints(packed(data, gaps), handling)
    comment = "margin %s; %d are right, %d are proved, and fewer by this mistake: %s" % (
        margin, make_lemmas.right(data, margin), safe, wrong.__doc__)
    accept(section, name, comment, model, text, safe, margin)
    refuse(section, name, comment, model, text, make_lemmas.right(data, margin) + 1, margin)


def flagged(v, k, token_values, position_values, query_weights, biases=None):
    """Tokens as unit vectors: token v - 1 has a key, the scores are query_weights / 2; OV and PV as given, D = 0."""
    d_model, d_head = 2 * v + 1, v + 1 if v == 3 else 4
    weights = {n: (s, [0.0] * len(x)) for n, (s, x) in tensors.numbers(0, v, k, d_model, d_head, biases=False).items()}

    def put_in(name, row, column, x):
        weights[name][1][row * weights[name][0][-1] + column] = x

    for t in range(v):
        put_in("embed.W_E", t, t, 1.0)
        put_in(HEAD + "W_Q", t, 0, query_weights[t])
        put_in("unembed.W_U", v + 1 + t, t, 1.0)
        put_in(HEAD + "W_O", t, v + 1 + t, 1.0)
        put_in(HEAD + "W_V", v - 1, t, token_values[t])
        put_in(HEAD + "W_V", v, t, position_values[t])
    put_in(HEAD + "W_K", v - 1, 0, 1.0)
    for i in range(k):
        put_in("pos_embed.W_pos", i, v, 1.0)
    return tensors.model(weights)


def published_rule():
    """The counterexample of the design notes, section 11.1: s(0,2) = -11/8, s(1,2) = s(2,2) = 20, all others 0."""
    data = flagged(3, 2, [-30.0, -1.0, 0.0], [10.0, 0.0, 0.0], [-2.75, 40.0, 40.0])
    model = shared("L-38-published-rule.safetensors", data)
    truth = make_lemmas.right(data, "0")
    for handling, name in ((ENVELOPE, "envelope"), (MEAN, "mean"), (DROP, "drop")):
        gaps = ones(3, 2, 0)
        comment = "the published rule certifies (q,m,c) = (0,2,1), but the model answers 0 to (2,0); %s" % handling
        refuse("L-38", "published-rule-" + name, comment, model, hints(packed(data, gaps), handling), truth + 1)
        safe = required(data, "0", gaps, handling)
        accept("L-38", "published-rule-" + name, comment, model, hints(packed(data, gaps), handling), safe)


def zero_vector(verdict, name, comment, code, shape, text):
    """A vector of R-06 about a zero model; the runner appends the zeros."""
    stored, length, digest = make_json.zeros(*shape)
    v, k, d_model, d_head = shape
    fields = {"k": k, "vocab": v, "dModel": d_model, "dHead": d_head, "margin": "0",
              "correct": "0", "total": str(v**k)}
    payload = statement(b"", fields, strategy=text)
    payload = make_json.once(payload, hashlib.sha256(b"").hexdigest(), digest)
    more = {"correct": "0", "total": fields["total"]} if verdict == "accepted" else {}
    put.put(verdict, "R-06", name, comment, envelope(payload), code, stored, generate={"modelBytes": length}, **more)


def rule():
    """R-06."""
    limit, out = "LIMIT_EXCEEDED", "HINT_RANGE"
    zero_vector("declined", "a-pairs", "513^2 pairs of tokens", limit, (513, 1, 1, 1), hints(""))
    zero_vector("declined", "a-pairs-v4096", "4096^2 pairs of tokens", limit, (4096, 1, 1, 1), hints(""))
    zero_vector("accepted", "zeros-v64-k16", "all gaps 0", None, (64, 16, 1, 1), hints("A" * (2080 * 15)))
    data = next(d for d in (helpful(seed, (3, 2, 2, 4)) for seed in range(99)) if make_lemmas.quick(d, "0") > 5)
    three = shared("R-06-v3.safetensors", data)

    def refused(name, comment, gaps, directions="", direct=EXACT[0], attention=EXACT[1], model=three):
        text = hints(gaps, ENVELOPE, direct, attention, directions)
        put.put("rejected", "R-06", name, comment, certificate(model, text, correct="0"), out, model)

    # 6 pairs of one gap of 2 bits: 12 bits, two characters
    refused("b-empty", "no gaps", "")
    refused("b-one-character-less", "6 bits, 12 are needed", "A")
    refused("b-one-character-more", "18 bits, 12 are needed", "AAA")
    refused("b-much-more", "1000 characters", "A" * 1000)
    five = shared("R-06-v5.safetensors", tensors.model(tensors.numbers(3, 5, 2, 2, 2)))
    refused("b-v5-one-less", "42 bits, 45 are needed", "A" * 7, model=five)
    refused("b-v5-one-more", "54 bits, 45 are needed", "A" * 9, model=five)
    for i in range(3):
        refused("b-padding-%d" % i, "bit %d of the padding is set" % i, "A" * 7 + ALPHABET[4 >> i], model=five)
    refused("c-three", "a gap of 3 where there are 3 tokens", "wA")
    refused("c-last", "the last gap is 3", "AD")
    refused("c-all", "all gaps are 3", "__")
    refused("c-v5-five", "a gap of 5 where there are 5 tokens", ALPHABET[0b101000] + "A" * 7, model=five)
    refused("d-not-empty", "directions that no option reads", "AA", "AAA")
    refused("d-svd-query-none", "svd_query reads one direction of 2 entries, none is there", "AA", "", "svd_query+max_diff")
    refused("d-svd-query-short", "5 characters, 6 are needed", "AA", "A" * 5, "svd_query+max_diff")
    refused("d-svd-query-long", "9 characters, 6 are needed", "AA", "A" * 9, "svd_query+max_diff")
    refused("d-svd-none", "svd reads two directions of 3 entries, none is there", "AA", "", EXACT[0], "svd")
    refused("d-svd-short", "15 characters, 18 are needed", "AA", "A" * 15, EXACT[0], "svd")
    refused("d-svd-one-character-more", "19 characters, 18 are needed", "AA", "A" * 19, EXACT[0], "svd")
    refused("d-spectral-short", "45 characters, 48 are needed", "AA", "A" * 45, EXACT[0], "spectral")
    one = {cell: 1 for cell in cells(3, 2)}
    truth = make_lemmas.right(data, "0")
    for direct, attention, directions in (
        ("svd_query+max_diff", "svd", "A" * 24), ("svd_query+max_diff", "spectral", "f__" * 18),
        ("max_diff", "mean_recursive+max_diff_subproduct_recursive", "gAA" * 16),
        ("global_max_diff_exact", "max_diff_exact", "f__gAA" * 3),
    ):
        name = ("hostile-%s-%s" % (direct, attention)).replace("+", "-").replace("_", "-").lower()
        text = hints(packed(data, one), ENVELOPE, direct, attention, directions)
        refuse("R-06", name, "hostile directions", three, text, truth + 1)
        accept("R-06", name, "hostile directions", three, text, 0)
    for handling in HANDLINGS:
        count = required(data, "0", one, handling)
        accept("R-06", handling.split("_")[0].split("+")[0], handling, three, hints(packed(data, one), handling), count)
        refuse("R-06", handling.split("_")[0].split("+")[0], handling, three, hints(packed(data, one), handling), truth + 1)
    none = {cell: 0 for cell in cells(3, 2)}
    count = required(data, "0", none, ENVELOPE)
    accept("R-06", "no-gaps", "only inputs of one token", three, hints(packed(data, none)), count)
    refuse("R-06", "no-gaps", "only inputs of one token", three, hints(packed(data, none)), count + 1)
    lone = shared("R-02-v1.safetensors", tensors.model(tensors.numbers(1, 1, 3, 2, 2)))
    accept("R-06", "v1", "one token: it is the largest, and no gap is needed", lone, hints(""), 1)


def strategy():
    """F-11, and F-02 in the hints."""
    good = hints("AA")

    def refused(section, name, comment, code, text, verdict="rejected"):
        inner = statement(read(SMALL), claim(SMALL, correct="0"), strategy=text)
        put.put(verdict, section, name, comment, envelope(inner), code)

    def change(section, name, comment, code, old, new, verdict="rejected"):
        refused(section, name, comment, code, make_json.once(good, old, new), verdict)

    unknown, missing, word = "UNKNOWN_FIELD", "MISSING_FIELD", "UNKNOWN_STRATEGY"
    gaps, directions = ',"gaps":"AA"', ',"directions":""'
    change("F-11", "b-sub-cubic-no-directions", "no directions", missing, directions, "")
    change("F-11", "b-sub-cubic-no-gaps", "no gaps: another field is there", unknown, gaps, "")
    change("F-11", "b-sub-cubic-other-order", "directions before gaps", unknown, gaps + directions, directions + gaps)
    change("F-11", "b-sub-cubic-no-handling", "no handling", unknown, ',"handling":"envelope"', "")
    change("F-11", "b-sub-cubic-another", "one more hint", unknown, directions, directions + ',"abar":"1"')
    for field, text in (("direct", "max_diff_exact"), ("handling", "envelope"), ("attention", EXACT[1])):
        for name, other in (("empty", ""), ("upper-case", text.upper()), ("space", text + " "), ("none", "none")):
            change("F-11", "d-%s-%s" % (field, name), "%s: '%s'" % (field, other), word,
                   '"%s":"%s"' % (field, text), '"%s":"%s"' % (field, other), "declined")
    change("F-11", "d-direct-of-attention", "a word of another table", word, '"direct":"max_diff_exact"',
           '"direct":"svd"', "declined")
    change("F-11", "c-gaps-plus", "'+' in the gaps", "HINT_RANGE", '"AA"', '"A+"')
    change("F-11", "c-directions-plus", "'+' in the directions", "HINT_RANGE", directions, ',"directions":"AA+"')
    for name, text in (("number", "64"), ("null", "null"), ("list", '["AA"]')):
        change("F-02", "h-gaps-" + name, "gaps: " + text, "MALFORMED_JSON", '"AA"', text)
        change("F-02", "h-handling-" + name, "handling: " + text, "MALFORMED_JSON", '"envelope"', text)
    put.accept("F-11", "sub-cubic", "a strategy with options", certificate=certificate(SMALL, good, correct="0"),
               correct="0")


def make():
    """All of them."""
    strategy()
    rule()
    published_rule()
    for case in TOO_MUCH:
        too_much(*case)
    for case in TOO_LITTLE:
        too_little(*case)
