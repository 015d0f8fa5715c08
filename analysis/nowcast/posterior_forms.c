/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior_forms: what the forms of the uptake weigh by their evidence, and how many particles that is worth.
 */
#include "posterior_parts.h"

#include <math.h>
#include <string.h>

int posterior_weigh_forms(const struct posterior *posterior, const struct posterior_trace *const trace[],
                          double share[], struct error *error)
{
    double greatest = -INFINITY, sum = 0;
    for (size_t f = 0; f < posterior->forms; f++)
        greatest = fmax(greatest, trace[f]->log_evidence);
    for (size_t f = 0; f < posterior->forms; f++)
        sum += share[f] = posterior->form[f].prior * exp(trace[f]->log_evidence - greatest);
    if (!(sum > 0) || !isfinite(sum))
        return error_set(error, ERROR_UNTRUSTED, "no course fits what was observed");
    for (size_t f = 0; f < posterior->forms; f++)
        share[f] /= sum;
    return 0;
}

/* Of the samplers of each form, those that tell which forms matter. */
static size_t tellers(const struct posterior *posterior)
{
    enum { ENOUGH = 8 };
    size_t samplers = posterior->options.samplers;
    return samplers < ENOUGH ? samplers : ENOUGH;
}

size_t posterior_first(const struct posterior *posterior, size_t member)
{
    if (posterior->forms == 1)
        return posterior->options.particles;
    return member % posterior->options.samplers < tellers(posterior) ? posterior->options.pilots : 0;
}

/* The mean of the forms' shares over the groups that have found anything. */
static int mean_shares(const struct posterior *posterior, const void *const records[], double mean[UPTAKE_FORMS],
                       struct error *error)
{
    size_t samplers = posterior->options.samplers, groups = 0;
    struct error nothing = {0};
    for (size_t r = 0; r < tellers(posterior); r++) {
        const struct posterior_trace *trace[UPTAKE_FORMS];
        double share[UPTAKE_FORMS] = {0};
        for (size_t f = 0; f < posterior->forms; f++)
            trace[f] = records[f * samplers + r];
        if (posterior_weigh_forms(posterior, trace, share, &nothing) != 0)
            continue;
        groups++;
        for (size_t f = 0; f < posterior->forms; f++)
            mean[f] += share[f];
    }
    for (size_t f = 0; f < posterior->forms; f++)
        mean[f] /= (double)groups;
    return groups > 0 ? 0 : error_set(error, nothing.code, "%s", nothing.text);
}

/* Prior x the evidence that a form's samplers typically have, as shares: the evidence of so few particles scatters by
 * factors, and the mean of shares is that of the luckiest. */
static void typical_shares(const struct posterior *posterior, const void *const records[], double share[UPTAKE_FORMS])
{
    size_t samplers = posterior->options.samplers;
    double greatest = -INFINITY, sum = 0;
    for (size_t f = 0; f < posterior->forms; f++) {
        size_t found = 0;
        share[f] = 0;
        for (size_t r = 0; r < tellers(posterior); r++) {
            double evidence = ((const struct posterior_trace *)records[f * samplers + r])->log_evidence;
            found += evidence > -INFINITY;
            share[f] += evidence > -INFINITY ? evidence : 0;
        }
        share[f] = found > 0 ? log(posterior->form[f].prior) + share[f] / (double)found : -INFINITY;
        greatest = fmax(greatest, share[f]);
    }
    for (size_t f = 0; f < posterior->forms; f++)
        sum += share[f] = exp(share[f] - greatest);
    for (size_t f = 0; f < posterior->forms; f++)
        share[f] /= sum;
}

int posterior_second(const struct posterior *posterior, const void *const records[], size_t second[],
                     struct error *error)
{
    static const double matters = 0.05;
    const struct posterior_options *options = &posterior->options;
    double mean[UPTAKE_FORMS] = {0}, share[UPTAKE_FORMS] = {0}, sum = 0;
    size_t size[UPTAKE_FORMS] = {0}, most = 0;
    memset(second, 0, posterior->members * sizeof *second);
    if (posterior->forms == 1)
        return 0;
    if (mean_shares(posterior, records, mean, error) != 0)
        return -1;
    typical_shares(posterior, records, share);
    for (size_t f = 0; f < posterior->forms; f++) {
        double both = (mean[f] + share[f]) / 2;
        sum += share[f] = both >= matters ? both : 0;
        most = share[f] > share[most] ? f : most;
    }
    size_t rest = options->particles - posterior->forms * options->pilots, left = rest;
    for (size_t f = 0; f < posterior->forms; f++) {
        size_t more = (size_t)((double)rest * share[f] / sum);
        size[f] = more > 0 ? options->pilots + more : 0;
        left -= more;
    }
    size[most] += left;
    for (size_t m = 0; m < posterior->members; m++)
        second[m] = size[m / options->samplers] > 0      ? size[m / options->samplers]
                    : posterior_first(posterior, m) == 0 ? options->pilots
                                                         : 0;
    return 0;
}
