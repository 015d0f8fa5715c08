/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * weeks: one site by week, of a nowcast that knows a monitoring sheet: the sheet's counts and days up to the day of the
 * view, and from there the fan of the site's own courses.
 */
import * as Plot from '@observablehq/plot';
import { deadlineMarks, plot, timeAxis, utc } from './plot.js';

/* What the file knows of a site: counts [{day, value}], milestones reached [{name, title, day}]; null: no sheet. */
export function seenOf(m, site) {
  const { story, milestones } = m.data;
  if (!story) return null;
  return {
    counts: story.rows[site].map(([day, value]) => ({ day, value })),
    reached: story.done[site].map(([milestone, day]) => ({ one: milestones[milestone], day })),
    fan: m.course(story.fans[site]),
  };
}

/* The milestones that are reached and the last count, in a sentence or two. */
export function weeksFacts(c, site) {
  const { m, t, f, k } = c,
    seen = seenOf(m, site),
    last = seen?.counts.at(-1);
  if (!seen) return [];
  return [
    seen.reached.length
      ? t.weeks.known(seen.reached.map(({ one, day }) => `${k.stage(one)} (${f.short(day)})`).join(', '))
      : t.weeks.nothing,
    last ? t.weeks.last(f.whole(last.value), f.short(last.day)) : null,
  ].filter(Boolean);
}

/* Today's line, with its date below the deadlines' labels. */
function todayMarks(c, from, end) {
  const day = c.m.study.as_of,
    right = (day - from) / (end - from) > 0.5;
  return [
    Plot.ruleX([day], { x: (d) => utc(d + 1), stroke: 'var(--ink)', strokeWidth: 1.2, strokeDasharray: '3 3' }),
    Plot.text([day], {
      x: (d) => utc(d + 1),
      text: (d) => `${c.t.weeks.today} ${c.f.short(d)}`,
      frameAnchor: 'top',
      lineAnchor: 'top',
      textAnchor: right ? 'end' : 'start',
      dx: right ? -5 : 5,
      dy: 3,
      fontSize: 11,
      fill: 'var(--soft)',
      stroke: 'var(--paper)',
      strokeWidth: 4,
    }),
  ];
}

function reachedMarks(reached) {
  return [
    Plot.dot(reached, { x: (d) => utc(d.day + 1), y: 0, symbol: 'triangle', r: 5, fill: 'var(--seen)' }),
    Plot.text(reached, {
      x: (d) => utc(d.day + 1),
      y: 0,
      text: (d) => d.one.name,
      dy: -12,
      textAnchor: 'end',
      fontSize: 11,
      fill: 'var(--seen)',
      stroke: 'var(--paper)',
      strokeWidth: 3,
    }),
  ];
}

/* The fan from today's end on, without the weeks in which nothing moves at either end but the first. */
function aheadOf(m, fan) {
  const rows = fan.filter((row) => row.day > m.study.as_of),
    level = rows.findIndex((row) => row.q05 >= 0.99 * rows.at(-1).q05),
    first = rows[0] ?? fan.at(-1);
  return [{ ...first, day: m.study.as_of + 1 }, ...rows.slice(first.day > m.study.as_of + 1 ? 0 : 1, level + 4)];
}

export function weeksFigure(c, site) {
  const { m, t, f } = c,
    seen = seenOf(m, site);
  if (!seen || !m.study.cards_expected || !seen.fan.length) return null;
  const { counts, reached, fan } = seen,
    { name } = m.data.municipalities[site],
    last = counts.at(-1),
    ahead = aheadOf(m, fan),
    end = (ahead.at(-1) ?? fan.at(-1)).day,
    deadlines = m.deadlinesOf(m.data.milestones.length - 1).filter((d) => d.day > m.study.as_of),
    to = Math.min(m.study.horizon, Math.max(end, ...deadlines.map((d) => d.day))) + 14,
    first = counts.find((row) => row.value > 0)?.day ?? last?.day ?? m.study.as_of,
    from = Math.min(first, m.study.as_of, ...reached.map((one) => one.day)) - 21,
    then = ahead.find((row) => row.day >= m.study.as_of + 84) ?? ahead.at(-1) ?? fan.at(-1),
    shown = counts.filter((row) => row.day >= from),
    top = Math.max(1, ...fan.map((row) => row.q95), ...counts.map((row) => row.value));
  const range = [f.whole(then.q50), f.whole(then.q05), f.whole(then.q95), f.short(then.day)],
    band = (y1, y2, fill) => Plot.areaY(ahead, { x: (d) => utc(d.day), y1, y2, fill });
  return {
    id: 'story-weeks',
    title: last
      ? t.weeks.take(name, f.whole(last.value), f.short(last.day), ...range)
      : t.weeks.none(name, ...range),
    about: t.weeks.about(name, f.short(m.study.as_of)),
    alt: t.weeks.alt(counts.map((row) => `${f.short(row.day)} ${f.whole(row.value)}`).join('; '), ahead.length),
    legend: [
      ['ring', t.weeks.seen],
      ['line', t.courses.median],
      ['b50', t.courses.half],
      ['b90', t.courses.nine],
      ...(deadlines.length ? [['late', t.courses.deadline]] : []),
    ],
    draw: (width, paper = false) =>
      plot(c, width, {
        height: paper ? Math.min(165, width * 0.36 + 30) : Math.min(330, width * 0.5 + 60),
        marginLeft: top >= 1000 ? 52 : 40,
        marginRight: 14,
        marginTop: 48,
        marginBottom: 36,
        x: { type: 'utc', domain: [utc(from), utc(to)] },
        y: { domain: [0, top * 1.04] },
        marks: [
          Plot.axisY({ label: null, ticks: 5, tickSize: 0, color: 'var(--soft)', tickFormat: (v) => f.whole(v) }),
          Plot.gridY({ ticks: 5, stroke: 'var(--rule)', strokeOpacity: 1 }),
          timeAxis(c, from, to, width),
          band('q05', 'q95', 'var(--band90)'),
          band('q25', 'q75', 'var(--band50)'),
          ...deadlineMarks(c, deadlines, width, from, to),
          Plot.line(ahead, { x: (d) => utc(d.day), y: 'q50', stroke: 'var(--main)', strokeWidth: 2.4 }),
          ...todayMarks(c, from, to),
          Plot.dot(shown, {
            x: (d) => utc(d.day + 1),
            y: 'value',
            r: width < 480 ? 2.2 : 2.8,
            stroke: 'var(--seen)',
            strokeWidth: 1.4,
            fill: 'var(--paper)',
          }),
          ...reachedMarks(reached),
        ],
      }),
    data: () => ({
      head: [[t.weeks.kind[0], 'day'], ...t.weeks.kind.slice(1).map((text) => [text, 'number'])],
      rows: [
        ...counts.map((row) => [row.day, row.value, null, null, null, null, null]),
        ...ahead.map((row) => [row.day, null, row.q05, row.q25, row.q50, row.q75, row.q95]),
      ],
    }),
  };
}
