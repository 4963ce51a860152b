# SPDX-License-Identifier: Apache-2.0
"""R-08 half-spaces: L-53 to L-59, L-69 and L-73, on pairs (lower, upper) of integers in units of 2^-P.

Other ways than those of the checker: intervals instead of rounded tables with one error, the least mean
by Newton's method on exact fractions, weights of 192 bits, nothing rounded when terms are multiplied.
"""
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, floor, isqrt

from .canon import Refused
from .counting import BESIDE, Counter, bins_in_range, blocks, cover
from .enclose import at, exp_minus, scaled
from .exact import Matrix
from .exhaustion import by_position, limit
from .onehead import Steps
from .program import Level

P = 128
ONE = 1 << P
MOST_HEADS = 16
GRID = 8        # bits of the grid of L-56
FAR = 16        # beyond it a smooth function is nearly 0 or its argument


def times(a, b):
    """The product of two enclosures."""
    return scaled(a, b, P)


def plus(*some):
    return sum(a for a, _ in some), sum(b for _, b in some)


def minus(a, b):
    return a[0] - b[1], a[1] - b[0]


def number(x):
    """An enclosure of a fraction."""
    return floor(x * ONE), ceil(x * ONE)


def dot(x, column, e):
    """x times exact integers in units of 2^e."""
    low = sum((a if n >= 0 else b) * n for (a, b), n in zip(x, column))
    high = sum((b if n >= 0 else a) * n for (a, b), n in zip(x, column))
    return (low << e, high << e) if e >= 0 else (low >> -e, -(-high >> -e))


