/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimise: see include/analysis/staffing/optimise.h.
 */
#include "analysis/staffing/optimise.h"

#include "analysis/statistics/selection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 32, FIRST = 16 }; /* of Kim & Nelson: replications of a batch, batches of the first stage */

struct search {
    const struct optimise_options *options;
    const struct optimise_source *source;
    struct optimise_answer *answer;
    bool *alive; /* [bundles], could still be the answer */
    struct error *error;
};

/* ---- order ---- */

/* Whether b has at least as much of everything as a. */
static bool below(const struct optimise_options *options, size_t a, size_t b)
{
    for (size_t l = 0; l < options->levers; l++) {
        int first = options->level[a * options->levers + l], second = options->level[b * options->levers + l];
        if (first > second || (first != second && !options->ordered[l]))
            return false;
    }
    return true;
}

/* ---- by target ---- */

static int test(struct search *search, size_t index)
{
    const struct optimise_options *options = search->options;
    struct optimise_bundle *bundle = &search->answer->bundle[index];
    double risk = options->risk / (double)options->bundles, hits = 0, n = 0;
    struct sprt sprt = selection_sprt(options->target - options->delta, options->target + options->delta, risk, risk);
    unsigned char hit[OPTIMISE_BLOCK];
    bundle->verdict = OPTIMISE_OPEN;
    for (size_t block = 0; bundle->verdict == OPTIMISE_OPEN && bundle->looked < options->limit; block++) {
        if (search->source->sample(search->source->context, index, OPTIMISE_DECIDING, block, hit, search->error) != 0)
            return -1;
        bundle->looked += OPTIMISE_BLOCK;
        for (size_t i = 0; i < OPTIMISE_BLOCK; i++) {
            bundle->hits += hit[i];
            if (bundle->verdict != OPTIMISE_OPEN)
                continue;
            hits += hit[i];
            enum sprt_verdict verdict = selection_sprt_verdict(&sprt, hits, ++n);
            if (verdict != SPRT_CONTINUE)
                bundle->verdict = verdict == SPRT_UPPER ? OPTIMISE_REACHES : OPTIMISE_FAILS;
        }
    }
    search->answer->replications += bundle->looked;
    search->answer->open |= bundle->verdict == OPTIMISE_OPEN;
    return 0;
}

/* An open test counts by its estimate; the answer is marked as open. */
static bool reaches(const struct search *search, size_t index)
{
    const struct optimise_bundle *bundle = &search->answer->bundle[index];
    if (bundle->verdict == OPTIMISE_OPEN)
        return (double)bundle->hits >= search->options->target * (double)bundle->looked;
    return bundle->verdict == OPTIMISE_REACHES;
}

/* What a verdict leaves: after a pass the cheaper ones, after a failure those not below. The bundle to ask next leaves
 * fewest in the worse case; of equals the cheaper one. */
static size_t next_to_ask(const struct search *search)
{
    const struct optimise_options *options = search->options;
    size_t best = options->bundles, least = 0;
    for (size_t b = 0; b < options->bundles; b++) {
        size_t passed = 0, failed = 0;
        if (!search->alive[b])
            continue;
        for (size_t a = 0; a < options->bundles; a++) {
            passed += search->alive[a] && options->cost[a] >= options->cost[b];
            failed += search->alive[a] && below(options, a, b);
        }
        size_t gone = passed < failed ? passed : failed;
        if (best == options->bundles || gone > least || (gone == least && options->cost[b] < options->cost[best])) {
            best = b;
            least = gone;
        }
    }
    return best;
}

static void strike(struct search *search, size_t asked, bool passed)
{
    const struct optimise_options *options = search->options;
    for (size_t a = 0; a < options->bundles; a++) {
        struct optimise_bundle *bundle = &search->answer->bundle[a];
        bool gone = passed ? options->cost[a] >= options->cost[asked] : below(options, a, asked);
        if (!search->alive[a] || !gone)
            continue;
        search->alive[a] = false;
        bundle->implied = a != asked;
        if (!passed && a != asked)
            bundle->verdict = OPTIMISE_FAILS;
    }
}

static int find_cheapest(struct search *search)
{
    for (size_t b; (b = next_to_ask(search)) < search->options->bundles;) {
        if (test(search, b) != 0)
            return -1;
        bool passed = reaches(search, b);
        if (passed)
            search->answer->best = (long)b;
        strike(search, b, passed);
    }
    return 0;
}

