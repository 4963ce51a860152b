// SPDX-License-Identifier: Apache-2.0
/** What is inside one model: circuits, margins, and which inputs are not proved. */
import { count, number, share } from "./format.js";
import { heatMap } from "./heatmap.js";
import { histogram } from "./lines.js";
import { scatter } from "./scatter.js";

/** Draws all there is of a model. */
export function insideModel(place, model) {
  if (model.pairs) pairs(section(place, "Which inputs are wrong or not proved"), model);
  model.losses.forEach((lost, i) => {
    losses(section(place, "What the cells of the bound lost: " + lost.proof, lost.note), lost, model, `${model.id}-loss-${i}`);
  });
  const grid = section(place, model.margins ? "Margins and circuits" : "Circuits");
  if (model.margins) margins(grid, model);
  for (const circuit of model.circuits) drawCircuit(grid, circuit, model);
}

function section(place, title, note) {
  const heading = document.createElement("h3");
  heading.textContent = title;
  place.append(heading);
  if (note) {
    const text = document.createElement("p");
    text.textContent = note;
    place.append(text);
  }
  const grid = document.createElement("div");
  grid.className = "figures";
  place.append(grid);
  return grid;
}

/** How many inputs have this query and this maximum. */
export function pairSize(query, maximum, k) {
  if (query > maximum) return 0n;
  const open = BigInt(k - 1);
  const all = BigInt(maximum + 1) ** open;
  return query === maximum ? all : all - BigInt(maximum) ** open;
}

/** Two strategies side by side, each chosen from a list; one alone is not shown twice. */
function pairs(grid, model) {
  const { strategies } = model.pairs;
  const sides = strategies.length > 1 ? [0, Math.min(strategies.length - 1, model.pairs.second)] : [0];
  sides.forEach((chosen, side) => {
    const box = document.createElement("div");
    grid.append(box);
    const id = `${model.id}-${["left", "right"][side]}`;
    const select = choice(box, id, strategies.map((one) => one.name), chosen);
    const place = document.createElement("div");
    box.append(place);
    const draw = () => {
      place.replaceChildren();
      pairMap(place, model, strategies[Number(select.value)], id);
    };
    select.addEventListener("change", draw);
    draw();
  });
}

function choice(box, id, names, chosen) {
  const label = document.createElement("label");
  label.textContent = "Proved by ";
  const select = document.createElement("select");
  select.id = id + "-choice";
  names.forEach((name, i) => select.add(new Option(name, String(i), i === chosen, i === chosen)));
  label.append(select);
  box.append(label);
  return select;
}

function pairMap(place, model, strategy, id) {
  const { k, vocab } = model;
  const left = (m, q) => pairSize(q, m, k) - BigInt(strategy.proved[m][q]);
  const entries = d3.range(vocab).map((m) => d3.range(vocab).map((q) =>
    q > m ? null : Number(left(m, q)) / Number(pairSize(q, m, k) || 1n)));
  const all = d3.range(vocab).flatMap((m) => d3.range(m + 1).map((q) => left(m, q))).reduce((a, b) => a + b, 0n);
  heatMap(place, {
    id: id + "-map",
    title: strategy.exact ? "Wrong inputs" : "Inputs not proved",
    text: `Share of the inputs with this last token and this maximum that ${strategy.exact ? "the network gets wrong" : "the proof leaves out"}:`
      + ` ${count(String(all))} of ${count(String(BigInt(vocab) ** BigInt(k)))} in all.`,
    columns: "query (last token)", rows: "maximum", entries, kind: "share",
    lines: (m, q) => [`maximum ${m}, query ${q}`, `${count(String(left(m, q)))} of ${count(String(pairSize(q, m, k)))} inputs`,
      "share " + number(entries[m][q])],
  });
}

function losses(grid, lost, { vocab, k }, id) {
  for (const loss of lost.terms) {
    const entries = d3.range(vocab).map((m) => d3.range(vocab).map((q) =>
      q > m ? null : Number(loss.more[m][q]) / Number(pairSize(q, m, k) || 1n)));
    heatMap(grid, {
      id: `${id}-${loss.id}`, title: loss.title, text: loss.text,
      columns: "query (last token)", rows: "maximum", entries, kind: "share",
      lines: (m, q) => [`maximum ${m}, query ${q}`, `${count(String(loss.more[m][q]))} inputs more`,
        "share " + number(entries[m][q])],
    });
  }
}

function margins(grid, model) {
  const { from, width, counts, text, total } = model.margins;
  histogram(grid, {
    id: model.id + "-margins", title: "Margins", text,
    x: { name: "margin: logit of the maximum less the largest other" },
    y: { name: "inputs", log: true },
    bars: counts.map((n, i) => {
      const start = from + i * width;
      return { from: start, to: start + width, count: n, isWrong: start < 0, lines:
        [`${number(start)} to ${number(start + width)}`, count(n) + " inputs", "share " + share(n / total)] };
    }),
  });
}

function drawCircuit(grid, circuit, model) {
  const id = model.id + "-" + circuit.id;
  if (circuit.entries) {
    heatMap(grid, { ...circuit, id, kind: "signed", lines: (r, c) =>
      [`${circuit.rows} ${r}, ${circuit.columns} ${c}`, number(circuit.entries[r][c])] });
    return;
  }
  scatter(grid, { ...circuit, id, series: circuit.series.map((one) => ({ key: one.name, group: one.group, name: one.name,
    points: one.values.map((value, i) => ({ x: i + circuit.first, y: value,
      lines: [`${circuit.x.name} ${i + circuit.first}`, number(value)] })) })) });
}