def centred(x):
    """Every entry without the mean of all."""
    w, low, high = len(x), sum(a for a, _ in x), sum(b for _, b in x)
    return [(((w - 1) * a - (high - b)) // w, -(-((w - 1) * b - (low - a)) // w)) for a, b in x]


class Parts(Steps):
    """L-53: what the steps of a program of one layer are."""

    def __init__(self, program):
        self.n = program.question.length
        self.attending, self.rows = {}, {}
        self.unembed = self.linear(program.last)
        self.last_norm, y = self.norm(self.unembed.operands[0])
        terms = self.terms(y)
        after = [one for one in terms if self.attends(one)]
        outer = [one for one in after if one.op == "linear" and self.act(one)]
        self.outer, self.inner, self.function, self.norm_before = None, None, None, None
        if outer:
            self.want(len(outer) == 1, y)
            self.outer, act = outer[0], self.act(outer[0])
            self.function, self.inner = act.op, self.linear(act.operands[0])
            self.norm_before, x = self.norm(self.inner.operands[0])
            rest = sorted(id(one) for one in terms if one is not self.outer)
            self.want(sorted(map(id, self.terms(x))) == rest, act)
            after.remove(self.outer)
        self.want(len(after) == 1 and after[0].op == "linear", y)
        self.output = after[0]
        self.head = self.behind(self.output.operands[0])
        self.want(self.head.op == "attention" and self.head.fields["heads"] <= MOST_HEADS, self.head)
        self.direct = [one for one in terms if not self.attends(one)]
        for step in self.direct:
            self.want(self.seen(step, step.rows - 1) <= {self.n - 1}, step)
        for step in self.head.operands:
            for i in range(self.n):
                self.want(not self.attends(step) and self.seen(step, i) <= {i}, step)

    @staticmethod
    def want(holds, step):
        if not holds:
            raise Refused("UNSUPPORTED_MODEL", "step %s: no program of one layer (L-53)" % step.name)

    def linear(self, step):
        step = self.behind(step)
        self.want(step.op == "linear", step)
        return step

    def norm(self, step):
        """The norm that is read, or None, and what it is of."""
        step = self.behind(step)
        return (step, step.operands[0]) if step.op == "norm" else (None, step)

    def act(self, step):
        """The activation that a step is of, or None."""
        step = self.behind(step.operands[0])
        return step if step.op in ("relu", "gelu", "gelu-tanh", "silu") else None

    def attends(self, step):
        if step not in self.attending:
            self.attending[step] = step.op == "attention" or any(map(self.attends, step.operands))
        return self.attending[step]

    def seen(self, step, i):
        """The positions of the tokens of a row (L-67)."""
        if (step, i) not in self.rows:
            found = {i} if step.op == "embed" else set()
            self.rows[step, i] = found.union(*(self.seen(x, j) for x, j in step.reads(i)))
        return self.rows[step, i]


class Projection:
    """A norm without its division (L-57, L-58), times a linear step: `columns` exact, `bias` an
    enclosure of each output. `outputs` chooses columns."""

    def __init__(self, norm, linear, outputs=None):
        self.norm = norm
        weight, bias = linear.weights["weight"], linear.weights.get("bias")
        outputs = range(len(weight.rows)) if outputs is None else outputs
        columns = [weight.rows[o] for o in outputs]
        own = norm.weights.get("weight") if norm else None
        self.columns, self.e = columns, weight.e
        if own:
            self.columns = [[a * b for a, b in zip(column, own.rows[0])] for column in columns]
            self.e += own.e
        self.bias = [(0, 0)] * len(columns)
        if bias:
            enclosed = exact(Matrix([[bias.rows[0][o] for o in outputs]], bias.e))
            self.bias = enclosed
        if norm and "bias" in norm.weights:
            shift = exact(norm.weights["bias"])
            self.bias = [plus(b, dot(shift, column, weight.e)) for b, column in zip(self.bias, columns)]

    def part(self, x):
        """What the norm divides."""
        return centred(x) if self.norm and self.norm.fields["kind"] == "layer" else x

    def of(self, x):
        return [dot(self.part(x), column, self.e) for column in self.columns]


def exact(matrix):
    """A row of weights as enclosures."""
    return [number(Fraction(n) * Fraction(2) ** matrix.e) for n in matrix.rows[0]]


class Tables:
    """All that depends on a token at a position, or on a query: by number (L-77)."""

    def __init__(self, program, labels, parts):
        self.parts, self.labels, self.program = parts, labels, program
        self.n, self.heads = parts.n, parts.head.fields["heads"]
        real = [o for o in labels.outputs if o is not None]
        self.fixed, self.v = len(labels.outputs) - len(real), len(labels.tokens)
        self.outputs = Projection(parts.last_norm, parts.unembed, real)
        self.neurons = Projection(parts.norm_before, parts.inner) if parts.function else None
        self.level = Level(program, P)
        self.mixed, self.outer = [], []
        if parts.function:
            weight = parts.outer.weights["weight"].T
            self.outer = [exact(Matrix([row], weight.e)) for row in weight.rows]
            self.outer = [self.outputs.part(row) for row in self.outer]
            self.mixed = [[dot(row, c, self.outputs.e) for c in self.outputs.columns] for row in self.outer]
        width = parts.output.width
        self.values, self.keys = {}, {}
        for i in range(self.n):
            for t in self.allowed(i, self.v - 1):
                self.fill(i, t)
        self.own = {q: self.direct(q, width) for q in self.allowed(self.n - 1, self.v - 1)}

    def allowed(self, i, m):
        weights = self.labels.weights
        return [t for t in range(m + 1) if not weights or weights[i][t]]

    def row(self, step, i, token):
        self.level.tokens, self.level.now = [token] * self.n, {}
        return self.level.row(step, i)

    def fill(self, i, t):
        token = self.labels.tokens[t]
        _, key, value = self.parts.head.operands
        self.keys[i, t] = self.row(key, i, token)
        row = self.row(value, i, token)
        if row is None:
            self.keys[i, t] = None
            return
        weight, e = self.parts.output.weights["weight"], len(row) // self.heads
        for h in range(self.heads):
            part = slice(h * e, h * e + e)
            y = [dot(row[part], column[part], weight.e) for column in weight.rows]
            self.values[h, i, t] = self.shown(y)

    def shown(self, y, more=None):
        """A vector by the outputs, and by the neurons, and as norms see it."""
        z = y if more is None else [plus(a, b) for a, b in zip(y, more)]
        one = {"outputs": self.outputs.of(z), "last": self.outputs.part(z)}
        if self.neurons:
            one.update(neurons=self.neurons.of(y), before=self.neurons.part(y))
        return one

    def direct(self, q, width):
        token, parts = self.labels.tokens[q], self.parts
        rows = [self.row(step, step.rows - 1, token) for step in parts.direct]
        query = self.row(parts.head.operands[0], self.n - 1, token)
        if query is None or None in rows:
            return None
        bias = parts.output.weights.get("bias")
        rows.append(exact(bias) if bias else [(0, 0)] * width)
        more = parts.outer.weights.get("bias") if parts.outer else None
        one = self.shown([plus(*column) for column in zip(*rows)], exact(more) if more else None)
        one["query"] = query
        return one


class Form:
    """A function of x that is linear in the heads' outputs: a constant and heads[h][i][t]."""

    def __init__(self, constant, heads):
        self.constant, self.heads = constant, heads

    def negative(self):
        return Form(turned(self.constant), [{at_: turned(x) for at_, x in head.items()} for head in self.heads])


def turned(x):
    return -x[1], -x[0]


class Cell:
    """A slice (q, m, low, high) of the class C(q, m) of one table (L-73)."""

    def __init__(self, tables, q, m, low, high):
        self.t, self.q, self.m, self.low_end = tables, q, m, low
        self.last = tables.n - 1
        self.before = [[t for t in tables.allowed(i, m) if t < high or t == m] for i in range(self.last)]
        self.places = [(i, t) for i, row in enumerate(self.before) for t in row] + [(self.last, q)]
        self.base = tables.own[q]
        self.known = self.base is not None and all(tables.keys[at_] is not None for at_ in self.places)
        if self.known:
            self.weights = [self.weigh(h) for h in range(tables.heads)]

    def weigh(self, h):
        """Both ends of exp(score - top) of a head, in units of 2^-(P + 64)."""
        t, step = self.t, self.t.parts.head
        d = len(self.base["query"]) // t.heads
        part = slice(h * d, h * d + d)
        scores = {at_: t.level.score(step, self.base["query"][part], t.keys[at_][part], False)
                  for at_ in self.places}
        top = max(high for _, high in scores.values())
        return {at_: (exp_minus(top - low, P, P + 64)[0], exp_minus(top - high, P, P + 64)[1])
                for at_, (low, high) in scores.items()}

    def form(self, name, j):
        """Entry j of what tables hold of the class."""
        return Form(self.base[name][j], [{at_: self.t.values[(h,) + at_][name][j] for at_ in self.places}
                                         for h in range(self.t.heads)])

    def combined(self, forms, factors):
        """The sum of forms times enclosures."""
        constant = plus((0, 0), *(times(a, f.constant) for a, f in zip(factors, forms)))
        heads = [{at_: plus((0, 0), *(times(a, f.heads[h][at_]) for a, f in zip(factors, forms)))
                  for at_ in self.places} for h in range(self.t.heads)]
        return Form(constant, heads)

    def least(self, h, lows):
        """L-55: a lower bound of a head's mean of these numbers over the class."""
        weights, level = self.weights[h], Fraction(max(lows.values()))
        while True:
            total, mass = self.lowest(weights, lows, level)
            if total >= 0:
                return floor(level)
            level += total / mass

    def lowest(self, weights, lows, level):
        """The least sum of w (x - level) over the class, and the sum of its weights."""
        def term(at_):
            more = lows[at_] - level
            weight = weights[at_][more < 0]
            return weight * more, weight
        own = term((self.last, self.q))
        rows = [[(term((i, t)), t) for t in row] for i, row in enumerate(self.before)]
        chosen = [min(row)[0] for row in rows]
        musts = [lambda t: t == self.m] if self.q < self.m else []
        if self.low_end:
            musts.append(lambda t: self.low_end <= t < self.m)
        few = [{i: min(x for x, t in row if must(t)) for i, row in enumerate(rows) if any(must(t) for _, t in row)}
               for must in musts]
        some = [sorted(one, key=lambda i, one=one: one[i][0] - chosen[i][0])[:2] for one in few]  # a pair of these
        ways = [dict(zip(at_, x)) for at_ in product(*some) if len(set(at_)) == len(at_)
                for x in [[one[i] for one, i in zip(few, at_)]]]
        most = min(ways, key=lambda way: sum(x[0] - chosen[i][0] for i, x in way.items()))
        chosen = [most.get(i, x) for i, x in enumerate(chosen)]
        return own[0] + sum(a for a, _ in chosen), own[1] + sum(b for _, b in chosen)

    def heads_low(self, form):
        return [self.least(h, {at_: x[0] for at_, x in head.items()}) for h, head in enumerate(form.heads)]

    def low(self, form):
        return form.constant[0] + sum(self.heads_low(form))

    def range(self, form):
        return self.low(form), -self.low(form.negative())

    # ---------------------------------------------------------------- norms and lines

    def sigma(self, norm, entries, direction):
        """L-59: the range of the root that a norm divides by; `entries` are ranges of the vector's, and
        direction(y0) is the range of its product with integers."""
        near = [(a + b) >> 1 for a, b in entries]
        squares = [(0 if a <= 0 <= b else min(a * a, b * b), max(a * a, b * b)) for a, b in entries]
        low, high = sum(a for a, _ in squares), sum(b for _, b in squares)
        along, size = direction(near), sum(x * x for x in near)
        spread = sum(max(b - x, x - a) ** 2 for (a, b), x in zip(entries, near))
        low = max(low, 2 * ONE * along[0] - size)
        high = min(high, 2 * ONE * along[1] - size + spread)
        w, epsilon = len(near), norm.fields["epsilon"] * ONE * ONE
        return isqrt(floor(Fraction(low, w) + epsilon)), isqrt(ceil(Fraction(high, w) + epsilon)) + 1

    def prepare(self, slopes):
        """Ranges of both roots, lines of the neurons; whether all is defined."""
        t, parts = self.t, self.t.parts
        self.ends, self.lines, self.forms = [ONE], [], []
        if parts.function:
            if parts.norm_before:
                forms = [self.form("before", j) for j in range(len(self.base["before"]))]
                ends = self.sigma(parts.norm_before, [self.range(f) for f in forms],
                                  lambda y: self.range(self.combined(forms, [(x, x) for x in y])))
                if ends[0] <= 0:
                    return False
                self.ends = list(ends)
            self.forms = [self.form("neurons", k) for k in range(len(self.base["neurons"]))]
            self.domains = [self.domain(f, b) for f, b in zip(self.forms, t.neurons.bias)]
            self.lines = [lines(parts.function, a, b, slope)
                          for (a, b), slope in zip(self.domains, slopes or [0] * len(self.forms))]
        self.root = (ONE, ONE)
        if parts.last_norm:
            w = len(self.base["last"])
            directs = [self.form("last", j) for j in range(w)]
            entries = [self.both(directs[j], [row[j] for row in t.outer]) for j in range(w)]
            self.root = self.sigma(parts.last_norm, entries, lambda y: self.both(
                self.combined(directs, [(x, x) for x in y]),
                [plus((0, 0), *(times((x, x), c) for x, c in zip(y, row))) for row in t.outer]))
            return self.root[0] > 0
        return True

    def homogeneous(self):
        """Whether the function grows with its argument, so that lines are of g + sigma b (L-58)."""
        return self.t.parts.function == "relu"

    def domain(self, form, bias):
        """What a neuron's argument may be."""
        low, high = self.range(form)
        small, large = self.ends[0], self.ends[-1]
        if self.homogeneous():
            shifts = times((small, small), bias), times((large, large), bias)
            return low + min(a for a, _ in shifts), high + max(b for _, b in shifts)
        least = low * ONE // (large if low >= 0 else small)
        most = -(-high * ONE // (small if high >= 0 else large))
        return least + bias[0], most + bias[1]

    def both(self, direct, outer):
        """The range of direct + outer . f(neurons)."""
        low = min(self.low(f) for f in self.bounds(direct, outer))
        other = [turned(c) for c in outer]
        return low, -min(self.low(f) for f in self.bounds(direct.negative(), other))

    def bounds(self, direct, outer):
        """L-56, L-58: forms at both ends of sigma; if both are above 0 on an input, so is what is
        bounded."""
        found = []
        for end in self.ends:
            forms, factors, constant = [direct], [(ONE, ONE)], (0, 0)
            for k, c in enumerate(outer):
                if c[0] <= 0 <= c[1]:
                    reach = max(-c[0], c[1]) * max(map(abs, self.domains[k]))
                    reach = -(-reach // min(self.ends)) if self.homogeneous() else -(-reach >> P)
                    constant = plus(constant, (-reach, -reach))
                    continue
                slope, height = self.lines[k][c[0] < 0]
                rise = times(c, number(slope))
                more = times(c, number(height))
                if self.homogeneous():
                    more = more[0] * ONE // end, -(-more[1] * ONE // end)
                forms.append(self.forms[k])
                factors.append((rise[0] * ONE // end, -(-rise[1] * ONE // end)))
                constant = plus(constant, more, times(rise, self.t.neurons.bias[k]))
            form = self.combined(forms, factors)
            found.append(Form(plus(form.constant, constant), form.heads))
        return found

    def spaces(self, o, margin):
        """The half-spaces of one output, one for each end of sigma (L-54 to L-58)."""
        t, m, own = self.t, self.m - self.t.fixed, o - self.t.fixed
        a, b = self.form("outputs", m), self.form("outputs", own)
        direct = self.combined([a, b], [(ONE, ONE), (-ONE, -ONE)])
        bias = minus(minus(t.outputs.bias[m], t.outputs.bias[own]), number(margin))
        bias = times(bias, (self.root[0],) * 2 if bias[0] >= 0 else (self.root[1],) * 2)
        forms = self.bounds(direct, [minus(row[m], row[own]) for row in t.mixed])
        return [Form(plus(f.constant, bias), f.heads) for f in forms]

    def terms(self, form, shares):
        """L-54: for each head a term for each place; None where no input is wrong."""
        lows = self.heads_low(form)
        level = form.constant[0] + sum(lows)
        if level > 0:
            return None
        every = sum(shares) or len(shares)
        shares = shares if sum(shares) else [1] * len(shares)
        limits = [low + -level * share // every for low, share in zip(lows, shares)]
        limits[0] = -form.constant[0] - sum(limits[1:])
        out = []
        for h, most in enumerate(limits):
            more = {at_: x[0] - most for at_, x in form.heads[h].items()}
            out.append({at_: self.weights[h][at_][x < 0] * x for at_, x in more.items()})
        return out


# -------------------------------------------------------------------------------- lines (L-56)


def lines(name, low, high, slope):
    """((slope, height) below, the same above) the function from low to high, in units of 2^-P."""
    low, high = Fraction(low, ONE), Fraction(high, ONE)
    if name == "relu":
        if high <= 0:
            return ((Fraction(0), Fraction(0)),) * 2
        if low >= 0:
            return ((Fraction(1), Fraction(0)),) * 2
        chord = high / (high - low)
        under = [Fraction(1 if high >= -low else 0), Fraction(0), chord, Fraction(1)][slope]
        return (under, Fraction(0)), (chord, -chord * low)
    points = grid(low, high)
    found = [value(name, x) for x in points]
    chord = Fraction(0)
    if high > low:
        chord = Fraction(found[-1][0] - found[0][0], (1 << P - GRID) * (points[-1] - points[0]))
        chord = Fraction(floor(chord * 2 ** 30), 2 ** 30)
    under = [chord, Fraction(0), chord, Fraction(1)][slope]
    spare = Fraction(1, 4 << 2 * GRID)  # |f''| <= 2
    below = min(Fraction(a, ONE) - under * Fraction(x, 1 << GRID) for x, (a, _) in zip(points, found))
    above = max(Fraction(b, ONE) - chord * Fraction(x, 1 << GRID) for x, (_, b) in zip(points, found))
    return (under, below - spare), (chord, above + spare)


def grid(low, high):
    """Points of the grid that enclose a range: all those nearer than FAR, and the ends."""
    first, last = floor(low * 2 ** GRID), ceil(high * 2 ** GRID)
    last += first == last
    edge = FAR << GRID
    inner = range(max(first, -edge), min(last, edge) + 1)
    return sorted({first, last, *inner})


@lru_cache(maxsize=1 << 16)
def value(name, x):
    """Encloses the function at a point of the grid."""
    return at(name, x << P - GRID, P)


# -------------------------------------------------------------------------------- the rule


def slices(bits, v):
    """The hint `split`: slices (q, m, low, high) of every class (F-24), one after the other."""
    if bits is not None:
        bits.at = 0
    for q in range(v):
        for m in range(q, v):
            for a, b, _ in [(0, m, 0)] if bits is None else cover(bits, m, False):
                yield q, m, a, b
    if bits is not None:
        bits.end()


class Cuts:
    """The hint `cover`: blocks (from, to, shares, scaled, apart) for each slice (F-24). They may be
    millions, so only where they begin is kept."""

    def __init__(self, bits, v, heads, apart, every):
        self.bits, self.shape, self.places, self.size = bits, (v, heads, apart), {}, 0
        for one in every:
            self.places[one] = bits.at
            self.size += sum((1 + block[4]) * (2 if one[2] else 1) for block in self.cut(bits, *self.shape))
        bits.end()

    def blocks(self, one):
        self.bits.at = self.places[one]
        return list(self.cut(self.bits, *self.shape))

    @staticmethod
    def cut(bits, v, heads, apart):
        for a, b in blocks(bits, v):
            shares = [bits.take(4) for _ in range(heads)] if heads > 1 else [1]
            scaled = bits.take(1) if b - a >= 2 else 0
            yield a, b, shares, scaled, bits.take(1) if apart else 0


class HalfSpaces:
    """Counts from below the inputs that are right by more than the margin."""

    def __init__(self, program, labels, hints):
        self.parts = Parts(program)
        self.labels, self.v, self.n = labels, len(labels.tokens), program.question.length
        heads, width = self.parts.head.fields["heads"], self.parts.inner.width if self.parts.function else 0
        ends = 2 if self.parts.norm_before else 1
        bins_in_range(hints["bins"], self.n)
        self.bins = hints["bins"]
        norms = [one for one in (self.parts.norm_before, self.parts.last_norm) if one]
        columns = self.v + sum(one.width for one in norms)
        each = ends * columns * heads * self.n * self.v * (width + 16)
        limit(self.v * (self.v + 1) // 2 * each <= 1 << 38, "work")
        limit(heads * self.n * self.v * (columns + width) <= 1 << 23, "entries of tables")
        count = sum(1 for _ in slices(hints.get("split"), self.v))  # too many to be kept, perhaps
        limit(count * each <= 1 << 38, "work")
        self.slices = list(slices(hints.get("split"), self.v))
        self.cuts = Cuts(hints["cover"], self.v, heads, ends == 2, self.slices)
        limit(self.cuts.size * heads * self.v * self.n * (self.bins + BESIDE) <= 1 << 39, "table updates")
        self.slopes = self.read_slopes(hints.get("slopes"), width)
        self.tables = Tables(program, labels, self.parts)
        self.counter, self.counters = Counter(self.v, self.n, labels.weights), {}

    def read_slopes(self, bits, width):
        found = {}
        if bits is None:
            return found
        if not width:
            raise Refused("HINT_RANGE", "slopes: there are no neurons")
        for one in self.slices:
            if bits.take(1):
                found[one] = [bits.take(2) for _ in range(width)]
        bits.end()
        return found

    def count(self, margin):
        total = 0
        for one in self.slices:
            inputs = self.inputs(one) * self.counter.own(one[0])
            if one[1] >= self.tables.fixed and inputs:
                total += max(0, inputs - self.counter.own(one[0]) * self.lost(one, margin))
        return total

    def below(self, m, end):
        """Counts the inputs without tokens from end to m - 1 before the query (L-73)."""
        if end == m:
            return self.counter
        if (m, end) not in self.counters:
            own = by_position(self.v, self.n, self.labels.weights)
            rows = [[0 if end <= t < m else w for t, w in enumerate(row)] for row in own[:-1]]
            self.counters[m, end] = Counter(self.v, self.n, rows + [own[-1]])
        return self.counters[m, end]

    def inputs(self, one):
        """The inputs of a slice, without the query's own weight."""
        q, m, low, high = one
        return self.below(m, high).all(q, m) - (self.below(m, low).all(q, m) if low else 0)

    def lost(self, one, margin):
        """What the blocks do not vouch for, without the query's own weight."""
        cell = Cell(self.tables, *one)
        if not cell.known or not cell.prepare(self.slopes.get(one)):
            return self.inputs(one)
        lost = 0
        for a, b, shares, scaled, apart in self.cuts.blocks(one):
            found = [cell.spaces(o, margin) for o in range(max(a, self.tables.fixed), b) if o != cell.m]
            groups = [list(one) for one in zip(*found)] if apart else [[f for one in found for f in one]]
            for forms in groups:
                lost += self.charge(one, cell, [cell.terms(form, shares) for form in forms], scaled)
        return lost

    def charge(self, slice_, cell, found, scaled):
        """L-07, L-09, L-13, L-73: what is counted for the heads of a block."""
        _, m, low, high = slice_
        found, lost = [one for one in found if one], 0
        for h in range(self.tables.heads) if found else ():
            terms = [one[h] for one in found]
            factors = self.factors(cell, terms) if scaled else [1] * len(terms)
            worst = {at_: max(-one[at_] * p for one, p in zip(terms, factors)) for at_ in cell.places}
            rows = []
            for i in range(cell.last):
                row = [worst.get((i, t)) for t in range(cell.m + 1)]
                least = min(x for x in row if x is not None)
                rows.append([least if x is None else x for x in row])
            own = worst[cell.last, cell.q]
            for end, sign in ((high, 1), (low, -1)):
                if sign > 0 or low:
                    lost += sign * self.below(m, end).charges(rows, {cell.q: own}, m, self.bins)[cell.q]
        return lost

    @staticmethod
    def factors(cell, terms):
        """Those of L-13, as integers."""
        parts = [sum(abs(one.get((i, cell.m), 0)) for i in range(cell.last)) for one in terms]
        common = max(1, min(parts), max(parts) >> 6)
        return [(common << 20) // max(part, common) for part in parts]
