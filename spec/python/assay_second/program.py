# SPDX-License-Identifier: Apache-2.0
"""R-07 exhaustive: a program on every input, in intervals with an end of their own for each entry.

Weights are exact; an entry is rounded once per step. L-60 to L-68 in another form.
"""
from fractions import Fraction
from math import ceil, floor, isqrt, prod

from .canon import Refused
from .computed import Computed
from .enclose import divided, exp_minus, function, scaled
from .exact import Matrix
from .model import SIZES, layout, malformed, numbers, parse, unsupported
from .question import FIELDS, demand, over
from .tasks import OUTSIDE

LEVELS = (64, 128, 256, 512, 1024)
PARTS = 1024
LEAST_PART = 16  # inputs


def mismatch(why):
    raise Refused("SHAPE_MISMATCH", why)


class Step:
    """A step with its operands, shape [rows, width], and matrices of its weights."""

    def __init__(self, fields):
        self.fields, self.name, self.op = fields, fields["name"], fields["op"]
        self.operands, self.rows, self.width, self.weights, self.causal = [], 0, 0, {}, False

    def cost(self):
        """Multiply-adds of a row, and what it takes beside them (R-07)."""
        w, op = self.width, self.op
        if op == "linear":
            return 128 + self.operands[0].width * w
        if op == "attention":
            return 128 + self.operands[1].rows * (self.operands[0].width + w + 128 * self.fields["heads"])
        if op == "pool":
            return 128 + w * self.operands[0].rows
        return 128 + {"add": w * len(self.operands), "norm": 128 * w + 8192, "gelu": 256 * w,
                      "gelu-tanh": 256 * w, "silu": 256 * w}.get(op, w)

    def reads(self, i):
        """(operand, row) from which row i is computed (L-67)."""
        if self.op == "select":
            return [(self.operands[0], self.fields["position"])]
        if self.op == "pool":
            return [(self.operands[0], j) for j in range(self.operands[0].rows)]
        if self.op == "attention":
            rows = range(i + 1 if self.causal else self.rows)
            return [(self.operands[0], i)] + [(x, j) for x in self.operands[1:] for j in rows]
        return [(x, i) for x in self.operands]


