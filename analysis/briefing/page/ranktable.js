/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranktable: the table of `rank`: what levers gain, in points and days, with intervals, and what they cost.
 */
import { h, table } from './dom.js';

const dayOf = (text) => Date.parse(text) / 864e5;

/* Gains beyond what chance explains, in points or, where the chance is certain, in days. */
export const gains = (row) => row.low > 0 || row.daysLow > 0;

/* As sharp as the interval. */
const wide = (low, high) => high - low >= 0.03;
function pointsCell(c, { points, low, high }) {
  const narrow = !wide(low, high),
    to = c.lang === 'da' ? 'til' : 'to';
  return [
    h('strong', null, c.f.points(points, narrow)),
    h('small', null, `${c.f.points(low, narrow)} ${to} ${c.f.points(high, narrow)}`),
  ];
}

function daysCell(c, { days, daysLow, daysHigh }) {
  const to = c.lang === 'da' ? 'til' : 'to';
  if (days === null || days === undefined) return c.t.act.noDays;
  if (daysLow === null || daysHigh === null) return [c.f.days(days), h('small', null, c.t.act.untold)];
  return [c.f.days(days), h('small', null, `${c.f.days(daysLow)} ${to} ${c.f.days(daysHigh)}`)];
}

function nameOf(c, row) {
  const { t, k, f, m } = c,
    from = m.data.configuration.from?.[row.scenario.name];
  return [
    k.capital(k.scenario(m.data, row.scenario)),
    from ? ` ${t.act.from(f.long(dayOf(from)))}` : '',
    row.often && row.kind === 'lever' && gains(row) ? [' ', h('span', { class: 'tag' }, t.act.best)] : '',
  ];
}

/* The table of `rank`: head and rows as far as costs are told. */
export function rankTable(c, rows, { unit = '', costs = false, caption, named = (row) => nameOf(c, row) }) {
  const { t, f } = c,
    heads = t.act.columns.map((text, i) => [text, i ? 'n' : null]).slice(0, costs ? 5 : 3);
  const money = (row) =>
    costs
      ? [
          row.cost === null ? '\u2013' : f.number(Number(row.cost.toPrecision(2))),
          row.perCost > 0 ? f.number(Number((100 * row.perCost).toPrecision(2))) : '\u2013',
        ]
      : [];
  return [
    table(
      caption,
      heads,
      rows.map((row) => [named(row), pointsCell(c, row), daysCell(c, row), ...money(row)]),
    ),
    h('p', { class: 'note' }, t.act.together, costs && unit ? ` ${t.act.unit(c.k.unit(unit))}.` : ''),
  ];
}
