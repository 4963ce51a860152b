# SPDX-License-Identifier: Apache-2.0
"""Vectors of programs of one layer by half-spaces: F-24, R-08, L-53 to L-59, L-69, L-73."""
import make_circuits
import program_oracle
import program_spaces
import put
import tensors

# seeds of program_spaces.py: what a mistake in the lemma proves of them is more than what is true
# (mutant_list.py); L-53 and R-08: programs of many shapes
SEEDS = {
    "L-53": (5, 8, 20, 24, 11),
    "L-54": (0, 4),
    "L-55": (4, 12),
    "L-56": (6,),
    "L-57": (4, 9, 14, 23),
    "L-58": (0,),
    "L-59": (14,),
    "L-69": (12,),
    "R-08": (1, 7, 23),
}


# the same, of classes in slices; hints are random where the number says so
SLICED = {
    "L-54": ((10114, True),),
    "L-56": ((10042, True),),
    "L-57": ((10064, True),),
    "L-73": ((10042, True), (11335, False), (11571, False), (11689, False)),
}


def random_ones():
    """What the rule proves is accepted; one more than what is true is not."""
    for section, seeds in SEEDS.items():
        for seed in seeds:
            random_one(section, "seed-%d" % seed, seed)
    for section, seeds in SLICED.items():
        for seed, wild in seeds:
            random_one(section, "slices-%d" % seed, seed, wild)


def random_one(section, name, seed, wild=None):
    """`wild`: whether hints of slices are random; without it classes are whole."""
    layer = program_spaces.Layer(seed)
    margin = layer.rng.choice(("0", "0", "1/3"))
    data = tensors.pack(layer.tensors)
    drawn = layer.rng.random() < 0.7
    hints = layer.hints(drawn if wild is not False else False, wild is not None)
    both(section, name, "program %d of program_spaces.py" % seed, layer, (data, margin, hints))


def both(section, name, comment, layer, how):
    data, margin, hints = how
    certain, unsure, total = program_oracle.judge(layer.claim(margin), data)
    proved = make_circuits.proved(program_spaces.certificate(layer, data, margin, hints, 0), data)
    if proved > certain + unsure or certain + unsure >= total:
        raise AssertionError("%s: %d proved, %d of %d" % (name, proved, certain, total))
    put.put("accepted", section, name, comment,
            program_spaces.certificate(layer, data, margin, hints, proved), None, data,
            correct=str(proved), total=str(total))
    put.put("rejected", section, "more-" + name, comment + "; one more than is true",
            program_spaces.certificate(layer, data, margin, hints, certain + unsure + 1), "CLAIM_NOT_PROVED", data)


# ------------------------------------------------------------------------- programs written by hand


class Written:
    """Steps and tensors, and a claim about the largest of some tokens."""

    def __init__(self, steps, found, positions, outputs, task=None):
        self.steps, self.task = steps, task or {"name": "max"}
        self.data = tensors.pack([(name, "F32", shape, tensors.encode("F32", x)) for name, (shape, x) in found.items()])
        self.positions, self.outputs = positions, {"from": 0, "to": outputs - 1}
        self.total = 1
        for place in positions:
            self.total *= 1 if "token" in place else place["to"] - place["from"] + 1

    def claim(self, margin):
        return {"network": {"steps": self.steps, "unread": []},
                "inputs": {"kind": "all", "positions": self.positions}, "outputs": self.outputs,
                "task": self.task, "margin": margin}


def linear(name, of, weight, bias=None):
    step = {"name": name, "op": "linear", "of": of, "weight": weight, "layout": "in-out"}
    return dict(step, bias=bias) if bias else step


def lines_anew():
    """L-58: an input that is wrong at sigma = 1, of a class where sigma goes from 0.51 to 2; lines made
    anew at each end would prove it."""
    values = [-5.802, -0.642, 5.802, 0]
    steps = [
        {"name": "e", "op": "embed", "table": "E", "layout": "rows"},
        {"name": "c", "op": "embed", "table": "C", "layout": "rows"},
        linear("q", "e", "Z"), linear("k", "e", "Z"), linear("v", "e", "V"),
        {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 1, "mask": "none", "scale": "1"},
        linear("o", "a", "O"),
        {"name": "u", "op": "add", "of": ["c", "o"]},
        {"name": "n", "op": "norm", "of": "u", "kind": "rms", "epsilon": "101/10000"},
        linear("g", "n", "G", "b"),
        {"name": "r", "op": "relu", "of": "g"},
        linear("w", "r", "W"),
        {"name": "y", "op": "add", "of": ["u", "w"]},
        {"name": "s", "op": "select", "of": "y", "position": 2},
        linear("l", "s", "U", "d"),
    ]
    found = {
        "E": ([4, 1], values), "C": ([4, 4], [1, 0, 0, 0] * 4), "Z": ([1, 1], [0]), "V": ([1, 1], [1]),
        "O": ([1, 4], [0, 1, 0, 0]), "G": ([4, 2], [1, 1, 0, 0, 0, 0, 0, 0]), "b": ([2], [-1, 0]),
        "W": ([2, 4], [0, 0, 0, 3, 0, 0, 0, -1.5]), "U": ([4, 3], [0] * 9 + [0, 0, 1]), "d": ([3], [0.0625, 0, 1]),
    }
    free = {"from": 0, "to": 2}
    written = Written(steps, found, [free, free, {"token": 3}], 3)
    bits = []
    for pair in range(10):  # one block a class: not scaled, both ends together
        bits += [0, 0, 0]
    hints = {"name": "half-spaces", "bins": 64, "cover": program_spaces.pack(bits)}
    both("L-58", "lines-anew", "a neuron of slope 1, bias -1 and factor 3; sigma is 0.51, 1 and 2", written,
         (written.data, "0", hints))


