# SPDX-License-Identifier: Apache-2.0
"""Vectors for grouped counting: L-07 to L-10, L-13, R-02 and its hints in F-11."""
import hashlib
import math

import counting
import make_json
import make_lemmas
import put
import tensors
from counting import Counting, full, mixed, packed, uncut
from put import SMALL, claim, envelope, read, shared, statement
from tensors import HEAD

SHAPES = [(3, 3, 2, 2), (2, 4, 2, 1), (4, 3, 2, 2), (3, 2, 3, 2), (4, 2, 2, 3), (3, 4, 1, 2), (5, 2, 4, 3)]
MOST = 65536
SPARE = 3  # readings with noise


def hints(cover, bins, scaled=None):
    """The strategy's text; the cover and the scaled pairs are packed already."""
    more = "" if scaled is None else ',"scaled":"%s"' % scaled
    return '{"name":"grouped-counting","bins":%s,"cover":"%s"%s}' % (bins, cover, more)


def certificate(model, cover, bins, scaled=None, **changes):
    """An unsigned certificate with a packed cover."""
    return envelope(statement(read(model), claim(model, **changes), strategy=hints(cover, bins, scaled)))


def spell(scaled):
    """Bits of scaled pairs, packed; none if there are none."""
    return packed(scaled) if scaled else None


def accept(section, name, comment, model, cover, bins, correct, margin="0", scaled=""):
    """An accept vector; the oracle has the last word."""
    text = certificate(model, packed(cover), bins, spell(scaled), correct=str(correct), margin=margin)
    put.accept(section, name, comment, model, text, correct=str(correct), margin=margin)


def one_more(section, name, comment, model, cover, bins, margin="0", scaled=""):
    """A reject vector that claims one input more than is true."""
    count = make_lemmas.right(read(model), margin) + 1
    text = certificate(model, packed(cover), bins, spell(scaled), correct=str(count), margin=margin)
    put.put("rejected", section, name, comment, text, "CLAIM_NOT_PROVED", model)


def required(data, margin, cover, bins, scaled=""):
    """How many inputs a checker with finite precision must prove."""
    return min(Counting(data, margin, cover, bins, noise, scaled).proved() for noise in [None, *range(SPARE)])


def plain(seed, shape):
    """A random model in which the attention head matters more than in most."""
    weights = tensors.numbers(seed, *shape)
    s, x = weights[HEAD + "W_O"]
    weights[HEAD + "W_O"] = (s, [a * 2.0 ** (seed % 3) for a in x])
    return tensors.model(weights)


def spread(v, seed):
    """One block, all blocks, or a random cover."""
    return [uncut(v), full(v), mixed(v, seed)][seed % 3]


def whole(v, seed):
    """One block."""
    return uncut(v)


def split(v, seed):
    """All blocks."""
    return full(v)


MANY, FEW = (1000, 4096, MOST), (4, 5, 7, 12)

