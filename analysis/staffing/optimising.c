/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimising: simulates what optimise.c asks for, keeps it in a journal, and explains the answer.
 */
#include "analysis/staffing/optimising.h"

#include "version.h"
#include "analysis/staffing/staffing_parts.h"
#include "analysis/statistics/spread.h"
#include "sim/digest.h"
#include "sim/journal.h"
#include "sim/output.h"
#include "sim/tally.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct source {
    struct optimising *optimising;
    struct variant **variant; /* [bundles], opened when first asked for */
    struct journal *journal;
    size_t blocks;     /* of each bundle in the journal, of both phases */
    size_t done;       /* replications so far */
    size_t *of, *hits; /* [groups] of the pasts: replications of the answer's confirmation, and those on time */
    struct faults *faults;
};

/* ---- variants ---- */

static struct question question_of(const struct optimising *optimising)
{
    const struct programme *p = variant_programme(optimising->names.variant);
    return (struct question){p->deadline[optimising->options.deadline].milestone, optimising->options.reading};
}

static int open_bundle(const struct source *source, size_t bundle, const struct scenario *more,
                       struct variant **variant, struct error *error)
{
    const struct optimising *optimising = source->optimising;
    struct document changed = {0};
    int status =
        bundles_apply(&optimising->bundles, optimising->options.document, bundle, more, &changed, source->faults);
    if (status == 0) {
        status = variant_open(variant, &changed, 0, 0, question_of(optimising), source->faults);
        document_free(&changed);
    }
    if (status != 0)
        error_set(error, ERROR_CONFIG, "%s", source->faults->count ? source->faults->list[0].text : "out of memory");
    return status;
}

static int simulate(const struct source *source, struct variant *variant, uint64_t first, size_t count,
                    struct trial trials[], float *cause_days, struct error *error)
{
    const struct optimising_options *options = &source->optimising->options;
    struct variant_run run = {.seed = options->seed,
                              .first = first,
                              .count = count,
                              .threads = options->threads,
                              .stop = options->stop,
                              .inner = 1,
                              .luck = options->luck};
    run.cause_days = cause_days;
    return variant_simulate(variant, &run, trials, error);
}

/* ---- blocks ---- */

static int simulate_block(struct source *source, size_t bundle, uint64_t first, unsigned char hit[],
                          struct error *error)
{
    const struct optimising_options *options = &source->optimising->options;
    struct trial trials[OPTIMISE_BLOCK];
    if (!source->variant[bundle] && open_bundle(source, bundle, 0, &source->variant[bundle], error) != 0)
        return -1;
    if (simulate(source, source->variant[bundle], first, OPTIMISE_BLOCK, trials, 0, error) != 0)
        return -1;
    for (size_t i = 0; i < OPTIMISE_BLOCK; i++)
        hit[i] = trial_on_time(&trials[i], options->deadline, options->reading);
    return 0;
}

/* A block's hits as bits: a record of the journal. */
static int from_journal(const struct source *source, size_t slot, unsigned char hit[], struct error *error)
{
    uint64_t bits;
    if (journal_read(source->journal, slot, &bits, error) != 0)
        return -1;
    for (size_t i = 0; i < OPTIMISE_BLOCK; i++)
        hit[i] = bits >> i & 1;
    return 0;
}

static int to_journal(const struct source *source, size_t slot, const unsigned char hit[], struct error *error)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < OPTIMISE_BLOCK; i++)
        bits |= (uint64_t)(hit[i] != 0) << i;
    return journal_write(source->journal, slot, &bits, error);
}

static size_t deciding_blocks(const struct optimising_options *options)
{
    return options->limit / OPTIMISE_BLOCK + 1;
}

static int take_block(struct source *source, size_t bundle, enum optimise_phase phase, size_t block,
                      unsigned char hit[], struct error *error)
{
    const struct optimising_options *options = &source->optimising->options;
    enum staff_phase kind = phase == OPTIMISE_DECIDING ? STAFF_DECIDING : STAFF_CONFIRMING;
    size_t place = block + (phase == OPTIMISE_CONFIRMING ? deciding_blocks(options) : 0);
    size_t slot = bundle * source->blocks + place;
    bool kept = source->journal && place < source->blocks;
    source->done += OPTIMISE_BLOCK;
    if (options->progress)
        options->progress(options->context, source->done);
    if (kept && journal_has(source->journal, slot))
        return from_journal(source, slot, hit, error);
    if (simulate_block(source, bundle, staffing_replication(kind, block * OPTIMISE_BLOCK), hit, error) != 0)
        return -1;
    return kept ? to_journal(source, slot, hit, error) : 0;
}

