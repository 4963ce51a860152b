# SPDX-License-Identifier: Apache-2.0
"""Powers and the figure of what `grow` measured.

The power of a column in a size is the slope of least squares over the logarithms, of the upper half of the
sizes, three at least. What a rule predicts is the largest power, fitted to the same sizes, among the terms
that bound its count of operations (spec/rules, spec/operations.md). What is measured is less where another
term outweighs that one in these sizes, and may be more where the search finds proofs that are farther from
the bound in small networks: how many blocks there are, and how many cells are tested again, is its choice.
"""
import csv
import math

SIZES = ("v", "k", "d", "heads", "mlp")
NAMES = {"v": "tokens", "k": "length K", "d": "d_model", "heads": "heads", "mlp": "width of the MLP"}
MEASURES = ("accuracy", "operations", "searchSeconds", "checkSeconds")
COLUMNS = ("strategy", "changed", *SIZES, *MEASURES)
POWERS = ("strategy", "changed", "from", "to", "operations", "predicted", "check", "search")
# blocks are at most one for each output of each class or pair, retested cells at most v^2 K^2; a class of
# potential counting looks its blocks up once for each query
TERMS = {
    "brute-force": lambda v, k, d, h, w: (v ** (k + 1), k * v**4),
    "cubic": lambda v, k, d, h, w: (k * v**3,),
    "cubic-retest": lambda v, k, d, h, w: (k * v**3, k * k * v**3),
    "sub-cubic": lambda v, k, d, h, w: (k * v * v * math.log(v),),
    "potential-counting": lambda v, k, d, h, w: (k * v**3, v**4),
    "grouped-counting": lambda v, k, d, h, w: (k * v**4,),
    "half-spaces": lambda v, k, d, h, w: (v**4 * h * k * w, v**4 * h * k),
    "exhaustive": lambda v, k, d, h, w: (v**k * d * (d + w), v**k * d * v, v**k * d * k),
}
SERIES = (("operations", "operations", "o"), ("checkSeconds", "check", "c"), ("searchSeconds", "search", "s"))
WIDTH, PANEL, LEFT, TOP, GAP, PLOT = 1200, 176, 72, 56, 24, 104


