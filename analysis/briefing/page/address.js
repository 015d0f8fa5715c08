/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * address: what the reader has chosen, behind the # of the page's address, so that a link shows what he sees.
 *
 * lang=da|en, q=DEADLINE.READING, site=CODE, a=SCENARIO and b=SCENARIO (compared), from=YYYY-MM-DD, set=PATH:VALUE (any
 * number of them), on=SCENARIO (any number). What is none of the page's own choices is passed over.
 */
const DAY = /^\d{4}-\d\d-\d\d$/;

const numbers = (text) => text.split('.').map(Number);

export function readAddress(m, hash) {
  const said = new URLSearchParams(hash.replace(/^#/, '')),
    state = {};
  if (['da', 'en'].includes(said.get('lang'))) state.lang = said.get('lang');
  const [deadline, reading] = numbers(said.get('q') ?? '');
  const q = m.questions.find((one) => m.same(one, { deadline, reading }));
  if (q) state.q = q;
  const site = Number(said.get('site') || NaN),
    pair = [said.get('a'), said.get('b')];
  if (m.data.municipalities.some((one) => one.code === site)) state.place = site;
  if (pair.every((name) => m.data.scenarios.some((s) => s.name === name))) state.pair = pair;
  const choices = m.data.live?.choices ?? [],
    levers = { value: {}, on: {}, from: DAY.test(said.get('from') ?? '') ? said.get('from') : '' };
  for (const name of said.getAll('on')) if (choices.some((one) => one.name === name)) levers.on[name] = true;
  for (const text of said.getAll('set')) {
    const at = text.lastIndexOf(':'),
      path = text.slice(0, at),
      value = Number(text.slice(at + 1));
    if (Number.isFinite(value) && choices.some((one) => one.path === path)) levers.value[path] = value;
  }
  if (levers.from || Object.keys(levers.on).length || Object.keys(levers.value).length) state.live = levers;
  return state;
}

export function writeAddress(state) {
  const say = new URLSearchParams();
  say.set('lang', state.lang);
  if (state.q) say.set('q', `${state.q.deadline}.${state.q.reading}`);
  if (state.place !== null) say.set('site', String(state.place));
  if (state.pair) ['a', 'b'].forEach((name, i) => say.set(name, state.pair[i]));
  const { value = {}, on = {}, from = '' } = state.live ?? {};
  if (from) say.set('from', from);
  for (const [path, x] of Object.entries(value)) say.append('set', `${path}:${x}`);
  for (const [name, yes] of Object.entries(on)) if (yes) say.append('on', name);
  return `#${say}`;
}
