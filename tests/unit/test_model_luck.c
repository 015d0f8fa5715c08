/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Luck: the same seed gives the same records whatever the threads, the order or what ran before; another scenario meets
 * the same luck; a scenario that changes nothing is the baseline byte for byte.
 */
#include "../model_world.h"
#include "analysis/study/study.h"

enum { REPLICATIONS = 40 };

Test(model_luck, a_replication_depends_on_nothing_but_its_number)
{
    struct world world;
    world_open(&world, "fmk.cfg", 0);
    size_t size = world.layout.size;
    char *first = malloc(size * REPLICATIONS);
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        world_race(&world, 9, r);
        memcpy(first + r * size, world.record, size);
    }
    for (uint64_t r = REPLICATIONS; r-- > 0;) {
        world_run(&world, 9, r); /* backwards, and watched this time */
        cr_assert_arr_eq(first + r * size, world.record, size, "replication %llu", (unsigned long long)r);
    }
    cr_expect_neq(memcmp(first, first + size, size), 0);
    free(first);
    world_close(&world);
}

Test(model_luck, a_scenario_that_changes_nothing_is_the_baseline)
{
    struct world baseline, scenario;
    world_open(&baseline, "fmk.cfg", 0);
    world_open(&scenario, "fmk.cfg",
               (const char *const[]){"corps.consultants=5", "vendors.kmd.teams=4", "corps.patience_days=60", 0});
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        world_race(&baseline, 2, r);
        world_race(&scenario, 2, r);
        cr_assert_arr_eq(baseline.record, scenario.record, baseline.layout.size);
    }
    world_close(&baseline);
    world_close(&scenario);
}

/* ---- draws ---- */

struct draws {
    struct drawn *list;
    size_t count, room;
};

static void note_all(void *context, const struct drawn *drawn)
{
    struct draws *draws = context;
    if (draws->count == draws->room) {
        draws->room = draws->room ? 2 * draws->room : 4096;
        draws->list = realloc(draws->list, draws->room * sizeof *draws->list);
        cr_assert_not_null(draws->list);
    }
    draws->list[draws->count++] = *drawn;
}

static void note(void *context, const struct drawn *drawn)
{
    if (drawn->variate)
        note_all(context, drawn);
}

static void see_nothing(void *context, const struct observation *observation)
{
    (void)context;
    (void)observation;
}

static void watch_with(struct world *world, struct luck luck, struct draws *draws,
                       void (*count)(void *context, const struct drawn *drawn))
{
    const struct observer observer = {see_nothing, draws, count};
    struct error error = {0};
    draws->count = 0;
    cr_assert_eq(rollout_run(world->rollout, luck, &observer, &error), 0);
}

static struct luck plain_luck(uint64_t replication)
{
    return (struct luck){.seed = 3, .replication = replication, .parameters = replication};
}

static void watch(struct world *world, uint64_t replication, struct draws *draws)
{
    watch_with(world, plain_luck(replication), draws, note);
}

static int by_address(const void *a, const void *b)
{
    const struct drawn *x = a, *y = b;
    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    if (x->purpose != y->purpose)
        return x->purpose < y->purpose ? -1 : 1;
    return (x->occurrence > y->occurrence) - (x->occurrence < y->occurrence);
}

/* The same municipality and activity have the same duration in another scenario, however its history differs. */
Test(model_luck, scenarios_meet_the_same_durations)
{
    static const char *const other[] = {"corps.consultants=12", "vendors.kmd.teams=8", "sites.hosted=1",
                                        "push.enabled=false", 0};
    struct world baseline, scenario;
    struct draws one = {0}, two = {0};
    world_open(&baseline, "fmk.cfg", 0);
    world_open(&scenario, "fmk.cfg", other);
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        size_t met = 0;
        watch(&baseline, r, &one);
        watch(&scenario, r, &two);
        qsort(one.list, one.count, sizeof *one.list, by_address);
        for (size_t k = 0; k < two.count; k++) {
            const struct drawn *same = bsearch(&two.list[k], one.list, one.count, sizeof *one.list, by_address);
            cr_assert(!same || same->value == two.list[k].value);
            met += same != 0;
        }
        cr_assert_gt(met, 98 * 10, "%zu draws in common", met);
    }
    free(one.list);
    free(two.list);
    world_close(&baseline);
    world_close(&scenario);
}

