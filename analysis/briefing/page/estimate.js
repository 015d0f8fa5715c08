/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate: shares of courses and their differences, with 95 % intervals, as the program computes them.
 */
const Z = 1.959963984540054;

/* Wilson's interval (1927) of a share. */
export function wilson(hits, n) {
  const p = hits / n,
    z2 = (Z * Z) / n,
    middle = (p + z2 / 2) / (1 + z2),
    half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n))) / (1 + z2);
  return { p, low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === n ? 1 : Math.min(1, middle + half) };
}

/* The mean of values of which every `alike` in a row share their assumptions: the groups are independent, not they. */
export function mean(values, alike) {
  const groups = [];
  for (let i = 0; i + alike <= values.length; i += alike)
    groups.push(values.slice(i, i + alike).reduce((a, b) => a + b, 0) / alike);
  const n = groups.length,
    middle = groups.reduce((a, b) => a + b, 0) / n,
    variance = groups.reduce((a, b) => a + (b - middle) ** 2, 0) / Math.max(1, n - 1),
    half = n > 1 ? Z * Math.sqrt(variance / n) : Infinity;
  return { p: middle, low: middle - half, high: middle + half };
}

/* A share of courses, `kept` being 0 or 1 for each. */
export function share(kept, alike) {
  if (alike === 1)
    return wilson(
      kept.reduce((a, b) => a + b, 0),
      kept.length,
    );
  const { p, low, high } = mean(kept, alike);
  return { p, low: Math.max(0, low), high: Math.min(1, high) };
}