/* For the decision, which confirms nothing but its answer. */
static int sample(void *context, size_t bundle, enum optimise_phase phase, size_t block, unsigned char hit[],
                  struct error *error)
{
    struct source *source = context;
    if (take_block(source, bundle, phase, block, hit, error) != 0)
        return -1;
    for (size_t i = 0; source->of && phase == OPTIMISE_CONFIRMING && i < OPTIMISE_BLOCK; i++) {
        uint64_t replication = staffing_replication(STAFF_CONFIRMING, block * OPTIMISE_BLOCK + i);
        size_t group = replication % source->optimising->options.luck->groups;
        source->of[group]++;
        source->hits[group] += hit[i];
    }
    return 0;
}

/* What the answer's probability is uncertain by, as the groups of pasts know it. */
static int spread_over_groups(struct source *source, struct error *error)
{
    struct optimising *optimising = source->optimising;
    size_t groups = optimising->options.luck ? optimising->options.luck->groups : 0, met = 0;
    double *share = calloc(groups + 1, sizeof *share);
    if (!share)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (; met < groups && source->of[met] > 0; met++)
        share[met] = (double)source->hits[met] / (double)source->of[met];
    optimising->between = optimising->answer.confirmation;
    if (groups > 1 && met == groups) {
        struct spread spread = spread_of(share, groups, 0.95);
        if (spread.error > 0) /* else all of them say never, or always */
            optimising->between = (struct interval){fmax(0, spread.interval.low), fmin(1, spread.interval.high)};
    }
    free(share);
    return 0;
}

/* ---- the journal ---- */

/* Everything that decides a block: the program, the configuration, the bundles and the question. */
static int identify(const struct source *source, struct journal_layout *layout, struct error *error)
{
    const struct optimising *optimising = source->optimising;
    const struct optimising_options *options = &optimising->options;
    unsigned char hash[DIGEST_BYTES];
    char text[DIGEST_TEXT];
    struct faults faults = {0};
    struct digest digest;
    if (document_hash(options->document, hash, &faults) != 0) {
        faults_free(&faults);
        return error_set(error, ERROR_MEMORY, "out of memory");
    }
    digest_format(hash, text);
    int used = snprintf(layout->subject, sizeof layout->subject,
                        "version: %s %s\nconfiguration: %s\npasts: %s\nseed: %llu\ndeadline: %s\nreading: %s\n"
                        "limit: %zu\nlevers:",
                        FMKSIM_VERSION, FMKSIM_COMMIT, text, options->pasts ? options->pasts : "none",
                        (unsigned long long)options->seed, optimising->names.deadlines[options->deadline].name,
                        results_reading_name(options->reading), options->limit);
    digest_init(&digest);
    for (size_t l = 0; l < optimising->bundles.levers; l++) {
        const struct lever *lever = &optimising->bundles.lever[l];
        if (used > 0 && (size_t)used + strlen(lever->name) + 3 < sizeof layout->subject)
            used += snprintf(layout->subject + used, sizeof layout->subject - (size_t)used, " %s", lever->name);
        digest_update(&digest, lever->name, strlen(lever->name) + 1);
    }
    if ((size_t)used + 1 < sizeof layout->subject)
        snprintf(layout->subject + used, sizeof layout->subject - (size_t)used, "\n");
    digest_update(&digest, layout->subject, strlen(layout->subject));
    digest_update(&digest, hash, sizeof hash);
    programme_hash_sites(variant_programme(optimising->names.variant), &digest);
    digest_final(&digest, layout->identity);
    layout->record_size = sizeof(uint64_t);
    layout->slots = optimising->bundles.count * source->blocks;
    return 0;
}

static int open_journal(struct source *source, struct error *error)
{
    const struct optimising_options *options = &source->optimising->options;
    struct journal_layout layout = {.record_size = 0};
    size_t confirming = options->confirm > options->front ? options->confirm : options->front;
    source->blocks = deciding_blocks(options) + confirming / OPTIMISE_BLOCK + 1;
    if (!options->journal)
        return 0;
    if (output_check(options->journal, true, error) != 0 || identify(source, &layout, error) != 0)
        return -1;
    return access(options->journal, F_OK) == 0 ? journal_open(&source->journal, options->journal, true, &layout, error)
                                               : journal_create(&source->journal, options->journal, &layout, error);
}

/* ---- the front ---- */

static int by_cost(const void *a, const void *b, void *context)
{
    const double *cost = context;
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return cost[first] != cost[second] ? (cost[first] > cost[second]) - (cost[first] < cost[second])
                                       : (first > second) - (first < second);
}