def large():
    """L-69: beta times sigma is far above all other numbers, with either sign. Not cut, eight terms of it
    leave 64 bits."""
    steps = [
        {"name": "e", "op": "embed", "table": "E", "layout": "rows"},
        linear("q", "e", "Z"), linear("k", "e", "Z"), linear("v", "e", "Z"),
        {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 1, "mask": "none", "scale": "1"},
        linear("o", "a", "Z"),
        {"name": "y", "op": "add", "of": ["e", "o"]},
        {"name": "s", "op": "select", "of": "y", "position": 7},
        {"name": "n", "op": "norm", "of": "s", "kind": "rms", "epsilon": "1"},
        linear("l", "n", "Z", "b"),
    ]
    found = {"E": ([2, 2], [1024, 0, 0, 1024]), "Z": ([2, 2], [0] * 4), "b": ([2], [2000, 0])}
    written = Written(steps, found, [{"from": 0, "to": 1}] * 8, 2)
    hints = {"name": "half-spaces", "bins": 64, "cover": program_spaces.pack([0, 0] * 3)}
    both("L-69", "large", "2000 times a root of 724; the largest entry is 1024", written, (written.data, "0", hints))


def far_apart():
    """L-69: factors of neurons are so large that the unit of the class is more than 64 bits coarser than
    that of the heads: what they add is then 0 or -1, and a shift that forgets its high bits proves too much."""
    steps = [
        {"name": "e", "op": "embed", "table": "E", "layout": "rows"},
        linear("q", "e", "Z"), linear("k", "e", "Z"), linear("v", "e", "Z"),
        {"name": "a", "op": "attention", "query": "q", "key": "k", "value": "v", "heads": 1, "mask": "none", "scale": "1"},
        linear("o", "a", "O"),
        {"name": "u", "op": "add", "of": ["e", "o"]},
        linear("g", "u", "G", "b"),
        {"name": "r", "op": "relu", "of": "g"},
        linear("w", "r", "W"),
        {"name": "y", "op": "add", "of": ["u", "w"]},
        linear("l", "y", "U"),
    ]
    one = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    found = {
        "E": ([3, 3], one), "Z": ([3, 1], [0] * 3), "O": ([1, 3], [0] * 3), "G": ([3, 2], [0] * 6), "b": ([2], [1, 1]),
        "W": ([2, 3], [0, 0, -2.0**60, 0, 2.0**40, 0]), "U": ([3, 3], one),
    }
    written = Written(steps, found, [{"from": 0, "to": 2}], 3)
    both("L-69", "far-apart", "neurons whose factors are -2^60 and 2^40, heads of 1", written, (written.data, "0", HINTS))


def base(**changes):
    """The small program of make_circuits.py: the smallest of two of three tokens."""
    return make_circuits.claim(**changes)


HINTS = {"name": "half-spaces", "bins": 16, "cover": program_spaces.pack([0, 0] * 6)}


def split_hints(bits):
    """Of three tokens, the classes of 0, 1 and 2 with 2 have a bit each."""
    return {"name": "half-spaces", "bins": 16, "split": program_spaces.pack(bits), "cover": HINTS["cover"]}


def certificate(body, data, total, hints, profile=None):
    fields = dict(body, correct="0", total=str(total))
    if profile:
        fields["profile"] = {"name": profile, "correct": "0"}
    return put.envelope(program_spaces.statement(data, fields, tensors.compact(hints)))


def refuse(verdict, section, name, comment, code, body, data=None, total=9, hints=None, **more):
    data = data or make_circuits.MODEL
    put.put(verdict, section, name, comment, certificate(body, data, total, hints or HINTS, **more), code, data)


def unsupported(name, comment, steps, data=None, **changes):
    refuse("declined", "L-53", name, comment, "UNSUPPORTED_MODEL", base(some=steps, **changes), data)


