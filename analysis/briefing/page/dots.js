/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * dots: twenty equally likely courses by the date when they are done.
 */
import * as Plot from '@observablehq/plot';
import { deadlineMarks, plot, timeAxis, utc } from './plot.js';

/* Stacked from the deadline's line outwards, so that no dot stands on its other side. */
function stacked(days, line, bin) {
  const stacks = new Map();
  return days.map((d) => {
    const x = Math.ceil((d + 1 - line) / bin) - 1,
      level = stacks.get(x) ?? 0;
    stacks.set(x, level + 1);
    return { x: line + (x + 0.5) * bin, level, late: d >= line };
  });
}

export function dotsFigure(c) {
  const { m, t, f } = c,
    arrival = m.arrivals(m.base, c.q);
  if (!arrival) return null;
  const days = arrival.dots.filter((d) => d !== null),
    limit = m.data.deadlines[c.q.deadline].day;
  const on = days.filter((d) => d <= limit).length,
    never = arrival.dots.length - days.length;
  const by = t.by(f.long(limit));
  const draw = (width) => {
    const shown = m.deadlinesOf(m.milestoneOf(c.q)).filter((d) => d.day >= limit);
    const first = Math.min(limit, ...days) - 25,
      end = Math.max(limit, ...days) + 25;
    const r = Math.min(14, width / 46),
      inner = width - 24,
      bin = ((end - first) * (2 * r + 1)) / inner;
    const rows = stacked(days, limit + 1, bin),
      edge = [Math.min(first, ...rows.map((d) => d.x - bin / 2)), Math.max(end, ...rows.map((d) => d.x + bin / 2))];
    const tall = Math.max(5, ...rows.map((d) => d.level + 1)),
      unit = Math.min(2 * r + 1, 280 / tall);
    return plot(c, width, {
      height: tall * unit + 78,
      marginLeft: 12,
      marginRight: 12,
      marginTop: 42,
      marginBottom: 36,
      x: { type: 'utc', domain: edge.map(utc) },
      y: { domain: [0, tall], axis: null },
      marks: [
        timeAxis(c, ...edge, width),
        Plot.ruleY([0], { stroke: 'var(--line)' }),
        ...deadlineMarks(c, shown, width, ...edge),
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
    title: t.take.dots(on, by),
    about: t.dots.title,
    alt: t.dots.alt(on, days.length - on + never, by),
    caption: [
      t.dots.caption(t.readings[c.q.reading](m.sites, m.study.most_sites)),
      never ? t.dots.never(never, f.long(m.study.horizon)) : null,
    ]
      .filter(Boolean)
      .join(' '),
    legend: [
      ['good', t.dots.onTime],
      ['main', t.dots.late],
    ],
    draw,
    data: () => ({
      head: [['#'], [t.last.day, 'day']],
      rows: arrival.dots.map((d, i) => [i + 1, d]),
    }),
  };
}
