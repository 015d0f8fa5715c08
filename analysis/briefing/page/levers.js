/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * levers: what the reader can move, and what the page simulates of it while he looks.
 *
 * Sliders for numbers that the configuration moves in several of its scenarios, boxes for its other scenarios; all of
 * them combine.
 */
import { curvesFigure } from './curves.js';
import { AS_IT_IS, datesOf, earliest, keptOf, listen, openChoices, whenSeen } from './engine.js';
import { differences, sampleOf, shares } from './estimate.js';
import { canSimulate } from './live.js';
import { CARDS } from './model.js';
import { h, p, table } from './dom.js';
import { inWords } from './question.js';
import { liveWords } from './words_live.js';

const STEPS = [100, 1000, 4000]; /* courses: first looked at, refined to, and on request */
const TOLD = [100, 200, 400, 700, 1000, 2000, 3000];
const PANEL = 'levers';

/* ---- what can be moved ---- */

const numberOf = (choice) => {
  if (choice.sets.length !== 1 || typeof choice.standing !== 'number') return null;
  const text = choice.sets[0].slice(choice.sets[0].indexOf('=') + 1);
  return /^-?[0-9.]+$/.test(text) ? Number(text) : null;
};

/* { sliders: [{ path, standing, low, high, step }], boxes: [choice] }; a number with one other value is a box. */
export function movable(choices) {
  const paths = new Map();
  for (const choice of choices) {
    const value = choice.from ? null : numberOf(choice);
    if (value !== null) paths.set(choice.path, [...(paths.get(choice.path) ?? [choice.standing]), value]);
  }
  const sliders = [];
  for (const [path, all] of paths) {
    const values = [...new Set(all)].sort((a, b) => a - b);
    if (values.length < 3) continue;
    const whole = values.every(Number.isInteger),
      gaps = values.slice(1).map((v, i) => v - values[i]);
    sliders.push({
      path,
      standing: all[0],
      low: values[0],
      high: values.at(-1),
      step: whole ? 1 : Math.min(...gaps),
    });
  }
  const boxes = choices.filter((choice) => !choice.from && !sliders.some((slider) => slider.path === choice.path));
  return { sliders, boxes };
}

function chosen(state, { sliders, boxes }) {
  const sets = [];
  for (const box of boxes) if (state.on[box.name]) sets.push(...box.sets);
  for (const slider of sliders) {
    const value = state.value[slider.path] ?? slider.standing;
    if (value !== slider.standing && value >= slider.low && value <= slider.high) sets.push(`${slider.path}=${value}`);
  }
  return { from: sets.length ? state.from : '', sets };
}

/* ---- what comes out ---- */

/* Of every question, over the first n courses of both: shares and their difference. */
function compare(m, questions, base, other, n, sample) {
  const as = questions.map((q) => keptOf(m, q, base, n)),
    bs = questions.map((q) => keptOf(m, q, other, n));
  const all = shares([...as, ...bs], sample);
  return questions.map((_, i) => ({
    a: all[i],
    b: all[as.length + i],
    gain: differences(
      bs[i].map((x, k) => x - as[i][k]),
      sample,
    ),
  }));
}

function gainCell(f, { p: gain, low, high }) {
  const narrow = 100 * (high - low) < 1.5;
  return [f.points(gain, narrow), ` (${f.points(low, narrow)} \u2013 ${f.points(high, narrow)})`];
}

/* What is asked of the final milestone and of the items; of a nowcast, what is not known yet. */
const ahead = (m) =>
  m.questions.filter(
    (q) =>
      (m.final(q) || q.reading === CARDS) && (!m.data.live.pasts || m.data.deadlines[q.deadline].day > m.study.as_of),
  );

function results(c, t, base, other, n, sample) {
  const { m, f } = c;
  const asked = ahead(m);
  const moved = other !== base;
  const [head, ...rows] = compare(m, [c.q, ...asked], base, other, n, sample);
  const [gain, span] = gainCell(f, head.gain);
  return [
    h(
      'p',
      null,
      t
        .sentence(c.k.capital(inWords(c, c.q)), f.percent(head.b.p), f.percents(head.b.low, head.b.high))
        .map((part, i) => (i === 1 ? h('strong', null, part) : part)),
      ' ',
      moved ? t.against(gain, span.trim().slice(1, -1)) : t.standing,
    ),
    n !== m.study.replications
      ? h('p', { class: 'note' }, t.apart(f.percent(m.chance(m.base, c.q)), f.whole(m.study.replications), f.whole(n)))
      : null,
    table(
      t.caption,
      [[t.columns[0]], [t.columns[1]], [t.columns[2], 'n'], [t.columns[3], 'n'], [t.columns[4], 'n']],
      rows.map(({ a, b, gain: difference }, i) => [
        f.long(m.data.deadlines[asked[i].deadline].day),
        c.t.readings[asked[i].reading](m.sites, m.study.most_sites),
        `${f.percent(a.p)} (${f.percents(a.low, a.high)})`,
        `${f.percent(b.p)} (${f.percents(b.low, b.high)})`,
        moved ? gainCell(f, difference).join('') : '\u2013',
      ]),
    ),
  ].filter(Boolean);
}

function curves(c, t, base, other, n, sample) {
  const { m } = c;
  const line = (name, courses, colour, dy) => ({
    name,
    colour,
    dy,
    days: datesOf(m, c.q, courses, n).map((date, i) => ({ day: date + m.study.epoch, weight: sample.weight(i) })),
  });
  const lines = [line(t.columns[2], base, 'var(--line)', 7)];
  if (other !== base) lines.push(line(t.columns[3], other, 'var(--main)', -7));
  return c.figure(
    curvesFigure(
      c,
      'live',
      { title: t.curves(c.t.readings[c.q.reading](m.sites, m.study.most_sites)), about: t.simulated(c.f.whole(n)) },
      lines,
    ),
  );
}

