/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * facts: where in the sources the facts stand that configs/fmk.cfg cites, and where the sources disagree.
 * P: implementation plan by Devoteam for KL, 28 January 2013; S: KL's slides of autumn 2015.
 */
export const pages = {
  F1: 'P1',
  F2: 'P1',
  F3: 'P2',
  F4: 'P3',
  F5: 'P3',
  F6: 'P3',
  F7: 'P3\u20134',
  F8: 'P4',
  F9: 'P4',
  F10: 'P4',
  F11: 'P4\u20135',
  F12: 'P5',
  F13: 'P6, P8',
  F14: 'P6',
  F15: 'P6',
  F16: 'P7',
  F17: 'P7',
  F18: 'P7\u20138',
  F19: 'P8',
  F20: 'P6, P8',
  F21: 'P8\u20139',
  F22: 'P9',
  F23: 'P10\u201312',
  F24: 'P13\u201314',
  F30: 'S',
  F31: 'S',
  F32: 'S',
  F33: 'S',
  F34: 'S',
  F35: 'S',
  F36: 'S',
  F37: 'S',
};

export const key = {
  en:
    'P: implementation plan by Devoteam for KL (Local Government Denmark), 28 January 2013, with the page; S: ' +
    'KL\u2019s slides on the rollout, autumn 2015.',
  da:
    'P: implementeringsplan af Devoteam for KL, 28. januar 2013, med sidetal; S: KL\u2019s pr\u00e6sentation om ' +
    'udrulningen, efter\u00e5ret 2015.',
};

/* Shown where the configuration has the number. */
export const conflicts = [
  {
    path: 'sites.exceptions.m101.weight',
    en:
      'KMD has 44 customers (P3), but 46 units of work \u201cwith Copenhagen, which counts as several\u201d ' +
      '(P4). Copenhagen weighs 3, or the figures disagree and it weighs 1: both are drawn.',
    da:
      'KMD har 44 kunder (P3), men 46 arbejdsenheder \u00bbmed K\u00f8benhavn, der t\u00e6ller som flere\u00ab ' +
      '(P4). K\u00f8benhavn vejer 3, eller tallene er uenige og den vejer 1: begge tr\u00e6kkes.',
  },
  {
    path: 'corps.share_of_full_time',
    en:
      'Five consultants at two thirds of full time make 3.3 posts, but the plan also says about 3 in all (P9): a ' +
      'share of 2/3 or 3/5, both are drawn.',
    da:
      'Fem konsulenter p\u00e5 to tredjedele tid giver 3,3 stillinger, men planen siger ogs\u00e5 omkring 3 i ' +
      'alt (P9): en andel p\u00e5 2/3 eller 3/5, begge tr\u00e6kkes.',
  },
  {
    path: 'corps.case_load',
    en:
      '\u201cAbout one site a month\u201d gives 90 sites in 18 months, \u201c6\u20137 in half a year\u201d 97.5 ' +
      '(P9). One case load is assumed.',
    da:
      '\u00bbOmkring \u00e9n kommune om m\u00e5neden\u00ab giver 90 kommuner p\u00e5 18 m\u00e5neder, ' +
      '\u00bb6\u20137 p\u00e5 et halvt \u00e5r\u00ab 97,5 (P9). \u00c9n sagsm\u00e6ngde antages.',
  },
  {
    path: 'uptake.base_week',
    en:
      'About 2,500 cards a week \u201cas a rule\u201d and just under 4,000 \u201cnow\u201d (S): which weeks the ' +
      'first averages is not said.',
    da:
      'Omkring 2.500 kort om ugen \u00bbs\u00e6dvanligvis\u00ab og knap 4.000 \u00bbnu\u00ab (S): hvilke uger ' +
      'det f\u00f8rste er gennemsnit af, siges ikke.',
  },
];
