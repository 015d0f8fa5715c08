/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * build: the page as a template and the script for node, as a C file.
 *
 * Usage: node build.mjs OUTPUT.c LIVE.wasm STILL
 * LIVE.wasm is the simulation's module, packed into the page; an empty name: a page that does not simulate, and STILL
 * says why. The template has three places left, @@LANGUAGE@@, @@ANSWER@@ and @@DATA@@. Its content security policy
 * allows exactly the script and the styles that are in it, by their hashes, and no request at all; with the simulation
 * also WebAssembly, and workers of the page's own making.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { outlines } from './outlines.mjs';

const hash = (text) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const fail = (why) => {
  throw new Error(why);
};

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [new URL(entry, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
    define: { OUTLINES: JSON.stringify(outlines()), WORKER: "''", ...options.define },
  });
  return result.outputFiles[0].text;
}

/* Plot puts a style element into every figure, the same for the same class name. */
function styleOfPlot() {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({ document, className: 'plot', marks: [Plot.dot([[0, 0]])] });
  return svg.querySelector('style').textContent;
}

const page = { format: 'iife', target: ['chrome100', 'firefox100', 'safari15.4'] };
const module = process.argv[3] ? gzipSync(readFileSync(process.argv[3]), { level: 9 }).toString('base64') : '';
const worker = module ? await bundle('worker.js', page) : '';
const script = (await bundle('entry.js', { ...page, define: { WORKER: JSON.stringify(worker) } })).trim();
const styles = ['page.css', 'first.css', 'figures.css', 'paper.css'].map(read).join('');
const style = (await transform(styles, { loader: 'css', minify: true })).code.trim();
if (/<\/script/i.test(script) || /<\/style/i.test(style)) fail('the bundle would end its own element');
if (script.includes('@@') || style.includes('@@')) fail('the bundle contains a mark of the template');

const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}${module ? " 'wasm-unsafe-eval'" : ''}`,
  ...(module ? ['worker-src blob:'] : []),
  `style-src ${hash(style)} ${hash(styleOfPlot())}`,
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
const template = read('page.html')
  .replace('%POLICY%', () => policy)
  .replace('%STYLE%', () => style)
  .replace('%LIVE%', () => module)
  .replace('%SCRIPT%', () => script);
const figures = await bundle('node.js', {
  format: 'esm',
  platform: 'node',
  target: 'node18',
  external: ['canvas'],
  banner: {
    js: "import { createRequire as require_of } from 'node:module'; const require = require_of(import.meta.url);",
  },
});

const bytes = (name, text) => {
  const data = Buffer.from(text, 'utf8');
  const lines = [];
  for (let i = 0; i < data.length; i += 64) lines.push(data.subarray(i, i + 64).join(','));
  return `const unsigned char ${name}[] = {\n${lines.join(',\n')}};\nconst size_t ${name}_size = sizeof ${name};\n`;
};
writeFileSync(
  process.argv[2],
  '/* made by analysis/briefing/page/build.mjs */\n#include "analysis/briefing/briefing_parts.h"\n' +
    'const char briefing_absent[] = "";\n' +
    `const char briefing_still[] = ${JSON.stringify(module ? '' : process.argv[4])};\n` +
    bytes('briefing_template', template) +
    bytes('briefing_script', figures),
);
