/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tasks: how long the page holds its reader up while it opens. Counted is the processor's time of each task of the
 * page's main thread, as the browser's own trace has it, so that a machine with other work to do judges the same.
 */
import assert from 'node:assert/strict';
import { browser, holds, url } from './browser.mjs';

const MOST = 50; /* milliseconds: what nobody notices */

/* Processor time of the tasks of the thread that runs the page's script, in milliseconds, the longest first. */
function tasksOf(trace) {
  const all = trace.traceEvents.filter((one) => one.ph === 'X' && one.tdur !== undefined),
    page = all.find((one) => one.name === 'EvaluateScript' && String(one.args.data?.url).startsWith('file:'));
  assert.ok(page, 'the trace shows the page\u2019s script');
  return all
    .filter((one) => one.pid === page.pid && one.tid === page.tid && one.name === 'RunTask' && one.ts >= page.ts - 1e6)
    .map((one) => one.tdur / 1000)
    .sort((a, b) => b - a);
}

async function opening(path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } }),
    tab = await context.newPage();
  await browser.startTracing(tab, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await tab.goto(url(path));
  await tab.waitForSelector('html[data-drawn]');
  await tab.waitForTimeout(500);
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const paint = await tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  await context.close();
  return { tasks: tasksOf(trace), paint };
}

/* No task of the opening is long; the best of three, since a neighbour on the machine lengthens even that. */
export async function opens({ page }) {
  let best = null;
  for (let attempt = 0; attempt < 3 && !(best?.tasks[0] <= MOST); attempt++) {
    const one = await opening(page);
    if (!best || one.tasks[0] < best.tasks[0]) best = one;
  }
  assert.ok(best.tasks.length > 20, `${best.tasks.length} tasks`);
  assert.ok(best.tasks[0] <= MOST, `a task of ${best.tasks[0]} ms`);
  holds(`opens: the longest of ${best.tasks.length} tasks takes ${best.tasks[0]} ms, seen after ${best.paint} ms`);
}
