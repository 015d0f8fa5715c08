/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * map: the municipalities by the chance of being done in time; the Copenhagen area again, enlarged.
 */
import * as Plot from '@observablehq/plot';
import { feature } from 'topojson-client';
import { CLASSES, chanceClass } from './model.js';

/* eslint-disable-next-line no-undef */
const outlines = OUTLINES; /* put in by build.mjs */
const shapes = feature(outlines, outlines.objects.municipalities).features;

/* In the drawing's units: what is enlarged, and where it goes (the sea between Jutland and Sweden). */
const AREA = [8880, 7030, 10118, 8480],
  PLACE = [7640, 2080],
  SCALE = 1.95;
const FULL = [0, 0, 10120, 12290];

const boxOf = (shape) => {
  const points = shape.geometry.coordinates.flat(2);
  const xs = points.map((p) => p[0]),
    ys = points.map((p) => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};
const inside = ([a, b, c, d]) => a >= AREA[0] && b >= AREA[1] && c <= AREA[2] && d <= AREA[3];
const boxes = new Map(shapes.map((s) => [s.id, boxOf(s)]));
const moved = ([x, y]) => [PLACE[0] + (x - AREA[0]) * SCALE, PLACE[1] + (y - AREA[1]) * SCALE];
const close = shapes
  .filter((s) => inside(boxes.get(s.id)))
  .map((s) => ({
    ...s,
    geometry: {
      type: 'MultiPolygon',
      coordinates: s.geometry.coordinates.map((rings) => rings.map((ring) => ring.map(moved))),
    },
  }));
const frame = (corner, width, height) => ({
  type: 'Polygon',
  coordinates: [
    [
      corner,
      [corner[0], corner[1] + height],
      [corner[0] + width, corner[1] + height],
      [corner[0] + width, corner[1]],
      corner,
    ],
  ],
});
const frames = [
  frame([AREA[0], AREA[1]], AREA[2] - AREA[0], AREA[3] - AREA[1]),
  frame(PLACE, (AREA[2] - AREA[0]) * SCALE, (AREA[3] - AREA[1]) * SCALE),
];

export const drawn = new Set(shapes.map((s) => s.id));

/* Whether a programme's sites are Denmark's: nine codes of ten are among the outlines'. Elsewhere codes may
   coincide. */
export const isDrawn = (data) =>
  data.municipalities.filter((one) => drawn.has(one.code)).length >= 0.9 * data.municipalities.length;

/* The neighbour of a municipality in a direction (dx, dy), by the middles of their boxes; enlarged ones count there. */
const middles = new Map(
  [...shapes, ...close].map((s) => {
    const [a, b, c, d] = boxOf(s);
    return [s.id, [(a + c) / 2, (b + d) / 2]];
  }),
);
export function neighbour(code, dx, dy) {
  const from = middles.get(code) ?? [0, 0];
  let best = null,
    least = Infinity;
  for (const [id, [x, y]] of middles) {
    const along = (x - from[0]) * dx + (y - from[1]) * dy,
      across = Math.abs((x - from[0]) * dy) + Math.abs((y - from[1]) * dx);
    if (along <= 0 || across > 2.2 * along) continue;
    const cost = along + 2 * across;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

/* The ends between the five colours: the verbal classes, or, if all chances lie close together, fifths of
 * their range. */
export function mapClasses(chances) {
  const low = Math.floor(100 * Math.min(...chances)) / 100,
    high = Math.ceil(100 * Math.max(...chances)) / 100;
  if (chanceClass(low) !== chanceClass(high) && high - low > 0.4) return { ends: CLASSES, verbal: true, low, high };
  const wide = Math.max(high - low, 0.05) / 5;
  return { ends: [1, 2, 3, 4].map((k) => low + k * wide), verbal: false, low, high: low + 5 * wide };
}

export function mapFigure(c, deadline) {
  const { m, t, f } = c,
    chances = m.base.courses.on_time[deadline];
  const byCode = new Map(m.data.municipalities.map((one, i) => [one.code, chances[i]]));
  if (!isDrawn(m.data)) return null;
  const by = t.by(f.long(m.data.deadlines[deadline].day));
  const { ends } = mapClasses(chances);
  const fill = (s) =>
    byCode.has(s.id) ? `var(--c${ends.filter((end) => byCode.get(s.id) >= end).length})` : 'var(--none)';
  const geo = (list, className) => Plot.geo(list, { fill, stroke: 'var(--paper)', strokeWidth: 0.7, className });
  const draw = (width) => {
    const svg = Plot.plot({
      document: c.document,
      className: 'plot',
      width,
      height: Math.round((width * FULL[3]) / FULL[2]),
      margin: 2,
      projection: {
        type: 'identity',
        domain: {
          type: 'MultiPoint',
          coordinates: [
            [FULL[0], FULL[1]],
            [FULL[2], FULL[3]],
          ],
        },
      },
      style: { background: 'none', overflow: 'visible', color: 'var(--ink)' },
      marks: [geo(shapes), Plot.geo(frames, { fill: 'none', stroke: 'var(--line)', strokeWidth: 0.8 }), geo(close)],
    });
    const paths = [...svg.querySelectorAll('g[aria-label="geo"] path')],
      order = [...shapes, ...frames.map(() => null), ...close];
    paths.forEach((path, i) => order[i] && path.setAttribute('data-code', order[i].id));
    return svg;
  };
  const list = m.data.municipalities.map((one, i) => ({ name: one.name, p: chances[i] })),
    [least, most] = [list.reduce((a, b) => (b.p < a.p ? b : a)), list.reduce((a, b) => (b.p > a.p ? b : a))];
  return {
    id: 'map',
    title: t.map.spread(f.percent(least.p), least.name, f.percent(most.p), most.name).replace(/\.$/, ''),
    about: t.map.caption(by),
    alt: t.map.alt(by),
    caption: t.map.read,
    draw,
    data: () => ({
      head: [[t.map.columns[0]], [t.map.columns[2], 'share']],
      rows: list.map((one) => [one.name, one.p]),
    }),
  };
}
