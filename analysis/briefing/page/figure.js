/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * figure: a figure on the page: its takeaway as a title, what it shows below, the drawing, its table, and what can be
 * saved of it; drawn when it has a width, and again when that changes.
 *
 * A description is { id, title, about, alt, caption, legend, draw(width, paper), data() }; only id, title, alt and draw
 * must be there; on paper a drawing is lower. What is quiet tells how to read it only where it is taken away. legend:
 * [[kind, text]] as in save.js. data(): { head: [[name, kind]], rows }, the numbers that are drawn.
 */
import { h, table } from './dom.js';
import { save, saveTable } from './save.js';
import { inSteps } from './steps.js';

/* Widths of figures on A4: alone, and two beside each other. */
const WHOLE = 680,
  HALF = 325;

/* A number as a table shows it, by its kind; a CSV file has it in full. */
function shown(f, kind, x) {
  if (x === null || x === undefined) return '\u2013';
  if (typeof x === 'string') return x;
  if (kind === 'day') return f.short(x);
  if (kind === 'share') return f.percent(x);
  if (kind === 'points') return f.points(x);
  return f.number(x);
}

export const key = (legend) =>
  h(
    'ul',
    { class: 'key' },
    legend.map(([kind, text]) => h('li', null, h('span', { class: `swatch k-${kind}`, 'aria-hidden': 'true' }), text)),
  );

/* Made when it is opened: the tables of all figures are long. */
function tableOf(c, description) {
  if (!description.data) return null;
  const holder = h('details', { class: 'data' }, h('summary', null, c.t.figure.table));
  holder.addEventListener('toggle', () => {
    if (!holder.open || holder.children.length > 1) return;
    const { head, rows } = description.data();
    holder.append(
      table(
        `${c.t.figure.table}: ${description.about ?? description.title}`,
        head.map(([text, kind]) => [text, kind ? 'n' : null]),
        rows.map((row) => row.map((x, i) => shown(c.f, head[i][1], x))),
      ),
    );
  });
  return holder;
}

/* All figures of the page. */
export function board() {
  let waiting = [] /* figures that wait for their width */,
    paper = false,
    drawing = inSteps([]) /* the steps in which figures are being drawn */;

  /* Whether a figure has another width than it was drawn with, which it then has. */
  function fit(one) {
    const width = paper ? (one.screen.closest('.half, .pair:not(.tall)') ? HALF : WHOLE) : one.screen.clientWidth;
    if (width < 50 || Math.floor(width) === one.drawn) return false;
    one.width = Math.floor(width);
    return true;
  }

  function paint(one, width) {
    one.drawn = width;
    const svg = one.description.draw(width, paper);
    const group = one.screen.getAttribute('role') === 'group';
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', one.description.alt);
    if (group) svg.setAttribute('aria-hidden', 'true');
    svg.removeAttribute('tabindex');
    for (const part of svg.querySelectorAll('[aria-label],[aria-description],[aria-hidden]'))
      if (part !== svg) ['aria-label', 'aria-description'].forEach((name) => part.removeAttribute(name));
    one.screen.replaceChildren(svg);
  }

  return {
    clear() {
      waiting = [];
    },
    paper(yes) {
      paper = yes;
    },
    /* All at once, or `slowly`: one after the other, so that the page answers in between, those in sight first; then
       `done` is called. */
    draw(done = () => {}, slowly = false) {
      drawing.stop();
      waiting = waiting.filter((one) => one.screen.isConnected);
      const due = waiting.filter(fit).map((one) => ({ one, top: slowly ? one.screen.getBoundingClientRect().top : 0 }));
      due.sort((a, b) => Math.max(0, a.top - window.innerHeight) - Math.max(0, b.top - window.innerHeight));
      const step = ({ one }) => {
        if (one.screen.isConnected) paint(one, one.width);
      };
      drawing = inSteps([...due.map((one) => () => step(one)), done]);
      if (!slowly) drawing.finish();
    },
    /* What is being drawn slowly is drawn at once. */
    finish() {
      drawing.finish();
    },
    figure(c, description) {
      if (!description) return null;
      const { t } = c,
        screen = h('div', { class: 'draw' });
      const button = (kind, act) =>
        h(
          'button',
          { type: 'button', 'aria-label': t.figure.save(t.figure[kind], description.title), onclick: act },
          t.figure[kind],
        );
      const picture = (kind) => () =>
        save(kind, screen.querySelector('svg'), { ...description, source: c.source(description) });
      waiting.push({ screen, description, width: 0 });
      return h(
        'figure',
        { id: `figure-${description.id}` },
        h(`h${description.level ?? 3}`, { class: 'name' }, description.title),
        description.about ? h('p', { class: 'about' }, description.about) : null,
        screen,
        description.legend ? key(description.legend) : null,
        description.caption && !description.quiet ? h('figcaption', null, description.caption) : null,
        h(
          'div',
          { class: 'save' },
          button('svg', picture('svg')),
          button('png', picture('png')),
          description.data ? button('csv', () => saveTable(description)) : null,
          tableOf(c, description),
        ),
      );
    },
  };
}
