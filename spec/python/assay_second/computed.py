# SPDX-License-Identifier: Apache-2.0
"""What executions of a program compute: the discs of L-86 to L-90, and how far from the exact row what
is computed may be (L-95 to L-98)."""
from functools import lru_cache
from math import ceil, floor, isqrt

from .canon import Refused
from .enclose import exp_minus, share
from .exact import up

P = 48
FEW = 1 << 24
SPREAD, MOST, OUTPUT, FAR = 1 << 40, 1 << 56, 1 << 60, 1 << 54
EXP, EXP_SLOPE, NORMALISATION, FUNCTION = 48, 4, 8, 32  # e0, e1 of L-42, r of L-43; L-98


def root(n):
    """The least integer not below the root: q of L-86."""
    return isqrt(n - 1) + 1 if n > 0 else 0


def rounded(k, x):
    """g_k(x) of L-95."""
    return -(-k * x // (FEW - k))


def over(n, d):
    return -(-n // d)


def length(centre):
    """l of L-88."""
    return root(sum(((abs(c) >> 32) + 1) ** 2 for c in centre))


def known(centre, radius, most=MOST):
    """A disc, or None where it is too large."""
    return (centre, radius) if radius <= SPREAD and max(map(abs, centre)) <= most else None


class Row:
    """An exact row in a disc, and how far what an execution computes may be from it (L-95)."""

    def __init__(self, disc, far):
        self.centre, self.radius, self.far = disc[0], disc[1], far

    def reach(self, part=slice(None)):
        """l of L-95."""
        return (length(self.centre[part]) << 32) + self.radius + self.far


def held(disc, far):
    return None if disc is None or far > FAR else Row(disc, far)


def cut(rows, bits=24):
    """Rows shifted to so many bits, and by how many."""
    shift = max(0, max(max(map(abs, row)) for row in rows).bit_length() - bits)
    return [[n >> shift for n in row] for row in rows], shift


def square(rows):
    return [[sum(map(int.__mul__, a, b)) for b in rows] for a in rows]


def symmetric(rows, squarings):
    """b_i of L-86 (g)."""
    found, shift = cut(rows)
    bound = isqrt(symmetric(square(found), squarings - 1)) + 1 if squarings else max(
        sum(map(abs, row)) for row in found)
    return bound + len(rows) << shift


def singular(rows):
    """N of L-86 (g)."""
    found, shift = cut(rows)
    turned = list(zip(*found))
    if min(len(found), len(turned)) > 512:
        most = [max(sum(map(abs, row)) for row in some) for some in (found, turned)]
        bound = most[0] * most[1]
    else:
        bound = symmetric(square(found if len(found) <= len(turned) else turned), 3)
    return isqrt(bound) + 1 + len(found) + len(turned) << shift


def floors(row, e):
    return [n << e + P if e + P >= 0 else n >> -e - P for n in row]


def exact(row, e):
    return e + P >= 0 or all(n % (1 << -e - P) == 0 for n in row)


class Factor:
    """A matrix, its columns in units of 2^-48 (L-86 (d)), with the bounds of its products."""

    def __init__(self, matrix):
        self.columns = [floors(row, matrix.e) for row in matrix.rows]
        self.e = 0 if all(exact(row, matrix.e) for row in matrix.rows) else 1
        rows = list(zip(*self.columns))
        self.norm = singular(rows)
        self.moves = self.norm + self.e * root(len(rows)) * root(len(rows[0]))
        self.absolute = singular([[abs(n) + 1 for n in row] for row in rows])
        halves = [[(n + (1 << 25) >> 26, n) for n in column] for column in self.columns]
        self.high = max(sum(abs(d) for d, _ in column) for column in halves)
        self.low = max(sum(abs(n - (d << 26)) for d, n in column) for column in halves)
        self.long = any(not -MOST <= n < MOST for row in rows for n in row) \
            or self.high > 1 << 35 or self.norm >= 1 << 61

    def fits(self, centre):
        """Whether the sums of L-86 (d) are known."""
        f = max(abs(c) for c in centre) + (1 << 25) >> 26
        return not self.long and f * self.high <= 1 << 58 \
            and f * self.low + (self.high << 25) <= 1 << 61


class Computed:
    """Rows of the steps; None where nothing is known."""

    def __init__(self, program):
        self.program, self.kept, self.tokens, self.scales = program, {}, None, {}
        for step in program.steps:
            for field, matrix in step.weights.items():
                representable(step, field, matrix)
        bounded(program)
        self.factors = {step: Factor(step.weights["weight"])
                        for step in program.steps if step.op == "linear"}

    def leads(self, tokens, right, outputs, margin):
        """L-95: whether the right output leads in every execution."""
        self.tokens, self.kept = tokens, {}
        row = self.row(self.program.last, 0)
        if row is None:
            return False
        apart = 2 * over(17 * (row.radius + row.far), 24) + ceil(margin * (1 << P))
        return all(row.centre[right] - row.centre[o] > apart
                   for o in range(outputs[0], outputs[1] + 1) if o != right)

    def row(self, step, i):
        if (step, i) not in self.kept:
            rows = [self.row(operand, j) for operand, j in step.reads(i)]
            make = getattr(self, step.op.replace("-", "_"), self.curve)
            large = any(row is None or max(map(abs, row.centre)) > MOST and step.op != "select" for row in rows)
            self.kept[step, i] = None if large else make(step, rows, i)
        return self.kept[step, i]

    @staticmethod
    def table(matrix, i):
        """L-86 (a)."""
        row = matrix.rows[i]
        return known(floors(row, matrix.e), 0 if exact(row, matrix.e) else root(len(row)))

    def embed(self, step, _, i):
        return held(self.table(step.weights["table"], self.tokens[i]), 1)

    def positions(self, step, _, i):
        return held(self.table(step.weights["table"], i), 1)

    def add(self, step, rows, _):
        """L-86 (b) and (c)."""
        m, mean = len(rows), step.fields.get("kind") == "mean"
        centre, radius = [sum(x) for x in zip(*(row.centre for row in rows))], sum(x.radius for x in rows)
        far = sum(row.far for row in rows) + rounded(m + 4 if mean else m, sum(row.reach() for row in rows))
        if mean and m > 1:
            centre, radius = [c // m for c in centre], radius // m + 1 + root(step.width)
        return held(known(centre, radius), (over(far, m) if mean else far) + 1)

    pool = add

    def select(self, step, rows, _):
        return rows[0]

    def slice(self, step, rows, _):
        start = step.fields["from"]
        return held((rows[0].centre[start:start + step.width], rows[0].radius), rows[0].far)

    def concat(self, step, rows, _):
        disc = known([c for row in rows for c in row.centre], sum(row.radius for row in rows))
        return held(disc, sum(row.far for row in rows))

    def bias(self, step):
        """The row of a bias."""
        disc = self.table(step.weights["bias"], 0) if "bias" in step.weights else ([0] * step.width, 0)
        return disc and Row(disc, 0)

    def linear(self, step, rows, _):
        """L-86 (d)."""
        x, w, bias = rows[0], self.factors[step], self.bias(step)
        c, r = x.centre, x.radius
        if bias is None or not w.fits(c):
            return None
        centre = [(sum(map(int.__mul__, c, column)) >> P) + b for column, b in zip(w.columns, bias.centre)]
        sums = sum((abs(n) >> 16) + 1 for n in c) + len(c) * ((r >> 16) + 1)
        radius = (r * w.norm >> P) + 1 + root(step.width) * (1 + w.e * ((sums >> 32) + 1)) + bias.radius
        moved = (x.reach() * w.absolute >> P) + 1 + bias.reach()
        far = (x.far * w.moves >> P) + 2 + rounded(len(c) + 2, moved)
        return held(known(centre, radius, OUTPUT), far)

    def relu(self, step, rows, _):
        x = rows[0]
        return held(([max(c, 0) for c in x.centre], x.radius), x.far + 1)

    def curve(self, step, rows, _):
        """L-90 and L-98, with finer ends than those of L-85."""
        x = rows[0]
        ends = [at(step.op, c) for c in x.centre]
        steep = 4 if step.op == "gelu" else 2
        radius = root(len(ends)) * max(high - low for low, high in ends) + over(5 * x.radius, steep)
        return held(known([low + high >> 1 for low, high in ends], radius),
                    over(5 * x.far, steep) + rounded(FUNCTION + 2, x.reach()) + 1)

    def norm(self, step, rows, _):
        """L-89 and L-97."""
        x, w, layer = rows[0], step.width, step.fields["kind"] == "layer"
        epsilon = step.fields["epsilon"] * w * 4 ** P
        e = floor(epsilon), ceil(epsilon)
        plain, moved = divided(x.centre, x.radius, layer, e), spread(x, layer, e)
        g = self.table(step.weights["weight"], 0) if "weight" in step.weights else ([1 << P] * w, 0)
        b = self.bias(step)
        if None in (plain, moved, g, b):
            return None
        (c, r), largest, top = plain, max(map(abs, plain[0])), max(map(abs, g[0]))
        if largest * top >> 64 >= 1 << 42:
            return None
        centre = [(n * y >> P) + z for n, y, z in zip(c, g[0], b.centre)]
        radius = (r * top >> P) + 1 + g[1] * ((largest + r >> P) + 1) + root(w) + b.radius
        return held(known(centre, radius), (moved * (top + g[1]) >> P) + 2 + rounded(20, b.reach()))

    def attention(self, step, rows, i):
        """L-88 and L-96."""
        heads, count = step.fields["heads"], (len(rows) - 1) // 2
        query, keys, values = rows[0], rows[1:count + 1], rows[count + 1:]
        scale, masked = self.scale(step)
        if scale is None:
            return None
        parts, centre, radius = [], [], root(step.width)
        for h in range(heads):
            part, own = columns(h, heads, len(query.centre)), columns(h, heads, step.width)
            scores = [masked if j > i and step.fields["mask"] == "causal"
                      else score(query, key, part, scale) for j, key in enumerate(keys)]
            weights = None if None in scores else softmax(scores)
            moved = weights and tau(scores)
            if not moved:
                return None
            radius += sum((z * length(v.centre[own]) >> 16) + 1 for (_, z), v in zip(weights, values))
            centre += [sum(w * v.centre[k] for (w, _), v in zip(weights, values)) >> P
                       for k in range(own.start, own.stop)]
            parts.append((own, weights, moved))
        times = root(min(heads, count))
        disc = known(centre, radius + times * max(v.radius for v in values))
        if disc is None:
            return None
        squares = sum(turned(disc, values, *part) ** 2 for part in parts)
        far = root(squares) + times * max(v.far for v in values) + root(step.width) + 1 \
            + rounded(4 * count + NORMALISATION + 2, times * max(v.reach() for v in values))
        return held(disc, far)

    def scale(self, step):
        """F of L-88 (a) with a bound of the scale (L-96), and a masked position's (score, its error, how
        far a computed one may be)."""
        if step not in self.scales:
            fields = step.fields
            if "scale" in fields:
                factor, most = floor(fields["scale"] * (1 << P)), ceil(abs(fields["scale"]) * (1 << P))
            else:
                factor = isqrt((1 << 2 * P) // fields["scaleRoot"])
                most = root(over(1 << 2 * P, fields["scaleRoot"]))
            number = floor(fields.get("maskedScore", fields.get("maskedProduct", 0)) * (1 << P))
            s, e = times(number, 1, factor) if "maskedProduct" in fields else (number, 1)
            good = abs(factor) < 1 << 50 and -(1 << 59) <= number < 1 << 59
            masked = s, e, rounded(8, abs(s) + e) + 1
            self.scales[step] = ((factor, most), masked) if good else (None, None)
        return self.scales[step]


def columns(h, heads, width):
    size = width // heads
    return slice(h * size, h * size + size)


def times(a, r, scale):
    """L-88 (c)."""
    return a * scale >> P, (r * abs(scale) >> P) + 1 + (2 * (abs(a) + r) >> P) + 2


def score(query, key, part, scale):
    """L-88 (b), (c) and L-96 (a)."""
    c, k = query.centre[part], key.centre[part]
    a = sum(map(int.__mul__, c, k)) >> P
    r = (query.radius * length(k) >> 16) + (key.radius * length(c) >> 16) + (query.radius * key.radius >> P) + 4
    if not -(1 << 59) <= a < 1 << 59 or r > 1 << 57:
        return None
    lq, lk = query.reach(part), key.reach(part)
    moved = (query.far * lk + lq * key.far >> P) + 1 + rounded(len(c) + 7, (lq * lk >> P) + 1)
    return times(a, r, scale[0]) + ((scale[1] * moved >> P) + 2,)


def softmax(scores):
    """L-88 (d): the weights, from below, and how much larger they may be."""
    top = max(s + e for s, e, _ in scores)
    low = [exp_minus(top - s + e, P, P)[0] for s, e, _ in scores]
    high = [min(1 << P, exp_minus(top - s - e, P, P)[1]) for s, e, _ in scores]
    if sum(low) < 1 << P - 1:
        return None
    down, above = (1 << 109) // sum(high), (1 << 109) // sum(low) + 1
    weights = []
    for a, b in zip(low, high):
        least = a * down >> 61
        weights.append((least, min(1 << P, (b * above >> 61) + 1) - least))
    return weights if max(z for _, z in weights) <= 1 << 46 else None


def tau(scores):
    """L-96 (b), or None."""
    spread_ = 2 * max(abs(s) + e + moved for s, e, moved in scores)
    found = max(moved for _, _, moved in scores) + ((2 + 2 * EXP_SLOPE) * spread_ >> 24) \
        + 2 * (EXP * (len(scores) + 1) + EXP_SLOPE) * (1 << 24) + 2
    return found if found <= 1 << 46 else None


def turned(disc, values, own, weights, t):
    """L-96 (c): by how much other weights may turn the part of a head."""
    squares = 0
    for (w, z), v in zip(weights, values):
        apart = length([a - b for a, b in zip(v.centre[own], disc[0][own])])
        squares += (w + z) * ((apart << 32) + v.radius + disc[1]) ** 2
    far = root((squares >> P) + 1)
    return (t * (far + (far * t >> P) + 1) >> P) + 1


def divided(c, r, layer, e):
    """L-89 (a) to (c)."""
    w = len(c)
    mean = sum(c) // w if layer else 0
    y, r = [x - mean for x in c], r + (root(w) if layer else 0)
    q = sum(x * x for x in y)
    l = isqrt(q)
    v, u = max(0, l - r) ** 2 + e[0], q + e[0]
    if v <= 0 or v < r * r or v < u >> 2 or q >= 1 << 122:
        return None
    g = min(63, u.bit_length() + 23 - w.bit_length() >> 1)
    low, high, steep = (isqrt((w << 2 * g + 96) // n) for n in (q + e[1], u, v))
    radius = ((l + 1) * (high + 1 - low) >> g) + 1 + (r * (steep + 1) >> g) + 1 + root(w)
    return known([x * low >> g for x in y], radius)


def spread(x, layer, e):
    """L-97: how far the normalised vector may be, before it is weighted; or None."""
    w, s, q = len(x.centre), sum(x.centre), sum(c * c for c in x.centre)
    m = (isqrt(q) + 1 + x.radius + x.far) ** 2 + e[1]
    centred = max(0, q - over(s * s, w)) if layer else q
    v = max(0, isqrt(centred) - x.radius - x.far) ** 2 + e[0]
    k = 3 * w + 29 if layer else w + 9
    if v < w << 36 or m >= w << 216 or 4 * k * m > (FEW - k) * v:
        return None
    moved = (x.far * (isqrt((w << 4 * P) // v) + 1) >> P) + 1
    d = over(5 * root(w) * k * m << P, 8 * (FEW - k) * v) + 1
    y = over(5 * root(w) * (isqrt((m << 96) // v) + 1), 4)
    return moved + d + rounded(w + 46 if layer else 20, y)


@lru_cache(maxsize=1 << 16)
def at(name, x):
    """Ends of f(x 2^-48), 31 bits or more of what f is of x (L-85)."""
    w = P + 64
    part = share(name, abs(x), P, w) or ((1 << w) - (1 << w - 31), 1 << w)
    if x < 0:
        part = (1 << w) - part[1], (1 << w) - part[0]
    ends = x * part[0], x * part[1]
    return min(ends) >> w, up(max(ends), w)


def bounded(program):
    """L-96 (e): what a mask leaves out is needed, and so bounded."""
    needed = program.needed()
    for step in program.steps:
        own = [i for one, i in needed if one is step]
        left = range(min(own) + 1, step.rows) if own and step.op == "attention" and step.causal else ()
        if any((x, j) not in needed for x in step.operands[1:] for j in left):
            raise Refused("UNSUPPORTED_PROFILE", "%s masks positions that no output needs" % step.name)


def representable(step, field, matrix):
    """L-95 (a)."""
    for n in (n for row in matrix.rows for n in row if n):
        low = (n & -n).bit_length() - 1
        if abs(n).bit_length() + matrix.e > 128 or low + matrix.e < -149 or abs(n).bit_length() - low > 24:
            raise Refused("UNSUPPORTED_PROFILE", "%s: %s has a weight that is no binary32 number" % (
                step.name, step.fields[field]))
