/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_statistics: V15 to V18, the procedures that judge replications: intervals, scores, selection, and the two
 * kinds of uncertainty apart.
 */
#include "analysis/statistics/estimate.h"
#include "analysis/statistics/nested.h"
#include "analysis/statistics/score.h"
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
        double hits, n, wilson[2], clopper_pearson[2], jeffreys[2];
    } samples[] = {{9,
                    10,
                    {0.5958499732047617, 0.9821237869049271},
                    {0.5549838829718046, 0.9974714214555382},
                    {0.6186852289333835, 0.9889883262368389}},
                   {0, 1000, {0.0, 0.00382675848555512}, {0.0, 0.0036820838968658065}, {0.0, 0.0025081643414217036}},
                   {1000, 1000, {0.996173241514445, 1.0}, {0.9963179161031341, 1.0}, {0.9974918356585782, 1.0}},
                   {873,
                    1000,
                    {0.8509252474282143, 0.8922199907415616},
                    {0.8507599696651449, 0.8930156730505441},
                    {0.8512930743832088, 0.8925517680570141}},
                   {8000,
                    10000,
                    {0.7920456034485616, 0.8077239975290326},
                    {0.7920232722181539, 0.8078016297781196},
                    {0.792073992429241, 0.8077523791176846}}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        double hits = samples[i].hits, n = samples[i].n;
        both_ends(verify, "Wilson", hits, n, estimate_wilson(hits, n, 0.95), samples[i].wilson);
        both_ends(verify, "Clopper-Pearson", hits, n, estimate_clopper_pearson(hits, n, 0.95),
                  samples[i].clopper_pearson);
        both_ends(verify, "Jeffreys", hits, n, estimate_jeffreys(hits, n, 0.95), samples[i].jeffreys);
    }
}

static void quantiles(struct verify *verify)
{
    static const struct {
        size_t n;
        double q, lower, upper, coverage;
    } samples[] = {{1000, 0.8, 775, 825, 0.9518995831665885}, {10000, 0.95, 9457, 9543, 0.9515280546548922}};
    static const struct {
        double p, half_width, n;
    } sizes[] = {{0.5, 0.01, 9604}, {0.8, 0.01, 6147}, {0.8, 0.005, 24586}, {0.95, 0.002, 45618}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct ranks ranks = estimate_quantile_ranks(samples[i].n, samples[i].q, 0.95);
        verify_exact(verify, "V15", samples[i].lower, (double)ranks.lower, "quantile %g of %zu: lower rank",
                     samples[i].q, samples[i].n);
        verify_exact(verify, "V15", samples[i].upper, (double)ranks.upper, "quantile %g of %zu: upper rank",
                     samples[i].q, samples[i].n);
        verify_exact(verify, "V15", samples[i].coverage, ranks.coverage, "quantile %g of %zu: coverage", samples[i].q,
                     samples[i].n);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        verify_exact(verify, "V15", sizes[i].n, estimate_replications(sizes[i].p, sizes[i].half_width, 0.95),
                     "replications for %g +- %g", sizes[i].p, sizes[i].half_width);
}

/* ---- V16 ---- */

static void scores(struct verify *verify)
{
    static const struct {
        double probability;
        bool happened;
    } forecasts[] = {{0.9, true}, {0.7, true}, {0.4, false}, {0.2, false}, {0.6, false}};
    double ensemble[] = {11, 2, 7, 4, 1}, brier = 0, logarithmic = 0;
    for (size_t i = 0; i < 5; i++) {
        brier += score_brier(forecasts[i].probability, forecasts[i].happened) / 5;
        logarithmic += score_log(forecasts[i].probability, forecasts[i].happened) / 5;
    }
    verify_exact(verify, "V16", 1.2048827152552326, score_crps_normal(10, 2, 12), "CRPS of N(10, 2) at 12");
    verify_exact(verify, "V16", 0.46738995451021825, score_crps_normal(10, 2, 10), "CRPS of N(10, 2) at 10");
    verify_exact(verify, "V16", 1.2, score_crps(ensemble, 5, 5), "CRPS of an ensemble of 5");
    verify_exact(verify, "V16", 0.7, score_crps_fair(ensemble, 5, 5), "fair CRPS of the same");
    verify_exact(verify, "V16", 0.132, brier, "Brier score of 5 forecasts");
    verify_exact(verify, "V16", 0.42245907331018284, logarithmic, "logarithmic score of the same");
}

/* ---- V17 ---- */

static void constants(struct verify *verify)
{
    static const struct {
        size_t k, n0;
        double eta, h2;
    } kns[] = {{10, 20, 0.3029338036492749, 11.511484538672446},
               {6, 50, 0.08656442394351505, 8.483313546464474},
               {2, 10, 0.3340502686000293, 6.012904834800527}};
    for (size_t i = 0; i < 3; i++) {
        struct selection_kn kn = selection_kn(kns[i].k, kns[i].n0, 0.05);
        verify_exact(verify, "V17", kns[i].eta, kn.eta, "KN, k = %zu, n0 = %zu: eta", kns[i].k, kns[i].n0);
        verify_exact(verify, "V17", kns[i].h2, kn.h2, "KN, k = %zu, n0 = %zu: h^2", kns[i].k, kns[i].n0);
    }
    verify_exact(verify, "V17", 3.8752766356516872, selection_rinott(10, 20, 0.95), "Rinott's h, k = 10, n0 = 20");
    verify_exact(verify, "V17", 2.4524732526221555, selection_rinott(2, 20, 0.95), "Rinott's h, k = 2, n0 = 20");
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
    scores(verify);
    constants(verify);
    two_kinds(verify);
    verify_absent(verify, "V18", "Ishigami's function: no designed (Saltelli) sensitivity runs");
}
