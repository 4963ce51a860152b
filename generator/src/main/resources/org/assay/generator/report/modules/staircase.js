// SPDX-License-Identifier: Apache-2.0
/** The Pareto frontier: less cost and less unproved are better. */

/** The points that no other beats in both, the cheapest first. */
export function frontier(points) {
  const best = [];
  for (const point of [...points].sort((a, b) => a.x - b.x || a.y - b.y)) {
    if (best.length === 0 || point.y < best[best.length - 1].y) best.push(point);
  }
  return best;
}

/**
 * Corners of the staircase: between two proofs one has the dearer only from its cost on, so the
 * line runs flat to the next cost and then down.
 */
export function corners(best, end) {
  const path = [];
  best.forEach((point, i) => {
    path.push([point.x, point.y]);
    path.push([i + 1 < best.length ? best[i + 1].x : end, point.y]);
  });
  return path;
}

/**
 * Places for labels near their points: for each the first of four places where it touches no
 * other label and stays inside; one that fits nowhere is left out.
 *
 * @param points [{x, y, width, height}] in pixels, width and height of the label
 * @return for each {x, y, anchor} or null
 */
export function placed(points, width, height, gap) {
  const taken = points.map((p) => ({ left: p.x - gap, right: p.x + gap, top: p.y - gap, bottom: p.y + gap }));
  return points.map((point, own) => {
    for (const place of places(point, gap)) {
      const isInside = place.left >= 0 && place.right <= width && place.top >= 0 && place.bottom <= height;
      if (isInside && taken.every((other, i) => i === own || apart(place, other))) {
        taken.push(place);
        return { x: place.x, y: (place.top + place.bottom) / 2, anchor: place.anchor };
      }
    }
    return null;
  });
}

function places(p, gap) {
  const off = gap + 3;
  const rows = [p.y - p.height / 2, p.y - p.height - gap, p.y + gap, p.y - 2 * p.height - gap, p.y + p.height + gap];
  return rows.flatMap((top) => [
    { x: p.x + off, anchor: "start", left: p.x + off, right: p.x + off + p.width, top, bottom: top + p.height },
    { x: p.x - off, anchor: "end", left: p.x - off - p.width, right: p.x - off, top, bottom: top + p.height },
  ]);
}

function apart(a, b) {
  return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
}
