/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * strange: pages of programmes of other kinds in Chromium: in both languages, all that is said, shown, or read aloud is
 * in the programme's own words, and a map is drawn of so many outlines. Usage: node strange.mjs PAGE.html=OUTLINES…
 */
import assert from 'node:assert/strict';
import { browser, holds, open, quiet } from './browser.mjs';

/* Whole words of FMK and Denmark, inflected too. The name of the program and that of its repository are names. */
const english = 'municipalit(y|ies)|municipal|cards?|doctors?|consultants?|denmark|danish|kmd|fmk|copenhagen';
const danish =
  'kommun(e|al)(n|r|rne|rnes|s|t)?|kort(et|ene)?|læge(n|r|rne|rnes|s)?|konsulent(en|er|erne|ernes|s)?|' +
  'danmarks?|dansk(e)?|københavns?';
const word = new RegExp(`(?<![\\p{L}\\p{N}-])(${english}|${danish})(?![\\p{L}\\p{N}])`, 'giu');
/* "kort" is also a map, which these pages have or have not, and "Dansk" names the language on its switch. */
const allowed = /\b(Dansk|Kort over|på kortet)\b/g;

const texts = () => {
  const all = [document.title, document.body.textContent];
  for (const one of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description'])
      if (one.hasAttribute(name)) all.push(one.getAttribute(name));
  return all.join('\n');
};

for (const argument of process.argv.slice(2)) {
  const [page, outlines] = argument.split('=');
  const tab = await open(page);
  const codes = await tab.$$eval('#map path[data-code]', (all) => all.map((one) => one.dataset.code));
  assert.equal(codes.length, Number(outlines), `${page}: outlines`);
  if (codes.length > 0) {
    /* the arrow keys go from one to the next, here along the upper row */
    await tab.focus('#map .draw');
    await tab.keyboard.press('ArrowRight');
    const from = await tab.textContent('#map .place');
    await tab.keyboard.press('ArrowRight');
    assert.notEqual(await tab.textContent('#map .place'), from, `${page}: a neighbour`);
    assert.equal(await tab.locator('#map path.on').count(), 1, `${page}: one is marked`);
  }
  for (const lang of ['en', 'da']) {
    await tab.click(`button[lang=${lang}]`);
    const said = await tab.evaluate(() => {
      for (const one of document.querySelectorAll('script, style, noscript')) one.remove();
    }).then(() => tab.evaluate(texts));
    assert.ok(said.length > 3000, `${page} says next to nothing`);
    const found = [...said.replace(allowed, '').matchAll(word)].map(
      (hit) => `${hit[0]}: …${said.replace(allowed, '').slice(Math.max(0, hit.index - 40), hit.index + 40)}…`,
    );
    assert.deepEqual(found, [], `${page} in ${lang}`);
    assert.doesNotMatch(said, /undefined|NaN|\[object|Infinity|Invalid Date/, `${page} in ${lang}`);
  }
  quiet(tab);
  holds(`${page} speaks of its own things only, and draws ${codes.length} outlines`);
}
await browser.close();
