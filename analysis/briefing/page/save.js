/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * save: a figure as a file of its own: colours resolved, title and description within.
 */
const NAMESPACE = 'http://www.w3.org/2000/svg';
const MARGIN = 18,
  HEAD = 34;

/* SVG text of a figure. `role` gives a colour role's value. */
export function standalone(svg, { title, alt, role, document }) {
  const width = Number(svg.getAttribute('width')),
    height = Number(svg.getAttribute('height'));
  const copy = svg.cloneNode(true);
  const make = (name, attributes, text) => {
    const element = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text) element.textContent = text;
    return element;
  };
  copy.querySelectorAll('.tip').forEach((tip) => tip.remove());
  for (const [key, value] of Object.entries({ x: MARGIN, y: MARGIN + HEAD, overflow: 'visible' }))
    copy.setAttribute(key, String(value));
  const w = width + 2 * MARGIN,
    tall = height + 2 * MARGIN + HEAD;
  const outer = make('svg', {
    xmlns: NAMESPACE,
    width: w,
    height: tall,
    viewBox: `0 0 ${w} ${tall}`,
    color: 'var(--ink)',
    'font-family': 'Inter, Liberation Sans, Helvetica Neue, Arial, sans-serif',
    'font-size': 12,
  });
  outer.append(
    make('title', {}, title),
    make('desc', {}, alt),
    make('rect', { width: w, height: tall, fill: 'var(--paper)' }),
    make(
      'text',
      {
        x: MARGIN,
        y: MARGIN + 14,
        'font-size': Math.max(10, Math.min(15, (w - 2 * MARGIN) / title.length / 0.56)),
        'font-weight': 600,
        fill: 'var(--ink)',
      },
      title,
    ),
    copy,
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
