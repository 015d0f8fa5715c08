/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_columns: what a sites' file may say beyond who and where a site is: its decision, wave, items, weight, the
 * site that it waits for, its group. Each column may be absent, and an empty field means that nothing is known.
 */
#include "models/table.h"
#include "sim/date.h"
#include "sim/nearest.h"

#include <math.h>
#include <string.h>

#define ITEMS_MOST 1e9

/* ---- waves ---- */

int compile_waves(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "sites.waves");
    if (compile_names(compiler, &p->waves, group) != 0)
        return -1;
    p->wave_from = compile_take(compiler, p->waves.count, sizeof *p->wave_from);
    for (size_t w = 0; p->wave_from && w < p->waves.count; w++)
        p->wave_from[w] = compile_number(setting_named(group, p->waves.name[w]), "from");
    return p->wave_from ? 0 : -1;
}

static void read_wave(struct table *table, size_t row, int column, struct site *site)
{
    const struct name_list *waves = &table->compiler->programme->waves;
    const char *text = table_cell(table, row, column), *near;
    for (size_t w = 0; w < waves->count; w++)
        if (strcmp(waves->name[w], text) == 0) {
            site->wave = (int)w;
            return;
        }
    near = nearest_name(text, (const char *const *)waves->name, waves->count);
    table_fault(table, row, "column \"wave\": there is no \"%.40s\" among sites.waves%s%s%s", text,
                near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static void read_decision(struct table *table, size_t row, int column, struct site *site)
{
    const struct programme *p = table->compiler->programme;
    const char *text = table_cell(table, row, column);
    long day;
    if (date_parse(text, &day) && day >= p->epoch && (double)(day - p->epoch) < p->horizon)
        site->decision = (double)(day - p->epoch);
    else
        table_fault(table, row,
                    "column \"decision\": \"%.40s\" is no date YYYY-MM-DD between the epoch and the horizon", text);
}

/* ---- one site upon another ---- */

static int site_coded(const struct programme *p, size_t rows, long code)
{
    for (size_t i = 0; i < rows; i++)
        if (p->site[i].code == code)
            return (int)i;
    return NOBODY;
}

static void read_leader(struct table *table, size_t row, int column, size_t rows)
{
    struct programme *p = table->compiler->programme;
    long code = (long)table_number(table, row, column, 0, 999999, true);
    int leader = site_coded(p, rows, code);
    if (leader == NOBODY)
        table_fault(table, row, "column \"depends_on\": no site has the code %ld", code);
    p->site[row - 1].depends_on = leader;
}

/* Sites that wait for one another would wait for ever. A way of more steps than there are sites goes in a circle. */
static void check_leaders(struct table *table, size_t rows)
{
    const struct programme *p = table->compiler->programme;
    for (size_t i = 0; i < rows; i++) {
        int site = p->site[i].depends_on;
        size_t steps = 0;
        while (site != NOBODY && site != (int)i && steps++ <= rows)
            site = p->site[site].depends_on;
        if (site == (int)i)
            table_fault(table, i + 1, "column \"depends_on\": site %ld waits for itself%s", p->site[i].code,
                        steps ? ", by way of others" : "");
    }
}

/* Sites of the same text make a group; one without is a group of its own. */
static void read_groups(struct table *table, size_t rows, int column)
{
    struct programme *p = table->compiler->programme;
    size_t *first = compile_take(table->compiler, rows, sizeof *first), named = 0;
    for (size_t i = 0; first && i < rows; i++) {
        const char *text = table_cell(table, i + 1, column);
        size_t like = 0;
        while (*text && like < named && strcmp(table_cell(table, first[like] + 1, column), text) != 0)
            like++;
        if (*text && like < named) {
            p->site[i].group = p->site[first[like]].group;
            continue;
        }
        p->site[i].group = (int)p->groups++;
        if (*text)
            first[named++] = i;
    }
}

/* ---- the columns ---- */

static int64_t items_of(const struct programme *p, size_t rows)
{
    int64_t items = 0;
    for (size_t i = 0; i < rows; i++)
        items += p->site[i].items == NOBODY ? 0 : p->site[i].items;
    return items;
}

static bool cards_said(const struct programme *p)
{
    const struct quantity *cards = p->quantities.list[p->cards];
    return cards->kind != QUANTITY_CONSTANT || cards->constant > 0;
}

static void check_items(struct table *table, size_t rows)
{
    const struct programme *p = table->compiler->programme;
    size_t known = 0, copies = (size_t)schema_integer(table->compiler->document->root, "sites.copies");
    const struct setting *cards = schema_get(table->compiler->document->root, "sites.cards");
    const struct setting *by = schema_get(table->compiler->document->root, "sites.cards_by");
    for (size_t i = 0; i < rows; i++)
        known += p->site[i].items != NOBODY;
    if ((double)items_of(p, rows) * (double)copies > ITEMS_MOST)
        table_fault(table, 0, "column \"items\": more than %.0f together", ITEMS_MOST);
    if (strcmp(by->value.text, "equal") != 0 && strcmp(cards->file, "default") == 0)
        compile_fault(table->compiler, by,
                      "says how items are spread, but sites.cards does not say how many: 0 to %.0f items are legal",
                      ITEMS_MOST);
    if (known == rows && cards_said(p))
        compile_fault(table->compiler, cards, "is for the sites whose `items` the file does not say; it says all");
}

int compile_columns(struct table *table, size_t rows)
{
    struct programme *p = table->compiler->programme;
    const char *by = schema_text(table->compiler->document->root, "sites.cards_by");
    int decision = table_column(table, "decision"), wave = table_column(table, "wave");
    int items = strcmp(by, "items") == 0 ? NOBODY : table_column(table, "items");
    int weight = table_column(table, "weight"), leader = table_column(table, "depends_on");
    for (size_t row = 1; row <= rows; row++) {
        struct site *site = &p->site[row - 1];
        if (*table_cell(table, row, decision))
            read_decision(table, row, decision, site);
        if (*table_cell(table, row, wave))
            read_wave(table, row, wave, site);
        if (*table_cell(table, row, items))
            site->items = (int)table_number(table, row, items, 0, ITEMS_MOST, true);
        if (*table_cell(table, row, weight))
            site->factor = table_number(table, row, weight, 0, 100, false);
        if (*table_cell(table, row, leader))
            read_leader(table, row, leader, rows);
    }
    check_leaders(table, rows);
    check_items(table, rows);
    read_groups(table, rows, table_column(table, "group"));
    return table->failed ? -1 : 0;
}
