/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sections: the page from the answer to the deadlines, courses and the corps. Each function gives nodes for a context c
 * (see figures.js), which here also holds figure(description) -> node and ask(question).
 */
import { h, p, choice, table } from './dom.js';
import { causesFigure, corpsFigure, scenariosFigure, tornadoFigure } from './decides.js';
import { courseFigures, dotsFigure, lastFigure } from './figures.js';
import { canSimulate } from './live.js';
import { ALL, chanceClass } from './model.js';
import { liveWords } from './words_live.js';

export const section = (c, id, ...children) =>
  h('section', { id, 'aria-labelledby': `${id}-h` }, h('h2', { id: `${id}-h` }, c.t.sections[id]), children);
const key = (...rows) =>
  h(
    'ul',
    { class: 'key' },
    rows.map(([kind, text]) => h('li', null, h('span', { class: kind, 'aria-hidden': 'true' }), text)),
  );

/* Of [deadline, reading, difference, low, high]: as sharp as its interval. */
const narrow = (row) => row[4] - row[3] < 0.03;
export const gain = (c, row) => (row ? c.f.points(row[2], narrow(row)) : '\u2013');
export const spanOf = (c, row) =>
  row
    ? `${c.f.points(row[3], narrow(row))}${c.lang === 'da' ? ' til ' : ' to '}${c.f.points(row[4], narrow(row))}`
    : '\u2013';
export function when(c, row) {
  if (!row) return '\u2013';
  const days = Math.abs(Math.round(row[2]));
  return days === 0 ? c.t.sameTime : row[2] < 0 ? c.t.earlier(days) : c.t.later(days);
}
const inTime = (c, dates, i) => (dates ? c.f.rough(dates.q[i], dates.low[i], dates.high[i]) : null);
const rough = (c, dates, i) => inTime(c, dates, i) ?? c.t.deadlineTable.beyond;

/* What a question asks, in words: "all 98 municipalities by 30 June 2016". */
export function inWords(c, q) {
  const { m, t, f } = c;
  return t.short(
    t.readings[q.reading](m.sites, m.study.most_sites),
    t.by(f.long(m.data.deadlines[q.deadline].day)),
  );
}

/* ---- the first screen ---- */

function sentence(c) {
  const { m, t, f, k } = c,
    q = m.headline,
    row = m.row(m.base, q);
  const milestone = m.data.milestones[m.data.deadlines[q.deadline].milestone];
  const named = milestone ? k.milestone(milestone) : '';
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
    q = m.headline,
    row = m.row(m.base, q),
    dates = m.datesOf(m.base, q);
  const done = m.base.done.find((d) => d.deadline === q.deadline);
  return h(
    'div',
    { class: 'card' },
    h('h2', null, t.likely),
    h('p', { class: 'big' }, `${f.percent(row.p)} \u2013 ${t.verbal[chanceClass(row.p)]}`),
    p(
      `${c.k.capital(t.simulationError(f.percents(row.low, row.high)))}. `,
      t.halfDone(inTime(c, dates, 1), inTime(c, dates, 3)),
      done ? ` ${t.doneThen(f.long(m.data.deadlines[q.deadline].day), done)}` : '',
    ),
  );
}

function decidesCard(c) {
  const { m, t, f, k } = c,
    what = inWords(c, c.q);
  const causes = m.data.causes
    .map((cause, i) => [k.cause(cause), m.base.causes[i][0] ?? 0])
    .sort((a, b) => b[1] - a[1])
    .filter(([, share]) => share >= 0.1);
  const swing = m.swings(c.q).find((s) => s.swing > s.noise);
  return h(
    'div',
    { class: 'card' },
    h('h2', null, t.decides),
    causes.length ? h('p', { class: 'big' }, k.capital(causes[0][0])) : null,
    p(
      causes.length
        ? k.capital(t.topCauses(causes[0][0], f.percent(causes[0][1]), causes[1]?.[0], f.percent(causes[1]?.[1])))
        : '',
      swing ? ` ${t.topAssumption(k.path(swing.name), f.percent(swing.low), f.percent(swing.high), what)}` : '',
    ),
  );
}

/* The page can find out itself what the file does not say. */
function tryCard(c) {
  const t = liveWords(c.lang);
  return h('div', { class: 'card' }, h('h2', null, t.levers), p(h('a', { href: '#whatif' }, t.tryIt)));
}

function buysCard(c) {
  const { m, t } = c,
    next = m.corps ? m.next(m.corps) : null,
    row = next ? m.paired(next.step, c.q) : null;
  if (!row && canSimulate(m.data)) return tryCard(c);
  if (!m.hasCorps) return null;
  const body = row
    ? [
        h('p', { class: 'big' }, `${gain(c, row)} ${t.points}`),
        p(
          t.buysText(
            c.f.number(m.standing(m.corps).value),
            c.f.number(next.value),
            gain(c, row),
            spanOf(c, row),
            inWords(c, c.q),
            when(c, m.pairedDate(next.step, c.q)),
          ),
        ),
      ]
    : p(t.noCorps);
  return h('div', { class: 'card' }, h('h2', null, t.buys), body);
}

