/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_order: what of a site must be done before what.
 */
#include "analysis/nowcast/monitor.h"

#include <stdlib.h>

static bool lists(const struct node_list *list, size_t node)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->node[i] == node)
            return true;
    return false;
}

bool *monitor_order(const struct programme *p)
{
    size_t n = p->nodes;
    bool *before = calloc(n * n, sizeof *before);
    if (!before)
        return 0;
    for (size_t i = 1; i < n; i++) {
        before[i] = true; /* the start, before all */
        for (size_t k = 1; k < n; k++)
            before[k * n + i] = lists(&p->node[i].after, k) && lists(&p->node[i].hosted_after, k);
    }
    for (size_t between = 0; between < n; between++)
        for (size_t a = 0; a < n; a++)
            for (size_t b = 0; before[a * n + between] && b < n; b++)
                before[a * n + b] |= before[between * n + b];
    return before;
}
