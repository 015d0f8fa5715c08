/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * chances: chances and ranges of them in words, and what texts in any language need. w is what a language says.
 */
export const NB = '\u00a0';

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/* Natural frequencies: the denominators that a chance can be told in without pretending. */
export function frequency(p, n, f, w) {
  if (p === 0) return w.none(f.whole(n));
  if (p === 1) return w.every(f.whole(n));
  if (p < 0.005) return w.fewer;
  if (p > 0.995) return w.butFewer;
  if (p < 0.05 || p > 0.95) return w.about(Math.round(100 * p), 100);
  return w.about(Math.round(10 * p), 10);
}

/* Outwards, so that the range is never told too narrow; of 100 where it lies within one tenth, since "0\u20131 of 10"
   tells neither seldom from never nor nearly from half. */
export function tenths([low, high], w) {
  const outwards = (of) => [Math.floor(of * low + 1e-9), Math.ceil(of * high - 1e-9)];
  const rough = outwards(10),
    of = rough[1] - rough[0] > 1 ? 10 : 100,
    [a, b] = of === 10 ? rough : outwards(100);
  return high === 0 ? w.nowhere : w.outOf(a === b ? a : `${a}\u2013${b}`, of);
}
