# SPDX-License-Identifier: Apache-2.0
"""Vectors for token weights: F-10 (k), (l), F-11 (e), F-03 (e), L-50 to L-52."""
import math

import counting
import make_counting
import put
from oracle import Fraction, Model, Network
from put import SMALL, claim, envelope, read, shared, statement

SHAPES = [(3, 3, 2, 2), (2, 4, 2, 1), (4, 3, 2, 2), (3, 2, 3, 2)]
MOST = 2**31 - 1


def weight(x, weights):
    """The product of the weights of an input's tokens."""
    return math.prod(weights[t] for t in x)


def right(data, weights):
    """What the inputs that are answered correctly weigh, by enumeration."""
    network = Network(Model(data), Fraction(0))
    return sum(weight(x, weights) for x in network.inputs() if network.is_right(x))


def weighted(model, weights, correct, total=None):
    """The fields of a claim with weights, in their order."""
    fields = claim(model, correct=str(correct))
    total = sum(w for w in weights if isinstance(w, int))**fields["k"] if total is None else total
    fields["total"] = str(total)
    ordered = {}
    for name, value in fields.items():
        if name == "correct":
            ordered["weights"] = weights
        ordered[name] = value
    return ordered


def certificate(fields, model, strategy):
    """An unsigned certificate."""
    return envelope(statement(read(model), fields, strategy=strategy))


BRUTE = '{"name":"brute-force"}'


def accept(section, name, comment, model, weights, correct, strategy=BRUTE):
    """An accept vector; the enumeration has the last word."""
    if correct > right(read(model), weights):
        raise AssertionError(name)
    fields = weighted(model, weights, correct)
    put.put("accepted", section, name, comment, certificate(fields, model, strategy), None, model,
            correct=fields["correct"], total=fields["total"])


def refuse(section, name, comment, code, model, fields, strategy=BRUTE, verdict="rejected"):
    """A vector that is not accepted."""
    put.put(verdict, section, name, comment, certificate(fields, model, strategy), code, model)


def claims():
    """The format: F-03 (e), F-10 (k), (l), F-11 (e)."""
    count = right(read(SMALL), [1, 20, 3])
    good = weighted(SMALL, [1, 20, 3], count)

    def change(section, name, comment, code, **changes):
        refuse(section, name, comment, code, SMALL, {**good, **changes})

    change("F-03", "e-weight-of-eleven-digits", "too long for a weight", "MALFORMED_NUMBER", weights=[1, 10**10, 3])
    change("F-03", "e-weight-negative", "a sign", "MALFORMED_NUMBER", weights=[1, -20, 3])
    change("F-03", "e-weight-fraction", "no integer", "MALFORMED_NUMBER", weights=[1, 20.5, 3])
    change("F-02", "h-weight-as-text", "a string for a number", "MALFORMED_JSON", weights=[1, "20", 3])
    change("F-02", "h-weights-no-list", "a number for a list", "MALFORMED_JSON", weights=20)
    change("F-10", "k-weight-zero", "weights are positive", "CLAIM_RANGE", weights=[1, 20, 0])
    change("F-10", "k-weight-too-large", "2^31", "CLAIM_RANGE", weights=[1, 2**31, 3])
    change("F-10", "l-one-weight-too-few", "two for three tokens", "CLAIM_RANGE", weights=[1, 23])
    change("F-10", "l-one-weight-too-many", "four for three tokens", "CLAIM_RANGE", weights=[1, 19, 3, 1])
    change("F-10", "l-no-weights", "an empty list", "CLAIM_RANGE", weights=[])
    change("F-10", "c-total-of-the-unweighted-claim", "9 with weights", "CLAIM_RANGE", total="9", correct="1")
    change("F-10", "d-correct-above-the-weighted-total", "one above", "CLAIM_RANGE", correct=str(24**2 + 1))
    change("F-10", "e-one-more-than-the-weight-proved", "one more", "CLAIM_NOT_PROVED", correct=str(count + 1))
    moved = {name: good[name] for name in good if name != "weights"}
    moved.update({"total": "9", "correct": "1", "weights": good["weights"]})
    refuse("F-02", "c-weights-behind-total", "in the wrong place", "UNKNOWN_FIELD", SMALL, moved)
    for name, strategy in [("cubic", '{"name":"cubic"}'), ("cubic-retest", '{"name":"cubic-retest","cells":""}')]:
        refuse("F-11", "e-weights-by-" + name, "no lemma counts cells by weight", "UNKNOWN_STRATEGY", SMALL,
               {**good, "correct": "0"}, strategy, "declined")
    accept("F-10", "weights", "the exact weight", SMALL, [1, 20, 3], count)
    accept("F-10", "weights-all-one", "a list of ones", SMALL, [1, 1, 1], right(read(SMALL), [1, 1, 1]))
    accept("F-10", "weights-largest", "the largest weight", SMALL, [MOST, 1, MOST], right(read(SMALL), [MOST, 1, MOST]))


