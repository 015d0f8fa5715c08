/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranked: what `rank` promises, kept over and over on the scenarios of a real programme.
 *
 * A large results file is taken for the truth. Repetitions are samples of its replications without replacement, the
 * same ones of all scenarios, and each is ranked: do all its intervals hold the truth at once, and is the scenario that
 * is best in truth among those that could be it? Repetitions that take a share f of the file err less than independent
 * ones by sqrt(1 - f), so f is to be small: at most a tenth.
 *
 *   ranked FILE.h5 SIZE REPETITIONS [DEADLINE READING]
 *
 * Prints the shares; exits with 1 if any is below 95 %.
 */
#include "analysis/answers/ranking.h"
#include "models/scenario.h"
#include "sim/stream.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sample {
    size_t systems, n;
    float *instant; /* [systems][n] */
    bool *choice;   /* [systems] */
    struct gain *gain;
};

struct truth {
    struct results *results;
    const struct results_spec *spec;
    struct reading_asked asked;
    struct sample all;
    size_t best, earliest;
};

static void stop_with(const char *what)
{
    fprintf(stderr, "ranked: %s\n", what);
    exit(2);
}

static void make_sample(struct sample *sample, size_t systems, size_t n)
{
    *sample = (struct sample){systems, n, calloc(systems * n + 1, sizeof(float)), calloc(systems + 1, sizeof(bool)),
                              calloc(systems + 1, sizeof(struct gain))};
    if (!sample->instant || !sample->choice || !sample->gain)
        stop_with("out of memory");
}

static void free_sample(struct sample *sample)
{
    free(sample->instant);
    free(sample->choice);
    free(sample->gain);
}

static void rank(const struct truth *truth, struct sample *sample, size_t today)
{
    struct error error = {0};
    const struct gain_data data = {.systems = sample->systems,
                                   .n = sample->n,
                                   .control = today,
                                   .inner = 1,
                                   .instant = sample->instant,
                                   .choice = sample->choice,
                                   .limit = results_deadline_instant(truth->spec, truth->asked.deadline),
                                   .horizon = truth->spec->horizon,
                                   .level = RANKING_LEVEL,
                                   .risk = RANKING_RISK};
    if (gain_of(sample->gain, &data, &error) != 0)
        stop_with(error.text);
}

static void read_truth(struct truth *truth, const char *path, const char *deadline, const char *reading, size_t *today)
{
    struct error error = {0};
    if (results_open(&truth->results, path, &error) != 0)
        stop_with(error.text);
    truth->spec = results_spec(truth->results);
    size_t n = truth->spec->replications;
    double *dates = calloc(n + 1, sizeof *dates);
    make_sample(&truth->all, truth->spec->scenario_count, n);
    if (!dates || results_scenario(truth->spec, SCENARIO_BASELINE, today, &error) != 0 ||
        reading_least_certain(&truth->asked, truth->results, *today, deadline, reading, &error) != 0)
        stop_with(dates ? error.text : "out of memory");
    for (size_t s = 0; s < truth->all.systems; s++) {
        if (reading_of_file(truth->results, s, truth->asked.question, dates, &error) != 0)
            stop_with(error.text);
        for (size_t i = 0; i < n; i++)
            truth->all.instant[s * n + i] = (float)dates[i];
        truth->all.choice[s] = strcmp(truth->spec->scenario_kinds[s], "lever") == 0 || s == *today;
    }
    free(dates);
    rank(truth, &truth->all, *today);
    truth->best = truth->earliest = *today;
    for (size_t s = 0; s < truth->all.systems; s++) {
        if (!truth->all.choice[s])
            continue;
        truth->best = truth->all.gain[s].points > truth->all.gain[truth->best].points ? s : truth->best;
        truth->earliest = truth->all.gain[s].days > truth->all.gain[truth->earliest].days ? s : truth->earliest;
    }
}

/* The first `size` of a shuffle. */
static void draw(const struct truth *truth, struct sample *sample, size_t order[], size_t repetition)
{
    struct stream stream = stream_open(1, repetition, 0, 0, 0);
    for (size_t i = 0; i < truth->all.n; i++)
        order[i] = i;
    for (size_t i = 0; i < sample->n; i++) {
        size_t other = i + (size_t)((double)(truth->all.n - i) * stream_uniform(&stream));
        size_t swap = order[i];
        order[i] = order[other];
        order[other] = swap;
    }
    for (size_t s = 0; s < sample->systems; s++)
        for (size_t i = 0; i < sample->n; i++)
            sample->instant[s * sample->n + i] = truth->all.instant[s * truth->all.n + order[i]];
    memcpy(sample->choice, truth->all.choice, sample->systems * sizeof *sample->choice);
}

static bool holds(struct interval interval, double value)
{
    return interval.low <= value && value <= interval.high;
}

static bool all_hold(const struct truth *truth, const struct sample *sample, size_t today)
{
    bool hold = true;
    for (size_t s = 0; s < sample->systems; s++)
        hold &= s == today || (holds(sample->gain[s].points_interval, truth->all.gain[s].points) &&
                               holds(sample->gain[s].days_interval, truth->all.gain[s].days));
    return hold;
}

int main(int argc, char *argv[])
{
    struct truth truth = {0};
    struct sample sample;
    size_t today = 0, size = argc > 3 ? strtoul(argv[2], 0, 10) : 0, times = argc > 3 ? strtoul(argv[3], 0, 10) : 0;
    size_t held = 0, best = 0, earliest = 0, could = 0;
    if (size < 2 || times < 1)
        stop_with("FILE.h5 SIZE REPETITIONS [DEADLINE READING]");
    read_truth(&truth, argv[1], argc > 4 ? argv[4] : 0, argc > 5 ? argv[5] : 0, &today);
    if (10 * size > truth.all.n)
        stop_with("SIZE is more than a tenth of the file");
    make_sample(&sample, truth.all.systems, size);
    size_t *order = calloc(truth.all.n + 1, sizeof *order);
    if (!order)
        stop_with("out of memory");
    for (size_t r = 1; r <= times; r++) {
        draw(&truth, &sample, order, r);
        rank(&truth, &sample, today);
        held += all_hold(&truth, &sample, today);
        best += sample.gain[truth.best].best_probability;
        earliest += sample.gain[truth.earliest].best_instant;
        for (size_t s = 0; s < sample.systems; s++)
            could += sample.gain[s].best_probability;
    }
    printf("%zu scenarios, %zu replications, %s; %zu repetitions of %zu\n", truth.all.systems, truth.all.n,
           truth.spec->deadlines[truth.asked.deadline].name, times, size);
    printf("all intervals hold in %zu; %s, most often on time, is in the subset in %zu, of %.1f in the mean; %s, the "
           "earliest, in %zu\n",
           held, truth.spec->scenarios[truth.best].name, best, (double)could / (double)times,
           truth.spec->scenarios[truth.earliest].name, earliest);
    free(order);
    free_sample(&sample);
    free_sample(&truth.all);
    results_close(truth.results);
    return held >= 0.95 * (double)times && best >= 0.95 * (double)times && earliest >= 0.95 * (double)times ? 0 : 1;
}
