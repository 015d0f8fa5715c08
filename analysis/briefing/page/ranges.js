/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranges: dates with bands, a line each: nine of ten courses, half of them, the median; as SVG elements.
 */
import * as Plot from '@observablehq/plot';
import { deadlineMarks, plot, timeAxis, utc } from './plot.js';

/* Of the levels that the data give, [50, 80, 90, 5, 25, 75, 95 %]. */
export const bandOf = ([q50, q80, q90, q05, q25, q75, q95]) => ({ q05, q25, q50, q75, q80, q90, q95 });

/* rows: [{ name, label, band }]; dates that are null lie beyond the horizon, and their bands run to the edge. */
export function rangesDraw(c, rows, deadlines) {
  const { m } = c,
    days = rows.flatMap(({ band }) => [band.q05, band.q25, band.q50, band.q75, band.q95]).filter((d) => d !== null),
    open = rows.some(({ band }) => band.q95 === null && band.q05 !== null);
  const first = Math.min(...days, ...deadlines.map((d) => d.day)) - 20,
    last = (open ? m.study.horizon : Math.max(...days, ...deadlines.map((d) => d.day))) + 20;
  return (width, paper = false) => {
    const margin = Math.round(Math.min(190, width * 0.3)),
      end = (d) => utc(d ?? last);
    const drawn = rows.filter(({ band }) => band.q05 !== null);
    return plot(c, width, {
      height: rows.length * (paper ? 22 : 34) + 84,
      marginLeft: margin,
      marginRight: 58,
      marginTop: 44,
      marginBottom: 36,
      x: { type: 'utc', domain: [utc(first), utc(last)] },
      y: { domain: rows.map((r) => r.name), padding: 0.3 },
      marks: [
        timeAxis(c, first, last, width - margin - 40),
        Plot.axisY({ label: null, tickSize: 0, lineWidth: margin / 13.2, color: 'var(--ink)' }),
        ...deadlineMarks(c, deadlines, width - margin + 10, first, last),
        Plot.ruleY(drawn, {
          y: 'name',
          x1: (r) => utc(r.band.q05),
          x2: (r) => end(r.band.q95),
          stroke: 'var(--band90)',
          strokeWidth: 9,
        }),
        Plot.ruleY(
          drawn.filter(({ band }) => band.q25 !== null),
          {
            y: 'name',
            x1: (r) => utc(r.band.q25),
            x2: (r) => end(r.band.q75),
            stroke: 'var(--band50)',
            strokeWidth: 9,
          },
        ),
        Plot.dot(
          drawn.filter(({ band }) => band.q50 !== null),
          { y: 'name', x: (r) => utc(r.band.q50), r: 5, fill: 'var(--main)', stroke: 'var(--paper)' },
        ),
        Plot.text(rows, {
          y: 'name',
          text: 'label',
          frameAnchor: 'right',
          textAnchor: 'end',
          dx: 54,
          fontWeight: 600,
          fill: 'var(--ink)',
        }),
      ],
    });
  };
}
