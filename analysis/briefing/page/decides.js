/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * decides: the figures of what decides, as SVG elements (see figures.js).
 */
import * as Plot from '@observablehq/plot';
import { plot, shareAxis, shareTicks } from './plot.js';

/* ---- dots with intervals ---- */

const wrapped = (width, share) => ({
  margin: Math.round(Math.min(330, width * share)),
  line: Math.round(Math.min(330, width * share) / 6.6) / 2,
});
/* An axis of shares above, with its lines; neighbouring ticks differ as they are told. */
const percentAxis = (f, domain, count) => {
  const { ticks, tickFormat } = shareTicks(domain, count, (x) => `${f.number(x)}\u202f%`);
  return [
    Plot.axisX(ticks, { label: null, anchor: 'top', tickSize: 0, color: 'var(--soft)', tickFormat }),
    Plot.gridX(ticks, { stroke: 'var(--rule)', strokeOpacity: 1 }),
  ];
};

const ends = (t) => [
  [t.take.low, 'share'],
  [t.take.high, 'share'],
];

export function corpsFigure(c, target) {
  const { m, t, f } = c;
  if (!m.corps) return null;
  const rows = m.corps.points.map((point) => ({
    x: point.value,
    base: point.scenario === 0,
    ...m.row(m.data.scenarios[point.scenario], c.q),
  }));
  const draw = (width, paper = false) =>
    plot(c, width, {
      height: paper ? 190 : Math.min(340, width * 0.5 + 70),
      marginLeft: 48,
      marginRight: 18,
      marginTop: 20,
      marginBottom: 42,
      x: { domain: [Math.min(...rows.map((r) => r.x)) - 0.3, Math.max(...rows.map((r) => r.x)) + 0.3] },
      y: { domain: [0, 1] },
      marks: [
        ...shareAxis(),
        Plot.axisX(
          rows.map((r) => r.x),
          {
            label: t.corps.axisX,
            labelAnchor: 'center',
            labelArrow: 'none',
            tickSize: 4,
            color: 'var(--soft)',
            tickFormat: (v) => f.number(v),
          },
        ),
        Plot.ruleY([target], { stroke: 'var(--late)', strokeDasharray: '5 4' }),
        Plot.ruleX(rows, { x: 'x', y1: 'low', y2: 'high', stroke: 'var(--main)', strokeWidth: 2.4 }),
        Plot.dot(rows, { x: 'x', y: 'p', r: 4.5, fill: 'var(--main)' }),
        Plot.dot(
          rows.filter((r) => r.base),
          { x: 'x', y: 'p', r: 8.5, stroke: 'var(--ink)', strokeWidth: 1.6 },
        ),
      ],
    });
  return {
    id: 'corps',
    title: t.take.corps(f.number(rows[0].x), f.percent(rows[0].p), f.number(rows.at(-1).x), f.percent(rows.at(-1).p)),
    about: `${t.corps.title}: ${c.what}`,
    alt: t.corps.alt(rows.map((r) => `${r.x}: ${f.percent(r.p)}`).join('; ')),
    caption: t.corps.read,
    draw,
    data: () => ({
      head: [[t.corps.columns[0], 'number'], [t.corps.columns[1], 'share'], ...ends(t)],
      rows: rows.map((r) => [r.x, r.p, r.low, r.high]),
    }),
  };
}

export function causesFigure(c) {
  const { m, t, f, k } = c;
  const rows = m.data.causes
    .map((cause, i) => ({
      name: k.capital(k.cause(cause)),
      share: m.base.causes[i][0] ?? 0,
      days: m.base.causes[i][1],
    }))
    .filter((row) => row.share > 0 || row.days > 0)
    .sort((a, b) => b.share - a.share || b.days - a.days);
  if (!rows.length) return null;
  const top = Math.max(0.05, ...rows.map((r) => r.share));
  const draw = (width, paper = false) => {
    const { margin, line } = wrapped(width, 0.4);
    return plot(c, width, {
      height: rows.length * (paper ? 19 : 30) + 34,
      marginLeft: margin,
      marginRight: 84,
      marginTop: 26,
      marginBottom: 6,
      x: { domain: [0, 1.18 * top] },
      y: { domain: rows.map((r) => r.name), padding: 0.3 },
      marks: [
        ...percentAxis(f, [0, top], width < 480 ? 2 : 4),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: line, color: 'var(--ink)' }),
        Plot.barX(rows, { x: 'share', y: 'name', fill: 'var(--main)' }),
        Plot.text(rows, {
          x: 'share',
          y: 'name',
          text: (d) => f.percent(d.share),
          textAnchor: 'start',
          dx: 4,
          fontSize: 11,
          stroke: 'var(--paper)',
          strokeWidth: 3,
          fill: 'var(--ink)',
        }),
        Plot.text(rows, {
          y: 'name',
          text: (d) => t.causes.days(f.decimal(d.days < 10 ? Math.round(10 * d.days) / 10 : Math.round(d.days))),
          frameAnchor: 'right',
          textAnchor: 'end',
          dx: 80,
          fill: 'var(--soft)',
        }),
      ],
    });
  };
  return {
    id: 'causes',
    title: t.take.cause(rows[0].name, f.percent(rows[0].share)),
    about: t.causes.about(f.whole(m.study.replications)),
    alt: t.causes.alt(
      rows
        .slice(0, 5)
        .map((r) => `${r.name} ${f.percent(r.share)}`)
        .join('; '),
    ),
    caption: t.causes.read,
    draw,
    data: () => ({
      head: [[t.causes.title], [t.causes.axis, 'share'], [t.take.days, 'number']],
      rows: rows.map((r) => [r.name, r.share, r.days]),
    }),
  };
}

