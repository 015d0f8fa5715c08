/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor: any monitoring sheet is read, or refused with a fault.
 */
#include "analysis/nowcast/monitor.h"

#include "models/sheet.h"

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

static void look(const struct monitor *monitor, long as_of)
{
    size_t done[SHEET_COLUMNS];
    struct monitor_state state = {.done = done};
    monitor_state(monitor, as_of, &state);
    if (state.rows + state.later != monitor->count || state.sites > programme.sites || state.cards < 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct monitor monitor;
    struct faults faults = {0};
    int status = monitor_read_text(&monitor, "sheet.csv", (const char *)bytes, size, &programme, &faults);
    if ((status != 0) != (faults.count + faults.lost > 0) || monitor.columns > programme.nodes)
        abort();
    for (size_t i = 0; status == 0 && i < monitor.count; i++) {
        const struct monitor_row *row = &monitor.row[i];
        if (row->line < 2 || row->site >= programme.sites || row->cards < -1 || row->date < programme.epoch)
            abort();
        for (size_t c = 0; c < monitor.columns; c++)
            if (row->done[c] != MONITOR_NOT_YET && row->done[c] > row->date)
                abort();
        if (i > 0 && row[-1].site == row->site && (row[-1].date >= row->date))
            abort();
    }
    for (long day = 16000; day < 17000; day += 100)
        look(&monitor, day);
    monitor_free(&monitor);
    faults_free(&faults);
    return 0;
}
