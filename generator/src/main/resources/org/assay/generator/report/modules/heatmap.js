// SPDX-License-Identifier: Apache-2.0
/** A matrix as colours. */
import { below, chart, left, margin } from "./chart.js";
import { downloadButton } from "./download.js";
import { number } from "./format.js";
import { frameOf } from "./scatter.js";

const STEPS = 48;

/**
 * Draws a figure; rows grow upwards. Missing entries (null) stay empty.
 *
 * @param spec {id, title, text, columns, rows, entries, kind, lines}: kind is "signed" (zero in the
 *     middle) or "share" (logarithmic, from what is not zero); lines(row, column) is what hovering
 *     shows
 */
export function heatMap(place, spec) {
  const { figure, holder, foot } = frameOf(place, spec);
  chart(holder, spec.title + ". " + spec.text, 0.95, (frame) => paint(frame, spec));
  foot.append(key(spec), downloadButton(figure, spec.id));
  return figure;
}

function paint(frame, spec) {
  const rows = spec.entries.length;
  const columns = spec.entries[0].length;
  const x = d3.scaleLinear([0, columns], [0, frame.width]);
  const y = d3.scaleLinear([0, rows], [frame.height, 0]);
  frame.plot.append("rect").attr("class", "empty").attr("width", frame.width).attr("height", frame.height);
  const shade = shader(spec);
  const paths = new Map();
  spec.entries.forEach((row, r) => row.forEach((value, c) => {
    if (value === null) return;
    const fill = shade.of(value);
    const box = `M${f(x(c))},${f(y(r))}H${f(x(c + 1))}V${f(y(r + 1))}H${f(x(c))}Z`;
    paths.set(fill, (paths.get(fill) ?? "") + box);
  }));
  for (const [fill, d] of paths) frame.plot.append("path").attr("d", d).attr("fill", fill)
    .attr("shape-rendering", "crispEdges");
  below(frame, middle(x), spec.columns, marks(columns, frame.width));
  left(frame, middle(y), spec.rows, marks(rows, frame.height));
  frame.plot.selectAll(".grid").remove();
  over(frame, spec, x, y);
}

function f(value) {
  return Math.round(value * 10) / 10;
}

const middle = (scale) => (value) => scale(value + 0.5);

function marks(count, length) {
  const step = d3.tickIncrement(0, count, Math.max(2, Math.floor(length / 50)));
  return d3.range(0, count, Math.max(1, step)).map((value) => ({ value, text: String(value) }));
}

function over(frame, spec, x, y) {
  frame.svg.on("pointermove pointerdown", (event) => {
    const [px, py] = d3.pointer(event, frame.plot.node());
    const column = Math.floor(x.invert(px));
    const row = Math.floor(y.invert(py));
    const value = spec.entries[row]?.[column];
    if (value === undefined || value === null) return frame.tip.hide();
    frame.tip.show(spec.lines(row, column), px + margin.left, py);
  }).on("pointerleave", () => frame.tip.hide());
}

/** Colours in a limited number of steps, so that cells of one colour are one path. */
export function shader(spec) {
  const values = spec.entries.flat().filter((v) => v !== null);
  if (spec.kind === "signed") {
    const most = d3.max(values, Math.abs) || 1;
    return {
      of: (v) => d3.interpolatePuOr(step(0.5 - v / most / 2)),
      ends: [[-most, number(-most)], [0, "0"], [most, number(most)]],
    };
  }
  const [least, most] = d3.extent(values.filter((v) => v > 0));
  if (least === undefined) return { of: () => "var(--none)", ends: [] };
  const place = (v) => (most > least ? Math.log(v / least) / Math.log(most / least) : 1);
  return {
    of: (v) => (v > 0 ? d3.interpolateYlOrRd(step(0.1 + 0.62 * place(v))) : "var(--none)"),
    ends: most > least ? [[least, number(least)], [most, number(most)]] : [[most, number(most)]],
  };
}

function step(share) {
  return Math.round(share * STEPS) / STEPS;
}

function key(spec) {
  const { of, ends } = shader(spec);
  const box = document.createElement("div");
  box.className = "key";
  if (spec.kind !== "signed") box.append(patch("var(--none)"), "none");
  for (const [value, text] of ends) box.append(patch(of(value)), text);
  return box;
}

function patch(fill) {
  const patch = document.createElement("span");
  patch.className = "patch";
  patch.style.background = fill;
  return patch;
}
