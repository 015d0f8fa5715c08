/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/words.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

const char *const word_names[WORDS] = {"site", "item", "vendor"};
const char *const word_defaults[WORDS] = {
    "a site, sites, et sted, steder",
    "an item, items, en enhed, enheder",
    "a vendor, vendors, en leverandør, leverandører",
};

/* Where a part begins and how long it is, spaces around it left out. */
static const char *part(const char *text, int index, size_t *length)
{
    for (; index > 0 && text; index--) {
        text = strchr(text, ',');
        text = text ? text + 1 : 0;
    }
    if (!text)
        return 0;
    text += strspn(text, " ");
    *length = strcspn(text, ",");
    while (*length > 0 && text[*length - 1] == ' ')
        --*length;
    return text;
}

/* Behind the article, or null if it is none of the two. */
static const char *noun(const char *text, const char *article, const char *other)
{
    const char *const articles[] = {article, other};
    for (size_t i = 0; i < 2; i++) {
        const size_t length = strlen(articles[i]);
        if (strncmp(text, articles[i], length) == 0 && text[length] == ' ')
            return text + length + strspn(text + length, " ");
    }
    return 0;
}

bool words_legal(const char *text)
{
    size_t length = 0;
    if (part(text, WORD_FORMS, &length))
        return false;
    for (int form = WORD_A; form < WORD_FORMS; form++) {
        const char *at = part(text, form, &length);
        if (!at || length == 0 || length >= WORD_TEXT)
            return false;
        const char *name = form == WORD_A ? noun(at, "a", "an") : form == WORD_DA_A ? noun(at, "en", "et") : at;
        if (!name || name >= at + length)
            return false;
    }
    return true;
}

const char *words_say(enum word word, const char *text, enum word_form form, char out[WORD_TEXT])
{
    size_t length = 0;
    const char *at = part(text && *text ? text : word_defaults[word], form == WORD_ONE ? WORD_A : (int)form, &length);
    const char *name = form == WORD_ONE && at ? noun(at, "a", "an") : at;
    if (at)
        snprintf(out, WORD_TEXT, "%.*s", (int)(length - (size_t)(name - at)), name);
    else
        out[0] = '\0';
    return out;
}