def write(file, columns, rows):
    with open(file, "w", newline="") as out:
        table = csv.DictWriter(out, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def power(points):
    """The slope of the logarithms over the upper half of the points, three at least."""
    upper = sorted(points)[min(len(points) // 2, len(points) - 3) :]
    xs = [math.log(x) for x, _ in upper]
    ys = [math.log(y) for _, y in upper]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)


def terms(strategy, sizes):
    """What the rule's operations are made of, up to factors; the circuits last."""
    v, _, d, _, _ = sizes
    return (*TERMS[strategy](*sizes), v * d * d, v * v * d)


def powers(rows, strategy, key):
    """A line of the table: what was measured, and what is predicted at most."""
    own = [row for row in rows if row["strategy"] == strategy and row["changed"] == key]
    xs = [int(row[key]) for row in own]
    line = {name: f"{round(power(list(zip(xs, (float(row[column]) for row in own)))), 2) + 0:.2f}"
            for column, name, _ in SERIES}
    made = zip(*(terms(strategy, [int(row[size]) for size in SIZES]) for row in own))
    most = max(power(list(zip(xs, term))) for term in made)
    return {"strategy": strategy, "changed": key, "from": min(xs), "to": max(xs), **line,
            "predicted": f"{most:.2f}"}


def summarise(folder, rows, bases):
    """Writes the powers and the figure."""
    groups = list(dict.fromkeys((row["strategy"], row["changed"]) for row in rows))
    lines = [powers(rows, *group) for group in groups]
    write(folder / "growth-powers.csv", POWERS, lines)
    (folder / "growth.svg").write_text(figure(rows, lines, bases))
    for line in lines:
        print(",".join(str(line[name]) for name in POWERS))


def figure(rows, lines, bases):
    """A row of panels for each strategy, three in a row."""
    shelves = []
    for strategy in dict.fromkeys(line["strategy"] for line in lines):
        own = [line for line in lines if line["strategy"] == strategy]
        shelves += [own[i : i + 3] for i in range(0, len(own), 3)]
    height = TOP + PANEL * len(shelves)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" class="growth">',
        "<title>How search and check of all strategies grow with the sizes of a network</title>",
        "<style>.growth .ground{fill:#fff}.growth text{font:13px sans-serif;fill:#222}"
        ".growth .axis{fill:none;stroke:#888;stroke-width:1}.growth path{fill:none;stroke-width:2}"
        ".growth .o{stroke:#1b6ca8;fill:none}.growth .c{stroke:#b3541e;fill:none}"
        ".growth .s{stroke:#3c7d3c;fill:none}"
        "@media(prefers-color-scheme:dark){.growth .ground{fill:#161616}.growth text{fill:#ddd}}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
    ]
    for number, (_, name, mark) in enumerate(SERIES):
        what = ("operations of the checker", "check, seconds of the processor", "search")[number]
        out.append(f'<path class="{mark}" d="M{LEFT + 260 * number},18h20"/>')
        out.append(f'<text x="{LEFT + 26 + 260 * number}" y="22">{what}</text>')
    out.append(f'<text x="{LEFT}" y="42">Relative to the network in the middle of all changes; both axes '
               "logarithmic; powers fitted to the upper sizes, in brackets the most that is predicted</text>")
    for number, shelf in enumerate(shelves):
        out += drawn(rows, shelf, bases[shelf[0]["strategy"]], TOP + PANEL * number)
    return "\n".join(out + ["</svg>", ""])


def factor(logarithm):
    """Two digits, without an exponent."""
    value = math.exp(logarithm)
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def drawn(rows, shelf, base, top):
    """The panels of one row of the figure."""
    strategy = shelf[0]["strategy"]
    all_rows = [row for row in rows if row["strategy"] == strategy]
    middle = next(row for row in all_rows if all(int(row[size]) == base[size] for size in SIZES))
    ratios = [float(row[column]) / float(middle[column]) for row in all_rows for column, _, _ in SERIES]
    low, high = math.log(min(ratios)), math.log(max(ratios))
    bottom, width = top + 30 + PLOT, (WIDTH - LEFT) / 3
    yield f'<text x="{LEFT}" y="{top + 14}" font-weight="bold">{strategy}</text>'
    yield f'<text x="{LEFT - 6}" y="{bottom}" text-anchor="end">×{factor(low)}</text>'
    yield f'<text x="{LEFT - 6}" y="{bottom - PLOT + 10}" text-anchor="end">×{factor(high)}</text>'
    for number, line in enumerate(shelf):
        key = line["changed"]
        own = [row for row in all_rows if row["changed"] == key]
        left, right = LEFT + number * width, LEFT + (number + 1) * width - GAP
        yield f'<path class="axis" d="M{left:.1f},{bottom - PLOT}V{bottom}H{right:.1f}"/>'
        yield f'<text x="{left:.1f}" y="{bottom + 16}">{line["from"]}</text>'
        yield f'<text x="{right:.1f}" y="{bottom + 16}" text-anchor="end">{line["to"]}</text>'
        yield (f'<text x="{(left + right) / 2:.1f}" y="{bottom + 16}" text-anchor="middle">{NAMES[key]}: '
               f'{line["operations"]} ({line["predicted"]}), {line["check"]}, {line["search"]}</text>')
        start, end = math.log(line["from"]), math.log(line["to"])
        for column, _, mark in SERIES:
            points = []
            for row in own:
                x = left + (math.log(int(row[key])) - start) / (end - start) * (right - left)
                ratio = math.log(float(row[column]) / float(middle[column]))
                points.append((x, bottom - (ratio - low) / (high - low) * PLOT))
            yield f'<path class="{mark}" d="M{" L".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'
            for x, y in points:
                yield f'<circle class="{mark}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
