/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme: compiles a checked configuration, part by part (programme_*.c), and owns what is made.
 */
#include "models/programme_parts.h"

#include "sim/date.h"
#include "sim/nearest.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct programme_block {
    struct programme_block *next;
    max_align_t memory[];
};

void *compile_take(struct compiler *compiler, size_t count, size_t size)
{
    struct programme_block *block = calloc(1, sizeof *block + (count ? count : 1) * size);
    if (!block) {
        faults_add(compiler->faults, 0, 0, "out of memory");
        return 0;
    }
    block->next = compiler->programme->blocks;
    compiler->programme->blocks = block;
    return block->memory;
}

char *compile_text(struct compiler *compiler, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = compile_take(compiler, size, 1);
    return copy ? memcpy(copy, text, size) : 0;
}

int compile_fault(struct compiler *compiler, const struct setting *setting, const char *format, ...)
{
    char path[SETTING_PATH], text[768];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return faults_add(compiler->faults, setting->file, setting->line, "%s: %s", setting_path(setting, path), text);
}

number compile_number(const struct setting *from, const char *path)
{
    return (number)quantities_at(from, path);
}

number compile_optional(const struct setting *from, const char *path)
{
    return schema_has(from, path) ? compile_number(from, path) : NO_NUMBER;
}

int compile_chance(struct compiler *compiler, const struct setting *from, const char *path)
{
    struct programme *p = compiler->programme;
    struct error error = {0};
    if (!schema_has(from, path))
        return NOBODY;
    struct chance *grown = realloc(p->chance, (p->chances + 1) * sizeof *grown);
    if (!grown) {
        faults_add(compiler->faults, 0, 0, "out of memory");
        return NOBODY;
    }
    p->chance = grown;
    if (chance_init(&p->chance[p->chances], from, path, &error) != 0) {
        compile_fault(compiler, schema_get(from, path), "%s", error.text);
        return NOBODY;
    }
    return (int)p->chances++;
}

int compile_name(struct compiler *compiler, const struct setting *text, char *const names[], size_t count,
                 const char *what)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], text->value.text) == 0)
            return (int)i;
    const char *near = nearest_name(text->value.text, (const char *const *)names, count);
    if (near)
        compile_fault(compiler, text, "there is no %s \"%s\"; did you mean \"%s\"?", what, text->value.text, near);
    else
        compile_fault(compiler, text, "there is no %s \"%s\"", what, text->value.text);
    return NOBODY;
}
/* ---- what the parts share ---- */

double compile_constant(const struct programme *p, const struct setting *setting)
{
    return p->quantities.list[setting->quantity - 1]->constant;
}

int compile_names(struct compiler *compiler, struct name_list *list, const struct setting *group)
{
    list->name = compile_take(compiler, group->count, sizeof *list->name);
    list->title = compile_take(compiler, group->count, sizeof *list->title);
    for (size_t i = 0; list->name && list->title && i < group->count; i++) {
        const struct setting *child = group->children[i];
        if (child->type != SETTING_GROUP || schema_is_remark(child->name))
            continue;
        list->name[list->count] = compile_text(compiler, child->name);
        const struct setting *title = setting_named(child, "title");
        list->title[list->count] = title ? compile_text(compiler, title->value.text) : list->name[list->count];
        if (!list->name[list->count] || !list->title[list->count])
            return -1;
        list->count++;
    }
    return list->name && list->title ? 0 : -1;
}

/* ---- what is not known yet ---- */

static int note_unknown(struct compiler *compiler, const char *path, const char *since)
{
    struct name_list *list = &compiler->programme->unknown;
    char **name = compile_take(compiler, list->count + 1, sizeof *name);
    char **title = compile_take(compiler, list->count + 1, sizeof *title);
    if (!name || !title)
        return -1;
    for (size_t i = 0; i < list->count; i++) {
        name[i] = list->name[i];
        title[i] = list->title[i];
    }
    name[list->count] = compile_text(compiler, path);
    title[list->count] = compile_text(compiler, since);
    if (!name[list->count] || !title[list->count])
        return -1;
    *list = (struct name_list){name, title, list->count + 1};
    return 0;
}

bool compile_known(struct compiler *compiler, const struct setting *group, const char *key, const char *path)
{
    const struct programme *p = compiler->programme;
    const struct setting *since = setting_named(group, key);
    char whole[SETTING_PATH + 64], place[SETTING_PATH];
    if (!since || (double)(schema_day(group, key) - p->epoch + 1) <= p->as_of)
        return true;
    snprintf(whole, sizeof whole, "%s%s%s", setting_path(group, place), *path ? "." : "", path);
    note_unknown(compiler, whole, since->value.text);
    return false;
}

/* Whether a number belongs to what is not known: its path begins with one of those. */
static bool is_unknown(const struct programme *p, const char *path)
{
    for (size_t i = 0; i < p->unknown.count; i++) {
        size_t length = strlen(p->unknown.name[i]);
        if (strncmp(path, p->unknown.name[i], length) == 0 && strchr("._", path[length]))
            return true;
    }
    return false;
}

/* ---- the whole ---- */

