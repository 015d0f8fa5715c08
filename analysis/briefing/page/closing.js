/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * closing: the register of assumptions, what the forecast is not, other forecasts, the foot.
 */
import { namesOf } from './decides.js';
import { h, p, table } from './dom.js';
import { conflicts, key, pages } from './facts.js';
import { isDrawn } from './map.js';
import { inWords } from './question.js';
import { section } from './sections.js';

/* ---- the register ---- */

function valueOf(c, row, x, place = true) {
  if (row.date && place && Math.abs(x) < 1e5) return c.f.short(c.m.study.epoch + Math.floor(x));
  return c.f.number(x);
}

const BESIDE = new Set(['sd', 'cv', 'sigma', 'shape', 'scale', 'a', 'b', 'p', 'rho', 'n']);

function priorOf(c, row) {
  const { family, arguments: given, values } = row.prior,
    name = c.t.register.families[family] ?? family;
  const listed = (values ?? []).map(
    ([x, w], i, all) =>
      `${valueOf(c, row, x)}: ${Math.round((100 * w) / all.reduce((sum, v) => sum + v[1], 0))}\u202f%`,
  );
  const plain = given.every(([n]) => ['min', 'mode', 'max'].includes(n));
  const said = given
    .filter(([n, x]) => !(n === 'low' || n === 'high') || Math.abs(x) < 1e5)
    .map(([n, x]) => `${plain ? '' : `${c.t.register.arguments[n] ?? n} `}${valueOf(c, row, x, !BESIDE.has(n))}`);
  const unit = c.k.unit(row.unit);
  return `${name} (${[...listed, ...said].join('; ')})${unit ? ` ${unit}` : ''}`;
}

function sourceOf(c, source) {
  if (!source) return '\u2013';
  const fmk = c.m.data.vendors.some((v) => v.name === 'kmd');
  const text = fmk ? source.replace(/\bF\d+\b/g, (id) => (pages[id] ? `${id} (${pages[id]})` : id)) : source;
  if (text === 'assumption') return c.t.register.assumption;
  if (text === 'default') return c.t.register.default;
  return c.lang === 'da' ? text.replace(/; .*\bassumptions?$/, '; i \u00f8vrigt antagelse') : text;
}

function matters(c, row) {
  const { m, t, f } = c,
    swing = m.swings(c.q).find((s) => s.name === row.path);
  const lever = m.lever(row.path);
  const chances = lever?.points.map((point) => m.chance(m.data.scenarios[point.scenario], c.q)) ?? [];
  const wide = swing?.swing ?? (chances.length > 1 ? Math.max(...chances) - Math.min(...chances) : null);
  if (wide === null) return t.register.notVaried;
  return swing && swing.swing < swing.noise ? t.register.within : t.register.swing(f.points(wide).replace('+', ''));
}

const plainName = (c, path) => {
  return c.k.isKnown(path)
    ? [c.k.capital(c.k.path(path)), h('small', null, h('code', null, path))]
    : h('code', null, path);
};

export function register(c) {
  const { m, t } = c,
    rows = m.data.configuration.register;
  if (!rows) return section(c, 'register', p(t.register.missing));
  const line = (row) => [
    plainName(c, row.path),
    row.names
      ? row.names.join(', ')
      : row.prior
        ? priorOf(c, row)
        : `${valueOf(c, row, row.value)} ${c.k.unit(row.unit)}`,
    sourceOf(c, row.source),
    matters(c, row),
  ];
  const head = t.register.columns.map((text) => [text]);
  const swingOf = (row) => m.swings(c.q).find((s) => s.name === row.path)?.swing ?? 0;
  /* Of what nothing is said, mostly the programme lacks it. */
  const part = (row) => row.path.split('.')[0],
    said = new Set(rows.filter((row) => row.source !== 'default').map(part));
  /* A drawn form is no number: its weights are, and stand among the fixed ones. */
  const forms = m.data.decides.parameters
    .filter((one) => namesOf(one) && !rows.some((row) => row.path === one.name))
    .map((one) => ({
      path: one.name,
      unit: '',
      source: one.source,
      prior: { family: 'discrete', arguments: [], values: [] },
      names: one.groups.map(([value]) => c.k.value(namesOf(one)[Math.round(value)])),
    }));
  const drawnRows = [...rows, ...forms].filter((row) => row.prior).sort((a, b) => swingOf(b) - swingOf(a));
  const fixed = rows.filter((row) => !row.prior && row.source !== 'default'),
    defaults = rows.filter((row) => !row.prior && row.source === 'default' && said.has(part(row)));
  const disagreements = conflicts.filter(
    (one) => m.data.vendors.some((v) => v.name === 'kmd') && rows.some((row) => row.path === one.path),
  );
  return section(
    c,
    'register',
    p(t.register.read),
    table(t.register.drawn(drawnRows.length), head, drawnRows.map(line)),
    disagreements.length
      ? [
          h('h3', null, t.register.conflicts),
          h(
            'ul',
            null,
            disagreements.map((one) => h('li', null, one[c.lang])),
          ),
          h('p', { class: 'note' }, key[c.lang]),
        ]
      : null,
    h(
      'details',
      null,
      h('summary', null, t.register.fixed(fixed.length)),
      table(t.register.fixed(fixed.length), head, fixed.map(line)),
    ),
    defaults.length
      ? h(
          'details',
          null,
          h('summary', null, t.register.defaults(defaults.length)),
          table(t.register.defaults(defaults.length), head, defaults.map(line)),
        )
      : null,
  );
}

