# SPDX-License-Identifier: Apache-2.0
"""Enclosures of functions, as integers in units of 2^-w: pairs (lower, upper).

Other ways than those of L-61 to L-66: exp is halved until it is small and then squared, Phi is an
alternating series, pi is Gauss's formula.
"""
from functools import lru_cache
from math import isqrt

from .exact import up

EIGHTH = 44715, 10 ** 6  # 0.044715 of gelu-tanh
SLOPES = {"gelu": (5, 4), "gelu-tanh": (5, 2), "silu": (5, 2)}  # L-65 (c), L-66 (c)


def divided(a, b):
    """Floor and ceil."""
    return a // b, -(-a // b)


def scaled(a, b, shift):
    """Floor of the least and ceil of the largest product of two enclosures, in units of 2^shift."""
    products = [x * y for x in set(a) for y in set(b)]
    return min(products) >> shift, up(max(products), shift)


@lru_cache(maxsize=1 << 16)
def exp_minus(x, p, w):
    """exp(-x 2^-p) for x >= 0."""
    if x >> p > w:
        return 0, 1
    halvings = max(0, x.bit_length() - p + 8)
    work = w + halvings + 32
    one, shift = 1 << work, p + halvings - work
    ends = []
    for z, ceil in ((x >> shift, 0) if shift > 0 else (x << -shift, 0), (up(x, shift), 1)):
        total = term = one
        j = 0
        while term > ceil:
            j += 1
            term = divided(divided(term * z, one)[ceil], j)[ceil]
            total += term
        ends.append(total + 2 * ceil)  # what follows a term of at most 1 is less than that
    low, high = one * one // ends[1], -(-one * one // ends[0])
    for _ in range(halvings):
        low, high = low * low >> work, up(high * high, work)
    return low >> work - w, up(high, work - w)


def arctan_inverse(n, bits):
    """2^bits arctan(1/n), off by less than bits + 2."""
    total, power, j = 0, (1 << bits) // n, 0
    while power:
        total += (-1) ** j * (power // (2 * j + 1))
        power //= n * n
        j += 1
    return total


@lru_cache(maxsize=64)
def root_over_pi(numerator, w):
    """The root of numerator / pi; pi = 48 atan(1/18) + 32 atan(1/57) - 20 atan(1/239)."""
    bits = 2 * w + 64
    pi = 48 * arctan_inverse(18, bits) + 32 * arctan_inverse(57, bits) - 20 * arctan_inverse(239, bits)
    error, one = 100 * (bits + 2), numerator << bits + 2 * w
    return isqrt(one // (pi + error)), isqrt(-(-one // (pi - error))) + 1


def sigmoid(low, high, p, w):
    """1 / (1 + exp(-y)) for y from low to high in units of 2^-p, none negative."""
    one = 1 << w
    return (one * one // (one + exp_minus(low, p, w)[1]),
            -(-one * one // (one + exp_minus(high, p, w)[0])))


def normal(x, p, w):
    """Phi(x 2^-p) for x >= 0: 1/2 + (1/sqrt(2 pi)) sum of (-1)^k x^(2k+1) / (2^k k! (2k+1))."""
    bits = w + (x * x >> 2 * p) + 64  # a term is below exp(x^2 / 2)
    shift, low, high, k = p - bits, 0, 0, 0
    terms = [x << -shift, x << -shift] if shift <= 0 else [x >> shift, up(x, shift)]
    square = terms[0] ** 2 >> bits, up(terms[1] ** 2, bits)
    while terms[1] > 1 or 2 * k << bits <= square[1]:
        ends = terms[0] // (2 * k + 1), -(-terms[1] // (2 * k + 1))
        low, high = (low + ends[0], high + ends[1]) if k % 2 == 0 else (low - ends[1], high - ends[0])
        k += 1
        terms = [(terms[0] * square[0] >> bits) // (2 * k),
                 -(-up(terms[1] * square[1], bits) // (2 * k))]
    # the terms fall from here on, so what is left out is less than the first of it, at most 1
    root, (low, high) = root_over_pi(2, bits), (max(0, low - 1), high + 1)
    shift = 2 * bits + 1 - w  # 1/sqrt(2 pi) is half of sqrt(2/pi)
    half = 1 << w - 1
    return half + (low * root[0] >> shift), half + up(high * root[1], shift)


def share(name, x, p, w):
    """What f(x) is of x >= 0 (L-65, L-66), or None where it is 1 but for less than 2^-p / x."""
    if name == "gelu":
        return None if x * x >= 4 * p << 2 * p else normal(x, p, w)
    if x >= 4 * p << p:
        return None
    if name == "silu":
        return sigmoid(x, x, p, w)
    (a, b), root = EIGHTH, root_over_pi(8, w)
    cubic = (b * x << 2 * p) + a * x ** 3
    return sigmoid(cubic * root[0] // (b << 3 * p), -(-cubic * root[1] // (b << 3 * p)), w, w)


def at(name, x, p):
    """f(x 2^-p)."""
    w = p + 64
    part = share(name, abs(x), p, w)
    if part is None:
        return (x - 1, x) if x > 0 else (-1, 0)
    if x < 0:
        part = (1 << w) - part[1], (1 << w) - part[0]
    return scaled((x, x), part, w)


def function(name, x, p):
    """f over an enclosure x: at its middle, and as far beside it as its slope allows."""
    if name == "relu":
        return max(x[0], 0), max(x[1], 0)
    middle = (x[0] + x[1]) >> 1
    a, b = SLOPES[name]
    low, high = at(name, middle, p)
    reach = -(-(x[1] - middle) * a // b)
    return low - reach, high + reach