static int compile_times(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    long horizon = schema_day(root, "horizon");
    p->epoch = schema_day(root, "epoch");
    p->title = compile_text(compiler, schema_text(root, "title"));
    p->item = compile_text(compiler, schema_text(root, "item"));
    if (!p->title || !p->item)
        return -1;
    if (horizon <= p->epoch || horizon - p->epoch > 36500)
        return compile_fault(compiler, schema_get(root, "horizon"),
                             "lies before the epoch or more than 100 years after it");
    p->horizon = (double)(horizon - p->epoch + 1);
    p->as_of = schema_has(root, "as_of") ? (double)(schema_day(root, "as_of") - p->epoch + 1) : INFINITY;
    p->first_monday = 8 - date_weekday(p->epoch);
    p->weeks = p->first_monday > p->horizon ? 0 : (size_t)((p->horizon - p->first_monday) / 7) + 1;
    return 0;
}

static int list_parameters(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    p->parameter = compile_take(compiler, p->quantities.count, sizeof *p->parameter);
    for (size_t i = 0; p->parameter && i < p->quantities.count; i++)
        if (p->quantities.list[i]->kind == QUANTITY_PRIOR && !is_unknown(p, p->quantities.list[i]->path))
            p->parameter[p->parameters++] = i;
    return p->parameter ? 0 : -1;
}

static int compile_all(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    if (quantities_collect(&p->quantities, &programme_schema, compiler->document, compiler->faults) != 0 ||
        compile_times(compiler) != 0)
        return -1;
    int status = compile_calendars(compiler);
    if (compile_vendors(compiler) != 0)
        return -1; /* what follows leans on it */
    status |= compile_sites(compiler);
    if (p->calendars.count == 0 || compile_network(compiler) != 0)
        return -1;
    status |= compile_corps(compiler);
    status |= compile_deadlines(compiler);
    status |= compile_uptake(compiler);
    status |= compile_risks(compiler);
    compile_doctors(compiler);
    compile_helps(compiler);
    p->planned = compile_number(root, "integration.planned");
    p->common_slip_days = compile_number(root, "integration.common_slip_days");
    return list_parameters(compiler) | status;
}

int programme_init(struct programme *programme, struct document *document, struct faults *faults)
{
    struct compiler compiler = {programme, document, faults};
    *programme = (struct programme){.epoch = 0};
    if (schema_check(&programme_schema, document, faults) != 0)
        return -1;
    size_t before = faults->count;
    if (compile_all(&compiler) == 0 && faults->count == before && faults->lost == 0)
        return 0;
    faults_sort(faults);
    programme_free(programme);
    return -1;
}

void programme_free(struct programme *programme)
{
    for (size_t i = 0; programme->worktime && i < programme->calendars.count; i++)
        worktime_free(&programme->worktime[i]);
    for (size_t i = 0; i < programme->chances; i++)
        chance_free(&programme->chance[i]);
    free(programme->chance);
    quantities_free(&programme->quantities);
    for (struct programme_block *block = programme->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *programme = (struct programme){.epoch = 0};
}

size_t programme_resources(const struct programme *programme)
{
    return programme->vendors + programme->pools + 1;
}

void programme_extent(const struct programme *programme, size_t extent[OUTCOME_DIMENSIONS])
{
    extent[OUTCOME_MUNICIPALITY] = programme->sites;
    extent[OUTCOME_MILESTONE] = programme->milestones;
    extent[OUTCOME_WEEK] = programme->weeks;
    extent[OUTCOME_RESOURCE] = programme_resources(programme);
    extent[OUTCOME_CAUSE] = programme->causes.count;
    extent[OUTCOME_ACTIVITY] = programme_first_milestone(programme) - 1;
    extent[OUTCOME_PARAMETER] = programme->parameters;
}

int programme_node(const struct programme *programme, const char *name)
{
    for (size_t i = 0; i < programme->nodes; i++)
        if (programme->node[i].name && strcmp(programme->node[i].name, name) == 0)
            return (int)i;
    return NOBODY;
}

int programme_headline(const struct programme *programme)
{
    const struct uptake *uptake = &programme->uptake;
    if (uptake->present && uptake->moved_deadline != NOBODY)
        return uptake->moved_deadline;
    if (uptake->present && uptake->deadline != NOBODY)
        return uptake->deadline;
    return programme->deadlines > 0 ? (int)programme->deadlines - 1 : NOBODY;
}

int programme_set_parameters(struct programme *programme, const char *const paths[], size_t count, struct error *error)
{
    struct faults faults = {0};
    struct compiler compiler = {programme, 0, &faults};
    programme->parameter = compile_take(&compiler, count, sizeof *programme->parameter);
    faults_free(&faults);
    programme->parameters = programme->parameter ? count : 0;
    if (!programme->parameter)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        long index = quantities_find(&programme->quantities, paths[i]);
        programme->parameter[i] = index < 0 ? NO_PARAMETER : (size_t)index;
    }
    return 0;
}

void programme_hash_sites(const struct programme *programme, struct digest *digest)
{
    for (size_t i = 0; i < programme->sites; i++) {
        const struct site *site = &programme->site[i];
        char text[128];
        int length = snprintf(text, sizeof text, "%ld;%d;%d;%d;%d;%.17g;", site->code, site->region, site->vendor,
                              site->hosted, site->versions, site->size);
        digest_update(digest, text, (size_t)length);
        digest_update(digest, site->name, strlen(site->name) + 1);
    }
    for (size_t r = 0; r < programme->regions.count; r++)
        digest_update(digest, programme->regions.name[r], strlen(programme->regions.name[r]) + 1);
}
