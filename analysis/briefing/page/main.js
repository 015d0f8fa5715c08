/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * main: the page. Reads the data, keeps what the reader has chosen, and puts the sections together.
 */
import { readAddress, writeAddress } from './address.js';
import { h } from './dom.js';
import { formatter } from './format.js';
import { known } from './known.js';
import { model } from './model.js';
import { nouns, wording } from './words.js';
import {
  answer,
  corps,
  courses,
  deadlines,
  decides,
  inWords,
  last,
  questionBar,
  scenarios,
  section,
} from './sections.js';
import { foot, limits, others, register } from './closing.js';
import { places } from './places.js';
import { save } from './save.js';
import { whatIf } from './whatif.js';

const data = JSON.parse(document.getElementById('data').textContent);
const m = model(data);
const state = {
  lang: data.language,
  theme: 'auto',
  q: m.responsive,
  target: 0.8,
  lever: null,
  position: {},
  place: null,
  sort: { column: 2, order: 1 },
  mapDeadline: null,
  live: null,
};
if (/=/.test(location.hash)) Object.assign(state, readAddress(m, location.hash));
const at = (id) => document.getElementById(id);
const PAPER = 680; /* width of a figure on A4 */

let waiting = []; /* figures that wait for their width */
let after = [];
let paper = false;

/* A figure with its heading, caption and buttons; drawn when it has a width, and again when that changes. */
function figure(t, description) {
  if (!description) return null;
  const screen = h('div', { class: 'draw' });
  const button = (kind) =>
    h(
      'button',
      {
        type: 'button',
        'aria-label': t.figure.save(t.figure[kind], description.title),
        onclick: () => save(kind, screen.querySelector('svg'), description),
      },
      t.figure[kind],
    );
  waiting.push({ screen, description, width: 0 });
  return h(
    'figure',
    { id: `figure-${description.id}` },
    h(`h${description.level ?? 3}`, { class: 'name' }, description.title),
    screen,
    description.caption ? h('figcaption', null, description.caption) : null,
    h('div', { class: 'save' }, button('svg'), button('png')),
  );
}

function draw() {
  waiting = waiting.filter((one) => one.screen.isConnected);
  for (const one of waiting) {
    const width = Math.floor(paper ? Math.min(PAPER, one.screen.clientWidth || PAPER) : one.screen.clientWidth);
    if (width < 50 || width === one.width) continue;
    one.width = width;
    const svg = one.description.draw(width);
    const group = one.screen.getAttribute('role') === 'group';
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', one.description.alt);
    if (group) svg.setAttribute('aria-hidden', 'true');
    svg.removeAttribute('tabindex');
    for (const part of svg.querySelectorAll('[aria-label],[aria-description],[aria-hidden]'))
      if (part !== svg) ['aria-label', 'aria-description'].forEach((name) => part.removeAttribute(name));
    one.screen.replaceChildren(svg);
  }
  after.forEach((then) => then());
}

function context() {
  const t = wording(data.study.words, state.lang);
  const c = {
    m,
    t,
    state,
    lang: state.lang,
    f: formatter(state.lang),
    k: known(state.lang, nouns(data.study.words, state.lang)),
    q: state.q,
    document,
    live: true,
  };
  c.what = inWords(c, c.q);
  c.figure = (description) => figure(t, description);
  c.announce = (text) => {
    at('announce').textContent = text;
  };
  c.set = (change) => {
    Object.assign(state, change);
    c.remember();
    render();
  };
  c.ask = (q) => {
    c.set({ q });
    c.announce(t.announceQuestion(inWords(context(), q)));
  };
  /* From the first change on the address tells what was chosen. */
  c.remember = () => history.replaceState(null, '', writeAddress(state));
  c.later = (then) => after.push(then);
  c.drawLate = draw;
  return c;
}

function switches(c) {
  const { t } = c;
  const group = (label, options, value, change) =>
    h(
      'div',
      { class: 'group', role: 'group', 'aria-label': label },
      options.map(([v, text]) =>
        h(
          'button',
          {
            type: 'button',
            lang: v.length === 2 ? v : null,
            'aria-pressed': String(v === value),
            onclick: () => change(v),
          },
          text,
        ),
      ),
    );
  return h(
    'div',
    { class: 'switches' },
    group(
      t.language,
      [
        ['da', 'Dansk'],
        ['en', 'English'],
      ],
      state.lang,
      (lang) => c.set({ lang }),
    ),
    group(t.theme, Object.entries(t.themes), state.theme, (theme) => c.set({ theme })),
  );
}

/* Where the keyboard is, as a path of child numbers, so that it is there again after everything was made anew. */
function focusPath() {
  const path = [];
  for (let e = document.activeElement; e && e !== document.body; e = e.parentElement)
    path.unshift([...e.parentElement.children].indexOf(e));
  return path;
}
function focusAgain(path) {
  let e = document.body;
  for (const i of path) e = e?.children[i];
  if (path.length && e !== document.body) e?.focus({ preventScroll: true });
}

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

/* The style sheet knows light and dark only. */
function applyTheme() {
  const system = systemIsDark.matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = state.theme === 'auto' ? system : state.theme;
}

function render() {
  const c = context(),
    path = focusPath(),
    scroll = window.scrollY;
  waiting = [];
  after = [];
  document.documentElement.lang = state.lang;
  applyTheme();
  document.title = c.k.title(data.study.title);
  at('skip').textContent = c.t.skip;
  at('head').replaceChildren(
    h(
      'p',
      { class: 'title' },
      c.k.title(data.study.title),
      h('small', null, c.t.subtitle(data.study.replications, data.study.as_of, c.f)),
    ),
    switches(c),
  );
  at('main').replaceChildren(
    ...[
      answer(c),
      deadlines(c),
      courses(c),
      questionBar(c),
      places(c, section),
      last(c),
      corps(c),
      whatIf(c),
      decides(c),
      scenarios(c),
      register(c),
      limits(c),
      others(c),
    ].filter(Boolean),
  );
  at('foot').replaceChildren(foot(c));
  draw();
  window.scrollTo({ top: scroll, behavior: 'instant' });
  focusAgain(path);
}

function onPaper(yes) {
  paper = yes;
  document.querySelectorAll('details').forEach((one) => {
    if (yes) {
      one.dataset.was = one.open ? 'open' : '';
    }
  });
  draw();
}

render();
let frame = 0;
new ResizeObserver(() => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}).observe(at('main'));
systemIsDark.addEventListener('change', applyTheme);
window.addEventListener('beforeprint', () => onPaper(true));
window.addEventListener('afterprint', () => onPaper(false));
window.matchMedia('print').addEventListener('change', (event) => onPaper(event.matches));
