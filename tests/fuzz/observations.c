/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observations: any file of observations is read and judged, or refused with a fault.
 */
#include "analysis/nowcast/observation.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct programme programme;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct faults faults = {0};
    struct document document = {0};
    (void)argc;
    (void)argv;
    if (document_read(&document, SOURCE_DIR "/configs/five.cfg", &faults) != 0 ||
        programme_init(&programme, &document, &faults) != 0)
        abort();
    document_free(&document);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct observations all;
    struct faults faults = {0};
    int status = observations_read_text(&all, "seen.csv", (const char *)bytes, size, &faults);
    if (observations_resolve(&all, &programme, &faults) != 0)
        status = -1;
    if ((status != 0) != (faults.count + faults.lost > 0))
        abort();
    if (status == 0 && observations_judge(&all, &programme, 20000) > all.count)
        abort();
    for (size_t i = 0; status == 0 && i < all.count; i++)
        if (!isfinite(all.list[i].value) || !(all.list[i].error >= 0) || all.list[i].line < 2 ||
            (all.list[i].scope != SCOPE_NATIONAL && all.list[i].whom == NOBODY))
            abort();
    observations_free(&all);
    faults_free(&faults);
    return 0;
}
