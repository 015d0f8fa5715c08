/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words: how the briefing's page tells chances. Usage: node words.mjs ANALYSIS/BRIEFING/PAGE
 */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const from = (name) => import(pathToFileURL(resolve(process.argv[2], name)).href);
const { wording } = await from('words.js');
const said = {
  site: ['a school', 'schools', 'en skole', 'skoler'],
  item: ['a book', 'books', 'et bord', 'borde'],
  vendor: [],
};
said.vendor = ['a mill', 'mills', 'en m\u00f8lle', 'm\u00f8ller'];
const english = wording(said, 'en'),
  danish = wording(said, 'da');
const { formatter } = await from('format.js');
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

/* None is none and all is all, as the summary says it; what is rounded to them is not. */
const percent = formatter('en').percent;
for (const [p, told] of [
  [0, '0 %'],
  [1, '100 %'],
  [1e-4, '< 1 %'],
  [0.9999, '> 99 %'],
  [0.214, '21 %'],
  [null, '\u2013'],
])
  assert.equal(plain(percent(p)), told);

/* What is lost against the plan, in the programme's own words. */
assert.equal(
  plain(
    english.lost.text(
      [english.lost.items('5', '1', '9'), english.lost.sites('7', '0', '8')],
      [english.lost.each.items, english.lost.each.sites],
    ),
  ).slice(0, 112),
  'What the middle course loses against the plan: 5 book-years of use (in 8 courses in 10: 1\u20139) and ' +
    '7 school-months',
);
const alone = plain(danish.lost.text([danish.lost.sites('7', '0', '8')], [danish.lost.each.sites]));
assert.match(alone, /^Hvad .*: 7 skole-m\u00e5neders forsinkelse \(0\u20138\)\. /);
assert.doesNotMatch(alone, /bord/); /* nothing of items, where there are none */

/* A range over the assumptions is rounded outwards, but not until it says nothing. */
for (const [low, high, told] of [
  [0, 0, 'nor under any'],
  [0.02, 0.04, '2\u20134 of 100'],
  [0, 0.031, '0\u20134 of 100'],
  [0.96, 0.99, '96\u201399 of 100'],
  [0.68, 0.694, '68\u201370 of 100'],
  [0.5, 0.5, '50 of 100'],
  [0.31, 0.78, '3\u20138 of 10'],
  [0, 0.93, '0\u201310 of 10'],
  [0.05, 0.15, '0\u20132 of 10'],
  [1, 1, '100 of 100'],
])
  assert.ok(plain(english.range([low, high])).startsWith(told), `${low} to ${high}: ${english.range([low, high])}`);
assert.ok(danish.range([0.02, 0.04]).startsWith('2\u20134 af 100'));
/* The colours' range ends with a share's end. */
const { mapClasses } = await from('model.js');
for (const chances of [[1, 1], [0.98, 1], [0, 0], [0.4, 0.5]]) {
  const { low, high, ends } = mapClasses(chances);
  assert.ok(low >= 0 && high <= 1 && low <= Math.min(...chances) && high >= Math.max(...chances), `${low} to ${high}`);
  assert.ok(ends.every((end, i) => end > (i ? ends[i - 1] : low) && end < high));
}
/* In the study's own words, by the gender of the Danish ones. */
assert.equal(english.readings[0](300), 'all 300 schools');
assert.equal(danish.last.title, 'Hvorn\u00e5r den sidste skole er f\u00e6rdig');
assert.equal(wording({ ...said, site: said.item }, 'da').last.title, 'Hvorn\u00e5r det sidste bord er f\u00e6rdig');
/* What a share is of, and when the simulation ends, is said. */
for (const [words, horizon] of [
  [english, '3 May 2031'],
  [danish, '3. maj 2031'],
]) {
  assert.ok(words.causes.about('500').includes('500'));
  for (const told of [
    words.halfDone(null, null, horizon),
    words.halfDone('June', null, horizon),
    words.dots.never(3, horizon),
    words.deadlineTable.how(horizon),
  ])
    assert.ok(told.includes(horizon), told);
  assert.ok(!words.halfDone('June', 'July', horizon).includes(horizon));
  assert.match(words.map.shared('78 %', '44 %', '0 %'), /78 %.*44 %.*0 %/);
}
const { liveWords } = await from('words_live.js');
for (const lang of ['en', 'da']) assert.match(liveWords(lang).apart('44 %', '1600', '496'), /44 %.*1600.*496/);
const texts = (x) => (typeof x === 'string' ? [x] : typeof x === 'object' ? Object.values(x).flatMap(texts) : []);
const wrong = /\b(municipalit|kommune|card|kort\b(?! )|l\u00e6ge|doctor|Denmark|Danmark)/i;
for (const text of [...texts(english), ...texts(danish)])
  assert.doesNotMatch(text.replace('react-denmark-map', ''), wrong, text);
console.log('ok: chances in words');
