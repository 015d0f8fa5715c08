/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * live: the simulation that a page holds against the results file that the page tells of, date by date, bit by bit.
 *
 * Usage: node live.mjs PAGE.html EXPECTED.json SIMULATION.mjs
 * EXPECTED: [{ from, sets, dates: [replication][question] }], null where not within the horizon.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const [, , page, expected, script] = process.argv;
const { simulation, unpackPasts } = await import(pathToFileURL(resolve(script)));
const html = readFileSync(page, 'utf8');
const element = (id) => html.match(new RegExp(`<script type="[^"]*" id="${id}">([^<]*)</script>`))[1];
const { live } = JSON.parse(element('data'));
const module = await WebAssembly.compile(gunzipSync(Buffer.from(element('live'), 'base64')));

const BLOCK = 20;
const pasts = live.pasts ? await unpackPasts(live.pasts) : null;
let compared = 0;
for (const { from, sets, dates } of JSON.parse(readFileSync(expected, 'utf8'))) {
  const s = await simulation(module, live.configuration, live.sites, pasts);
  s.choose({ from, sets });
  const all = pasts?.count ?? dates.length;
  for (let first = 0; first < all; first += BLOCK) {
    const count = Math.min(BLOCK, all - first),
      run = s.run({ seed: live.seed, inner: live.inner, first, count });
    for (let k = 0; k < count; k++)
      dates[pasts ? pasts.rows[first + k] : first + k].forEach((date, q) => {
        assert.ok(Object.is(run[k * s.questions + q], date ?? Infinity), `course ${first + k}, question ${q}`);
        compared++;
      });
  }
  if (pasts) assert.throws(() => s.run({ seed: 1, inner: 1, first: all, count: 1 }), /not so many pasts/);
  if (pasts && sets.length) assert.throws(() => s.choose({ sets }), /before the day until which the past is known/);
}
console.log(`ok: ${compared} dates of ${page} are the same in the page and in the program`);

/* What cannot be simulated is told, and the same simulation goes on. */
const s = await simulation(module, live.configuration, live.sites, pasts);
assert.throws(() => s.choose({ sets: ['no.such=1'] }), /no\.such|before the day/);
assert.throws(() => s.run({ seed: 1, inner: 1, first: 0, count: 1 }), /nothing is chosen/);
assert.throws(() => s.choose({ from: '2013-02-30', sets: ['title="x"'] }), /./);
s.choose({ sets: [] });
const alone = s.run({ seed: live.seed, inner: live.inner, first: 0, count: 1 });
assert.equal(alone.length, s.questions);
/* A site that is watched is told of besides, and changes nothing. */
s.choose({ sets: [], site: 1 });
const watched = s.run({ seed: live.seed, inner: live.inner, first: 0, count: 1 });
assert.ok(watched.length === s.questions && watched.length > alone.length);
assert.deepEqual(watched.slice(0, alone.length), alone);
assert.ok(watched[alone.length] <= alone[0], 'it reaches the first milestone no later than the last one does');
await assert.rejects(simulation(module, 'title = ', ''), /configuration|syntax/);
if (live.sites) await assert.rejects(simulation(module, live.configuration, 'code,name\n'), /region|column/);
