/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * actions: what could be done, ranked by what it gains, with what it costs: of the file's scenarios, or, where the file
 * has one only, simulated here. Assumptions and what would have had to be done before are no choices and stand apart.
 */
import { add, h, p } from './dom.js';
import { canSimulate } from './live.js';
import { inWords } from './question.js';
import { rankHere } from './rankhere.js';
import { gains, rankTable } from './ranktable.js';
import { section } from './sections.js';

const FIRST = 5; /* levers on the first screen */

/* Best first, as `rank` orders them: by the chance, then by the date. */
const best = (rows) => [...rows].sort((a, b) => b.points - a.points || b.days - a.days);

function fixedNote(c) {
  const { m, t } = c,
    n = m.ranked(c.q, 'assumption').length;
  return n ? h('p', { class: 'note' }, t.act.fixedNote(n)) : null;
}

function fromFile(c, limit) {
  const { m, t } = c,
    ranks = m.ranks(c.q),
    levers = best(m.ranked(c.q, 'lever')),
    good = levers.filter(gains);
  const caption = t.act.caption(inWords(c, c.q));
  if (!good.length) return [p(t.act.none)];
  return rankTable(c, good.slice(0, limit), { ...ranks, caption });
}

/* On the first screen. */
export function actionsCard(c) {
  const { m, t, f } = c,
    ranks = m.ranks(c.q),
    behind = m.study.as_of !== undefined && m.data.deadlines[c.q.deadline].day <= m.study.as_of;
  if (behind || (!ranks && !canSimulate(m.data) && m.data.scenarios.length > 1)) return null;
  const day = m.study.as_of === undefined ? '' : f.long(m.study.as_of + 1);
  const body = ranks
    ? [fromFile(c, FIRST), fixedNote(c), p(h('a', { href: '#actions' }, t.act.lever))]
    : canSimulate(m.data)
      ? rankHere(c)
      : p(t.act.absent);
  return add(h('div', { class: 'act', id: 'act' }, h('h2', null, t.act.title(day))), [body].flat());
}

/* All of the file's scenarios. */
export function actions(c) {
  const { m, t } = c,
    ranks = m.ranks(c.q);
  if (!ranks) return m.data.scenarios.length < 2 ? null : section(c, 'actions', p(t.act.absent));
  const kinds = ['lever', 'assumption', 'counterfactual']
    .map((kind) => [kind, best(m.ranked(c.q, kind))])
    .filter(([, rows]) => rows.length);
  return section(
    c,
    'actions',
    fromFile(c, FIRST * 2),
    kinds.map(([kind, rows]) =>
      h(
        'details',
        null,
        h('summary', null, `${t.act[kind]} (${rows.length})`),
        rankTable(c, rows, { ...ranks, caption: `${t.act[kind]}: ${inWords(c, c.q)}` }),
      ),
    ),
  );
}
