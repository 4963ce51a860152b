// SPDX-License-Identifier: Apache-2.0
/** Marks of a logarithmic axis. */

/**
 * At most `room` marks between two positive numbers: powers of ten, every second, third ... of them
 * if they are many, with 2 and 5 between if they are few, and round numbers at equal distances where
 * these would be fewer than two.
 */
export function logTicks(least, most, room) {
  const from = Math.floor(Math.log10(least));
  const to = Math.ceil(Math.log10(most));
  for (const mantissas of [[1, 2, 5], [1]]) {
    const ticks = multiples(from, to, 1, mantissas).filter((t) => t >= least && t <= most);
    if (ticks.length <= room && ticks.length > 1) return ticks;
  }
  if (most < 10 * least) return evenTicks(least, most, room);
  for (let step = 2; ; step++) {
    const start = Math.ceil(from / step) * step;
    const ticks = multiples(start, to, step, [1]).filter((t) => t >= least && t <= most);
    if (ticks.length <= room) return ticks;
  }
}

function evenTicks(least, most, room) {
  const exponent = Math.floor(Math.log10((most - least) / room));
  for (const mantissa of [1, 2, 5, 10]) {
    const step = mantissa * 10 ** exponent;
    const first = Math.ceil(least / step);
    const count = Math.floor(most / step) - first + 1;
    if (count <= room) return Array.from({ length: count }, (_, i) => (first + i) * step);
  }
  return [least, most].slice(0, room);
}

function multiples(from, to, step, mantissas) {
  const ticks = [];
  for (let exponent = from; exponent <= to; exponent += step) {
    for (const mantissa of mantissas) ticks.push(Number(mantissa + "e" + exponent));
  }
  return ticks;
}

/** The domain of a logarithmic axis around values, with a little room; [1, 10] without values. */
export function logDomain(values) {
  const positive = values.filter((v) => v > 0);
  if (positive.length === 0) return [1, 10];
  const least = Math.min(...positive);
  const most = Math.max(...positive);
  const room = Math.max((most / least) ** 0.04, 1.15);
  return [least / room, most * room];
}
