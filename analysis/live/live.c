/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * live: see analysis/live/live.h.
 */
#include "analysis/live/live.h"

#include "analysis/results/reading.h"
#include "models/rollout.h"
#include "models/scenario.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ASSIGNMENTS = 256, READINGS_OF_SITES = 2 };

static struct {
    char *room;
    struct document document; /* as it was opened; root null: nothing is open */
    struct document chosen;
    struct programme baseline, programme;
    struct rollout *rollout; /* null: nothing is chosen */
    struct outcome_layout layout;
    void *record;
    double *scratch, *dates;
    char fault[1024];
} live;

char *live_room(size_t size)
{
    free(live.room);
    return live.room = calloc(size + 1, 1);
}

const char *live_fault(void)
{
    return live.fault;
}

/* Tells all faults in one text and forgets them. */
static int tell(struct faults *faults)
{
    size_t used = 0;
    for (size_t i = 0; i < faults->count && used < sizeof live.fault; i++)
        used +=
            (size_t)snprintf(live.fault + used, sizeof live.fault - used, "%s%s", i ? "; " : "", faults->list[i].text);
    faults_free(faults);
    return -1;
}

static int fail(const char *why)
{
    snprintf(live.fault, sizeof live.fault, "%s", why);
    return -1;
}

static void forget_choice(void)
{
    rollout_free(live.rollout);
    if (live.rollout) {
        programme_free(&live.programme);
        document_free(&live.chosen);
    }
    free(live.record);
    free(live.scratch);
    live.rollout = 0;
    live.record = live.scratch = 0;
}

void live_close(void)
{
    forget_choice();
    if (live.document.root) {
        programme_free(&live.baseline);
        document_free(&live.document);
    }
    free(live.dates);
    free(live.room);
    memset(&live, 0, sizeof live);
}

/* Where the configuration names a file of sites, it is `sites`. */
static int read_document(struct document *document, const char *text, size_t length, const char *sites, size_t size,
                         struct faults *faults)
{
    if (document_read_text(document, "configuration", text, length, faults) != 0)
        return -1;
    const struct setting *file = setting_find(document->root, "sites.file");
    if (size > 0 && file && file->type == SETTING_TEXT)
        return document_attach(document, file->value.text, sites, size, faults);
    return 0;
}

int live_open(size_t configuration, size_t sites)
{
    struct faults faults;
    char *room = live.room;
    live.room = 0;
    live_close();
    live.room = room;
    gsl_set_error_handler_off();
    faults_init(&faults);
    if (!room)
        return fail("there is no configuration");
    if (read_document(&live.document, room, configuration, room + configuration, sites, &faults) != 0 ||
        programme_init(&live.baseline, &live.document, &faults) != 0) {
        document_free(&live.document);
        return tell(&faults);
    }
    faults_free(&faults); /* warnings, if any */
    return 0;
}

/* ---- the choice ---- */

/* Cuts the room's lines into a scenario. */
static int read_choice(struct scenario *scenario, const char *assignment[ASSIGNMENTS])
{
    char *line = live.room, *end = strchr(line, '\n');
    *scenario = (struct scenario){.name = "live", .title = "live", .file = "", .assignment = assignment};
    if (end)
        *end++ = '\0';
    scenario->from = *line ? line : 0;
    for (line = end; line && *line; line = end) {
        if ((end = strchr(line, '\n')))
            *end++ = '\0';
        if (scenario->assignments == ASSIGNMENTS)
            return fail("more than 256 settings");
        assignment[scenario->assignments++] = line;
    }
    return 0;
}

static int make_rollout(void)
{
    struct error error = {0};
    size_t extent[OUTCOME_DIMENSIONS];
    programme_extent(&live.programme, extent);
    live.layout = outcome_layout(extent);
    live.record = malloc(live.layout.size);
    live.scratch = calloc(live.programme.sites + 1, sizeof *live.scratch);
    if (!live.record || !live.scratch)
        return fail("out of memory");
    return rollout_new(&live.rollout, &live.programme, &error) == 0 ? 0 : fail(error.text);
}

int live_choose(size_t length)
{
    struct scenario scenario;
    const char *assignment[ASSIGNMENTS];
    struct faults faults;
    forget_choice();
    if (!live.document.root || !live.room)
        return fail("there is no configuration");
    live.room[length] = '\0';
    faults_init(&faults);
    if (read_choice(&scenario, assignment) != 0)
        return -1;
    if (scenario_compile(&live.programme, &live.chosen, &live.document, &scenario, &faults) != 0)
        return tell(&faults);
    int status =
        scenario_match(&live.baseline, &live.programme, &scenario, &faults) == 0 ? make_rollout() : tell(&faults);
    if (status != 0) {
        programme_free(&live.programme);
        document_free(&live.chosen);
        forget_choice();
    }
    return status;
}

/* ---- replications ---- */

size_t live_questions(void)
{
    return live.document.root ? READINGS_OF_SITES * live.baseline.milestones + 1 : 0;
}

static void read_record(double dates[])
{
    struct question question = {.milestone = 0};
    for (size_t m = 0; m < live.programme.milestones; m++)
        for (size_t r = 0; r < READINGS_OF_SITES; r++) {
            question.milestone = (int)m;
            question.reading = r == 0 ? READING_ALL_MUNICIPALITIES : READING_MOST_MUNICIPALITIES;
            *dates++ = reading_of_record(&live.programme, &live.layout, live.record, question, live.scratch);
        }
    question = (struct question){-1, READING_MOST_CARDS};
    *dates = reading_of_record(&live.programme, &live.layout, live.record, question, live.scratch);
}

const double *live_run(uint64_t seed, uint64_t first, size_t count, uint64_t inner)
{
    struct error error = {0};
    size_t questions = live_questions();
    free(live.dates);
    live.dates = 0;
    if (!live.rollout || count == 0 || inner == 0) {
        fail("nothing is chosen");
        return 0;
    }
    if (!(live.dates = calloc(count, questions * sizeof *live.dates))) {
        fail("out of memory");
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t replication = first + i;
        const struct luck luck = {.seed = seed, .replication = replication, .parameters = replication / inner};
        if (rollout_run(live.rollout, luck, 0, &error) != 0) {
            fail(error.text);
            return 0;
        }
        rollout_outcome(live.rollout, &live.layout, live.record);
        read_record(live.dates + i * questions);
    }
    return live.dates;
}
