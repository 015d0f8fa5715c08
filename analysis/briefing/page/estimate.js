/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate: shares of courses and their differences, with 95 % intervals.
 */
const Z = 1.959963984540054;

/* The normal quantile of 1 - risk / 2 for risks up to 0.1, within 4e-4 (Abramowitz and Stegun 26.2.23). */
export function normal(risk) {
  const t = Math.sqrt(-2 * Math.log(risk / 2));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}

/* Student's t at 97.5 %, or where the normal has its quantile z, by the expansion of Fisher and Cornish (1960); at
   97.5 % within 0.02 from 5 degrees of freedom on. */
export function student(n, z = Z) {
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return n < 1 ? Infinity : terms.reduce((sum, term, i) => sum + term / n ** i, 0);
}

/* Wilson's interval (1927) of a share. */
export function wilson(hits, n) {
  const p = hits / n,
    z2 = (Z * Z) / n,
    middle = (p + z2 / 2) / (1 + z2),
    half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n))) / (1 + z2);
  return { p, low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === n ? 1 : Math.min(1, middle + half) };
}

/* The mean of values in groups that are independent, while what is in one of them is not: `sample` has group(i), and
   weight(i) within the group. */
export function mean(values, sample, z = Z) {
  const sums = new Map();
  values.forEach((value, i) => {
    const at = sample.group(i),
      sum = sums.get(at) ?? { weight: 0, value: 0 };
    sum.weight += sample.weight(i);
    sum.value += sample.weight(i) * value;
    sums.set(at, sum);
  });
  const means = [...sums.values()].map((sum) => (sum.weight > 0 ? sum.value / sum.weight : 0)),
    n = means.length,
    p = means.reduce((a, b) => a + b, 0) / n,
    variance = means.reduce((a, b) => a + (b - p) ** 2, 0) / Math.max(1, n - 1),
    half = n > 1 ? student(n - 1, z) * Math.sqrt(variance / n) : Infinity;
  return { p, low: p - half, high: p + half };
}

/* The mean of differences -1, 0 or 1, of courses that are independent, as if half a course more had gone either way
   (Agresti and Min 2005): where no course differs, it is not known that none ever does. */
export function differences(values, sample, z = Z) {
  if (!sample.independent) return mean(values, sample, z);
  const n = values.length + 2,
    up = values.filter((x) => x > 0).length + 0.5,
    down = values.filter((x) => x < 0).length + 0.5,
    half = z * Math.sqrt((up + down - (up - down) ** 2 / n) / n ** 2);
  return { p: (up - down) / values.length, low: (up - down) / n - half, high: (up - down) / n + half };
}

/* Shares of courses, each list being 0 or 1 for each course. Where courses are not independent, a share near 0 or 1
   tells nothing of its own error: it is taken as worth as few courses as the worst of the others. */
export function shares(lists, sample) {
  if (sample.independent)
    return lists.map((kept) =>
      wilson(
        kept.reduce((a, b) => a + b, 0),
        kept.length,
      ),
    );
  const found = lists.map((kept) => mean(kept, sample)),
    tells = ({ p, high }) => p > 0.01 && p < 0.99 && high > p,
    worth = ({ p, high }) => (p * (1 - p) * Z * Z) / (high - p) ** 2,
    least = Math.min(lists[0].length, ...found.filter(tells).map(worth));
  return found.map((one) =>
    tells(one)
      ? { p: one.p, low: Math.max(0, one.low), high: Math.min(1, one.high) }
      : { ...wilson(one.p * least, least), p: one.p },
  );
}

/* How courses belong together: each by itself, those of one draw of the assumptions, or those of one sampler. */
export function sampleOf(inner, pasts) {
  if (pasts) return { independent: false, whole: 1, group: (i) => i % pasts.groups, weight: (i) => pasts.weights[i] };
  return { independent: inner === 1, whole: inner, group: (i) => Math.floor(i / inner), weight: () => 1 };
}
