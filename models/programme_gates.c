/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_gates: compiles what one site waits for from another, and the work that is done once for several.
 */
#include "models/programme_parts.h"

static enum circle circle_of_wait(enum wait_until until)
{
    switch (until) {
    case WAIT_REGION_FIRST:
        return CIRCLE_REGION;
    case WAIT_VENDOR_FIRST:
        return CIRCLE_VENDOR;
    case WAIT_GROUP_FIRST:
        return CIRCLE_GROUP;
    case WAIT_FIRST:
        return CIRCLE_ALL;
    case WAIT_SITE:
    case WAIT_DATE:
    case WAIT_VENDOR_READY:
    case WAIT_DOCTORS:
        break;
    }
    return CIRCLE_SITE;
}

static bool anybody_depends(const struct programme *p)
{
    for (size_t i = 0; i < p->sites; i++)
        if (p->site[i].depends_on != NOBODY)
            return true;
    return false;
}

static size_t circles(const struct programme *p, enum circle circle)
{
    switch (circle) {
    case CIRCLE_REGION:
        return p->regions.count;
    case CIRCLE_VENDOR:
        return p->vendors;
    case CIRCLE_GROUP:
        return p->groups;
    case CIRCLE_ALL:
        return 1;
    case CIRCLE_SITE:
        break;
    }
    return 0;
}

static int check_circle(struct compiler *compiler, const struct setting *group, enum circle circle)
{
    const struct programme *p = compiler->programme;
    if (circle == CIRCLE_VENDOR && p->vendors == 0)
        return compile_fault(compiler, group, "is shared by a vendor's sites, but the programme has no vendors");
    if (circle == CIRCLE_GROUP && p->groups == p->sites)
        return compile_fault(compiler, group,
                             "is shared by a group's sites, but no two sites have the same `group` in their file");
    return 0;
}

static int compile_wait(struct compiler *compiler, const struct setting *group, struct node *node)
{
    struct programme *p = compiler->programme;
    const struct setting *of = setting_named(group, "of");
    bool awaits = node->kind == NODE_WAIT && node->until >= WAIT_SITE;
    if (!awaits)
        return of ? compile_fault(compiler, of,
                                  "is for a wait whose `until` is site, region-first, vendor-first, "
                                  "group-first or first")
                  : 0;
    if (!of)
        return compile_fault(compiler, group, "does not say which activity or milestone is waited for: `of` is wanted");
    char **names = compile_take(compiler, p->nodes, sizeof *names);
    for (size_t i = 0; names && i < p->nodes; i++)
        names[i] = p->node[i].name;
    node->of = names ? compile_name(compiler, of, names, p->nodes, "activity or milestone") : NOBODY;
    if (node->of == NOBODY)
        return -1;
    if (node->until == WAIT_SITE && !anybody_depends(p))
        return compile_fault(compiler, group,
                             "waits for another site, but no site's `depends_on` in the file says which");
    p->node[node->of].awaited = true;
    node->circle = circle_of_wait(node->until);
    return 0;
}

int compile_gates(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *activities = schema_get(compiler->document->root, "activities");
    int status = 0;
    for (size_t i = 1; i < programme_first_milestone(p); i++) {
        struct node *node = &p->node[i];
        const struct setting *group = setting_named(activities, node->name);
        enum circle once = (enum circle)schema_choice(group, "once", CHOICE_WORDS(CIRCLES));
        status |= compile_wait(compiler, group, node);
        if (node->kind == NODE_WORK)
            node->circle = once;
        else if (once != CIRCLE_SITE)
            status = compile_fault(compiler, schema_get(group, "once"), "is for an activity of kind work");
        node->awaited |= node->kind == NODE_WORK && node->circle != CIRCLE_SITE;
        status |= check_circle(compiler, group, node->circle);
        node->gate = p->gates;
        p->gates += circles(p, node->circle);
    }
    return status;
}
