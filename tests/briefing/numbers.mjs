/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * numbers: ten numbers of each page, picked by chance, against what `summary`, `rank` and `nowcast` say of its file.
 *
 * Usage: node numbers.mjs [PAGE.html SUMMARY.json RANK.json]...; '-' for no ranking. A number on the page equals the
 * other one rounded to as many decimals as the page has.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { browser, holds, open, quiet } from './browser.mjs';

const WANTED = 10;
const READINGS = ['all-municipalities', '95-percent-of-municipalities', '95-percent-of-cards'];

/* The same picks each time: a test that fails fails again. */
function picks(list, seed) {
  const left = [...list],
    out = [];
  for (let x = seed; out.length < WANTED && left.length;) {
    x = (1103515245 * x + 12345) % 2 ** 31;
    out.push(...left.splice(x % left.length, 1));
  }
  return out;
}

/* Of a text like "+13", "−2.5", "42 %", "<1 %": whether it tells the value. */
function tells(text, value) {
  const plain = text.replace(/[\s\u202f\u00a0%,]/g, '').replace('\u2212', '-');
  if (plain === '<1') return value > 0 && value < 0.5;
  if (plain === '>99') return value < 100 && value > 99.5;
  const decimals = plain.split('.')[1]?.length ?? 0;
  return /^[+-]?\d+(\.\d+)?$/.test(plain) && Math.abs(Number(plain) - value) <= 0.5 * 10 ** -decimals + 1e-6;
}

/* [what, the page's text, the value] of all chances in the table of deadlines. */
async function chances(tab, data, summary) {
  const cells = await tab.$$eval('#table .scroll:first-of-type tbody tr', (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('td')].map((cell) => [
        cell.querySelector('strong')?.textContent,
        cell.querySelector('small')?.textContent,
      ]),
    ),
  );
  const base = data.scenarios[0],
    rows = [...new Set(base.deadlines.map((one) => one.deadline))],
    columns = [...new Set(base.deadlines.map((one) => one.reading))].sort();
  return summary.scenarios[0].deadlines.flatMap((one) => {
    const i = rows.findIndex((d) => data.deadlines[d].name === one.name),
      k = columns.indexOf(READINGS.indexOf(one.reading)),
      [chance, span] = (k < 0 ? null : cells[i]?.[k]) ?? [];
    if (!chance) return []; /* a reading that repeats another one */
    const [low, high] = span.replace('%', '').split('\u2013');
    const what = `${one.name}, ${one.reading}`;
    return [
      [what, chance, 100 * one.probability],
      [`${what}, low`, low, 100 * one.low],
      [`${what}, high`, high ?? low, 100 * one.high],
    ];
  });
}

/* Of the sites at risk beside the map: the page holds what the summary says, and tells the table of its question. */
async function risks(tab, data, summary) {
  const tables = summary.sites_at_risk,
    near = (a, b) =>
      typeof a === 'number' ? Math.abs(a - b) < 1e-6 * (1 + Math.abs(a)) : a && typeof a === 'object'
        ? Object.keys(a).every((key) => near(a[key], b[key])) && Object.keys(b).every((key) => key in a)
        : a === b;
  assert.ok(near(tables, data.risk) && near(data.risk, tables), 'the page has other sites at risk');
  const heading = await tab.textContent('#risk h3'),
    day = (text) => new Date(text).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }),
    plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
  const table = tables.find((one) => one.date === null || plain(heading).endsWith(day(one.date)));
  assert.ok(table, `${heading}: no such table`);
  const items = await tab.$$eval('#risk li', (list) => list.map((one) => [one.dataset.code, one.textContent]));
  assert.deepEqual(
    items.map(([code]) => Number(code)),
    table.sites.map((one) => one.code),
  );
  return table.sites.flatMap((one, i) => {
    const last = plain(items[i][1]).match(/(?:the last one in|, last in) ([<>]? ?\d+) ?%/),
      missed = plain(items[i][1]).match(/not in time in ([<>]? ?\d+) ?% of/);
    assert.ok(last && (missed || one.missed === undefined), items[i][1]);
    return [
      [`${one.name}, last`, last[1], 100 * one.last],
      ...(missed ? [[`${one.name}, missed`, missed[1], 100 * one.missed]] : []),
    ];
  });
}

/* The same of all levers and assumptions, once their question is asked. */
async function gains(tab, data, rank) {
  const deadline = data.deadlines.findIndex((one) => one.name === rank.deadline);
  await tab.locator('#question select').first().selectOption(String(deadline));
  await tab
    .locator('#question select')
    .last()
    .selectOption(String(READINGS.indexOf(rank.reading)));
  const cells = await tab.$$eval('#actions details tbody tr', (rows) =>
    rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.firstChild.textContent)),
  );
  const found = [...rank.levers, ...rank.assumptions].flatMap((one) => {
    const row = cells.find(([name]) => name.toLowerCase() === one.title.toLowerCase());
    if (!row) return [];
    return [
      [`${one.name}, points`, row[1], one.points],
      [`${one.name}, days`, row[2], one.days_earlier],
    ];
  });
  assert.ok(found.length >= 4, `only ${found.length} gains are on the page`);
  return found;
}

for (let i = 2; i + 2 < process.argv.length; i += 3) {
  const [page, summary, rank] = process.argv.slice(i, i + 3);
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  const tab = await open(page, {}, '#lang=en');
  const data = JSON.parse(await tab.textContent('#data'));
  const all = [...(await chances(tab, data, read(summary))), ...(await risks(tab, data, read(summary)))];
  if (rank !== '-') all.push(...(await gains(tab, data, read(rank))));
  assert.ok(all.length >= 9, `${page}: only ${all.length} numbers`); /* a small programme has no more */
  for (const [what, text, value] of picks(all, parseInt(data.study.configuration_hash.slice(0, 7), 16)))
    assert.ok(tells(text, value), `${page}: ${what} is told as ${text}, and is ${value}`);
  quiet(tab);
  await tab.context().close();
  holds(`numbers of ${page}, of ${all.length}, are as summary and rank have them`);
}
/* The comparison sees a difference. */
assert.ok(tells('42\u202f%', 41.6) && !tells('42\u202f%', 42.6) && !tells('+1.3', 1.36) && !tells('\u2013', 1));
await browser.close();