/* ---- by budget ---- */

struct contest {
    struct search *search;
    size_t *member; /* [k] bundles that are compared */
    size_t k, batches;
    double *mean; /* [k][batches so far], room for all */
    size_t room;
};

/* Whether a, affordable, makes b needless: at least as much of everything; of equals the cheaper, then the first. */
static bool beats(const struct optimise_options *options, size_t a, size_t b)
{
    const double *cost = options->cost;
    if (a == b || cost[a] > options->budget || !below(options, b, a))
        return false;
    bool first = a < b;
    return !below(options, a, b) || cost[a] < cost[b] || (first && cost[a] <= cost[b]);
}

/* Affordable, and no other affordable one has as much of everything. */
static size_t list_members(const struct search *search, size_t member[])
{
    const struct optimise_options *options = search->options;
    size_t count = 0;
    for (size_t b = 0; b < options->bundles; b++) {
        bool beaten = options->cost[b] > options->budget;
        for (size_t a = 0; a < options->bundles && !beaten; a++)
            beaten = beats(options, a, b);
        search->answer->bundle[b].implied = beaten;
        search->answer->bundle[b].selected = !beaten;
        if (!beaten)
            member[count++] = b;
    }
    return count;
}

/* One block more of each that is still in. */
static int advance(struct contest *contest, const bool in[])
{
    const struct search *search = contest->search;
    unsigned char hit[OPTIMISE_BLOCK];
    for (size_t k = 0; k < contest->k; k++) {
        struct optimise_bundle *bundle = &search->answer->bundle[contest->member[k]];
        if (!in[k])
            continue;
        if (search->source->sample(search->source->context, contest->member[k], OPTIMISE_DECIDING,
                                   contest->batches * BATCH / OPTIMISE_BLOCK, hit, search->error) != 0)
            return -1;
        bundle->looked += OPTIMISE_BLOCK;
        search->answer->replications += OPTIMISE_BLOCK;
        for (size_t i = 0; i < OPTIMISE_BLOCK; i++) {
            bundle->hits += hit[i];
            contest->mean[k * contest->room + contest->batches + i / BATCH] += (double)hit[i] / BATCH;
        }
    }
    contest->batches += OPTIMISE_BLOCK / BATCH;
    return 0;
}

static double sum_to(const struct contest *contest, size_t k, size_t batches)
{
    double sum = 0;
    for (size_t i = 0; i < batches; i++)
        sum += contest->mean[k * contest->room + i];
    return sum;
}

/* Sample variance of the difference of two in the first stage. */
static double variance_of(const struct contest *contest, size_t a, size_t b)
{
    double mean = (sum_to(contest, a, FIRST) - sum_to(contest, b, FIRST)) / FIRST, sum = 0;
    for (size_t i = 0; i < FIRST; i++) {
        double x = contest->mean[a * contest->room + i] - contest->mean[b * contest->room + i] - mean;
        sum += x * x;
    }
    return sum / (FIRST - 1);
}

/* Throws out who is too far behind another one after r batches. Returns how many pairs could still change sides. */
static size_t eliminate(const struct contest *contest, const struct selection_kn *kn, bool in[])
{
    double r = (double)contest->batches, delta = contest->search->options->delta;
    size_t undecided = 0;
    for (size_t a = 0; a < contest->k; a++)
        for (size_t b = 0; b < contest->k && in[a]; b++) {
            if (a == b || !in[b])
                continue;
            double margin = selection_kn_margin(kn, delta, variance_of(contest, a, b), r);
            double lead = (sum_to(contest, b, contest->batches) - sum_to(contest, a, contest->batches)) / r;
            in[a] = !(lead > margin);
            undecided += margin > 0;
        }
    return undecided;
}

/* The highest mean of those that are left; of equals the cheaper. */
static long leader(const struct contest *contest, const bool in[])
{
    const double *cost = contest->search->options->cost;
    long best = -1;
    for (size_t k = 0; k < contest->k; k++) {
        if (!in[k])
            continue;
        double lead =
            best < 0 ? 1 : sum_to(contest, k, contest->batches) - sum_to(contest, (size_t)best, contest->batches);
        if (lead > 0 || (lead == 0 && cost[contest->member[k]] < cost[contest->member[best]]))
            best = (long)k;
    }
    return best < 0 ? -1 : (long)contest->member[best];
}

