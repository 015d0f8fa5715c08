/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * curves: when it is done in the courses that the page has simulated: their share by date, as it is and as chosen.
 */
import * as Plot from '@observablehq/plot';
import { deadlineMarks, plot, shareAxis, timeAxis, utc } from './plot.js';

/* [{ day, share }]: a step for each course; of [{ day, weight }], infinite days among them. */
function steps(days) {
  const sorted = days.filter((one) => Number.isFinite(one.day)).sort((a, b) => a.day - b.day),
    all = days.reduce((sum, one) => sum + one.weight, 0);
  let done = 0;
  return sorted.map(({ day, weight }) => ({ day, share: (done += weight) / all }));
}

/* lines: [{ name, days: [{ day, weight }], colour, dy }], days counted from 1970; null where nothing is ever done. */
export const curvesFigure = (c, id, titles, lines) =>
  sharesFigure(
    c,
    id,
    titles,
    lines.map((line) => ({ ...line, rows: steps(line.days) })),
  );

/* The same from rows of { day, share }; titles: { title, about }. */
export function sharesFigure(c, id, titles, lines) {
  const { m, t } = c;
  const drawn = lines.filter((line) => line.rows.length);
  if (!drawn.length) return null;
  const deadlines = m.deadlinesOf(m.milestoneOf(c.q)).filter((d) => d.day <= m.study.horizon);
  const from = Math.min(...drawn.map((line) => line.rows[0].day), ...deadlines.map((d) => d.day)) - 14,
    to = m.study.horizon;
  const draw = (width) =>
    plot(c, width, {
      height: Math.min(340, width * 0.45 + 80),
      marginLeft: 48,
      marginRight: 90,
      marginTop: 48,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(from), utc(to)] },
      y: { domain: [0, 1] },
      marks: [
        ...shareAxis(),
        timeAxis(c, from, to, width),
        ...deadlineMarks(c, deadlines, width, from, to),
        ...drawn.flatMap((line) => [
          Plot.line(line.rows.concat({ day: to, share: line.rows.at(-1).share }), {
            x: (row) => utc(row.day),
            y: 'share',
            curve: 'step-after',
            stroke: line.colour,
            strokeWidth: 2,
          }),
          Plot.text([line.rows.at(-1)], {
            x: () => utc(to),
            y: 'share',
            text: () => line.name,
            textAnchor: 'start',
            dx: 6,
            dy: line.dy,
            fill: line.colour,
            fontWeight: 600,
          }),
        ]),
      ],
    });
  return {
    id,
    ...titles,
    alt: titles.about ?? titles.title,
    caption: t.last.axis,
    draw,
    data: () => ({
      head: [[t.take.course], [t.last.day, 'day'], [t.last.axis, 'share']],
      rows: drawn.flatMap((line) => line.rows.map((row) => [line.name, Math.floor(row.day), row.share])),
    }),
  };
}
