/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * live: see analysis/live/live.h.
 */
#include "analysis/live/live.h"

#include "analysis/results/reading.h"
#include "models/rollout.h"
#include "models/scenario.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ASSIGNMENTS = 256, READINGS_OF_SITES = 2 };

enum { HEAD = 24 }; /* bytes of a past before its places */

struct pasts {
    unsigned char *bytes;
    size_t count, quantities, size; /* size: bytes of one */
    double known;
};

static struct {
    char *room;
    struct document document; /* as it was opened; root null: nothing is open */
    struct document chosen;
    struct pasts pasts; /* of a nowcast; bytes null: none */
    struct programme baseline, programme;
    long *place_of; /* [quantities] of what is chosen: its place among the baseline's; NOBODY: it has none there */
    double *place;  /* [quantities] */
    bool draws;     /* some uncertain quantity has no place there */
    bool is_chosen; /* `programme` and `chosen` are there */
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
    double *scratch, *dates;
    size_t watched; /* site, counted from 1; 0: none */
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
    if (live.is_chosen) {
        programme_free(&live.programme);
        document_free(&live.chosen);
    }
    free(live.record);
    free(live.scratch);
    free(live.place_of);
    free(live.place);
    live.rollout = 0;
    live.is_chosen = false;
    live.record = 0;
    live.scratch = live.place = 0;
    live.place_of = 0;
}

void live_close(void)
{
    forget_choice();
    if (live.document.root) {
        programme_free(&live.baseline);
        document_free(&live.document);
    }
    free(live.pasts.bytes);
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

/* ---- pasts ---- */

static double number_at(const unsigned char *bytes)
{
    double x;
    memcpy(&x, bytes, sizeof x);
    return x;
}

int live_pasts(size_t count, size_t quantities, size_t blocks, double known)
{
    unsigned char *bytes = (unsigned char *)live.room;
    size_t size = HEAD + 8 * quantities + 4 * blocks;
    if (!live.document.root || !bytes || quantities != live.baseline.quantities.count || blocks != RENEWAL_BLOCKS)
        return fail("the pasts are of another programme or version");
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < quantities; i++) {
            double place = number_at(bytes + k * size + HEAD + 8 * i);
            if (!(place > 0 && place < 1))
                return fail("a past lies outside its priors");
        }
    free(live.pasts.bytes);
    live.room = 0;
    live.pasts = (struct pasts){bytes, count, quantities, size, known};
    return 0;
}

/* Where the quantities of what is chosen stand among the baseline's, by their paths. */
static int map_places(void)
{
    const struct quantities *own = &live.programme.quantities, *known = &live.baseline.quantities;
    live.place_of = calloc(own->count + 1, sizeof *live.place_of);
    live.place = calloc(own->count + 1, sizeof *live.place);
    live.draws = false;
    if (!live.place_of || !live.place)
        return fail("out of memory");
    for (size_t i = 0; i < own->count; i++) {
        long at = quantities_find(known, own->list[i]->path);
        bool same = at >= 0 && known->list[at]->kind == QUANTITY_PRIOR;
        live.place_of[i] = same ? at : NOBODY;
        live.place[i] = 0.5;
        live.draws |= !same && own->list[i]->kind == QUANTITY_PRIOR;
    }
    return 0;
}

/* The luck of a past; `renewal` and the places live as long as it is used. */
static struct luck luck_of_past(uint64_t seed, size_t k, struct renewal *renewal)
{
    const unsigned char *past = live.pasts.bytes + k * live.pasts.size;
    uint64_t replication;
    memcpy(&replication, past + 8, sizeof replication);
    *renewal = (struct renewal){.position = live.place, .known = live.pasts.known};
    memcpy(&renewal->future, past + 20, sizeof renewal->future);
    renewal->generation = (const uint32_t *)(const void *)(past + HEAD + 8 * live.pasts.quantities);
    if (live.draws)
        quantities_positions(&live.programme.quantities, seed, replication, live.place);
    for (size_t i = 0; i < live.programme.quantities.count; i++)
        if (live.place_of[i] != NOBODY)
            live.place[i] = number_at(past + HEAD + 8 * (size_t)live.place_of[i]);
    return (struct luck){seed, replication, replication, renewal};
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
    if (live.pasts.bytes && scenario.assignments > 0 &&
        (double)(scenario_begins(&scenario, live.baseline.epoch) - live.baseline.epoch) < live.pasts.known)
        return fail("acts before the day until which the past is known");
    if (scenario_compile(&live.programme, &live.chosen, &live.document, &scenario, &faults) != 0)
        return tell(&faults);
    live.is_chosen = true;
    int status =
        scenario_match(&live.baseline, &live.programme, &scenario, &faults) == 0 ? make_rollout() : tell(&faults);
    if (status == 0)
        status = map_places();
    if (status != 0)
        forget_choice();
    return status;
}

/* ---- replications ---- */

/* Whether it is one of the sites decides when they are there. */
void live_watch(size_t site)
{
    live.watched = site + 1;
}

static bool is_watched(void)
{
    return live.watched > 0 && live.watched <= live.baseline.sites;
}

size_t live_questions(void)
{
    if (!live.document.root)
        return 0;
    size_t story = is_watched() ? live.baseline.milestones + live.baseline.causes.count : 0;
    return READINGS_OF_SITES * live.baseline.milestones + 1 + story;
}

/* The watched site's dates and days of the replication just run, which has its record. */
static void read_site(double values[])
{
    size_t site = live.watched - 1, milestones = live.programme.milestones;
    const float *dates = outcome_of(&live.layout, live.record, OUTCOME_MUNICIPALITY_DATE);
    for (size_t m = 0; m < milestones; m++) {
        double date = (double)dates[site * milestones + m];
        values[m] = isnan(date) ? INFINITY : date;
    }
    rollout_causes(live.rollout, site, values + milestones);
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
    if (!live.rollout || questions == 0 || count == 0 || inner == 0) {
        fail("nothing is chosen");
        return 0;
    }
    if (live.pasts.bytes && (first > live.pasts.count || count > live.pasts.count - first)) {
        fail("there are not so many pasts");
        return 0;
    }
    if (!(live.dates = calloc(count, questions * sizeof *live.dates))) {
        fail("out of memory");
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t replication = first + i;
        struct renewal renewal;
        const struct luck luck = live.pasts.bytes ? luck_of_past(seed, (size_t)replication, &renewal)
                                                  : (struct luck){seed, replication, replication / inner, 0};
        if (rollout_run(live.rollout, luck, 0, &error) != 0) {
            fail(error.text);
            return 0;
        }
        rollout_outcome(live.rollout, &live.layout, live.record);
        read_record(live.dates + i * questions);
        if (is_watched())
            read_site(live.dates + (i + 1) * questions - live.programme.milestones - live.programme.causes.count);
    }
    return live.dates;
}
