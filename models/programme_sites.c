/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_sites: makes the sites of what their file says, or, without a file, a number of sites alike.
 */
#include "models/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int region_named(struct compiler *compiler, const char *name)
{
    struct name_list *regions = &compiler->programme->regions;
    for (size_t i = 0; i < regions->count; i++)
        if (strcmp(regions->name[i], name) == 0)
            return (int)i;
    regions->name[regions->count] = regions->title[regions->count] = compile_text(compiler, name);
    return (int)regions->count++;
}

static int vendor_named(struct table *table, size_t row, const char *name)
{
    const struct programme *p = table->compiler->programme;
    if (*name == 0)
        return NOBODY;
    for (size_t i = 0; i < p->vendors; i++)
        if (strcmp(p->vendor[i].title, name) == 0 || strcmp(p->vendor[i].name, name) == 0)
            return (int)i;
    table_fault(table, row, "column \"vendor\": there is no vendor \"%s\"", name);
    return NOBODY;
}

struct columns {
    int code, name, region, vendor, hosted, versions, size;
};

/* Nothing known of it. */
static struct site site_named(long code, char *name, int region)
{
    return (struct site){.code = code,
                         .name = name,
                         .region = region,
                         .vendor = NOBODY,
                         .hosted = NOBODY,
                         .versions = NOBODY,
                         .weight = NO_NUMBER,
                         .factor = 1,
                         .size = 1,
                         .decision = NAN,
                         .wave = NOBODY,
                         .items = NOBODY,
                         .depends_on = NOBODY};
}

static void read_site(struct table *table, size_t row, const struct columns *columns, struct site *site)
{
    *site = site_named((long)table_number(table, row, columns->code, 0, 999999, true),
                       compile_text(table->compiler, table_cell(table, row, columns->name)),
                       region_named(table->compiler, table_cell(table, row, columns->region)));
    site->vendor = vendor_named(table, row, table_cell(table, row, columns->vendor));
    site->hosted =
        *table_cell(table, row, columns->hosted) ? (int)table_number(table, row, columns->hosted, 0, 1, true) : NOBODY;
    site->versions = *table_cell(table, row, columns->versions)
                         ? (int)table_number(table, row, columns->versions, 0, 100, true)
                         : NOBODY;
    site->size = columns->size == NOBODY ? 1 : table_number(table, row, columns->size, 0, 1e9, false);
    if (*site->name == 0)
        table_fault(table, row, "column \"name\" is empty");
    if (*table_cell(table, row, columns->region) == 0)
        table_fault(table, row, "column \"region\" is empty");
}

static int compare_codes(const void *a, const void *b)
{
    const struct site *first = *(const struct site *const *)a, *second = *(const struct site *const *)b;
    return (first->code > second->code) - (first->code < second->code);
}

static void check_codes(struct table *table, size_t count)
{
    const struct site *sites = table->compiler->programme->site;
    const struct site **sorted = compile_take(table->compiler, count, sizeof *sorted);
    for (size_t i = 0; sorted && i < count; i++)
        sorted[i] = &sites[i];
    if (sorted)
        qsort(sorted, count, sizeof *sorted, compare_codes);
    for (size_t i = 1; sorted && i < count; i++)
        if (sorted[i]->code == sorted[i - 1]->code)
            table_fault(table, (size_t)(sorted[i] - sites) + 1, "code %ld stands here a second time", sorted[i]->code);
}

/* Further copies of all sites have codes of their own: another million each. */
static void copy_sites(struct programme *p, size_t original, size_t copies)
{
    for (size_t k = 1; k < copies; k++)
        for (size_t i = 0; i < original; i++) {
            p->site[k * original + i] = p->site[i];
            p->site[k * original + i].code += (long)k * 1000000;
            p->site[k * original + i].group += (int)(k * p->groups);
            if (p->site[i].depends_on != NOBODY)
                p->site[k * original + i].depends_on += (int)(k * original);
        }
    p->sites = original * copies;
    p->groups *= copies;
    for (size_t v = 0; v < p->vendors; v++)
        p->vendor[v].sites *= copies;
}

static int read_sites(struct table *table)
{
    struct compiler *compiler = table->compiler;
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    const char *by = schema_text(root, "sites.cards_by");
    size_t rows = table->sheet.rows > 0 ? table->sheet.rows - 1 : 0,
           copies = (size_t)schema_integer(root, "sites.copies");
    struct columns columns = {table_want(table, "code"),
                              table_want(table, "name"),
                              table_want(table, "region"),
                              table_column(table, "vendor"),
                              table_column(table, "hosted"),
                              table_column(table, "versions_behind"),
                              strcmp(by, "equal") == 0 ? NOBODY : table_want(table, by)};
    if (table->failed)
        return -1;
    if (rows == 0 || rows * copies > 30000)
        return table_fault(table, 0, "%zu sites; 1 to 30000 are legal", rows * copies);
    p->site = compile_take(compiler, rows * copies, sizeof *p->site);
    p->regions.name = compile_take(compiler, rows, sizeof *p->regions.name);
    p->regions.title = compile_take(compiler, rows, sizeof *p->regions.title);
    if (!p->site || !p->regions.name || !p->regions.title)
        return -1;
    for (size_t row = 1; row <= rows; row++)
        read_site(table, row, &columns, &p->site[row - 1]);
    check_codes(table, rows);
    if (compile_columns(table, rows) != 0)
        return -1;
    copy_sites(p, rows, copies);
    return table->failed ? -1 : 0;
}

