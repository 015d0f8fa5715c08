/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_course: compiles what acts on all sites: doctors, uptake, helps, risks and deadlines.
 */
#include "models/programme_parts.h"

#include <math.h>
#include <string.h>

void compile_doctors(struct compiler *compiler)
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
    if (!cleanup || !compile_known(compiler, cleanup, "known_from", ""))
        return;
    doctors->has_cleanup = true;
    doctors->cleanup = schema_boolean(cleanup, "enabled");
    doctors->cleanup_from = compile_number(cleanup, "from");
    doctors->cleanup_gain_days = compile_number(cleanup, "gain_days");
    doctors->cleanup_ramp_days = compile_number(cleanup, "ramp_days");
}

static int deadline_of(struct compiler *compiler, const struct setting *group, const char *key, int *index)
{
    const struct programme *p = compiler->programme;
    const struct setting *text = setting_named(group, key);
    *index = NOBODY;
    if (!text)
        return 0;
    char **names = compile_take(compiler, p->deadlines, sizeof *names);
    for (size_t i = 0; names && i < p->deadlines; i++)
        names[i] = p->deadline[i].name;
    if (names)
        *index = compile_name(compiler, text, names, p->deadlines, "deadline");
    return *index == NOBODY ? -1 : 0;
}

/* The form drawn anew in every replication is a quantity like others: a parameter of the outcome. */
static int compile_drawn_form(struct compiler *compiler, const struct setting *weights, double weight[UPTAKE_FORMS])
{
    struct programme *p = compiler->programme;
    double total = 0;
    _Static_assert(UPTAKE_CAPACITY == 0 && UPTAKE_BASS == 1 && UPTAKE_LEARNING == 2 && UPTAKE_DEADLINE_RUSH == 3 &&
                       UPTAKE_TABLE == 4 && UPTAKE_FORMS == 5,
                   "the unit below tells these numbers to readers of results files");
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
    static const char *const names[UPTAKE_FORMS] = {[UPTAKE_CAPACITY] = "capacity",
                                                    [UPTAKE_BASS] = "bass",
                                                    [UPTAKE_LEARNING] = "learning",
                                                    [UPTAKE_DEADLINE_RUSH] = "deadline_rush",
                                                    [UPTAKE_TABLE] = "table"};
    struct uptake *uptake = &compiler->programme->uptake;
    const struct setting *weights = schema_get(group, "weights"), *table = setting_named(group, "table");
    double weight[UPTAKE_FORMS];
    for (int f = 0; f < UPTAKE_FORMS; f++)
        weight[f] = compile_constant(compiler->programme, schema_get(weights, names[f]));
    uptake->form = schema_choice(group, "form", CHOICE_WORDS(UPTAKE_CHOICES));
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

static bool is_zero(const struct programme *p, number id)
{
    const struct quantity *quantity = p->quantities.list[id];
    return quantity->kind == QUANTITY_CONSTANT && quantity->constant == 0;
}

/* Forms of which nothing would ever come in. */
static int check_base(struct compiler *compiler, const struct setting *group)
{
    const struct programme *p = compiler->programme;
    int form = p->uptake.form;
    bool drawn = form == NOBODY && (compile_constant(p, schema_get(group, "weights.bass")) > 0 ||
                                    compile_constant(p, schema_get(group, "weights.learning")) > 0);
    if (!is_zero(p, p->uptake.base_week) || (form != UPTAKE_BASS && form != UPTAKE_LEARNING && !drawn))
        return 0;
    return compile_fault(
        compiler, schema_get(group, "base_week"),
        "is 0, but the form \"%s\" grows from it: nothing would ever come in; above 0, to 100 1/week, is "
        "legal",
        schema_text(group, "form"));
}

/* A programme that forgets to say how many items there are would be done with them at once. */
static int check_items(struct compiler *compiler, const struct setting *group)
{
    const struct programme *p = compiler->programme;
    const struct setting *cards = schema_get(compiler->document->root, "sites.cards");
    bool said = strcmp(cards->file, "default") != 0;
    for (size_t i = 0; i < p->sites; i++)
        said |= p->site[i].items != NOBODY;
    return said ? 0
                : compile_fault(compiler, group,
                                "wants items: sites.cards is not said, nor the file's column `items`; 0 to 1000000000 "
                                "items are legal");
}

/* Crews that all sites share, and what one of them does: both or none. */
static int compile_crew(struct compiler *compiler, const struct setting *group)
{
    struct programme *p = compiler->programme;
    const struct setting *text = setting_named(group, "resource"), *each = setting_named(group, "per_server_week");
    if (!text && !each)
        return 0;
    if (!text || !each)
        return compile_fault(compiler, text ? text : each,
                             text ? "wants `per_server_week`: the items that each one does"
                                  : "wants `resource`: who does so many");
    char **names = compile_take(compiler, p->pools, sizeof *names);
    for (size_t i = 0; names && i < p->pools; i++)
        names[i] = p->pool[i].name;
    p->uptake.per_server_week = compile_number(group, "per_server_week");
    p->uptake.crew = names ? compile_name(compiler, text, names, p->pools, "resource") : NOBODY;
    return p->uptake.crew == NOBODY ? -1 : 0;
}

int compile_uptake(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    struct uptake *uptake = &p->uptake;
    const struct setting *group = setting_named(compiler->document->root, "uptake"), *text;
    uptake->training = uptake->deadline = uptake->moved_deadline = uptake->crew = NOBODY;
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
                   {&uptake->moved_known, "moved_known"},
                   {&uptake->moved_belief, "moved_belief"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i].place = compile_number(group, numbers[i].key);
    uptake->capacity_weeks = compile_optional(group, "capacity_weeks");
    uptake->pressure_fade_days = compile_optional(group, "pressure_fade_days");
    if (compile_form(compiler, group) != 0 || check_base(compiler, group) != 0)
        status = -1;
    if (deadline_of(compiler, group, "deadline", &uptake->deadline) != 0 ||
        deadline_of(compiler, group, "moved_deadline", &uptake->moved_deadline) != 0)
        status = -1;
    if (uptake->moved_deadline != NOBODY && !compile_known(compiler, group, "moved_known_from", "moved"))
        uptake->moved_deadline = NOBODY;
    if ((text = setting_named(group, "calendar")) &&
        (uptake->calendar = compile_name(compiler, text, p->calendars.name, p->calendars.count, "calendar")) == NOBODY)
        status = -1;
    if ((text = setting_named(group, "training")) && (uptake->training = programme_node(p, text->value.text)) == NOBODY)
        status = compile_fault(compiler, text, "there is no activity \"%s\"", text->value.text);
    return compile_crew(compiler, group) | check_items(compiler, group) | status;
}

void compile_helps(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *group;
    p->overrun = p->overrun_from = NO_NUMBER;
    if ((group = setting_named(root, "outside_view"))) {
        p->overrun = compile_number(group, "overrun");
        p->overrun_from = compile_number(group, "from");
    }
    if ((group = setting_named(root, "push")) && compile_known(compiler, group, "known_from", "")) {
        p->has_push = true;
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
    if ((group = setting_named(root, "swat")) && compile_known(compiler, group, "known_from", "")) {
        p->has_swat = true;
        p->swat = (struct swat){compile_number(group, "teams"), compile_number(group, "from"),
                                compile_number(group, "days"), compile_number(group, "factor")};
    }
}

static int vendor_of(struct compiler *compiler, const struct setting *text)
{
    const struct programme *p = compiler->programme;
    char **names = compile_take(compiler, p->vendors, sizeof *names);
    for (size_t i = 0; names && i < p->vendors; i++)
        names[i] = p->vendor[i].name;
    return names ? compile_name(compiler, text, names, p->vendors, "vendor") : NOBODY;
}

static int compile_risk(struct compiler *compiler, const struct setting *group, struct risk *risk)
{
    struct programme *p = compiler->programme;
    const struct setting *title = setting_named(group, "title"), *whom = setting_named(group, "whom");
    *risk = (struct risk){.name = compile_text(compiler, group->name),
                          .title = compile_text(compiler, title ? title->value.text : group->name),
                          .entity = stream_name(group->name),
                          .target = (enum risk_target)schema_choice(group, "hits", CHOICE_WORDS(RISK_TARGETS)),
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
                     ? vendor_of(compiler, whom)
                     : compile_name(compiler, whom, p->regions.name, p->regions.count, "region");
    return risk->whom == NOBODY ? -1 : 0;
}

int compile_risks(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "risks");
    struct name_list names = {0};
    int status = 0;
    if (compile_names(compiler, &names, group) != 0)
        return -1;
    p->risk = compile_take(compiler, names.count, sizeof *p->risk);
    for (size_t i = 0; p->risk && i < names.count; i++) {
        const struct setting *risk = setting_named(group, names.name[i]);
        if (!compile_known(compiler, risk, "known_from", ""))
            continue;
        if (compile_risk(compiler, risk, &p->risk[p->risks++]) != 0)
            status = -1;
    }
    return p->risk ? status : -1;
}

/* One deadline. Before the epoch nothing is simulated: no course could keep it, whatever its date was meant to be. */
static int compile_deadline(struct compiler *compiler, const struct setting *deadline, struct deadline *made)
{
    struct programme *p = compiler->programme;
    int status = 0, first = (int)programme_first_milestone(p);
    const struct setting *milestone = schema_get(deadline, "milestone");
    int node = programme_node(p, milestone->value.text);
    if (node < first)
        status = compile_fault(compiler, milestone, "there is no milestone \"%s\"", milestone->value.text);
    made->instant = (double)(schema_day(deadline, "date") - p->epoch + 1);
    made->milestone = node - first;
    if (made->instant >= 1)
        return status;
    return compile_fault(compiler, schema_get(deadline, "date"),
                         "%s lies before the epoch, so nothing that is simulated could keep it; %s or later is legal",
                         schema_text(deadline, "date"), schema_text(compiler->document->root, "epoch"));
}

int compile_deadlines(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "deadlines");
    struct name_list names = {0};
    int status = 0;
    if (compile_names(compiler, &names, group) != 0 ||
        !(p->deadline = compile_take(compiler, names.count, sizeof *p->deadline)))
        return -1;
    p->deadlines = names.count;
    for (size_t i = 0; i < names.count; i++) {
        p->deadline[i].name = names.name[i];
        if (compile_deadline(compiler, setting_named(group, names.name[i]), &p->deadline[i]) != 0)
            status = -1;
    }
    return status;
}
