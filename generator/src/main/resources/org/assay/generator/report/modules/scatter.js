// SPDX-License-Identifier: Apache-2.0
/** Points of several groups over two axes; groups can be switched off. */
import { below, chart, hover, left } from "./chart.js";
import { downloadButton } from "./download.js";
import { logTick, number } from "./format.js";
import { colour, mark } from "./palette.js";
import { logDomain, logTicks } from "./ticks.js";

const SYMBOLS = { circle: "symbolCircle", square: "symbolSquare", diamond: "symbolDiamond",
  triangle: "symbolTriangle", wye: "symbolWye", star: "symbolStar", cross: "symbolCross" };

/**
 * Draws a figure.
 *
 * @param spec {id, title, text, x, y, series}; an axis is {name, log}; a series is
 *     {group, points, hollow, line}; a point is {x, y, lines}: what hovering shows
 */
export function scatter(place, spec) {
  const { figure, holder, foot } = frameOf(place, spec);
  const off = new Set(spec.series.filter((one) => one.isOff).map((one) => one.key));
  const drawing = chart(holder, spec.title + ". " + spec.text, 0.72, (frame) => paint(frame, spec, off));
  foot.append(legend(spec.series, off, drawing), downloadButton(figure, spec.id));
}

/** The element of a figure: heading, place of the drawing, caption, place of buttons. */
export function frameOf(place, spec) {
  const figure = document.createElement("figure");
  figure.id = spec.id;
  const heading = document.createElement("h3");
  heading.textContent = spec.title;
  const holder = document.createElement("div");
  holder.className = "drawing";
  const caption = document.createElement("figcaption");
  caption.textContent = spec.text;
  const foot = document.createElement("div");
  foot.className = "foot";
  figure.append(heading, holder, foot, caption);
  place.append(figure);
  return { figure, holder, foot };
}

function paint(frame, spec, off) {
  const shown = spec.series.filter((one) => !off.has(one.key));
  const points = shown.flatMap((one) => one.points);
  const x = scale(spec.x, points.map((p) => p.x), [0, frame.width]);
  const y = scale(spec.y, points.map((p) => p.y), [frame.height, 0]);
  below(frame, x, spec.x.name, ticks(spec.x, x, frame.width / 70));
  left(frame, y, spec.y.name, ticks(spec.y, y, frame.height / 45));
  for (const one of shown) {
    const drawn = one.points.map((p) => Object.assign(p, { px: x(p.x), py: y(p.y), group: one.group }));
    if (one.line) fitted(frame, one, x, y);
    marks(frame.plot, one, drawn);
  }
  hover(frame, points, 24, (p) => p.lines);
}

function marks(plot, one, drawn) {
  const size = drawn.length > 60 ? 26 : one.hollow ? 90 : 64;
  const path = d3.symbol(d3[SYMBOLS[mark(one.group)]], size)();
  plot.append("g").selectAll("path").data(drawn).join("path")
    .attr("d", path).attr("transform", (p) => `translate(${p.px},${p.py})`)
    .attr("class", one.hollow ? "hollow" : "mark")
    .style(one.hollow ? "stroke" : "fill", colour(one.group));
}

function fitted(frame, one, x, y) {
  const line = one.points.length > 1 ? leastSquares(one.points) : null;
  if (!line) return;
  const [from, to] = d3.extent(one.points, (p) => p.x);
  frame.plot.append("path").attr("class", "fit").style("stroke", colour(one.group))
    .attr("d", `M${x(from)},${y(line(from))}L${x(to)},${y(line(to))}`);
}

/** The straight line that fits best; null if all points have the same x. */
export function leastSquares(points) {
  const meanX = d3.mean(points, (p) => p.x);
  const meanY = d3.mean(points, (p) => p.y);
  const square = d3.sum(points, (p) => (p.x - meanX) ** 2);
  const product = d3.sum(points, (p) => (p.x - meanX) * (p.y - meanY));
  return square > 0 ? (at) => meanY + (product / square) * (at - meanX) : null;
}

/** A d3 scale for an axis around these values. */
export function scale(axis, values, range) {
  if (axis.log) return d3.scaleLog(logDomain(values), range);
  const [least, most] = axis.domain ?? d3.extent(values);
  const room = ((most - least) || 1) * 0.03;
  return d3.scaleLinear(axis.domain ?? [least - room, most + room], range);
}

/** Marks of an axis, at most about `room`. */
export function ticks(axis, of, room) {
  const most = Math.max(2, Math.floor(room));
  const values = axis.log ? logTicks(...of.domain(), most) : of.ticks(most);
  return values.map((value) => ({ value, text: axis.log ? logTick(value) : number(Number(value.toPrecision(12))) }));
}

function legend(series, off, drawing) {
  const box = document.createElement("div");
  box.className = "legend";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "shown groups");
  for (const one of series.filter((s, i) => series.findIndex((other) => other.key === s.key) === i)) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(!off.has(one.key)));
    button.append(swatch(one), one.name ?? one.group);
    button.addEventListener("click", () => {
      if (!off.delete(one.key)) off.add(one.key);
      button.setAttribute("aria-pressed", String(!off.has(one.key)));
      drawing.redraw();
    });
    box.append(button);
  }
  return box;
}

function swatch(one) {
  const svg = d3.create("svg").attr("width", 14).attr("height", 14).attr("viewBox", "-8 -8 16 16").attr("aria-hidden", "true");
  svg.append("path").attr("d", d3.symbol(d3[SYMBOLS[mark(one.group)]], 90)())
    .attr("class", one.hollow ? "hollow" : "mark")
    .style(one.hollow ? "stroke" : "fill", colour(one.group));
  return svg.node();
}
