/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * risk: the sites at risk, beside the map: how likely each is late, when it is done, what it waits for, what helps.
 *
 * The numbers are those of `summary --json` (sites_at_risk), as they stand.
 */
import { h, p } from './dom.js';

const FIRST = 4 /* that stand open */,
  CAUSES = 3;
const dayOf = (text) => (text === null ? null : Date.parse(`${text}T00:00:00Z`) / 864e5);

/* The table of a deadline, or the one of none. */
export function riskOf(m, deadline) {
  const name = m.data.deadlines[deadline]?.name,
    tables = m.data.risk ?? [];
  return tables.find((one) => one.deadline === name) ?? tables.find((one) => one.deadline === null) ?? null;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const milestoneOf = (c, name) => c.k.stage(c.m.data.milestones.find((one) => one.name === name));
const causeOf = (c, name) => c.k.cause(c.m.data.causes.find((one) => one.name === name));

/* The causes that take most days of its path, where the file says. */
function lostOf(c, one) {
  const { t, f } = c,
    most = [...(one.path_days ?? [])].filter((part) => part.days >= 0.5).sort((a, b) => b.days - a.days);
  if (!most.length) return null;
  return t.risk.causes(
    most
      .slice(0, CAUSES)
      .map((part) => t.risk.causeDays(causeOf(c, part.cause), f.whole(part.days)))
      .join(', '),
  );
}

/* Why it is late, as far as the file has it. */
export function whyOf(c, one) {
  const { t, f } = c;
  if (one.waits_for === null) return t.risk.done;
  const all = one.days_ahead.reduce((sum, part) => sum + part.days, 0),
    slow = one.days_ahead.reduce((most, part) => (part.days > most.days ? part : most));
  return [
    t.risk.waits(milestoneOf(c, one.waits_for), f.percent(one.waits_share)),
    t.risk.ahead(f.whole(slow.days), f.whole(all), milestoneOf(c, slow.milestone)),
    one.last_cause === null ? null : t.risk.cause(causeOf(c, one.last_cause), f.percent(one.last_cause_share)),
    lostOf(c, one),
  ]
    .filter(Boolean)
    .join('; ');
}

function helpOf(c, table, one) {
  const { m, t, f, k } = c;
  if (!one.levers.length) return null;
  if (one.helped_most_by === null) return t.risk.none(one.levers.length);
  const lever = one.levers.find((other) => other.name === one.helped_most_by),
    title = k.scenario(
      m.data,
      m.data.scenarios.find((other) => other.name === lever.name),
    );
  return table.deadline === null
    ? t.risk.helpsDays(title, f.days(lever.days_earlier), f.days(lever.days_low), f.days(lever.days_high))
    : t.risk.helps(
        title,
        f.points(lever.points / 100),
        f.points(lever.points_low / 100),
        f.points(lever.points_high / 100),
      );
}

function whenOf({ t, f }, one) {
  const [low, middle, high] = [one.q05, one.q50, one.q95].map((text) => text && f.short(dayOf(text)));
  if (!middle) return t.risk.late;
  return high ? t.risk.when(middle, low, high) : t.risk.open(middle, low);
}

function item(c, table, one, choose) {
  const { t, f } = c;
  const numbers = [
    one.missed === undefined ? null : t.risk.missed(f.percent(one.missed), f.percents(one.missed_low, one.missed_high)),
    t.risk.last(f.percent(one.last)),
    whenOf(c, one),
  ].filter(Boolean);
  const help = helpOf(c, table, one);
  return h(
    'li',
    { 'data-code': one.code },
    h('button', { type: 'button', class: 'name', onclick: () => choose(one.code) }, one.name),
    ` ${numbers.join(', ')}.`,
    h('small', null, `${capital(whyOf(c, one))}.`, help ? ` ${help}.` : null),
  );
}

/* The list beside the map; null: the file has none for the deadline. */
export function risk(c, deadline, choose) {
  const { m, t, f } = c,
    table = riskOf(m, deadline);
  if (!table || (table.date === null && !table.sites.length)) return null;
  const by = table.date === null ? '' : t.by(f.long(dayOf(table.date))),
    title = table.date === null ? t.risk.lastTitle : t.risk.title(by);
  const list = (sites) => h('ol', null, sites.map((one) => item(c, table, one, choose)));
  const more = table.sites.slice(FIRST),
    rest = list(more);
  rest.setAttribute('start', String(FIRST + 1));
  return h(
    'div',
    { class: 'risk', id: 'risk' },
    h('h3', null, title),
    table.sites.length ? list(table.sites.slice(0, FIRST)) : p(t.risk.nobody(by)),
    more.length ? h('details', null, h('summary', null, t.risk.more(more.length)), rest) : null,
    table.sites.length ? h('p', { class: 'note' }, t.risk.read) : null,
  );
}
