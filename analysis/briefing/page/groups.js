/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * groups: vendors and regions side by side: when the last site of each is done, and how likely in time.
 */
import { h, p } from './dom.js';
import { bandOf, rangesDraw } from './ranges.js';
import { section } from './sections.js';

function rowsOf(c, kind, names, deadline) {
  const { m } = c,
    found = m.data.groups[kind],
    milestone = m.data.milestones[m.data.deadlines[deadline].milestone];
  return names
    .map((name, i) => ({
      name,
      sites: found.sites[i],
      band: bandOf(found.dates[milestone.name][i]),
      all: found.in_time[deadline]?.[i]?.[0] ?? null,
      each: found.in_time[deadline]?.[i]?.[1] ?? null,
    }))
    .filter((row) => row.sites > 0.005);
}

/* kind: vendors or regions. */
export function groupFigure(c, kind) {
  const { m, t, f, k } = c,
    deadline = m.mapDeadline(c.q);
  if (!m.data.groups || deadline < 0) return null;
  const names = kind === 'vendors' ? m.data.vendors.map((v) => v.title || v.name) : m.data.regions;
  const rows = rowsOf(c, kind, names, deadline).map((row) => ({ ...row, label: f.percent(row.all) }));
  if (rows.length < 2) return null;
  const milestone = m.data.deadlines[deadline].milestone,
    by = t.by(f.long(m.data.deadlines[deadline].day)),
    worst = rows.reduce((a, b) => (b.all < a.all ? b : a));
  const told = m.data.milestones[milestone];
  return {
    id: kind,
    title: t.groups.take(worst.name, f.percent(worst.all), by),
    about: t.groups[kind](k.milestone(told)),
    alt: t.groups.alt(rows.map((row) => `${row.name} ${row.label}`).join('; ')),
    legend: [
      ['main', t.courses.median],
      ['b50', t.courses.half],
      ['b90', t.courses.nine],
      ['late', t.courses.deadline],
    ],
    draw: rangesDraw(c, rows, m.deadlinesOf(milestone)),
    data: () => ({
      head: t.groups.columns.map((text, i) => [text, [null, 'number', 'share', 'share', 'day', 'day'][i]]),
      rows: rows.map((row) => [row.name, row.sites, row.all, row.each, row.band.q50, row.band.q90]),
    }),
  };
}

export function groups(c) {
  const figures = ['vendors', 'regions'].map((kind) => groupFigure(c, kind)).filter(Boolean);
  if (!figures.length) return null;
  const whole = section(
    c,
    'groups',
    p(c.t.groups.read),
    h(
      'div',
      { class: figures.length > 1 ? 'pair' : null },
      figures.map((one) => c.figure(one)),
    ),
  );
  if (figures.length === 1) whole.querySelector('h2').textContent = c.t.groups.only[figures[0].id];
  return whole;
}
