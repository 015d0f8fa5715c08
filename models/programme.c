/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme: compiles a checked configuration; calendars, vendors, uptake, deadlines and the rest of the single things.
 * The sites are in programme_sites.c, the network and the corps in programme_network.c.
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
    char *copy = compile_take(compiler, strlen(text) + 1, 1);
    return copy ? strcpy(copy, text) : 0;
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

/* ---- calendars ---- */

static double constant(const struct programme *p, const struct setting *setting)
{
    return p->quantities.list[setting->quantity - 1]->constant;
}

static bool is_holiday(struct compiler *compiler, const struct setting *calendar, long day)
{
    int year, month, day_of_month;
    char text[8];
    date_split(day, &year, &month, &day_of_month);
    snprintf(text, sizeof text, "%02d-%02d", month % 100, day_of_month % 100);
    const struct setting *fixed = setting_named(calendar, "holidays"), *easter = setting_named(calendar, "easter");
    for (size_t i = 0; fixed && i < fixed->count; i++)
        if (strcmp(fixed->children[i]->value.text, text) == 0)
            return true;
    for (size_t i = 0; easter && i < easter->count; i++)
        if (day - date_easter(year) == lround(constant(compiler->programme, easter->children[i])))
            return true;
    return false;
}

static double effort_of_day(struct compiler *compiler, const struct setting *calendar, long day)
{
    const struct programme *p = compiler->programme;
    const struct setting *weekdays = schema_get(calendar, "weekdays"), *reduced = setting_named(calendar, "reduced");
    double effort = constant(p, weekdays->children[date_weekday(day) - 1]);
    int year, week;
    if (is_holiday(compiler, calendar, day))
        return 0;
    date_iso_week(day, &year, &week);
    for (size_t i = 0; reduced && i < reduced->count; i++) {
        const struct setting *weeks = schema_get(reduced->children[i], "weeks");
        for (size_t k = 0; k < weeks->count; k++)
            if (lround(constant(p, weeks->children[k])) == week)
                effort *= constant(p, schema_get(reduced->children[i], "effort"));
    }
    return effort;
}

static int check_holidays(struct compiler *compiler, const struct setting *calendar)
{
    const struct setting *holidays = setting_named(calendar, "holidays");
    int status = 0;
    for (size_t i = 0; holidays && i < holidays->count; i++) {
        const char *text = holidays->children[i]->value.text;
        char date[16];
        long day;
        snprintf(date, sizeof date, "2012-%.7s", text);
        if (strlen(text) != 5 || !date_parse(date, &day))
            status = compile_fault(compiler, holidays->children[i], "\"%s\" is no day of the year; write MM-DD", text);
    }
    return status;
}

/* Work may end after the horizon; the tables reach a year beyond it and everything later is "never". */
static int compile_calendar(struct compiler *compiler, const struct setting *calendar, size_t index)
{
    struct programme *p = compiler->programme;
    size_t days = (size_t)p->horizon + 366;
    struct error error = {0};
    const struct setting *weekdays = schema_get(calendar, "weekdays");
    if (weekdays->count != 7)
        return compile_fault(compiler, weekdays, "has %zu numbers; seven are wanted, Monday to Sunday",
                             weekdays->count);
    if (check_holidays(compiler, calendar) != 0)
        return -1;
    double *effort = calloc(days, sizeof *effort);
    if (!effort)
        return faults_add(compiler->faults, 0, 0, "out of memory");
    for (size_t day = 0; day < days; day++)
        effort[day] = effort_of_day(compiler, calendar, p->epoch + (long)day);
    int status = worktime_init(&p->worktime[index], effort, days, &error);
    free(effort);
    if (status != 0)
        return compile_fault(compiler, calendar, "%s", error.text);
    for (size_t i = 0; i < 7; i++)
        p->normal_week[index] += constant(p, weekdays->children[i]);
    if (p->normal_week[index] <= 0)
        return compile_fault(compiler, weekdays, "a week without any effort; at least one day must have some");
    return 0;
}

static int take_names(struct compiler *compiler, struct name_list *list, const struct setting *group)
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

