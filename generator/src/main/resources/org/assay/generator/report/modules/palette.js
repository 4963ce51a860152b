// SPDX-License-Identifier: Apache-2.0
/**
 * One colour and one mark for each group of proofs, the same in all figures. The colours are the
 * ten of M. A. Petroff, "Accessible Color Sequences for Data Visualization" (2021), which
 * colour-blind people tell apart, and the colour of the text; the style sheet has them.
 */

/** Groups in the order of their colours. */
export const GROUPS = [
  "brute-force", "grouped-counting", "potential-counting", "cubic-retest", "cubic", "Sub-cubic",
  "Low-rank QK", "Low-rank EU", "Low-rank QK&EU", "Quadratic QK", "Quadratic QK&EU",
];

const MARKS = ["circle", "square", "diamond", "triangle", "wye", "star", "cross"];

/** The number of a group; those that are not listed come after, by their names. */
export function groupNumber(group) {
  const known = GROUPS.indexOf(group);
  if (known >= 0) return known;
  let sum = 0;
  for (const letter of group) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return GROUPS.length + sum;
}

/** A CSS colour. */
export function colour(group) {
  return "var(--group-" + (groupNumber(group) % GROUPS.length) + ")";
}

/** The name of a mark. */
export function mark(group) {
  return MARKS[groupNumber(group) % MARKS.length];
}
