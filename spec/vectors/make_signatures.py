#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of F-06 whose signatures no library makes: right but for one condition.

Run it behind SignedVectorsTest, which writes the other vectors with a policy: certificate, policy
and published test key (32 bytes of 1 as seed) are those of accept/F-06/one-signer. The names begin
with `c-crafted-`; SignedVectorsTest leaves them alone. Ed25519 as in RFC 8032, 5.1.6; ML-DSA-65 as
in FIPS 204, algorithms 6, 7, 29, 33, 34. Nothing is random: run it again and nothing changes.
"""
import base64
import hashlib
import json
import shutil

import put
import run  # finds spec/python
from assay_second import curve25519 as curve
from assay_second import mldsa
from assay_second.mldsa import BETA, GAMMA1, GAMMA2, N, OMEGA, Q

SEED = b"\1" * 32
SOURCE = run.HERE / "accept" / "F-06" / "one-signer"
ETA, DROPPED = 4, mldsa.DROPPED


def torsion():
    """A point of order 8."""
    y = 2
    while True:
        point = curve.decode(y.to_bytes(32, "little"))
        small = point and curve.multiply(curve.ORDER, point)
        if small and not curve.neutral(curve.multiply(4, small)):
            return small
        y += 1


def ed25519(message):
    """A signature whose R has a part of order 8: only the equation times 8 holds."""
    digest = hashlib.sha512(SEED).digest()
    secret = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    public = curve.encode(curve.multiply(secret, curve.BASE))
    r = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % curve.ORDER
    spoilt = curve.encode(curve.add(curve.multiply(r, curve.BASE), torsion()))
    k = int.from_bytes(hashlib.sha512(spoilt + public + message).digest(), "little")
    return public, spoilt + ((r + k * secret) % curve.ORDER).to_bytes(32, "little")


def centred(n, modulus):
    """The representative of least absolute value."""
    n %= modulus
    return n - modulus if n > modulus // 2 else n


def parts(n):
    """Decompose: high and low bits."""
    low = centred(n % Q, 2 * GAMMA2)
    return (0, low - 1) if n % Q - low == Q - 1 else ((n % Q - low) // (2 * GAMMA2), low)


def product(a, b):
    return [centred(x, Q) for x in mldsa.inverse_ntt([x * y % Q for x, y in zip(a, b)])]


def times(matrix, vector):
    """A matrix in NTT form times a vector."""
    forms = [mldsa.ntt(x) for x in vector]
    return [mldsa.inverse_ntt([sum(a[j] * f[j] for a, f in zip(row, forms)) % Q for j in range(N)])
            for row in matrix]


class Lattice:
    """The ML-DSA-65 key of the seed."""

    def __init__(self):
        stream = hashlib.shake_256(SEED + bytes([mldsa.ROWS, mldsa.COLUMNS])).digest(128)
        self.rho, secret = stream[:32], stream[32:96]
        self.a = mldsa.expand(self.rho)
        self.s1 = [self.small(secret, j) for j in range(mldsa.COLUMNS)]
        self.s2 = [self.small(secret, mldsa.COLUMNS + j) for j in range(mldsa.ROWS)]
        t = [[(x + y) % Q for x, y in zip(u, v)] for u, v in zip(times(self.a, self.s1), self.s2)]
        self.t0 = [[centred(x, 1 << DROPPED) for x in row] for row in t]
        high = [[(x - y) >> DROPPED for x, y in zip(u, v)] for u, v in zip(t, self.t0)]
        self.public = self.rho + b"".join(packed(row, 10) for row in high)

    @staticmethod
    def small(secret, number):
        stream = hashlib.shake_256(secret + number.to_bytes(2, "little")).digest(1024)
        nibbles = [n for byte in stream for n in (byte & 15, byte >> 4)]
        return [ETA - n for n in nibbles if n < 2 * ETA + 1][:N]

    def attempt(self, message, nonce):
        """z and the places of the hints of one attempt, and the challenge; None where what is not about z
        fails."""
        mu = hashlib.shake_256(hashlib.shake_256(self.public).digest(64) + b"\0\0" + message).digest(64)
        y = []
        for j in range(mldsa.COLUMNS):
            stream = hashlib.shake_256(mu + bytes([nonce, j])).digest(20 * N // 8)
            y.append([GAMMA1 - n for n in mldsa.unpack(stream, 20)])
        w = times(self.a, y)
        encoded = b"".join(packed([parts(x)[0] for x in row], 4) for row in w)
        challenge = hashlib.shake_256(mu + encoded).digest(mldsa.CHALLENGE)
        c = mldsa.ntt(mldsa.sample_in_ball(challenge))
        z = [[a + b for a, b in zip(u, product(c, mldsa.ntt(s)))] for u, s in zip(y, self.s1)]
        hints = []
        for row, s, t in zip(w, self.s2, self.t0):
            rest = [a - b for a, b in zip(row, product(c, mldsa.ntt(s)))]
            moved = product(c, mldsa.ntt(t))
            if max(abs(parts(x)[1]) for x in rest) >= GAMMA2 - BETA or max(map(abs, moved)) >= GAMMA2:
                return None
            hints.append([j for j in range(N) if parts(rest[j])[0] != parts(rest[j] + moved[j])[0]])
        return (challenge, z, hints) if sum(map(len, hints)) < OMEGA else None

    def sign(self, message, long):
        """A signature whose z is too long by less than what can be spelled, or is not."""
        for nonce in range(256):
            found = self.attempt(message, nonce)
            if found:
                most = max(abs(x) for row in found[1] for x in row)
                if GAMMA1 - BETA <= most < GAMMA1 if long else most < GAMMA1 - BETA:
                    return found
        raise AssertionError("no nonce")


def packed(numbers, bits):
    return sum(n << bits * j for j, n in enumerate(numbers)).to_bytes(len(numbers) * bits // 8, "little")


def spelled(challenge, z, hints):
    """The bytes of a signature."""
    places = bytes(j for row in hints for j in row)
    ends = bytes(sum(map(len, hints[:i + 1])) for i in range(mldsa.ROWS))
    return challenge + b"".join(packed([GAMMA1 - x for x in row], 20) for row in z) \
        + places.ljust(OMEGA, b"\0") + ends


def lattices(message):
    """Name, comment and ML-DSA-65 signature, and the public key."""
    key = Lattice()
    challenge, z, hints = key.sign(message, False)
    good = spelled(challenge, z, hints)
    if not mldsa.verify(key.public, message, good):
        raise AssertionError("the signature that the others are made of is wrong")
    row = next(i for i, places in enumerate(hints) if len(places) > 1)
    swapped = [places[::-1] if i == row else places for i, places in enumerate(hints)]
    filled = bytearray(good)
    filled[-1 - mldsa.ROWS] = 7
    return key.public, [
        ("ml-dsa-65-long-z", "ML-DSA-65: z is longer than gamma1 - beta allows", spelled(*key.sign(message, True))),
        ("ml-dsa-65-hints-reversed", "ML-DSA-65: places of hints that fall", spelled(challenge, z, swapped)),
        ("ml-dsa-65-hints-filled", "ML-DSA-65: a byte that is not 0 behind the last hint", bytes(filled))]


def write(name, comment, envelope, keyid, signature):
    """One vector: the good envelope with one signature replaced."""
    made = json.loads(json.dumps(envelope))
    for one in made["signatures"]:
        if one["keyid"] == keyid:
            one["sig"] = base64.b64encode(signature).decode()
    folder = run.HERE / "reject" / "F-06" / ("c-crafted-" + name)
    shutil.rmtree(folder, ignore_errors=True)
    put.put("rejected", "F-06", folder.name, comment, put.tensors.compact(made).encode() + b"\n",
            "SIGNATURE_MISMATCH", flags=[])
    shutil.copy(SOURCE / "policy.json", folder)


def main():
    envelope = json.loads((SOURCE / "certificate.json").read_text())
    payload = base64.b64decode(envelope["payload"])
    message = b"DSSEv1 %d %s %d %s" % (len(put.TYPE), put.TYPE.encode(), len(payload), payload)
    keys = json.loads((SOURCE / "policy.json").read_text())["signers"][0]["keys"]
    classic, signature = ed25519(message)
    public, made = lattices(message)
    for key, raw in zip(keys, (classic, public)):
        if not base64.b64decode(key["spki"]).endswith(raw):
            raise AssertionError("the policy of %s has another %s key" % (SOURCE, key["algorithm"]))
    write("ed25519-small-order", "Ed25519: R has a part of order 8, the equation holds times 8 only",
          envelope, keys[0]["sha256"], signature)
    for name, comment, bytes_ in made:
        write(name, comment, envelope, keys[1]["sha256"], bytes_)


if __name__ == "__main__":
    main()