static int compile_calendars(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "calendars");
    if (take_names(compiler, &p->calendars, group) != 0)
        return -1;
    if (p->calendars.count == 0)
        return compile_fault(compiler, group, "names no calendar; at least one is wanted");
    p->worktime = compile_take(compiler, p->calendars.count, sizeof *p->worktime);
    p->normal_week = compile_take(compiler, p->calendars.count, sizeof *p->normal_week);
    if (!p->worktime || !p->normal_week)
        return -1;
    int status = 0;
    for (size_t i = 0; i < p->calendars.count; i++)
        if (compile_calendar(compiler, setting_named(group, p->calendars.name[i]), i) != 0)
            status = -1;
    return status;
}

/* ---- vendors and other resources ---- */

static enum service_order order_of(const struct setting *group)
{
    return (enum service_order)schema_choice(group, "order", "ready-first|fifo|largest-first|by-region");
}

static int compile_vendor(struct compiler *compiler, const struct setting *group, struct vendor *vendor)
{
    vendor->name = compile_text(compiler, group->name);
    vendor->title = compile_text(compiler, schema_text(group, "name"));
    vendor->sites = (size_t)schema_integer(group, "sites");
    vendor->teams = compile_number(group, "teams");
    vendor->slip_days = compile_number(group, "slip_days");
    vendor->organisational_factor = compile_number(group, "organisational_factor");
    vendor->batch_size = compile_number(group, "batch_size");
    vendor->batch_extra = compile_number(group, "batch_extra");
    vendor->pilots = compile_number(group, "pilots");
    vendor->pilot_from = compile_number(group, "pilot_from");
    vendor->versions_behind = compile_chance(compiler, group, "versions_behind");
    vendor->order = order_of(group);
    const struct setting *changes = setting_named(group, "team_changes");
    vendor->change_count = changes ? changes->count : 0;
    vendor->changes = compile_take(compiler, vendor->change_count, sizeof *vendor->changes);
    if (!vendor->name || !vendor->title || !vendor->changes)
        return -1;
    for (size_t i = 0; i < vendor->change_count; i++) {
        vendor->changes[i].from = compile_number(changes->children[i], "from");
        vendor->changes[i].add = compile_number(changes->children[i], "add");
    }
    return 0;
}

static int compile_vendors(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *group = schema_get(root, "vendors");
    struct name_list names = {0};
    if (take_names(compiler, &names, group) != 0)
        return -1;
    p->vendors = names.count;
    p->vendor = compile_take(compiler, names.count, sizeof *p->vendor);
    for (size_t i = 0; p->vendor && i < names.count; i++)
        if (compile_vendor(compiler, setting_named(group, names.name[i]), &p->vendor[i]) != 0)
            return -1;

    struct name_list pools = {0};
    group = schema_get(root, "resources");
    if (!p->vendor || take_names(compiler, &pools, group) != 0)
        return -1;
    p->pools = pools.count;
    p->pool = compile_take(compiler, pools.count, sizeof *p->pool);
    for (size_t i = 0; p->pool && i < pools.count; i++) {
        const struct setting *pool = setting_named(group, pools.name[i]);
        if (strcmp(pools.name[i], "vendor") == 0 || strcmp(pools.name[i], "corps") == 0)
            return compile_fault(compiler, pool, "this name is taken; call the resource something else");
        p->pool[i] = (struct pool){.name = pools.name[i],
                                   .title = pools.title[i],
                                   .capacity = compile_number(pool, "capacity"),
                                   .order = order_of(pool)};
    }
    return p->pool ? 0 : -1;
}

/* ---- doctors, uptake, and the programme's helps ---- */

static void compile_doctors(struct compiler *compiler)
{
    struct doctors *doctors = &compiler->programme->doctors;
    const struct setting *group = setting_named(compiler->document->root, "doctors"), *cleanup;
    if (!group)
        return;
    doctors->present = true;
    doctors->floor = compile_number(group, "floor");
    doctors->midpoint = compile_number(group, "midpoint");
    doctors->scale_days = compile_number(group, "scale_days");
    doctors->threshold = compile_number(group, "threshold");
    doctors->region_shift = compile_chance(compiler, group, "region_shift_days");
    cleanup = setting_named(group, "cleanup");
    if (!cleanup)
        return;
    doctors->cleanup = schema_boolean(cleanup, "enabled");
    doctors->cleanup_from = compile_number(cleanup, "from");
    doctors->cleanup_gain_days = compile_number(cleanup, "gain_days");
    doctors->cleanup_ramp_days = compile_number(cleanup, "ramp_days");
}