const plainPath = (k, path) => k.capital(k.path(path));

/* Room for the longest of names that break at `line` ems. */
const rowHeight = (names, line) =>
  Math.max(27, ...names.map((name) => 12 + 13 * Math.ceil(name.length / Math.max(8, 1.75 * line))));

/* What the values of a number that only names something are called: "0 capacity, 1 bass". They have no order. */
export const namesOf = (parameter) =>
  /^\d+ \S/.test(parameter.unit) ? parameter.unit.split(', ').map((text) => text.replace(/^\d+ /, '')) : null;

/* Tags that lie apart, of the widest swings first; a row's own must not meet. */
function tagged(points, rows, width, domain) {
  const pixel = (p) => ((p - domain[0]) / (domain[1] - domain[0])) * width;
  return rows.flatMap((row) => {
    const kept = [];
    for (const d of points.filter((one) => one.title === row.title && one.tag).sort((a, b) => a.p - b.p)) {
      const half = 3.2 * d.tag.length + 3,
        before = kept.at(-1);
      if (before && pixel(d.p) - half < before.right) {
        if (!d.plain) return [];
        continue;
      }
      kept.push({ ...d, right: pixel(d.p) + half });
    }
    return kept;
  });
}

export function tornadoFigure(c) {
  const { m, t, f, k } = c,
    base = m.chance(m.base, c.q);
  const rows = m
    .swings(c.q)
    .slice(0, 12)
    .map((s) => ({ ...s, title: plainPath(k, s.name), names: namesOf(s) }));
  if (!rows.length) return null;
  const points = rows.flatMap((r) =>
    r.chances.map((x, i) => ({
      title: r.title,
      p: x.p,
      i,
      n: r.chances.length,
      tag: r.names
        ? k.value(r.names[Math.round(x.group[0])])
        : i === 0
          ? t.tornado.low
          : i === r.chances.length - 1
            ? t.tornado.high
            : '',
      plain: Boolean(r.names),
    })),
  );
  const low = Math.min(base, ...rows.map((r) => r.low)),
    high = Math.max(base, ...rows.map((r) => r.high));
  const pad = Math.max(0.02, (high - low) * 0.22),
    domain = [Math.max(0, low - pad), Math.min(1, high + pad)];
  const draw = (width, paper = false) => {
    const { margin, line } = wrapped(width, 0.42),
      tall = Math.max(
        paper ? 24 : 31,
        paper
          ? 0
          : rowHeight(
              rows.map((r) => r.title),
              line,
            ),
      );
    return plot(c, width, {
      height: rows.length * tall + 40,
      marginLeft: margin,
      marginRight: 26,
      marginTop: 30,
      marginBottom: 6,
      x: { domain },
      y: { domain: rows.map((r) => r.title), padding: 0.4 },
      marks: [
        ...percentAxis(f, domain, width < 480 ? 3 : 5),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: line, color: 'var(--ink)' }),
        Plot.ruleX([base], { stroke: 'var(--ink)', strokeDasharray: '2 3' }),
        Plot.ruleY(rows, { y: 'title', x1: 'low', x2: 'high', stroke: 'var(--band50)', strokeWidth: 9 }),
        Plot.dot(points, {
          x: 'p',
          y: 'title',
          r: 4.5,
          fill: (d) =>
            d.plain ? 'var(--line)' : d.i === 0 ? 'var(--paper)' : d.i === d.n - 1 ? 'var(--main)' : 'var(--band50)',
          stroke: 'var(--main)',
          strokeWidth: 1.6,
        }),
        Plot.text(tagged(points, rows, width - margin - 26, domain), {
          x: 'p',
          y: 'title',
          text: 'tag',
          dy: -11,
          fontSize: 10.5,
          fill: 'var(--soft)',
        }),
      ],
    });
  };
  const noise = Math.max(1, Math.round(100 * Math.max(...rows.map((r) => r.noise))));
  return {
    id: 'assumptions',
    title:
      rows[0].swing > rows[0].noise
        ? t.take.tornado(rows[0].title, f.percent(rows[0].low), f.percent(rows[0].high))
        : t.take.noTornado,
    about: `${t.tornado.title}: ${c.what}`,
    alt: t.tornado.alt(
      rows
        .slice(0, 4)
        .map((r) => `${r.title} ${r.chances.map((x) => f.percent(x.p)).join(', ')}`)
        .join('; '),
    ),
    caption: t.tornado.read(t.tornado.noise(f.whole(noise))),
    draw,
    data: () => ({
      head: [
        [t.register.columns[0]],
        [t.take.from, 'number'],
        [t.take.to, 'number'],
        [t.corps.axisY, 'share'],
        ...ends(t),
      ],
      rows: rows.flatMap((r) => r.chances.map((x) => [r.title, x.group[0], x.group[1], x.p, x.low, x.high])),
    }),
  };
}