static int compete(struct contest *contest, bool in[])
{
    struct search *search = contest->search;
    struct selection_kn kn = selection_kn(contest->k < 2 ? 2 : contest->k, FIRST, search->options->risk);
    for (size_t k = 0; k < contest->k; k++)
        in[k] = true;
    while (contest->batches < FIRST)
        if (advance(contest, in) != 0)
            return -1;
    for (;;) {
        size_t undecided = eliminate(contest, &kn, in), left = 0;
        for (size_t k = 0; k < contest->k; k++)
            left += in[k];
        bool spent = contest->batches * BATCH + OPTIMISE_BLOCK > search->options->limit;
        if (left <= 1 || undecided == 0 || spent) {
            search->answer->open |= left > 1 && undecided > 0;
            search->answer->best = leader(contest, in);
            return 0;
        }
        if (advance(contest, in) != 0)
            return -1;
    }
}

static int find_most(struct search *search)
{
    struct contest contest = {.search = search, .room = search->options->limit / BATCH + FIRST + 2};
    contest.member = calloc(search->options->bundles + 1, sizeof *contest.member);
    if (contest.member)
        contest.k = list_members(search, contest.member);
    contest.mean = calloc(contest.k * contest.room + 1, sizeof *contest.mean);
    bool *in = calloc(contest.k + 1, sizeof *in);
    int status = -1;
    if (!contest.member || !contest.mean || !in)
        error_set(search->error, ERROR_MEMORY, "out of memory");
    else if (contest.k == 0)
        error_set(search->error, ERROR_USAGE, "no bundle costs as little as %g", search->options->budget);
    else
        status = compete(&contest, in);
    free(contest.member);
    free(contest.mean);
    free(in);
    return status;
}

/* ---- the confirmation ---- */

static int confirm(struct search *search)
{
    struct optimise_answer *answer = search->answer;
    const struct optimise_options *options = search->options;
    unsigned char hit[OPTIMISE_BLOCK];
    for (size_t block = 0; answer->best >= 0 && answer->confirmed < options->confirm; block++) {
        if (search->source->sample(search->source->context, (size_t)answer->best, OPTIMISE_CONFIRMING, block, hit,
                                   search->error) != 0)
            return -1;
        for (size_t i = 0; i < OPTIMISE_BLOCK; i++)
            answer->confirm_hits += hit[i];
        answer->confirmed += OPTIMISE_BLOCK;
    }
    if (answer->confirmed > 0)
        answer->confirmation = estimate_clopper_pearson((double)answer->confirm_hits, (double)answer->confirmed, 0.95);
    if (answer->confirmed > 0 && options->by_target)
        answer->open |= answer->confirmation.high < options->target - options->delta;
    return 0;
}

/* ---- the whole ---- */

static int check(const struct optimise_options *options, struct error *error)
{
    bool target = options->target - options->delta > 0 && options->target + options->delta < 1;
    if (!(options->delta > 0) || (options->by_target && !target))
        return error_set(error, ERROR_USAGE,
                         "target %g and tolerance %g: target - tolerance must be above 0, target + tolerance below 1; "
                         "choose a smaller tolerance (--delta)",
                         options->target, options->delta);
    if (!(options->risk > 0 && options->risk < 0.5) || options->limit < FIRST * BATCH || options->bundles == 0)
        return error_set(error, ERROR_USAGE, "risk %g, limit %zu, %zu bundles", options->risk, options->limit,
                         options->bundles);
    return 0;
}

int optimise_decide(struct optimise_answer *answer, const struct optimise_options *options,
                    const struct optimise_source *source, struct error *error)
{
    struct search search = {options, source, answer, 0, error};
    *answer = (struct optimise_answer){.best = -1, .count = options->bundles};
    if (check(options, error) != 0)
        return -1;
    answer->bundle = calloc(options->bundles, sizeof *answer->bundle);
    search.alive = malloc(options->bundles * sizeof *search.alive);
    int status = answer->bundle && search.alive ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t b = 0; status == 0 && b < options->bundles; b++)
        search.alive[b] = true;
    if (status == 0)
        status = options->by_target ? find_cheapest(&search) : find_most(&search);
    if (status == 0)
        status = confirm(&search);
    free(search.alive);
    if (status != 0)
        optimise_free(answer);
    return status;
}

void optimise_free(struct optimise_answer *answer)
{
    free(answer->bundle);
    *answer = (struct optimise_answer){.best = -1};
}
