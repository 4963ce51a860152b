# SPDX-License-Identifier: Apache-2.0
"""Files for resources.py that go to the limits of what is read: hints, names, headers, policies, data. What is
said of them does not matter, as long as something is."""
import hashlib
import json

import make_circuits
import put
import tensors
from counting import packed
from program_random import statement

BITS = 3000000 * 6  # of a hint, in a certificate of 4 MiB
MIB = 1 << 20
SMALL = tensors.model(tensors.numbers(1, 2, 2, 1, 1))
HINTS = {"grouped-counting": '"bins":2,"cover":"%s"', "cubic-retest": '"cells":"%s"',
         "potential-counting": '"attention":"exact_EQKE+max_diff_exact","direct":"exact","directions":"",'
                               '"classes":"AAAA","bins":2,"cover":"%s"'}


class Read:
    """A model, a certificate, and what else is asked for; any verdict will do."""

    beyond = False

    def __init__(self, name, made):
        self.name, self.made = "read " + name, made

    def write(self, folder):
        """The arguments of the checker."""
        model, certificate, more = self.made()
        (folder / "model.safetensors").write_bytes(model)
        (folder / "certificate.json").write_bytes(certificate)
        words = [] if "policy.json" in more else ["--unsigned"]
        for name, data in more.items():
            (folder / name).write_bytes(data)
            words += ["--policy", str(folder / name)] if name == "policy.json" else []
        return ["--json", *words, "--model", str(folder / "model.safetensors"), str(folder / "certificate.json")]


def small(strategy='{"name":"brute-force"}', model=SMALL):
    """Of two tokens and two positions, claiming nothing."""
    fields = {"k": 2, "vocab": 2, "dModel": 1, "dHead": 1, "margin": "0", "correct": "0", "total": "4"}
    return model, put.envelope(put.statement(model, fields, strategy=strategy)), {}


def hint(name, bit):
    return lambda: small('{"name":"%s",%s}' % (name, HINTS[name] % packed(bit * BITS)))


def program(model=make_circuits.MODEL, **changes):
    body = make_circuits.claim(**changes)
    return model, put.envelope(statement(model, dict(body, correct="0", total="9"))), {}


def unread():
    """As many names as are allowed, all unlike each other."""
    model, _, more = program()
    body = make_circuits.claim()
    body["network"]["unread"] = ["n%06d" % i for i in range(4096)]
    return model, put.envelope(statement(model, dict(body, correct="0", total="9"))), more


def header(entry):
    """A header of 1 MiB of such entries; a tensor has nothing in it."""
    def made():
        entries, size, i = [], 2, 0
        while size + 80 < MIB:
            entries.append(entry % i)
            size, i = size + len(entries[-1]) + 1, i + 1
        text = "{" + ",".join(entries) + "}" if "dtype" in entry else '{"__metadata__":{' + ",".join(entries) + "}}"
        return small(model=tensors.file(text.encode(), b""))
    return made


def policy(text):
    def made():
        model, certificate, _ = small()
        return model, certificate, {"policy.json": text.encode()}
    return made


def signers():
    """As many as there is room for; 256 are allowed."""
    one = '{"name":"n%05d","keys":[]}'
    return '{"version":1,"signers":[%s],"require":{"algorithms":["Ed25519"],"signers":1}}\n' % ",".join(
        one % i for i in range(34000))


def data():
    """Nearly 2^25 tokens in a file of 256 MiB; there are more inputs than are claimed."""
    rows = (1 << 24) - 16
    text = json.dumps({"x": {"dtype": "I64", "shape": [rows, 2], "data_offsets": [0, 16 * rows]}}, separators=(",", ":"))
    text += " " * (-len(text) % 8)
    found = tensors.file(text.encode(), b"\x2b\x02\0\0\0\0\0\0" * (2 * rows))
    model, certificate, _ = program(inputs={"kind": "file", "sha256": hashlib.sha256(found).hexdigest(), "tensor": "x",
                                            "length": 2, "free": [0, 1]})
    return model, certificate, {"data.safetensors": found}


def readers():
    """All of them."""
    for name in sorted(HINTS):
        for bit in "01":
            yield Read("%s, %d bits %s" % (name, BITS, bit), hint(name, bit))
    yield Read("4,096 unread tensors", unread)
    yield Read("header of 1 MiB, empty tensors", header('"t%d":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}'))
    yield Read("header of 1 MiB, metadata", header('"m%d":""'))
    yield Read("model of 256 MiB", lambda: small(model=SMALL + b"\0" * (256 * MIB - len(SMALL))))
    yield Read("policy of 34,000 signers", policy(signers()))
    yield Read("policy of 1 MiB, one name", policy('{"version":1,"signers":[{"name":"%s' % ("n" * (MIB - 40)) + '\n'))
    yield Read("data of 2^25 numbers", data)
