/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * weeks: the page of a nowcast that knows a monitoring sheet: a site's own weeks are the sheet's, and what follows is
 * the file's fan. Usage: node weeks.mjs PAGE.html SHEET.csv AS_OF
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { browser, holds, open, quiet } from './browser.mjs';

const [page, sheet, asOf] = process.argv.slice(2),
  [head, ...lines] = readFileSync(sheet, 'utf8').trim().split('\n'),
  names = head.split(','),
  rows = lines
    .map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
    .filter((row) => row.date <= asOf),
  short = (text) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
      new Date(text),
    ),
  plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const codes = ['1', '12', '19'];

for (const code of codes) {
  const tab = await open(page, {}, `#lang=en&site=${code}`),
    data = JSON.parse(await tab.textContent('#data')),
    own = rows.filter((row) => row.code === code).sort((a, b) => (a.date < b.date ? -1 : 1));
  await tab.click('#figure-story-weeks details summary');
  await tab.waitForSelector('#figure-story-weeks details tbody tr');
  const told = await tab.$$eval('#figure-story-weeks details tbody tr', (list) =>
    list.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent)),
  );
  const seen = told.filter((row) => row[1] !== '\u2013'),
    ahead = told.filter((row) => row[1] === '\u2013');
  assert.ok(own.length > 5);
  assert.deepEqual(
    seen.map((row) => [plain(row[0]), plain(row[1])]),
    own.map((row) => [short(row.date), row.cards]),
  );
  /* What follows is the file's fan, from the day of the view on. */
  const fan = data.story.fans[data.municipalities.findIndex((one) => one.code === Number(code))],
    week = (day) => (day - data.study.monday) / 7 - fan.from;
  assert.ok(ahead.length > 10);
  for (const row of ahead.slice(1)) {
    const day = Date.parse(`${plain(row[0])} UTC`) / 864e5;
    assert.ok(day > Date.parse(asOf) / 864e5);
    assert.deepEqual(
      row.slice(2).map((cell) => Number(plain(cell).replace(',', ''))),
      fan.q.map((list) => list[week(day)]),
    );
  }
  const facts = plain(await tab.textContent('#site > p')),
    last = own.at(-1);
  for (const one of data.milestones)
    assert.equal(
      facts.includes(`\u201c${one.name}\u201d (${short(last[one.name] || '1900-01-01')})`),
      Boolean(last[one.name]),
    );
  assert.ok(facts.includes(`Its last count: ${last.cards} on ${short(last.date)}.`), facts);
  assert.ok((await tab.locator('#figure-story-weeks svg circle').count()) > 2);
  quiet(tab);
  await tab.context().close();
}
holds(`weeks of ${codes.length} sites are the sheet's, and then the file's`);

/* The list beside the map leads to a site's story; on a telephone, in Danish, nothing is wider than the screen. */
const tab = await open(page, { viewport: { width: 360, height: 740 } }, '#lang=da');
const second = tab.locator('#risk li .name').nth(1),
  name = await second.textContent();
await second.click();
assert.ok((await tab.textContent('#site h2')).endsWith(name));
assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), 360);
const said = await tab.textContent('#site');
assert.doesNotMatch(said + (await tab.textContent('#risk')), /undefined|NaN|\[object|Infinity|Invalid Date/);
assert.match(said, /Seneste tal: /);
quiet(tab);
holds('who is at risk leads to the story, on a narrow screen, too');
await browser.close();
