/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * choices: what the reader of the page chooses: the question, scenarios, levers. Tests of page.mjs, each of the pages
 * that it names.
 */
import assert from 'node:assert/strict';
import { count, holds, open, quiet } from './browser.mjs';

/* One question for the whole page, and the address says which; what gains most stands first. */
export async function asks({ ranked }) {
  const tab = await open(ranked);
  await tab.click('button[lang=en]');
  const data = JSON.parse(await tab.textContent('#data'));
  const label = (q) => `${q.deadline}.${q.reading}`;
  const asked = data.ranks.questions.find((one) => one.rows.some((row) => row[1] === 0 && row[4] > 0));
  assert.ok(asked, 'some lever gains under some question');
  await tab.locator('#question select').first().selectOption(String(asked.deadline));
  await tab.locator('#question select').last().selectOption(String(asked.reading));
  assert.match(tab.url(), new RegExp(`q=${label(asked).replace('.', '\\.')}`));
  const p = data.scenarios[0].deadlines.find((d) => label(d) === label(asked)).p;
  assert.match(await tab.textContent('.card .big'), new RegExp(`^${Math.round(100 * p)}\\s*%`));
  const gains = await tab.$$eval('#act tbody tr td:nth-child(2) strong', (all) =>
    all.map((one) => Number(one.textContent.replace('\u2212', '-'))),
  );
  assert.ok(gains.length > 0 && gains.every((x, i) => i === 0 || x <= gains[i - 1]), 'the best first');
  const first = asked.rows.filter((row) => row[1] === 0).reduce((a, b) => (b[3] > a[3] ? b : a));
  assert.ok(Math.abs(gains[0] - 100 * first[3]) <= 0.5);
  const choices = data.live?.choices.filter((one) => one.kind === 'assumption').map((one) => one.title) ?? [];
  const told = (await tab.textContent('#act tbody')).toLowerCase();
  for (const title of choices) assert.ok(!told.includes(title.toLowerCase()), `${title} is no choice`);
  /* Two scenarios: the one that is ahead in the file is ahead in the picture. */
  const better = data.scenarios[first[0]];
  await tab.locator('#pair select').first().selectOption(better.name);
  const pair = better.spread.find((row) => row[0] === data.deadlines[asked.deadline].milestone || row[0] === -1);
  assert.ok(pair[2] > pair[3], 'a lever that gains is earlier more often than later');
  assert.match(
    (await tab.textContent('#figure-pair .name')).replace(/\s/g, ' '),
    / is earlier than .* in \d+ % of the courses, later in/,
  );
  const days = await tab.locator('#figure-pair').evaluate((one) => one.querySelector('svg').getAttribute('aria-label'));
  const dots = days.match(/[\u2212+]?\d+/g).map((x) => Number(x.replace('\u2212', '-')));
  assert.ok(dots.filter((d) => d < 0).length > dots.filter((d) => d > 0).length, `${days}`);
  quiet(tab);
  holds('one question for the whole page; what gains most stands first');
}

/* What the page says of each position is what its scenario's numbers are. */
export async function whatIf({ still }) {
  const tab = await open(still);
  assert.equal(await count(tab, '#figure-what-if-M2 .draw > svg[aria-label]'), 1);
  await tab.click('button[lang=en]');
  const data = JSON.parse(await tab.textContent('#data'));
  const lever = data.configuration.levers.find((one) => one.path === 'corps.consultants');
  assert.deepEqual(
    lever.points.map((point) => point.value),
    [3, 4, 5, 6, 8],
  );
  for (let i = 0; i < lever.points.length; i++) {
    await tab.locator('#position').fill(String(i));
    const deadline = Number(await tab.locator('#question select').first().inputValue());
    const p = data.scenarios[lever.points[i].scenario].deadlines.find(
      (d) => d.deadline === deadline && d.reading === 0,
    ).p;
    const said = await tab.textContent('#whatif .result strong');
    assert.equal(
      said.replace(/\s/g, ''),
      p > 0 && p < 0.005 ? '<1%' : p < 1 && p > 0.995 ? '>99%' : `${Math.round(100 * p)}%`,
    );
  }
  await tab.locator('#question select').first().selectOption({ index: 1 });
  assert.match(await tab.textContent('#whatif .result'), /30\s*June\s*2015/);
  quiet(tab);
  holds('each position tells its own scenario');
}

/* The page simulates: first a hundred courses, then a thousand; never the answer of another choice; and a hundred moves
   leave no worker and no choice behind. How quick that is is told, not judged. */
export async function simulates({ page, simulating }) {
  if (!simulating) return holds('the page was made without the simulation: not looked at');
  const tab = await open(page);
  await tab.click('button[lang=en]');
  const result = tab.locator('#whatif .result'),
    note = tab.locator('#whatif .note'),
    lever = tab.locator('#whatif input[type=range]').last();
  const start = Date.now();
  await result.scrollIntoViewIfNeeded();
  await result.locator('table').waitFor();
  const first = Date.now() - start;
  assert.match(await result.textContent(), /configuration as it is/);
  await note.getByText('1,000 courses of each.').waitFor({ timeout: 120000 });
  const thousand = Date.now() - start;
  const asItIs = await result.locator('tbody').textContent();
  await lever.fill('0');
  const moved = Date.now();
  assert.doesNotMatch(await result.textContent(), /configuration as it is\./, 'no stale answer');
  await result.getByText('points against').waitFor({ timeout: 60000 });
  const again = Date.now() - moved;
  for (let i = 0; i < 100; i++) await lever.fill(String(i % 9));
  await tab.locator('#whatif .bar button').first().click();
  await note.getByText('1,000 courses of each.').waitFor({ timeout: 120000 });
  assert.equal(await result.locator('tbody').textContent(), asItIs, 'the same choice has the same numbers');
  /* An address shows somebody else the same. */
  await lever.fill('2');
  await result.getByText('points against').waitFor({ timeout: 60000 });
  const other = await open(page, {}, new URL(tab.url()).hash);
  assert.equal(await other.locator('#whatif input[type=range]').last().inputValue(), '2');
  assert.equal(await other.getAttribute('html', 'lang'), 'en');
  await other.close();
  const odd = await open(page, {}, '#lang=<b>&q=9.9&set=no.such:1&set=corps.consultants:1e9&on=nobody&from=now');
  assert.equal(await odd.locator('#whatif input[type=checkbox]:checked').count(), 0);
  quiet(odd);
  await odd.close();
  assert.ok(tab.workers().length <= 4, `${tab.workers().length} workers`);
  /* What cannot be begun on a day is told by its name. */
  await tab.getByLabel('Hosted sites are upgraded when their own project is ready').check();
  await tab.locator('#whatif input[type=date]').fill('2014-09-01');
  await result.getByText('activities.upgrade.hosted_after').waitFor({ timeout: 60000 });
  quiet(tab);
  holds(`simulates: 100 courses in ${first} ms, 1000 in ${thousand} ms, a lever's first interval in ${again} ms`);
}
