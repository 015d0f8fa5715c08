/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_nowcasts: V36, V37, small programmes of which something was observed, whose posterior is a sum or an integral
 * over one unknown (verify_known.c has the programmes and their exact answers).
 *
 * V36, plain weights: replications of the prior, each weighed by its likelihood w. With Z the evidence, E[w] = Z and
 * E[w f] = Z E[f | what was observed], so each replication is an unbiased observation of both.
 * V37, samplers: an observation is the answer of two samplers with seeds of their own, each particle of which is run to
 * its end. Their answers are consistent and not unbiased: they are off by the order of 1 / particles, of which there
 * are so many that this is small against the errors.
 */
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/verify/verify_known.h"
#include "analysis/verify/verify_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct seen {
    const struct known_case *of;
    struct programme programme;
    struct observations observations;
    long as_of;
    size_t unknown;   /* index among the quantities */
    size_t particles; /* of a sampler */
};

struct eye { /* a worker's */
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
};

/* ---- workers ---- */

static void close_eye(void *worker)
{
    struct eye *eye = worker;
    rollout_free(eye->rollout);
    free(eye->record);
    free(eye);
}

static void *open_eye(const void *context, struct error *error)
{
    const struct seen *seen = context;
    struct eye *eye = calloc(1, sizeof *eye);
    size_t extent[OUTCOME_DIMENSIONS];
    if (!eye) {
        error_set(error, ERROR_MEMORY, "out of memory");
        return 0;
    }
    programme_extent(&seen->programme, extent);
    eye->layout = outcome_layout(extent);
    eye->record = malloc(eye->layout.size);
    if (!eye->record)
        error_set(error, ERROR_MEMORY, "out of memory");
    else if (rollout_new(&eye->rollout, &seen->programme, error) == 0)
        return eye;
    close_eye(eye);
    return 0;
}

/* Runs one replication to its end and looks at what is asked for. */
static int look(const struct seen *seen, struct eye *eye, struct luck luck, struct course *course, double value[],
                struct error *error)
{
    if (rollout_run(eye->rollout, luck, 0, error) != 0)
        return -1;
    rollout_outcome(eye->rollout, &eye->layout, eye->record);
    *course = (struct course){&seen->programme, &eye->layout, eye->record, 0};
    seen->of->look(course, rollout_value(eye->rollout, seen->unknown), value);
    return 0;
}

/* ---- V36 ---- */

enum { WEIGHT, FIRST, SECOND, WEIGHED };

static int weigh(const void *context, void *worker, uint64_t seed, uint64_t index, double values[], struct error *error)
{
    const struct seen *seen = context;
    const struct luck luck = {.seed = seed, .replication = index, .parameters = index};
    struct course course;
    double value[KNOWN_VALUES];
    if (look(seen, worker, luck, &course, value, error) != 0)
        return -1;
    values[WEIGHT] = exp(likelihood_of_course(&seen->observations, &course));
    values[FIRST] = values[WEIGHT] * value[KNOWN_FIRST];
    values[SECOND] = values[WEIGHT] * value[KNOWN_SECOND];
    return 0;
}

static void by_weights(struct verify *verify, const struct seen *seen, const struct known_answer *exact)
{
    const struct known_case *of = seen->of;
    struct tally t[WEIGHED];
    char name[40];
    snprintf(name, sizeof name, "V36.%s", of->name);
    const struct verify_sample sample = {name, verify_size(verify, 50000, 6000000), WEIGHED, seen, open_eye, close_eye,
                                         weigh};
    if (verify_observe(verify, &sample, t) != 0)
        return;
    verify_mean(verify, "V36", exact->evidence, &t[WEIGHT], "%s: evidence", of->name);
    verify_mean(verify, "V36", exact->evidence * exact->mean[KNOWN_FIRST], &t[FIRST], "%s: evidence x %s", of->name,
                of->quantity[KNOWN_FIRST]);
    verify_mean(verify, "V36", exact->evidence * exact->mean[KNOWN_SECOND], &t[SECOND], "%s: evidence x %s", of->name,
                of->quantity[KNOWN_SECOND]);
}

/* ---- V37 ---- */

enum { SAMPLERS = 2 };

