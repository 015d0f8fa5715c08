/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nested: see include/analysis/nested.h.
 */
#include "analysis/statistics/nested.h"

#include "sim/tally.h"

#include <math.h>

struct nested nested_of(const double values[], size_t outer, size_t inner)
{
    struct tally groups;
    double within = 0;
    tally_init(&groups);
    for (size_t k = 0; k < outer; k++) {
        struct tally group;
        tally_init(&group);
        for (size_t i = 0; i < inner; i++)
            tally_add(&group, values[k * inner + i]);
        tally_add(&groups, tally_mean(&group));
        within += tally_variance(&group) / (double)outer;
    }
    double between = (double)inner * tally_variance(&groups);
    return (struct nested){.mean = tally_mean(&groups),
                           .between = between,
                           .within = within,
                           .epistemic = (between - within) / (double)inner,
                           .aleatory = within};
}

double nested_best_inner(double epistemic, double aleatory)
{
    return epistemic > 0 ? fmax(2, 1 + aleatory / epistemic) : (double)INFINITY;
}