def shapes():
    """L-53."""
    steps = make_circuits.steps
    unsupported("a-none", "no attention", make_circuits.without_attention(), unread=["K", "Q", "qb"])
    twice = steps(y={"of": ["x", "o", "o"]})
    unsupported("a-twice", "what the head gives is added twice", twice)
    some = steps()
    some[9:9] = [dict(linear("h%d" % j, "y", "H"), bias="hb") for j in (1, 2)] + [
        {"name": "r%d" % j, "op": "relu", "of": "h%d" % j} for j in (1, 2)] + [
        linear("m%d" % j, "r%d" % j, "H") for j in (1, 2)] + [{"name": "z", "op": "add", "of": ["y", "m1", "m2"]}]
    next(step for step in some if step["name"] == "l")["of"] = "z"
    unsupported("b-two", "two layers of neurons", some, make_circuits.model(H=([2, 2], [1, 0, 0, 1]), hb=([2], [0, 1])))
    some = steps()
    some[9:9] = [linear("h", "x", "H"), {"name": "r", "op": "relu", "of": "h"}, linear("m", "r", "H"),
                 {"name": "g", "op": "linear", "of": "o", "weight": "H", "layout": "in-out"},
                 {"name": "f", "op": "relu", "of": "g"}, linear("p2", "f", "H"),
                 {"name": "z", "op": "add", "of": ["y", "m", "p2"]}]
    next(step for step in some if step["name"] == "l")["of"] = "z"
    unsupported("b-part", "neurons that read the head alone", some, make_circuits.model(H=([2, 2], [1, 0, 0, 1])))
    unsupported("c-first", "the first position answers", steps(l={"position": 0}))
    unsupported("d-pool", "the direct path knows the other token", mixed())
    unsupported("e-257", "a sum of 257 terms", many_terms(["b"] * 16))
    unsupported("e-doubled", "a sum of 2^31 + 1 terms", make_circuits.doubled(30, y={"of": ["d29", "o"]}))
    most = base(some=many_terms(["b"] * 15 + ["c"]))
    put.put("accepted", "L-53", "terms-256", "a sum of 256 terms", certificate(most, make_circuits.MODEL, 9, HINTS), None,
            make_circuits.MODEL, correct="0", total="9")
    heads = {"Q": ([17, 2, 1], [-1.5, 0] * 17), "qb": ([17], [-0.5] * 17), "K": ([17, 2, 1], [0, 1] * 17),
             "V": ([17, 2, 1], [0, 1] * 17), "O": ([17, 2], [0.25, 3] * 17)}
    unsupported("e-17", "17 heads", steps(a={"heads": 17}), make_circuits.model(**heads))


def many_terms(operands):
    """The head's output and the sum of these: b has 16 terms, c 15."""
    some = make_circuits.steps(y={"of": ["o", "m"]})
    some[3:3] = [{"name": "b", "op": "add", "of": ["x"] * 8}, {"name": "m", "op": "add", "of": operands}]
    some[4:4] = [{"name": "c", "op": "add", "of": ["x"] * 7 + ["e"]}] if "c" in operands else []
    return some


def mixed():
    """The mean of all positions is added."""
    some = make_circuits.steps(l={"of": "y"})
    some[10:10] = [{"name": "m", "op": "pool", "of": "x", "kind": "mean"}, {"name": "z", "op": "add", "of": ["l", "m"]}]
    some[-1]["of"] = "z"
    return some


