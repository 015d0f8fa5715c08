/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * node: every figure as SVG, PNG and PDF, without a browser.
 *
 * Usage: node figures.mjs DATA.json FOLDER force|keep. Exit codes are known to analysis/briefing/briefing.c:
 * 3 Node.js is too old, 4 a figure exists, 5 rsvg-convert is missing, 6 a figure's name is taken by what is no regular
 * file, 1 anything else.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { causesFigure, corpsFigure, scenariosFigure, tornadoFigure } from './decides.js';
import { dotsFigure } from './dots.js';
import { courseFigures, lastFigure } from './figures.js';
import { formatter } from './format.js';
import { groupFigure } from './groups.js';
import { known } from './known.js';
import { mapFigure } from './map.js';
import { model } from './model.js';
import { standalone } from './save.js';
import { inWords } from './question.js';
import { sourceOf } from './source.js';
import { surenessFigure } from './sureness.js';
import { nouns, wording } from './words.js';

const WIDTH = 760;
const COLOURS = {
  '--paper': '#ffffff',
  '--ink': '#1b2733',
  '--soft': '#55616d',
  '--rule': '#d9d8d0',
  '--line': '#8a94a0',
  '--main': '#1d4f7c',
  '--band50': '#8fb2d1',
  '--band90': '#cfdfec',
  '--late': '#b4451b',
  '--plan': '#6a6a62',
  '--seen': '#14202b',
  '--good': '#1d6f5c',
  '--none': '#e4e3dc',
  '--c0': '#f1e4d3',
  '--c1': '#d7dccb',
  '--c2': '#9fc3bf',
  '--c3': '#4f93a6',
  '--c4': '#1d4f7c',
};

function end(code, text) {
  if (text) process.stderr.write(`fmksim: ${text}\n`);
  process.exit(code);
}

function convert(format, svg) {
  const run = spawnSync('rsvg-convert', ['--format', format, ...(format === 'png' ? ['--zoom', '2'] : [])], {
    input: svg,
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`rsvg-convert: ${String(run.error ?? run.stderr).trim()}`);
  return run.stdout;
}

/* Beside its name, synced and renamed when whole; creating follows no link. */
function put(path, content) {
  const part = `${path}.fmksim-part`;
  rmSync(part, { force: true });
  const file = openSync(part, 'wx');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
}

if (Number(process.versions.node.split('.')[0]) < 18) end(3);
const [, , source, folder, mode] = process.argv;
if (spawnSync('rsvg-convert', ['--version']).status !== 0) end(5);
const data = JSON.parse(readFileSync(source, 'utf8'));
const m = model(data),
  lang = data.language,
  { document } = parseHTML('<!doctype html><html><body></body></html>');
const c = {
  m,
  t: wording(data.study.words, lang),
  lang,
  f: formatter(lang),
  k: known(lang, nouns(data.study.words, lang)),
  q: m.headline,
  document,
  live: false,
};
c.what = inWords(c, c.q);
const figures = [
  surenessFigure(c),
  dotsFigure(c),
  ...courseFigures(c),
  m.mapDeadline(c.q) < 0 ? null : mapFigure(c, m.mapDeadline(c.q)),
  groupFigure(c, 'vendors'),
  groupFigure(c, 'regions'),
  lastFigure(c),
  corpsFigure(c, 0.8),
  causesFigure(c),
  tornadoFigure(c),
  scenariosFigure(c),
].filter(Boolean);
const names = figures.flatMap((one) => ['svg', 'png', 'pdf'].map((kind) => join(folder, `${one.id}.${kind}`)));
const there = names.map((name) => lstatSync(name, { throwIfNoEntry: false })).filter(Boolean);
if (there.some((one) => !one.isFile())) end(6);
if (mode !== 'force' && there.length > 0) end(4);

try {
  mkdirSync(folder, { recursive: true });
  for (const one of figures) {
    const { text } = standalone(one.draw(WIDTH), {
      ...one,
      source: sourceOf(c),
      role: (name) => COLOURS[name] ?? '#000',
      document,
    });
    for (const kind of ['svg', 'png', 'pdf']) {
      put(join(folder, `${one.id}.${kind}`), kind === 'svg' ? text : convert(kind, text));
    }
  }
} catch (error) {
  names.forEach((name) => rmSync(`${name}.fmksim-part`, { force: true }));
  end(1, error.message);
}
