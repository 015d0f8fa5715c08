/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * story: one site: when it reaches what, its place among the others, and, simulated here, what holds it up.
 */
import * as Plot from '@observablehq/plot';
import { choice, h, p, table } from './dom.js';
import { AS_IT_IS, listen } from './engine.js';
import { mean, sampleOf } from './estimate.js';
import { canSimulate } from './live.js';
import { plot } from './plot.js';
import { bandOf, rangesDraw } from './ranges.js';
import { riskOf } from './risk.js';
import { seenOf, weeksFacts, weeksFigure } from './weeks.js';

const PANEL = 'story',
  COURSES = 400;

/* The one that is most at risk, or most often not in time: it is told of until another one is asked for. */
export function worst(m, q) {
  const [named] = riskOf(m, m.mapDeadline(q))?.sites ?? [],
    chances = m.base.courses.on_time[m.mapDeadline(q)] ?? [];
  if (named) return named.code;
  let at = -1;
  chances.forEach((p, i) => {
    if (at < 0 || p < chances[at]) at = i;
  });
  return at < 0 ? null : m.data.municipalities[at].code;
}

const LABEL = 22; /* letters beside a bar */

/* A day that the sheet tells stands for what the courses have of it. */
function toldOf(m, site, milestone) {
  const found = seenOf(m, site)?.reached.find(({ one }) => one === milestone);
  return found ? Array(7).fill(found.day) : null;
}

/* Milestones by their titles, if all of these are short, and else by their names. */
function milestoneRows(c, site) {
  const all = c.m.data.milestones,
    short = all.every((one) => c.k.milestone(one).length <= LABEL);
  return all
    .map((one) => ({ one, dates: c.m.base.courses.dates[one.name]?.[site] }))
    .filter(({ dates }) => dates)
    .map(({ one, dates }) => ({
      one,
      name: short ? c.k.milestone(one) : one.name,
      label: '',
      band: bandOf(toldOf(c.m, site, one) ?? dates),
    }));
}

function datesFigure(c, site, deadline) {
  const { m, t, f } = c,
    name = m.data.municipalities[site].name,
    rows = milestoneRows(c, site),
    by = t.by(f.long(m.data.deadlines[deadline].day));
  const day = (d) => (d === null ? t.story.never : f.short(d));
  return {
    id: 'story',
    title: t.story.take(name, f.percent(m.base.courses.on_time[deadline][site]), by),
    about: t.story.about(name),
    alt: t.story.alt(rows.map((row) => `${row.name}: ${day(row.band.q50)}`).join('; ')),
    legend: [
      ['main', t.story.median],
      ['b50', t.story.half],
      ['b90', t.story.nine],
      ['late', t.courses.deadline],
    ],
    draw: rangesDraw(c, rows, [m.data.deadlines[deadline]]),
    data: () => ({
      head: [[t.story.columns[0]], ...['5 %', '25 %', '50 %', '75 %', '80 %', '90 %', '95 %'].map((x) => [x, 'day'])],
      rows: rows.map(({ name: own, band }) => [
        own,
        band.q05,
        band.q25,
        band.q50,
        band.q75,
        band.q80,
        band.q90,
        band.q95,
      ]),
    }),
  };
}

/* ---- what is known of it ---- */

function customer(c, site) {
  const { m, t, f } = c,
    pair = m.data.groups?.customers[site];
  if (!pair) return null;
  const vendor = m.data.vendors[pair[0]],
    name = vendor.title || vendor.name;
  return pair[1] > 0.9999 ? t.story.vendor(name) : t.story.vendorDrawn(name, f.percent(pair[1]));
}

/* Its place by the median of the deadline's milestone; those beyond the horizon come last. */
function placeAmong(c, site, deadline) {
  const { m, t } = c,
    milestone = m.data.milestones[m.data.deadlines[deadline].milestone],
    medians = m.base.courses.dates[milestone.name].map((row) => row[0] ?? Infinity);
  if (!Number.isFinite(medians[site])) return null;
  return t.story.place(1 + medians.filter((d) => d < medians[site]).length, m.sites, c.k.stage(milestone));
}

function lastShare(c, site) {
  const verdict = c.m.verdict(c.q),
    share = verdict?.late > 0 ? (verdict.sites[site] ?? 0) : 0;
  return share >= 0.005 ? c.t.story.last(c.f.percent(share)) : null;
}

function seen(c, site) {
  const { m, t, f } = c,
    { code } = m.data.municipalities[site];
  const rows = (m.data.observations ?? []).filter((o) => o.scope === String(code) && o.to !== null);
  if (!rows.length) return null;
  return t.story.seen(rows.map((o) => `${o.quantity} ${f.number(o.value)} (${f.short(o.to)})`).join('; '));
}

/* ---- what holds it up ---- */

