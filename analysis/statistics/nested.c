/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nested: see include/analysis/nested.h.
 */
#include "analysis/statistics/nested.h"

#include "sim/tally.h"

#include <gsl/gsl_cdf.h>
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

double nested_effective_size(const double values[], const double weights[], size_t outer, size_t inner, double at)
{
    double hits = 0, total = 0, square = 0, most = (double)(outer * inner);
    for (size_t i = 0; i < outer * inner; i++) {
        hits += values[i] <= at ? weights[i] : 0;
        total += weights[i];
    }
    double share = hits / total;
    for (size_t k = 0; k < outer; k++) {
        double group = 0;
        for (size_t i = k * inner; i < (k + 1) * inner; i++)
            group += weights[i] * ((values[i] <= at) - share);
        square += group * group;
    }
    double groups = (double)outer, variance = groups / (groups - 1) * square / (total * total);
    double t = gsl_cdf_tdist_Pinv(0.975, groups - 1) / gsl_cdf_ugaussian_Pinv(0.975);
    if (!(variance > 0))
        return most;
    return fmax(1, fmin(most, share * (1 - share) / variance / (t * t)));
}
