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
const { simulation } = await import(pathToFileURL(resolve(script)));
const html = readFileSync(page, 'utf8');
const element = (id) => html.match(new RegExp(`<script type="[^"]*" id="${id}">([^<]*)</script>`))[1];
const { live } = JSON.parse(element('data'));
const module = await WebAssembly.compile(gunzipSync(Buffer.from(element('live'), 'base64')));

const BLOCK = 20;
let compared = 0;
for (const { from, sets, dates } of JSON.parse(readFileSync(expected, 'utf8'))) {
  const s = await simulation(module, live.configuration, live.sites);
  s.choose({ from, sets });
  for (let first = 0; first < dates.length; first += BLOCK) {
    const run = s.run({ seed: live.seed, inner: live.inner, first, count: BLOCK });
    dates.slice(first, first + BLOCK).forEach((row, r) =>
      row.forEach((date, q) => {
        assert.ok(Object.is(run[r * s.questions + q], date ?? Infinity), `replication ${first + r}, question ${q}`);
        compared++;
      }),
    );
  }
}
console.log(`ok: ${compared} dates of ${page} are the same in the page and in the program`);

/* What cannot be simulated is told, and the same simulation goes on. */
const s = await simulation(module, live.configuration, live.sites);
assert.throws(() => s.choose({ sets: ['no.such=1'] }), /no\.such/);
assert.throws(() => s.run({ seed: 1, inner: 1, first: 0, count: 1 }), /nothing is chosen/);
assert.throws(() => s.choose({ from: '2013-02-30', sets: ['title="x"'] }), /./);
s.choose({ sets: [] });
assert.equal(s.run({ seed: live.seed, inner: live.inner, first: 0, count: 1 }).length, s.questions);
await assert.rejects(simulation(module, 'title = ', ''), /configuration|syntax/);
await assert.rejects(simulation(module, live.configuration, 'code,name\n'), /region|column/);