# section, mistake, margin, covers, bins, models
TOO_MUCH = [
    ("L-07", "BlockByBest", "0", whole, MANY, plain), ("L-07", "BlockByBest", "1/2", spread, MANY, plain),
    ("L-07", "BlockByFirst", "0", whole, MANY, plain), ("L-07", "BlockByLast", "0", whole, MANY, plain),
    ("L-07", "NoQueryTerm", "0", split, MANY, plain), ("L-07", "NoQueryTerm", "1/2", spread, MANY, plain),
    ("L-07", "BlockOfMaximumSkipped", "0", spread, MANY, plain),
    ("L-08", "ChargesMaximised", "0", split, MANY, plain), ("L-08", "ChargesMaximised", "1/2", spread, MANY, plain),
    ("L-08", "LastChargeOnly", "0", split, MANY, plain), ("L-08", "FirstBlockOnly", "0", split, MANY, plain),
    ("L-08", "ClassWithoutOwnQuery", "0", split, MANY, plain),
    ("L-09", "DeficitsFloored", "0", split, FEW, plain), ("L-09", "DeficitsFloored", "1/2", spread, FEW, plain),
    ("L-09", "DeficitsNearest", "0", split, FEW, plain),
    ("L-09", "OneBinMore", "0", split, FEW, plain), ("L-09", "OneBinMore", "1/2", spread, FEW, plain),
    ("L-09", "RoomRoundedUp", "0", split, FEW, plain),
    ("L-09", "MaximumNotDemanded", "0", split, MANY, plain), ("L-09", "MaximumNotDemanded", "1/2", spread, FEW, plain),
    ("L-09", "MaximumSeenAtOnce", "0", split, MANY, plain),
    ("L-10", "TiesAreCertain", "0", split, FEW, make_lemmas.flat),
    ("L-10", "TiesAreCertain", "0", split, MANY, make_lemmas.flat_and_large),
    ("L-10", "PriceOfWorstPlace", "0", split, MANY, plain), ("L-10", "PriceOfWorstPlace", "1/2", spread, MANY, plain),
    ("L-10", "PriceOfAllPlaces", "0", split, MANY, plain), ("L-10", "PriceOfAnyToken", "0", split, MANY, plain),
    ("L-10", "PriceForOwnQuery", "0", split, MANY, plain), ("L-10", "PriceForOwnQuery", "1/2", spread, MANY, plain),
    ("L-10", "CertainByLeast", "0", split, MANY, plain), ("L-10", "CertainByM", "0", split, MANY, plain),
]
TOO_LITTLE = [
    ("L-07", "MaximumAsRival", "0", whole, MANY, plain), ("L-07", "MaximumAsRival", "0", split, MANY, plain),
    ("L-08", "NotCapped", "0", split, MANY, plain), ("L-08", "NotCapped", "1/2", spread, FEW, plain),
    ("L-08", "ClassWithAbsentMaximum", "0", split, MANY, plain), ("L-08", "PairsByMaximum", "0", mixed, MANY, plain),
    ("L-08", "LargerHalfFirst", "0", mixed, MANY, plain), ("L-08", "LowBitsFirst", "0", mixed, MANY, plain),
    ("L-09", "HalfTheBins", "0", split, FEW, plain), ("L-09", "BaseIsLeast", "0", split, FEW, plain),
    ("L-09", "BaseOfFirstToken", "0", split, FEW, plain),
    ("L-10", "NoPrice", "0", split, FEW, plain), ("L-10", "NoPrice", "1/2", spread, FEW, plain),
    ("L-10", "NothingIsCertain", "0", split, FEW, plain), ("L-10", "NothingIsCertain", "1/2", spread, FEW, plain),
]


def some_pairs(v, seed):
    """Bits of about half of the pairs."""
    return mixed(2 * len(counting.pairs(v)), seed)[: len(counting.pairs(v))].ljust(len(counting.pairs(v)), "1")


def all_pairs(v, seed):
    """Bits of all pairs."""
    return "1" * len(counting.pairs(v))


# mistake, margin, covers, scaled pairs
SCALED_TOO_MUCH = [
    ("ScaledQueryAsItIs", "0", split, all_pairs), ("ScaledByPosition", "0", split, all_pairs),
    ("ScaledByPosition", "1/2", spread, all_pairs), ("ScaledBadEntriesOnly", "0", split, all_pairs),
]
SCALED_TOO_LITTLE = [
    ("NothingScaled", "0", whole, all_pairs), ("NothingScaled", "1/2", whole, all_pairs),
    ("AllScaled", "0", whole, some_pairs), ("ScaledPairsByMaximum", "0", whole, some_pairs),
    ("PartOfTheQueryToo", "0", whole, all_pairs), ("ScaledBySpread", "0", whole, all_pairs),
]


def unlike(seed, shape):
    """A random model whose outputs are of unlike size."""
    weights = tensors.numbers(seed, *shape)
    s, x = weights["unembed.W_U"]
    weights["unembed.W_U"] = (s, [a * 2.0 ** ((seed + i % shape[0]) % 3) for i, a in enumerate(x)])
    return tensors.model(weights)


