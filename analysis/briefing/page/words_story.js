/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_story: what the page says of one site, of vendors and of regions. w is what nouns() gives.
 */
const en = (w) => ({
  story: {
    title: (name) => `One ${w.site.one}: ${name}`,
    pick: `${w.site.one.charAt(0).toUpperCase()}${w.site.one.slice(1)}`,
    about: (name) => `${name}: when each milestone is reached`,
    take: (name, p, by) => `${name} is done ${by} in ${p} of the courses`,
    alt: (list) => `Half of the courses, nine in ten of the courses and the median for each milestone. ${list}`,
    median: 'median',
    half: 'half of the courses',
    nine: '9 of 10 courses',
    columns: ['Milestone', 'Half by', '8 in 10 by', '9 in 10 by', '9 of 10 courses between'],
    region: (name) => `Region: ${name}.`,
    vendor: (name) => `Its ${w.vendor.one} is ${name}.`,
    vendorDrawn: (name, p) =>
      `Whose customer it is is not known; ${name} in ${p} of the courses, more than any other ${w.vendor.one}.`,
    place: (n, all, milestone) =>
      `By the median date of ${milestone} it is number ${n} of ${all}, counted from the earliest.`,
    last: (p) => `In ${p} of the courses that miss the deadline it is the last one.`,
    never: 'later',
    causes: `What holds it up: its days by cause, from the programme's first decision to its end`,
    causesTake: (name, days, all) => `${name} takes most of its days: ${days} of ${all}`,
    cause: 'Cause',
    days: 'Days, mean',
    simulate: 'Simulate what holds it up, here',
    simulated: (n) => `Simulated now, here: ${n} courses.`,
    going: (n, all) => `Simulated now, here: ${n} of ${all} courses\u2026`,
    still: `The file does not hold each ${w.site.one}'s causes, and this browser cannot simulate them.`,
    seen: (list) => `Observed: ${list}.`,
  },
  groups: {
    only: { vendors: `By ${w.vendor.one}`, regions: 'By region' },
    read:
      'The line shows nine of ten courses, the bar half of them and the dot the median of the date when the ' +
      `last ${w.site.one} of the group is done; the number is the chance that the whole group is in time.`,
    vendors: (what) => `When the last ${w.site.one} of each ${w.vendor.one} is done: ${what}`,
    regions: (what) => `When the last ${w.site.one} of each region is done: ${what}`,
    take: (name, p, by) => `${name} is least often done ${by}: ${p}`,
    alt: (list) => `Chance that the whole group is in time: ${list}.`,
    sites: (n) => `${n} ${w.site.many}`,
    columns: ['Group', `${w.site.many}, mean`, 'all in time', 'of them in time', 'half by', '9 in 10 by'],
  },
});

const da = (w) => ({
  story: {
    title: (name) => `Én ${w.site.one}: ${name}`,
    pick: `${w.site.one.charAt(0).toUpperCase()}${w.site.one.slice(1)}`,
    about: (name) => `${name}: hvorn\u00e5r hver milep\u00e6l n\u00e5s`,
    take: (name, p, by) => `${name} er f\u00e6rdig ${by} i ${p} af forl\u00f8bene`,
    alt: (list) =>
      `Halvdelen af forl\u00f8bene, ni ud af ti af forl\u00f8bene og medianen for hver milep\u00e6l. ${list}`,
    median: 'median',
    half: 'halvdelen af forl\u00f8bene',
    nine: '9 af 10 forl\u00f8b',
    columns: [
      'Milep\u00e6l',
      'Halvdelen senest',
      '8 ud af 10 senest',
      '9 ud af 10 senest',
      '9 af 10 forl\u00f8b mellem',
    ],
    region: (name) => `Region: ${name}.`,
    vendor: (name) => `${w.vendor.one.charAt(0).toUpperCase()}${w.vendor.one.slice(1)}: ${name}.`,
    vendorDrawn: (name, p) =>
      `Det vides ikke, hvis kunde ${w.site.den} er; i ${p} af forl\u00f8bene er det ${name}, oftere end nogen anden.`,
    place: (n, all, milestone) =>
      `M\u00e5lt p\u00e5 mediandatoen for ${milestone} er ${w.site.den} nummer ${n} af ${all}, regnet fra ` +
      'den f\u00f8rste.',
    last: (p) => `I ${p} af de forl\u00f8b, der ikke n\u00e5r fristen, er ${w.site.den} den sidste.`,
    never: 'senere',
    causes: 'Hvad der holder igen: dagene efter \u00e5rsag, fra programmets f\u00f8rste beslutning til slutningen her',
    causesTake: (name, days, all) => `${name} tager flest dage: ${days} af ${all}`,
    cause: '\u00c5rsag',
    days: 'Dage, gennemsnit',
    simulate: 'Simul\u00e9r her, hvad der holder igen',
    simulated: (n) => `Simuleret nu, her: ${n} forl\u00f8b.`,
    going: (n, all) => `Simuleret nu, her: ${n} af ${all} forl\u00f8b\u2026`,
    still: `Filen rummer ikke \u00e5rsagerne for ${w.site.hver} ${w.site.one}, og denne browser kan ikke simulere dem.`,
    seen: (list) => `Observeret: ${list}.`,
  },
  groups: {
    only: { vendors: `Efter ${w.vendor.one}`, regions: 'Efter region' },
    read:
      'Linjen viser ni ud af ti forl\u00f8b, bj\u00e6lken halvdelen og prikken medianen af datoen, hvor gruppens ' +
      `sidste ${w.site.one} er f\u00e6rdig; tallet er sandsynligheden for, at hele gruppen er f\u00e6rdig til tiden.`,
    vendors: (what) =>
      `Hvorn\u00e5r ${w.site.den} sidste ${w.site.one} hos ${w.vendor.hver} ${w.vendor.one} er f\u00e6rdig: ${what}`,
    regions: (what) => `Hvorn\u00e5r ${w.site.den} sidste ${w.site.one} i hver region er f\u00e6rdig: ${what}`,
    take: (name, p, by) => `${name} er sj\u00e6ldnest f\u00e6rdig ${by}: ${p}`,
    alt: (list) => `Sandsynlighed for, at hele gruppen er f\u00e6rdig til tiden: ${list}.`,
    sites: (n) => `${n} ${w.site.many}`,
    columns: [
      'Gruppe',
      `${w.site.many}, gennemsnit`,
      'alle til tiden',
      'heraf til tiden',
      'halvdelen senest',
      '9 ud af 10 senest',
    ],
  },
});

export const storyWords = (lang, w) => (lang === 'da' ? da(w) : en(w));
