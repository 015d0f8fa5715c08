/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staff: the smallest size that reaches a target.
 */
#include "analysis/staffing/staff.h"

#include "analysis/statistics/selection.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { BATCH = 32 }; /* replications between two looks of a sequential test */

struct search {
    const struct staff_options *options;
    const struct staff_source *source;
    struct staff_answer *answer;
    unsigned char *hit, *before; /* [display or confirm or BATCH] */
    unsigned char **seen;        /* [count][limit + BATCH] of the tests; null: not tested */
    struct error *error;
};

static int sample(const struct search *search, enum staff_phase phase, const struct staff_size *size, size_t first,
                  size_t count)
{
    struct staff_sample wanted = {phase, size->size, first, count};
    return search->source->sample(search->source->context, &wanted, search->hit, search->error);
}

static size_t sum(const unsigned char hit[], size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += hit[i];
    return total;
}

/* ---- the curve ---- */

/* Whether the smaller size was on time in noticeably more of the replications in which the two differ. */
static bool falls(const unsigned char smaller[], const unsigned char larger[], size_t count, double level)
{
    unsigned only_smaller = 0, differ = 0;
    for (size_t i = 0; i < count; i++) {
        only_smaller += smaller[i] && !larger[i];
        differ += smaller[i] != larger[i];
    }
    return only_smaller > 0 && gsl_cdf_binomial_Q(only_smaller - 1, 0.5, differ) < level;
}

static int draw_curve(struct search *search)
{
    struct staff_answer *answer = search->answer;
    size_t n = search->options->display;
    for (size_t i = 0; i < answer->count; i++) {
        struct staff_size *size = &answer->sizes[i];
        if (sample(search, STAFF_CURVE, size, 0, n) != 0)
            return -1;
        size->curve_hits = sum(search->hit, n);
        size->curve = estimate_wilson((double)size->curve_hits, (double)n, 0.95);
        if (i > 0 && falls(search->before, search->hit, n, 0.001 / (double)answer->count))
            answer->monotone = false;
        unsigned char *swap = search->before;
        search->before = search->hit;
        search->hit = swap;
    }
    return 0;
}

/* Pool adjacent violators (Ayer et al. 1955): the closest curve that never falls. All sizes weigh the same. */
static void fit_isotonic(struct staff_answer *answer, size_t n)
{
    for (size_t i = 0; i < answer->count; i++)
        answer->sizes[i].isotonic = (double)answer->sizes[i].curve_hits / (double)n;
    for (size_t last = 1; last < answer->count; last++) {
        double total = answer->sizes[last].isotonic;
        size_t first = last;
        while (first > 0 && answer->sizes[first - 1].isotonic > total / (double)(last - first + 1))
            total += answer->sizes[--first].isotonic;
        for (size_t i = first; i <= last; i++)
            answer->sizes[i].isotonic = total / (double)(last - first + 1);
    }
}

/* ---- the sequential test ---- */

static int test(struct search *search, size_t index, double risk)
{
    const struct staff_options *options = search->options;
    struct staff_size *size = &search->answer->sizes[index];
    struct sprt sprt = selection_sprt(options->target - options->delta, options->target + options->delta, risk, risk);
    unsigned char *seen = search->seen[index] ? search->seen[index] : malloc(options->limit + BATCH);
    if (!seen)
        return error_set(search->error, ERROR_MEMORY, "out of memory");
    search->seen[index] = seen;
    size->verdict = STAFF_OPEN;
    size->tested = size->tested_hits = 0;
    while (size->verdict == STAFF_OPEN && size->tested < options->limit) {
        if (sample(search, STAFF_DECIDING, size, size->tested, BATCH) != 0)
            return -1;
        for (size_t i = 0; i < BATCH && size->verdict == STAFF_OPEN; i++) {
            seen[size->tested++] = search->hit[i];
            size->tested_hits += search->hit[i];
            enum sprt_verdict verdict = selection_sprt_verdict(&sprt, (double)size->tested_hits, (double)size->tested);
            if (verdict != SPRT_CONTINUE)
                size->verdict = verdict == SPRT_UPPER ? STAFF_REACHES : STAFF_FAILS;
        }
    }
    search->answer->replications += size->tested;
    return 0;
}

