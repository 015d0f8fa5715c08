/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * page: the briefing in Chromium. Usage: node page.mjs PAGE.html HOSTILE.html RANKED.html [SCREENSHOTS [TEST...]], ''
 * for no pictures. Prints a line for each thing that holds, and fails with what does not.
 */
import assert from 'node:assert/strict';
import { readFileSync, statSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { browser, count, holds, open, quiet, url } from './browser.mjs';
import { asks, simulates, whatIf } from './choices.mjs';
import { opens } from './tasks.mjs';

const [, , page, hostile, ranked, shots, ...only] = process.argv;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/* The same page where nothing simulates, as in a browser without WebAssembly. */
const still = `${page}.still.html`;
writeFileSync(still, readFileSync(page, 'utf8').replace(/(id="live">)[^<]*/, '$1'));
const simulating = readFileSync(page, 'utf8').length > readFileSync(still, 'utf8').length;

async function draws() {
  assert.ok(statSync(page).size < 2e6, `the page is ${statSync(page).size} bytes`);
  const tab = await open(page); /* how long it takes is told, not judged: others may have the processors */
  for (const id of [
    'how-sure',
    'twenty-courses',
    'story',
    'vendors',
    'regions',
    'pair',
    'pair-curves',
    'sites-M1',
    'sites-M2',
    'items',
    'map',
    'last-one',
    'corps',
    'causes',
    'assumptions',
    'scenarios',
  ])
    assert.equal(await count(tab, `#figure-${id} .draw > svg[aria-label]`), 1, id);
  assert.equal(await count(tab, '#map tbody tr'), 98);
  assert.equal(new Set(await tab.$$eval('#map path[data-code]', (all) => all.map((one) => one.dataset.code))).size, 98);
  quiet(tab);
  holds(`draws in ${tab.took} ms, ${statSync(page).size} bytes, no message, no request`);
}

async function speaks() {
  const tab = await open(page);
  assert.equal(await tab.evaluate(() => document.documentElement.lang), 'da');
  const danish = await tab.textContent('#answer-h');
  assert.match(danish, /31\.\s*december\s*2015/);
  await tab.click('button[lang=en]');
  const english = await tab.textContent('#answer-h');
  assert.match(english, /31\s*December\s*2015/);
  assert.match(english, /simulated courses/);
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'English', 'the switch keeps the focus');
  /* nothing left unsaid in either language */
  for (const lang of ['en', 'da']) {
    await tab.click(`button[lang=${lang}]`);
    assert.doesNotMatch(
      await tab.evaluate(() => document.body.innerText),
      /undefined|NaN|\[object|Infinity|Invalid Date/,
    );
  }
  quiet(tab);
  holds('speaks Danish and English, with dates of each');
}

async function paints() {
  for (const colorScheme of ['light', 'dark']) {
    const tab = await open(page, { colorScheme });
    const dark = () => tab.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    assert.equal(await dark(), colorScheme, 'follows the system');
    await tab.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'light' : 'dark' });
    for (let look = 0; look < 100 && (await dark()) === colorScheme; look++) await tab.waitForTimeout(20);
    assert.notEqual(await dark(), colorScheme, 'follows the system when it changes');
    await tab.emulateMedia({ colorScheme });
    for (const [button, wanted] of [
      [1, 'light'],
      [2, 'dark'],
    ]) {
      await tab.locator('.group').nth(1).locator('button').nth(button).click();
      assert.equal(await dark(), wanted);
    }
    quiet(tab);
  }
  holds('follows the system\u2019s theme and the switch');
}

async function accessible() {
  for (const colorScheme of ['light', 'dark'])
    for (const lang of ['da', 'en']) {
      const tab = await open(page, { colorScheme });
      await tab.click(`button[lang=${lang}]`);
      await tab.evaluate(() =>
        document.querySelectorAll('details').forEach((one) => {
          one.open = true;
        }),
      );
      await tab.evaluate(axe); /* through the debugger, which the policy does not concern */
      const { violations, passes } = await tab.evaluate(() => window.axe.run());
      assert.deepEqual(
        violations.map(
          (v) =>
            `${v.id}: ${v.nodes
              .slice(0, 3)
              .map((n) => `${n.html.slice(0, 140)} ${n.failureSummary}`)
              .join(' | ')}`,
        ),
        [],
        `${colorScheme} ${lang}`,
      );
      assert.ok(passes.length > 20);
    }
  holds('axe-core finds nothing in both themes and languages');
}