class Program:
    """The steps of a question over the tensors of a file: F-16 (d) to (k), F-21 (b), (c), (e)."""

    def __init__(self, question, data):
        self.question, self.data = question, data
        self.header, self.start = parse(data, least=0)
        layout(self.header, len(data) - self.start)
        self.read, self.entries, self.tokens = set(), 0, []
        known = {}
        for fields in question.steps:
            step = known[fields["name"]] = Step(fields)
            for field, kind in FIELDS[step.op]:
                names = fields[field] if kind == "steps" else [fields[field]] if kind == "step" else []
                step.operands += [known[name] for name in names]
            getattr(self, "shape_" + step.op.replace("-", "_"), self.shape_same)(step, step.operands)
            demand(step.width <= 4096, step.name + ": a width over 4096", over)
        self.steps = list(known.values())
        self.last = self.steps[-1]
        demand(sum(step.rows * step.width for step in self.steps) <= 1 << 18, "entries of values", over)
        demand(self.last.rows == 1, "the last step has %d positions" % self.last.rows, mismatch)
        if question.unread != sorted(set(self.header) - self.read):
            mismatch("unread: want exactly the tensors that no step reads, in order")
        demand(question.outputs[1] < self.last.width, "outputs: %d of %d" % (
            question.outputs[1], self.last.width))
        for step in self.steps:
            step.weights = {use: self.values(name, rows) for use, (name, rows) in step.weights.items()}

    def tensor(self, step, field):
        """The shape of a tensor that a step names."""
        name = step.fields[field]
        if name not in self.header:
            mismatch("%s: no tensor %s" % (step.name, name[:80]))
        entry = self.header[name]
        if entry["dtype"] not in SIZES:
            unsupported("%s: dtype %s" % (name, entry["dtype"]))
        if 0 in entry["shape"]:
            malformed(name + ": a size of 0")
        self.read.add(name)
        self.entries += prod(entry["shape"])
        demand(self.entries <= 1 << 20, "entries of the weights", over)
        return entry["shape"]

    def values(self, name, rows):
        """The entries of a tensor as a matrix; `rows` arranges them."""
        entry = self.header[name]
        begin, end = entry["data_offsets"]
        found, exponent = numbers(self.data[self.start + begin:self.start + end], entry["dtype"], name)
        return Matrix(rows(found), exponent)

    def vector(self, step, field, width):
        if field in step.fields:
            shape = self.tensor(step, field)
            if prod(shape) != width:
                mismatch("%s: %s has %d entries, want %d" % (step.name, field, prod(shape), width))
            step.weights[field] = step.fields[field], lambda found: [found]

    def table(self, step):
        shape = self.tensor(step, "table")
        if len(shape) != 2:
            mismatch("%s: a table of %d dimensions" % (step.name, len(shape)))
        inner, turned = shape[1], step.fields["layout"] == "columns"

        def rows(found):
            made = [found[i:i + inner] for i in range(0, len(found), inner)]
            return list(zip(*made)) if turned else made
        step.weights["table"] = step.fields["table"], rows
        step.rows, step.width = self.question.length, shape[not turned]
        demand(shape[turned] <= 65536, step.name + ": a table of more than 65536", over)
        return shape[turned]

    def shape_embed(self, step, _):
        self.tokens.append(self.table(step))

    def shape_positions(self, step, _):
        if self.table(step) < step.rows:
            mismatch(step.name + ": fewer rows than positions")

    def shape_same(self, step, operands):
        """add and the functions."""
        step.rows, step.width = operands[0].rows, operands[0].width
        if any((x.rows, x.width) != (step.rows, step.width) for x in operands):
            mismatch(step.name + ": values of different shapes")

    def shape_linear(self, step, operands):
        shape, layout_ = self.tensor(step, "weight"), step.fields["layout"]
        if len(shape) < 2 or layout_.startswith("heads") and len(shape) != 3:
            mismatch("%s: a weight of %d dimensions" % (step.name, len(shape)))
        inner, outer = shape[-1], prod(shape[:-1])
        if layout_ == "in-out":
            taken, given = outer, inner
        elif layout_ == "out-in":
            taken, given = inner, outer
        else:
            taken, given = shape[1], shape[0] * shape[2]
            if layout_ == "heads-out-in":
                taken, given = given, taken
        if operands[0].width != taken:
            mismatch("%s takes %d columns, got %d" % (step.name, taken, operands[0].width))

        def columns(found):
            """A row for each output."""
            if layout_ in ("in-out", "out-in"):
                rows = [found[i:i + inner] for i in range(0, len(found), inner)]
                return rows if layout_ == "out-in" else [list(column) for column in zip(*rows)]
            heads, middle, d = shape
            place = [(h * middle * d, j) for h in range(heads) for j in range(d)]
            made = [[found[base + i * d + j] for base, j in place] for i in range(middle)]
            return made if layout_ == "heads-out-in" else [list(column) for column in zip(*made)]
        step.weights["weight"] = step.fields["weight"], columns
        step.rows, step.width = operands[0].rows, given
        self.vector(step, "bias", given)

    def shape_attention(self, step, operands):
        fields, n = step.fields, self.question.length
        query, key, value = operands
        if {x.rows for x in operands} != {n} or query.width != key.width:
            mismatch(step.name + ": shapes of query, key and value")
        if query.width % fields["heads"] or value.width % fields["heads"]:
            mismatch("%s: %d heads" % (step.name, fields["heads"]))
        step.rows, step.width = n, value.width
        step.causal = fields["mask"] == "causal" and not {"maskedScore", "maskedProduct"} & set(fields)

    def shape_norm(self, step, operands):
        self.shape_same(step, operands)
        self.vector(step, "weight", step.width)
        self.vector(step, "bias", step.width)

    def shape_select(self, step, operands):
        x = operands[0]
        if x.rows != self.question.length or step.fields.get("position", 0) >= x.rows:
            mismatch(step.name + ": a position that is not there")
        step.rows, step.width = 1, x.width

    shape_pool = shape_select

    def shape_concat(self, step, operands):
        if len({x.rows for x in operands}) != 1:
            mismatch(step.name + ": different numbers of positions")
        step.rows, step.width = operands[0].rows, sum(x.width for x in operands)

    def shape_slice(self, step, operands):
        step.rows, step.width = operands[0].rows, step.fields["width"]
        if not 1 <= step.width <= operands[0].width - step.fields["from"]:
            mismatch(step.name + ": columns that are not there")

    def needed(self):
        """The rows that are needed, each with the last of its tokens, -1 where it has none (L-67)."""
        needed, todo = {}, [(self.last, 0)]
        while todo:
            step, i = todo[-1]
            below = [one for one in step.reads(i) if one not in needed]
            if below:
                todo += below
                continue
            todo.pop()
            needed[step, i] = max([needed[one] for one in step.reads(i)]
                                  + [i if step.op == "embed" else -1])
        return needed


