/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model_world: a programme, its rollout and all that an observer saw of a replication, for tests of the model.
 */
#ifndef FMKSIM_TESTS_MODEL_WORLD_H
#define FMKSIM_TESTS_MODEL_WORLD_H

#include "models/keys.h"
#include "models/rollout.h"
#include "sim/date.h"

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct world {
    struct document document;
    struct programme programme;
    struct rollout *rollout;
    struct observation *seen; /* of the replication just run */
    size_t count, room;
    struct outcome_layout layout;
    void *record;
};

static inline void world_note(void *context, const struct observation *observation)
{
    struct world *world = context;
    if (world->count == world->room) {
        world->room = world->room ? 2 * world->room : 4096;
        world->seen = realloc(world->seen, world->room * sizeof *world->seen);
        cr_assert_not_null(world->seen);
    }
    world->seen[world->count++] = *observation;
}

static inline void world_refuse(const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        fprintf(stderr, "%s:%d: %s\n", faults->list[i].file, faults->list[i].line, faults->list[i].text);
    cr_assert_eq(faults->count, 0, "%s", faults->count ? faults->list[0].text : "");
}

static inline void world_compile(struct world *world, const char *const sets[])
{
    struct faults faults = {0};
    struct error error = {0};
    size_t extent[OUTCOME_DIMENSIONS];
    gsl_set_error_handler_off();
    for (size_t i = 0; sets && sets[i]; i++)
        document_set(&world->document, sets[i], &faults);
    world_refuse(&faults);
    programme_init(&world->programme, &world->document, &faults);
    world_refuse(&faults);
    cr_assert_eq(rollout_new(&world->rollout, &world->programme, &error), 0, "%s", error.text);
    programme_extent(&world->programme, extent);
    world->layout = outcome_layout(extent);
    world->record = calloc(1, world->layout.size);
    cr_assert_not_null(world->record);
    faults_free(&faults);
}

/* A configuration of the source tree ("fmk.cfg"), with assignments; the list ends in a null. */
static inline void world_open(struct world *world, const char *name, const char *const sets[])
{
    char path[512];
    struct faults faults = {0};
    memset(world, 0, sizeof *world);
    snprintf(path, sizeof path, "%s/configs/%s", SOURCE_DIR, name);
    document_read(&world->document, path, &faults);
    world_refuse(&faults);
    world_compile(world, sets);
}

/* A configuration from its text. */
static inline void world_write(struct world *world, const char *text, const char *const sets[])
{
    struct faults faults = {0};
    memset(world, 0, sizeof *world);
    document_read_text(&world->document, "world.cfg", text, strlen(text), &faults);
    world_refuse(&faults);
    world_compile(world, sets);
}

/* The same with the sites of a table (CSV). */
static inline void world_table(struct world *world, const char *csv, const char *text, const char *const sets[])
{
    char path[] = "/tmp/fmksim-sites-XXXXXX", assignment[64];
    struct faults faults = {0};
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, csv, strlen(csv)) == (ssize_t)strlen(csv) && close(file) == 0);
    memset(world, 0, sizeof *world);
    document_read_text(&world->document, "world.cfg", text, strlen(text), &faults);
    world_refuse(&faults);
    snprintf(assignment, sizeof assignment, "sites.file=\"%s\"", path);
    document_set(&world->document, assignment, &faults);
    world_refuse(&faults);
    world_compile(world, sets);
    unlink(path);
}

/* What every small configuration begins with: every day is a working day, and instant 0 a Monday. */
#define WORLD_TIMES                                                                                                    \
    "title = \"a small world\"; epoch = \"2013-12-30\"; horizon = \"2017-12-31\";"                                     \
    "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"                                                    \
    "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; };"                                               \
    "  sooner = { date = \"2014-06-30\"; milestone = \"M\"; }; };"

static inline void world_close(struct world *world)
{
    rollout_free(world->rollout);
    programme_free(&world->programme);
    document_free(&world->document);
    free(world->seen);
    free(world->record);
}

/* Runs one replication; what is seen and the outcome's record are kept until the next one. */
static inline void world_run(struct world *world, uint64_t seed, uint64_t replication)
{
    struct error error = {0};
    struct observer observer = {.see = world_note, .context = world};
    world->count = 0;
    cr_assert_eq(rollout_run(world->rollout,
                             (struct luck){.seed = seed, .replication = replication, .parameters = replication},
                             &observer, &error),
                 0, "%s", error.text);
    rollout_outcome(world->rollout, &world->layout, world->record);
}

/* The same without watching: as fast as the program itself. */
static inline void world_race(struct world *world, uint64_t seed, uint64_t replication)
{
    struct error error = {0};
    cr_assert_eq(rollout_run(world->rollout,
                             (struct luck){.seed = seed, .replication = replication, .parameters = replication}, 0,
                             &error),
                 0, "%s", error.text);
    rollout_outcome(world->rollout, &world->layout, world->record);
}

static inline int world_node(const struct world *world, const char *name)
{
    int node = programme_node(&world->programme, name);
    cr_assert_neq(node, NOBODY, "no node %s", name);
    return node;
}

/* When something happened first (the `nth` time, from 0) to a site and node; null: any node. NaN: never. */
static inline double world_when_nth(const struct world *world, enum happening what, int site, const char *name,
                                    size_t nth)
{
    int node = name ? world_node(world, name) : NOBODY;
    for (size_t i = 0; i < world->count; i++) {
        const struct observation *one = &world->seen[i];
        if (one->what == what && one->site == site && (!name || one->node == node) && nth-- == 0)
            return one->time;
    }
    return (double)NAN;
}

static inline double world_when(const struct world *world, enum happening what, int site, const char *name)
{
    return world_when_nth(world, what, site, name, 0);
}

static inline const void *world_field(const struct world *world, enum outcome_name name)
{
    return outcome_of(&world->layout, world->record, name);
}

/* The national date of a milestone, NaN if it is not reached. */
static inline double world_national(const struct world *world, const char *milestone)
{
    size_t m = (size_t)world_node(world, milestone) - programme_first_milestone(&world->programme);
    return (double)((const float *)world_field(world, OUTCOME_NATIONAL_DATE))[m];
}

static inline double world_site_date(const struct world *world, size_t site, const char *milestone)
{
    size_t m = (size_t)world_node(world, milestone) - programme_first_milestone(&world->programme);
    const float *date = world_field(world, OUTCOME_MUNICIPALITY_DATE);
    return (double)date[site * world->programme.milestones + m];
}

/* Sites at a milestone by an instant. */
static inline size_t world_reached(const struct world *world, const char *milestone, double by)
{
    size_t count = 0;
    for (size_t i = 0; i < world->programme.sites; i++)
        count += world_site_date(world, i, milestone) <= by;
    return count;
}

/* Items in at the last Monday not after an instant. */
static inline double world_cards(const struct world *world, double by)
{
    const int32_t *cards = world_field(world, OUTCOME_CARDS);
    double week = floor((by - world->programme.first_monday) / 7);
    return week < 0 ? 0 : cards[(size_t)fmin(week, (double)world->programme.weeks - 1)];
}

/* The instant that ends a day, "YYYY-MM-DD". */
static inline double world_day(const struct world *world, const char *text)
{
    long day = 0;
    cr_assert(date_parse(text, &day));
    return (double)(day - world->programme.epoch + 1);
}

#endif
