// SPDX-License-Identifier: Apache-2.0
/** The frontier of cost and bound as a staircase, each proof on it named in the figure. */
import { below, chart, hover, left } from "./chart.js";
import { downloadButton } from "./download.js";
import { colour } from "./palette.js";
import { frameOf, scale, ticks } from "./scatter.js";
import { corners, frontier, placed } from "./staircase.js";

const LETTER = 6.4; // about the width of a letter of a label
const LINE = 15;

/**
 * Draws a figure.
 *
 * @param spec {id, title, text, x, y, points}; a point is {x, y, group, name, hollow, lines}
 */
export function frontierFigure(place, spec) {
  const { figure, holder, foot } = frameOf(place, spec);
  const best = frontier(spec.points.filter((p) => !p.hollow));
  chart(holder, spec.title + ". " + spec.text, 0.68, (frame) => paint(frame, spec, best));
  foot.append(downloadButton(figure, spec.id));
  figure.append(list(best));
}

function paint(frame, spec, best) {
  const x = scale(spec.x, spec.points.map((p) => p.x), [0, frame.width]);
  const y = scale(spec.y, spec.points.map((p) => p.y), [frame.height, 0]);
  below(frame, x, spec.x.name, ticks(spec.x, x, frame.width / 70));
  left(frame, y, spec.y.name, ticks(spec.y, y, frame.height / 45));
  const stairs = corners(best, x.domain()[1]).map(([cost, loss]) => [x(cost), y(loss)]);
  frame.plot.append("path").attr("class", "stairs").attr("d", d3.line()(stairs));
  const drawn = spec.points.map((p) => Object.assign(p, { px: x(p.x), py: y(p.y) }));
  frame.plot.append("g").selectAll("circle").data(drawn).join("circle")
    .attr("cx", (p) => p.px).attr("cy", (p) => p.py)
    .attr("r", (p) => (best.includes(p) ? 6 : 4))
    .attr("class", (p) => (p.hollow ? "hollow" : best.includes(p) ? "mark" : "mark beaten"))
    .style("fill", (p) => (p.hollow ? null : colour(p.group)))
    .style("stroke", (p) => (p.hollow ? colour(p.group) : null));
  labels(frame, drawn.filter((p) => best.includes(p) || p.hollow), best);
  hover(frame, drawn, 28, (p) => p.lines);
}

/** Names on a wide figure, numbers of the list below on a narrow one. */
function labels(frame, points, best) {
  const isNarrow = frame.width < 420;
  const text = (p) => isNarrow && best.includes(p) ? String(best.indexOf(p) + 1) : p.name;
  const boxes = points.map((p) => ({ x: p.px, y: p.py, width: text(p).length * LETTER, height: LINE }));
  placed(boxes, frame.width, frame.height, 7).forEach((place, i) => {
    if (!place) return;
    frame.plot.append("text").attr("class", "label").attr("x", place.x).attr("y", place.y + 4)
      .attr("text-anchor", place.anchor).text(text(points[i]));
  });
}

function list(best) {
  const list = document.createElement("ol");
  list.className = "steps";
  for (const point of best) {
    const item = document.createElement("li");
    item.textContent = point.name + ": " + point.lines.slice(1).join("; ");
    list.append(item);
  }
  return list;
}