function causesFigure(c, site, rows) {
  const { t, f } = c,
    name = c.m.data.municipalities[site].name,
    all = rows.reduce((sum, row) => sum + row.days, 0);
  const draw = (width) => {
    const margin = Math.round(Math.min(260, width * 0.42));
    return plot(c, width, {
      height: rows.length * 30 + 16,
      marginLeft: margin,
      marginRight: 90,
      marginTop: 6,
      marginBottom: 6,
      x: { domain: [0, Math.max(...rows.map((row) => row.days))], axis: null },
      y: { domain: rows.map((row) => row.name), padding: 0.3 },
      marks: [
        Plot.axisY({ label: null, tickSize: 0, lineWidth: margin / 13.2, color: 'var(--ink)' }),
        Plot.barX(rows, { x: 'days', y: 'name', fill: 'var(--main)' }),
        Plot.text(rows, {
          x: 'days',
          y: 'name',
          text: (d) => t.causes.days(f.whole(d.days)),
          textAnchor: 'start',
          dx: 5,
        }),
      ],
    });
  };
  return {
    id: 'story-causes',
    title: t.story.causesTake(rows[0].name, f.whole(rows[0].days), f.whole(all)),
    about: `${name}. ${t.story.causes}`,
    alt: rows.map((row) => `${row.name} ${f.whole(row.days)}`).join('; '),
    draw,
    data: () => ({
      head: [[t.story.cause], [t.story.days, 'number']],
      rows: rows.map((row) => [row.name, row.days]),
    }),
  };
}

/* Mean days by cause over the first n courses of a site that was watched. */
function causeRows(c, courses, n, sample) {
  const { m, k } = c,
    first = 2 * m.data.milestones.length + 1 + m.data.milestones.length;
  const column = (i) => Array.from({ length: n }, (_, r) => courses.date(r, first + i));
  return m.data.causes
    .map((cause, i) => ({ name: k.capital(k.cause(cause)), days: mean(column(i), sample).p }))
    .filter((row) => row.days >= 0.5)
    .sort((a, b) => b.days - a.days);
}

/* The file's own means, where it has them. */
function causesOfFile(c, site) {
  const { m, t, f, k } = c;
  const rows = m.data.causes
    .map((cause, i) => ({ name: k.capital(k.cause(cause)), days: m.data.story.causes[site][i] }))
    .filter((row) => row.days >= 0.5)
    .sort((a, b) => b.days - a.days);
  if (!rows.length) return null;
  return [
    c.figure(causesFigure(c, site, rows)),
    h('p', { class: 'note' }, t.weeks.mean(f.whole(m.data.story.courses))),
  ];
}

function causes(c, site) {
  const { m, t, f, state } = c;
  if (m.data.story) return causesOfFile(c, site);
  if (!canSimulate(m.data)) return m.data.live ? p(t.story.still) : null;
  const asked = { ...AS_IT_IS, site };
  const holder = h('div'),
    status = h('p', { class: 'note', 'aria-live': 'polite' });
  let engine = null,
    drawn = 0;
  const tell = () => {
    const courses = engine.courses(asked),
      sample = sampleOf(m.data.live.inner, engine.pasts()),
      all = Math.min(COURSES, engine.pasts()?.count ?? Infinity),
      n = Math.floor(courses.n / sample.whole) * sample.whole;
    status.textContent =
      courses.fault ?? (n >= all ? t.story.simulated(f.whole(n)) : t.story.going(f.whole(n), f.whole(all)));
    const wanted = n >= all ? 2 : n >= 100 ? 1 : 0;
    if (wanted <= drawn) return;
    drawn = wanted;
    const rows = causeRows(c, courses, n, sample);
    if (rows.length) holder.replaceChildren(c.figure(causesFigure(c, site, rows)));
    c.drawLate();
  };
  const begin = () => {
    engine ??= listen(m.data, PANEL, tell);
    engine.want(PANEL, [asked], COURSES);
    state.story = true;
    button.hidden = true;
    tell();
  };
  const button = h('button', { type: 'button', class: 'noprint', onclick: begin }, t.story.simulate);
  if (state.story) c.once(begin);
  return [button, holder, status];
}

/* The site's panel; `select(code)` chooses another one. */
export function story(c, code, select) {
  const { m, t, f } = c,
    site = m.data.municipalities.findIndex((one) => one.code === code),
    deadline = m.mapDeadline(c.q);
  if (site < 0 || deadline < 0) return null;
  const one = m.data.municipalities[site],
    day = (d) => (d === null ? t.story.never : f.short(d));
  const facts = [
    m.regions ? t.story.region(m.data.regions[one.region] ?? '') : null,
    customer(c, site),
    placeAmong(c, site, deadline),
    lastShare(c, site),
    seen(c, site),
    ...weeksFacts(c, site),
  ].filter(Boolean);
  const weeks = weeksFigure(c, site);
  const sorted = [...m.data.municipalities].sort((a, b) => new Intl.Collator(c.lang).compare(a.name, b.name));
  return h(
    'section',
    { id: 'site', 'aria-labelledby': 'site-h' },
    h('h2', { id: 'site-h' }, t.story.title(one.name)),
    h(
      'div',
      { class: 'bar' },
      choice(
        t.story.pick,
        sorted.map((s) => [s.code, s.name]),
        code,
        (v) => select(Number(v)),
      ),
    ),
    p(facts.join(' ')),
    weeks ? c.figure(weeks) : null,
    c.figure(datesFigure(c, site, deadline)),
    table(
      t.story.about(one.name),
      t.story.columns.map((text) => [text]),
      milestoneRows(c, site).map(({ one: milestone, band }) => [
        [c.k.milestone(milestone)],
        day(band.q50),
        day(band.q80),
        day(band.q90),
        `${day(band.q05)} \u2013 ${day(band.q95)}`,
      ]),
    ),
    causes(c, site),
  );
}
