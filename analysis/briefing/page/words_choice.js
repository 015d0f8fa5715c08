/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_choice: what the page says of the question, of what decides and of what could be done. w is what nouns() gives.
 */
const en = (w) => ({
  ask: {
    label: 'The question that this page answers',
    option: (what, p) => `${what} \u2014 ${p}`,
    seen: (day) => `As of ${day}.`,
    wider: (p, what) => `At ${p} nothing that was simulated moves this answer much. Differences show at`,
    over: (p) => `This deadline lies behind; ${p} tells how the courses are that fit what is known.`,
  },
  act: {
    title: (day) => (day ? `What to do from ${day}` : 'What to do'),
    none: 'No lever that was simulated gains more than chance can explain.',
    last: (n) => `${n} further levers gain nothing that could be told from chance, or harm: `,
    all: 'all of them',
    absent: `The file holds no scenarios to choose among (run with --scenario all).`,
    caption: (what) => `What gains most for ${what}: levers, best first`,
    columns: ['Lever', 'Points more', `Earlier, days at 80\u00a0%`, 'Cost', 'Points per unit'],
    unit: (unit) => `Cost in ${unit}, mean of the courses`,
    best: 'could be the best',
    from: (day) => `from ${day}`,
    together:
      'Below each number: all intervals of the table hold together with 95\u00a0%. They are of the simulation only, ' +
      'not of the assumptions.',
    untold: 'not told',
    never: 'never within the horizon',
    fixed: 'What cannot be chosen',
    assumption: 'Other assumptions',
    counterfactual: 'What would have had to be done before',
    lever: 'Every lever',
    fixedNote: (n) =>
      `Assumptions (${n} of them varied) are no choices, nor is what would have had to be done earlier; both stand ` +
      'apart.',
    here: (n, day) => `Rank the ${n} levers here${day ? `, from ${day}` : ''}`,
    hereNote:
      'Your own machine simulates each lever alone with the same luck as the forecast; ' +
      'intervals hold together with 95\u00a0%.',
    hereMore: 'Rank with more courses',
    going: (n, all) => `Simulated now, here: ${n} of ${all} courses of each lever\u2026`,
    done: (n) => `Simulated now, here: ${n} courses of each lever.`,
    noDays: '\u2013',
  },
  decide: {
    late: (k, name) => `In ${k} of 10 courses that miss it the last ${w.site.one} lost most days to: ${name}`,
    all: (p, name) => `In ${p} of the courses the last ${w.site.one} lost most days to: ${name}`,
    swing: (name, low, high) => `${name}: ${low}\u2013${high}`,
    swings: 'Assumptions that move the answer',
    none: 'No single assumption moves the answer beyond simulation error.',
  },
  contents: 'On this page',
  actions: 'What could be done',
});

const da = (w) => ({
  ask: {
    label: 'Sp\u00f8rgsm\u00e5let, som siden svarer p\u00e5',
    option: (what, p) => `${what} \u2014 ${p}`,
    seen: (day) => `Set fra den ${day}.`,
    wider: (p, what) => `Ved ${p} flytter intet af det, der er simuleret, svaret ret meget. Forskelle ses ved`,
    over: (p) => `Fristen er forbi; ${p} siger, hvordan de forl\u00f8b er, som passer med det, man ved.`,
  },
  act: {
    title: (day) => (day ? `Hvad der kan g\u00f8res fra den ${day}` : 'Hvad der kan g\u00f8res'),
    none: 'Intet af det, der er simuleret, giver mere, end tilf\u00e6ldigheder kan forklare.',
    last: (n) => `${n} h\u00e5ndtag mere giver intet, der kan skelnes fra tilf\u00e6ldigheder, eller skader: `,
    all: 'dem alle',
    absent: 'Filen rummer ingen scenarier at v\u00e6lge imellem (k\u00f8r med --scenario all).',
    caption: (what) => `Hvad der giver mest for ${what}: h\u00e5ndtag, det bedste f\u00f8rst`,
    columns: ['H\u00e5ndtag', 'Procentpoint mere', 'Dage tidligere ved 80\u00a0%', 'Pris', 'Procentpoint pr. enhed'],
    unit: (unit) => `Pris i ${unit}, gennemsnit af forl\u00f8bene`,
    best: 'kan v\u00e6re det bedste',
    from: (day) => `fra den ${day}`,
    together:
      'Under hvert tal: alle tabellens intervaller holder samlet med 95\u00a0%. De g\u00e6lder kun simuleringen, ' +
      'ikke antagelserne.',
    untold: 'kan ikke siges',
    never: 'aldrig inden for horisonten',
    fixed: 'Det, man ikke kan v\u00e6lge',
    assumption: 'Andre antagelser',
    counterfactual: 'Det, der skulle have v\u00e6ret gjort f\u00f8r',
    lever: 'Alle h\u00e5ndtag',
    fixedNote: (n) =>
      `Antagelser (${n} er varieret) kan man ikke v\u00e6lge, og heller ikke det, der skulle have v\u00e6ret gjort ` +
      'tidligere; begge dele st\u00e5r for sig.',
    here: (n, day) => `Sammenlign de ${n} h\u00e5ndtag her${day ? `, fra den ${day}` : ''}`,
    hereNote:
      'Din egen maskine simulerer hvert h\u00e5ndtag for sig med de samme tilf\u00e6ldigheder som prognosen; ' +
      'intervallerne holder samlet med 95\u00a0%.',
    hereMore: 'Sammenlign med flere forl\u00f8b',
    going: (n, all) => `Simuleret nu, her: ${n} af ${all} forl\u00f8b for hvert h\u00e5ndtag\u2026`,
    done: (n) => `Simuleret nu, her: ${n} forl\u00f8b for hvert h\u00e5ndtag.`,
    noDays: '\u2013',
  },
  decide: {
    late: (k, name) =>
      `I ${k} af 10 forl\u00f8b, der ikke n\u00e5r det, tog dette flest dage hos ${w.site.den} sidste ` +
      `${w.site.one}: ${name}`,
    all: (p, name) => `I ${p} af forl\u00f8bene tog dette flest dage hos ${w.site.den} sidste ${w.site.one}: ${name}`,
    swing: (name, low, high) => `${name}: ${low}\u2013${high}`,
    swings: 'Antagelser, der flytter svaret',
    none: 'Ingen enkelt antagelse flytter svaret ud over simuleringsusikkerheden.',
  },
  contents: 'P\u00e5 denne side',
  actions: 'Hvad der kan g\u00f8res',
});

export const choiceWords = (lang, w) => (lang === 'da' ? da(w) : en(w));
