/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_chances: chance distributions ready to be drawn from: made once where their arguments are constants, else in
 * every replication.
 */
#include "models/rollout_rules.h"

#include <stdlib.h>

static bool is_drawn(const struct programme *p, const struct chance *chance)
{
    for (size_t i = 0; i < chance->form.argument_count; i++)
        if (p->quantities.list[chance->index[i]]->kind == QUANTITY_PRIOR)
            return true;
    return false;
}

static bool is_duration(const struct programme *p, const struct node *node, int chance)
{
    for (size_t v = 0; node->vendor_duration && v < p->vendors; v++)
        if (node->vendor_duration[v] == chance)
            return true;
    return node->duration == chance;
}

static bool wants_mean(const struct programme *p, size_t chance)
{
    for (size_t i = 1; i < p->nodes; i++)
        if (p->node[i].kind == NODE_WORK && is_duration(p, &p->node[i], (int)chance) &&
            p->quantities.list[p->node[i].per_version_days]->high > 0)
            return true;
    return false;
}

static int make_chance(struct rollout *rollout, size_t chance, const double values[], struct error *error)
{
    if (chance_make(&rollout->variate[chance], &rollout->programme->chance[chance], values, error) != 0)
        return -1;
    if (rollout->mean[chance] >= 0)
        rollout->mean[chance] = variate_mean(&rollout->variate[chance]);
    return 0;
}

static int make_chances(struct rollout *rollout, bool drawn, const double values[], struct error *error)
{
    for (size_t i = 0; i < rollout->programme->chances; i++)
        if (rollout->drawn[i] == drawn && make_chance(rollout, i, values, error) != 0)
            return -1;
    return 0;
}

int chances_init(struct rollout *rollout, struct error *error)
{
    const struct programme *p = rollout->programme;
    double *values = malloc((p->quantities.count + 1) * sizeof *values);
    int status = -1;
    rollout->variate = calloc(p->chances + 1, sizeof *rollout->variate);
    rollout->drawn = calloc(p->chances + 1, sizeof *rollout->drawn);
    rollout->mean = calloc(p->chances + 1, sizeof *rollout->mean);
    if (!values || !rollout->variate || !rollout->drawn || !rollout->mean) {
        error_set(error, ERROR_MEMORY, "out of memory");
    } else {
        for (size_t i = 0; i < p->chances; i++) {
            rollout->drawn[i] = is_drawn(p, &p->chance[i]);
            rollout->mean[i] = wants_mean(p, i) ? 0 : -1;
        }
        quantities_draw(&p->quantities, 0, 0, values);
        status = make_chances(rollout, false, values, error);
    }
    free(values);
    return status;
}

int chances_draw(struct rollout *rollout, struct error *error)
{
    return make_chances(rollout, true, rollout->value, error);
}
