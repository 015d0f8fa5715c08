/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * browser: Chromium, and pages in it that collect what must not happen.
 */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
export const holds = (text) => console.log(`ok: ${text}`);
export const url = (path) => `file://${resolve(path)}`;

/* A page that collects what must not happen. */
export async function open(path, options = {}, hash = '') {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    ...options,
  });
  const tab = await context.newPage();
  tab.trouble = [];
  tab.on('console', (message) => tab.trouble.push(`console: ${message.text()}`));
  tab.on('pageerror', (error) => tab.trouble.push(`error: ${error.message}`));
  tab.on('dialog', (dialog) => {
    tab.trouble.push('a dialog');
    dialog.dismiss();
  });
  tab.on('request', (request) => {
    if (request.url().split('#')[0] !== url(path) && !/^(data|blob):/.test(request.url()))
      tab.trouble.push(`request: ${request.url()}`);
  });
  const start = Date.now();
  await tab.goto(url(path) + hash);
  await tab.waitForSelector('html[data-drawn]');
  tab.took = Date.now() - start;
  return tab;
}
export const quiet = (tab) => assert.deepEqual(tab.trouble, []);
export const count = (tab, selector) => tab.locator(selector).count();