/* ---- limits ---- */

function mortem(c) {
  const { m, t, f, k } = c,
    v = m.verdict(c.q),
    tens = (x) => Math.round(10 * x);
  const top = (shares, names) => shares.map((x, i) => [x ?? 0, names[i]]).sort((a, b) => b[0] - a[0]);
  if (!v || v.late === 0) return p(t.limits.nothingLate);
  const [vendor] = top(
      v.vendors,
      m.data.vendors.map((x) => x.title || x.name),
    ),
    found = top(
      v.causes,
      m.data.causes.map((x) => k.cause(x)),
    ).slice(0, 2);
  const sites = top(
    v.sites,
    m.data.municipalities.map((x) => x.name),
  )
    .slice(0, 3)
    .filter(([x]) => x > 0)
    .map(([x, n]) => `${n} (${f.percent(x)})`);
  return [
    p(t.limits.mortemIntro(f.percent(v.late), inWords(c, c.q))),
    h(
      'ul',
      null,
      vendor ? h('li', null, t.limits.mortemVendor(tens(vendor[0]), vendor[1])) : null,
      found.filter(([x]) => tens(x) > 0).map(([x, n]) => h('li', null, t.limits.mortemCause(tens(x), n))),
      sites.length ? h('li', null, t.limits.mortemSite(sites.join(', '))) : null,
    ),
  ];
}

export function limits(c) {
  const { m, t, f, k } = c,
    what = inWords(c, c.q);
  const half = Math.max(...m.base.deadlines.map((r) => (r.high - r.low) / 2));
  const changes = m
    .swings(c.q)
    .filter((s) => s.swing > s.noise && s.name !== m.forms?.path)
    .slice(0, 3)
    .map((s) => [k.path(s.name), s.low, s.high]);
  if (m.forms) {
    const ps = m.forms.points.map((point) => m.chance(m.data.scenarios[point.scenario], c.q));
    changes.unshift([k.path(m.forms.path), Math.min(...ps), Math.max(...ps)]);
  }
  return section(
    c,
    'limits',
    h(
      'div',
      { class: 'box' },
      h(
        'ul',
        null,
        t.limits.notes(f.whole(m.study.replications)).map((text) => h('li', null, text)),
      ),
    ),
    h('h3', null, t.limits.kinds),
    h(
      'ul',
      null,
      h('li', null, t.limits.error(f.decimal(Math.ceil(1000 * half) / 10))),
      h('li', null, t.limits.assumptions(m.range(c.q).map(f.percent), what)),
    ),
    changes.length
      ? [
          h('h3', null, t.limits.change),
          h(
            'ul',
            null,
            changes.map(([name, low, high]) =>
              h('li', null, t.limits.changeItem(k.capital(name), f.percent(low), f.percent(high), what)),
            ),
          ),
        ]
      : null,
    h('h3', null, t.limits.mortem),
    mortem(c),
  );
}

/* ---- further files ---- */

export function others(c) {
  const { m, t, f, k } = c;
  if (!m.data.others.length) return null;
  const rows = m.data.others.flatMap((o) =>
    o.deadlines.map((row, i) => {
      const deadline = o.deadline_list[row.deadline],
        milestone = row.reading === 2 ? -1 : deadline.milestone;
      const dates = o.milestones.find((d) => d.milestone === milestone && d.reading === row.reading);
      const at = (j) => (dates ? f.rough(dates.q[j], dates.low[j], dates.high[j]) : null) ?? t.deadlineTable.beyond;
      const n = f.whole(o.study.replications),
        e = Math.round(o.effective);
      return [
        i ? '' : [k.title(o.study.title), h('small', null, o.study.file)],
        i ? '' : e < o.study.replications ? t.others.effective(n, f.whole(e)) : n,
        f.short(deadline.day),
        t.readings[row.reading](o.study.sites, o.study.most_sites),
        [f.percent(row.p), h('small', null, f.percents(row.low, row.high))],
        at(1),
        at(3),
      ];
    }),
  );
  return section(
    c,
    'others',
    table(
      t.sections.others,
      t.others.columns.map((text) => [text]),
      rows,
      { firstIsHead: false },
    ),
  );
}

export function foot(c) {
  const { m, t, f } = c,
    s = m.study,
    seen = (m.data.observations ?? []).filter((o) => o.from !== null && o.to !== null);
  const rows = [
    [t.foot.version, `fmksim ${s.version}`],
    [t.foot.commit, s.commit],
    [t.foot.compiler, s.compiler],
    [t.foot.seed, s.seed],
    [t.foot.replications, f.whole(s.replications)],
    [t.foot.hash, s.configuration_hash],
    [t.foot.created, s.created],
    [t.foot.command, h('code', null, s.command)],
    [t.foot.file, s.file],
    seen.length
      ? [
          t.foot.dataDates,
          t.foot.from(f.long(Math.min(...seen.map((o) => o.from))), f.long(Math.max(...seen.map((o) => o.to)))),
        ]
      : null,
    [t.foot.credits, isDrawn(m.data) ? `${t.foot.outlines} ${t.foot.creditText}` : t.foot.creditText],
  ].filter(Boolean);
  return h(
    'dl',
    null,
    rows.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]),
  );
}