/* An open test counts by its estimate; an answer that rests on one is marked as open. */
static bool reaches(const struct search *search, const struct staff_size *size)
{
    if (size->verdict == STAFF_OPEN)
        return (double)size->tested_hits >= search->options->target * (double)size->tested;
    return size->verdict == STAFF_REACHES;
}

/* Of each test that decides, so that the sum over all is kept: the largest size, and one a halving. */
static double share_of_risk(const struct search *search)
{
    double count = (double)search->answer->count;
    return search->options->risk / (search->answer->monotone ? ceil(log2(count)) + 1 : count);
}

/* The smallest size that reaches the target lies in (fails, holds]. */
static int bisect(struct search *search)
{
    struct staff_answer *answer = search->answer;
    int fails = -1, holds = (int)answer->count - 1;
    double risk = share_of_risk(search);
    if (test(search, (size_t)holds, risk) != 0)
        return -1;
    answer->answer = -1;
    if (!reaches(search, &answer->sizes[holds]))
        return 0;
    while (holds - fails > 1) {
        int middle = fails + (holds - fails) / 2;
        if (test(search, (size_t)middle, risk) != 0)
            return -1;
        if (reaches(search, &answer->sizes[middle]))
            holds = middle;
        else
            fails = middle;
    }
    answer->answer = holds;
    return 0;
}

static int test_all(struct search *search)
{
    struct staff_answer *answer = search->answer;
    answer->answer = -1;
    for (size_t i = 0; i < answer->count; i++) {
        if (test(search, i, share_of_risk(search)) != 0)
            return -1;
        if (answer->answer < 0 && reaches(search, &answer->sizes[i]))
            answer->answer = (int)i;
    }
    return 0;
}

/* The tested sizes met the same luck: where a larger one was noticeably worse, halving may have gone astray. */
static void find_fall(struct search *search)
{
    struct staff_answer *answer = search->answer;
    size_t pairs = answer->count * answer->count / 2 + 1;
    for (size_t i = 0; i < answer->count; i++)
        for (size_t j = i + 1; search->seen[i] && j < answer->count; j++) {
            size_t both =
                answer->sizes[i].tested < answer->sizes[j].tested ? answer->sizes[i].tested : answer->sizes[j].tested;
            if (search->seen[j] && falls(search->seen[i], search->seen[j], both, 0.001 / (double)pairs))
                answer->monotone = false;
        }
}

static int find_size(struct search *search)
{
    if (search->answer->monotone) {
        if (bisect(search) != 0)
            return -1;
        find_fall(search);
    }
    return search->answer->monotone ? 0 : test_all(search);
}

/* ---- the confirmation ---- */

static int confirm(struct search *search, int index)
{
    size_t n = search->options->confirm;
    if (index < 0 || n == 0)
        return 0;
    struct staff_size *size = &search->answer->sizes[index];
    if (sample(search, STAFF_CONFIRMING, size, 0, n) != 0)
        return -1;
    size->confirm_hits = sum(search->hit, n);
    size->confirmed = true;
    size->confirmation = estimate_clopper_pearson((double)size->confirm_hits, (double)n, 0.95);
    search->answer->replications += n;
    return 0;
}

/* Within the tolerance by all that the decision and its confirmation saw. */
static bool within(const struct search *search, int index)
{
    if (index < 0 || index >= (int)search->answer->count)
        return false;
    const struct staff_size *size = &search->answer->sizes[index];
    double n = (double)(size->tested + (size->confirmed ? search->options->confirm : 0));
    double estimate = (double)(size->tested_hits + size->confirm_hits) / n;
    return n > 0 && fabs(estimate - search->options->target) <= search->options->delta;
}

/* The answer if the chosen size, which is close, failed: the first one above that is not close and reaches. */
static int look_above(struct search *search)
{
    struct staff_answer *answer = search->answer;
    for (int i = answer->answer + 1; i < (int)answer->count; i++) {
        if (answer->sizes[i].verdict == STAFF_NOT_ASKED && test(search, (size_t)i, share_of_risk(search)) != 0)
            return -1;
        if (within(search, i) || !reaches(search, &answer->sizes[i]))
            continue;
        answer->alternative = i;
        return 0;
    }
    return 0;
}

