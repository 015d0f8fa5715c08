/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * decides: the figures of what decides, as SVG elements (see figures.js).
 */
import * as Plot from '@observablehq/plot';
import { plot, shareAxis } from './plot.js';

/* ---- dots with intervals ---- */

const wrapped = (width, share) => ({
  margin: Math.round(Math.min(330, width * share)),
  line: Math.round(Math.min(330, width * share) / 6.6) / 2,
});
const percentAxis = (ticks) =>
  Plot.axisX({
    label: null,
    anchor: 'top',
    ticks,
    tickSize: 0,
    color: 'var(--soft)',
    tickFormat: (v) => `${Math.round(100 * v)}\u202f%`,
  });

export function corpsFigure(c, target) {
  const { m, t, f } = c;
  if (!m.corps) return null;
  const rows = m.corps.points.map((point) => ({
    x: point.value,
    base: point.scenario === 0,
    ...m.row(m.data.scenarios[point.scenario], c.q),
  }));
  const draw = (width) =>
    plot(c, width, {
      height: Math.min(340, width * 0.5 + 70),
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
    title: `${t.corps.title}: ${c.what}`,
    alt: t.corps.alt(rows.map((r) => `${r.x}: ${f.percent(r.p)}`).join('; ')),
    caption: t.corps.read,
    draw,
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
  const draw = (width) => {
    const { margin, line } = wrapped(width, 0.4);
    return plot(c, width, {
      height: rows.length * 30 + 34,
      marginLeft: margin,
      marginRight: 84,
      marginTop: 26,
      marginBottom: 6,
      x: { domain: [0, top] },
      y: { domain: rows.map((r) => r.name), padding: 0.3 },
      marks: [
        percentAxis(width < 480 ? 2 : 4),
        Plot.gridX({ ticks: width < 480 ? 2 : 4, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: line, color: 'var(--ink)' }),
        Plot.barX(rows, { x: 'share', y: 'name', fill: 'var(--main)' }),
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
    title: t.causes.title,
    alt: t.causes.alt(
      rows
        .slice(0, 5)
        .map((r) => `${r.name} ${f.percent(r.share)}`)
        .join('; '),
    ),
    caption: t.causes.read,
    draw,
  };
}

export function tornadoFigure(c) {
  const { m, t, f, k } = c,
    base = m.chance(m.base, c.q);
  const rows = m
    .swings(c.q)
    .slice(0, 12)
    .map((s) => ({ ...s, title: k.capital(k.path(s.name)) }));
  if (!rows.length) return null;
  const points = rows.flatMap((r) =>
    r.chances.map((x, i) => ({
      title: r.title,
      p: x.p,
      i,
      n: r.chances.length,
      tag: i === 0 ? t.tornado.low : i === r.chances.length - 1 ? t.tornado.high : '',
    })),
  );
  const low = Math.min(base, ...rows.map((r) => r.low)),
    high = Math.max(base, ...rows.map((r) => r.high));
  const pad = Math.max(0.02, (high - low) * 0.22),
    domain = [Math.max(0, low - pad), Math.min(1, high + pad)];
  const draw = (width) => {
    const { margin, line } = wrapped(width, 0.42),
      tall = width < 480 ? 40 : 31;
    return plot(c, width, {
      height: rows.length * tall + 40,
      marginLeft: margin,
      marginRight: 26,
      marginTop: 30,
      marginBottom: 6,
      x: { domain },
      y: { domain: rows.map((r) => r.title), padding: 0.4 },
      marks: [
        percentAxis(width < 480 ? 3 : 5),
        Plot.gridX({ ticks: width < 480 ? 3 : 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: line, color: 'var(--ink)' }),
        Plot.ruleX([base], { stroke: 'var(--ink)', strokeDasharray: '2 3' }),
        Plot.ruleY(rows, { y: 'title', x1: 'low', x2: 'high', stroke: 'var(--band50)', strokeWidth: 9 }),
        Plot.dot(points, {
          x: 'p',
          y: 'title',
          r: 4.5,
          fill: (d) => (d.i === 0 ? 'var(--paper)' : d.i === d.n - 1 ? 'var(--main)' : 'var(--band50)'),
          stroke: 'var(--main)',
          strokeWidth: 1.6,
        }),
        Plot.text(
          points.filter(
            (d) =>
              d.tag &&
              rows.find((r) => r.title === d.title).swing > (width < 480 ? 0.3 : 0.15) * (domain[1] - domain[0]),
          ),
          { x: 'p', y: 'title', text: 'tag', dy: -11, fontSize: 10.5, fill: 'var(--soft)' },
        ),
      ],
    });
  };
  const noise = Math.max(1, Math.round(100 * Math.max(...rows.map((r) => r.noise))));
  return {
    id: 'assumptions',
    title: `${t.tornado.title}: ${c.what}`,
    alt: t.tornado.alt(
      rows
        .slice(0, 4)
        .map((r) => `${r.title} ${r.chances.map((x) => f.percent(x.p)).join(', ')}`)
        .join('; '),
    ),
    caption: t.tornado.read(t.tornado.noise(f.whole(noise))),
    draw,
  };
}

export function scenariosFigure(c) {
  const { m, t, f, k } = c;
  const rows = m.data.scenarios
    .map((s, i) => ({ s, i, r: m.paired(s.paired, c.q) }))
    .filter((x) => x.r && !m.asItIs(x.s) && !m.moves(x.s, 'corps.consultants'))
    .map(({ s, r }) => ({ name: k.capital(k.scenario(m.data, s)), d: r[2], low: r[3], high: r[4] }))
    .sort((a, b) => b.d - a.d);
  if (!rows.length) return null;
  const names = [...new Set(rows.map((r) => r.name))];
  const draw = (width) => {
    const { margin, line } = wrapped(width, 0.46),
      tall = width < 480 ? 38 : 27;
    return plot(c, width, {
      height: names.length * tall + 40,
      marginLeft: margin,
      marginRight: 26,
      marginTop: 30,
      marginBottom: 6,
      x: {
        domain: [Math.min(-0.01, ...rows.map((r) => r.low)), Math.max(0.01, ...rows.map((r) => r.high))],
        nice: true,
      },
      y: { domain: names, padding: 0.4 },
      marks: [
        Plot.axisX({
          label: null,
          anchor: 'top',
          ticks: width < 480 ? 3 : 6,
          tickSize: 0,
          color: 'var(--soft)',
          tickFormat: (v) => f.points(v),
        }),
        Plot.gridX({ ticks: width < 480 ? 3 : 6, stroke: 'var(--rule)', strokeOpacity: 1 }),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: line, color: 'var(--ink)' }),
        Plot.ruleX([0], { stroke: 'var(--ink)' }),
        Plot.ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: 'var(--main)', strokeWidth: 2.4 }),
        Plot.dot(rows, { x: 'd', y: 'name', r: 4.2, fill: 'var(--main)' }),
      ],
    });
  };
  return {
    id: 'scenarios',
    title: `${t.scenarios.title}: ${c.what}`,
    alt: t.scenarios.alt(
      rows
        .slice(0, 6)
        .map((r) => `${r.name} ${f.points(r.d)}`)
        .join('; '),
    ),
    caption: t.scenarios.read,
    draw,
  };
}
