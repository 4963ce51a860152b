# SPDX-License-Identifier: Apache-2.0
"""Draws from the value of a beacon (F-22, L-70), and what they say of the rest (L-71)."""
import hashlib
import math

UNIT = 1 << 64
KEPT = 320  # bits of a number that is rounded down


def before(payload, member):
    """SHA-256 of the bytes of a payload before a member."""
    return hashlib.sha256(payload[:payload.index(b',"%s":' % member)]).digest()


def words(seed):
    number = 0
    while True:
        block = hashlib.sha256(seed + number.to_bytes(8, "big")).digest()
        for at in range(0, 32, 4):
            yield int.from_bytes(block[at:at + 4], "big")
        number += 1


def below(count, stream):
    if count == 1:
        return 0
    power = 1 << (count - 1).bit_length()
    return next(token for token in (word % power for word in stream) if token < count)


def drawn(seed, places, draws):
    """Rows of tokens; places: (from, to, free)."""
    stream = words(seed)
    return [tuple(low + below(high - low + 1, stream) for low, high, _ in places) for _ in range(draws)]


def bound(total, correct, confidence):
    """The largest a with P(correct or more of total, each a / 2^64) <= 2^-confidence, or a little less.

    Where numbers are short the probability is exact. Else its complement, fewer than `correct`, is
    summed from the largest number of successes down, and rounded down."""
    low, high = 0, UNIT
    small = exact if total <= 48 else lower
    while correct and high - low > 1:
        a = (low + high) // 2
        low, high = (a, high) if small(total, correct, confidence, a) else (low, a)
    return low


def exact(total, correct, confidence, a):
    c = UNIT - a
    tail = sum(math.comb(total, i) * a ** i * c ** (total - i) for i in range(correct, total + 1))
    return tail << confidence <= UNIT ** total


class Down:
    """m 2^e, rounded down to KEPT bits."""

    def __init__(self, m, e=0):
        more = max(0, m.bit_length() - KEPT)
        self.m, self.e = m >> more, e + more

    def __mul__(self, other):
        return Down(self.m * other.m, self.e + other.e)

    def of(self, x, y):
        """Times x / y."""
        wide = KEPT + y.bit_length()
        return Down((self.m * x << wide) // y, self.e - wide)

    def power(self, n):
        found = Down(1)
        for bit in bin(n)[2:]:
            found = found * found
            if bit == "1":
                found = found * self
        return found

    def fixed(self, bits):
        """In units of 2^-bits."""
        shift = self.e + bits
        return self.m << shift if shift >= 0 else self.m >> -shift


def lower(total, correct, confidence, a):
    """Whether 1 - P(fewer than `correct`) is small enough: P(fewer) >= 1 - 2^-confidence."""
    c, last, bits = UNIT - a, correct - 1, confidence + 128
    term = choices(total, last) * Down(a).power(last) * Down(c).power(total - last)
    term = Down(term.m, term.e - 64 * total)
    left, need = 0, (1 << bits) - (1 << bits - confidence)
    for i in range(last, -1, -1):
        here = term.fixed(bits)
        left += here
        if left >= need:
            return True
        if here == 0 and i * c < (total - i + 1) * a:
            break  # terms fall from here on
        term = term.of(i * c, (total - i + 1) * a)
    return False


KNOWN = {}


def choices(total, some):
    """binom(total, some), rounded down."""
    if (total, some) not in KNOWN:
        found = Down(1)
        for i in range(1, min(some, total - some) + 1):
            found = found.of(total - i + 1, i)
        KNOWN.clear()
        KNOWN[total, some] = found
    return KNOWN[total, some]
