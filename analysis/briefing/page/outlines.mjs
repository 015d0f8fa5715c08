/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * outlines: the municipalities' outlines as TopoJSON, from the drawing in the npm package react-denmark-map (MIT).
 *
 * The package is a React component; its drawing is a list of SVG paths. Curves become lines between their ends, points
 * are rounded and thinned. An id is the official code. The drawing shows Bornholm beside the north of Jutland.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { topology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';

const GRID = 4; /* of about 10 000 units across */
const THIN = 300; /* square units that a point must be worth */
const SPECK = 40; /* square units below which an islet is left out */

const steps = { m: 2, l: 2, h: 1, v: 1, c: 6, z: 0 };

/* The rings of an SVG path, as lists of points. */
export function rings(path) {
  const tokens = path.match(/[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?/g);
  const out = [];
  let at = [0, 0],
    start = at,
    command = '',
    i = 0;
  while (i < tokens.length) {
    if (/[a-zA-Z]/.test(tokens[i])) command = tokens[i++];
    const kind = command.toLowerCase(),
      relative = command === kind;
    if (!(kind in steps)) throw new Error(`a path has the command ${command}, which is not known`);
    const numbers = tokens.slice(i, (i += steps[kind])).map(Number);
    const from = relative ? at : [0, 0];
    if (kind === 'z') at = start;
    else if (kind === 'h') at = [from[0] + numbers[0], at[1]];
    else if (kind === 'v') at = [at[0], from[1] + numbers[0]];
    else at = [from[0] + numbers.at(-2), from[1] + numbers.at(-1)];
    if (kind === 'm') {
      out.push([(start = at)]);
      command = relative ? 'l' : 'L';
    } else if (kind !== 'z') out.at(-1).push(at);
  }
  return out;
}

function area(ring) {
  return Math.abs(
    ring.reduce((sum, p, i) => {
      const q = ring[(i + 1) % ring.length];
      return sum + p[0] * q[1] - q[0] * p[1];
    }, 0) / 2,
  );
}

function closed(ring) {
  const points = ring.map((p) => p.map((x) => Math.round(x / GRID) * GRID));
  if (points[0].join() !== points.at(-1).join()) points.push(points[0]);
  return points;
}

export function outlines() {
  const file = createRequire(import.meta.url)
    .resolve('react-denmark-map')
    .replace(/cjs/, 'esm');
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/display_name:"[^"]*",code:"(\d{3})",d:"([^"]*)"/g)];
  if (found.length !== 98) throw new Error(`react-denmark-map has ${found.length} municipalities instead of 98`);
  const features = found.map(([, code, path]) => ({
    type: 'Feature',
    id: Number(code),
    properties: {},
    geometry: {
      type: 'MultiPolygon',
      coordinates: rings(path)
        .filter((r) => r.length > 2 && area(r) > SPECK)
        .map((r) => [closed(r)]),
    },
  }));
  const whole = topology({ municipalities: { type: 'FeatureCollection', features } });
  return simplify(presimplify(whole), THIN);
}
