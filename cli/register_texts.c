/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * register_texts: what a configuration says in words beside its numbers: what things are called, and days off.
 */
#include "register.h"
#include "models/keys.h"

#include <string.h>

/* Words of what the programme lacks are not told. */
static const struct setting *word_of(const struct register_of *what, enum word word)
{
    const struct programme *p = what->programme;
    if ((word == WORD_ITEM && !p->uptake.present) || (word == WORD_VENDOR && p->vendors == 0))
        return 0;
    return setting_named(schema_get(what->document->root, "words"), word_names[word]);
}

static const struct setting *holidays_of(const struct setting *calendar)
{
    return calendar->type == SETTING_GROUP ? setting_named(calendar, "holidays") : 0;
}

static void print_words(const struct register_of *what)
{
    puts("\nwords");
    for (enum word word = 0; word < WORDS; word++) {
        const struct setting *setting = word_of(what, word);
        if (setting)
            printf("  %-6s  %s%s\n", word_names[word], setting->value.text,
                   strcmp(setting->file, "default") == 0 ? "  default" : "");
    }
}

static void print_holidays(const struct setting *calendar, bool *told)
{
    const struct setting *days = holidays_of(calendar);
    if (!days || days->count == 0)
        return;
    if (!*told)
        puts("\nholidays");
    *told = true;
    printf("  %s  ", calendar->name);
    for (size_t i = 0; i < days->count; i++)
        printf("%s%s", i ? ", " : "", days->children[i]->value.text);
    printf("  %s\n", schema_source(days) ? schema_source(days) : "nobody says");
}

void register_print_texts(const struct register_of *what)
{
    const struct setting *calendars = schema_get(what->document->root, "calendars");
    bool told = false;
    print_words(what);
    for (size_t i = 0; i < calendars->count; i++)
        print_holidays(calendars->children[i], &told);
}

json_t *register_json_words(const struct register_of *what)
{
    json_t *words = json_object();
    for (enum word word = 0; word < WORDS; word++) {
        const struct setting *setting = word_of(what, word);
        if (setting)
            json_object_set_new(words, word_names[word], json_string(setting->value.text));
    }
    return words;
}

json_t *register_json_holidays(const struct register_of *what)
{
    const struct setting *calendars = schema_get(what->document->root, "calendars");
    json_t *object = json_object();
    for (size_t c = 0; c < calendars->count; c++) {
        const struct setting *days = holidays_of(calendars->children[c]);
        json_t *list = json_array();
        for (size_t i = 0; days && i < days->count; i++)
            json_array_append_new(list, json_string(days->children[i]->value.text));
        if (calendars->children[c]->type == SETTING_GROUP)
            json_object_set(object, calendars->children[c]->name, list);
        json_decref(list);
    }
    return object;
}
