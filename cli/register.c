/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * register: the register of assumptions, for people.
 */
#include "register.h"

#include "sim/date.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- a number as text ---- */

static void append(char text[REGISTER_TEXT], const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(char text[REGISTER_TEXT], const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, REGISTER_TEXT - used, format, arguments);
    va_end(arguments);
}

static void append_value(char text[REGISTER_TEXT], const struct programme *programme, bool date, double value)
{
    char digits[CLI_NUMBER], day[DATE_TEXT];
    if (date && fabs(value) < 1e5) {
        date_format(programme->epoch + (long)floor(value), day);
        append(text, "%s", day);
    } else {
        append(text, "%s", cli_number(value, digits));
    }
}

/* "1" is the unit of pure numbers, "date" that of dates: neither is worth a word. */
static const char *unit_of(const struct quantity *quantity)
{
    bool plain = quantity->date || strcmp(quantity->unit, "1") == 0 || strcmp(quantity->unit, "share") == 0;
    return plain ? "" : quantity->unit;
}

/* Of "items/week" one is an item/week. */
static void append_unit(char text[REGISTER_TEXT], const struct quantity *quantity, bool one)
{
    const char *unit = unit_of(quantity);
    size_t length = strcspn(unit, "/"), kept = one && length > 0 && unit[length - 1] == 's' ? length - 1 : length;
    if (*unit)
        append(text, " %.*s%s", (int)kept, unit, unit + length);
}

/* Arguments that lie on the axis of the number itself, so that of a date they are dates. */
static bool is_place(const char *argument)
{
    static const char *const beside[] = {"sd", "cv", "sigma", "shape", "scale", "a", "b", "p", "rho", "n"};
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (strcmp(argument, beside[i]) == 0)
            return false;
    return true;
}

static bool stated(const struct quantity *quantity, const char *const names[])
{
    for (size_t i = 0; names[i] || i < quantity->form.argument_count; i++)
        if (!names[i] || i >= quantity->form.argument_count || strcmp(quantity->names[i], names[i]) != 0)
            return false;
    return true;
}

/* Whether the arguments are the ends and the mode in order, which need no names. */
static bool is_obvious(const struct quantity *quantity)
{
    static const char *const range[] = {"min", "max", 0}, *const three[] = {"min", "mode", "max", 0};
    return stated(quantity, range) || stated(quantity, three);
}

static void append_listed(char text[REGISTER_TEXT], const struct programme *programme, const struct quantity *quantity)
{
    const struct variate_form *form = &quantity->form;
    double total = 0;
    for (size_t i = 0; i < form->count; i++)
        total += form->weights[i];
    for (size_t i = 0; i < form->count; i++) {
        append(text, i ? ", " : "");
        append_value(text, programme, quantity->date, form->values[i]);
        append(text, ": %.3g %%", 100 * form->weights[i] / total);
    }
}

static void append_prior(char text[REGISTER_TEXT], const struct programme *programme, const struct quantity *quantity)
{
    bool obvious = is_obvious(quantity);
    append(text, "%s(", variate_family_name(quantity->form.family));
    append_listed(text, programme, quantity);
    for (size_t i = 0; i < quantity->form.argument_count; i++) {
        append(text, i || quantity->form.count ? ", " : "");
        if (!obvious)
            append(text, "%s ", quantity->names[i]);
        append_value(text, programme, quantity->date && is_place(quantity->names[i]), quantity->arguments[i]);
    }
    append(text, ")");
}

char *register_value(const struct programme *programme, const struct quantity *quantity, char text[REGISTER_TEXT])
{
    *text = '\0';
    if (quantity->kind == QUANTITY_PRIOR)
        append_prior(text, programme, quantity);
    else
        append_value(text, programme, quantity->date, quantity->constant);
    append_unit(text, quantity, quantity->kind == QUANTITY_CONSTANT && quantity->constant == 1);
    return text;
}

char *register_scalar(const struct programme *programme, const struct quantity *quantity, double value,
                      char text[REGISTER_TEXT])
{
    *text = '\0';
    append_value(text, programme, quantity->date, value);
    append_unit(text, quantity, value == 1);
    return text;
}

static char *range_text(const struct programme *programme, const struct quantity *quantity, char text[REGISTER_TEXT])
{
    *text = '\0';
    if (isfinite(quantity->low) && isfinite(quantity->high)) {
        append_value(text, programme, quantity->date, quantity->low);
        append(text, " … ");
        append_value(text, programme, quantity->date, quantity->high);
    } else if (isfinite(quantity->low)) {
        append(text, "≥ ");
        append_value(text, programme, quantity->date, quantity->low);
    } else if (isfinite(quantity->high)) {
        append(text, "≤ ");
        append_value(text, programme, quantity->date, quantity->high);
    }
    return text;
}