def scaled():
    """L-13."""
    for offset, (mistake, margin, covers, which) in enumerate(SCALED_TOO_MUCH + SCALED_TOO_LITTLE):
        wrong, name = getattr(counting, mistake), "%s-%d" % (spelled(mistake), offset)
        for data, cover, bins in tries(covers, MANY, unlike, 100 * offset):
            v = make_lemmas.Model(data).v
            bits, truth = which(v, offset), make_lemmas.quick(data, margin)
            safe = required(data, margin, cover, bins, bits)
            count = wrong(data, margin, cover, bins, scaled=bits).proved()
            if 0 < safe and (count > truth if offset < len(SCALED_TOO_MUCH) else count < safe):
                break
        else:
            raise AssertionError("no model for " + mistake)
        truth = make_lemmas.right(data, margin)
        if safe > truth:
            raise AssertionError(name)
        model = shared("L-13-%s.safetensors" % name, data)
        comment = "margin %s, bins %d, cover %s, scaled %s; %d are right, %d are proved, and %d by this mistake: %s" % (
            margin, bins, cover, bits, truth, safe, count, wrong.__doc__)
        one_more("L-13", name, comment, model, cover, bins, margin, bits)
        accept("L-13", name, comment, model, cover, bins, safe, margin, bits)
    scaled_hint()


def scaled_hint():
    """L-13 (a), R-02 (d) and F-11: the bits themselves."""
    data = next(d for d in (plain(seed, (3, 2, 2, 3)) for seed in range(99)) if make_lemmas.quick(d, "0") > 4)
    model = shared("L-13-v3.safetensors", data)
    for section, letter in (("L-13", "a"), ("R-02", "d")):
        for name, comment, bits in (("empty", "no bits, 6 are needed", ""), ("six-more", "six zero bits too many", "AA"),
                                    ("six-more-ones", "12 bits, all one", "__"), ("much-more", "6000 bits", "A" * 1000)):
            text = certificate(model, packed(full(3)), 64, bits, correct="0")
            put.put("rejected", section, "%s-%s" % (letter, name), comment, text, "HINT_RANGE", model)
    two = shared("L-13-v2.safetensors", tensors.model(tensors.numbers(5, 2, 2, 2, 2)))
    for i in range(3):
        bits = "111" + "".join("1" if i == j else "0" for j in range(3))
        text = certificate(two, packed(full(2)), 64, packed(bits), correct="0")
        put.put("rejected", "R-02", "d-padding-%d" % i, "bit %d of the padding is set" % i, text, "HINT_RANGE", two)
    for name, bits in (("all", "1" * 6), ("none", "0" * 6), ("first", "100000"), ("last", "000001")):
        accept("R-02", "scaled-" + name, "scaled " + bits, model, full(3), 64,
               required(data, "0", full(3), 64, bits), "0", bits)
    zero = "zero.safetensors"
    accept("L-13", "zero-weights", "all logits are 0: nothing is right, nothing to scale", zero, uncut(3), 2, 0, "0", "1" * 6)
    for name, text in (
        ("before-cover", '{"name":"grouped-counting","bins":64,"scaled":"A","cover":"%s"}' % packed(full(3))),
        ("twice", '{"name":"grouped-counting","bins":64,"cover":"%s","scaled":"A","scaled":"A"}' % packed(full(3))),
        ("null", '{"name":"grouped-counting","bins":64,"cover":"%s","scaled":null}' % packed(full(3))),
        ("character", '{"name":"grouped-counting","bins":64,"cover":"%s","scaled":"="}' % packed(full(3))),
    ):
        section, letter, code = {
            "before-cover": ("F-11", "b", "UNKNOWN_FIELD"), "twice": ("F-02", "e", "MALFORMED_JSON"),
            "null": ("F-02", "h", "MALFORMED_JSON"), "character": ("F-11", "c", "HINT_RANGE"),
        }[name]
        inner = statement(read(model), claim(model, correct="0"), strategy=text)
        put.put("rejected", section, "%s-scaled-%s" % (letter, name), "the hint scaled, " + name, envelope(inner), code, model)


def spelled(mistake):
    """BlockByBest as block-by-best."""
    return "".join("-" + a.lower() if a.isupper() else a for a in mistake).strip("-")


