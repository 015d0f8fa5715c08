/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_risk: what the page says of the sites at risk, and of what was seen of one. w is what nouns() gives.
 */
const en = (w) => ({
  risk: {
    title: (by) => `At risk: ${w.site.many} likeliest not to be done ${by}`,
    lastTitle: `At risk: ${w.site.many} likeliest to be last`,
    nobody: (by) => `In none of the courses is a ${w.site.one} late: all are done ${by}.`,
    missed: (p, span) => `not in time in ${p} of the courses (${span})`,
    last: (p) => `the last one in ${p}`,
    when: (day, low, high) => `half of the courses have it done by ${day}, nine in ten between ${low} and ${high}`,
    open: (day, low) => `half of the courses have it done by ${day}, nine in ten from ${low} on`,
    late: 'most courses do not have it done within the horizon',
    waits: (milestone, p) => `It waits for ${milestone} (in ${p} of the courses)`,
    ahead: (days, all, milestone) => `${days} of the ${all} days ahead go on the way to ${milestone}`,
    done: 'It is done in most courses',
    cause: (cause, p) => `when it comes last, most often by ${cause} (${p})`,
    causes: (list) => `most days of its path: ${list}`,
    causeDays: (cause, days) => `${cause} (${days})`,
    helps: (lever, points, low, high) => `Helps most: ${lever}, ${points} points (${low} to ${high})`,
    helpsDays: (lever, days, low, high) => `Helps most: ${lever}, ${days} days earlier (${low} to ${high})`,
    none: (n) =>
      n === 1 ? 'The one lever of the file does not surely help it' : `None of the ${n} levers surely helps`,
    more: (n) => `The next ${n}`,
    read:
      'In brackets: 95 %, by simulation error. Those of the levers hold for all levers and ' +
      `${w.site.many} of this list at once.`,
  },
  weeks: {
    about: (name, day) => `${name}: ${w.item.many} by week; what the sheet says up to ${day}, then its own courses`,
    take: (name, n, day, some, low, high, then) =>
      `${name} had ${n} ${n === '1' ? w.item.one : w.item.many} on ${day}, ` +
      `and has ${some} (${low}\u2013${high}) by ${then}`,
    none: (name, some, low, high, then) =>
      `${name} has ${some} ${w.item.many} (${low}\u2013${high}) by ${then}; the sheet has no count`,
    alt: (list, n) => `Observed: ${list || 'no count'}. Then median and bands of ${n} weeks.`,
    seen: 'the sheet\u2019s count',
    today: 'as of',
    kind: ['Date', 'Observed', '5 %', '25 %', '50 %', '75 %', '95 %'],
    known: (list) => `By the sheet it has reached ${list}.`,
    nothing: 'By the sheet it has reached no milestone yet.',
    last: (n, day) => `Its last count: ${n} on ${day}.`,
    mean: (n) => `Mean over ${n} courses of the file.`,
  },
});

const da = (w) => ({
  risk: {
    title: (by) => `I fare: ${w.site.many}, der oftest ikke er f\u00e6rdige ${by}`,
    lastTitle: `I fare: ${w.site.many}, der oftest bliver de sidste`,
    nobody: (by) => `I intet af forl\u00f8bene kommer ${w.site.a} for sent: alle er f\u00e6rdige ${by}.`,
    missed: (p, span) => `ikke til tiden i ${p} af forl\u00f8bene (${span})`,
    last: (p) => `sidst i ${p}`,
    when: (day, low, high) =>
      `halvdelen af forl\u00f8bene er f\u00e6rdige ${day}, ni ud af ti mellem ${low} og ${high}`,
    open: (day, low) => `halvdelen af forl\u00f8bene er f\u00e6rdige ${day}, ni ud af ti fra ${low}`,
    late: 'i de fleste forl\u00f8b f\u00f8rst efter horisonten',
    waits: (milestone, p) => `Venter p\u00e5 ${milestone} (i ${p} af forl\u00f8bene)`,
    ahead: (days, all, milestone) =>
      `${days} af de ${all} dage, der er tilbage, g\u00e5r p\u00e5 vejen til ${milestone}`,
    done: 'Er f\u00e6rdig i de fleste forl\u00f8b',
    cause: (cause, p) => `er ${w.site.den} sidst, skyldes det oftest ${cause} (${p})`,
    causes: (list) => `flest dage undervejs: ${list}`,
    causeDays: (cause, days) => `${cause} (${days})`,
    helps: (lever, points, low, high) => `Hj\u00e6lper mest: ${lever}, ${points} point (${low} til ${high})`,
    helpsDays: (lever, days, low, high) => `Hj\u00e6lper mest: ${lever}, ${days} dage tidligere (${low} til ${high})`,
    none: (n) =>
      n === 1
        ? 'Filens ene h\u00e5ndtag hj\u00e6lper ikke med sikkerhed'
        : `Ingen af de ${n} h\u00e5ndtag hj\u00e6lper med sikkerhed`,
    more: (n) => `De n\u00e6ste ${n}`,
    read:
      'I parentes: 95 %, af simuleringsfejl. H\u00e5ndtagenes g\u00e6lder for alle h\u00e5ndtag og ' +
      `${w.site.many} p\u00e5 listen p\u00e5 \u00e9n gang.`,
  },
  weeks: {
    about: (name, day) =>
      `${name}: ${w.item.many} pr. uge; hvad arket siger til og med ${day}, derefter egne forl\u00f8b`,
    take: (name, n, day, some, low, high, then) =>
      `${name} havde ${n} ${n === '1' ? w.item.one : w.item.many} ${day} og har ${some} (${low}\u2013${high}) ${then}`,
    none: (name, some, low, high, then) =>
      `${name} har ${some} ${w.item.many} (${low}\u2013${high}) ${then}; arket har intet tal`,
    alt: (list, n) => `Observeret: ${list || 'intet tal'}. Derefter median og b\u00e5nd for ${n} uger.`,
    seen: 'arkets tal',
    today: 'pr.',
    kind: ['Dato', 'Observeret', '5 %', '25 %', '50 %', '75 %', '95 %'],
    known: (list) => `If\u00f8lge arket er n\u00e5et ${list}.`,
    nothing: 'If\u00f8lge arket er ingen milep\u00e6l n\u00e5et endnu.',
    last: (n, day) => `Seneste tal: ${n} den ${day}.`,
    mean: (n) => `Gennemsnit over ${n} af filens forl\u00f8b.`,
  },
});

export const riskWords = (lang, w) => (lang === 'da' ? da(w) : en(w));