/* ---- rows ---- */

struct row {
    char name[SETTING_PATH]; /* without the section */
    char value[REGISTER_TEXT], range[REGISTER_TEXT];
    const char *source, *note;
    size_t section; /* bytes of the section's name in `path` */
    const char *path;
    size_t entries; /* further ones that it stands for */
};

/* The group of a chance distribution of which this number is an argument, or null. */
static const struct setting *chance_of(const struct document *document, const struct quantity *quantity)
{
    const struct setting *setting = setting_find(document->root, quantity->path);
    const struct setting *group = setting ? setting->parent : 0;
    return group && group->type == SETTING_GROUP && setting_named(group, "dist") ? group : 0;
}

/* How many numbers from `first` on are the elements of one list and constants; 0: it is none. */
static size_t list_length(const struct register_of *what, size_t first)
{
    const struct quantities *all = &what->programme->quantities;
    const struct setting *element = setting_find(what->document->root, all->list[first]->path);
    const struct setting *list = element ? element->parent : 0;
    if (!list || list->type != SETTING_LIST || element->index > 0 || first + list->count > all->count)
        return 0;
    for (size_t i = 0; i < list->count; i++)
        if (all->list[first + i]->kind != QUANTITY_CONSTANT || list->children[i]->type == SETTING_GROUP)
            return 0;
    return list->count;
}

/* One row of a number, or of a list of `count` numbers. */
static void row_fill(struct row *row, const struct register_of *what, size_t first, size_t count)
{
    const struct quantity *quantity = what->programme->quantities.list[first];
    const struct setting *chance = chance_of(what->document, quantity);
    const char *dot = strchr(quantity->path, '.');
    *row = (struct row){.path = quantity->path, .source = quantity->source, .note = quantity->note};
    row->section = dot ? (size_t)(dot - quantity->path) : strlen(quantity->path);
    snprintf(row->name, sizeof row->name, "%s", dot ? dot + 1 : quantity->path);
    range_text(what->programme, quantity, row->range);
    if (count == 0) {
        register_value(what->programme, quantity, row->value);
    } else {
        char *last = strrchr(row->name, '.');
        *last = '\0';
        for (size_t i = 0; i < count; i++) {
            append(row->value, i ? ", " : "[");
            append_value(row->value, what->programme, quantity->date,
                         what->programme->quantities.list[first + i]->constant);
        }
        append(row->value, "]");
        append_unit(row->value, quantity, false);
    }
    if (chance)
        append(row->value, ", of a %s", setting_named(chance, "dist")->value.text);
}

static void widen(size_t *width, const char *text, size_t most)
{
    size_t wanted = cli_width(text);
    if (wanted > *width && wanted <= most)
        *width = wanted;
}

struct widths {
    size_t name, value, range, source;
};

static void row_print(const struct row *row, const struct widths *widths)
{
    fputs("  ", stdout);
    cli_pad(row->name, widths->name);
    fputs("  ", stdout);
    cli_pad(row->value, widths->value);
    fputs("  ", stdout);
    cli_pad(row->range, widths->range);
    printf("  %s", row->source ? row->source : "nobody says");
    if (row->entries > 0)
        printf(" in %zu of them", row->entries + 1);
    if (row->note)
        printf(" (%s)", row->note);
    putchar('\n');
}

static bool is_default(const struct row *row)
{
    return row->source && strcmp(row->source, "default") == 0;
}

static bool same_default(const struct row *a, const struct row *b)
{
    const char *left = strchr(a->name, '.'), *right = strchr(b->name, '.');
    return left && right && is_default(a) && is_default(b) && strcmp(left, right) == 0 &&
           strcmp(a->value, b->value) == 0 && strcmp(a->range, b->range) == 0;
}

/* What is left at one and the same default in several entries ("upgrade.factor", "network.factor") is one row of a
 * section, "*.factor": there would be little else to see. Returns how many rows are left. */
static size_t merge_defaults(struct row rows[], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;
        while (first < kept && !same_default(&rows[first], &rows[i]))
            first++;
        if (first == kept && kept != i)
            rows[kept] = rows[i];
        if (first == kept)
            kept++;
        else
            rows[first].entries++;
    }
    for (size_t i = 0; i < kept; i++) {
        const char *dot = strchr(rows[i].name, '.');
        if (rows[i].entries == 0)
            continue;
        memmove(rows[i].name + 1, dot, strlen(dot) + 1);
        rows[i].name[0] = '*';
    }
    return kept;
}

