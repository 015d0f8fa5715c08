/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * words: what a programme calls its sites, what they take into use one by one, and those whose teams they wait for. The
 * configuration says each in a text of four parts: singular with its article and plural, in English and in Danish
 * ("a card, cards, et kort, kort"); the article tells Danish grammar the gender. Pure functions, any thread.
 */
#ifndef FMKSIM_MODELS_WORDS_H
#define FMKSIM_MODELS_WORDS_H

#include <stdbool.h>

enum word { WORD_SITE, WORD_ITEM, WORD_VENDOR, WORDS };
enum word_form { WORD_A, WORD_MANY, WORD_DA_A, WORD_DA_MANY, WORD_FORMS, WORD_ONE }; /* WORD_ONE: without "a", "an" */
enum { WORD_TEXT = 64 };                                                             /* bytes of a form, with its end */

extern const char *const word_names[WORDS];    /* "site", "item", "vendor": as the keys and the results file say */
extern const char *const word_defaults[WORDS]; /* neutral */

/* Whether a text has the four parts, each shorter than WORD_TEXT, the singulars with "a" or "an", "en" or "et". */
bool words_legal(const char *text);

/* One form of a legal text, written to `out` and returned; of null or "" that of the default for `word`. */
const char *words_say(enum word word, const char *text, enum word_form form, char out[WORD_TEXT]);

#endif