/* No two happenings share their luck: above all, a consultant's successor is not away when he would have been. */
Test(model_luck, no_chance_is_used_twice)
{
    struct world world;
    struct draws draws = {0};
    world_open(&world, "fmk.cfg", (const char *const[]){"corps.turnover.tenure_days=100", 0});
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        watch_with(&world, plain_luck(r), &draws, note_all);
        qsort(draws.list, draws.count, sizeof *draws.list, by_address);
        for (size_t k = 1; k < draws.count; k++)
            cr_assert_neq(by_address(&draws.list[k - 1], &draws.list[k]), 0,
                          "replication %llu: entity %llu, purpose %llu, occurrence %llu", (unsigned long long)r,
                          (unsigned long long)draws.list[k].entity, (unsigned long long)draws.list[k].purpose,
                          (unsigned long long)draws.list[k].occurrence);
    }
    free(draws.list);
    world_close(&world);
}

/* ---- through the study ---- */

static char *study_bytes(unsigned threads, size_t *size)
{
    static const char *const scenarios[] = {"baseline", "corps-8"};
    const struct study_options options = {.configuration = SOURCE_DIR "/configs/fmk.cfg",
                                          .scenarios = scenarios,
                                          .scenario_count = 2,
                                          .seed = 4,
                                          .replications = REPLICATIONS,
                                          .inner = 1};
    char folder[] = "/tmp/fmksim-luck-XXXXXX", path[64];
    struct study *study;
    struct faults faults = {0};
    struct error error = {0};
    cr_assert_not_null(mkdtemp(folder));
    setenv("SOURCE_DATE_EPOCH", "1446000000", 1); /* the file says when it was made */
    snprintf(path, sizeof path, "%s/a.h5", folder);
    cr_assert_eq(study_open(&study, &options, &faults, &error), 0, "%s", error.text);
    const struct study_run run = {.output = path, .threads = threads};
    cr_assert_eq(study_run(study, &run, &error), 0, "%s", error.text);
    study_close(study);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size);
    cr_assert_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    unlink(path);
    rmdir(folder);
    return bytes;
}

Test(model_luck, threads_make_no_difference)
{
    size_t size, other;
    char *alone = study_bytes(1, &size);
    static const unsigned threads[] = {2, 16, 1};
    for (size_t i = 0; i < 3; i++) {
        char *bytes = study_bytes(threads[i], &other);
        cr_assert_eq(size, other);
        cr_expect_arr_eq(alone, bytes, size, "%u threads", threads[i]);
        free(bytes);
    }
    free(alone);
}

/* ---- variants ---- */

/* In whatever vectors the processor draws: the same records, of every form of uptake. */
Test(model_luck, vectors_make_no_difference)
{
    static const char *const programmes[] = {"fmk.cfg",    "fs3.cfg",  "telekol.cfg", "patient_record.cfg",
                                             "meters.cfg", "five.cfg", "smallest.cfg"};
    static const char *const forms[] = {0, "uptake.form=\"deadline-rush\"", "uptake.form=\"learning\"",
                                        "uptake.overdispersion=0.3"};
    for (size_t i = 0; i < 5 + 3; i++) {
        struct world world;
        world_open(&world, i < 5 ? programmes[i] : "fmk.cfg", (const char *const[]){i < 5 ? 0 : forms[i - 4], 0});
        unsigned char *plain = malloc(world.layout.size);
        for (uint64_t r = 0; r < 10; r++) {
            cr_assert_not_null(rollout_use(world.rollout, 0));
            world_race(&world, 5, r);
            memcpy(plain, world.record, world.layout.size);
            for (size_t v = 1; rollout_use(world.rollout, v); v++) {
                world_race(&world, 5, r);
                cr_assert_arr_eq(plain, world.record, world.layout.size, "programme %zu, variant %zu", i, v);
            }
        }
        free(plain);
        world_close(&world);
    }
}

static double of_series(struct stream_series *series, uint32_t generation, uint64_t occurrence)
{
    struct stream_start start = stream_series_start(1, 2, 4, occurrence);
    return stream_series_uniform(series, &start, generation, 3, occurrence);
}

/* A series may be asked in any order, and a renewed generation in the middle of a block is the new one's. */
Test(model_luck, a_series_is_a_function_of_its_occurrence)
{
    struct stream_series forward = {.block = 0}, backward = {.block = 0}, mixed = {.block = 0};
    double seen[64], other[64];
    for (uint64_t i = 0; i < 64; i++)
        seen[i] = of_series(&forward, 0, i);
    for (uint64_t i = 64; i-- > 0;)
        cr_assert_eq(seen[i], of_series(&backward, 0, i));
    for (uint64_t i = 0; i < 64; i++)
        other[i] = of_series(&forward, 9, i);
    for (uint64_t i = 0; i < 64; i++) {
        cr_assert_neq(seen[i], other[i]);
        cr_assert_eq(of_series(&mixed, i < 30 ? 0 : 9, i), i < 30 ? seen[i] : other[i]);
        for (uint64_t j = 0; j < i; j++)
            cr_assert_neq(seen[i], seen[j]);
    }
}

