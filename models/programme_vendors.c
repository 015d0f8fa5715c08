/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_vendors: compiles the vendors and the other shared resources.
 */
#include "models/programme_parts.h"

#include <string.h>

static enum service_order order_of(const struct setting *group)
{
    return (enum service_order)schema_choice(group, "order", CHOICE_WORDS(SERVICE_ORDERS));
}

static int compile_vendor(struct compiler *compiler, const struct setting *group, char *name, struct vendor *vendor)
{
    vendor->name = name;
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
    return 0;
}

int compile_vendors(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *group = schema_get(root, "vendors");
    struct name_list names = {0};
    if (compile_names(compiler, &names, group) != 0)
        return -1;
    p->vendors = names.count;
    p->vendor = compile_take(compiler, names.count, sizeof *p->vendor);
    for (size_t i = 0; p->vendor && i < names.count; i++)
        if (compile_vendor(compiler, setting_named(group, names.name[i]), names.name[i], &p->vendor[i]) != 0)
            return -1;

    struct name_list pools = {0};
    group = schema_get(root, "resources");
    if (!p->vendor || compile_names(compiler, &pools, group) != 0)
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