/* The rows of one section, aligned among themselves; defaults come last. */
static void print_section(struct row rows[], size_t count)
{
    struct widths widths = {0};
    count = merge_defaults(rows, count);
    for (size_t i = 0; i < count; i++) {
        widen(&widths.name, rows[i].name, 48);
        widen(&widths.value, rows[i].value, 60);
        widen(&widths.range, rows[i].range, 32);
    }
    printf("\n%.*s\n", (int)rows->section, rows->path);
    for (int defaults = 0; defaults < 2; defaults++)
        for (size_t i = 0; i < count; i++)
            if (is_default(&rows[i]) == (defaults == 1))
                row_print(&rows[i], &widths);
}

static bool all_defaults(const struct row rows[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_default(&rows[i]))
            return false;
    return true;
}

/* Sections of which nothing is said are only named: mostly the programme lacks what they are about. */
static void print_rows(struct row rows[], size_t count)
{
    size_t silent = 0;
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count; next++)
            if (rows[next].section != rows[first].section ||
                memcmp(rows[next].path, rows[first].path, rows[first].section) != 0)
                break;
        if (!all_defaults(&rows[first], next - first)) {
            print_section(&rows[first], next - first);
            continue;
        }
        printf("%s%.*s", silent++ ? ", " : "\nall defaults: ", (int)rows[first].section, rows[first].path);
    }
    if (silent > 0)
        putchar('\n');
}

/* ---- the head ---- */

/* What a number rests on. A source that cites a fact and says "assumption" is one. */
enum basis { BASIS_FACT, BASIS_ASSUMPTION, BASIS_DEFAULT, BASIS_SET, BASIS_OTHER, BASES };

static enum basis basis_of(const struct quantity *quantity)
{
    const char *source = quantity->source ? quantity->source : "";
    if (strcmp(source, "default") == 0)
        return BASIS_DEFAULT;
    if (strcmp(source, "--set") == 0)
        return BASIS_SET;
    if (strstr(source, "assumption"))
        return BASIS_ASSUMPTION;
    return *source == 'F' && isdigit((unsigned char)source[1]) ? BASIS_FACT : BASIS_OTHER;
}

/* A view as of a day lacks what became known later. */
static void print_view(const struct programme *p)
{
    char day[DATE_TEXT];
    if (isinf(p->as_of))
        return;
    date_format(p->epoch + (long)p->as_of - 1, day);
    printf("as of %s", day);
    for (size_t i = 0; i < p->unknown.count; i++)
        printf("%s%s (known from %s)", i ? ", " : "; absent, since nobody knew of it: ", p->unknown.name[i],
               p->unknown.title[i]);
    putchar('\n');
}

static void print_head(const struct register_of *what)
{
    const struct programme *p = what->programme;
    size_t count[BASES] = {0};
    char from[DATE_TEXT], to[DATE_TEXT];
    for (size_t i = 0; i < p->quantities.count; i++)
        count[basis_of(p->quantities.list[i])]++;
    date_format(p->epoch, from);
    date_format(p->epoch + (long)p->horizon - 1, to);
    printf("%zu numbers, %zu of them uncertain: %zu rest on facts, %zu on assumptions, %zu on defaults",
           p->quantities.count, p->parameters, count[BASIS_FACT], count[BASIS_ASSUMPTION], count[BASIS_DEFAULT]);
    if (count[BASIS_SET] > 0)
        printf(", %zu on --set", count[BASIS_SET]);
    if (count[BASIS_OTHER] > 0)
        printf(", %zu on other sources or none", count[BASIS_OTHER]);
    char sites[WORD_TEXT];
    words_say(WORD_SITE, p->words[WORD_SITE], p->sites == 1 ? WORD_ONE : WORD_MANY, sites);
    printf("\n%s\n%s: %zu %s, %s to %s; no faults\nconfiguration %.16s…\n", p->title, what->path, p->sites, sites, from,
           to, what->hash);
    print_view(p);
}

static void print_scenarios(const struct scenarios *scenarios)
{
    if (scenarios->count > 1)
        puts("\nscenarios");
    for (size_t i = 1; i < scenarios->count; i++) {
        const struct scenario *one = &scenarios->list[i];
        printf("  %s: %s\n", one->name, one->title);
        for (size_t j = 0; j < one->assignments && !one->sweep; j++)
            printf("      %s\n", one->assignment[j]);
    }
}

void register_print(const struct register_of *what)
{
    const struct quantities *all = &what->programme->quantities;
    struct row *rows = calloc(all->count + 1, sizeof *rows);
    size_t count = 0;
    print_head(what);
    if (!rows)
        fputs("fmksim: out of memory\n", stderr);
    for (size_t i = 0, step; rows && i < all->count; i += step) {
        size_t length = list_length(what, i);
        row_fill(&rows[count++], what, i, length);
        step = length > 0 ? length : 1;
    }
    if (rows)
        print_rows(rows, count);
    free(rows);
    register_print_texts(what);
    print_scenarios(what->scenarios);
}
