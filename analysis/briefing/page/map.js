/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * map: the sites by the chance of being done in time, in the study's own outlines or, if they are Denmark's
 * municipalities, in theirs with the Copenhagen area again, enlarged.
 */
import * as Plot from '@observablehq/plot';
import { feature } from 'topojson-client';
import { mapClasses } from './model.js';

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

const danish = new Set(shapes.map((s) => s.id));

/* Whether a programme's sites are Denmark's: nine codes of ten are among the outlines'. Elsewhere codes may
   coincide. */
export const isDrawn = (data) =>
  !data.outlines &&
  data.municipalities.filter((one) => danish.has(one.code)).length >= 0.9 * data.municipalities.length;

/* The study's own outlines, or Denmark's if its sites are; null: none are known. */
const drawings = new WeakMap();
function own({ width, height, shapes }) {
  const list = shapes.map((s) => ({
    type: 'Feature',
    id: s.code,
    properties: {},
    geometry: { type: 'MultiPolygon', coordinates: s.polygons },
  }));
  return { shapes: list, close: [], frames: [], full: [0, 0, width, height] };
}
export function drawingOf(data) {
  if (!drawings.has(data)) {
    const drawing = data.outlines ? own(data.outlines) : isDrawn(data) ? { shapes, close, frames, full: FULL } : null;
    drawings.set(data, drawing && { ...drawing, drawn: new Set(drawing.shapes.map((s) => s.id)) });
  }
  return drawings.get(data);
}

/* The neighbour of a site in a direction (dx, dy), by the middles of their boxes; enlarged ones count there. */
const middle = (s) => {
  const [a, b, c, d] = boxOf(s);
  return [(a + c) / 2, (b + d) / 2];
};
export function neighbour(drawing, code, dx, dy) {
  drawing.middles ??= new Map([...drawing.shapes, ...drawing.close].map((s) => [s.id, middle(s)]));
  const from = drawing.middles.get(code) ?? [0, 0];
  let best = null,
    least = Infinity;
  for (const [id, [x, y]] of drawing.middles) {
    const along = (x - from[0]) * dx + (y - from[1]) * dy,
      across = Math.abs((x - from[0]) * dy) + Math.abs((y - from[1]) * dx);
    if (along <= 0 || across > 2.2 * along) continue;
    const cost = along + 2 * across;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

export function mapFigure(c, deadline) {
  const { m, t, f } = c,
    chances = m.base.courses.on_time[deadline];
  const byCode = new Map(m.data.municipalities.map((one, i) => [one.code, chances[i]]));
  const drawing = drawingOf(m.data);
  if (!drawing) return null;
  const [left, top, right, bottom] = drawing.full;
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
      height: Math.max(40, Math.round((width * bottom) / right)),
      margin: 2,
      projection: {
        type: 'identity',
        domain: {
          type: 'MultiPoint',
          coordinates: [
            [left, top],
            [right, bottom],
          ],
        },
      },
      style: { background: 'none', overflow: 'visible', color: 'var(--ink)' },
      marks: [
        geo(drawing.shapes),
        Plot.geo(drawing.frames, { fill: 'none', stroke: 'var(--line)', strokeWidth: 0.8 }),
        geo(drawing.close),
      ],
    });
    const paths = [...svg.querySelectorAll('g[aria-label="geo"] path')],
      order = [...drawing.shapes, ...drawing.frames.map(() => null), ...drawing.close];
    paths.forEach((path, i) => order[i] && path.setAttribute('data-code', order[i].id));
    return svg;
  };
  const together = m.chance(m.base, { deadline, reading: 0 }),
    half = [...chances].sort((a, b) => b - a)[Math.floor((chances.length - 1) / 2)],
    alone = chances.reduce((product, chance) => product * chance, 1),
    shared =
      together !== null && together - alone > 0.05 && half - together > 0.1
        ? ` ${t.map.shared(f.percent(half), f.percent(together), f.percent(alone))}`
        : '';
  const list = m.data.municipalities.map((one, i) => ({ name: one.name, p: chances[i] })),
    [least, most] = [list.reduce((a, b) => (b.p < a.p ? b : a)), list.reduce((a, b) => (b.p > a.p ? b : a))];
  return {
    id: 'map',
    title: t.map.spread(f.percent(least.p), least.name, f.percent(most.p), most.name).replace(/\.$/, ''),
    about: t.map.caption(by),
    alt: t.map.alt(by),
    caption: `${t.map.read}${shared}${drawing.close.length ? ` ${t.map.area}` : ''}`,
    draw,
    data: () => ({
      head: [[t.map.columns[0]], [t.map.columns[2], 'share']],
      rows: list.map((one) => [one.name, one.p]),
    }),
  };
}
