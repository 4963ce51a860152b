# SPDX-License-Identifier: Apache-2.0
"""Envelope, signatures, keys and policy (F-05 to F-08)."""
import hashlib

from . import curve25519, mldsa
from .canon import InputError, Reader, Refused, decode64

TYPE = "application/vnd.in-toto+json"
PREFIX = {"Ed25519": bytes.fromhex("302a300506032b6570032100"),
          "ML-DSA-65": bytes.fromhex("308207b2300b0609608648016503040312038207a100")}
LENGTHS = {"Ed25519": (44, 64), "ML-DSA-65": (1974, 3309)}
VERIFY = {"Ed25519": curve25519.verify, "ML-DSA-65": mldsa.verify}


def envelope(data):
    """The payload's bytes and the signatures, (keyid, bytes) each."""
    if len(data) > 4 << 20:
        raise Refused("LIMIT_EXCEEDED", "certificate: more than 4 MiB")
    reader = Reader(data, "envelope")

    def base64():
        return decode64(reader.text(), "MALFORMED_ENVELOPE")

    def signature():
        got = reader.object([("keyid", reader.digest, False), ("sig", base64, False)])
        return got["keyid"], got["sig"]

    def payload():
        data = base64()
        if not data:
            raise Refused("MALFORMED_ENVELOPE", "an empty payload")
        return data

    got = reader.object([("payload", payload, False),
                         ("payloadType", reader.word((TYPE,), "MALFORMED_ENVELOPE"), False),
                         ("signatures", lambda: reader.array(signature, 16), False)])
    reader.end()
    if len(dict(got["signatures"])) < len(got["signatures"]):
        raise Refused("MALFORMED_ENVELOPE", "a keyid twice")
    return got["payload"], got["signatures"]


class Policy:
    """signers: (name, [(algorithm, spki, digest)]); required algorithms and number of signers."""

    def __init__(self, data):
        try:
            self.read(data)
        except Refused as refused:
            raise InputError("policy: %s: %s" % (refused.code, refused)) from None

    def read(self, data):
        if len(data) > 1 << 20:
            raise InputError("policy: LIMIT_EXCEEDED: more than 1 MiB")
        reader = Reader(data, "policy")

        def key():
            got = reader.object([("algorithm", reader.text, False), ("spki", reader.text, False),
                                 ("sha256", reader.digest, False)])
            return got["algorithm"], got["spki"], got["sha256"]

        def signer():
            got = reader.object([("name", reader.text, False),
                                 ("keys", lambda: reader.array(key), False)])
            return got["name"], got["keys"]

        def require():
            return reader.object([("algorithms", lambda: reader.array(reader.text), False),
                                  ("signers", reader.small, False)])

        def version():
            number = reader.small()
            if number != 1:
                raise Refused("UNKNOWN_VERSION", "version %d, want 1" % number)

        got = reader.object([("version", version, False),
                             ("signers", lambda: reader.array(signer), False),
                             ("require", require, False)])
        reader.end()
        self.signers, self.keys = [], {}
        for name, keys in got["signers"]:
            self.signers.append((name, [self.key(name, *key) for key in keys]))
        self.algorithms = got["require"]["algorithms"]
        self.count = got["require"]["signers"]
        self.demands()

    def key(self, name, algorithm, spki, digest):
        if algorithm not in PREFIX:
            raise Refused("MALFORMED_POLICY", "no algorithm " + algorithm)
        data = decode64(spki, "MALFORMED_KEY")
        prefix = PREFIX[algorithm]
        if len(data) != LENGTHS[algorithm][0] or not data.startswith(prefix):
            raise Refused("MALFORMED_KEY", "not the SPKI of an %s key" % algorithm)
        raw = data[len(prefix):]
        if algorithm == "Ed25519" and curve25519.key(raw) is None:
            raise Refused("MALFORMED_KEY", "no point of prime order")
        if hashlib.sha256(data).hexdigest() != digest:
            raise Refused("MALFORMED_KEY", "sha256 is not the digest of spki")
        if digest in self.keys:
            raise Refused("MALFORMED_POLICY", "a key twice")
        self.keys[digest] = name, algorithm, raw
        return algorithm, raw, digest

    def demands(self):
        """F-08 (b) to (f)."""
        names, required = [name for name, _ in self.signers], self.algorithms
        able = sum(1 for _, keys in self.signers if set(required) <= {key[0] for key in keys})
        for broken, why in (
                (not 1 <= len(names) <= 256, "want 1 to 256 signers"),
                (any(not 1 <= len(name) <= 128 for name in names), "a name of 1 to 128 characters"),
                (len(set(names)) < len(names), "a name twice"),
                (any(not 1 <= len(keys) <= 8 for _, keys in self.signers), "1 to 8 keys a signer"),
                (not required or len(set(required)) < len(required)
                 or not set(required) <= set(PREFIX), "algorithms: some of the two, each once"),
                (not 1 <= self.count <= len(names), "require.signers: 1 to the number of signers"),
                (able < self.count, "too few signers have keys for all required algorithms")):
            if broken:
                raise Refused("MALFORMED_POLICY", why)

    def verify(self, payload, signatures):
        """F-06: the signers, (name, algorithms), of all required signatures."""
        signed = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(payload), payload)
        found = {}
        for keyid, signature in signatures:
            if keyid not in self.keys:
                raise Refused("UNKNOWN_SIGNER", "keyid %s is not in the policy" % keyid)
            name, algorithm, raw = self.keys[keyid]
            if len(signature) != LENGTHS[algorithm][1]:
                raise Refused("SIGNATURE_MISMATCH", "%s: a signature of %d bytes" % (
                    name, len(signature)))
            if not VERIFY[algorithm](raw, signed, signature):
                raise Refused("SIGNATURE_MISMATCH", "%s: the %s signature is wrong" % (
                    name, algorithm))
            found.setdefault(name, set()).add(algorithm)
        good = [(name, [a for a in PREFIX if a in found[name]]) for name, _ in self.signers
                if set(self.algorithms) <= found.get(name, set())]
        if len(good) < self.count:
            raise Refused("SIGNATURE_MISSING", "%d signers with all required algorithms, want %d" % (
                len(good), self.count))
        return good