static int hits_of(struct source *source, size_t bundle, size_t *hits, size_t *n, struct error *error)
{
    unsigned char hit[OPTIMISE_BLOCK];
    *hits = *n = 0;
    for (size_t block = 0; *n < source->optimising->options.front; block++, *n += OPTIMISE_BLOCK) {
        if (take_block(source, bundle, OPTIMISE_CONFIRMING, block, hit, error) != 0)
            return -1;
        for (size_t i = 0; i < OPTIMISE_BLOCK; i++)
            *hits += hit[i];
    }
    return 0;
}

static int draw_front(struct source *source, struct error *error)
{
    struct optimising *optimising = source->optimising;
    const struct bundles *bundles = &optimising->bundles;
    size_t *order = calloc(bundles->count, sizeof *order), n, hits;
    double most = -1;
    optimising->front = calloc(bundles->count, sizeof *optimising->front);
    int status = order && optimising->front ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t b = 0; status == 0 && b < bundles->count; b++)
        order[b] = b;
    if (status == 0)
        qsort_r(order, bundles->count, sizeof *order, by_cost, bundles->cost);
    for (size_t k = 0; status == 0 && k < bundles->count; k++) {
        status = hits_of(source, order[k], &hits, &n, error);
        double p = status == 0 ? (double)hits / (double)n : 0;
        if (status != 0 || !(p > most))
            continue;
        struct optimising_front *last = optimising->front + optimising->fronts - 1;
        bool dear = optimising->fronts > 0 && bundles->cost[last->bundle] == bundles->cost[order[k]];
        optimising->fronts -= dear; /* of equally dear ones the better */
        optimising->front[optimising->fronts++] = (struct optimising_front){
            order[k], p, estimate_wilson((double)hits, (double)n, 1 - 0.05 / (double)bundles->count)};
        most = p;
    }
    free(order);
    return status;
}

/* ---- why ---- */

static void find_binding(struct optimising *optimising, const struct trial trials[], size_t causes)
{
    size_t most = 0;
    for (size_t c = 0; c < causes; c++) {
        size_t times = 0;
        for (size_t i = 0; i < OPTIMISING_EXPLAINS; i++)
            times += trials[i].last_cause == (int)c;
        if (times > most) {
            most = times;
            optimising->binding = (int)c;
        }
    }
}

/* The days that the answer saves of each cause, course by course against today, and what binds then. */
static int explain(struct source *source, struct error *error)
{
    struct optimising *optimising = source->optimising;
    size_t causes = variant_programme(optimising->names.variant)->causes.count;
    size_t best = (size_t)optimising->answer.best, count = OPTIMISING_EXPLAINS * causes;
    struct trial *trials = calloc(OPTIMISING_EXPLAINS, sizeof *trials);
    float *before = calloc(count + 1, sizeof *before), *after = calloc(count + 1, sizeof *after);
    uint64_t first = staffing_replication(STAFF_CURVE, 0);
    optimising->saved = calloc(causes + 1, sizeof *optimising->saved);
    optimising->saved_error = calloc(causes + 1, sizeof *optimising->saved_error);
    int status = trials && before && after && optimising->saved && optimising->saved_error
                     ? 0
                     : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = simulate(source, optimising->names.variant, first, OPTIMISING_EXPLAINS, trials, before, error);
    if (status == 0 && !source->variant[best])
        status = open_bundle(source, best, 0, &source->variant[best], error);
    if (status == 0)
        status = simulate(source, source->variant[best], first, OPTIMISING_EXPLAINS, trials, after, error);
    for (size_t c = 0; status == 0 && c < causes; c++) {
        struct tally tally;
        tally_init(&tally);
        for (size_t i = 0; i < OPTIMISING_EXPLAINS; i++)
            tally_add(&tally, (double)before[i * causes + c] - (double)after[i * causes + c]);
        optimising->saved[c] = tally_mean(&tally);
        optimising->saved_error[c] = tally_error(&tally);
    }
    if (status == 0)
        find_binding(optimising, trials, causes);
    free(trials);
    free(before);
    free(after);
    return status;
}

