/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * save: a figure as a file that stands alone: colours resolved, title, legend, how to read it and where it is from
 * within; and its numbers as a table.
 *
 * A legend is a list of [kind, text]; kinds: line, late, plan, dash, ring, b50, b90, good, main, line-ink.
 */
const NAMESPACE = 'http://www.w3.org/2000/svg';
const MARGIN = 18;
const FONT = 'Inter, Liberation Sans, Helvetica Neue, Arial, sans-serif';

/* About as many letters as a line of that width holds. */
function lines(text, width, size, wide = 0.53) {
  const most = Math.max(12, Math.floor(width / (wide * size))),
    out = [];
  for (const word of text.split(' ')) {
    const last = out.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out;
}

const FILLS = { b50: 'var(--band50)', b90: 'var(--band90)', good: 'var(--good)', main: 'var(--main)' };
const STROKES = {
  line: ['var(--main)', 2.6, ''],
  late: ['var(--late)', 1.6, ''],
  plan: ['var(--plan)', 1.8, '5 4'],
  dash: ['var(--ink)', 1.6, '2 3'],
};

function swatch(make, kind, x, y) {
  if (kind in STROKES) {
    const [stroke, width, dash] = STROKES[kind];
    return make('line', {
      x1: x,
      x2: x + 20,
      y1: y - 4,
      y2: y - 4,
      stroke,
      'stroke-width': width,
      ...(dash ? { 'stroke-dasharray': dash } : {}),
    });
  }
  if (kind === 'ring')
    return make('circle', {
      cx: x + 10,
      cy: y - 4,
      r: 4.5,
      fill: 'var(--paper)',
      stroke: 'var(--seen)',
      'stroke-width': 2,
    });
  if (kind === 'good' || kind === 'main') return make('circle', { cx: x + 10, cy: y - 4, r: 5, fill: FILLS[kind] });
  return make('rect', { x, y: y - 10, width: 20, height: 11, fill: FILLS[kind] ?? 'var(--none)' });
}

/* SVG text of a figure. `role` gives a colour role's value; `source` says where its numbers are from. */
export function standalone(svg, { title, about = '', alt, caption = '', legend = [], source = '', role, document }) {
  const width = Number(svg.getAttribute('width')),
    height = Number(svg.getAttribute('height')),
    w = width + 2 * MARGIN;
  const copy = svg.cloneNode(true);
  const make = (name, attributes, text) => {
    const element = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text) element.textContent = text;
    return element;
  };
  copy.querySelectorAll('.tip').forEach((tip) => tip.remove());
  const parts = [];
  let y = MARGIN;
  const say = (text, size, more) => {
    if (!text) return;
    for (const line of lines(text, width, size, more['font-weight'] ? 0.57 : 0.53)) {
      y += size * 1.3;
      parts.push(make('text', { x: MARGIN, y: Math.round(y), 'font-size': size, fill: 'var(--ink)', ...more }, line));
    }
  };
  say(title, 15, { 'font-weight': 600 });
  say(about, 12, { fill: 'var(--soft)' });
  y += 10;
  for (const [name, value] of Object.entries({ x: MARGIN, y: Math.round(y), overflow: 'visible' }))
    copy.setAttribute(name, String(value));
  parts.push(copy);
  y += height + 8;
  for (const [kind, text] of legend) {
    y += 16;
    parts.push(
      swatch(make, kind, MARGIN, Math.round(y)),
      make('text', { x: MARGIN + 28, y: Math.round(y), 'font-size': 11.5, fill: 'var(--ink)' }, text),
    );
  }
  y += 4;
  say(caption, 11.5, { fill: 'var(--soft)' });
  y += 4;
  say(source, 10.5, { fill: 'var(--soft)' });
  const tall = Math.round(y + MARGIN);
  const outer = make('svg', {
    xmlns: NAMESPACE,
    width: w,
    height: tall,
    viewBox: `0 0 ${w} ${tall}`,
    color: 'var(--ink)',
    'font-family': FONT,
    'font-size': 12,
  });
  outer.append(
    make('title', {}, about ? `${about}: ${title}` : title),
    make('desc', {}, alt),
    make('rect', { width: w, height: tall, fill: 'var(--paper)' }),
    ...parts,
  );
  /* HTML's way of writing a space that does not break is none of XML's */
  const text = outer.outerHTML
    .replace(/&nbsp;/g, '\u00a0')
    .replace(/var\((--[a-z0-9]+)\)/g, (_, name) => role(name))
    .replace(/height:\s*intrinsic;/g, '');
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(/currentColor/g, role('--ink'))}\n`,
    width: w,
    height: tall,
  };
}

function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export async function save(kind, svg, figure) {
  const style = getComputedStyle(document.documentElement);
  const whole = standalone(svg, { ...figure, document, role: (name) => style.getPropertyValue(name).trim() });
  const blob = new Blob([whole.text], { type: 'image/svg+xml' });
  if (kind === 'svg') return download(blob, `${figure.id}.svg`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole.text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * whole.width;
  canvas.height = 2 * whole.height;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((png) => download(png, `${figure.id}.png`), 'image/png');
  return undefined;
}

/* ---- tables ---- */

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/* RFC 4180; days as ISO dates, shares in [0, 1], nothing rounded; what is not there is empty. */
export function csvOf({ head, rows }) {
  const cell = (x, kind) =>
    x === null || x === undefined
      ? ''
      : kind === 'day' && typeof x === 'number'
        ? new Date(x * 864e5).toISOString().slice(0, 10)
        : quoted(String(x));
  return [head.map(([text]) => quoted(text)), ...rows.map((row) => row.map((x, i) => cell(x, head[i][1])))]
    .map((line) => `${line.join(',')}\r\n`)
    .join('');
}

export function saveTable(figure) {
  /* with a mark, since programs for tables take a file for one of their own code else */
  download(new Blob(['\ufeff', csvOf(figure.data())], { type: 'text/csv' }), `${figure.id}.csv`);
}
