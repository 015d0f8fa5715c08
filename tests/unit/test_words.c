/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/words.h"

#include <criterion/criterion.h>
#include <string.h>

static char text[WORD_TEXT];

Test(words, every_form_of_a_text)
{
    static const char card[] = " an  old card , old cards,et gammelt kort,  gamle kort ";
    cr_assert(words_legal(card));
    cr_assert_str_eq(words_say(WORD_ITEM, card, WORD_A, text), "an  old card");
    cr_assert_str_eq(words_say(WORD_ITEM, card, WORD_ONE, text), "old card");
    cr_assert_str_eq(words_say(WORD_ITEM, card, WORD_MANY, text), "old cards");
    cr_assert_str_eq(words_say(WORD_ITEM, card, WORD_DA_A, text), "et gammelt kort");
    cr_assert_str_eq(words_say(WORD_ITEM, card, WORD_DA_MANY, text), "gamle kort");
}

Test(words, defaults_are_legal_and_stand_in)
{
    for (int word = 0; word < WORDS; word++)
        cr_assert(words_legal(word_defaults[word]), "%s", word_names[word]);
    cr_assert_str_eq(words_say(WORD_SITE, 0, WORD_MANY, text), "sites");
    cr_assert_str_eq(words_say(WORD_ITEM, "", WORD_ONE, text), "item");
    cr_assert_str_eq(words_say(WORD_VENDOR, "", WORD_DA_A, text), "en leverandør");
}

Test(words, what_is_not_legal)
{
    static const char *const wrong[] = {"",
                                        "card",
                                        "card, cards, et kort, kort",      /* no article */
                                        "a card, cards, kort, kort",       /* none in Danish */
                                        "a card, cards, a kort, kort",     /* the other language's */
                                        "a card, cards, et kort",          /* three parts */
                                        "a card, cards, et kort, kort, x", /* five */
                                        "a card, , et kort, kort",
                                        "a , cards, et kort, kort",
                                        "apple, apples, et kort, kort"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_not(words_legal(wrong[i]), "'%s'", wrong[i]);
    char longest[2 * WORD_TEXT];
    memset(longest, 'x', WORD_TEXT - 1);
    strcpy(longest + WORD_TEXT - 1, ", b, en c, d");
    memcpy(longest, "a ", 2);
    cr_assert(words_legal(longest));
    cr_assert_eq(strlen(words_say(WORD_SITE, longest, WORD_A, text)), WORD_TEXT - 1);
    memset(longest, 'x', WORD_TEXT);
    strcpy(longest + WORD_TEXT, ", b, en c, d");
    memcpy(longest, "a ", 2);
    cr_assert_not(words_legal(longest));
}
