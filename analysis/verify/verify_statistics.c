/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_statistics: V15, V17 and V18, the procedures by which summary, run and staff judge replications: intervals,
 * the sequential test, and the two kinds of uncertainty apart.
 */
#include "analysis/statistics/estimate.h"
#include "analysis/statistics/nested.h"
#include "analysis/statistics/selection.h"
#include "analysis/verify/verify_parts.h"

/* ---- V15 ---- */

static void both_ends(struct verify *verify, const char *name, double hits, double n, struct interval interval,
                      const double exact[2])
{
    verify_exact(verify, "V15", exact[0], interval.low, "%s of %g of %g: lower end", name, hits, n);
    verify_exact(verify, "V15", exact[1], interval.high, "%s of %g of %g: upper end", name, hits, n);
}

static void intervals(struct verify *verify)
{
    static const struct {
        double hits, n, wilson[2], clopper_pearson[2];
    } samples[] = {{9, 10, {0.5958499732047617, 0.9821237869049271}, {0.5549838829718046, 0.9974714214555382}},
                   {0, 1000, {0.0, 0.00382675848555512}, {0.0, 0.0036820838968658065}},
                   {1000, 1000, {0.996173241514445, 1.0}, {0.9963179161031341, 1.0}},
                   {873, 1000, {0.8509252474282143, 0.8922199907415616}, {0.8507599696651449, 0.8930156730505441}},
                   {8000, 10000, {0.7920456034485616, 0.8077239975290326}, {0.7920232722181539, 0.8078016297781196}}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        double hits = samples[i].hits, n = samples[i].n;
        both_ends(verify, "Wilson", hits, n, estimate_wilson(hits, n, 0.95), samples[i].wilson);
        both_ends(verify, "Clopper-Pearson", hits, n, estimate_clopper_pearson(hits, n, 0.95),
                  samples[i].clopper_pearson);
    }
}

static void quantiles(struct verify *verify)
{
    static const struct {
        size_t n;
        double q, lower, upper, coverage;
    } samples[] = {{1000, 0.8, 775, 825, 0.9518995831665885}, {10000, 0.95, 9457, 9543, 0.9515280546548922}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct ranks ranks = estimate_quantile_ranks(samples[i].n, samples[i].q, 0.95);
        verify_exact(verify, "V15", samples[i].lower, (double)ranks.lower, "quantile %g of %zu: lower rank",
                     samples[i].q, samples[i].n);
        verify_exact(verify, "V15", samples[i].upper, (double)ranks.upper, "quantile %g of %zu: upper rank",
                     samples[i].q, samples[i].n);
        verify_exact(verify, "V15", samples[i].coverage, ranks.coverage, "quantile %g of %zu: coverage", samples[i].q,
                     samples[i].n);
    }
}

/* ---- V17 ---- */

static void sequential_test(struct verify *verify)
{
    struct sprt sprt = selection_sprt(0.79, 0.81, 0.025, 0.025);
    verify_exact(verify, "V17", 0.025001302205417186, sprt.success, "SPRT 0.79 or 0.81: step of a success");
    verify_exact(verify, "V17", -0.10008345855698253, sprt.failure, "SPRT 0.79 or 0.81: step of a failure");
    verify_exact(verify, "V17", 3.6635616461296463, sprt.upper, "SPRT 0.79 or 0.81: upper boundary");
    verify_exact(verify, "V17", -3.6635616461296463, sprt.lower, "SPRT 0.79 or 0.81: lower boundary");
}

/* ---- V18: whether a site is on time, given its own probability, which is a prior: Beta(8, 2) ---- */

static const char BETA_BERNOULLI[] =
    "title = \"two kinds of uncertainty\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\";\n"
    "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 1; };\n"
    "activities = { hitch = { after = [\"start\"]; duration = 30;\n"
    "                         probability = { dist = \"beta\"; a = 8; b = 2; }; }; };\n"
    "milestones = { done = { after = [\"hitch\"]; }; };\n"
    "deadlines = { end = { date = \"2013-12-31\"; milestone = \"done\"; }; };\n";

enum { OUTER = 20, INNER = 10, MEAN = 0, EPISTEMIC, ALEATORY, TOTAL, NESTED_VALUES };

static void read_hitch(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)context;
    values[index] = outcome->national[0] > 0;
}

static void close_nested(const void *context, double values[])
{
    struct nested nested = nested_of(values, OUTER, INNER);
    (void)context;
    values[MEAN] = nested.mean;
    values[EPISTEMIC] = nested.epistemic;
    values[ALEATORY] = nested.aleatory;
    values[TOTAL] = nested.epistemic + nested.aleatory;
}

static void two_kinds(struct verify *verify)
{
    struct tally t[NESTED_VALUES];
    const struct verify_programme programme = {.name = "V18",
                                               .text = BETA_BERNOULLI,
                                               .observations = verify_size(verify, 1000, 4000),
                                               .width = NESTED_VALUES,
                                               .block = OUTER * INNER,
                                               .inner = INNER,
                                               .read = read_hitch,
                                               .close = close_nested};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    verify_mean(verify, "V18", 0.8, &t[MEAN], "beta-Bernoulli, nested: mean");
    verify_spread(verify, "V18", 0.16 / 11, &t[EPISTEMIC], "beta-Bernoulli, nested: epistemic variance");
    verify_spread(verify, "V18", 1.6 / 11, &t[ALEATORY], "beta-Bernoulli, nested: variance by chance");
    verify_spread(verify, "V18", 0.16, &t[TOTAL], "beta-Bernoulli, nested: both");
}

void verify_statistics(struct verify *verify)
{
    intervals(verify);
    quantiles(verify);
    verify_absent(verify, "V16", "proper scores: no command gives forecasts marks");
    sequential_test(verify);
    two_kinds(verify);
    verify_absent(verify, "V18", "Ishigami's function: no designed (Saltelli) sensitivity runs");
}