static int deadline_of(struct compiler *compiler, const struct setting *group, const char *key, int *index)
{
    const struct programme *p = compiler->programme;
    const struct setting *text = setting_named(group, key);
    char *names[64];
    size_t count = p->deadlines < 64 ? p->deadlines : 64;
    for (size_t i = 0; i < count; i++)
        names[i] = p->deadline[i].name;
    *index = text ? compile_name(compiler, text, names, count, "deadline") : NOBODY;
    return text && *index == NOBODY ? -1 : 0;
}

/* The form drawn anew in every replication is a quantity like others: a parameter of the outcome. */
static int compile_drawn_form(struct compiler *compiler, const struct setting *weights, double weight[UPTAKE_FORMS])
{
    struct programme *p = compiler->programme;
    double total = 0;
    for (int f = 0; f < UPTAKE_FORMS; f++)
        total += weight[f];
    if (!(total > 0))
        return compile_fault(compiler, weights, "form = \"drawn\" wants at least one weight above 0");
    long index =
        quantities_add_choice(&p->quantities, "uptake.form", "0 capacity, 1 bass, 2 learning, 3 deadline-rush, 4 table",
                              weight, UPTAKE_FORMS, weights, compiler->faults);
    p->uptake.drawn_form = (number)index;
    return index < 0 ? -1 : 0;
}

static int compile_form(struct compiler *compiler, const struct setting *group)
{
    static const char *const names[UPTAKE_FORMS] = {"capacity", "bass", "learning", "deadline_rush", "table"};
    struct uptake *uptake = &compiler->programme->uptake;
    const struct setting *weights = schema_get(group, "weights"), *table = setting_named(group, "table");
    double weight[UPTAKE_FORMS];
    for (int f = 0; f < UPTAKE_FORMS; f++)
        weight[f] = constant(compiler->programme, schema_get(weights, names[f]));
    uptake->form = schema_choice(group, "form", "capacity|bass|learning|deadline-rush|table|drawn");
    if (uptake->form == UPTAKE_FORMS) {
        uptake->form = NOBODY;
        if (compile_drawn_form(compiler, weights, weight) != 0)
            return -1;
    }
    bool wants_table = uptake->form == UPTAKE_TABLE || (uptake->form == NOBODY && weight[UPTAKE_TABLE] > 0);
    if (wants_table && (!table || table->count == 0))
        return compile_fault(compiler, group, "form = \"table\" wants a `table` with at least one probability");
    uptake->table_weeks = table ? table->count : 0;
    uptake->table = compile_take(compiler, uptake->table_weeks, sizeof *uptake->table);
    for (size_t i = 0; uptake->table && i < uptake->table_weeks; i++)
        uptake->table[i] = (number)(table->children[i]->quantity - 1);
    return uptake->table ? 0 : -1;
}

