// SPDX-License-Identifier: Apache-2.0
/** The frame of a figure: an SVG element with two axes, their names, and a hover line. */

/** Pixels around the drawing area. */
const MARGIN = { top: 14, right: 16, bottom: 46, left: 62 };

/**
 * Draws into `place` whenever its width changes.
 *
 * @param draw gets {svg, plot, width, height, tip}: the drawing area's group and its sizes
 */
export function chart(place, label, ratio, draw) {
  const tip = tooltip(place);
  let width = 0;
  const paint = () => {
    const outer = Math.max(260, Math.floor(place.clientWidth));
    if (outer === width) return;
    width = outer;
    place.querySelectorAll("svg").forEach((old) => old.remove());
    const height = Math.round(Math.max(260, Math.min(outer * ratio, 560)));
    const svg = d3.select(place).insert("svg", ".tip")
      .attr("width", outer).attr("height", height).attr("viewBox", [0, 0, outer, height])
      .attr("role", "img").attr("aria-label", label);
    const plot = svg.append("g").attr("transform", `translate(${MARGIN.left},${MARGIN.top})`);
    draw({ svg, plot, tip, width: outer - MARGIN.left - MARGIN.right,
      height: height - MARGIN.top - MARGIN.bottom });
  };
  new ResizeObserver(() => requestAnimationFrame(paint)).observe(place);
  paint();
  return { redraw: () => { width = 0; paint(); } };
}

/** An axis below, with its name and faint lines. */
export function below(frame, scale, name, ticks) {
  const { plot, width, height } = frame;
  const axis = plot.append("g").attr("class", "axis").attr("transform", `translate(0,${height})`);
  axis.append("path").attr("class", "domain").attr("d", `M0,0H${width}`);
  for (const { value, text } of ticks) {
    const x = scale(value);
    axis.append("path").attr("class", "grid").attr("d", `M${x},0V${-height}`);
    axis.append("text").attr("x", x).attr("y", 18).attr("text-anchor", "middle").text(text);
  }
  axis.append("text").attr("class", "name").attr("x", width / 2).attr("y", 38)
    .attr("text-anchor", "middle").text(name);
}

/** An axis to the left, with its name and faint lines. */
export function left(frame, scale, name, ticks) {
  const { plot, width, height } = frame;
  const axis = plot.append("g").attr("class", "axis");
  axis.append("path").attr("class", "domain").attr("d", `M0,0V${height}`);
  for (const { value, text } of ticks) {
    const y = scale(value);
    axis.append("path").attr("class", "grid").attr("d", `M0,${y}H${width}`);
    axis.append("text").attr("x", -7).attr("y", y + 4).attr("text-anchor", "end").text(text);
  }
  axis.append("text").attr("class", "name").attr("text-anchor", "middle")
    .attr("transform", `translate(${-MARGIN.left + 14},${height / 2}) rotate(-90)`).text(name);
}

/** Shows lines of text beside a place of the figure; the first line is strong. */
function tooltip(place) {
  const box = document.createElement("div");
  box.className = "tip";
  box.hidden = true;
  place.append(box);
  return {
    show(lines, x, y) {
      box.replaceChildren(...lines.map((line, i) => {
        const row = document.createElement(i === 0 ? "strong" : "span");
        row.textContent = line;
        return row;
      }));
      box.hidden = false;
      const most = place.clientWidth - box.offsetWidth - 4;
      box.style.left = Math.max(0, Math.min(x + 14, most)) + "px";
      box.style.top = Math.max(0, y + MARGIN.top - box.offsetHeight - 8) + "px";
    },
    hide() { box.hidden = true; },
  };
}

/** Tells of the point nearest to the pointer, if one is within `reach` pixels. */
export function hover(frame, points, reach, lines) {
  const tree = d3.quadtree(points, (p) => p.px, (p) => p.py);
  const ring = frame.plot.append("circle").attr("class", "ring").attr("r", 8).attr("display", "none");
  frame.svg.on("pointermove pointerdown", (event) => {
    const [x, y] = d3.pointer(event, frame.plot.node());
    const near = tree.find(x, y, reach);
    ring.attr("display", near ? null : "none");
    if (!near) return frame.tip.hide();
    ring.attr("cx", near.px).attr("cy", near.py);
    frame.tip.show(lines(near), near.px + MARGIN.left, near.py);
  }).on("pointerleave", () => { ring.attr("display", "none"); frame.tip.hide(); });
}

/** For figures that find what lies under the pointer themselves. */
export const margin = MARGIN;