/* The weighted mean over all rows. */
static int mean_of_rows(const struct seen *seen, struct eye *eye, const struct posterior *posterior, double values[],
                        struct error *error)
{
    struct posterior_lot *lot;
    double sum = 0;
    int status = posterior_lot_new(&lot, posterior, &seen->programme, error);
    for (size_t row = 0; status == 0 && row < posterior_rows(posterior); row++) {
        struct course course;
        double value[KNOWN_VALUES], weight = posterior_weight(posterior, row);
        status = look(seen, eye, posterior_draw(lot, row), &course, value, error);
        sum += weight;
        for (int i = 0; status == 0 && i < KNOWN_VALUES; i++)
            values[i] += weight * value[i];
    }
    for (int i = 0; i < KNOWN_VALUES; i++)
        values[i] /= sum;
    posterior_lot_free(lot);
    return status;
}

static int answer(const void *context, void *worker, uint64_t seed, uint64_t index, double values[],
                  struct error *error)
{
    const struct seen *seen = context;
    const uint64_t golden = 0x9e3779b97f4a7c15; /* neighbouring seeds share no sampler */
    const struct posterior_options options = {.seed = seed ^ ((index + 1) * golden),
                                              .samplers = SAMPLERS,
                                              .particles = seen->particles,
                                              .pilots = seen->particles / 10,
                                              .futures = 1,
                                              .starts = 10,
                                              .sweeps = 3,
                                              .settling = 4};
    struct posterior *posterior;
    if (posterior_new(&posterior, &seen->programme, &seen->observations,
                      (double)(seen->as_of + 1 - seen->programme.epoch), &options, error) != 0)
        return -1;
    int status = posterior_sample(posterior, &(const struct posterior_run){.threads = 1}, error);
    if (status == 0)
        status = mean_of_rows(seen, worker, posterior, values, error);
    posterior_free(posterior);
    return status;
}

static void by_samplers(struct verify *verify, const struct seen *seen, const struct known_answer *exact)
{
    const struct known_case *of = seen->of;
    struct tally t[KNOWN_VALUES];
    char name[40];
    snprintf(name, sizeof name, "V37.%s", of->name);
    const struct verify_sample sample = {name,  verify_size(verify, 10, 32), KNOWN_VALUES, seen, open_eye, close_eye,
                                         answer};
    if (verify_observe(verify, &sample, t) != 0)
        return;
    for (int i = 0; i < KNOWN_VALUES; i++)
        verify_spread(verify, "V37", exact->mean[i], &t[i], "%s: %s", of->name, of->quantity[i]);
}

/* ---- the whole ---- */

static bool is_wanted(const struct verify *verify, const char *name)
{
    return !verify->options->only || strcmp(verify->options->only, name) == 0;
}

static int open_seen(struct verify *verify, struct seen *seen)
{
    const struct verify_programme programme = {.name = seen->of->name, .text = seen->of->text};
    struct faults faults = {0};
    if (verify_compile(verify, &programme, &seen->programme) != 0)
        return -1;
    if (observations_read_text(&seen->observations, seen->of->name, seen->of->rows, strlen(seen->of->rows), &faults) !=
            0 ||
        observations_resolve(&seen->observations, &seen->programme, &faults) != 0)
        verify_refuse(verify, ERROR_CONFIG, faults.count > 0 ? faults.list[0].text : "out of memory");
    faults_free(&faults);
    observations_judge(&seen->observations, &seen->programme, seen->as_of);
    seen->unknown = (size_t)quantities_find(&seen->programme.quantities, seen->of->unknown);
    return verify->status;
}

void verify_nowcasts(struct verify *verify)
{
    for (size_t i = 0; i < KNOWN_CASES && verify->status == 0; i++) {
        struct seen seen = {.of = &known_cases[i], .as_of = known_as_of(&known_cases[i])};
        struct known_answer exact;
        seen.particles = verify_size(verify, 240, 2000);
        if (open_seen(verify, &seen) == 0) {
            known_answer(seen.of, &exact);
            if (is_wanted(verify, "V36"))
                by_weights(verify, &seen, &exact);
            if (is_wanted(verify, "V37"))
                by_samplers(verify, &seen, &exact);
        }
        observations_free(&seen.observations);
        programme_free(&seen.programme);
    }
}
