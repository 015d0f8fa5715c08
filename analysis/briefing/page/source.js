/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * source: where the numbers of a figure are from, as one line that goes with it wherever it is taken.
 */
export function sourceOf(c) {
  const { m, t, f } = c,
    s = m.study,
    title = c.k.title(s.title),
    day = s.as_of === undefined ? '' : f.long(s.as_of);
  const from = t.figure.source(s.version, s.seed, f.whole(s.replications), day, s.configuration_hash.slice(0, 8));
  return `${title}. ${from}.`;
}