def conditions():
    """F-24 and R-08."""
    refuse("declined", "F-24", "a-relu", "a function behind the outputs", "UNSUPPORTED_MODEL", base(some=make_circuits.ended()))
    refuse("declined", "F-24", "b-profile", "a second line", "UNSUPPORTED_PROFILE", base(), profile="binary32-any-engine")
    refuse("declined", "F-24", "c-sum", "another task", "UNKNOWN_STRATEGY", base(task={"name": "sum-mod", "modulus": 3}))
    refuse("rejected", "F-15", "c-total-spaces", "there are 9 inputs", "CLAIM_RANGE", base(), total=8)
    refuse("declined", "F-15", "g-name", "a strategy of version 1, without circuit", "UNKNOWN_STRATEGY", base(),
           hints=dict(HINTS, name="grouped-counting"))
    for name, bits in (("short", [0, 0] * 3), ("long", [0, 0] * 6 + [0] * 7), ("one", [0, 0] * 6 + [0, 0, 1])):
        refuse("rejected", "R-08", "b-" + name, "bits of the cover: " + name, "HINT_RANGE", base(),
               hints=dict(HINTS, cover=program_spaces.pack(bits)))
    for name, bins in (("few", 1), ("many", 65537)):
        refuse("rejected", "R-08", "c-" + name, "%d bins" % bins, "HINT_RANGE", base(), hints=dict(HINTS, bins=bins))
    refuse("rejected", "R-08", "d-none", "slopes where there are no neurons", "HINT_RANGE", base(), hints=dict(HINTS, slopes=""))
    layer = program_spaces.Layer(4)  # it has neurons
    hints = dict(layer.hints(False), slopes="")
    data = tensors.pack(layer.tensors)
    put.put("rejected", "R-08", "d-short", "no bits of slopes", program_spaces.certificate(layer, data, "0", hints, 0),
            "HINT_RANGE", data)
    for name, bits in (("short", []), ("long", [0] * 9), ("one", [0, 0, 0, 1])):
        refuse("rejected", "R-08", "e-" + name, "bits of the split: " + name, "HINT_RANGE", base(),
               hints=split_hints(bits))
    slices = split_hints([1, 0, 0])  # one more, which the cover says nothing of
    refuse("rejected", "R-08", "b-slices", "a cover of as many classes", "HINT_RANGE", base(), hints=slices)
    wide("a-norm", "a norm of 192 entries, each of which is bounded like an output", 64, 32, 192, 0)
    wide("a-tables", "4096 neurons of 64 positions and 16 heads", 4, 64, 1, 4096)
    bits = [1] * (1007 * 63) + halved(64, 16) + [0, 0] * (2080 - 1008)
    zeros = make_circuits.model(E=([64, 2], [1, 0] * 64), U=([2, 64], [0] * 128), ub=([64], [0] * 64))
    for name, bins, code in (("edge", 63488, "HINT_RANGE"), ("beyond", 63489, "LIMIT_EXCEEDED")):
        refuse("declined" if code == "LIMIT_EXCEEDED" else "rejected", "R-08", "a-" + name,
               "2 64 places, 65536 blocks, %d bins, and slopes without neurons, asked afterwards" % bins, code,
               base(low=0, high=63), zeros, total=64 ** 2,
               hints=dict(HINTS, bins=bins, cover=program_spaces.pack(bits), slopes=""))
    many = make_circuits.model(E=([600, 2], [1, 0] * 600), U=([2, 600], [0] * 1200), ub=([600], [0] * 600))
    refuse("declined", "R-08", "a-terms", "600 tokens", "LIMIT_EXCEEDED", base(low=0, high=599), many, total=600 ** 2)
    some = make_circuits.model(E=([350, 2], [1, 0] * 350), U=([2, 350], [0] * 700), ub=([350], [0] * 350))
    bits = [x for q in range(350) for m in range(max(q, 2), 350) for x in ([1, 0, 0] if m > 3 else [1, 0][:m - 1])]
    hints = dict(split_hints(bits), cover="")
    refuse("declined", "R-08", "a-slices", "350 tokens, two slices a class", "LIMIT_EXCEEDED", base(low=0, high=349), some,
           total=350 ** 2, hints=hints)


def halved(size, parts):
    """Bits of a cut into so many blocks of one size, none scaled."""
    return [0, 0] if parts == 1 else [1] + 2 * halved(size // 2, parts // 2)


def wide(name, comment, v, n, width, neurons):
    """R-08 (a): 16 heads, and a last norm or neurons."""
    steps = [{"name": "e", "op": "embed", "table": "E", "layout": "rows"}, linear("q", "e", "Z"),
             {"name": "a", "op": "attention", "query": "q", "key": "q", "value": "q", "heads": 16, "mask": "none", "scale": "1"},
             linear("o", "a", "O"), {"name": "y", "op": "add", "of": ["e", "o"]},
             {"name": "s", "op": "select", "of": "y", "position": n - 1}]
    found = {"E": ([v, width], [0] * v * width), "Z": ([width, 16], [0] * 16 * width),
             "O": ([16, width], [0] * 16 * width), "U": ([width, v], [0] * v * width)}
    if neurons:
        steps += [linear("h", "s", "G"), {"name": "r", "op": "relu", "of": "h"}, linear("w", "r", "W"),
                  {"name": "x", "op": "add", "of": ["s", "w"]}]
        found.update(G=([width, neurons], [0] * width * neurons), W=([neurons, width], [0] * width * neurons))
    else:
        steps.append({"name": "x", "op": "norm", "of": "s", "kind": "rms", "epsilon": "1"})
    steps.append(linear("l", "x", "U"))
    written = Written(steps, found, [{"from": 0, "to": v - 1}] * n, v)
    hints = dict(HINTS, bins=n)
    put.put("declined", "R-08", name, comment, program_spaces.certificate(written, written.data, "0", hints, 0),
            "LIMIT_EXCEEDED", written.data)


def make():
    """All of them."""
    random_ones()
    lines_anew()
    far_apart()
    large()
    shapes()
    conditions()