export function answer(c) {
  return h(
    'section',
    { id: 'answer', 'aria-labelledby': 'answer-h' },
    sentence(c),
    h(
      'div',
      { class: 'answer' },
      h('div', null, c.figure(dotsFigure(c))),
      h('div', { class: 'cards' }, likelyCard(c), decidesCard(c), buysCard(c)),
    ),
  );
}

/* ---- what the comparisons ask ---- */

export function questionBar(c) {
  const { m, t, f, k } = c;
  const deadlines = [...new Set(m.questions.map((q) => q.deadline))].map((d) => [d, f.long(m.data.deadlines[d].day)]);
  const readings = m.questions
    .filter((q) => q.deadline === c.q.deadline)
    .map((q) => [q.reading, t.readings[q.reading](m.sites, m.study.most_sites)]);
  const pickDeadline = (value) => {
    const d = Number(value);
    c.ask(
      m.questions.find((q) => q.deadline === d && q.reading === c.q.reading) ??
        m.questions.find((q) => q.deadline === d),
    );
  };
  const why = m.same(m.headline, m.responsive)
    ? null
    : h(
        'p',
        { class: 'note' },
        t.responsiveWhy(
          t.by(f.long(m.data.deadlines[m.headline.deadline].day)),
          f.percent(m.chance(m.base, m.headline)),
          inWords(c, m.responsive),
        ),
      );
  return h(
    'section',
    { id: 'question', 'aria-label': t.question },
    h('h3', null, t.question),
    why,
    h(
      'div',
      { class: 'bar' },
      choice(t.deadline, deadlines, c.q.deadline, pickDeadline),
      choice(t.reading, readings, c.q.reading, (value) => c.ask({ deadline: c.q.deadline, reading: Number(value) })),
    ),
  );
}

/* ---- deadlines ---- */

/* A heading row for each deadline: milestone, day, status. */
function deadlineHead(c, index) {
  const { m, t, f, k } = c,
    deadline = m.data.deadlines[index],
    milestone = m.data.milestones[deadline.milestone];
  const source = m.data.configuration.deadlines?.[deadline.name] ?? '';
  const status =
    index === m.study.headline
      ? h('span', { class: 'tag now' }, t.deadlineTable.inForce)
      : h(
          'span',
          { class: 'tag' },
          source.startsWith('assumption') ? t.deadlineTable.assumption : t.deadlineTable.politic,
        );
  return h(
    'tr',
    { class: 'deadline' },
    h(
      'th',
      { colspan: 5, scope: 'rowgroup' },
      `${f.long(deadline.day)} \u00b7 ${milestone ? k.milestone(milestone) : ''} `,
      status,
    ),
  );
}

function deadlineRow(c, row) {
  const { m, t, f, k } = c,
    dates = m.datesOf(m.base, { deadline: row.deadline, reading: row.reading });
  const cell = (i) =>
    h(
      'td',
      null,
      rough(c, dates, i),
      dates?.q[i] != null ? h('small', null, f.span(dates.low[i], dates.high[i]) ?? '') : null,
    );
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, t.readings[row.reading](m.sites, m.study.most_sites)),
    h('td', { class: 'n' }, h('strong', null, f.percent(row.p)), h('small', null, f.percents(row.low, row.high))),
    cell(1),
    cell(2),
    cell(3),
  );
}

/* What lateness costs, in use and in time; nothing where there is nothing to lose. */
function losses(c) {
  const told = ['items', 'sites'].filter((kind) => c.m.base.lost[kind]);
  const two = (x) => c.f.number(Number(x.toPrecision(2)));
  const say = (kind) => c.t.lost[kind](...['q50', 'q10', 'q90'].map((q) => two(c.m.base.lost[kind][q])));
  return told.length > 0 && p(c.t.lost.text(told.map(say)));
}

export function deadlines(c) {
  const { m, t } = c,
    d = t.deadlineTable,
    groups = [...new Set(m.base.deadlines.map((row) => row.deadline))];
  const heads = [[d.done], [d.chance, 'n'], [d.dates(50)], [d.dates(80)], [d.dates(90)]];
  const done = m.base.done.map((row) => [
    `${c.f.long(m.data.deadlines[row.deadline].day)}, ` +
      `${c.k.milestone(m.data.milestones[m.data.deadlines[row.deadline].milestone])}`,
    `${row.q50}`,
    `${row.q10}\u2013${row.q90}`,
  ]);
  return section(
    c,
    'table',
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': d.caption },
      h(
        'table',
        { class: 'deadlines' },
        h('caption', null, d.caption),
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            heads.map(([text, kind]) => h('th', { scope: 'col', class: kind }, text)),
          ),
        ),
        groups.map((g) =>
          h(
            'tbody',
            null,
            deadlineHead(c, g),
            m.base.deadlines.filter((row) => row.deadline === g).map((row) => deadlineRow(c, row)),
          ),
        ),
      ),
    ),
    h('p', { class: 'note' }, d.how),
    h(
      'div',
      { class: 'narrow' },
      table(t.doneTable.caption, [[d.deadline], ['50 %', 'n'], ['10\u201390 %', 'n']], done),
    ),
    losses(c),
  );
}

