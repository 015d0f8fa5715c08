/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * answer: the first screen: the question, its answer as of a day, how sure that is, what decides, what could be done.
 */
import { actionsCard } from './actions.js';
import { h, p } from './dom.js';
import { dotsFigure } from './dots.js';
import { chanceClass } from './model.js';
import { questionBar } from './question.js';
import { surenessFigure } from './sureness.js';

function sentence(c) {
  const { m, t, f, k } = c,
    q = c.q,
    row = m.row(m.base, q);
  const milestone = m.data.milestones[m.data.deadlines[q.deadline].milestone];
  const named = milestone ? k.stage(milestone) : '';
  const done = t.done[q.reading](m.sites, named, m.study.most_sites);
  return h(
    'h1',
    { id: 'answer-h' },
    `${t.frequency(row.p, m.study.replications, f)} ${done} ${t.by(f.long(m.data.deadlines[q.deadline].day))} `,
    h('span', { class: 'range' }, `(${t.range(m.range(q))}).`),
  );
}

function likelyCard(c) {
  const { m, t, f } = c,
    row = m.row(m.base, c.q),
    dates = m.datesOf(m.base, c.q);
  const inTime = (i) => (dates ? f.rough(dates.q[i], dates.low[i], dates.high[i]) : null);
  const done = c.q.reading === 2 ? null : m.base.done.find((d) => d.deadline === c.q.deadline);
  return h(
    'div',
    { class: 'card' },
    h('h2', null, t.likely),
    h('p', { class: 'big' }, `${f.percent(row.p)} \u2013 ${t.verbal[chanceClass(row.p)]}`),
    p(
      t.halfDone(inTime(1), inTime(3), f.long(m.study.horizon)),
      done ? ` ${t.doneThen(f.long(m.data.deadlines[c.q.deadline].day), done)}` : '',
    ),
  );
}

/* Of late courses what took most days of their last site; where none is late, of all. */
function causeLines(c) {
  const { m, t, f, k } = c,
    verdict = m.verdict(c.q),
    late = verdict?.late > 0.005;
  const rows = m.data.causes
    .map((cause, i) => ({ name: k.cause(cause), share: (late ? verdict.causes[i] : m.base.causes[i][0]) ?? 0 }))
    .filter((row) => row.share >= 0.1)
    .sort((a, b) => b.share - a.share)
    .slice(0, 2);
  return rows.map(({ name, share }) =>
    h('li', null, late ? t.decide.late(Math.round(10 * share), name) : t.decide.all(f.percent(share), name)),
  );
}

function decidesCard(c) {
  const { m, t, f, k } = c;
  const swings = m
    .swings(c.q)
    .filter((s) => s.swing > s.noise)
    .slice(0, 3);
  const causes = causeLines(c);
  return h(
    'div',
    { class: 'card' },
    h('h2', null, t.decides),
    causes.length ? h('ul', { class: 'plain' }, causes) : null,
    p(swings.length ? `${t.decide.swings}:` : t.decide.none),
    swings.length
      ? h(
          'ul',
          { class: 'plain' },
          swings.map((s) =>
            h('li', null, t.decide.swing(k.capital(k.path(s.name)), f.percent(s.low), f.percent(s.high))),
          ),
        )
      : null,
    p(h('a', { href: '#decides' }, t.sections.decides)),
  );
}

/* Where there is no table of levers, the two columns are short, and the dots stand below both. */
export function answer(c) {
  const acts = actionsCard(c),
    bare = !acts || (c.m.ranks(c.q) && !acts.querySelector('table')),
    dots = c.figure(dotsFigure(c));
  return h(
    'section',
    { id: 'answer', 'aria-labelledby': 'answer-h' },
    questionBar(c),
    sentence(c),
    h(
      'div',
      { class: 'answer' },
      h('div', { class: 'half' }, c.figure(surenessFigure(c)), acts),
      h('div', { class: 'half' }, h('div', { class: 'cards' }, likelyCard(c), decidesCard(c)), bare ? null : dots),
      bare ? h('div', { class: 'both' }, dots) : null,
    ),
  );
}