async function places() {
  const tab = await open(page);
  const marked = () => tab.$eval('#map tbody tr.on th', (th) => th.textContent);
  await tab.locator('#map path[data-code="851"]').first().scrollIntoViewIfNeeded();
  await tab.locator('#map path[data-code="851"]').first().hover();
  assert.equal(await marked(), 'Aalborg');
  assert.ok(
    await tab.$eval('#map tbody tr.on', (tr) => {
      const a = tr.getBoundingClientRect(),
        b = tr.closest('.rows').getBoundingClientRect();
      return a.top >= b.top && a.bottom <= b.bottom;
    }),
    'the row is in sight',
  );
  await tab.focus('#map .map');
  await tab.keyboard.press('ArrowDown');
  assert.notEqual(await marked(), 'Aalborg');
  const reached = new Set();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowRight'])
    for (let i = 0; i < 12; i++) {
      await tab.keyboard.press(key);
      reached.add(await marked());
    }
  assert.ok(reached.size > 15, `the arrow keys reach ${reached.size}`);
  /* A site that is asked for has its story told, and the address says which. */
  await tab.locator('#map path[data-code="101"]').first().click();
  assert.match(await tab.textContent('#site h2'), /København/);
  assert.match(tab.url(), /site=101/);
  await tab.locator('#site select').selectOption('851');
  assert.match(await tab.textContent('#figure-story .name'), /^Aalborg /);
  assert.equal(await marked(), 'Aalborg');
  const other = await open(page, {}, new URL(tab.url()).hash);
  assert.match(await other.textContent('#site h2'), /Aalborg/, 'as the address says');
  await other.context().close();
  const first = () => tab.$eval('#map tbody tr th', (th) => th.textContent);
  await tab.locator('#map thead button').first().click();
  assert.equal(await first(), 'Albertslund', 'Danish sorts aa as å, last');
  await tab.locator('#map thead button').first().click();
  assert.equal(await first(), 'Aarhus');
  assert.equal(await tab.$eval('#map thead th', (th) => th.getAttribute('aria-sort')), 'descending');
  quiet(tab);
  holds('the map marks the row, by pointer and by keys; the table sorts');
}

async function keyboard() {
  const tab = await open(page);
  await tab.locator('#whatif .result').scrollIntoViewIfNeeded();
  /* once it is done, nothing is drawn anew */
  if (simulating) await tab.locator('#whatif .note').getByText('her: 1.000 forløb').waitFor({ timeout: 120000 });
  const wanted = await tab.$$eval(
    'button, select, input, summary, a[href], [tabindex="0"]',
    (all) => all.filter((one) => one.checkVisibility()).length,
  );
  for (let i = 0; i < wanted + 20; i++) {
    /* a field of a date has several stops */
    await tab.keyboard.press('Tab');
    await tab.evaluate(() => document.activeElement.setAttribute('data-seen', ''));
  }
  const seen = await count(tab, 'body [data-seen]');
  assert.equal(seen, wanted, 'every control is on the way of the Tab key');
  const lever = tab.locator('#whatif input[type=range]').last();
  await lever.focus();
  const before = await lever.inputValue();
  await tab.keyboard.press('ArrowRight');
  assert.notEqual(await lever.inputValue(), before, 'the lever moves with the keys');
  quiet(tab);
  holds(`all ${wanted} controls are reached with the keyboard`);
}