static int compile_uptake(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    struct uptake *uptake = &p->uptake;
    const struct setting *group = setting_named(compiler->document->root, "uptake"), *text;
    uptake->training = uptake->deadline = uptake->moved_deadline = NOBODY;
    if (!group)
        return 0;
    int status = 0;
    uptake->present = true;
    struct {
        number *place;
        const char *key;
    } numbers[] = {{&uptake->base_week, "base_week"},
                   {&uptake->imitation, "imitation"},
                   {&uptake->learning, "learning"},
                   {&uptake->pressure, "pressure"},
                   {&uptake->pressure_days, "pressure_days"},
                   {&uptake->untrained, "untrained"},
                   {&uptake->overdispersion, "overdispersion"},
                   {&uptake->criterion, "criterion"},
                   {&uptake->rush, "rush"},
                   {&uptake->rush_days, "rush_days"},
                   {&uptake->moved_known, "moved_known"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i].place = compile_number(group, numbers[i].key);
    uptake->capacity_weeks = compile_optional(group, "capacity_weeks");
    if (compile_form(compiler, group) != 0)
        status = -1;
    if (deadline_of(compiler, group, "deadline", &uptake->deadline) != 0 ||
        deadline_of(compiler, group, "moved_deadline", &uptake->moved_deadline) != 0)
        status = -1;
    if ((text = setting_named(group, "calendar")) &&
        (uptake->calendar = compile_name(compiler, text, p->calendars.name, p->calendars.count, "calendar")) == NOBODY)
        status = -1;
    if ((text = setting_named(group, "training")) && (uptake->training = programme_node(p, text->value.text)) == NOBODY)
        status = compile_fault(compiler, text, "there is no activity \"%s\"", text->value.text);
    return status;
}

static void compile_helps(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *group;
    if ((group = setting_named(root, "push"))) {
        p->push = schema_boolean(group, "enabled");
        p->push_factor = compile_number(group, "factor");
    }
    if ((group = setting_named(root, "packages"))) {
        p->packages = true;
        p->packages_ready = compile_number(group, "ready");
        p->packages_factor = compile_number(group, "late_factor");
    }
    if ((group = setting_named(root, "sessions"))) {
        p->has_sessions = true;
        p->sessions = (struct sessions){compile_number(group, "first"), compile_number(group, "every_days"),
                                        compile_number(group, "places")};
    }
    if ((group = setting_named(root, "swat"))) {
        p->has_swat = true;
        p->swat = (struct swat){compile_number(group, "teams"), compile_number(group, "from"),
                                compile_number(group, "days"), compile_number(group, "factor")};
    }
}

static int compile_risk(struct compiler *compiler, const struct setting *group, struct risk *risk)
{
    struct programme *p = compiler->programme;
    char *vendors[64];
    size_t vendor_count = p->vendors < 64 ? p->vendors : 64;
    const struct setting *title = setting_named(group, "title"), *whom = setting_named(group, "whom");
    for (size_t i = 0; i < vendor_count; i++)
        vendors[i] = p->vendor[i].name;
    *risk = (struct risk){.name = compile_text(compiler, group->name),
                          .title = compile_text(compiler, title ? title->value.text : group->name),
                          .entity = stream_name(group->name),
                          .target = (enum risk_target)schema_choice(group, "hits", "all|region|vendor"),
                          .whom = NOBODY,
                          .probability = compile_number(group, "probability"),
                          .from = compile_number(group, "from"),
                          .to = compile_number(group, "to"),
                          .pace = compile_number(group, "pace"),
                          .teams = compile_number(group, "teams"),
                          .duration = compile_chance(compiler, group, "duration_days")};
    if (risk->target == RISK_ALL || (risk->target == RISK_REGION && p->regions.count == 0))
        return 0; /* without a sound file of sites there is no region to look for, and that fault is told */
    if (!whom)
        return compile_fault(compiler, group, "hits a %s but does not say `whom`", schema_text(group, "hits"));
    risk->whom = risk->target == RISK_VENDOR
                     ? compile_name(compiler, whom, vendors, vendor_count, "vendor")
                     : compile_name(compiler, whom, p->regions.name, p->regions.count, "region");
    return risk->whom == NOBODY ? -1 : 0;
}

static int compile_risks(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "risks");
    struct name_list names = {0};
    int status = 0;
    if (take_names(compiler, &names, group) != 0)
        return -1;
    p->risks = names.count;
    p->risk = compile_take(compiler, names.count, sizeof *p->risk);
    for (size_t i = 0; p->risk && i < names.count; i++)
        if (compile_risk(compiler, setting_named(group, names.name[i]), &p->risk[i]) != 0)
            status = -1;
    return p->risk ? status : -1;
}

static int compile_deadlines(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "deadlines");
    struct name_list names = {0};
    int status = 0;
    if (take_names(compiler, &names, group) != 0 ||
        !(p->deadline = compile_take(compiler, names.count, sizeof *p->deadline)))
        return -1;
    p->deadlines = names.count;
    size_t first = programme_first_milestone(p);
    for (size_t i = 0; i < names.count; i++) {
        const struct setting *deadline = setting_named(group, names.name[i]);
        const struct setting *milestone = schema_get(deadline, "milestone");
        int node = programme_node(p, milestone->value.text);
        if (node == NOBODY || (size_t)node < first)
            status = compile_fault(compiler, milestone, "there is no milestone \"%s\"", milestone->value.text);
        p->deadline[i] =
            (struct deadline){names.name[i], (double)(schema_day(deadline, "date") - p->epoch + 1), node - (int)first};
    }
    return status;
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
    p->first_monday = 8 - date_weekday(p->epoch);
    p->weeks = p->first_monday > p->horizon ? 0 : (size_t)((p->horizon - p->first_monday) / 7) + 1;
    return 0;
}

static int list_parameters(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    p->parameter = compile_take(compiler, p->quantities.count, sizeof *p->parameter);
    for (size_t i = 0; p->parameter && i < p->quantities.count; i++)
        if (p->quantities.list[i]->kind == QUANTITY_PRIOR)
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
        if (strcmp(programme->node[i].name, name) == 0)
            return (int)i;
    return NOBODY;
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
