/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pasts: see include/analysis/nowcast/pasts.h.
 */
#include "analysis/nowcast/pasts.h"

#include "version.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "models/document.h"
#include "sim/digest.h"
#include "sim/journal.h"
#include "sim/output.h"
#include "sim/stream.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A replication's choice of its past, an address that the model does not use. */
static const uint64_t CHOICE_ENTITY = UINT64_C(0x7061737473), CHOICE_PURPOSE = UINT64_C(0x63686f696365);
/* Futures by generation, apart from those that the samplers number from 1. */
static const uint32_t FUTURES = UINT32_C(1) << 31;

struct pasts {
    struct nowcast *nowcast;
    struct variant_luck luck;
    double *below;           /* [groups][each], weight of the rows up to and with this one within its group */
    size_t each;             /* rows of a group */
    struct renewal *renewal; /* [threads] */
    unsigned threads;
    char name[DIGEST_TEXT];
    unsigned char identity[DIGEST_BYTES];
};

/* ---- drawing ---- */

static int begin(void *context, const struct programme *programme, unsigned threads, struct error *error)
{
    struct pasts *pasts = context;
    const struct study_sample *sample = &pasts->nowcast->sample.study;
    if (threads > pasts->threads) {
        struct renewal *grown = realloc(pasts->renewal, threads * sizeof *grown);
        if (!grown)
            return error_set(error, ERROR_MEMORY, "out of memory");
        pasts->renewal = grown;
        pasts->threads = threads;
    }
    return pasts->below ? sample->begin(sample->context, programme, LONG_MAX, threads, error) : 0;
}

/* The first row of the group up to which the weights sum to more than u of them all. */
static size_t choose(const struct pasts *pasts, size_t group, double u)
{
    const double *below = pasts->below + group * pasts->each;
    size_t low = 0, high = pasts->each - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (below[middle] > u * below[pasts->each - 1])
            high = middle;
        else
            low = middle + 1;
    }
    return group * pasts->each + low;
}

static struct luck draw(void *context, unsigned worker, uint64_t replication)
{
    struct pasts *pasts = context;
    const struct study_sample *sample = &pasts->nowcast->sample.study;
    uint64_t seed = pasts->nowcast->options->seed;
    if (!pasts->below) /* nothing was seen: courses are those of `run` */
        return (struct luck){.seed = seed, .replication = replication, .parameters = replication};
    struct stream stream = stream_open(seed, replication, CHOICE_ENTITY, CHOICE_PURPOSE, 0);
    struct luck luck =
        sample->luck(sample->context, worker, choose(pasts, replication % pasts->luck.groups, stream_uniform(&stream)));
    pasts->renewal[worker] = *luck.renewal;
    pasts->renewal[worker].future = FUTURES | (uint32_t)(replication ^ replication >> 32 << 29);
    luck.renewal = &pasts->renewal[worker];
    return luck;
}

/* ---- opening ---- */

static int identify(struct pasts *pasts, struct error *error)
{
    const struct nowcast *nowcast = pasts->nowcast;
    struct document document = {0};
    struct faults faults = {0};
    struct digest digest;
    unsigned char hash[DIGEST_BYTES];
    char text[512];
    int status = document_read(&document, nowcast->options->configuration, &faults);
    for (size_t i = 0; status == 0 && i < nowcast->set_count; i++)
        status = document_set(&document, nowcast->sets[i], &faults);
    if (status == 0)
        status = document_hash(&document, hash, &faults);
    if (status != 0)
        error_set(error, ERROR_CONFIG, "%s", faults.count ? faults.list[0].text : "out of memory");
    document_free(&document);
    faults_free(&faults);
    if (status != 0)
        return -1;
    snprintf(text, sizeof text, "%s %s\n%s\n%" PRIu64 " %zu\n%s\n", FMKSIM_VERSION, FMKSIM_COMMIT, nowcast->as_of,
             nowcast->options->seed, nowcast->options->replications, nowcast->sample.method);
    digest_init(&digest);
    digest_update(&digest, hash, sizeof hash);
    programme_hash_sites(&nowcast->programme, &digest);
    digest_update(&digest, text, strlen(text));
    digest_update(&digest, nowcast->used, strlen(nowcast->used));
    digest_final(&digest, pasts->identity);
    digest_format(pasts->identity, pasts->name);
    return 0;
}

static int sum_weights(struct pasts *pasts, struct error *error)
{
    const struct study_sample *sample = &pasts->nowcast->sample.study;
    size_t rows = posterior_rows(pasts->nowcast->sample.posterior);
    pasts->each = rows / sample->groups;
    pasts->luck.groups = sample->groups;
    pasts->below = calloc(rows, sizeof *pasts->below);
    if (!pasts->below)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t row = 0; row < rows; row++)
        pasts->below[row] = (row % pasts->each > 0 ? pasts->below[row - 1] : 0) + sample->weight(sample->context, row);
    return 0;
}

/* What another nowcast has left there is kept. */
static int check_kept(const char *path, const struct journal_layout *layout, struct error *error)
{
    char *name = 0;
    struct journal *journal = 0;
    if (asprintf(&name, "%s.samplers", path) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    int status = output_check(name, true, error);
    if (status == 0 && access(name, F_OK) == 0)
        status = journal_open(&journal, name, false, layout, error);
    if (journal && journal_close(journal, error) != 0)
        status = -1;
    free(name);
    return status;
}

static int run_samplers(struct pasts *pasts, const struct pasts_run *run, struct error *error)
{
    const struct posterior *posterior = pasts->nowcast->sample.posterior;
    const struct study_sample *sample = &pasts->nowcast->sample.study;
    const struct study_run own = {
        .output = run->path, .threads = run->threads, .resume = run->path != 0, .stop = run->stop};
    struct journal_layout layout = {.record_size = posterior_record_size(posterior),
                                    .slots = 2 * posterior_members(posterior)};
    memcpy(layout.identity, pasts->identity, sizeof layout.identity);
    snprintf(layout.subject, sizeof layout.subject, "pasts: %s\n", pasts->name);
    if (run->path && check_kept(run->path, &layout, error) != 0)
        return -1;
    return sample->prepare(sample->context, &own, &layout, error) == 0 ? sum_weights(pasts, error) : -1;
}

int pasts_open(struct pasts **out, const struct nowcast_options *options, const struct pasts_run *run,
               struct faults *faults, struct error *error)
{
    struct pasts *pasts = calloc(1, sizeof *pasts);
    *out = 0;
    if (!pasts)
        return error_set(error, ERROR_MEMORY, "out of memory");
    pasts->luck = (struct variant_luck){begin, draw, pasts, 1};
    int status = options->method == NOWCAST_SAMPLERS
                     ? nowcast_open(&pasts->nowcast, options, faults, error)
                     : error_set(error, ERROR_USAGE, "pasts to go on from are what samplers find");
    if (status == 0)
        status = identify(pasts, error);
    if (status == 0 && pasts->nowcast->sample.posterior)
        status = run_samplers(pasts, run, error);
    if (status != 0) {
        pasts_close(pasts);
        return -1;
    }
    *out = pasts;
    return 0;
}

void pasts_close(struct pasts *pasts)
{
    if (!pasts)
        return;
    nowcast_close(pasts->nowcast);
    free(pasts->below);
    free(pasts->renewal);
    free(pasts);
}

const struct variant_luck *pasts_luck(const struct pasts *pasts)
{
    return &pasts->luck;
}

const char *pasts_name(const struct pasts *pasts)
{
    return pasts->name;
}
