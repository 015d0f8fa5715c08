/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_pair: what the page says of two scenarios.
 */
const en = {
  pair: {
    title: 'Two scenarios compared',
    first: 'This one',
    second: 'against',
    read:
      'Both met the same luck, course by course. Each dot stands for one in twenty courses, at the number of days by ' +
      'which the first scenario is done earlier (left) or later (right) than the second in the same course.',
    take: (a, b, earlier, later) =>
      `\u201c${a}\u201d is earlier than \u201c${b}\u201d in ${earlier} of the courses, later in ${later}`,
    about: (what) => `Difference in days, course by course: ${what}`,
    alt: (list) => `Twenty differences in days: ${list}.`,
    earlier: 'earlier',
    later: 'later',
    same: 'the same day',
    axis: 'days',
    curves: 'Share of courses that are done by a date',
    dot: 'Course in twenty',
    caption: 'Every deadline, in both',
    columns: ['Deadline', 'Done means', 'This one', 'Against', 'Difference in points'],
    absent: 'Of so many scenarios the file tells differences from the configuration as it is only.',
    equal: 'These are the same.',
  },
};

const da = {
  pair: {
    title: 'To scenarier sammenlignet',
    first: 'Dette',
    second: 'mod',
    read:
      'Begge m\u00f8der de samme tilf\u00e6ldigheder, forl\u00f8b for forl\u00f8b. Hver prik st\u00e5r for et ud af ' +
      'tyve forl\u00f8b, ved det antal dage, det f\u00f8rste scenarie er f\u00e6rdigt tidligere (til venstre) eller ' +
      'senere (til h\u00f8jre) end det andet i samme forl\u00f8b.',
    take: (a, b, earlier, later) =>
      `\u00bb${a}\u00ab er tidligere end \u00bb${b}\u00ab i ${earlier} af forl\u00f8bene, senere i ${later}`,
    about: (what) => `Forskel i dage, forl\u00f8b for forl\u00f8b: ${what}`,
    alt: (list) => `Tyve forskelle i dage: ${list}.`,
    earlier: 'tidligere',
    later: 'senere',
    same: 'samme dag',
    axis: 'dage',
    curves: 'Andel af forl\u00f8bene, der er f\u00e6rdige p\u00e5 en dato',
    dot: 'Forl\u00f8b ud af tyve',
    caption: 'Alle frister, i begge',
    columns: ['Frist', 'F\u00e6rdig betyder', 'Dette', 'Mod', 'Forskel i procentpoint'],
    absent: 'Af s\u00e5 mange scenarier rummer filen kun forskelle fra konfigurationen, som den er.',
    equal: 'De to er ens.',
  },
};

export const pairWords = (lang) => (lang === 'da' ? da : en);
