/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model: what the sections and figures ask of the data. A question is a deadline and a reading of "done".
 */
export const ALL = 0,
  MOST = 1,
  CARDS = 2;
export const CLASSES = [0.1, 1 / 3, 2 / 3, 0.9]; /* ends of the verbal classes of chances */
export const chanceClass = (p) => CLASSES.filter((end) => p >= end).length;

/* The ends between the five colours: the verbal classes, or, if all chances lie close together, fifths of
 * their range. */
export function mapClasses(chances) {
  const low = Math.floor(100 * Math.min(...chances)) / 100,
    high = Math.ceil(100 * Math.max(...chances)) / 100;
  if (chanceClass(low) !== chanceClass(high) && high - low > 0.4) return { ends: CLASSES, verbal: true, low, high };
  const range = Math.max(high - low, 0.05),
    from = Math.max(0, Math.min(low, 1 - range)); /* a share ends at 1 */
  return { ends: [1, 2, 3, 4].map((k) => from + (k * range) / 5), verbal: false, low: from, high: from + range };
}

export function model(data) {
  const m = { data, study: data.study, base: data.scenarios[0], sites: data.study.sites };
  const last = data.milestones.length - 1;

  /* Whether regions tell anything of a site: there are several, and not one for each. */
  m.regions = data.regions.length > 1 && data.municipalities.some((one) => data.regions[one.region] !== one.name);

  m.row = (scenario, q) => scenario.deadlines.find((r) => r.deadline === q.deadline && r.reading === q.reading) ?? null;
  m.chance = (scenario, q) => m.row(scenario, q)?.p ?? null;
  m.milestoneOf = (q) => (q.reading === CARDS ? -1 : data.deadlines[q.deadline].milestone);
  m.dates = (scenario, milestone, reading) =>
    scenario.milestones.find((r) => r.milestone === milestone && r.reading === reading) ?? null;
  m.datesOf = (scenario, q) => m.dates(scenario, m.milestoneOf(q), q.reading);
  m.questions = m.base.deadlines.map(({ deadline, reading }) => ({ deadline, reading }));
  m.same = (a, b) => a.deadline === b.deadline && a.reading === b.reading;
  m.final = (q) => data.deadlines[q.deadline].milestone === last;

  /* The question of the first sentence: the deadline in force, every municipality. */
  const deadline = data.study.headline;
  m.headline =
    m.questions.find((q) => q.deadline === deadline && q.reading === ALL) ??
    m.questions.find((q) => q.deadline === deadline) ??
    m.questions.at(-1) ??
    null;

  /* The map's deadline: the question's, or of a question about items another one of sites. */
  m.mapDeadline = (q) => {
    const maps = m.base.courses.on_time;
    return maps[q.deadline] ? q.deadline : maps[deadline] ? deadline : maps.findIndex(Boolean);
  };

  /* Where differences show: the headline's question if its chance is not near 0 or 1, else of all deadlines of the
     final milestone, every site, the one whose chance is nearest to one half. */
  const open = (q) => {
    const p = m.chance(m.base, q);
    return p > 0.05 && p < 0.95;
  };
  m.responsive =
    m.headline && open(m.headline)
      ? m.headline
      : (m.questions
          .filter((q) => q.reading === ALL && m.final(q))
          .sort((a, b) => Math.abs(m.chance(m.base, a) - 0.5) - Math.abs(m.chance(m.base, b) - 0.5))[0] ?? m.headline);

  /* ---- assumptions ---- */

  const verdict = (q) => data.decides.verdicts.findIndex((v) => m.same(v, q));
  m.levers = data.configuration.levers ?? [];
  m.lever = (path) => m.levers.find((l) => l.path === path) ?? null;
  m.swept = m.levers.filter((l) => l.points.length > 1);
  m.corps = m.lever('corps.consultants');
  m.forms = m.lever('uptake.form');
  /* Whether anybody of a corps is there under some scenario. */
  const corps = data.resources.findIndex((r) => r.name === 'corps');
  m.hasCorps = data.scenarios.some((s) => s.resources[corps]?.[0] != null);
  m.sets = (scenario) => data.configuration.sets?.[scenario.name] ?? [];

  /* Per assumption: the chance within each third of its draws, the widest swing first; `noise`: the swing that is
     still within simulation error. */
  m.swings = (q) => {
    const v = verdict(q);
    return data.decides.parameters
      .map((parameter) => {
        const chances = parameter.chances[v].map(([p, low, high], i) => ({ p, low, high, group: parameter.groups[i] }));
        const ps = chances.map((c) => c.p);
        const noise = Math.max(...chances.map((c) => c.high - c.low)) * 0.7;
        return {
          ...parameter,
          chances,
          low: Math.min(...ps),
          high: Math.max(...ps),
          swing: Math.max(...ps) - Math.min(...ps),
          noise,
        };
      })
      .filter((s) => s.chances.length > 1)
      .sort((a, b) => b.swing - a.swing);
  };

  /* What the assumptions leave open: of a nested run 5 to 95 % of their draws; else from the lowest to the highest
     chance when one assumption is moved: within thirds, or by the form of the uptake; swings within simulation error
     are none. Never narrower than the chance itself. */
  m.nested = (q) => data.split?.find((one) => m.same(one, q)) ?? null;
  m.range = (q) => {
    const p = m.chance(m.base, q),
      draws = m.nested(q);
    const all = [
      p,
      ...(draws
        ? [draws.low, draws.high]
        : m
            .swings(q)
            .filter((s) => s.swing > s.noise)
            .flatMap((s) => [s.low, s.high])),
      ...(m.forms?.points ?? []).map((point) => m.chance(data.scenarios[point.scenario], q)),
    ];
    return [Math.min(...all), Math.max(...all)];
  };

  m.verdict = (q) => data.decides.verdicts[verdict(q)];

  /* ---- paired differences ---- */

  m.paired = (pair, q) => pair?.deadlines.find((r) => r[0] === q.deadline && r[1] === q.reading) ?? null;
  m.pairedDate = (pair, q) => pair?.dates.find((r) => r[0] === m.milestoneOf(q) && r[1] === q.reading) ?? null;

  /* Whether a scenario moves just this setting; whether it gives a setting the value that it has anyway. */
  m.moves = (scenario, path) => m.sets(scenario).length === 1 && m.sets(scenario)[0].startsWith(`${path}=`);
  m.asItIs = (scenario) =>
    m.levers.some((l) => m.moves(scenario, l.path) && m.sets(scenario)[0] === `${l.path}=${m.standing(l).value}`);

  /* The lever's point that the configuration stands at, and the next one above. */
  m.standing = (lever) => lever.points.find((point) => point.scenario === 0);
  m.next = (lever) => {
    const i = lever.points.findIndex((point) => point.scenario === 0);
    return lever.points[i + 1] ?? null;
  };

  /* ---- what scenarios gain ---- */

  const KINDS = ['lever', 'assumption', 'counterfactual'];
  const rankRow = ([scenario, kind, p, points, low, high, day, days, daysLow, daysHigh, cost, best]) => ({
    scenario: data.scenarios[scenario],
    kind: KINDS[kind],
    p,
    points,
    low,
    high,
    day,
    days,
    daysLow,
    daysHigh,
    cost,
    perCost: cost > 0 ? points / cost : null,
    often: best % 2 === 1,
    early: best > 1,
  });

  /* The table of `rank` for a question, or null: one that lies behind, or scenarios that cannot be ranked. */
  m.ranks = (q) => {
    const found = data.ranks?.questions.find((one) => m.same(one, q));
    return found ? { costs: found.costs, unit: data.ranks.unit, rows: found.rows.map(rankRow) } : null;
  };
  m.rank = (scenario, q) => m.ranks(q)?.rows.find((row) => row.scenario === scenario) ?? null;

  /* Rows of one kind without today; of scenarios that set the same, one. */
  m.ranked = (q, kind) => {
    const seen = new Set([JSON.stringify([m.sets(m.base), ''])]);
    return (m.ranks(q)?.rows ?? []).filter((row) => {
      const own = JSON.stringify([m.sets(row.scenario), data.configuration.from?.[row.scenario.name] ?? '']);
      if (row.kind !== kind || row.scenario === m.base || m.asItIs(row.scenario) || seen.has(own)) return false;
      if (m.sets(row.scenario).length) seen.add(own);
      return true;
    });
  };

  /* How the dates of scenario b differ from those of a: { earlier, later, dots }, or null where that is not known. */
  m.spread = (a, b, q) => {
    const [i, k] = [a, b].map((one) => data.scenarios.indexOf(one)),
      turned = i > k,
      pair =
        Math.min(i, k) === 0
          ? data.scenarios[Math.max(i, k)].spread
          : data.pairs?.find((one) => one.a === Math.min(i, k) && one.b === Math.max(i, k))?.spread;
    const row = pair?.find((one) => one[0] === m.milestoneOf(q) && one[1] === q.reading);
    if (!row) return null;
    const [, , earlier, later, dots] = row;
    return turned ? { earlier: later, later: earlier, dots: dots.map((d) => -d).reverse() } : { earlier, later, dots };
  };

  /* When a scenario's courses came through: weeks and twenty dots. */
  m.arrivals = (scenario, q) =>
    scenario.courses.arrivals.find((one) => one.milestone === m.milestoneOf(q) && one.reading === q.reading) ?? null;

  /* ---- weekly courses ---- */

  /* [{day, q05, q25, q50, q75, q95}] of a fan, with a level week before and after. */
  m.course = (fan) => {
    const [q05, q25, q50, q75, q95] = fan.q;
    const rows = q50.map((_, i) => ({
      day: data.study.monday + 7 * (fan.from + i),
      q05: q05[i],
      q25: q25[i],
      q50: q50[i],
      q75: q75[i],
      q95: q95[i],
    }));
    return rows;
  };
  m.deadlinesOf = (milestone) => data.deadlines.filter((d) => milestone < 0 || d.milestone === milestone);
  m.observed = (quantity) =>
    (data.observations ?? []).filter(
      (o) => o.quantity === quantity && o.scope === 'national' && o.from !== null && o.to !== null,
    );
  return m;
}
