/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * question: the one question that the page answers, a deadline and what "done" means, chosen once.
 */
import { choice, h, p } from './dom.js';

/* What a question asks, in words: "all 98 municipalities by 30 June 2016". */
export function inWords(c, q) {
  const { m, t, f } = c;
  return t.short(t.readings[q.reading](m.sites, m.study.most_sites), t.by(f.long(m.data.deadlines[q.deadline].day)));
}

/* A question of this deadline, in the same reading if it is asked. */
const ofDeadline = (m, deadline, reading) =>
  m.questions.find((q) => q.deadline === deadline && q.reading === reading) ??
  m.questions.find((q) => q.deadline === deadline);

/* Where the answer is nearly certain, a question at which differences show. */
function wider(c) {
  const { m, t, f } = c,
    p0 = m.chance(m.base, c.q);
  if (p0 > 0.02 && p0 < 0.98) return null;
  if (m.same(m.responsive, c.q)) return null;
  const ask = h(
    'button',
    { type: 'button', class: 'link', onclick: () => c.ask(m.responsive) },
    t.ask.option(inWords(c, m.responsive), f.percent(m.chance(m.base, m.responsive))),
  );
  return p(h('span', null, `${t.ask.wider(f.percent(p0), inWords(c, c.q))} `), ask);
}

export function questionBar(c) {
  const { m, t, f } = c;
  const chance = (q) => f.percent(m.chance(m.base, q));
  const deadlines = [...new Set(m.questions.map((q) => q.deadline))].map((d) => {
    const milestone = m.data.milestones[m.data.deadlines[d].milestone];
    const what = `${f.long(m.data.deadlines[d].day)}${milestone ? `, ${c.k.milestone(milestone)}` : ''}`;
    return [d, t.ask.option(what, chance(ofDeadline(m, d, c.q.reading)))];
  });
  const readings = m.questions
    .filter((q) => q.deadline === c.q.deadline)
    .map((q) => [q.reading, t.ask.option(t.readings[q.reading](m.sites, m.study.most_sites), chance(q))]);
  const behind = m.study.as_of !== undefined && m.data.deadlines[c.q.deadline].day <= m.study.as_of;
  return h(
    'div',
    { id: 'question', role: 'group', 'aria-label': t.ask.label },
    h(
      'div',
      { class: 'ask' },
      choice(t.deadline, deadlines, c.q.deadline, (v) => c.ask(ofDeadline(m, Number(v), c.q.reading))),
      choice(t.reading, readings, c.q.reading, (v) => c.ask({ deadline: c.q.deadline, reading: Number(v) })),
    ),
    h('div', { class: 'note' }, behind ? p(t.ask.over(f.percent(m.chance(m.base, c.q)))) : wider(c)),
  );
}
