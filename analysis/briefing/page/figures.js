/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * figures: every figure as an SVG element, in a browser or without one. Colours are the page's roles, var(--…).
 *
 * A figure is { id, title, alt, caption, draw(width) }; a context c holds the model m, the words t, the formatter f,
 * the known names k, the question q, what it is in words (what), and the document to draw in.
 */
import * as Plot from '@observablehq/plot';
import { date } from './format.js';
import { ALL, CARDS } from './model.js';

const FONT = 'Inter, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const utc = (day) => date(day);

function plot(c, width, options) {
  const svg = Plot.plot({
    document: c.document,
    className: 'plot',
    width,
    ...options,
    style: { fontFamily: FONT, fontSize: '12px', color: 'var(--ink)', background: 'none', overflow: 'visible' },
  });
  svg.setAttribute('fill', 'currentColor');
  return svg;
}

/* ---- time axes ---- */

function yearTicks(c, from, to, width) {
  const months = (to - from) / 30.4,
    step = months * 44 > width ? (months * 22 > width ? 6 : 3) : 1;
  const ticks = [];
  const d = utc(from);
  for (let y = d.getUTCFullYear(), k = 0; ; k += step) {
    const at = new Date(Date.UTC(y, k, 1));
    if (at > utc(to)) break;
    if (at >= utc(from)) ticks.push(at);
  }
  return ticks;
}

const timeAxis = (c, from, to, width) => {
  const ticks = yearTicks(c, from, to, width);
  return Plot.axisX(ticks, {
    label: null,
    tickSize: 4,
    color: 'var(--soft)',
    tickFormat: (d, i) => (i === 0 || d.getUTCMonth() === 0 ? `${c.f.tickMonth(d)}\n${c.f.year(d)}` : c.f.tickMonth(d)),
  });
};

/* Vertical lines at deadlines with their dates above; a label goes up a line where it would meet another. */
function deadlineMarks(c, deadlines, width, from, to) {
  const narrow = width < 480,
    wide = narrow ? 54 : 80,
    rows = [];
  const pixel = (day) => ((day - from) / (to - from)) * (width - 70);
  for (const d of deadlines.filter((one) => one.day >= from && one.day <= to)) {
    const x = pixel(d.day),
      anchor = x > width - 70 - wide / 2 ? 'end' : x < wide / 2 - 20 ? 'start' : 'middle';
    const left = x - (anchor === 'end' ? wide : anchor === 'middle' ? wide / 2 : 0);
    let level = 0;
    while (rows.some((r) => r.level === level && left < r.right + 4 && r.left < left + wide + 4)) level++;
    rows.push({ ...d, level, anchor, left, right: left + wide });
  }
  const groups = [0, 1, 2].flatMap((l) => ['start', 'middle', 'end'].map((anchor) => [l, anchor]));
  return [
    Plot.ruleX(rows, { x: (d) => utc(d.day + 1), stroke: 'var(--late)', strokeWidth: 1.4 }),
    ...groups.map(([l, textAnchor]) =>
      Plot.text(
        rows.filter((d) => d.level === l && d.anchor === textAnchor),
        {
          x: (d) => utc(d.day + 1),
          text: (d) => (narrow ? c.f.digits(d.day) : c.f.short(d.day)),
          frameAnchor: 'top',
          lineAnchor: 'bottom',
          dy: -5 - 13 * l,
          fill: 'var(--late)',
          fontWeight: 600,
          fontSize: 11,
          textAnchor,
        },
      ),
    ),
  ];
}

/* ---- twenty dots ---- */

function dots(c) {
  const { m, t, f } = c,
    arrival = m.base.courses.arrivals[ALL] ?? null;
  if (!arrival) return null;
  const days = arrival.dots.filter((d) => d !== null),
    limit = m.data.deadlines[m.headline.deadline].day;
  const on = days.filter((d) => d <= limit).length,
    never = arrival.dots.length - days.length;
  const by = t.by(f.long(limit));
  const draw = (width) => {
    const shown = m.data.deadlines.filter((d) => m.final({ deadline: m.data.deadlines.indexOf(d) }) && d.day >= limit);
    const first = Math.min(limit, ...days) - 25,
      end = Math.max(limit, ...days) + 25;
    const r = Math.min(14, width / 46),
      inner = width - 24,
      bin = ((end - first) * (2 * r + 1)) / inner;
    const stacks = new Map();
    const rows = days.map((d) => {
      const x = Math.floor((d - first) / bin),
        level = stacks.get(x) ?? 0;
      stacks.set(x, level + 1);
      return { x: first + (x + 0.5) * bin, level, late: d > limit };
    });
    const tall = Math.max(5, ...stacks.values()),
      unit = Math.min(2 * r + 1, 280 / tall);
    return plot(c, width, {
      height: tall * unit + 78,
      marginLeft: 12,
      marginRight: 12,
      marginTop: 42,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(first), utc(end)] },
      y: { domain: [0, tall], axis: null },
      marks: [
        timeAxis(c, first, end, width),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
        ...deadlineMarks(c, shown, width, first, end),
        Plot.dot(rows, {
          x: (d) => utc(d.x),
          y: (d) => d.level + 0.5,
          r: Math.min(r, unit / 2),
          fill: (d) => (d.late ? 'var(--main)' : 'var(--good)'),
          clip: false,
        }),
      ],
    });
  };
  return {
    id: 'twenty-courses',
    level: 2,
    title: t.dots.title,
    alt: t.dots.alt(on, days.length - on + never, by),
    caption: [t.dots.caption(t.readings[0](m.sites)), never ? t.dots.never(never) : null].filter(Boolean).join(' '),
    draw,
  };
}

