/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * figures: when it is done, as SVG elements, in a browser or without one; what decides is in decides.js. Colours are
 * the page's roles, var(--…).
 *
 * A figure is { id, title, alt, caption, draw(width) }; a context c holds the model m, the words t, the formatter f,
 * the known names k, the question q, what it is in words (what), and the document to draw in.
 */
import * as Plot from '@observablehq/plot';
import { ALL, CARDS } from './model.js';
import { deadlineMarks, plot, shareAxis, timeAxis, utc } from './plot.js';

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
  const band = (y1, y2, fill) =>
    Plot.areaY(main, { x: (d) => utc(d.day), y1, y2, fill, fillOpacity: over ? 0.75 : 1 });
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
        band('q05', 'q95', 'var(--band90)'),
        band('q25', 'q75', 'var(--band50)'),
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
    title: (scenario ? t.whatif.title : t.courses.sites)(k.milestone(milestone)),
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
    title: t.courses.cards,
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
        ...shareAxis(),
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
  const day = (i) => f.rough(dates.q[i], dates.low[i], dates.high[i]);
  return {
    id: 'last-one',
    title: `${t.last.title}${c.q.reading === ALL ? '' : `: ${c.what}`}`,
    alt: `${t.last.alt} ${t.halfDone(day(1), day(3))}`,
    caption: t.last.read(f.percent(tallest)),
    draw,
  };
}

export const dotsFigure = dots;
