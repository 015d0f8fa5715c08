/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plot: what all figures share: the frame, the axes, the deadlines.
 */
import * as Plot from '@observablehq/plot';
import { date } from './format.js';

const FONT = 'Inter, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
export const utc = (day) => date(day);

export function plot(c, width, options) {
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

/* ---- axes ---- */

/* Shares of 1 on the y axis, and the lines that belong to them. */
export function shareAxis() {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return [
    Plot.axisY({
      label: null,
      ticks,
      tickSize: 0,
      color: 'var(--soft)',
      tickFormat: (v) => `${Math.round(100 * v)}\u202f%`,
    }),
    Plot.gridY({ ticks, stroke: 'var(--rule)', strokeOpacity: 1 }),
  ];
}

/* Round numbers within [low, high], about `count` of them, and how to tell them apart: ticks of shares. */
export function shareTicks([low, high], count, form) {
  const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5],
    step = steps.find((one) => (high - low) / one <= count + 0.5) ?? 0.5,
    first = Math.ceil(low / step - 1e-9),
    last = Math.floor(high / step + 1e-9);
  return {
    ticks: Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step),
    tickFormat: (v) => form(Math.round(1e5 * v) / 1e3),
  };
}

function yearTicks(c, from, to, width) {
  const months = (to - from) / 30.4,
    step = [1, 3, 6, 12, 24, 60].find((one) => (months / one) * 44 <= width) ?? 120;
  const ticks = [];
  const d = utc(from);
  for (let y = d.getUTCFullYear(), k = 0; ; k += step) {
    const at = new Date(Date.UTC(y, k, 1));
    if (at > utc(to)) break;
    if (at >= utc(from)) ticks.push(at);
  }
  return ticks;
}

export const timeAxis = (c, from, to, width) => {
  const ticks = yearTicks(c, from, to, width);
  return Plot.axisX(ticks, {
    label: null,
    tickSize: 4,
    color: 'var(--soft)',
    tickFormat: (d, i) => (i === 0 || d.getUTCMonth() === 0 ? `${c.f.tickMonth(d)}\n${c.f.year(d)}` : c.f.tickMonth(d)),
  });
};

/* Vertical lines at deadlines with their dates above; a label goes up a line where it would meet another. */
export function deadlineMarks(c, deadlines, width, from, to) {
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
          dy: -10 - 13 * l,
          fill: 'var(--late)',
          fontWeight: 600,
          fontSize: 11,
          textAnchor,
        },
      ),
    ),
  ];
}