const MOST = 18; /* scenarios in a figure */

/* All scenarios but the corps's sizes, which have a figure of their own: what each gains, by the table of `rank` where
   there is one. */
export function scenariosFigure(c) {
  const { m, t, f, k } = c;
  const rows = m.data.scenarios
    .filter((s) => s !== m.base && !m.asItIs(s) && !m.moves(s, 'corps.consultants'))
    .map((s) => {
      const rank = m.rank(s, c.q),
        pair = m.paired(s.paired, c.q);
      const [d, low, high] = rank ? [rank.points, rank.low, rank.high] : pair ? pair.slice(2) : [null];
      return { name: k.capital(k.scenario(m.data, s)), d, low, high };
    })
    .filter((row) => row.d !== null)
    .sort((a, b) => b.d - a.d);
  if (!rows.length) return null;
  /* Of many those that change most, either way; the table has all. */
  const told = [...rows]
      .sort((a, b) => Math.abs(b.d) - Math.abs(a.d))
      .slice(0, MOST)
      .sort((a, b) => b.d - a.d),
    left = rows.length - told.length;
  const names = [...new Set(told.map((r) => r.name))];
  const least = Math.min(-0.01, ...told.map((r) => r.low)),
    most = Math.max(0.01, ...told.map((r) => r.high)),
    room = 0.04 * (most - least) /* or a bar that ends at the edge looks as if it went on */,
    domain = [least - room, most + room];
  const draw = (width, paper = false) => {
    const { margin, line } = wrapped(width, 0.46),
      tall = paper ? 21 : rowHeight(names, line);
    const { ticks, tickFormat } = shareTicks(domain, width < 480 ? 3 : 6, (x) => f.points(x / 100, true));
    return plot(c, width, {
      height: names.length * tall + 40,
      marginLeft: margin,
      marginRight: 26,
      marginTop: 30,
      marginBottom: 6,
      x: { domain },
      y: { domain: names, padding: 0.4 },
      marks: [
        Plot.axisX(ticks, { label: null, anchor: 'top', tickSize: 0, color: 'var(--soft)', tickFormat }),
        Plot.gridX(ticks, { stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: line, color: 'var(--ink)' }),
        Plot.ruleX([0], { stroke: 'var(--ink)' }),
        Plot.ruleY(told, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--main)', strokeWidth: 2.4 }),
        Plot.dot(told, { x: 'd', y: 'name', r: 4.2, fill: 'var(--main)' }),
      ],
    });
  };
  const clear = rows[0].low > 0;
  return {
    id: 'scenarios',
    title: clear ? t.take.scenario(rows[0].name, f.points(rows[0].d)) : t.take.noScenario,
    about: `${t.scenarios.title}: ${c.what}`,
    alt: t.scenarios.alt(
      rows
        .slice(0, 6)
        .map((r) => `${r.name} ${f.points(r.d)}`)
        .join('; '),
    ),
    caption: left > 0 ? `${t.scenarios.read} ${t.take.more(left)}` : t.scenarios.read,
    draw,
    data: () => ({
      head: [
        [t.scenarios.columns[0]],
        [t.scenarios.columns[2], 'points'],
        [t.take.low, 'points'],
        [t.take.high, 'points'],
      ],
      rows: rows.map((r) => [r.name, r.d, r.low, r.high]),
    }),
  };
}
