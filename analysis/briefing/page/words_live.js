/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_live: what the page says of courses that it simulates itself.
 */
const en = {
  read:
    'Move what could be moved, alone or together, from a day of your choice. Your own machine then simulates the ' +
    'same model with the same luck as the study, course by course, and nothing leaves it.',
  readPasts: (day) => `The courses go on from pasts that fit what was known on ${day}, each as it was up to that day.`,
  from: 'From',
  fromNote: 'empty: from the beginning',
  levers: 'What could be done',
  tryIt: 'Move the levers yourself: your machine simulates what they change.',
  assumptions: 'What one cannot choose: other assumptions',
  reset: 'As it is',
  asIs: (value) => `as it is: ${value}`,
  waiting: 'Simulating\u2026',
  simulated: (n) => `Simulated now, here: ${n} courses of each.`,
  going: (n, all) => `Simulated now, here: ${n} of ${all} courses of each\u2026`,
  apart: (p, all, n) =>
    `The forecast says ${p}, of its ${all} courses; here are ${n} with the same luck. Shares of more or of fewer ` +
    'courses differ by as much as their intervals; what to read here is the difference, which is of the same courses.',
  sentence: (what, p, span) => [`${what}: `, p, ` (${span}).`],
  against: (d, span) => `${d} points against the configuration as it is (95\u00a0%: ${span}).`,
  standing: 'This is the configuration as it is.',
  fault: (why) => `This cannot be simulated: ${why}`,
  caption: 'Every deadline, as it is and as chosen',
  columns: ['Deadline', 'Done means', 'As it is', 'As chosen', 'Difference in points'],
  curves: (what) => `When it is done: ${what}`,
  more: 'Go on to more courses',
};

const da = {
  read:
    'Flyt det, der kan flyttes, hver for sig eller sammen, fra en dag du v\u00e6lger. Din egen maskine simulerer ' +
    's\u00e5 den samme model med de samme tilf\u00e6ldigheder som unders\u00f8gelsen, forl\u00f8b for ' +
    'forl\u00f8b, og intet forlader den.',
  readPasts: (day) =>
    `Forl\u00f8bene g\u00e5r videre fra fortider, der passer med det, man vidste den ${day}, hver som den var ` +
    'til den dag.',
  from: 'Fra',
  fromNote: 'tom: fra begyndelsen',
  levers: 'Det, der kan g\u00f8res',
  tryIt: 'Flyt selv h\u00e5ndtagene: din maskine simulerer, hvad de \u00e6ndrer.',
  assumptions: 'Det, man ikke kan v\u00e6lge: andre antagelser',
  reset: 'Som det er',
  asIs: (value) => `som det er: ${value}`,
  waiting: 'Simulerer\u2026',
  simulated: (n) => `Simuleret nu, her: ${n} forl\u00f8b af hver.`,
  going: (n, all) => `Simuleret nu, her: ${n} af ${all} forl\u00f8b af hver\u2026`,
  apart: (p, all, n) =>
    `Prognosen siger ${p} ud fra sine ${all} forl\u00f8b; her er ${n} med de samme tilf\u00e6ldigheder. Andele af ` +
    'flere eller f\u00e6rre forl\u00f8b afviger s\u00e5 meget som deres intervaller; det, man skal l\u00e6se her, er ' +
    'forskellen, som er af de samme forl\u00f8b.',
  sentence: (what, p, span) => [`${what}: `, p, ` (${span}).`],
  against: (d, span) => `${d} procentpoint mod konfigurationen, som den er (95\u00a0%: ${span}).`,
  standing: 'Dette er konfigurationen, som den er.',
  fault: (why) => `Dette kan ikke simuleres: ${why}`,
  caption: 'Alle frister, som det er og som valgt',
  columns: ['Frist', 'F\u00e6rdig betyder', 'Som det er', 'Som valgt', 'Forskel i procentpoint'],
  curves: (what) => `Hvorn\u00e5r det er n\u00e5et: ${what}`,
  more: 'Forts\u00e6t til flere forl\u00f8b',
};

export const liveWords = (lang) => (lang === 'da' ? da : en);