/* ---- courses over time ---- */

function courses(c, { id, title, fan, top, deadlines, plan, seen, scenario = null, short = false }) {
  const { m, t, f } = c;
  const level = (list) => {
    /* without the long level end */
    const end = Math.max(
      list.findIndex((r) => r.q05 >= 0.99 * list.at(-1).q05) + 3,
      list.findLastIndex((r) => r.day <= (deadlines.at(-1)?.day ?? 0)) + 1,
    );
    return list.slice(0, end);
  };
  const rows = level(m.course(fan)),
    over = scenario ? level(m.course(scenario)) : null;
  const all = [...rows, ...(over ?? [])];
  const from = Math.min(...all.map((r) => r.day), ...plan.map((o) => o.from)) - 10;
  const end = Math.max(...all.map((r) => r.day), ...deadlines.map((d) => d.day)) + 14;
  const main = over ?? rows;
  const middle = main.find((r) => r.q50 >= top / 2) ?? main.at(-1);
  const draw = (width) =>
    plot(c, width, {
      height: short ? Math.min(330, width * 0.62 + 40) : Math.min(390, width * 0.52 + 90),
      marginLeft: top > 1000 ? 58 : 36,
      marginRight: 14,
      marginTop: 48,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(from), utc(end)] },
      y: { domain: [0, top * 1.02] },
      marks: [
        Plot.axisY({ label: null, ticks: 5, tickSize: 0, color: 'var(--soft)', tickFormat: (v) => f.whole(v) }),
        Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
        timeAxis(c, from, end, width),
        Plot.areaY(main, {
          x: (d) => utc(d.day),
          y1: 'q05',
          y2: 'q95',
          fill: 'var(--band90)',
          fillOpacity: over ? 0.75 : 1,
        }),
        Plot.areaY(main, {
          x: (d) => utc(d.day),
          y1: 'q25',
          y2: 'q75',
          fill: 'var(--band50)',
          fillOpacity: over ? 0.75 : 1,
        }),
        plan.length
          ? Plot.line(plan, {
              x: (d) => utc(d.from),
              y: 'value',
              stroke: 'var(--plan)',
              strokeWidth: 1.8,
              strokeDasharray: '5 4',
            })
          : null,
        ...deadlineMarks(c, deadlines, width, from, end),
        Plot.line(main, { x: (d) => utc(d.day), y: 'q50', stroke: 'var(--main)', strokeWidth: 2.6 }),
        over
          ? Plot.line(rows, {
              x: (d) => utc(d.day),
              y: 'q50',
              stroke: 'var(--ink)',
              strokeWidth: 1.6,
              strokeDasharray: '2 3',
            })
          : null,
        Plot.link(
          seen.filter((o) => o.to > o.from),
          {
            x1: (d) => utc(d.from),
            x2: (d) => utc(d.to),
            y1: 'value',
            y2: 'value',
            stroke: 'var(--seen)',
            strokeWidth: 3,
          },
        ),
        Plot.dot(seen, {
          x: (d) => utc((d.from + d.to) / 2),
          y: 'value',
          r: 4.5,
          stroke: 'var(--seen)',
          strokeWidth: 2,
          fill: 'var(--paper)',
        }),
        c.live
          ? Plot.tip(
              main,
              Plot.pointerX({
                className: 'tip',
                x: (d) => utc(d.day),
                y: 'q50',
                fill: 'var(--paper)',
                stroke: 'var(--line)',
                fontSize: 12,
                title: (d) =>
                  `${f.short(d.day)}\n${t.courses.median}: ${f.whole(d.q50)}\n${t.courses.half}: ` +
                  `${f.whole(d.q25)}\u2013${f.whole(d.q75)}\n${t.courses.nine}: ` +
                  `${f.whole(d.q05)}\u2013${f.whole(d.q95)}`,
              }),
            )
          : null,
      ],
    });
  const headline = deadlines.find((d) => d.day === m.data.deadlines[m.headline.deadline].day);
  const at = headline ? rows.findLast((r) => r.day <= headline.day) : middle;
  return {
    id,
    title,
    alt: t.courses.alt(title, t.courses.altMedian(f.long((at ?? middle).day), f.whole((at ?? middle).q50))),
    caption: null,
    draw,
  };
}

/* The observed points of a milestone or the cards, as counts. */
function observations(m, milestone) {
  const name = milestone?.name.toLowerCase();
  if (!milestone) return { plan: [], seen: m.observed('cards') };
  const share = m.observed(`${name}_share`).map((o) => ({ ...o, value: Math.round(o.value * m.sites) }));
  return { plan: m.observed(`plan_${name}_sites`), seen: [...m.observed(`${name}_sites`), ...share] };
}

