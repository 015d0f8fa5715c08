/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * whatif: what the levers do: simulated by the page itself or, where it cannot, a lever's positions, each a scenario of
 * the file; nothing in between.
 */
import { h, p, choice } from './dom.js';
import { whatIfFigure } from './figures.js';
import { isLive, leversPanel } from './levers.js';
import { inWords } from './question.js';
import { gain, section, spanOf, when } from './sections.js';

export function whatIf(c) {
  const { m, t, f, k } = c;
  if (isLive(c)) return section(c, 'whatif', leversPanel(c));
  if (!m.swept.length) return section(c, 'whatif', p(t.whatif.none));
  const lever = m.swept.find((one) => one.path === c.state.lever) ?? m.corps ?? m.swept[0];
  const points = lever.points,
    standing = points.findIndex((point) => point.scenario === 0);
  let at = c.state.position[lever.path] ?? standing;
  const name = (point) =>
    (typeof point.value === 'boolean'
      ? point.value
        ? t.whatif.on
        : t.whatif.off
      : typeof point.value === 'number'
        ? f.number(point.value)
        : String(point.value)) + (point.scenario === 0 ? ` (${t.whatif.asIs})` : '');
  const output = h('div', { class: 'result', 'aria-live': 'polite' });
  const figure = h('div');

  const tell = () => {
    const point = points[at],
      scenario = m.data.scenarios[point.scenario],
      row = m.row(scenario, c.q),
      pair = m.paired(scenario.paired, c.q);
    output.replaceChildren(
      p(
        `${k.capital(k.path(lever.path))}: ${name(point)}. ${t.whatif.result}, ${inWords(c, c.q)}: `,
        h('strong', null, f.percent(row.p)),
        ` (${f.percents(row.low, row.high)}). `,
        pair
          ? t.whatif.against(gain(c, pair), spanOf(c, pair), when(c, m.pairedDate(scenario.paired, c.q)))
          : t.whatif.standing,
      ),
    );
    figure.replaceChildren(c.figure(whatIfFigure(c, scenario)));
    c.state.position[lever.path] = at;
  };
  const numeric = points.every((point) => typeof point.value === 'number');
  const slider = numeric
    ? h('input', {
        type: 'range',
        id: 'position',
        min: 0,
        max: points.length - 1,
        step: 1,
        value: at,
        'aria-valuetext': name(points[at]),
        oninput: () => {
          at = Number(slider.value);
          slider.setAttribute('aria-valuetext', name(points[at]));
          tell();
          c.drawLate();
        },
      })
    : null;
  const position = numeric
    ? h(
        'div',
        { class: 'field' },
        h('label', { for: 'position' }, t.whatif.position),
        slider,
        h(
          'div',
          { class: 'ticks', 'aria-hidden': 'true' },
          points.map((point) => h('span', null, f.number(point.value))),
        ),
      )
    : choice(
        t.whatif.position,
        points.map((point, i) => [i, name(point)]),
        at,
        (v) => {
          at = Number(v);
          tell();
          c.drawLate();
        },
      );
  tell();
  return section(
    c,
    'whatif',
    p(t.whatif.read),
    h(
      'div',
      { class: 'bar' },
      choice(
        t.whatif.lever,
        m.swept.map((one) => [one.path, k.capital(k.path(one.path))]),
        lever.path,
        (v) => c.set({ lever: v }),
      ),
      position,
    ),
    output,
    figure,
  );
}
