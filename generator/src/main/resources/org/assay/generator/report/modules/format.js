// SPDX-License-Identifier: Apache-2.0
/** Numbers as people read them. */

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A decimal string of any length with commas between thousands; beyond 15 digits as a power. */
export function count(text) {
  const digits = String(text);
  if (digits.length > 15) {
    const mantissa = Number(digits[0] + "." + digits.slice(1, 4)).toFixed(2);
    return mantissa + " · " + power(digits.length - 1);
  }
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** 10 with a raised exponent. */
export function power(exponent) {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (d) => SUPERSCRIPT[d]);
  return "10" + (exponent < 0 ? "⁻" : "") + digits;
}

/** A mark of a logarithmic axis: 10⁷, 2·10⁷. Between 0.01 and 1000 as it is. */
export function logTick(value) {
  if (value >= 0.01 && value <= 1000) return String(Number(value.toPrecision(1)));
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Math.round(value / 10 ** exponent);
  return mantissa === 1 ? power(exponent) : mantissa + "·" + power(exponent);
}

/** Four significant digits at most; a whole number in full below 10¹⁵. */
export function number(value) {
  if (value === 0) return "0";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) {
    return (value < 0 ? "−" : "") + count(Math.abs(value));
  }
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e6) {
    return String(Number(value.toPrecision(4))).replace("-", "−");
  }
  const exponent = Math.floor(Math.log10(size));
  return Number((value / 10 ** exponent).toPrecision(4)) + " · " + power(exponent);
}

/** A share: six digits, but never rounded up to 1 nor down to 0. */
export function share(value) {
  if (value >= 1) return "1";
  if (value <= 0) return "0";
  if (value > 0.999999) return "> 0.999999";
  return value < 1e-4 ? number(value) : (Math.floor(value * 1e6) / 1e6).toFixed(6);
}
