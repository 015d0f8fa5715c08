/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sureness: the chance, its simulation error and what the assumptions leave open, as one bar.
 */
import * as Plot from '@observablehq/plot';
import { plot } from './plot.js';

/* One bar: the simulation error within what the assumptions leave open. */
export function surenessFigure(c) {
  const { m, t, f } = c,
    row = m.row(m.base, c.q),
    open = m.range(c.q),
    low = Math.min(open[0], row.low) /* what is not known of the simulation is not known of the whole */,
    high = Math.max(open[1], row.high);
  const draw = (width) => {
    const side = (x) => (x > 0.86 ? 'end' : x < 0.14 ? 'start' : 'middle');
    const ends = [low, high].filter((x) => Math.abs(x - row.p) * width > 74);
    return plot(c, width, {
      height: 84,
      marginLeft: 20,
      marginRight: 24,
      marginTop: 26,
      marginBottom: 34,
      x: { domain: [0, 1] },
      y: { domain: [0, 1], axis: null },
      marks: [
        Plot.axisX([0, 0.25, 0.5, 0.75, 1], {
          label: null,
          tickSize: 0,
          color: 'var(--soft)',
          tickFormat: (v) => `${100 * v}\u202f%`,
        }),
        Plot.rectY([0], { x1: 0, x2: 1, y1: 0.42, y2: 0.58, fill: 'var(--none)' }),
        Plot.rectY([0], { x1: low, x2: Math.max(high, low + 0.004), y1: 0.1, y2: 0.9, fill: 'var(--band90)' }),
        Plot.rectY([0], {
          x1: row.low,
          x2: Math.max(row.high, row.low + 0.004),
          y1: 0.1,
          y2: 0.9,
          fill: 'var(--band50)',
        }),
        Plot.ruleX([row.p], { y1: -0.05, y2: 1.05, stroke: 'var(--main)', strokeWidth: 3 }),
        ...['start', 'middle', 'end'].map((textAnchor) =>
          Plot.text(
            [row.p, ...ends].filter((x) => side(x) === textAnchor),
            {
              x: (x) => x,
              text: (x) => f.percent(x),
              frameAnchor: 'top',
              lineAnchor: 'bottom',
              dy: -5,
              fontWeight: (x) => (x === row.p ? 700 : 400),
              fontSize: 13,
              textAnchor,
            },
          ),
        ),
      ],
    });
  };
  const told = m.nested(c.q) ? t.sure.nested : t.sure.single;
  return {
    id: 'how-sure',
    level: 2,
    title: t.sure.title(f.percent(row.p), f.percents(low, high)),
    alt: t.sure.alt(f.percent(row.p), f.percents(row.low, row.high), f.percents(low, high)),
    legend: [
      ['b50', t.sure.error(f.percents(row.low, row.high))],
      ['b90', told(f.percents(low, high))],
    ],
    draw,
    data: () => ({
      head: [[t.sure.what], [t.sure.low, 'share'], [t.sure.high, 'share']],
      rows: [
        [t.likely, row.p, row.p],
        [t.sure.errorName, row.low, row.high],
        [t.sure.rangeName, low, high],
      ],
    }),
  };
}
