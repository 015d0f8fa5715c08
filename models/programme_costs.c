/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_costs: compiles what things cost, and against which plan a delay is counted.
 */
#include "models/programme_parts.h"

#include <string.h>

/* ---- the plan ---- */

/* The deadline that presses first is the one that was planned; else the first one of the last milestone. */
static int default_plan(const struct programme *p)
{
    if (p->uptake.present && p->uptake.deadline != NOBODY)
        return p->uptake.deadline;
    int first = NOBODY;
    for (size_t d = 0; d < p->deadlines; d++)
        if (p->deadline[d].milestone == (int)p->milestones - 1 &&
            (first == NOBODY || p->deadline[d].instant < p->deadline[first].instant))
            first = (int)d;
    return first;
}

static int named_plan(struct compiler *compiler, const struct setting *text, int *index)
{
    const struct programme *p = compiler->programme;
    char **names = compile_take(compiler, p->deadlines, sizeof *names);
    for (size_t i = 0; names && i < p->deadlines; i++)
        names[i] = p->deadline[i].name;
    *index = names ? compile_name(compiler, text, names, p->deadlines, "deadline") : NOBODY;
    return *index == NOBODY ? -1 : 0;
}

static int compile_delay(struct compiler *compiler)
{
    struct delay *delay = &compiler->programme->delay;
    const struct setting *group = setting_named(compiler->document->root, "delay");
    const struct setting *named = group ? setting_named(group, "deadline") : 0;
    const struct setting *value = group ? setting_named(group, "value_per_item_year") : 0;
    *delay = (struct delay){.deadline = NOBODY, .value = NO_NUMBER};
    int status = 0;
    if (named)
        status = named_plan(compiler, named, &delay->deadline);
    else
        delay->deadline = default_plan(compiler->programme);
    if (value) {
        delay->value = compile_number(group, "value_per_item_year");
        if (!schema_source(value))
            status = compile_fault(compiler, value, "names no source; a value that nobody stands for is not told");
    }
    return status;
}

/* ---- costs ---- */

static int compile_switch(struct compiler *compiler, const struct setting *path, struct cost *cost)
{
    const struct programme *p = compiler->programme;
    cost->level = NO_NUMBER;
    cost->what = strcmp(path->value.text, "push.enabled") == 0 ? CHANGE_PUSH : CHANGE_CLEANUP;
    if (cost->what == CHANGE_CLEANUP && p->doctors.has_cleanup)
        cost->from = p->doctors.cleanup_from;
    if (cost->what == CHANGE_PUSH || strcmp(path->value.text, "doctors.cleanup.enabled") == 0)
        return 0;
    return compile_fault(compiler, path, "there is no number \"%s\"", path->value.text);
}

static int compile_cost(struct compiler *compiler, const struct setting *group, struct cost *cost)
{
    const struct programme *p = compiler->programme;
    const struct setting *path = schema_get(group, "path");
    const struct setting *once = setting_named(group, "per_unit"), *yearly = setting_named(group, "per_year");
    long level = quantities_find(&p->quantities, path->value.text);
    *cost = (struct cost){.level = (number)level,
                          .from = NO_NUMBER,
                          .per_unit = once ? compile_constant(p, once) : 0,
                          .per_year = yearly ? compile_constant(p, yearly) : 0};
    if (!once && !yearly)
        return compile_fault(compiler, group, "says neither `per_unit` nor `per_year`");
    if (level < 0)
        return compile_switch(compiler, path, cost);
    if (p->has_swat && cost->level == p->swat.teams)
        cost->from = p->swat.from;
    return 0;
}

int compile_costs(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *list = setting_named(root, "costs");
    const struct setting *unit = setting_named(root, "cost_unit");
    int status = compile_delay(compiler);
    size_t count = list ? list->count : 0;
    p->cost_unit = compile_text(compiler, unit ? unit->value.text : "");
    p->cost = compile_take(compiler, count, sizeof *p->cost);
    if (!p->cost_unit || !p->cost)
        return -1;
    for (; p->costs < count; p->costs++)
        if (compile_cost(compiler, list->children[p->costs], &p->cost[p->costs]) != 0)
            status = -1;
    return status;
}
