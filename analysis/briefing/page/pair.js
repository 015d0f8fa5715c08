/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pair: two scenarios of the file, course by course: twenty differences, when each is done, and every deadline.
 */
import * as Plot from '@observablehq/plot';
import { sharesFigure } from './curves.js';
import { choice, h, p, table } from './dom.js';
import { plot } from './plot.js';
import { section } from './sections.js';

/* Dots stacked from zero outwards: none on the other side of it. */
function stacked(days, bin) {
  const stacks = new Map();
  return days.map((d) => {
    const x = d === 0 ? 0 : Math.sign(d) * Math.max(1, Math.round(Math.abs(d) / bin)),
      level = stacks.get(x) ?? 0;
    stacks.set(x, level + 1);
    return { x: x * bin, level, days: d };
  });
}

function spreadFigure(c, a, b, spread, names) {
  const { m, t, f } = c,
    most = Math.max(7, ...spread.dots.map(Math.abs));
  const draw = (width) => {
    const r = Math.min(12, width / 52),
      bin = (2 * most * (2 * r + 1)) / (width - 40),
      rows = stacked(spread.dots, bin),
      edge = Math.max(most, ...rows.map((d) => Math.abs(d.x))) + bin,
      tall = Math.max(4, ...rows.map((d) => d.level + 1)),
      unit = Math.min(2 * r + 1, 220 / tall);
    return plot(c, width, {
      height: tall * unit + 78,
      marginLeft: 16,
      marginRight: 16,
      marginTop: 28,
      marginBottom: 40,
      x: { domain: [-edge, edge] },
      y: { domain: [0, tall], axis: null },
      marks: [
        Plot.axisX({
          label: t.pair.axis,
          labelAnchor: 'center',
          labelArrow: 'none',
          ticks: width < 480 ? 5 : 9,
          color: 'var(--soft)',
          tickFormat: (v) => f.days(v),
        }),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
        Plot.ruleX([0], { stroke: 'var(--ink)', strokeDasharray: '2 3' }),
        Plot.text(
          [
            [-edge / 2, t.pair.earlier],
            [edge / 2, t.pair.later],
          ],
          {
            x: (d) => d[0],
            text: (d) => d[1],
            frameAnchor: 'top',
            lineAnchor: 'bottom',
            dy: -8,
            fill: 'var(--soft)',
          },
        ),
        Plot.dot(rows, {
          x: 'x',
          y: (d) => d.level + 0.5,
          r: Math.min(r, unit / 2),
          fill: (d) => (d.days < 0 ? 'var(--good)' : d.days > 0 ? 'var(--main)' : 'var(--line)'),
        }),
      ],
    });
  };
  return {
    id: 'pair',
    title: t.pair.take(...names, f.percent(spread.earlier), f.percent(spread.later)),
    about: t.pair.about(c.what),
    alt: t.pair.alt(spread.dots.map((d) => f.days(d)).join('; ')),
    caption: t.pair.read,
    draw,
    data: () => ({ head: [[t.pair.dot], [t.pair.axis, 'number']], rows: spread.dots.map((d, i) => [i + 1, d]) }),
  };
}

/* Shares done by the end of each week. */
function shareRows(m, scenario, q) {
  const a = m.arrivals(scenario, q);
  let sum = 0;
  return (a?.n ?? []).map((n, i) => ({ day: a.from + 7 * i + 7, share: (sum += n) / a.total }));
}

function curves(c, a, b, names) {
  const { m, t } = c;
  const end = (rows) => rows.at(-1)?.share ?? 0;
  const first = shareRows(m, a, c.q),
    second = shareRows(m, b, c.q),
    up = end(first) >= end(second) ? -7 : 7;
  return sharesFigure(c, 'pair-curves', { title: t.pair.curves, about: `${names.join(' / ')}: ${c.what}` }, [
    { name: 'A', rows: first, colour: 'var(--main)', dy: up },
    { name: 'B', rows: second, colour: 'var(--ink)', dy: -up },
  ]);
}

function deadlinesTable(c, a, b) {
  const { m, t, f } = c;
  return table(
    t.pair.caption,
    t.pair.columns.map((text, i) => [text, i > 1 ? 'n' : null]),
    m.questions.map((q) => {
      const [x, y] = [m.row(a, q), m.row(b, q)];
      return [
        f.long(m.data.deadlines[q.deadline].day),
        t.readings[q.reading](m.sites, m.study.most_sites),
        `${f.percent(x.p)} (${f.percents(x.low, x.high)})`,
        `${f.percent(y.p)} (${f.percents(y.low, y.high)})`,
        f.points(x.p - y.p),
      ];
    }),
  );
}

export function pair(c) {
  const { m, t, k, state } = c,
    all = m.data.scenarios;
  if (all.length < 2) return null;
  const of = (name, other) => all.find((s) => s.name === name) ?? other;
  const best = [...m.ranked(c.q, 'lever')].sort((x, y) => y.points - x.points)[0]?.scenario;
  const a = of(state.pair?.[0], best ?? all[1]),
    b = of(state.pair?.[1], all[0]);
  const names = [a, b].map((s) => k.capital(k.scenario(m.data, s)));
  const options = all.map((s) => [s.name, k.capital(k.scenario(m.data, s))]);
  const spread = a === b ? null : m.spread(b, a, c.q);
  return section(
    c,
    'pair',
    h(
      'div',
      { class: 'bar' },
      choice(`A: ${t.pair.first}`, options, a.name, (v) => c.set({ pair: [v, b.name] })),
      choice(`B: ${t.pair.second}`, options, b.name, (v) => c.set({ pair: [a.name, v] })),
    ),
    a === b
      ? p(t.pair.equal)
      : [
          h(
            'div',
            { class: 'pair' },
            spread ? c.figure(spreadFigure(c, a, b, spread, names)) : p(t.pair.absent),
            c.figure(curves(c, a, b, names)),
          ),
          h('details', null, h('summary', null, t.pair.caption), deadlinesTable(c, a, b)),
        ],
  );
}
