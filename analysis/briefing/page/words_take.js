/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_take: what a figure shows, as its title: the takeaway in each language; and what belongs to all figures. w is
 * what nouns() gives.
 */
const en = (w) => ({
  figure: {
    svg: 'SVG',
    png: 'PNG',
    csv: 'CSV',
    table: 'Table',
    save: (kind, title) => `Save as ${kind}: ${title}`,
    source: (version, seed, n, day, hash) =>
      `fmksim ${version}, seed ${seed}, ${n} simulated courses${day ? `, as of ${day}` : ''}, configuration ${hash}`,
  },
  sure: {
    title: (p, range) => `How sure: ${p}; ${range} depending on the assumptions`,
    alt: (p, error, range) =>
      `A bar from 0 to 100 %: the chance is ${p}; simulation error ${error}; over the assumptions ${range}.`,
    error: (span) => `simulation error alone: ${span}`,
    nested: (span) => `what the assumptions leave open, drawn together (9 draws in 10): ${span}`,
    single: (span) => `what the assumptions leave open, moved one at a time: ${span}; together they may reach further`,
    what: 'What',
    low: 'From',
    high: 'To',
    errorName: 'simulation error (95 %)',
    rangeName: 'over the assumptions',
  },
  take: {
    dots: (on, by) =>
      on === 0
        ? `None of twenty equally likely courses is done ${by}`
        : on === 20
          ? `All of twenty equally likely courses are done ${by}`
          : `${on} of 20 equally likely courses ${on === 1 ? 'is' : 'are'} done ${by}`,
    sites: (n, day, name) => `${n} ${w.site.many} at ${name} on ${day} in the middle course`,
    items: (share, day) => `${share} of the ${w.item.many} in use on ${day} in the middle course`,
    corps: (a, pa, b, pb) => `From ${pa} with ${a} to ${pb} with ${b}`,
    cause: (name, share) => `${name}: what cost the last ${w.site.one} most days in ${share} of the courses`,
    tornado: (name, low, high) => `\u201c${name}\u201d moves the chance most: from ${low} to ${high}`,
    noTornado: 'No single assumption moves the chance beyond simulation error',
    scenario: (name, d) => `\u201c${name}\u201d gains most: ${d} points`,
    noScenario: 'No scenario gains more than chance can explain',
    more: (n) => `${n} more that change less are in the table.`,
    week: 'Week from',
    course: 'Scenario',
    days: `Days lost, mean of all ${w.site.many}`,
    low: '95 % from',
    high: '95 % to',
    from: 'Drawn from',
    to: 'to',
  },
});

const da = (w) => ({
  figure: {
    svg: 'SVG',
    png: 'PNG',
    csv: 'CSV',
    table: 'Tabel',
    save: (kind, title) => `Gem som ${kind}: ${title}`,
    source: (version, seed, n, day, hash) =>
      `fmksim ${version}, startv\u00e6rdi ${seed}, ${n} simulerede forl\u00f8b${day ? `, set fra den ${day}` : ''}, ` +
      `konfiguration ${hash}`,
  },
  sure: {
    title: (p, range) => `Hvor sikkert: ${p}; ${range} alt efter antagelserne`,
    alt: (p, error, range) =>
      `En bj\u00e6lke fra 0 til 100 %: sandsynligheden er ${p}; simuleringsusikkerhed ${error}; over ` +
      `antagelserne ${range}.`,
    error: (span) => `simuleringsusikkerhed alene: ${span}`,
    nested: (span) => `hvad antagelserne lader st\u00e5 \u00e5bent, trukket samlet (9 af 10 tr\u00e6kninger): ${span}`,
    single: (span) =>
      `hvad antagelserne lader st\u00e5 \u00e5bent, flyttet \u00e9n ad gangen: ${span}; tilsammen kan de n\u00e5 ` +
      'l\u00e6ngere',
    what: 'Hvad',
    low: 'Fra',
    high: 'Til',
    errorName: 'simuleringsusikkerhed (95 %)',
    rangeName: 'over antagelserne',
  },
  take: {
    dots: (on, by) =>
      on === 0
        ? `Ingen af tyve lige sandsynlige forl\u00f8b er f\u00e6rdige ${by}`
        : on === 20
          ? `Alle tyve lige sandsynlige forl\u00f8b er f\u00e6rdige ${by}`
          : `${on} af 20 lige sandsynlige forl\u00f8b er f\u00e6rdige ${by}`,
    sites: (n, day, name) => `${n} ${w.site.many} ved ${name} den ${day} i det midterste forl\u00f8b`,
    items: (share, day) => `${share} af alle ${w.item.many} i brug den ${day} i det midterste forl\u00f8b`,
    corps: (a, pa, b, pb) => `Fra ${pa} med ${a} til ${pb} med ${b}`,
    cause: (name, share) =>
      `${name}: det, der i ${share} af forl\u00f8bene tog flest dage hos ${w.site.den} sidste ${w.site.one}`,
    tornado: (name, low, high) => `\u00bb${name}\u00ab flytter sandsynligheden mest: fra ${low} til ${high}`,
    noTornado: 'Ingen enkelt antagelse flytter sandsynligheden ud over simuleringsusikkerheden',
    scenario: (name, d) => `\u00bb${name}\u00ab giver mest: ${d} procentpoint`,
    noScenario: 'Intet scenarie giver mere, end tilf\u00e6ldigheder kan forklare',
    more: (n) => `${n} flere, der \u00e6ndrer mindre, st\u00e5r i tabellen.`,
    week: 'Uge fra',
    course: 'Scenarie',
    days: `Tabte dage, gennemsnit af alle ${w.site.many}`,
    low: '95 % fra',
    high: '95 % til',
    from: 'Trukket fra',
    to: 'til',
  },
});

export const takeWords = (lang, w) => (lang === 'da' ? da(w) : en(w));
