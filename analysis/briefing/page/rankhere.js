/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rankhere: the levers ranked by the page itself: each alone, from the first day on which something can be done, with
 * the luck of the forecast's own courses.
 */
import { h, p } from './dom.js';
import { AS_IT_IS, earliest, keptOf, listen, openChoices, whenSeen } from './engine.js';
import { differences, normal, sampleOf } from './estimate.js';
import { inWords } from './question.js';
import { gains, rankTable } from './ranktable.js';

const PANEL = 'ranks',
  STEPS = [100, 400, 1600],
  RISK = 0.05;

const keyOf = (c) => `${c.q.deadline}.${c.q.reading}`;

/* What can be pulled, each setting once, and not what undoes what the programme has. */
function leversOf(m) {
  const seen = new Set();
  return openChoices(m.data.live).filter((one) => {
    const own = JSON.stringify(one.sets);
    const same = one.standing !== undefined && one.sets.length === 1 && one.sets[0] === `${one.path}=${one.standing}`;
    if (one.kind === 'assumption' || one.kind === 'counterfactual' || seen.has(own) || same) return false;
    seen.add(own);
    return true;
  });
}

export function rankHere(c) {
  const { m, t, f, k, state } = c,
    levers = leversOf(m),
    day = earliest(m);
  if (!levers.length) return [p(t.act.absent)];
  const choices = levers.map((one) => ({ from: one.from ?? day, sets: one.sets }));
  const output = h('div', { class: 'ranks', 'aria-live': 'polite' });
  const status = h('p', { class: 'note' }, t.act.hereNote);
  const from = day ? f.long(m.study.as_of + 1) : '';
  const button = h('button', { type: 'button', onclick: () => more() }, t.act.here(levers.length, from));
  let engine = null,
    told = '';

  const most = () => engine.pasts()?.count ?? Infinity;

  function tell() {
    const base = engine.courses(AS_IT_IS),
      all = choices.map((choice) => engine.courses(choice)),
      able = all.map((one) => !one.fault),
      sample = sampleOf(m.data.live.inner, engine.pasts()),
      least = Math.min(base.n, ...all.filter((_, i) => able[i]).map((one) => one.n)),
      n = Math.floor(least / sample.whole) * sample.whole,
      target = Math.min(state.ranking, most());
    const step = STEPS.filter((one) => n >= Math.min(one, target)).length;
    status.textContent = n >= target ? t.act.done(f.whole(n)) : t.act.going(f.whole(n), f.whole(target));
    button.hidden = n < target || target >= Math.min(most(), STEPS.at(-1));
    if (base.fault) status.textContent = base.fault;
    if (!step || told === `${keyOf(c)} ${step}`) return;
    told = `${keyOf(c)} ${step}`;
    const count = Math.min(n, target),
      z = normal(RISK / levers.length),
      before = keptOf(m, c.q, base, count);
    const rows = levers
      .map((lever, i) => {
        if (!able[i]) return null;
        const gain = differences(
          keptOf(m, c.q, all[i], count).map((x, j) => x - before[j]),
          sample,
          z,
        );
        return { lever, points: gain.p, low: gain.low, high: gain.high, days: null };
      })
      .filter(Boolean)
      .sort((a, b) => b.points - a.points);
    const good = rows.filter(gains);
    const named = (row) => k.capital(k.choice(row.lever));
    output.replaceChildren(
      ...(good.length ? [] : [p(t.act.none)]),
      ...rankTable(c, (good.length ? good : rows).slice(0, 5), { caption: t.act.caption(inWords(c, c.q)), named }),
    );
  }

  function more() {
    engine ??= listen(m.data, PANEL, tell);
    state.ranking = STEPS.find((one) => one > (state.ranking ?? 0)) ?? STEPS.at(-1);
    begin();
  }
  function begin() {
    engine ??= listen(m.data, PANEL, tell);
    engine.want(PANEL, [AS_IT_IS, ...choices], state.ranking);
    button.textContent = t.act.hereMore;
    tell();
  }
  const p0 = m.chance(m.base, c.q);
  if (state.ranking) c.once(begin);
  else if (p0 > 0.02 && p0 < 0.98) c.once(() => whenSeen(output, more)); /* something can differ */
  return [status, output, h('div', { class: 'noprint' }, button)];
}
