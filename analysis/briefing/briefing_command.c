/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_command: the command that made a file, without the folders of the machine it was typed on: a page is passed
 * on, and who works where is nobody's business.
 */
#include "analysis/briefing/briefing_parts.h"

#include <stdlib.h>
#include <string.h>

/* An apostrophe within a word in apostrophes, as study_spec writes it. */
static const char APOSTROPHE[] = "'\\''";

static bool is_apostrophe(const char *c)
{
    return strncmp(c, APOSTROPHE, sizeof APOSTROPHE - 1) == 0;
}

/* Behind the last slash of the path that begins here; it ends with its word, or where a text within the word does. */
static const char *last_name(const char *c, bool in_word)
{
    const char *name = c, *ends = in_word ? "\"'" : " \"'";
    while (*c && (is_apostrophe(c) || !strchr(ends, *c))) {
        size_t length = is_apostrophe(c) ? sizeof APOSTROPHE - 1 : 1;
        if (*c == '/')
            name = c + 1;
        c += length;
    }
    return name;
}

char *briefing_command(const char *command)
{
    char *text = calloc(strlen(command) + 1, 1), *to = text;
    bool in_word = false; /* in apostrophes, where a blank does not end it */
    for (const char *from = command; text && *from;) {
        bool begins = from == command || strchr(in_word ? "=:,\"'" : " =:,\"'", from[-1]);
        if (*from == '/' && begins) {
            from = last_name(from, in_word);
        } else if (in_word && is_apostrophe(from)) {
            to = stpcpy(to, APOSTROPHE);
            from += sizeof APOSTROPHE - 1;
        } else {
            in_word ^= *from == '\'';
            *to++ = *from++;
        }
    }
    return text;
}