static int find_close(struct search *search)
{
    struct staff_answer *answer = search->answer;
    int below = answer->answer < 0 ? (int)answer->count - 1 : answer->answer - 1;
    if (within(search, below)) {
        answer->close = below;
        answer->alternative = answer->answer < 0 ? -1 : below;
    } else if (within(search, answer->answer)) {
        answer->close = answer->answer;
        return look_above(search);
    }
    return 0;
}

/* Whether the confirmation denies what the tests said of a size; or one that the answer rests on stayed open. */
static void find_doubt(const struct search *search)
{
    struct staff_answer *answer = search->answer;
    const struct staff_options *options = search->options;
    size_t count = answer->answer < 0 ? answer->count : (size_t)answer->answer + 1;
    for (size_t i = 0; i < count; i++) {
        const struct staff_size *size = &answer->sizes[i];
        answer->open |= size->verdict == STAFF_OPEN;
        if (size->confirmed)
            answer->open |= (int)i == answer->answer ? size->confirmation.high < options->target - options->delta
                                                     : size->confirmation.low > options->target + options->delta;
    }
}

/* ---- the whole ---- */

int staff_check(const struct staff_options *options, struct error *error)
{
    if (!(options->delta > 0 && options->target - options->delta > 0 && options->target + options->delta < 1))
        return error_set(error, ERROR_USAGE,
                         "target %g and tolerance %g: target - tolerance must be above 0, target + tolerance below 1; "
                         "choose a smaller tolerance (--delta)",
                         options->target, options->delta);
    if (options->low > options->high || options->step < 1 || staff_count(options) > 10000)
        return error_set(error, ERROR_USAGE,
                         "sizes from %d to %d in steps of %d; the first must not be larger than the last, and at most "
                         "10000 are legal",
                         options->low, options->high, options->step);
    if (!(options->risk > 0 && options->risk < 0.5) || options->limit < BATCH)
        return error_set(error, ERROR_USAGE, "risk %g, limit %zu", options->risk, options->limit);
    return 0;
}

size_t staff_count(const struct staff_options *options)
{
    return (size_t)(((long)options->high - options->low) / options->step) + 1;
}

static int decide(struct search *search)
{
    struct staff_answer *answer = search->answer;
    const struct staff_options *options = search->options;
    answer->monotone = true;
    if (options->display > 0) {
        if (draw_curve(search) != 0)
            return -1;
        fit_isotonic(answer, options->display);
    }
    if (find_size(search) != 0)
        return -1;
    int below = answer->answer < 0 ? (int)answer->count - 1 : answer->answer - 1;
    if (confirm(search, answer->answer) != 0 || confirm(search, below) != 0 || find_close(search) != 0)
        return -1;
    find_doubt(search);
    return 0;
}

int staff_decide(struct staff_answer *answer, const struct staff_options *options, const struct staff_source *source,
                 struct error *error)
{
    size_t room = options->display > options->confirm ? options->display : options->confirm;
    *answer = (struct staff_answer){.answer = -1, .close = -1, .alternative = -1};
    if (staff_check(options, error) != 0)
        return -1;
    answer->count = staff_count(options);
    struct search search = {options, source, answer, malloc(room + BATCH), malloc(room + BATCH), 0, error};
    search.seen = calloc(answer->count, sizeof *search.seen);
    answer->sizes = calloc(answer->count, sizeof *answer->sizes);
    int status = -1;
    if (search.hit && search.before && search.seen && answer->sizes) {
        for (size_t i = 0; i < answer->count; i++)
            answer->sizes[i].size = options->low + (int)i * options->step;
        status = decide(&search);
    } else {
        error_set(error, ERROR_MEMORY, "out of memory");
    }
    for (size_t i = 0; search.seen && i < answer->count; i++)
        free(search.seen[i]);
    free(search.seen);
    free(search.hit);
    free(search.before);
    if (status != 0)
        staff_free(answer);
    return status;
}

void staff_free(struct staff_answer *answer)
{
    free(answer->sizes);
    *answer = (struct staff_answer){.answer = -1, .close = -1, .alternative = -1};
}
