// SPDX-License-Identifier: Apache-2.0
/** Numbers in a row, as bars or as points. */
import { below, chart, hover, left } from "./chart.js";
import { downloadButton } from "./download.js";
import { frameOf, scale, ticks } from "./scatter.js";

/**
 * Bars of a histogram.
 *
 * @param spec {id, title, text, x, y, bars}; a bar is {from, to, count, isWrong, lines}
 */
export function histogram(place, spec) {
  const { figure, holder, foot } = frameOf(place, spec);
  chart(holder, spec.title + ". " + spec.text, 0.5, (frame) => {
    const x = d3.scaleLinear([spec.bars[0].from, spec.bars[spec.bars.length - 1].to], [0, frame.width]);
    const counts = spec.bars.map((bar) => bar.count);
    const y = d3.scaleLog([0.5, d3.max(counts) * 1.5], [frame.height, 0]);
    below(frame, x, spec.x.name, ticks(spec.x, x, frame.width / 60));
    left(frame, y, spec.y.name, ticks(spec.y, y, frame.height / 40));
    const drawn = spec.bars.filter((bar) => bar.count > 0);
    frame.plot.append("g").selectAll("rect").data(drawn).join("rect")
      .attr("x", (bar) => x(bar.from) + 0.5).attr("width", (bar) => Math.max(1, x(bar.to) - x(bar.from) - 1))
      .attr("y", (bar) => y(bar.count)).attr("height", (bar) => frame.height - y(bar.count))
      .attr("class", (bar) => (bar.isWrong ? "bar wrong" : "bar"));
    drawn.forEach((bar) => Object.assign(bar, { px: (x(bar.from) + x(bar.to)) / 2, py: y(bar.count) }));
    hover(frame, drawn, 40, (bar) => bar.lines);
  });
  foot.append(downloadButton(figure, spec.id));
}