/* ---- luck that a sampler renews ---- */

static void record_of(struct world *world, struct luck luck, void *record)
{
    struct error error = {0};
    cr_assert_eq(rollout_run(world->rollout, luck, 0, &error), 0, "%s", error.text);
    rollout_outcome(world->rollout, &world->layout, record);
}

/* Renewing nothing is the plain replication, to the byte: the parameters at the uniforms that they were drawn by. */
Test(model_luck, nothing_renewed_is_the_replication)
{
    struct world world;
    world_open(&world, "fmk.cfg", 0);
    const struct quantities *quantities = &world.programme.quantities;
    double *position = calloc(quantities->count, sizeof *position);
    uint32_t generation[RENEWAL_BLOCKS] = {0};
    unsigned char *plain = malloc(world.layout.size), *renewed = malloc(world.layout.size);
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        quantities_positions(quantities, 3, r, position);
        const struct renewal renewal = {.position = position, .generation = generation};
        struct luck luck = plain_luck(r);
        record_of(&world, luck, plain);
        luck.renewal = &renewal;
        record_of(&world, luck, renewed);
        cr_assert_arr_eq(plain, renewed, world.layout.size);
    }
    free(position);
    free(plain);
    free(renewed);
    world_close(&world);
}

static size_t dates_that_differ(const struct world *world, const void *one, const void *two, float until)
{
    size_t count = world->layout.count[OUTCOME_MUNICIPALITY_DATE], differ = 0;
    const float *a = outcome_at(&world->layout, (void *)one, OUTCOME_MUNICIPALITY_DATE);
    const float *b = outcome_at(&world->layout, (void *)two, OUTCOME_MUNICIPALITY_DATE);
    for (size_t i = 0; i < count; i++)
        differ += (a[i] <= until || b[i] <= until) && a[i] != b[i];
    return differ;
}

/* A past with another future: all that happened by the instant stays, and later things change. */
Test(model_luck, futures_share_their_past)
{
    struct world world;
    world_open(&world, "fmk.cfg", 0);
    const float known = 800;
    unsigned char *one = malloc(world.layout.size), *two = malloc(world.layout.size);
    size_t later = 0;
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        const struct renewal renewal = {.known = known, .future = 7};
        struct error error = {0};
        const struct luck plain = plain_luck(r);
        struct luck other = plain;
        other.renewal = &renewal;
        record_of(&world, plain, one);
        record_of(&world, other, two);
        cr_assert_eq(dates_that_differ(&world, one, two, known), 0);
        later += dates_that_differ(&world, one, two, INFINITY);
        /* and what is simulated to the instant only is the same past */
        cr_assert_eq(rollout_run_until(world.rollout, plain, known, &error), 0);
        rollout_seen(world.rollout, &world.layout, two);
        cr_assert_eq(dates_that_differ(&world, one, two, known), 0);
    }
    cr_assert_gt(later, REPLICATIONS * 50);
    free(one);
    free(two);
    world_close(&world);
}

/* Fresh luck for what some sites do leaves all else that they and others draw as it was. */
Test(model_luck, a_block_is_renewed_alone)
{
    struct world world;
    world_open(&world, "fmk.cfg", (const char *const[]){"corps.consultants=0", 0});
    uint32_t generation[RENEWAL_BLOCKS] = {0};
    size_t block = renewal_block((uint64_t)world.programme.site[7].code, stream_name("training")), outside = 0,
           inside = 0;
    generation[block] = 1;
    const struct renewal renewal = {.generation = generation};
    struct draws one = {0}, two = {0};
    watch_with(&world, plain_luck(0), &one, note);
    struct luck other = plain_luck(0);
    other.renewal = &renewal;
    watch_with(&world, other, &two, note);
    qsort(one.list, one.count, sizeof *one.list, by_address);
    for (size_t k = 0; k < two.count; k++) {
        const struct drawn *same = bsearch(&two.list[k], one.list, one.count, sizeof *one.list, by_address);
        if (!same || same->value == two.list[k].value)
            continue;
        inside += renewal_block(two.list[k].entity, two.list[k].purpose) == block;
        outside += renewal_block(two.list[k].entity, two.list[k].purpose) != block;
    }
    cr_assert_gt(inside, 0);
    cr_assert_eq(outside, 0);
    free(one.list);
    free(two.list);
    world_close(&world);
}
