/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * places: the map and the table of all municipalities, which show the same one.
 *
 * The map is one stop of the keyboard; arrow keys move to neighbours. Each row of the table can be pointed at as well.
 */
import { h, p } from './dom.js';
import { drawingOf, mapFigure, neighbour } from './map.js';
import { mapClasses } from './model.js';
import { risk } from './risk.js';
import { story, worst } from './story.js';

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function rowsOf(c, deadline) {
  const { m } = c,
    milestone = m.data.milestones[m.data.deadlines[deadline].milestone];
  const chances = m.base.courses.on_time[deadline],
    dates = m.base.courses.dates[milestone.name];
  return m.data.municipalities.map((one, i) => ({
    code: one.code,
    name: one.name,
    region: m.data.regions[one.region] ?? '',
    p: chances[i],
    q: dates[i].slice(0, 3),
  }));
}

const sorters = (lang) => {
  const text = new Intl.Collator(lang).compare,
    late = (x) => x ?? Infinity;
  return [
    (a, b) => text(a.name, b.name),
    (a, b) => text(a.region, b.region) || text(a.name, b.name),
    (a, b) => a.p - b.p,
    ...[0, 1, 2].map((i) => (a, b) => late(a.q[i]) - late(b.q[i])),
  ];
};

/* The map, the table and the story of the site that is chosen. */
export function places(c, section) {
  const { m, t, f } = c,
    deadline = m.mapDeadline(c.q);
  if (deadline < 0) return null;
  const rows = rowsOf(c, deadline),
    byCode = new Map(rows.map((row) => [row.code, row]));
  const place = h('p', { class: 'place' }, t.map.none);
  const day = (d) => (d === null ? t.map.never : f.short(d));
  let current = c.state.place;
  let telling = null;

  const body = h('tbody');
  const lines = new Map(
    rows.map((row) => [
      row.code,
      h(
        'tr',
        { 'data-code': row.code },
        h('th', { scope: 'row' }, row.name),
        m.regions ? h('td', null, row.region) : null,
        h('td', { class: 'n' }, f.percent(row.p)),
        row.q.map((d) => h('td', { class: 'n' }, day(d))),
      ),
    ]),
  );
  const heads = t.map.columns.map((text, i) =>
    i === 1 && !m.regions
      ? null
      : h(
          'th',
          { scope: 'col', class: i > 1 ? 'n' : null },
          h('button', { type: 'button', onclick: () => sort(i) }, text),
        ),
  );
  const holder = h(
    'div',
    { class: 'rows', tabindex: 0, role: 'region', 'aria-label': t.map.table },
    h('table', null, h('caption', { class: 'hidden' }, t.map.table), h('thead', null, h('tr', null, heads)), body),
  );

  function sort(column) {
    const order = c.state.sort.column === column ? -c.state.sort.order : 1;
    c.state.sort = { column, order };
    arrange();
  }
  function arrange() {
    const { column, order } = c.state.sort;
    heads.forEach((th, i) =>
      i === column
        ? th?.setAttribute('aria-sort', order > 0 ? 'ascending' : 'descending')
        : th?.removeAttribute('aria-sort'),
    );
    body.append(...[...rows].sort((a, b) => order * sorters(c.lang)[column](a, b)).map((row) => lines.get(row.code)));
  }
  arrange();

  const drawing = drawingOf(m.data);
  const description = mapFigure(c, deadline);
  const map = description ? c.figure(description) : null;
  const screen = map?.querySelector('.draw');

  function show(code, { scroll = true, tell = false } = {}) {
    if (!byCode.has(code)) return;
    lines.get(current)?.classList.remove('on');
    current = code;
    const row = byCode.get(code),
      line = lines.get(code);
    line.classList.add('on');
    if (scroll) holder.scrollTop = line.offsetTop - holder.clientHeight / 2;
    screen?.querySelectorAll('path.on').forEach((path) => path.classList.remove('on'));
    screen?.querySelectorAll(`path[data-code="${code}"]`).forEach((path) => path.classList.add('on'));
    place.textContent = t.map.at(row.name, row.region, f.percent(row.p), day(row.q[0]), day(row.q[2]));
    if (tell) c.announce(place.textContent);
  }
  /* Its story, from now on; a click, a key or the list asks for it. */
  function choose(code) {
    if (!byCode.has(code)) return;
    show(code, { scroll: false });
    c.state.place = code;
    c.remember();
    const next = story(c, code, choose);
    telling?.replaceWith(next);
    telling = next;
    c.drawLate();
  }
  body.addEventListener('click', (event) => {
    const line = event.target.closest('tr');
    if (line) choose(Number(line.dataset.code));
  });
  body.addEventListener('pointerover', (event) => {
    const line = event.target.closest('tr');
    if (line) show(Number(line.dataset.code), { scroll: false });
  });
  if (screen) {
    screen.classList.add('map');
    for (const [name, value] of Object.entries({ tabindex: 0, role: 'group', 'aria-label': t.map.keys }))
      screen.setAttribute(name, value);
    const under = (event) => Number(event.target.closest?.('path[data-code]')?.dataset.code ?? NaN);
    screen.addEventListener('pointerover', (event) => show(under(event)));
    screen.addEventListener('click', (event) => choose(under(event)));
    screen.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && current !== null) choose(current);
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      const start = current ?? rows.find((row) => drawing.drawn.has(row.code))?.code;
      show(current === null ? start : (neighbour(drawing, start, ...arrow) ?? start), { tell: true });
    });
    map.insertBefore(place, screen.nextSibling);
    c.later(() => current !== null && show(current, { scroll: false }));
  }
  const { ends, verbal, low, high } = mapClasses(rows.map((row) => row.p));
  const bounds = [low, ...ends, high];
  const classOf = (chance) => ends.filter((end) => chance >= end).length,
    used = [0, 1, 2, 3, 4].filter((i) => rows.some((row) => classOf(row.p) === i));
  const name = (i) =>
    verbal
      ? `${t.verbalRange[i]}: ${t.verbal[i]}`
      : `${f.decimal(100 * bounds[i])}\u2013${f.decimal(100 * bounds[i + 1])}\u202f%`;
  const classes = h(
    'ul',
    { class: 'key' },
    used.map((i) => h('li', null, h('span', { class: `swatch s${i}`, 'aria-hidden': 'true' }), name(i))),
    verbal ? null : h('li', null, t.map.fine(f.decimal(Math.ceil(980 / Math.sqrt(m.base.effective)) / 10))),
  );
  const lost = drawing ? rows.filter((row) => !drawing.drawn.has(row.code)) : [];
  const whole = section(
    c,
    'map',
    map ? classes : null,
    h(
      'div',
      { class: map ? 'places' : null },
      map,
      h(
        'div',
        null,
        risk(c, deadline, choose),
        h('p', { class: 'printonly' }, [0, 2, 3, 5].map((i) => t.map.columns[i]).join(' \u00b7 ')),
        holder,
      ),
    ),
    map && lost.length ? p(`${t.map.outlines} ${lost.map((row) => row.name).join(', ')}.`) : null,
  );
  whole.querySelector('h2').textContent = t.mapTitle(m.sites);
  telling = story(c, c.state.place ?? worst(m, c.q), choose);
  return [whole, telling];
}