async function downloads() {
  let tab = await open(page);
  const plain = await browser.newPage(); /* without the page's policy, to parse in */
  const get = async (figure, button) => {
    const [download] = await Promise.all([
      tab.waitForEvent('download'),
      tab.locator(`#figure-${figure} .save button`).nth(button).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const figures = await tab.$$eval('figure', (all) => all.map((one) => one.id.replace('figure-', '')));
  for (const [i, figure] of figures.entries()) {
    if (i % 3 === 2) {
      /* a browser stops a page's eleventh download in a row and asks */
      quiet(tab);
      await tab.context().close();
      tab = await open(page);
    }
    const svg = await get(figure, 0),
      png = await get(figure, 1),
      csv = await get(figure, 2);
    assert.equal(csv.name, `${figure}.csv`);
    assert.doesNotMatch(csv.bytes.toString(), /NaN|undefined|null|\[object/);
    const table = csv.bytes.toString().trim().split('\r\n');
    assert.ok(table.length > 1, `${figure}.csv has no rows`);
    /* what stands alone says where it is from */
    assert.match(svg.bytes.toString(), /fmksim [^<]*<\/text>/);
    assert.equal(svg.name, `${figure}.svg`);
    assert.match(svg.bytes.toString(), /^<\?xml[^]*<title>[^]*<desc>/);
    assert.doesNotMatch(svg.bytes.toString(), /var\(--|NaN|<script/);
    assert.equal(
      await plain.evaluate(
        (text) =>
          new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? '',
        svg.bytes.toString(),
      ),
      '',
    );
    assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.bytes.length > 4000, `${figure}.png is ${png.bytes.length} bytes`);
  }
  quiet(tab);
  holds('every figure is saved as SVG and PNG');
}

/* On A4 every figure lies within one page, and nothing is wider than the paper. */
async function prints() {
  const tab = await open(page);
  await tab.emulateMedia({ media: 'print' });
  await tab.setViewportSize({ width: 680, height: 1000 });
  await tab.waitForTimeout(300);
  const wide = await tab.$$eval('figure svg, table', (all) =>
    all
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 681)
      .map((one) => one.closest('section').id),
  );
  assert.deepEqual(wide, [], 'wider than the paper');
  const tall = await tab.$$eval('figure', (all) =>
    all.map((one) => one.getBoundingClientRect().height).filter((height) => height > 980),
  );
  assert.deepEqual(tall, [], 'taller than a page');
  assert.equal(await tab.$eval('figure', (one) => getComputedStyle(one).breakInside), 'avoid');
  const pdf = (await tab.pdf({ preferCSSPageSize: true, path: shots ? `${shots}/page.pdf` : undefined })).toString(
    'latin1',
  );
  const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/g)].map((m) => [
    Math.round(m[1]),
    Math.round(m[2]),
  ]);
  assert.ok(
    boxes.length >= 4 && boxes.length <= 8 && boxes.every(([w, h]) => w === 595 && h === 842),
    `pages: ${boxes.length} ${JSON.stringify(boxes.slice(0, 3))}`,
  );
  quiet(tab);
  holds(`prints ${boxes.length} pages of A4`);
}

async function fits() {
  for (const [width, deviceScaleFactor] of [
    [360, 1],
    [640, 2] /* 1280 at 200 % */,
    [768, 1],
    [1280, 1],
    [1920, 1],
  ])
    for (const lang of ['da', 'en'])
      for (const colorScheme of ['light', 'dark']) {
        const tab = await open(page, { viewport: { width, height: 900 }, deviceScaleFactor, colorScheme });
        await tab.click(`button[lang=${lang}]`);
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than ${width}`);
        /* texts within one figure do not lie on each other (labels of dots may touch theirs) */
        const over = await tab.$$eval('figure:not(#figure-assumptions) .draw > svg', (all) =>
          all.flatMap((svg) => {
            const boxes = [...svg.querySelectorAll('text')]
              .filter((t) => t.textContent.trim())
              .map((t) => [t.textContent, t.getBoundingClientRect()]);
            return boxes.flatMap(([a, p], i) =>
              boxes
                .slice(i + 1)
                .filter(
                  ([, q]) =>
                    Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2 &&
                    Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4,
                )
                .map(([b]) => `${svg.closest('figure').id}: ${a} / ${b}`),
            );
          }),
        );
        assert.deepEqual(over, [], `${width} ${lang}`);
        const out = await tab.$$eval('figure .draw > svg', (all) =>
          all.flatMap((svg) =>
            [...svg.querySelectorAll('text')]
              .filter(
                (t) =>
                  t.textContent.trim() &&
                  (t.getBoundingClientRect().right > innerWidth || t.getBoundingClientRect().left < 0),
              )
              .map((t) => `${svg.closest('figure').id}: ${t.textContent}`),
          ),
        );
        assert.deepEqual(out, [], `cut at ${width} ${lang}`);
        if (shots) {
          mkdirSync(shots, { recursive: true });
          await tab.screenshot({ path: `${shots}/${width}-${lang}-${colorScheme}.png`, fullPage: true });
        }
        quiet(tab);
        await tab.context().close();
      }
  holds('fits 360, 768, 1280 and 1920 pixels, and 200 %; no text over another');
}

async function survives() {
  const tab = await open(hostile);
  const title = await tab.title();
  assert.ok(
    title.startsWith('</script><script>document.title=1</script><img src=x') &&
      title.includes('\u{1F600}') &&
      title.includes('\u202e') &&
      title.includes('@@DATA@@'),
    title,
  );
  assert.equal(await count(tab, 'img'), 0);
  assert.equal(await count(tab, 'script'), 3);
  assert.ok((await tab.textContent('#map tbody')).includes('"\u00e6\u00f8\u00e5"'), 'as a municipality\u2019s name');
  assert.ok(
    (await tab.textContent('#pair select')).includes('<img src=x onerror=alert(1)>'),
    'as a scenario\u2019s title',
  );
  const raw = readFileSync(hostile, 'utf8'),
    start = raw.indexOf('id="data">') + 10;
  assert.doesNotMatch(raw.slice(start, raw.indexOf('</script>', start)), /[<>&\u2028\u2029\u202e]|[^\x00-\x7f]/);
  quiet(tab);
  /* the policy is in force: what is added later does not run */
  await tab.evaluate(() => {
    const s = document.createElement('script');
    s.textContent = 'window.broken = 1';
    document.body.append(s);
  });
  assert.equal(await tab.evaluate(() => window.broken), undefined);
  assert.ok(tab.trouble.some((text) => text.includes('Content Security Policy')));
  holds('texts that try to get out are texts');
}

/* Without JavaScript the answer stands, as text. */
async function silent() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  for (const [path, what] of [
    [page, /2015-12-31/],
    [hostile, /<img src=x onerror=alert\(1\)>/],
  ]) {
    const tab = await context.newPage();
    await tab.goto(url(path));
    const text = await tab.locator('noscript pre').innerText();
    assert.match(text, /simulated courses/);
    assert.match(text, what);
    assert.equal(await tab.locator('noscript img').count(), 0);
  }
  holds('without JavaScript the answer stands');
}

const tests = [opens, draws, speaks, paints, accessible, places, keyboard, asks, whatIf, simulates, downloads];
tests.push(silent, prints, fits, survives);
for (const test of tests.filter((one) => !only.length || only.includes(one.name))) {
  try {
    await test({ page, still, ranked, simulating });
  } catch (error) {
    console.error(`${test.name}: ${error.message}`);
    process.exitCode = 1;
  }
}
await browser.close();