/* What would have to be true: the dearest bundle under each of the configuration's other assumptions. */
static int look_elsewhere(struct source *source, struct error *error)
{
    struct optimising *optimising = source->optimising;
    const struct bundles *bundles = &optimising->bundles;
    const struct optimising_options *options = &optimising->options;
    struct trial *trials = calloc(OPTIMISING_EXPLAINS, sizeof *trials);
    long epoch = variant_programme(optimising->names.variant)->epoch;
    size_t dearest = 0;
    optimising->view = calloc(bundles->scenarios.count + 1, sizeof *optimising->view);
    int status = trials && optimising->view ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t b = 1; b < bundles->count; b++)
        dearest = bundles->cost[b] > bundles->cost[dearest] ? b : dearest;
    for (size_t s = 0; status == 0 && s < bundles->scenarios.count; s++) {
        const struct scenario *one = &bundles->scenarios.list[s];
        struct variant *variant = 0;
        size_t hits = 0;
        if (!one->setting || one->kind != SCENARIO_ASSUMPTION ||
            (options->luck && scenario_begins(one, epoch) < options->earliest))
            continue;
        status = open_bundle(source, dearest, one, &variant, error);
        if (status == 0)
            status = simulate(source, variant, staffing_replication(STAFF_CONFIRMING, 0), OPTIMISING_EXPLAINS, trials,
                              0, error);
        for (size_t i = 0; status == 0 && i < OPTIMISING_EXPLAINS; i++)
            hits += trial_on_time(&trials[i], options->deadline, options->reading);
        if (status == 0)
            optimising->view[optimising->views++] =
                (struct optimising_view){one, (double)hits / OPTIMISING_EXPLAINS,
                                         estimate_clopper_pearson((double)hits, OPTIMISING_EXPLAINS, 0.95)};
        variant_close(variant);
    }
    free(trials);
    return status;
}

/* ---- the whole ---- */

static int decide(struct source *source, struct error *error)
{
    struct optimising *optimising = source->optimising;
    const struct optimising_options *asked = &optimising->options;
    const struct bundles *bundles = &optimising->bundles;
    const struct optimise_source from = {sample, source};
    const struct optimise_options options = {.by_target = asked->by_target,
                                             .target = asked->target,
                                             .budget = asked->budget,
                                             .delta = asked->delta,
                                             .risk = asked->risk,
                                             .limit = asked->limit,
                                             .confirm = asked->confirm,
                                             .levers = bundles->levers,
                                             .bundles = bundles->count,
                                             .cost = bundles->cost,
                                             .level = bundles->level,
                                             .ordered = bundles->ordered};
    size_t groups = asked->luck ? asked->luck->groups : 0;
    source->variant = calloc(bundles->count, sizeof(struct variant *));
    source->of = groups > 0 ? calloc(groups, sizeof *source->of) : 0;
    source->hits = groups > 0 ? calloc(groups, sizeof *source->hits) : 0;
    if (!source->variant || (groups > 0 && (!source->of || !source->hits)))
        return error_set(error, ERROR_MEMORY, "out of memory");
    if (open_journal(source, error) != 0 || optimise_decide(&optimising->answer, &options, &from, error) != 0)
        return -1;
    if (spread_over_groups(source, error) != 0)
        return -1;
    if (asked->front > 0 && draw_front(source, error) != 0)
        return -1;
    return optimising->answer.best >= 0 ? explain(source, error) : look_elsewhere(source, error);
}

int optimising_ask(struct optimising *optimising, const struct optimising_options *options, struct faults *faults,
                   struct error *error)
{
    struct source source = {.optimising = optimising, .faults = faults};
    *optimising = (struct optimising){.options = *options, .binding = -1, .answer = {.best = -1}};
    int status = staffing_names_take(&optimising->names, options->document, faults, error);
    if (status == 0) {
        const struct programme *p = variant_programme(optimising->names.variant);
        const struct bundles_question question = {.document = options->document,
                                                  .patterns = options->levers,
                                                  .count = options->lever_count,
                                                  .earliest = options->earliest,
                                                  .dated = options->dated,
                                                  .until = p->deadline[options->deadline].instant};
        status = bundles_list(&optimising->bundles, &question, faults, error);
    }
    if (status == 0)
        status = decide(&source, error);
    for (size_t b = 0; source.variant && b < optimising->bundles.count; b++)
        variant_close(source.variant[b]);
    free(source.variant);
    free(source.of);
    free(source.hits);
    struct error closing = {0};
    if (journal_close(source.journal, &closing) != 0 && status == 0) {
        *error = closing;
        status = -1;
    }
    if (status != 0)
        optimising_free(optimising);
    return status;
}

void optimising_free(struct optimising *optimising)
{
    optimise_free(&optimising->answer);
    bundles_free(&optimising->bundles);
    free(optimising->front);
    free(optimising->saved);
    free(optimising->saved_error);
    free(optimising->view);
    staffing_names_free(&optimising->names);
    *optimising = (struct optimising){.binding = -1};
}
