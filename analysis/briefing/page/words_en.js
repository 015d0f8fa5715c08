/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words_en: all that the page says in English. f is the formatter, w what nouns() gives.
 */
import { NB, capital, frequency, tenths } from './chances.js';

export const english = (w) => ({
  language: 'Language',
  theme: 'Theme',
  themes: { auto: 'Auto', light: 'Light', dark: 'Dark' },
  skip: 'Skip to the answer',
  subtitle: (n, asOf, f) =>
    asOf === undefined
      ? `Forecast from ${f.whole(n)} simulated courses`
      : `Forecast as of ${f.long(asOf)}, from ${f.whole(n)} simulated courses`,
  frequency: (p, n, f) =>
    frequency(p, n, f, {
      none: (k) => `In none of the ${k} simulated courses`,
      every: (k) => `In all of the ${k} simulated courses`,
      fewer: 'In fewer than 1 of 100 simulated courses',
      butFewer: 'In more than 99 of 100 simulated courses',
      about: (k, of) => `In about ${k} of ${of} simulated courses`,
    }),
  range: (r) =>
    tenths(r, {
      outOf: (x, of) => `${x} of ${of} across the assumptions`,
      nowhere: 'nor under any single assumption that was varied',
    }),
  done: {
    0: (sites, milestone) => `all ${sites} ${w.site.many} have reached ${milestone}`,
    1: (sites, milestone, most) => `at least ${most} of ${sites} ${w.site.many} have reached ${milestone}`,
    2: () => `95${NB}% of the expected ${w.item.many} are in use`,
  },
  by: (date) => `by ${date}`,
  readings: {
    0: (n) => `all ${n} ${w.site.many}`,
    1: (n, most) => `${most} of ${n} ${w.site.many}`,
    2: () => `95${NB}% of the ${w.item.many}`,
  },
  verbal: ['very unlikely', 'unlikely', 'about as likely as not', 'likely', 'very likely'],
  verbalRange: ['below 10 %', '10\u201333 %', '33\u201366 %', '66\u201390 %', '90 % and above'],
  likely: 'How likely?',
  decides: 'What decides it?',
  halfDone: (half, nine, horizon) =>
    half === null
      ? `Fewer than half of the courses get there by ${horizon}, when the simulation ends.`
      : nine === null
        ? `Half of the courses get there by ${half}, fewer than nine in ten by ${horizon}, when the simulation ends.`
        : `Half of the courses get there by ${half}, nine in ten by ${nine}.`,
  doneThen: (d, q) =>
    `On ${d}, ${q.q50} ${w.site.many} are done in the middle course ` +
    `(${q.q10 === q.q90 ? q.q10 : `${q.q10}\u2060\u2013\u2060${q.q90}`} in 8 of 10).`,
  earlier: (d) => `${d} days earlier on average`,
  later: (d) => `${d} days later on average`,
  sameTime: 'at the same time on average',
  points: 'points',
  days: 'days',
  question: 'What the comparisons below ask about',
  deadline: 'Deadline',
  reading: 'Done means',
  short: (what, by) => `${what} ${by}`,
  figure: { svg: 'SVG', png: 'PNG', save: (kind, title) => `Save as ${kind}: ${title}` },
  sections: {
    table: 'Deadlines',
    courses: 'Courses over time',
    map: `All ${w.site.many}`,
    actions: 'What could be done',
    groups: `By ${w.vendor.one} and region`,
    pair: 'Two scenarios compared',
    last: 'When is the last one done?',
    corps: 'The corps of consultants',
    decides: 'What decides',
    scenarios: 'Scenarios side by side',
    whatif: 'What if?',
    register: 'Register of assumptions',
    limits: 'What this is not',
    others: 'Other forecasts',
  },
  mapTitle: (n) => `The ${n} ${w.site.many}`,
  dots: {
    title: 'Twenty equally likely courses',
    alt: (on, late, by) =>
      `Twenty dots, each for one in twenty of the simulated courses, placed at the date when the last ` +
      `${w.site.one} is done. ${on} of them are done ${by}, ${late} later.`,
    caption: (n) => `Each dot stands for one in twenty simulated courses, at the date when ${n} are done.`,
    never: (n, horizon) => `${n} of the 20 are not done when the simulation ends, on ${horizon}.`,
    onTime: 'in time',
    late: 'late',
  },
  deadlineTable: {
    datesCaption: 'Done by which date, in each reading of \u201cdone\u201d',
    caption: 'Chance of each deadline in each reading of \u201cdone\u201d',
    milestone: 'Milestone',
    deadline: 'Deadline',
    status: 'Status',
    done: 'Done means',
    chance: 'Chance',
    dates: (p) => `Done by, with ${p} %`,
    inForce: 'in force',
    assumption: 'for comparison',
    politic: 'agreed',
    beyond: 'not within the horizon',
    how: (horizon) =>
      'Chance with the 95 % interval that simulation leaves; dates as sharp as that interval allows, which ' +
      `stands below. The horizon, on which the simulation ends, is ${horizon}.`,
  },
  doneTable: {
    column: `${w.site.many} in time`,
    caption: `${capital(w.site.many)} in time: middle course, and the range of 8 courses in 10`,
  },
  lost: {
    items: (q50, q10, q90) => `${q50} ${w.item.one}-years of use (in 8 courses in 10: ${q10}\u2013${q90})`,
    sites: (q50, q10, q90) => `${q50} ${w.site.one}-months of delay (${q10}\u2013${q90})`,
    each: { items: `every year that one ${w.item.one}`, sites: `every month that one ${w.site.one}` },
    text: (losses, each) =>
      `What the middle course loses against the plan: ${losses.join(' and ')}. ${capital(each.join(' and '))} comes ` +
      "later than the plan's deadline counts; being early makes up for nothing.",
  },
  courses: {
    read:
      'Read: in half of the simulated courses the curve runs within the dark band, in nine of ten within the ' +
      'light one; one in twenty lies above it, one in twenty below. The line is the median of each week, not a ' +
      'course of its own.',
    median: 'median',
    half: 'half of the courses',
    nine: '9 of 10 courses',
    deadline: 'deadline',
    plan: 'the plan of 2013',
    seen: 'observed',
    sites: (m) => `${capital(w.site.many)} at ${m}`,
    cards: `${capital(w.item.many)} in use`,
    axisSites: w.site.many,
    alt: (what, d) => `${what}: fan of the simulated courses by week. ${d}`,
    altMedian: (day, x) => `Median on ${day}: ${x}.`,
    whenOnly: 'A bar: the date is only known to lie within it.',
  },
  map: {
    caption: (by) => `Chance that each ${w.site.one} is done ${by}`,
    alt: (by) =>
      `Map of the ${w.site.many} coloured by the chance of being done ${by}; the same numbers are ` + `in the table.`,
    read:
      `What is not known of each ${w.site.one} is drawn anew in each course, so neighbours differ mostly by region, ` +
      `size and chance.`,
    shared: (each, all, alone) =>
      `Half of the ${w.site.many} have ${each} or more, all of them together ${all}. Had each its own luck, that ` +
      `would be ${alone}: much of it is shared (the assumptions, what meets many at once), so that bad luck meets ` +
      'many together.',
    area: 'The area around Copenhagen is enlarged.',
    spread: (a, na, b, nb) => `Chances lie between ${a} (${na}) and ${b} (${nb}).`,
    fine: (e) => `(The colours span the range shown; simulation error is up to \u00b1${e} points.)`,
    keys: `${capital(w.site.many)} on the map. The arrow keys move to the neighbour in that direction.`,
    none: `Point at ${w.site.a}, or move with the arrow keys, to see its numbers here and in the table.`,
    at: (name, region, chance, q50, q90) =>
      `${name} (${region}): ${chance} in time; half of the courses by ${q50}, nine in ten by ${q90}.`,
    columns: [capital(w.site.one), 'Region', 'In time', '50 %', '80 %', '90 %'],
    table: `All ${w.site.many}; a heading sorts`,
    never: 'later',
    outlines: 'no outline is known for',
    unknown: `no such ${w.site.one}`,
  },
  last: {
    title: `When the last ${w.site.one} is done`,
    about: (what) => `When it is done: ${what}`,
    day: 'Done on',
    bars: 'share done in each four weeks',
    alt: `Histogram of the week in which the last ${w.site.one} is done, and its cumulative curve.`,
    read: (bar) =>
      `The line shows the share of courses done by a date; bars the share done in each four weeks (tallest: ${bar}).`,
    axis: 'share of courses done',
  },
  corps: {
    title: 'Chance by number of consultants',
    axisX: 'consultants',
    axisY: 'chance',
    alt: (list) => `Chance by number of consultants: ${list}.`,
    read:
      'Points are simulated scenarios with their 95 % intervals; nothing between them was simulated. The ring ' +
      'marks the configuration as it is.',
    target: 'Target',
    smallest: (k, p) =>
      `The smallest simulated corps whose chance is at least ${p} beyond simulation error: ${k} consultants.`,
    nearly: (k, p) => `${k} consultants reach ${p} within simulation error.`,
    nobody: (p, best, k) => `No simulated corps reaches ${p}; the highest chance is ${best}, with ${k}.`,
    table: 'What each further consultant buys: paired differences from one row to the next',
    columns: ['Consultants', 'Chance', '95 % interval', 'Gain in points', 'Days'],
    absent: 'The file holds no scenarios with other sizes of the corps (run with --scenario all).',
  },
  causes: {
    title: `What decides the last ${w.site.one}\u2019s date`,
    alt: (list) => `Share of courses by the cause that took most days of the last ${w.site.one}: ${list}.`,
    axis: `share of courses in which it took most of the last ${w.site.one}\u2019s days`,
    about: (n) => `What decides the last ${w.site.one}\u2019s date: shares of all ${n} courses, in time or not`,
    read:
      `Days lost, mean over all ${w.site.many} along their critical path, stand behind the bars. What is said at the ` +
      `top and in the pre-mortem is of those courses only that miss the deadline.`,
    days: (d) => `${d} days`,
  },
  tornado: {
    title: 'What the chance depends on',
    axis: 'chance',
    alt: (list) => `Chance within the lowest, middle and highest third of each assumption: ${list}.`,
    low: 'low',
    middle: 'middle',
    high: 'high',
    read: (k) =>
      `Courses are sorted by what they drew for one assumption and cut into thirds (or by its values); the ` +
      `dots show the chance within each. ${k}`,
    noise: (n) => `Swings below about ${n} points are within simulation error.`,
  },
  scenarios: {
    title: 'Difference from the configuration as it is',
    axis: 'points of chance',
    alt: (list) => `Paired differences in points: ${list}.`,
    read:
      'Scenarios share their luck with the configuration as it is, course by course, so that small differences ' +
      'show. Bars are 95 % intervals; where they cross zero the difference may be nil.',
    columns: ['Scenario', 'Chance', 'Difference in points', 'Done, days'],
    table: 'Every scenario',
    one: 'The file holds one scenario only (run with --scenario all).',
    baseline: 'the configuration as it is',
  },
  whatif: {
    read:
      'Each position is a simulated scenario in the file, with all else as it is; nothing is interpolated ' +
      'between them.',
    lever: 'Lever',
    position: 'Position',
    result: 'Chance',
    asIs: 'as it is',
    against: (d, span, days) => `${d} points against the configuration as it is (95 %: ${span}); done ${days}.`,
    standing: 'This is the configuration as it is.',
    title: (m) => `${capital(w.site.many)} at ${m}: scenario and configuration as it is`,
    other: 'scenario',
    base: 'as it is (median)',
    none: 'No scenario in the file moves a single setting.',
    unit: (u) => u,
    on: 'on',
    off: 'off',
  },
  register: {
    read:
      'What every number rests on. \u201cMatters\u201d is how far the chance moves between the lowest and ' +
      'highest third of a drawn number, or by a scenario that changes a fixed one.',
    columns: ['Assumption', 'Value or prior', 'Source', 'Matters'],
    drawn: (n) => `${n} ${n === 1 ? 'number' : 'numbers'} drawn anew in each course`,
    fixed: (n) => `${n} fixed numbers and shapes of chance`,
    defaults: (n) => `${n} defaults`,
    notVaried: 'not varied',
    swing: (s) => `${s} points`,
    within: 'within simulation error',
    missing: 'The configuration in this file cannot be read by this version of the program.',
    conflicts: 'Where the sources disagree',
    families: {},
    arguments: {},
    assumption: 'assumption',
    default: 'default',
  },
  limits: {
    notes: (n) => [
      'Not a prediction of what did happen: a forecast from what is assumed, as good as its assumptions. Most ' +
        'durations are assumptions, not measurements.',
      `Not a judgement of any ${w.site.one}: what is not known of each is drawn, so the table tells of groups ` +
        `rather than of places.`,
      'Not a plan: nobody in the simulation changes course when it goes badly, beyond the levers that are described.',
      `Not exact: ${n} courses leave the simulation errors that are shown as intervals. They say nothing about ` +
        `wrong assumptions.`,
    ],
    kinds: 'Two kinds of uncertainty',
    error: (half) => `Simulation error: at most \u00b1${half} points here; it shrinks with more courses.`,
    assumptions: (range, what) =>
      `Assumptions: moving one at a time within what is thought possible, the chance of ${what} lies between ` +
      `${range[0]} and ${range[1]}; together they may reach further.`,
    change: 'What would change the conclusion',
    changeItem: (name, low, high, what) =>
      `${name}: ${low} in the least favourable third or form, ${high} in the most favourable (${what}).`,
    mortem: 'Pre-mortem: what late courses have in common',
    mortemIntro: (p, what) => `${p} of the courses miss ${what}. In these:`,
    mortemVendor: (k, v) => `in ${k} of 10 a ${w.site.one} of ${v} came last;`,
    mortemCause: (k, c) => `in ${k} of 10 most of its days went to: ${c};`,
    mortemSite: (list) => `most often last: ${list}.`,
    nothingLate: 'No course is late: there is nothing to dissect.',
  },
  others: {
    columns: ['Forecast', 'Courses', 'Deadline', 'Done means', 'Chance', '50 %', '90 %'],
    effective: (n, e) => `${n}, worth ${e}`,
  },
  foot: {
    version: 'Program',
    commit: 'Commit',
    seed: 'Seed',
    replications: 'Courses of each scenario',
    hash: 'Configuration (SHA-256)',
    created: 'Simulated',
    command: 'Command',
    file: 'File',
    dataDates: 'Observations',
    compiler: 'Compiled by',
    credits: 'Credits',
    outlines: 'Outlines: react-denmark-map by Martin Polley (MIT licence).',
    creditText: 'Figures: Observable Plot and D3 (ISC licence). The page is part of fmksim (GPL-3.0-or-later).',
    from: (a, b) => `${a} to ${b}`,
  },
  announceQuestion: (text) => `Comparisons now ask about ${text}.`,
  thirds: { 2: ['low', 'high'], 3: ['low', 'middle', 'high'] },
});
