/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * main: the page. Reads the data, keeps what the reader has chosen, and puts the sections together.
 */
import { actions } from './actions.js';
import { readAddress, writeAddress } from './address.js';
import { answer } from './answer.js';
import { foot, limits, others, register } from './closing.js';
import { h } from './dom.js';
import { board } from './figure.js';
import { formatter } from './format.js';
import { groups } from './groups.js';
import { known } from './known.js';
import { model } from './model.js';
import { pair } from './pair.js';
import { places } from './places.js';
import { inWords } from './question.js';
import { corps, courses, deadlines, decides, last, scenarios, section } from './sections.js';
import { sourceOf } from './source.js';
import { inSteps } from './steps.js';
import { whatIf } from './whatif.js';
import { nouns, wording } from './words.js';

const data = JSON.parse(document.getElementById('data').textContent);
const m = model(data);
const state = {
  lang: data.language,
  theme: 'auto',
  q: m.headline,
  target: 0.8,
  lever: null,
  position: {},
  place: null,
  sort: { column: 2, order: 1 },
  pair: null,
  story: false,
  ranking: 0,
  live: null,
};
if (/=/.test(location.hash)) Object.assign(state, readAddress(m, location.hash));
const at = (id) => document.getElementById(id);
const figures = board();
let making = null /* the steps in which the page is made at first */,
  after = [] /* what is done whenever all figures are drawn */,
  once = []; /* what is done once the page stands */

function draw(slowly = false) {
  if (making) return figures.draw(() => {}, true); /* of what there is */
  figures.draw(() => {
    after.forEach((then) => then());
    document.documentElement.dataset.drawn = 'yes';
  }, slowly);
  const now = once;
  once = [];
  now.forEach((then) => then());
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
  c.source = () => sourceOf(c);
  c.figure = (description) => figures.figure(c, description);
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
  c.once = (then) => once.push(then);
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

/* Links to what stands on the page, in its order. */
function contents(c, sections) {
  const link = (one) => h('li', null, h('a', { href: `#${one.id}` }, one.querySelector('h2').textContent));
  return h(
    'nav',
    { id: 'contents', 'aria-label': c.t.contents },
    h('ul', null, sections.filter((one) => one.id !== 'answer').map(link)),
  );
}

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

/* The style sheet knows light and dark only. */
function applyTheme() {
  const system = systemIsDark.matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = state.theme === 'auto' ? system : state.theme;
}

/* What stands below the first screen, in its order; each gives a section, several, or none. */
const PARTS = [
  deadlines,
  actions,
  courses,
  (c) => places(c, section),
  groups,
  last,
  decides,
  whatIf,
  corps,
  scenarios,
  pair,
  register,
  limits,
  others,
];
const partOf = (c, part) => [part(c)].flat().filter(Boolean);

function renderHead(c) {
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
}

/* The first screen is painted before the rest is made, and none of it holds the page up for long. */
function begin() {
  const c = context(),
    all = [];
  const add = (part) => () => {
    const made = partOf(c, part);
    all.push(...made);
    at('main').append(...made);
  };
  return inSteps([
    () => at('main').replaceChildren(answer(c)),
    () => figures.draw(() => {}, true),
    ...PARTS.map(add),
    () => {
      at('answer').after(contents(c, all));
      at('foot').replaceChildren(foot(c));
      making = null;
      draw(true);
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    },
  ]);
}

function render() {
  const c = context(),
    path = focusPath(),
    scroll = window.scrollY;
  making?.stop();
  making = null;
  figures.clear();
  after = [];
  once = [];
  delete document.documentElement.dataset.drawn;
  renderHead(c);
  const rest = PARTS.flatMap((part) => partOf(c, part));
  at('main').replaceChildren(answer(c), contents(c, rest), ...rest);
  at('foot').replaceChildren(foot(c));
  draw();
  window.scrollTo({ top: scroll, behavior: 'instant' });
  focusAgain(path);
}

function onPaper(yes) {
  making?.finish();
  figures.paper(yes);
  draw();
}

renderHead(context());
making = begin();
let frame = 0,
  wide = at('main').clientWidth;
new ResizeObserver(() => {
  if (at('main').clientWidth === wide) return;
  wide = at('main').clientWidth;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => draw());
}).observe(at('main'));
systemIsDark.addEventListener('change', applyTheme);
/* An address that somebody types or pastes shows what it says; a link within the page is none. */
window.addEventListener('hashchange', () => {
  if (!/=/.test(location.hash)) return;
  Object.assign(state, { q: m.headline, place: null, pair: null, live: null }, readAddress(m, location.hash));
  render();
});
window.addEventListener('beforeprint', () => onPaper(true));
window.addEventListener('afterprint', () => onPaper(false));
window.matchMedia('print').addEventListener('change', (event) => onPaper(event.matches));