def lists(v, seed):
    """Weights that differ much, little, and not at all in ways a mistake would not see."""
    return [[(3 + 7 * t + seed) % 11 + 1 for t in range(v)], [1000**t % 7919 + 1 for t in range(v)],
            [MOST - 5 * t for t in range(v)]][seed % 3]


def mistaken(data, weights, wrong):
    """What a checker with this mistake would prove."""
    network = Network(Model(data), Fraction(0))
    return sum(wrong(x, weights) for x in network.inputs() if network.is_right(x))


MISTAKES = {
    "L-50": lambda x, w: len(w) * w[x[-1]] * math.prod(w[t] for t in x[:-1]),
    "L-51": lambda x, w: math.prod(w[t] for t in x[:-1]) * max(w),
}


def models(section):
    """Models on which some inputs are wrong and most are right."""
    found = 0
    for seed in range(4000):
        shape = SHAPES[seed % len(SHAPES)]
        data, weights = make_counting.plain(seed, shape), lists(shape[0], found)
        count, total = right(data, weights), sum(weights)**shape[1]
        if 0 < count < total and (section != "L-51" or mistaken(data, weights, MISTAKES["L-51"]) > count):
            yield found, data, weights, count, shape
            found += 1


def lemmas():
    """Exact weights and one more, by each strategy."""
    for section in ("L-50", "L-51"):
        for number, data, weights, count, shape in models(section):
            if number == 4:
                break
            model = shared("%s-%d.safetensors" % (section, number), data)
            comment = "weights %s: the right inputs weigh %d" % (weights, count)
            accept(section, "brute-force-%d" % number, comment, model, weights, count)
            refuse(section, "one-more-%d" % number, comment, "CLAIM_NOT_PROVED", model,
                   weighted(model, weights, count + 1))
    for number, data, weights, count, shape in models("L-52"):
        if number == 6:
            break
        model = shared("L-52-%d.safetensors" % number, data)
        strategy = make_counting.hints(counting.packed(counting.full(shape[0])), 65536)
        comment = "weights %s: the right inputs weigh %d" % (weights, count)
        proved = counted(data, weights, counting.full(shape[0]))
        accept("L-52", "grouped-counting-%d" % number, comment, model, weights, proved, strategy)
        refuse("L-52", "one-more-%d" % number, comment, "CLAIM_NOT_PROVED", model,
               weighted(model, weights, count + 1), strategy)


def counted(data, weights, cover):
    """The weight that the blocks of one output vouch for, with a thousandth for bins and bits that are dropped.

    An input that misses two outputs is charged twice, but a class never more than it weighs.
    """
    network = Network(Model(data), Fraction(0))
    charged, size = {}, {}
    for x in network.inputs():
        place = (x[-1], max(x))
        size[place] = size.get(place, 0) + weight(x, weights)
        missed = sum(not network.won(sign) for sign in network.signs(x).values())
        charged[place] = charged.get(place, 0) + missed * weight(x, weights)
    total = sum(size.values())
    proved = total - sum(min(charged[place], size[place]) for place in size)
    return max(0, proved - total // 1000)


def make():
    """All of them."""
    claims()
    lemmas()