def tries(covers, bins, build, offset):
    """(data, cover, bins) of seeds."""
    for seed in range(offset, offset + 4000):
        shape = SHAPES[seed % len(SHAPES)]
        yield build(seed, shape), covers(shape[0], seed // len(SHAPES)), bins[seed // 2 % len(bins)]


def too_much(offset, section, mistake, margin, covers, bins, build):
    """A model on which a mistake accepts one more than is true; its twin claims what the lemmas prove."""
    wrong, name = getattr(counting, mistake), spelled(mistake)
    for data, cover, number in tries(covers, bins, build, 100 * offset):
        read_right = Counting(data, margin, cover, number).proved()
        count = wrong(data, margin, cover, number).proved()
        if count > read_right > 0 and count > make_lemmas.quick(data, margin):
            break
    else:
        raise AssertionError("no model for " + mistake)
    finish(section, name, offset, wrong, data, cover, number, margin, count)


def ties():
    """L-09: the margin of one input is exactly delta, and its sum of deficits exactly what is left of the bins."""
    found = 0
    for seed in range(2000):
        shape = [(3, 2, 2, 3), (2, 3, 2, 1), (4, 2, 1, 2)][seed % 3]
        data = make_lemmas.unmoved(seed, shape)
        if make_lemmas.quick(data, "0") < 2:
            continue
        margin, cover, number = str(make_lemmas.least_margin(data)), full(shape[0]), MANY[seed % 3]
        count = counting.TiesAreGood(data, margin, cover, number).proved()
        if count > make_lemmas.quick(data, margin) > 0:
            finish("L-09", "ties-are-good", found, counting.TiesAreGood, data, cover, number, margin, count)
            found += 1
            if found == 3:
                return
    raise AssertionError("no ties")


def finish(section, name, offset, wrong, data, cover, number, margin, count):
    """Both vectors of a mistake that proves too much."""
    truth, safe = make_lemmas.right(data, margin), required(data, margin, cover, number)
    if count <= truth or safe > truth:
        raise AssertionError(name)
    name = "%s-%d" % (name, offset)
    model = shared("%s-%s.safetensors" % (section, name), data)
    comment = "margin %s, bins %d, cover %s; %d are right, %d are proved, and %d by this mistake: %s" % (
        margin, number, cover, truth, safe, count, wrong.__doc__)
    one_more(section, name, comment, model, cover, number, margin)
    accept(section, name, comment, model, cover, number, safe, margin)


def too_little(offset, section, mistake, margin, covers, bins, build):
    """A model on which a mistake proves less than the lemmas do: only the right reading accepts."""
    wrong, name = getattr(counting, mistake), spelled(mistake)
    for data, cover, number in tries(covers, bins, build, 100 * offset):
        safe = Counting(data, margin, cover, number).proved()
        try:
            count = wrong(data, margin, cover, number).proved()
        except StopIteration:
            continue
        if count < safe and count < required(data, margin, cover, number):
            break
    else:
        raise AssertionError("no model for " + mistake)
    name = "%s-%d" % (name, offset)
    model = shared("%s-%s.safetensors" % (section, name), data)
    safe = required(data, margin, cover, number)
    comment = "margin %s, bins %d, cover %s; %d are right, %d are proved, and only %d by this mistake: %s" % (
        margin, number, cover, make_lemmas.right(data, margin), safe, count, wrong.__doc__)
    accept(section, name, comment, model, cover, number, safe, margin)
    one_more(section, name, comment, model, cover, number, margin)


def exact():
    """Shapes and margins on which the lemmas prove exactly what is true."""
    cases = [("L-07", "uncut", uncut), ("L-08", "full", full), ("L-09", "full", full), ("L-10", "uncut", uncut)]
    shapes = [(2, 1, 1, 1), (5, 1, 2, 3), (2, 2, 2, 1), (2, 5, 2, 1), (3, 2, 2, 3), (4, 3, 2, 2)]
    for i, shape in enumerate(shapes):
        for j, (section, how, cover) in enumerate(cases):
            margin = ("0", "1/2")[(i + j) % 2]
            for seed in range(1000 * j, 1000 * j + 1000):
                data, bits = plain(seed, shape), cover(shape[0])
                truth = make_lemmas.quick(data, margin)
                if 0 < truth < shape[0]**shape[1] and required(data, margin, bits, MOST) == truth:
                    break
            else:
                raise AssertionError("no model of shape %s" % (shape,))
            name = "exact-v%d-k%d-%s" % (shape[0], shape[1], how)
            model = shared("%s-%s.safetensors" % (section, name), data)
            comment = "margin %s, cover %s: the lemmas prove all that is true" % (margin, bits)
            accept(section, name, comment, model, bits, MOST, truth, margin)
            one_more(section, name, comment, model, bits, MOST, margin)


def extremes():
    """Models of the other lemmas, with huge and tiny numbers, under grouped counting."""
    for name in ("L-03-huge-scores-k3", "L-03-overflowing-scores", "L-05-large-logits", "L-05-large-logits-k3",
                 "L-05-overflowing-logits", "L-05-mixed-magnitudes", "L-05-tiny-logits", "L-01-subnormals-f64",
                 "L-04-ties-0", "L-04-ties-2"):
        model = name + ".safetensors"
        v = make_lemmas.Model(read(model)).v
        comment = "the model of %s under grouped counting" % name
        one_more("L-09", "of-" + name.lower(), comment, model, full(v), MOST)
        if "scores" not in name:
            accept("L-09", "of-" + name.lower(), comment, model, full(v), MOST,
                   required(read(model), "0", full(v), MOST))
    zero = "zero.safetensors"
    for section, cover in (("L-07", uncut(3)), ("L-08", full(3)), ("L-10", uncut(3))):
        accept(section, "zero-weights", "all logits are 0: nothing is right", zero, cover, 2, 0)
        one_more(section, "zero-weights", "all logits are 0: nothing is right", zero, cover, 2)


def large_counts():
    """L-09: counts beyond 64 bits, of which the checker drops low bits; the truth is a sum of binomials."""
    for name, k, strength in (("k70", 70, 4), ("k120", 120, 8), ("k256", 256, 16)):
        weights = {n: (s, [0.0] * len(x)) for n, (s, x) in tensors.numbers(0, 2, k, 1, 1).items()}
        for tensor, x in (("embed.W_E", [-1.0, 1.0]), (HEAD + "W_V", [1.0]), (HEAD + "W_O", [float(strength)]),
                          ("unembed.W_U", [0.0, 1.0])):
            weights[tensor] = (weights[tensor][0], x)
        data = tensors.model(weights)
        # Uniform attention: with n ones, logit 1 minus logit 0 is e(query) + strength (2 n - k) / k.
        truth = 1 if -1 - strength < 0 else 0
        for query in (0, 1):
            for ones in range(k):
                if ones + query > 0 and (2 * query - 1) * k + strength * (2 * (ones + query) - k) > 0:
                    truth += math.comb(k - 1, ones)
        model = shared("L-09-large-counts-%s.safetensors" % name, data)
        safe = truth - (truth >> 30)
        if not safe <= required(data, "0", full(2), MOST) <= truth:
            raise AssertionError("large counts")
        comment = "uniform attention over %d tokens 0 and 1; the truth, a sum of binomials, is %d" % (k, truth)
        total = str(2**k)
        for side, number in (("accepted", safe), ("rejected", truth + 1)):
            text = certificate(model, packed(full(2)), MOST, correct=str(number))
            more = {"correct": str(number), "total": total} if side == "accepted" else {}
            put.put(side, "L-09", "large-counts-" + name, comment, text,
                    None if more else "CLAIM_NOT_PROVED", model, **more)


def zero_vector(verdict, name, comment, code, shape, cover, bins):
    """A vector of R-02 about a zero model; the runner appends the zeros."""
    stored, length, digest = make_json.zeros(*shape)
    v, k, d_model, d_head = shape
    fields = {"k": k, "vocab": v, "dModel": d_model, "dHead": d_head, "margin": "0",
              "correct": "0", "total": str(v**k)}
    payload = statement(b"", fields, strategy=hints(packed(cover), bins))
    payload = make_json.once(payload, hashlib.sha256(b"").hexdigest(), digest)
    more = {"correct": "0", "total": fields["total"]} if verdict == "accepted" else {}
    put.put(verdict, "R-02", name, comment, envelope(payload), code, stored, generate={"modelBytes": length}, **more)


def rule():
    """R-02."""
    limit, out = "LIMIT_EXCEEDED", "HINT_RANGE"
    zero_vector("declined", "a-terms", "2 363^4 terms", limit, (363, 2, 1, 1), uncut(363), 2)
    zero_vector("declined", "a-terms-of-k", "256 108^4 terms", limit, (108, 256, 1, 1), uncut(108), 256)
    zero_vector("declined", "a-updates", "528 32 blocks, 32 tokens, 256 positions, 65536 bins", limit,
                (32, 256, 1, 1), full(32), MOST)
    zero_vector("declined", "a-updates-k17", "2080 64 blocks, 64 tokens, 17 positions, 65536 bins", limit,
                (64, 17, 1, 1), full(64), MOST)
    once = "100" * 496 + "0" * 32  # 1024 blocks of 528 pairs; what is within has too many bins, asked afterwards
    for name, bins, code in (("edge", 2**20 - 2048, out), ("beyond", 2**20 - 2047, limit)):
        zero_vector("declined" if code == limit else "rejected", "a-" + name,
                    "32 16 places, 1024 blocks, %d bins" % bins, code, (32, 16, 1, 1), once, bins)
    zero_vector("accepted", "uncut-v32-k256", "as the declined twin, but with one block for each pair", None,
                (32, 256, 1, 1), uncut(32), 256)
    data = next(d for d in (plain(seed, (3, 2, 2, 3)) for seed in range(99)) if make_lemmas.quick(d, "0") > 4)
    three = shared("R-02-v3.safetensors", data)

    def refused(name, comment, cover, bins=64, model=three, section="R-02"):
        text = certificate(model, cover, bins, correct="0")
        put.put("rejected", section, name, comment, text, out, model)

    two = shared("R-02-v2.safetensors", tensors.model(tensors.numbers(5, 2, 2, 2, 2)))
    seven = "0" * 5 + "11"  # the last pair is split
    refused("b-empty", "no bits, 6 are the least", "")
    refused("b-one-bit-less", "6 bits, of which the last splits: 7 are needed", packed("000001"))
    refused("b-all-split-one-missing", "6 bits where all 6 pairs are split", "_")
    refused("b-six-more", "six zero bits too many", "AA")
    refused("b-six-more-of-full", "six zero bits behind the full cover", packed(full(3)) + "A")
    refused("b-six-more-ones", "six bits behind the full cover, all one", "___")
    refused("b-twelve-more", "twelve zero bits too many", "AAA")
    refused("b-eleven-more", "7 bits are needed, 18 are there", packed(seven) + "A")
    refused("b-much-more", "1000 characters", "A" * 1000)
    for i in range(5):
        bits = seven + "".join("1" if i == j else "0" for j in range(5))
        refused("b-padding-%d" % i, "bit %d of the padding is set" % i, packed(bits))
    refused("b-all-ones-v2", "3 bits are needed, and the other three are set", "_", model=two)
    refused("b-of-v4", "a cover for 4 outputs", packed(uncut(4)))
    for name, bins in (("zero", 0), ("one-less", 1), ("one-more", MOST + 1), ("huge", 999999999)):
        refused("c-" + name, "bins %d, K = 2" % bins, packed(full(3)), bins)
    k4 = shared("R-02-k4.safetensors", tensors.model(tensors.numbers(6, 2, 4, 1, 2)))
    refused("c-one-less-k4", "bins 3, K = 4", packed(full(2)), 3, k4)
    refused("a-no-blocks", "no blocks at all", "", section="L-08")
    refused("a-last-output", "the bits end before the last outputs of the last pair", "B", section="L-08")
    refused("a-last-pair", "all outputs for all pairs but the last", packed(full(3)[:-2])[:-1], section="L-08")
    refused("a-bins-one-less", "bins 1, K = 2", packed(full(3)), 1, section="L-09")
    refused("a-bins-one-more", "bins 65537", packed(full(3)), MOST + 1, section="L-09")
    for name, model, cover, bins in [
        ("bins-k", three, full(3), 2), ("bins-65536", three, full(3), MOST), ("bins-k4", k4, full(2), 4),
        ("five-bits-more", three, seven, 64), ("padding-v2", two, full(2), 64), ("none-left", three, uncut(3), 64),
    ]:
        count = required(read(model), "0", cover, bins)
        accept("R-02", name, "bins %d, cover %s" % (bins, cover), model, cover, bins, count)
    one_more("R-02", "small", "one more than is true", three, full(3), MOST)
    accept("R-02", "less", "less than is true", three, full(3), MOST, 1)
    lone = shared("R-02-v1.safetensors", tensors.model(tensors.numbers(1, 1, 3, 2, 2)))
    accept("R-02", "v1", "one token: it is the largest, and no cover is needed", lone, "", 3, 1)
    refused("b-v1", "one token needs no bits, here are six", "A", 3, lone)


def strategy():
    """F-11, and F-02 and F-03 in the hints."""
    good = hints(packed(full(3)), 64)

    def refused(section, name, comment, code, text, verdict="rejected"):
        inner = statement(read(SMALL), claim(SMALL, correct="0"), strategy=text)
        put.put(verdict, section, name, comment, envelope(inner), code)

    def change(section, name, comment, code, old, new):
        refused(section, name, comment, code, make_json.once(good, old, new))

    bins, cover = '"bins":64', '"cover":"__"'
    unknown, missing, out, json = "UNKNOWN_FIELD", "MISSING_FIELD", "HINT_RANGE", "MALFORMED_JSON"
    change("F-11", "b-no-hints", "no hints", missing, "," + bins + "," + cover, "")
    change("F-11", "b-no-bins", "no bins: another field is there", unknown, "," + bins, "")
    change("F-11", "b-no-cover", "no cover", missing, "," + cover, "")
    change("F-11", "b-other-order", "cover before bins", unknown, bins + "," + cover, cover + "," + bins)
    change("F-11", "b-name-last", "the name behind the hints", unknown, good,
           '{%s,%s,"name":"grouped-counting"}' % (bins, cover))
    change("F-11", "b-another-hint", "a third hint", unknown, cover, cover + ',"correct":"9"')
    change("F-11", "b-hint-between", "a field between the hints", unknown, cover, '"blocks":3,' + cover)
    change("F-11", "b-upper-case", "Bins", unknown, '"bins"', '"Bins"')
    change("F-11", "b-brute-force-with-hints", "the hints of another strategy", unknown, "grouped-counting",
           "brute-force")
    for name, text in (("upper-case", "Grouped-Counting"), ("underscore", "grouped_counting"),
                       ("counting", "counting")):
        refused("F-11", "a-" + name + "-grouped", "strategy '%s'" % text, "UNKNOWN_STRATEGY",
                make_json.once(good, "grouped-counting", text), "declined")
    for name, text in (("plus", "+"), ("slash", "/"), ("equals", "="), ("dot", "."), ("comma", ","), ("tilde", "~"),
                       ("space", " "), ("brace", "{"), ("at", "@"), ("bracket", "["), ("backquote", "`"),
                       ("colon", ":"), ("percent", "%")):
        change("F-11", "c-" + name, "'%s' as the last character" % text, out, "__", "_" + text)
    change("F-11", "c-first", "'+' as the first character", out, "__", "+_")
    change("F-11", "c-padded", "padding as in base64", out, "__", "__==")
    for name, text in (("number", "64"), ("null", "null"), ("list", '["__"]'), ("object", "{}"), ("true", "true")):
        change("F-02", "h-cover-" + name, "cover: " + text, json, '"__"', text)
    for name, text in (("string", '"64"'), ("null", "null"), ("list", "[64]"), ("object", "{}"), ("true", "true")):
        change("F-02", "h-bins-" + name, "bins: " + text, json, "64", text)
    change("F-02", "a-cover-latin-1", "a letter beyond ASCII in the cover", json, "__", "_\u00e9")
    change("F-02", "a-cover-full-width", "a letter of full width in the cover", json, "__", "_\uff21")
    change("F-02", "g-cover-escape", "an escape in the cover", json, "__", "_\\u0041")
    change("F-02", "e-bins-twice", "bins twice", json, bins, bins + "," + bins)
    change("F-02", "e-cover-twice", "cover twice", json, cover, cover + "," + cover)
    change("F-02", "b-bins-space", "a space before the number", json, ":64", ": 64")
    for name, text in (("fraction", "64.5"), ("exponent", "6e1"), ("negative", "-64"), ("ten-digits", "4294967360"),
                       ("minus-zero", "-0")):
        change("F-03", "a-bins-" + name, "bins: " + text, "MALFORMED_NUMBER", "64", text)
    put.accept("F-11", "grouped-counting", "a strategy with hints",
               certificate=certificate(SMALL, packed(full(3)), 64, correct="1"), correct="1")


def make():
    """All of them."""
    strategy()
    rule()
    large_counts()
    for offset, case in enumerate(TOO_MUCH):
        too_much(offset, *case)
    for offset, case in enumerate(TOO_LITTLE):
        too_little(offset, *case)
    ties()
    exact()
    extremes()
    scaled()