/* ---- what must fit together ---- */

static int check_vendors(struct compiler *compiler)
{
    const struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "vendors");
    size_t total = 0;
    int status = 0;
    for (size_t v = 0; v < p->vendors; v++) {
        size_t known = 0;
        total += p->vendor[v].sites;
        for (size_t i = 0; i < p->sites; i++)
            known += p->site[i].vendor == (int)v;
        if (known > p->vendor[v].sites)
            status = compile_fault(compiler, schema_get(setting_named(group, p->vendor[v].name), "sites"),
                                   "is %zu, but the file gives the vendor %zu sites", p->vendor[v].sites, known);
    }
    if (p->vendors > 0 && total != p->sites)
        status =
            compile_fault(compiler, group, "the vendors' sites add up to %zu; there are %zu sites", total, p->sites);
    return status;
}

static int compile_exceptions(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "sites.exceptions");
    int status = 0;
    for (size_t e = 0; e < group->count; e++) {
        const struct setting *one = group->children[e];
        char *end;
        if (one->type != SETTING_GROUP || schema_is_remark(one->name))
            continue;
        long code = one->name[0] == 'm' ? strtol(one->name + 1, &end, 10) : -1;
        size_t found = 0;
        for (size_t i = 0; code >= 0 && *end == 0 && i < p->sites; i++)
            if (p->site[i].code % 1000000 == code) {
                p->site[i].weight = compile_number(one, "weight");
                found++;
            }
        if (found == 0)
            status = compile_fault(compiler, one,
                                   "there is no municipality of that code; write m and a code of the file, like m%ld",
                                   p->site[0].code);
    }
    return status;
}

/* A file is meant relative to the configuration that names it. */
static char *path_beside(struct compiler *compiler, const struct setting *setting)
{
    const char *name = setting->value.text, *slash = strrchr(setting->file, '/');
    size_t folder = name[0] == '/' || !slash ? 0 : (size_t)(slash - setting->file) + 1;
    char *path = compile_take(compiler, folder + strlen(name) + 1, 1);
    if (path) {
        memcpy(path, setting->file, folder);
        memcpy(path + folder, name, strlen(name) + 1);
    }
    return path;
}

static int read_file(struct compiler *compiler, const struct setting *file)
{
    struct table table = {.compiler = compiler, .path = path_beside(compiler, file)};
    int status = table.path && table_read(&table, file) == 0 ? read_sites(&table) : -1;
    sheet_free(&table.sheet);
    return status;
}

/* Sites that nobody needs to know apart: codes 1 … count, one region, equal sizes. */
static int make_sites(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    size_t count = (size_t)schema_integer(root, "sites.count"), copies = (size_t)schema_integer(root, "sites.copies");
    if (strcmp(schema_text(root, "sites.cards_by"), "equal") != 0)
        return compile_fault(compiler, schema_get(root, "sites.cards_by"), "must be \"equal\": there is no file");
    if (count * copies > 30000)
        return compile_fault(compiler, schema_get(root, "sites.copies"), "%zu sites; 1 to 30000 are legal",
                             count * copies);
    p->site = compile_take(compiler, count * copies, sizeof *p->site);
    p->regions.name = compile_take(compiler, 1, sizeof *p->regions.name);
    p->regions.title = compile_take(compiler, 1, sizeof *p->regions.title);
    if (!p->site || !p->regions.name || !p->regions.title)
        return -1;
    int region = region_named(compiler, "everywhere");
    for (size_t i = 0; i < count; i++) {
        char name[WORD_TEXT + 24], site[WORD_TEXT];
        snprintf(name, sizeof name, "%s %zu", words_say(WORD_SITE, p->words[WORD_SITE], WORD_ONE, site), i + 1);
        p->site[i] = site_named((long)i + 1, compile_text(compiler, name), region);
        p->site[i].group = (int)p->groups++;
    }
    copy_sites(p, count, copies);
    return 0;
}

int compile_sites(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *sites = schema_get(root, "sites");
    const struct setting *file = setting_named(sites, "file"), *count = setting_named(sites, "count");
    p->cards = compile_number(root, "sites.cards");
    p->decision_from = compile_number(root, "sites.decision_from");
    p->decision_spread_days = compile_number(root, "sites.decision_spread_days");
    p->hosted = compile_number(root, "sites.hosted");
    p->lateness = compile_chance(compiler, sites, "lateness");
    p->pace = compile_chance(compiler, sites, "pace");
    if (!file == !count)
        return compile_fault(compiler, sites,
                             file ? "says both `file` and `count`; one of them is wanted"
                                  : "says neither `file` nor `count`; one of them is wanted");
    if ((file ? read_file(compiler, file) : make_sites(compiler)) != 0)
        return -1;
    int status = check_vendors(compiler);
    return compile_exceptions(compiler) | status;
}
