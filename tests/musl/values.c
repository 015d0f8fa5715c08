/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * values: digests of replications' whole records, by every variant of the weekly draws, to be compared between C
 * libraries. Needs sim/ and models/ alone.
 *
 * Usage: values REPLICATIONS CONFIG…
 */
#include "models/rollout.h"
#include "sim/digest.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

static int tell(const char *path, const struct programme *programme, struct rollout *rollout, const char *variant,
                long replications)
{
    size_t extent[OUTCOME_DIMENSIONS];
    unsigned char value[DIGEST_BYTES];
    char text[DIGEST_TEXT];
    struct digest digest;
    struct error error = {0};
    programme_extent(programme, extent);
    struct outcome_layout layout = outcome_layout(extent);
    void *record = malloc(layout.size);
    digest_init(&digest);
    for (long r = 0; record && r < replications; r++) {
        const struct luck luck = {.seed = 1, .replication = (uint64_t)r, .parameters = (uint64_t)r};
        if (rollout_run(rollout, luck, 0, &error) != 0)
            break;
        rollout_outcome(rollout, &layout, record);
        digest_update(&digest, record, layout.size);
    }
    digest_final(&digest, value);
    digest_format(value, text);
    printf("%s %s %s\n", path, variant, text);
    int status = record && error.code == ERROR_NONE ? 0 : -1;
    free(record);
    return status;
}

static int tell_all(const char *path, long replications)
{
    struct document document = {.root = 0};
    struct programme programme = {0};
    struct rollout *rollout = 0;
    struct faults faults;
    struct error error = {0};
    const char *variant;
    faults_init(&faults);
    if (document_read(&document, path, &faults) != 0 || programme_init(&programme, &document, &faults) != 0 ||
        rollout_new(&rollout, &programme, &error) != 0) {
        fprintf(stderr, "values: %s: %s\n", path, faults.count > 0 ? faults.list[0].text : error.text);
        return -1;
    }
    int status = 0;
    for (size_t v = 0; (variant = rollout_use(rollout, v)) != 0; v++)
        status |= tell(path, &programme, rollout, variant, replications);
    rollout_free(rollout);
    programme_free(&programme);
    document_free(&document);
    faults_free(&faults);
    return status;
}

int main(int argc, char *argv[])
{
    int status = argc < 3;
    gsl_set_error_handler_off();
    for (int i = 2; i < argc; i++)
        status |= tell_all(argv[i], strtol(argv[1], 0, 10)) != 0;
    return status;
}
