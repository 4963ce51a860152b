# SPDX-License-Identifier: Apache-2.0
"""Verification of ML-DSA-65 (FIPS 204, pure, empty context)."""
import hashlib

Q, N, ROWS, COLUMNS = 8380417, 256, 6, 5
TAU, BETA, GAMMA1, GAMMA2, OMEGA, DROPPED = 49, 196, 1 << 19, (8380417 - 1) // 32, 55, 13
CHALLENGE = 48


def brv(n):
    return int("{:08b}".format(n)[::-1], 2)


ZETAS = [pow(1753, brv(k), Q) for k in range(256)]


def ntt(w):
    w, k, length = list(w), 0, 128
    while length:
        for start in range(0, N, 2 * length):
            k += 1
            for j in range(start, start + length):
                t = ZETAS[k] * w[j + length] % Q
                w[j + length], w[j] = (w[j] - t) % Q, (w[j] + t) % Q
        length //= 2
    return w


def inverse_ntt(w):
    w, k, length = list(w), 256, 1
    while length < N:
        for start in range(0, N, 2 * length):
            k -= 1
            for j in range(start, start + length):
                t = w[j]
                w[j] = (t + w[j + length]) % Q
                w[j + length] = -ZETAS[k] * (t - w[j + length]) % Q
        length *= 2
    return [8347681 * x % Q for x in w]


def unpack(data, bits):
    n = int.from_bytes(data, "little")
    return [n >> bits * j & (1 << bits) - 1 for j in range(N)]


def expand(rho):
    """The matrix A, each entry by rejection from SHAKE128."""
    def entry(r, s):
        out, size = [], 1024
        while len(out) < N:
            stream = hashlib.shake_128(rho + bytes([s, r])).digest(size)
            numbers = (int.from_bytes(stream[j:j + 3], "little") & 0x7FFFFF
                       for j in range(0, size - 2, 3))
            out, size = [x for x in numbers if x < Q][:N], 2 * size
        return out
    return [[entry(r, s) for s in range(COLUMNS)] for r in range(ROWS)]


def sample_in_ball(seed):
    stream = hashlib.shake_256(seed).digest(2048)
    signs, at, c = int.from_bytes(stream[:8], "little"), 8, [0] * N
    for i in range(N - TAU, N):
        while stream[at] > i:
            at += 1
        j = stream[at]
        at += 1
        c[i], c[j] = c[j], -1 if signs & 1 else 1
        signs >>= 1
    return c


def hints(data):
    """HintBitUnpack: None for anything but the one encoding."""
    out, index = [[0] * N for _ in range(ROWS)], 0
    for i in range(ROWS):
        stop = data[OMEGA + i]
        if stop < index or stop > OMEGA:
            return None
        places = data[index:stop]
        if any(a >= b for a, b in zip(places, places[1:])):
            return None
        for j in places:
            out[i][j] = 1
        index = stop
    return None if any(data[index:OMEGA]) else out


def use_hint(h, r):
    r0 = r % (2 * GAMMA2)
    if r0 > GAMMA2:
        r0 -= 2 * GAMMA2
    r1, r0 = (0, r0 - 1) if r - r0 == Q - 1 else ((r - r0) // (2 * GAMMA2), r0)
    if h:
        r1 = (r1 + (1 if r0 > 0 else -1)) % 16
    return r1


def verify(public, message, signature):
    if len(public) != 1952 or len(signature) != 3309:
        return False
    rho = public[:32]
    t1 = [unpack(public[32 + 320 * i:352 + 320 * i], 10) for i in range(ROWS)]
    challenge = signature[:CHALLENGE]
    z = [[GAMMA1 - x for x in unpack(signature[CHALLENGE + 640 * i:CHALLENGE + 640 * (i + 1)], 20)]
         for i in range(COLUMNS)]
    h = hints(signature[CHALLENGE + 640 * COLUMNS:])
    if h is None or any(abs(x) >= GAMMA1 - BETA for poly in z for x in poly):
        return False
    tr = hashlib.shake_256(public).digest(64)
    mu = hashlib.shake_256(tr + b"\0\0" + message).digest(64)
    c, zs = ntt(sample_in_ball(challenge)), [ntt(poly) for poly in z]
    packed = b""
    for row, t, hint in zip(expand(rho), t1, h):
        high = ntt([x << DROPPED for x in t])
        w = inverse_ntt([(sum(a[j] * s[j] for a, s in zip(row, zs)) - c[j] * high[j]) % Q
                         for j in range(N)])
        w1 = [use_hint(bit, x) for bit, x in zip(hint, w)]
        packed += bytes(w1[j] | w1[j + 1] << 4 for j in range(0, N, 2))
    return hashlib.shake_256(mu + packed).digest(CHALLENGE) == challenge
