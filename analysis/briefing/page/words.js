/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words: all that the page says, in the language asked for, with the words of the study.
 */
import { choiceWords } from './words_choice.js';
import { danish } from './words_da.js';
import { english } from './words_en.js';
import { pairWords } from './words_pair.js';
import { riskWords } from './words_risk.js';
import { storyWords } from './words_story.js';
import { takeWords } from './words_take.js';

/* What the study calls its sites, items and vendors in a language, with what Danish grammar asks of the gender. */
export function nouns(words, lang) {
  const forms = ([a, many, daA, daMany]) => {
    const text = lang === 'da' ? daA : a,
      neuter = daA.startsWith('et ');
    return {
      a: text,
      one: text.slice(text.indexOf(' ')).trim(),
      many: lang === 'da' ? daMany : many,
      den: neuter ? 'det' : 'den',
      hver: neuter ? 'hvert' : 'hver',
      nogen: neuter ? 'noget' : 'nogen',
    };
  };
  return Object.fromEntries(Object.entries(words).map(([name, list]) => [name, forms(list)]));
}

/* All that the page says of a study with these words, in one language. */
export function wording(words, lang) {
  const w = nouns(words, lang);
  return {
    ...(lang === 'da' ? danish : english)(w),
    ...takeWords(lang, w),
    ...choiceWords(lang, w),
    ...storyWords(lang, w),
    ...pairWords(lang),
    ...riskWords(lang, w),
  };
}