function milestoneCourses(c, milestone, scenario) {
  const { m, t, k } = c,
    fan = m.base.courses.sites[milestone.name],
    index = m.data.milestones.indexOf(milestone);
  return courses(c, {
    id: `${scenario ? 'what-if' : 'sites'}-${milestone.name}`,
    fan,
    top: m.sites,
    ...observations(m, milestone),
    title: scenario ? t.whatif.title(milestone.name) : t.courses.sites(milestone.name, k.title(milestone.title)),
    deadlines: m.deadlinesOf(index),
    scenario: scenario?.courses.sites[milestone.name],
    short: Boolean(scenario),
  });
}

function cardCourses(c) {
  const { m, t, k } = c;
  if (!m.study.cards_expected || !m.base.cards.q[0].length) return null;
  const last = m.data.milestones.length - 1;
  return courses(c, {
    id: 'items',
    fan: m.base.cards,
    top: Math.max(m.study.cards_expected, Math.max(...m.base.cards.q[4])),
    title: k.capital(t.courses.cards(k.items(m.study.item))),
    deadlines: m.deadlinesOf(last),
    ...observations(m, null),
  });
}

export function courseFigures(c) {
  const { m } = c;
  const wanted = m.data.milestones.filter((one) => m.base.courses.sites[one.name]);
  return [...wanted.reverse().map((one) => milestoneCourses(c, one)), cardCourses(c)].filter(Boolean);
}

export const whatIfFigure = (c, scenario) => milestoneCourses(c, c.m.data.milestones.at(-1), scenario);

/* ---- when the last one is done ---- */

export function lastFigure(c) {
  const { m, t, f } = c,
    a = m.base.courses.arrivals[c.q.reading];
  const dates = m.dates(m.base, c.q.reading === CARDS ? -1 : m.data.milestones.length - 1, c.q.reading);
  if (!a || !a.n.length) return null;
  let sum = 0;
  const bars = a.n.map((n, i) => ({ from: a.from + 7 * i, share: n / a.total, done: (sum += n) / a.total }));
  const tallest = Math.max(...bars.map((b) => b.share)),
    scale = 0.42 / tallest;
  const deadlines = m.deadlinesOf(m.data.milestones.length - 1).filter((d) => d.day > a.from - 60);
  const draw = (width) => {
    const from = Math.min(a.from, deadlines.at(0)?.day ?? a.from) - 7,
      end = Math.max(bars.at(-1).from + 7, deadlines.at(-1)?.day ?? 0) + 10;
    return plot(c, width, {
      height: Math.min(360, width * 0.5 + 80),
      marginLeft: 48,
      marginRight: 14,
      marginTop: 48,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(from), utc(end)] },
      y: { domain: [0, 1] },
      marks: [
        Plot.axisY({
          label: null,
          ticks: [0, 0.25, 0.5, 0.75, 1],
          tickSize: 0,
          color: 'var(--soft)',
          tickFormat: (v) => `${Math.round(100 * v)}\u202f%`,
        }),
        Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'var(--rule)', strokeOpacity: 1 }),
        timeAxis(c, from, end, width),
        Plot.rectY(bars, {
          x1: (d) => utc(d.from),
          x2: (d) => utc(d.from + 7),
          y: (d) => d.share * scale,
          fill: 'var(--band50)',
          insetLeft: 0.5,
          insetRight: 0.5,
        }),
        ...deadlineMarks(c, deadlines, width, from, end),
        Plot.line([{ from: a.from - 7, done: 0 }, ...bars, { from: end - 7, done: bars.at(-1).done }], {
          x: (d) => utc(d.from + 7),
          y: 'done',
          stroke: 'var(--main)',
          strokeWidth: 2.6,
        }),
        c.live
          ? Plot.tip(
              bars,
              Plot.pointerX({
                className: 'tip',
                x: (d) => utc(d.from + 7),
                y: 'done',
                fill: 'var(--paper)',
                stroke: 'var(--line)',
                title: (d) => `${f.short(d.from + 6)}\n${f.percent(d.done)}`,
              }),
            )
          : null,
      ],
    });
  };
  const rough = (i) => f.rough(dates.q[i], dates.low[i], dates.high[i]) ?? t.deadlineTable.beyond;
  return {
    id: 'last-one',
    title: `${t.last.title}${c.q.reading === ALL ? '' : `: ${c.what}`}`,
    alt: t.last.alt(rough(1), rough(3)),
    caption: t.last.read(f.percent(tallest)),
    draw,
  };
}

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
        Plot.axisY({
          label: null,
          ticks: [0, 0.25, 0.5, 0.75, 1],
          tickSize: 0,
          color: 'var(--soft)',
          tickFormat: (v) => `${Math.round(100 * v)}\u202f%`,
        }),
        Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'var(--rule)', strokeOpacity: 1 }),
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

export const dotsFigure = dots;
