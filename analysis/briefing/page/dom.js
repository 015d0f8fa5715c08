/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * dom: elements from texts. Texts become text nodes, never markup.
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export const p = (...children) => h('p', null, ...children);

/* A select with [value, text] options, labelled. */
export function choice(label, options, value, change) {
  const select = h(
    'select',
    { onchange: () => change(select.value) },
    options.map(([v, text]) => h('option', { value: v, selected: String(v) === String(value) }, text)),
  );
  return h('label', { class: 'field' }, h('span', null, label), select);
}

/* head: [text, class]; rows: lists of cells, a cell being a text, a node or a list of both. */
export function table(caption, head, rows, { firstIsHead = true, rowClass = () => null } = {}) {
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', null, caption),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          head.map(([text, kind]) => h('th', { scope: 'col', class: kind }, text)),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((row, r) =>
          h(
            'tr',
            { class: rowClass(r) },
            row.map((cell, i) =>
              i === 0 && firstIsHead ? h('th', { scope: 'row' }, cell) : h('td', { class: head[i][1] }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