/* ---- the panel ---- */

export const isLive = (c) => canSimulate(c.m.data);

/* The field shows a date in the browser's form; beside it stands the page's. */
const fromDay = (f, iso) => (iso ? f.long(Date.parse(iso) / 864e5) : '');

export function leversPanel(c) {
  const { m, f, k, state } = c,
    t = liveWords(c.lang),
    what = movable(openChoices(m.data.live)),
    first = earliest(m);
  state.live ??= { value: {}, on: {}, from: first };
  const own = state.live;
  own.target ??= STEPS[0];
  if (own.from < first) own.from = first;
  const engine = listen(m.data, PANEL, () => tell());

  const output = h('div', { class: 'result', 'aria-live': 'polite' }, p(t.waiting));
  const status = h('p', { class: 'note' });
  const more = h('button', { type: 'button', onclick: () => ask(STEPS.at(-1)) }, t.more);
  const figure = h('div');
  let drawn = '',
    drawing = 0,
    said = '';

  /* Drawn anew for another choice, and when its courses are enough to make another picture; in a task of its own, so
     that whoever moves a lever never waits for it. */
  function sketch(choice, base, other, n, sample) {
    const key = JSON.stringify([choice, STEPS.filter((step) => n >= step).length]);
    if (key === drawn) return;
    drawn = key;
    clearTimeout(drawing);
    drawing = setTimeout(() => {
      figure.replaceChildren(curves(c, t, base, other, n, sample) ?? '');
      c.drawLate();
    }, 30);
  }

  /* Numbers are told at some sizes only: with each block of courses they would hardly differ. */
  const isTold = (choice, n, target) => {
    const key = JSON.stringify([choice, n >= target ? n : TOLD.filter((step) => n >= step).length]);
    if (key === said) return false;
    said = key;
    return true;
  };

  function tell() {
    const choice = chosen(own, what),
      moved = choice.sets.length > 0,
      base = engine.courses(AS_IT_IS),
      other = moved ? engine.courses(choice) : base,
      sample = sampleOf(m.data.live.inner, engine.pasts()),
      n = Math.floor(Math.min(base.n, other.n) / sample.whole) * sample.whole,
      fault = base.fault ?? other.fault;
    if (fault) {
      output.replaceChildren(p(t.fault(fault)));
      status.replaceChildren();
      return;
    }
    const most = engine.pasts()?.count ?? Infinity,
      target = Math.min(own.target, most);
    if (n >= Math.min(target, STEPS[0])) {
      if (isTold(choice, n, target)) output.replaceChildren(...results(c, t, base, other, n, sample));
      sketch(choice, base, other, n, sample);
      status.replaceChildren(n >= target ? t.simulated(f.whole(n)) : t.going(f.whole(n), f.whole(target)));
      more.hidden = target >= Math.min(most, STEPS.at(-1));
      if (n >= target && own.target < STEPS[1]) ask(STEPS[1]);
    } else {
      said = '';
      output.replaceChildren(p(t.waiting));
      status.replaceChildren(t.going(f.whole(n), f.whole(target)));
    }
  }

  function ask(target) {
    own.target = target;
    const choice = chosen(own, what);
    engine.want(PANEL, choice.sets.length ? [AS_IT_IS, choice] : [AS_IT_IS], target);
    tell();
  }

  const moved = () => {
    c.remember();
    ask(STEPS[0]);
  };
  const slider = (one) => {
    const value = () => own.value[one.path] ?? one.standing;
    const shown = h('output', null, f.number(value()));
    const input = h('input', {
      type: 'range',
      min: one.low,
      max: one.high,
      step: one.step,
      value: value(),
      oninput: () => {
        own.value[one.path] = Number(input.value);
        shown.textContent = f.number(own.value[one.path]);
        moved();
      },
    });
    return h(
      'label',
      { class: 'field' },
      h('span', null, `${k.capital(k.path(one.path))} (${t.asIs(f.number(one.standing))}): `, shown),
      input,
    );
  };
  const box = (one) => {
    const input = h('input', {
      type: 'checkbox',
      checked: Boolean(own.on[one.name]),
      onchange: () => {
        own.on[one.name] = input.checked;
        moved();
      },
    });
    return h('label', { class: 'check' }, input, ` ${k.capital(k.title(one.title))}`);
  };
  const told = h('output', null, fromDay(f, own.from));
  const day = h('input', {
    type: 'date',
    value: own.from,
    min: first || null,
    onchange: () => {
      own.from = day.value || first;
      told.textContent = fromDay(f, own.from);
      moved();
    },
  });
  const boxes = (kind) => what.boxes.filter((one) => (one.kind === 'assumption') === (kind === 'assumption')).map(box);
  const assumed = boxes('assumption');

  c.once(() => {
    if (!engine.courses(AS_IT_IS).n && !own.begun) {
      own.begun = true;
      whenSeen(output, () => ask(own.target));
    } else ask(own.target);
  });
  return [
    p(t.read, first ? ` ${t.readPasts(f.long(m.study.as_of))}` : ''),
    h(
      'fieldset',
      { class: 'levers' },
      h('legend', null, t.levers),
      what.sliders.map(slider),
      boxes('lever'),
      h('label', { class: 'field' }, h('span', null, first ? t.from : `${t.from} (${t.fromNote})`, ' ', told), day),
    ),
    assumed.length
      ? h('details', null, h('summary', null, t.assumptions), h('div', { class: 'levers' }, assumed))
      : null,
    h('div', { class: 'bar' }, h('button', { type: 'button', onclick: () => c.set({ live: null }) }, t.reset), more),
    output,
    status,
    figure,
  ];
}