/* ---- courses, the last one ---- */

export function courses(c) {
  const t = c.t.courses,
    seen = (c.m.data.observations ?? []).length > 0,
    [first, ...rest] = courseFigures(c);
  return section(
    c,
    'courses',
    p(t.read),
    key(
      ['stroke swatch', t.median],
      ['swatch b50', t.half],
      ['swatch b90', t.nine],
      ['stroke swatch late', t.deadline],
      ...(seen
        ? [
            ['stroke swatch plan', t.plan],
            ['ring', `${t.seen}. ${t.whenOnly}`],
          ]
        : []),
    ),
    c.figure(first),
    h(
      'div',
      { class: 'pair' },
      rest.map((one) => c.figure(one)),
    ),
  );
}

export const last = (c) => section(c, 'last', c.figure(lastFigure(c)));

/* ---- the corps ---- */

function corpsAnswer(c, target) {
  const { m, t, f } = c;
  const rows = m.corps.points.map((point) => ({ k: point.value, ...m.row(m.data.scenarios[point.scenario], c.q) }));
  const sure = rows.find((r) => r.low >= target),
    near = rows.find((r) => r.high >= target && r.p >= target - (r.high - r.low));
  const best = rows.reduce((a, b) => (b.p > a.p ? b : a));
  const aim = f.percent(target);
  const said = sure
    ? t.corps.smallest(f.number(sure.k), aim)
    : near
      ? t.corps.nearly(f.number(near.k), aim)
      : t.corps.nobody(aim, f.percent(best.p), f.number(best.k));
  return p(sure && near && near.k < sure.k ? `${t.corps.nearly(f.number(near.k), aim)} ${said}` : said);
}

export function corps(c) {
  const { m, t, f } = c;
  if (!m.hasCorps) return null;
  if (!m.corps) return section(c, 'corps', p(t.corps.absent));
  const rows = m.corps.points.map((point) => {
    const r = m.row(m.data.scenarios[point.scenario], c.q),
      step = m.paired(point.step, c.q),
      date = m.pairedDate(point.step, c.q);
    return [
      f.number(point.value),
      f.percent(r.p),
      f.percents(r.low, r.high),
      step ? `${gain(c, step)} (${spanOf(c, step)})` : '\u2013',
      date ? `${f.days(date[2])}` : '\u2013',
    ];
  });
  return section(
    c,
    'corps',
    h(
      'div',
      { class: 'bar' },
      choice(
        t.corps.target,
        [0.5, 0.8, 0.9].map((x) => [x, f.percent(x)]),
        c.state.target,
        (v) => c.set({ target: Number(v) }),
      ),
    ),
    corpsAnswer(c, c.state.target),
    c.figure(corpsFigure(c, c.state.target)),
    h(
      'details',
      null,
      h('summary', null, t.corps.table),
      table(
        t.corps.table,
        t.corps.columns.map((text, i) => [text, i ? 'n' : null]),
        rows,
      ),
    ),
  );
}

/* ---- what decides, scenarios ---- */

export const decides = (c) =>
  section(c, 'decides', h('div', { class: 'pair' }, c.figure(causesFigure(c)), c.figure(tornadoFigure(c))));

export function scenarios(c) {
  const { m, t, f, k } = c;
  if (m.data.scenarios.length < 2) return section(c, 'scenarios', p(t.scenarios.one));
  const rows = m.data.scenarios
    .filter((s) => !m.asItIs(s))
    .map((s) => {
      const row = m.row(s, c.q),
        pair = m.paired(s.paired, c.q),
        date = m.pairedDate(s.paired, c.q);
      return [
        k.capital(k.scenario(m.data, s)),
        `${f.percent(row.p)} (${f.percents(row.low, row.high)})`,
        pair ? `${gain(c, pair)} (${spanOf(c, pair)})` : '',
        date ? `${f.days(date[2])} (${f.days(date[3])} ${c.lang === 'da' ? 'til' : 'to'} ${f.days(date[4])})` : '',
      ];
    });
  return section(
    c,
    'scenarios',
    c.figure(scenariosFigure(c)),
    h(
      'details',
      null,
      h('summary', null, t.scenarios.table),
      table(
        `${t.scenarios.table}: ${c.what}`,
        t.scenarios.columns.map((text, i) => [text, i ? 'n' : null]),
        rows,
      ),
    ),
  );
}

export { ALL };
