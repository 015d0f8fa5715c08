/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_needs: compiles what an activity needs of several resources at once, and in which amounts.
 */
#include "models/programme_parts.h"

#include <stdlib.h>
#include <string.h>

static int compile_need(struct compiler *compiler, const struct setting *one, struct node *node)
{
    struct programme *p = compiler->programme;
    size_t pool = 0;
    while (pool < p->pools && strcmp(p->pool[pool].name, one->name) != 0)
        pool++;
    if (pool == p->pools)
        return compile_fault(compiler, one, "there is no resource \"%s\"; legal are the names of `resources`",
                             one->name);
    if (node->resource == (int)pool)
        return compile_fault(compiler, one, "is the activity's `resource` already; say it in one place");
    node->need[node->needs++] = (struct need){pool, compile_number(one->parent, one->name)};
    return 0;
}

int compile_needs(struct compiler *compiler, const struct setting *group, struct node *node)
{
    const struct setting *needs = setting_named(group, "needs");
    int status = 0;
    if (!needs || needs->count == 0)
        return 0;
    node->need = compile_take(compiler, needs->count, sizeof *node->need);
    if (!node->need)
        return -1;
    for (size_t i = 0; i < needs->count; i++)
        if (!schema_is_remark(needs->children[i]->name))
            status |= compile_need(compiler, needs->children[i], node);
    if (node->needs > 0 && node->resource == NOBODY)
        node->resource = (int)node->need[0].pool; /* the first leads */
    return status;
}

/* The resources in whose queues somebody may wait for a server of this pool. */
static int find_leaders(struct compiler *compiler, size_t pool)
{
    struct programme *p = compiler->programme;
    size_t *leader = compile_take(compiler, p->vendors + p->pools, sizeof *leader), count = 0;
    bool *known = compile_take(compiler, p->vendors + p->pools, sizeof *known);
    if (!leader || !known)
        return -1;
    for (size_t i = 1; i < p->nodes; i++) {
        const struct node *node = &p->node[i];
        bool needed = false;
        for (size_t k = 0; k < node->needs; k++)
            needed |= node->need[k].pool == pool;
        size_t from = node->resource == VENDOR_RESOURCE ? 0 : p->vendors + (size_t)node->resource;
        size_t to = node->resource == VENDOR_RESOURCE ? p->vendors : from + 1;
        for (size_t r = from; needed && r < to; r++)
            known[r] = true;
    }
    for (size_t r = 0; r < p->vendors + p->pools; r++)
        if (known[r] && r != p->vendors + pool)
            leader[count++] = r;
    p->pool[pool].leader = leader;
    p->pool[pool].leaders = count;
    return 0;
}

static void check_amounts(struct compiler *compiler, const struct node *node)
{
    const struct programme *p = compiler->programme;
    for (size_t k = 0; k < node->needs; k++) {
        const struct pool *pool = &p->pool[node->need[k].pool];
        const struct quantity *amount = p->quantities.list[node->need[k].amount];
        size_t most = programme_most(p, pool->capacity);
        const struct setting *group = setting_named(schema_get(compiler->document->root, "activities"), node->name);
        if (amount->kind == QUANTITY_CONSTANT && amount->constant > (double)most)
            compile_fault(compiler, schema_get(setting_named(group, "needs"), pool->name),
                          "is %.0f, but there are never more than %zu: it could never begin", amount->constant, most);
    }
}

int compile_leaders(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    size_t faults = compiler->faults->count;
    for (size_t pool = 0; pool < p->pools; pool++)
        if (find_leaders(compiler, pool) != 0)
            return -1;
    for (size_t i = 1; i < p->nodes; i++) {
        check_amounts(compiler, &p->node[i]);
        p->joint |= p->node[i].needs > 0;
    }
    return compiler->faults->count > faults ? -1 : 0;
}