class Level:
    """Rows of values as lists of (lower, upper) in units of 2^-p; None where nothing is known."""

    def __init__(self, program, p):
        self.program, self.p, self.kept = program, p, {}
        self.local = {}
        for step in program.steps:
            whole = step.op in ("select", "pool") or step.op == "attention" and not step.causal
            self.local[step] = not whole and all(
                self.local[x] and x.rows == step.rows for x in step.operands)

    def outputs(self, tokens):
        self.tokens, self.now = tokens, {}
        return self.row(self.program.last, 0)

    def row(self, step, i):
        """Row i of a step; a local one is kept as long as the tokens up to i are the same (L-67)."""
        kept, key = (self.kept, self.tokens[:i + 1]) if self.local[step] else (self.now, None)
        if (step, i) not in kept or kept[step, i][0] != key:
            made = self.make(step, i)
            if made and max(max(-low, high) for low, high in made).bit_length() > self.p + 1024:
                made = None
            kept[step, i] = key, made
        return kept[step, i][1]

    def make(self, step, i):
        rows = []
        for operand, j in step.reads(i):
            rows.append(self.row(operand, j))
            if rows[-1] is None:
                return None
        if step.op in ("select", "add", "pool"):
            sums = [(sum(x[0] for x in column), sum(x[1] for x in column)) for column in zip(*rows)]
            if step.fields.get("kind") == "mean":
                return [(low // len(rows), -(-high // len(rows))) for low, high in sums]
            return sums
        if step.op == "concat":
            return [x for row in rows for x in row]
        if step.op == "slice":
            return rows[0][step.fields["from"]:step.fields["from"] + step.width]
        if step.op in ("embed", "positions"):
            table = step.weights["table"]
            return self.exact(table.rows[self.tokens[i] if step.op == "embed" else i], table.e)
        if step.op in ("linear", "norm", "attention"):
            return getattr(self, step.op)(step, rows, i)
        return [function(step.op, x, self.p) for x in rows[0]]

    def exact(self, numbers_, e):
        """Weights as enclosures."""
        shift = e + self.p
        if shift >= 0:
            return [(n << shift, n << shift) for n in numbers_]
        return [(n >> -shift, -(-n >> -shift)) for n in numbers_]

    def affine(self, step, found):
        """The bias is added."""
        if "bias" not in step.weights:
            return found
        bias = step.weights["bias"]
        return [(a + c, b + d) for (a, b), (c, d) in zip(found, self.exact(bias.rows[0], bias.e))]

    def linear(self, step, rows, _):
        weight, x, out = step.weights["weight"], rows[0], []
        for column in weight.rows:
            low = high = 0
            for (a, b), n in zip(x, column):
                low, high = (low + a * n, high + b * n) if n >= 0 else (low + b * n, high + a * n)
            out.append((low << weight.e, high << weight.e) if weight.e >= 0
                       else (low >> -weight.e, -(-high >> -weight.e)))
        return self.affine(step, out)

    def norm(self, step, rows, _):
        x, w, p = rows[0], step.width, self.p
        if step.fields["kind"] == "layer":
            low, high = sum(a for a, _ in x), sum(b for _, b in x)
            x = [(((w - 1) * a - (high - b)) // w, -(-((w - 1) * b - (low - a)) // w)) for a, b in x]
        squares = [(0 if a <= 0 <= b else min(a * a, b * b), max(a * a, b * b)) for a, b in x]
        epsilon = step.fields["epsilon"] * 4 ** p
        low = sum(a for a, _ in squares) // w + floor(epsilon)
        high = -(-sum(b for _, b in squares) // w) + ceil(epsilon)
        if low <= 0:
            return None
        g = 2 * p + 64  # 1 / sqrt(U 4^-p) in units of 2^-g
        root = isqrt((1 << 2 * g + 2 * p) // high), isqrt((1 << 2 * g + 2 * p) // low) + 1
        out = [scaled(one, root, g) for one in x]
        if "weight" in step.weights:
            weight = step.weights["weight"]
            shift = max(0, -weight.e)
            out = [scaled(one, (n << max(0, weight.e),) * 2, shift) for one, n in zip(out, weight.rows[0])]
        return self.affine(step, out)

    def attention(self, step, rows, i):
        """Head by head: the enclosure of a mean with weights between e^low and e^high is attained where
        the small values have the large weights, or the large ones."""
        heads, count = step.fields["heads"], (len(rows) - 1) // 2
        query, keys, values = rows[0], rows[1:count + 1], rows[count + 1:]
        d, e, out = len(query) // heads, step.width // heads, []
        for h in range(heads):
            part = slice(h * d, h * d + d)
            scores = [self.score(step, query[part], key[part], j > i) for j, key in enumerate(keys)]
            top = max(high for _, high in scores)
            w = self.p + 64
            ends = [(exp_minus(top - low, self.p, w)[0], exp_minus(top - high, self.p, w)[1])
                    for low, high in scores]
            for column in range(h * e, h * e + e):
                x = [row[column] for row in values]
                out.append((extreme(ends, [low for low, _ in x]),
                            -extreme(ends, [-high for _, high in x])))
        return out

    def score(self, step, query, key, masked):
        fields, p = step.fields, self.p
        masked = masked and step.fields["mask"] == "causal"
        if masked and "maskedScore" in fields:
            exact = fields["maskedScore"] * 2 ** p
            return floor(exact), ceil(exact)
        if masked and "maskedProduct" in fields:
            exact = fields["maskedProduct"] * 4 ** p
            low, high = floor(exact), ceil(exact)
        else:
            low = high = 0
            for (a, b), (c, d) in zip(query, key):
                products = (a * c, a * d, b * c, b * d)
                low, high = low + min(products), high + max(products)
        if "scale" in fields:  # units of 4^-p so far
            scale = fields["scale"]
            ends = sorted((low * scale.numerator, high * scale.numerator))
            return ends[0] // (scale.denominator << p), -(-ends[1] // (scale.denominator << p))
        g = p + 1088  # scores may be as long as 2^1024
        root = isqrt((1 << 2 * g) // fields["scaleRoot"])
        exact = root * root * fields["scaleRoot"] == 1 << 2 * g
        return scaled((low, high), (root, root if exact else root + 1), g + p)


def extreme(ends, numbers_):
    """The least mean of numbers, rounded down, whose weights are anywhere between their ends."""
    order = sorted(range(len(ends)), key=lambda j: numbers_[j])
    weight = sum(low for low, _ in ends)
    total = sum(low * x for (low, _), x in zip(ends, numbers_))
    least = total // weight if weight else None
    for j in order:  # one more gets all the weight that it can have
        more = ends[j][1] - ends[j][0]
        weight, total = weight + more, total + more * numbers_[j]
        if weight:
            mean = total // weight
            least = mean if least is None else min(least, mean)
    return least if sum(low for low, _ in ends) else min(numbers_)


class Exhaustive:
    """Counts the inputs on which the right output leads by more than the margin."""

    def __init__(self, question, program, inputs):
        self.question, self.inputs = question, inputs
        needed = program.needed()
        self.cost = sum(step.cost() for step, _ in needed)
        total = inputs.total()
        work = sum(step.cost() * min(total, inputs.sequences(last) + PARTS)
                   for (step, _), last in needed.items())
        self.executions = None if question.profile is None else 0
        demand(work * (1 if self.executions is None else 2) <= 1 << 38, "work over 2^38", over)
        self.levels = [Level(program, p) for p in LEVELS]
        self.decided = [0] * len(LEVELS)
        self.program = program

    def count(self):
        """R-07; self.executions is the number of those that are right in every execution."""
        proved, part, budget = 0, -1, {}
        first, last = self.question.outputs
        parts = min(PARTS, max(1, self.inputs.count // LEAST_PART))
        computed = None if self.executions is None else Computed(self.program)
        for number, tokens in self.inputs.all():
            here = ((number + 1) * parts - 1) // self.inputs.count
            if here != part:
                part, budget = here, self.budget(parts)
            right = self.inputs.right(number, tokens)
            if right != OUTSIDE and first <= right <= last:
                leads = self.leads(tokens, right, budget)
                proved += leads
                if computed and leads:
                    self.executions += computed.leads(
                        tokens, right, self.question.outputs, self.question.margin)
        return proved

    def budget(self, parts):
        """How many inputs of a part each level may try."""
        times = -(-PARTS // parts)
        return {p: (times << 18) // (self.cost * (p // 64) ** 2) for p in LEVELS[1:]}

    def leads(self, tokens, right, budget):
        for place, level in enumerate(self.levels):
            if budget.get(level.p, 1) == 0:
                return False
            if level.p in budget:
                budget[level.p] -= 1
            found = self.sign(level, level.outputs(tokens), right)
            if found is not None:
                self.decided[place] += 1
                return found
        return False

    def sign(self, level, row, right):
        """True, False, or None where this level leaves it open (L-68)."""
        if row is None:
            return None
        first, last = self.question.outputs
        margin = Fraction(self.question.margin) * 2 ** level.p
        low, high = row[right]
        others = [row[o] for o in range(first, last + 1) if o != right]
        if all(low - b > ceil(margin) for _, b in others):
            return True
        return False if any(high - a <= floor(margin) for a, _ in others) else None
