/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sections: deadlines, courses, the corps, what decides. Each function gives nodes for a context c (see figures.js),
 * which here also holds figure(description) -> node and ask(question).
 */
import { h, p, choice, table } from './dom.js';
import { causesFigure, corpsFigure, scenariosFigure, tornadoFigure } from './decides.js';
import { courseFigures, lastFigure } from './figures.js';

export const section = (c, id, ...children) =>
  h('section', { id, 'aria-labelledby': `${id}-h` }, h('h2', { id: `${id}-h` }, c.t.sections[id]), children);
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

/* ---- deadlines ---- */

/* Milestone, day, status. */
function deadlineHead(c, index) {
  const { m, t, f, k } = c,
    deadline = m.data.deadlines[index],
    milestone = m.data.milestones[deadline.milestone];
  const source = m.data.configuration.deadlines?.[deadline.name] ?? '';
  const [kind, status] =
    index === m.study.headline
      ? ['tag now', t.deadlineTable.inForce]
      : ['tag', source.startsWith('assumption') ? t.deadlineTable.assumption : t.deadlineTable.politic];
  return [
    `${f.long(deadline.day)} `,
    h('span', { class: kind }, status),
    milestone ? h('small', null, k.milestone(milestone)) : null,
  ];
}

/* A row for each deadline: the chance in each reading, and how many sites are in time. */
function chancesTable(c) {
  const { m, t, f } = c,
    d = t.deadlineTable,
    readings = [...new Set(m.base.deadlines.map((row) => row.reading))].sort();
  const cell = (deadline, reading) => {
    const row = m.row(m.base, { deadline, reading });
    return row ? [h('strong', null, f.percent(row.p)), h('small', null, f.percents(row.low, row.high))] : '\u2013';
  };
  const done = (deadline) => {
    const row = m.base.done.find((one) => one.deadline === deadline);
    return row ? [`${row.q50}`, h('small', null, `${row.q10}\u2013${row.q90}`)] : '\u2013';
  };
  const rows = [...new Set(m.base.deadlines.map((row) => row.deadline))];
  return table(
    d.caption,
    [
      [d.deadline],
      ...readings.map((r) => [t.readings[r](m.sites, m.study.most_sites), 'n']),
      ...(m.base.done.length ? [[t.doneTable.column, 'n']] : []),
    ],
    rows.map((deadline) => [
      deadlineHead(c, deadline),
      ...readings.map((reading) => cell(deadline, reading)),
      ...(m.base.done.length ? [done(deadline)] : []),
    ]),
    { rowClass: (i) => (rows[i] === c.q.deadline ? 'on' : null) },
  );
}

/* A row for each milestone and reading: the dates. */
function datesTable(c) {
  const { m, t, f, k } = c,
    d = t.deadlineTable;
  const asked = (one) => one.milestone < 0 || m.data.deadlines.some((deadline) => deadline.milestone === one.milestone);
  const cell = (dates, i) => [
    rough(c, dates, i),
    dates.q[i] != null ? h('small', null, f.span(dates.low[i], dates.high[i]) ?? '') : null,
  ];
  return table(
    d.datesCaption,
    [[d.done], [d.dates(50)], [d.dates(80)], [d.dates(90)]],
    m.base.milestones.filter(asked).map((dates) => {
      const milestone = m.data.milestones[dates.milestone];
      return [
        [
          t.readings[dates.reading](m.sites, m.study.most_sites),
          milestone ? h('small', null, k.milestone(milestone)) : null,
        ],
        cell(dates, 1),
        cell(dates, 2),
        cell(dates, 3),
      ];
    }),
  );
}

/* What lateness costs, in use and in time; nothing where there is nothing to lose. */
function losses(c) {
  const told = ['items', 'sites'].filter((kind) => c.m.base.lost[kind]);
  const two = (x) => c.f.number(Number(x.toPrecision(2)));
  const say = (kind) => c.t.lost[kind](...['q50', 'q10', 'q90'].map((q) => two(c.m.base.lost[kind][q])));
  return (
    told.length > 0 &&
    p(
      c.t.lost.text(
        told.map(say),
        told.map((kind) => c.t.lost.each[kind]),
      ),
    )
  );
}

export const deadlines = (c) =>
  section(
    c,
    'table',
    chancesTable(c),
    datesTable(c),
    h('p', { class: 'note' }, c.t.deadlineTable.how(c.f.long(c.m.study.horizon))),
    losses(c),
  );

/* ---- courses, the last one ---- */

export function courses(c) {
  const [first, ...rest] = courseFigures(c);
  return section(
    c,
    'courses',
    c.figure(first),
    h(
      'div',
      { class: rest.length > 1 ? 'pair' : null },
      rest.map((one) => c.figure({ ...one, quiet: true })),
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
  section(c, 'decides', h('div', { class: 'pair tall' }, c.figure(causesFigure(c)), c.figure(tornadoFigure(c))));

export const scenarios = (c) =>
  c.m.data.scenarios.length < 2
    ? section(c, 'scenarios', p(c.t.scenarios.one))
    : section(c, 'scenarios', c.figure(scenariosFigure(c)));
