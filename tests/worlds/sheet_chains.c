/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sheet_chains: do samplers of a sheet that begin at the truth and at the prior meet? A sheet that `trace --sheet` has
 * made of a replication of a configuration is nowcasted by samplers as ever, and by chains all of whose particles begin
 * as that very replication; both have the same sweeps at the end. Prints a line of JSON a sampler: its log evidence,
 * the mean log likelihood of its particles, the truth's, and processor seconds; and what each column adds to it.
 *
 *   fmksim trace CONFIG --set 'as_of="DATE"' … --seed SEED --replication REPLICATION --sheet … > sheet.csv
 *   sheet_chains CONFIG sheet.csv DATE SEED REPLICATION SAMPLERS PARTICLES SWEEPS SETTLING DATE_ERROR truth|prior
 *                [PATH=VALUE …]
 */
#include "clinics.h"
#include "analysis/nowcast/posterior.h"
#include "models/rollout.h"
#include "sim/date.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct chains {
    struct programme programme;
    struct monitor monitor;
    struct monitor_track track;
    struct observations none;
    struct rollout *rollout;
    struct sighting sighting;
    struct monitor_known *counts;
    double known;
    uint64_t seed, truth; /* of it */
};

static long day_of(const char *text)
{
    long day;
    if (!date_parse(text, &day))
        exit(2);
    return day;
}

static void set_up(struct chains *chains, char *argv[], char *const sets[])
{
    struct document document = {0};
    struct faults faults = {0};
    struct error error = {0};
    char view[64];
    long as_of = day_of(argv[3]);
    gsl_set_error_handler_off();
    must(document_read(&document, argv[1], &faults), &error, &faults);
    snprintf(view, sizeof view, "as_of=\"%s\"", argv[3]);
    must(document_set(&document, view, &faults), &error, &faults);
    for (size_t i = 0; sets[i]; i++)
        must(document_set(&document, sets[i], &faults), &error, &faults);
    must(programme_init(&chains->programme, &document, &faults), &error, &faults);
    document_free(&document);
    must(monitor_read(&chains->monitor, argv[2], &chains->programme, &faults), &error, &faults);
    if (monitor_track_init(&chains->track, &chains->monitor, &chains->programme, as_of, strtod(argv[10], 0)) != 0)
        exit(2);
    chains->known = (double)(as_of + 1 - chains->programme.epoch);
    must(rollout_new(&chains->rollout, &chains->programme, &error), &error, 0);
    chains->counts = monitor_known_take(&chains->track);
    if (!chains->counts || !monitor_sighting_take(&chains->sighting, &chains->track))
        exit(2);
}

static double fit_of(struct chains *chains, struct luck luck)
{
    struct error error = {0};
    struct renewal renewal = luck.renewal ? *luck.renewal : (struct renewal){0};
    renewal.sighting = &chains->sighting;
    renewal.told = chains->track.site;
    luck.renewal = &renewal;
    must(rollout_run_until(chains->rollout, luck, chains->known, &error), &error, 0);
    return monitor_track_fit(&chains->track, &chains->programme, chains->rollout, &chains->sighting, chains->known,
                             chains->counts)
        .log_density;
}

/* The mean over the particles of what each column adds to the log likelihood, and what remains, the counts'; then how
 * many days of each lie further off than three errors. */
static void tell_parts(struct chains *chains, struct posterior_lot *lot, size_t first, size_t particles)
{
    double rest = 0;
    printf("  parts:");
    for (size_t c = 0; c <= chains->track.columns; c++) {
        double sum = 0, far = 0;
        for (size_t k = 0; k < particles; k++) {
            double fit = fit_of(chains, lot ? posterior_draw(lot, first + k)
                                            : (struct luck){chains->seed, chains->truth, chains->truth, 0});
            rest += c == chains->track.columns ? fit / (double)particles : 0;
            for (size_t site = 0; site < chains->track.sites && c < chains->track.columns; site++) {
                double day = monitor_track_day(&chains->track, chains->rollout, site, c, chains->known);
                sum += day / (double)particles;
                far += (day < -6) / (double)particles;
            }
        }
        rest -= sum;
        if (c < chains->track.columns)
            printf(" %s %.1f (%.1f)",
                   chains->track.node[c] == 0 ? "decision" : chains->programme.node[chains->track.node[c]].name, sum,
                   far);
    }
    printf(" rest %.1f\n", rest);
}

static void run(struct chains *chains, const struct posterior_options *options, const char *from)
{
    const struct posterior_run run = {.threads = 1};
    struct posterior *posterior;
    struct posterior_lot *lot;
    struct error error = {0};
    double *seconds = calloc(options->samplers, sizeof *seconds);
    void **record = calloc(options->samplers, sizeof *record);
    if (!seconds || !record)
        exit(2);
    must(posterior_new(&posterior, &chains->programme, &chains->none, chains->known, options, &error), &error, 0);
    for (size_t m = 0; m < options->samplers; m++) {
        clock_t begun = clock();
        record[m] = calloc(1, posterior_record_size(posterior));
        must(posterior_run(posterior, m, options->particles, &run, record[m], &error), &error, 0);
        seconds[m] = (double)(clock() - begun) / CLOCKS_PER_SEC;
    }
    must(posterior_take(posterior, (const void *const *)record, &error), &error, 0);
    must(posterior_lot_new(&lot, posterior, &chains->programme, &error), &error, 0);
    double truth = fit_of(chains, (struct luck){chains->seed, chains->truth, chains->truth, 0});
    for (size_t m = 0; m < options->samplers; m++) {
        double sum = 0;
        for (size_t k = 0; k < options->particles; k++)
            sum += fit_of(chains, posterior_draw(lot, m * options->particles + k));
        printf("{\"from\": \"%s\", \"sampler\": %zu, \"log_evidence\": %.1f, \"steps\": %zu, \"log_likelihood\": %.1f, "
               "\"truth\": %.1f, \"seconds\": %.1f}\n",
               from, m, posterior_trace(posterior, m)->log_evidence, (size_t)posterior_trace(posterior, m)->steps,
               sum / (double)options->particles, truth, seconds[m]);
        tell_parts(chains, lot, m * options->particles, options->particles);
        free(record[m]);
    }
    tell_parts(chains, 0, 0, 1);
    free(record);
    free(seconds);
    posterior_lot_free(lot);
    posterior_free(posterior);
}

int main(int argc, char *argv[])
{
    static struct chains chains;
    if (argc < 12) {
        fprintf(stderr, "sheet_chains CONFIG SHEET DATE SEED REPLICATION SAMPLERS PARTICLES SWEEPS SETTLING DATE_ERROR "
                        "truth|prior [PATH=VALUE ...]\n");
        return 2;
    }
    set_up(&chains, argv, argv + 12);
    chains.seed = strtoull(argv[4], 0, 10);
    chains.truth = strtoull(argv[5], 0, 10);
    struct posterior_options options = {.seed = chains.seed,
                                        .samplers = strtoul(argv[6], 0, 10),
                                        .particles = strtoul(argv[7], 0, 10),
                                        .pilots = 10,
                                        .futures = 1,
                                        .starts = 20,
                                        .sweeps = strtoul(argv[8], 0, 10),
                                        .settling = strtoul(argv[9], 0, 10),
                                        .track = &chains.track};
    bool truth = strcmp(argv[11], "truth") == 0;
    if (truth)
        options.begin = &chains.truth;
    else
        options.seed++; /* else the truth might be among the replications that samplers begin with */
    run(&chains, &options, argv[11]);
    return 0;
}
