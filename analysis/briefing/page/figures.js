/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * figures: courses over time and when the last one is done, as SVG elements, in a browser or without one. Colours are
 * the page's roles, var(--…).
 *
 * A figure is as figure.js has it; a context c holds the model m, the words t, the formatter f,
 * the known names k, the question q, what it is in words (what), and the document to draw in.
 */
import * as Plot from '@observablehq/plot';
import { deadlineMarks, plot, shareAxis, timeAxis, utc } from './plot.js';

/* ---- courses over time ---- */

/* The deadline that a fan's title and label tell of: the question's, or the one in force, or the last. */
const toldDeadline = (c, deadlines) =>
  deadlines.find((d) => d.day === c.m.data.deadlines[c.q.deadline].day) ??
  deadlines.find((d) => d.day === c.m.data.deadlines[c.m.headline.deadline].day) ??
  deadlines.at(-1);

function courses(c, { id, about, take, fan, top, deadlines, plan, seen, scenario = null, short = false }) {
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
  const from = Math.min(...all.map((r) => r.day), ...plan.map((o) => o.from), ...seen.map((o) => o.from)) - 10;
  const end = Math.max(...all.map((r) => r.day), ...deadlines.map((d) => d.day), ...seen.map((o) => o.to)) + 14;
  const main = over ?? rows,
    told = toldDeadline(c, deadlines),
    at = (told && main.findLast((r) => r.day <= told.day)) ?? main.find((r) => r.q50 >= top / 2) ?? main.at(-1);
  const label = `${f.whole(at.q50)} (${f.whole(at.q05)}\u2013${f.whole(at.q95)})`;
  const band = (y1, y2, fill) => Plot.areaY(main, { x: (d) => utc(d.day), y1, y2, fill, fillOpacity: over ? 0.75 : 1 });
  /* Left of the line where there is room, above the curve. */
  const place = (width) => ((at.day - from) / (end - from)) * (width - 70),
    needs = 7.2 * label.length + 12,
    leftOf = (width) => place(width) > needs || place(width) > (width - 70) / 2,
    fits = (width) => Math.max(place(width), width - 70 - place(width)) > needs;
  const draw = (width, paper = false) =>
    plot(c, width, {
      height: paper
        ? Math.min(165, width * 0.36 + 30)
        : short
          ? Math.min(330, width * 0.62 + 40)
          : Math.min(390, width * 0.52 + 90),
      marginLeft: top > 1000 ? 58 : 36,
      marginRight: 14,
      marginTop: 48,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(from), utc(end)] },
      y: { domain: [0, Math.max(top, ...seen.map((o) => o.value)) * 1.02] },
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
        Plot.dot([at], { x: (d) => utc(d.day), y: 'q50', r: 4.5, fill: 'var(--main)', stroke: 'var(--paper)' }),
        Plot.text([at], {
          x: (d) => utc(d.day),
          y: 'q50',
          text: () => (fits(width) ? label : f.whole(at.q50)),
          textAnchor: leftOf(width) ? 'end' : 'start',
          dx: leftOf(width) ? -9 : 9,
          dy: at.q50 > 0.9 * top ? 12 : -9,
          fontWeight: 700,
          fill: 'var(--main)',
          stroke: 'var(--paper)',
          strokeWidth: 4,
        }),
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
  return {
    id,
    title: take(at, f),
    about,
    alt: t.courses.alt(about, t.courses.altMedian(f.long(at.day), f.whole(at.q50))),
    caption: scenario ? null : t.courses.read,
    legend: [
      ['line', scenario ? t.whatif.other : t.courses.median],
      ...(scenario ? [['dash', t.whatif.base]] : []),
      ['b50', t.courses.half],
      ['b90', t.courses.nine],
      ['late', t.courses.deadline],
      ...(plan.length ? [['plan', t.courses.plan]] : []),
      ...(seen.length ? [['ring', `${t.courses.seen}. ${t.courses.whenOnly}`]] : []),
    ],
    draw,
    data: () => ({
      head: [[t.take.week, 'day'], ...['5 %', '25 %', '50 %', '75 %', '95 %'].map((text) => [text, 'number'])],
      rows: main.map((r) => [r.day, r.q05, r.q25, r.q50, r.q75, r.q95]),
    }),
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
    about: (scenario ? t.whatif.title : t.courses.sites)(k.stage(milestone)),
    take: (at, f) => t.take.sites(f.whole(at.q50), f.long(at.day), k.stage(milestone)),
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
    about: t.courses.cards,
    take: (at, f) => t.take.items(f.percent(at.q50 / m.study.cards_expected), f.long(at.day)),
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
    a = m.arrivals(m.base, c.q);
  const dates = m.datesOf(m.base, c.q);
  if (!a || !a.n.length) return null;
  let sum = 0;
  const bars = a.n.map((n, i) => ({ from: a.from + 7 * i, share: n / a.total, done: (sum += n) / a.total }));
  /* Bars of four weeks: those of one are too low to be seen on an axis of the whole. */
  const wide = bars
    .filter((_, i) => i % 4 === 0)
    .map((b, i) => ({ from: b.from, share: bars.slice(4 * i, 4 * i + 4).reduce((sum, one) => sum + one.share, 0) }));
  const tallest = Math.max(...wide.map((b) => b.share)),
    all = m.deadlinesOf(m.milestoneOf(c.q)),
    deadlines = all.filter((d) => d.day > a.from - 60);
  const draw = (width, paper = false) => {
    const from = Math.min(a.from, deadlines.at(0)?.day ?? a.from) - 7,
      end = Math.max(wide.at(-1).from + 28, deadlines.at(-1)?.day ?? 0) + 10;
    return plot(c, width, {
      height: paper ? 185 : Math.min(360, width * 0.5 + 80),
      marginLeft: 48,
      marginRight: 14,
      marginTop: 48,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(from), utc(end)] },
      y: { domain: [0, 1] },
      marks: [
        ...shareAxis(),
        timeAxis(c, from, end, width),
        Plot.rectY(wide, {
          x1: (d) => utc(d.from),
          x2: (d) => utc(d.from + 28),
          y: 'share',
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
    title: t.halfDone(day(1), day(3), f.long(m.study.horizon)),
    about: t.last.about(t.readings[c.q.reading](m.sites, m.study.most_sites)),
    alt: `${t.last.alt} ${t.halfDone(day(1), day(3), f.long(m.study.horizon))}`,
    caption: t.last.read(f.percent(tallest)),
    legend: [
      ['line', t.last.axis],
      ['b50', t.last.bars],
      ['late', t.courses.deadline],
    ],
    draw,
    data: () => ({
      head: [
        [t.take.week, 'day'],
        [t.last.bars, 'share'],
        [t.last.axis, 'share'],
      ],
      rows: bars.map((b) => [b.from, b.share, b.done]),
    }),
  };
}
