/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The results file: what is written comes back, equal runs give equal bytes, a full disk leaves nothing behind,
 * and others can read it.
 */
#include "results_world.h"

#include <criterion/criterion.h>
#include <hdf5.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(results, .init = setup, .fini = teardown);

/* Every field of every row, across block and chunk borders. */
static void compare_records(const struct synthetic *made, const struct results *results)
{
    const struct outcome_layout *layout = &made->layout;
    unsigned char *record = malloc(layout->size);
    for (size_t s = 0; s < made->spec.scenario_count; s++) {
        for (int f = 0; f < OUTCOME_FIELDS; f++) {
            size_t bytes = layout->count[f] * outcome_type_size(outcome_fields[f].type);
            unsigned char *rows = malloc(made->spec.replications * bytes + 1);
            struct results_slice slice = {.scenario = s, .count = made->spec.replications};
            cr_assert_eq(results_read(results, (enum outcome_name)f, &slice, rows, &error), 0, "%s", error.text);
            for (size_t i = 0; i < made->spec.replications; i++) {
                synthetic_record(made, s, i, record);
                cr_assert(memcmp(rows + i * bytes, record + layout->offset[f], bytes) == 0, "%s of replication %zu",
                          outcome_fields[f].name, i);
            }
            free(rows);
        }
    }
    free(record);
}

static void compare_named(const struct results_named *a, const struct results_named *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_str_eq(a[i].name, b[i].name);
        cr_assert_str_eq(a[i].title, b[i].title);
    }
}

static void compare_specs(const struct results_spec *a, const struct results_spec *b)
{
    cr_assert_str_eq(a->title, b->title);
    for (int word = 0; word < WORDS; word++)
        cr_assert_str_eq(a->words[word], b->words[word]);
    cr_assert_str_eq(a->configuration, b->configuration);
    cr_assert_str_eq(a->configuration_hash, b->configuration_hash);
    cr_assert_str_eq(a->command, b->command);
    cr_assert_str_eq(a->version, b->version);
    cr_assert_str_eq(a->commit, b->commit);
    cr_assert_str_eq(a->compiler, b->compiler);
    cr_assert_str_eq(a->created, b->created);
    cr_assert_str_eq(a->replication_0, b->replication_0);
    cr_assert_eq(a->seed, b->seed);
    cr_assert_eq(a->epoch, b->epoch);
    cr_assert_eq(a->horizon, b->horizon);
    cr_assert_eq(a->monday, b->monday);
    cr_assert_eq(a->headline, b->headline);
    cr_assert_eq(a->cards_expected, b->cards_expected);
    cr_assert_eq(a->replications, b->replications);
    cr_assert_eq(a->first_replication, b->first_replication);
    cr_assert_eq(a->fan_replications, b->fan_replications);
    cr_assert_eq(a->weeks, b->weeks);
    compare_named(a->scenarios, b->scenarios, a->scenario_count);
    for (size_t i = 0; i < a->scenario_count; i++)
        cr_assert_str_eq(b->scenario_kinds[i], a->scenario_kinds ? a->scenario_kinds[i] : "lever");
    compare_named(a->vendors, b->vendors, a->vendor_count);
    compare_named(a->milestones, b->milestones, a->milestone_count);
    compare_named(a->resources, b->resources, a->resource_count);
    compare_named(a->causes, b->causes, a->cause_count);
    compare_named(a->activities, b->activities, a->activity_count);
    for (size_t i = 0; i < a->municipality_count; i++) {
        cr_assert_eq(a->municipalities[i].code, b->municipalities[i].code);
        cr_assert_eq(a->municipalities[i].region, b->municipalities[i].region);
        cr_assert_str_eq(a->municipalities[i].name, b->municipalities[i].name);
    }
    for (size_t i = 0; i < a->deadline_count; i++) {
        cr_assert_str_eq(a->deadlines[i].name, b->deadlines[i].name);
        cr_assert_eq(a->deadlines[i].date, b->deadlines[i].date);
        cr_assert_eq(a->deadlines[i].milestone, b->deadlines[i].milestone);
        cr_assert_eq(a->deadlines[i].readings, b->deadlines[i].readings);
    }
    for (size_t i = 0; i < a->parameter_count; i++) {
        cr_assert_str_eq(a->parameters[i].name, b->parameters[i].name);
        cr_assert_str_eq(a->parameters[i].unit, b->parameters[i].unit);
        cr_assert_str_eq(a->parameters[i].source, b->parameters[i].source);
    }
}

static void round_trip(size_t replications)
{
    static const char *const kinds[] = {"baseline", "lever", "assumption"};
    struct synthetic made;
    struct results *results;
    synthetic_init(&made, replications);
    made.spec.first_replication = 5000;
    made.spec.seed = UINT64_MAX;
    made.spec.scenario_kinds = kinds;
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    compare_specs(&made.spec, results_spec(results));
    compare_records(&made, results);
    results_close(results);
    synthetic_free(&made);
}

Test(results, what_is_written_comes_back)
{
    round_trip(1);
    round_trip(100);
    round_trip(1024);
    round_trip(2100);
}

Test(results, parts_of_fields_and_fans_come_back)
{
    struct synthetic made;
    struct results *results;
    synthetic_init(&made, 50);
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    int32_t all[50 * 200], part[10 * 3];
    struct results_slice whole = {.scenario = 2, .count = 50}, some = {2, 20, 10, 100, 3};
    cr_assert_eq(results_read(results, OUTCOME_CARDS, &whole, all, &error), 0);
    cr_assert_eq(results_read(results, OUTCOME_CARDS, &some, part, &error), 0);
    for (size_t i = 0; i < 30; i++)
        cr_assert_eq(part[i], all[(20 + i / 3) * 200 + 100 + i % 3]);

    some.width = 101;
    cr_assert_eq(results_read(results, OUTCOME_CARDS, &some, part, &error), -1);
    some = (struct results_slice){.scenario = 3, .count = 1};
    cr_assert_eq(results_read(results, OUTCOME_CARDS, &some, part, &error), -1);
    some = (struct results_slice){.first = 45, .count = 6};
    cr_assert_eq(results_read(results, OUTCOME_CARDS, &some, part, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);

    float *fan = malloc(5 * 20 * 200 * sizeof *fan);
    const size_t entities[FANS] = {20, 3, 2};
    for (int f = 0; f < FANS; f++) {
        cr_assert_eq(results_read_fan(results, (enum results_fan)f, 1, fan, &error), 0, "%s", error.text);
        for (size_t i = 0; i < 5 * entities[f] * 200; i++)
            cr_assert_eq(fan[i], synthetic_fan(1, i / 200 / entities[f], i / 200 % entities[f], i % 200));
    }
    free(fan);
    results_close(results);
    synthetic_free(&made);
}

/* Of samplers each site's days by cause are in the file, and the rows of the sheet; of others there is nothing. */
Test(results, of_samplers_sites_have_causes)
{
    struct synthetic made;
    struct results *results;
    synthetic_init(&made, 50);
    size_t cells = made.spec.municipality_count * made.spec.cause_count;
    float *days = malloc(cells * sizeof *days);
    for (size_t samplers = 0; samplers <= 5; samplers += 5) {
        made.spec.samplers = samplers;
        made.spec.sheet = samplers > 0 ? "code,date,cards\n101,2014-01-05,7\n" : "";
        cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
        cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
        cr_assert_str_eq(results_spec(results)->sheet, made.spec.sheet);
        cr_assert_eq(results_read_causes(results, 1, days, &error), samplers > 0 ? 0 : -1);
        for (size_t i = 0; i < cells && samplers > 0; i++)
            cr_assert_eq(days[i], synthetic_lost(1, i));
        results_close(results);
    }
    cr_assert_eq(error.code, ERROR_USAGE);
    free(days);
    synthetic_free(&made);
}

/* Counted again here from the dates, by the definition and not by the writer's code. */
Test(results, deadlines_are_counted)
{
    enum { N = 300, SITES = 20, DEADLINES = 4 };
    struct synthetic made;
    struct results *results;
    synthetic_init(&made, N);
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    static int16_t done[N * DEADLINES];
    double value[3 * DEADLINES * READINGS], critical[2];
    cr_assert_eq(results_read_done(results, 1, 0, N, done, &error), 0);
    cr_assert_eq(results_read_probability(results, 1, value, &error), 0);
    cr_assert_eq(results_read_critical_share(results, 1, critical, &error), 0);
    cr_assert(critical[0] == 1 && critical[1] == 0.5);

    /* end-2015: day 1094 of 2013-01-01, in time up to instant 1095; M2 is milestone 3 */
    size_t all = 0, most = 0;
    for (size_t i = 0; i < N; i++) {
        int count = 0;
        for (size_t m = 0; m < SITES; m++)
            count += synthetic_date(&made, 1, i, m, 3) <= 1095.0f;
        cr_assert_eq(done[i * DEADLINES + 2], count);
        cr_assert_eq(done[i * DEADLINES + 3], -1);
        all += count == 20;
        most += count >= 19;
    }
    cr_assert(all > 0 && all < most && most < N);
    cr_assert_float_eq(value[2 * READINGS + READING_ALL_MUNICIPALITIES], (double)all / N, 1e-12);
    cr_assert_float_eq(value[2 * READINGS + READING_MOST_MUNICIPALITIES], (double)most / N, 1e-12);
    cr_assert(isnan(value[0 * READINGS + READING_MOST_CARDS]), "M1 has no reading of cards");
    cr_assert(isnan(value[3 * READINGS + READING_ALL_MUNICIPALITIES]));
    for (size_t i = 0; i < DEADLINES * READINGS; i++)
        if (!isnan(value[i]))
            cr_assert(value[DEADLINES * READINGS + i] <= value[i] && value[i] <= value[2 * DEADLINES * READINGS + i]);
    results_close(results);
    synthetic_free(&made);
}

/* One replication, one site: exactly at the midnight, and a float's step later; cards on the last Monday. */
Test(results, a_midnight_is_in_time)
{
    const struct results_named name = {"a", ""};
    const struct results_municipality place = {1, "Ærø", -1};
    const struct results_deadline deadlines[] = {{"one", 9, 0, 7}}; /* instant 10 */
    struct results_spec spec = {.title = "",
                                .words = {"", "", ""},
                                .configuration = "",
                                .configuration_hash = "",
                                .command = "",
                                .version = "",
                                .commit = "",
                                .compiler = "",
                                .created = "",
                                .replication_0 = "",
                                .headline = 0,
                                .monday = 3,
                                .replications = 2,
                                .weeks = 3,
                                .scenario_count = 1,
                                .municipality_count = 1,
                                .milestone_count = 1,
                                .deadline_count = 1,
                                .scenarios = &name,
                                .municipalities = &place,
                                .milestones = &name,
                                .deadlines = deadlines};
    struct outcome_layout layout = results_layout(&spec);
    unsigned char *records = calloc(2, layout.size);
    for (size_t i = 0; i < 2; i++) {
        unsigned char *record = records + i * layout.size;
        *(float *)outcome_at(&layout, record, OUTCOME_MUNICIPALITY_DATE) = i == 0 ? 10 : nextafterf(10, 11);
        int32_t *cards = outcome_at(&layout, record, OUTCOME_CARDS);
        cards[1] = i == 0 ? 95 : 94; /* Mondays at 3, 10, 17 */
        cards[2] = 100;
        *(int32_t *)outcome_at(&layout, record, OUTCOME_CARDS_EXPECTED) = 100;
        *(double *)outcome_at(&layout, record, OUTCOME_WEIGHT) = 1 + 2 * (double)i;
    }
    struct results_writer *writer;
    struct results *results;
    cr_assert_eq(results_create(&writer, path, &spec, &error), 0, "%s", error.text);
    cr_assert_eq(results_write(writer, 0, 0, 2, records, &error), 0, "%s", error.text);
    cr_assert_eq(results_commit(writer, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    double value[3 * READINGS];
    cr_assert_eq(results_read_probability(results, 0, value, &error), 0);
    for (int r = 0; r < READINGS; r++)
        cr_assert_float_eq(value[r], 0.25, 1e-15, "weights 1 and 3, the first in time");
    results_close(results);
    free(records);
}

Test(results, readings_need_so_many)
{
    cr_assert_eq(results_reading_sites(READING_ALL_MUNICIPALITIES, 98), 98);
    cr_assert_eq(results_reading_sites(READING_MOST_MUNICIPALITIES, 98), 94);
    cr_assert_eq(results_reading_sites(READING_MOST_MUNICIPALITIES, 20), 19);
    cr_assert_eq(results_reading_sites(READING_MOST_MUNICIPALITIES, 1), 1);
    cr_assert(results_reading_cards(95000, 100000) && !results_reading_cards(94999, 100000));
}

static void same_bytes(const char *one, const char *other)
{
    size_t a, b;
    unsigned char *first = load(one, &a), *second = load(other, &b);
    cr_assert(a == b && memcmp(first, second, a) == 0);
    free(first);
    free(second);
}

Test(results, equal_runs_give_equal_bytes)
{
    struct synthetic made;
    char other[64];
    snprintf(other, sizeof other, "%s/b.h5", folder);
    synthetic_init(&made, 300);
    cr_assert_eq(synthetic_write(&made, path, &error), 0);
    sleep(1); /* another second: no times in the file */
    free(malloc(100000));
    cr_assert_eq(synthetic_write(&made, other, &error), 0);
    same_bytes(path, other);
    synthetic_free(&made);
}

/* Whole chunks and, at the end, part of one: the same bytes, and what was written. */
Test(results, threads_pack_the_same_bytes)
{
    struct synthetic made;
    char other[64];
    snprintf(other, sizeof other, "%s/b.h5", folder);
    synthetic_init(&made, 2500);
    cr_assert_eq(synthetic_write(&made, path, &error), 0);
    made.threads = 3;
    cr_assert_eq(synthetic_write(&made, other, &error), 0, "%s", error.text);
    same_bytes(path, other);
    struct results *results;
    cr_assert_eq(results_open(&results, other, &error), 0, "%s", error.text);
    compare_records(&made, results);
    results_close(results);
    synthetic_free(&made);
}

Test(results, the_headline_is_a_deadline_where_there_are_some)
{
    struct synthetic made;
    struct results_writer *writer;
    synthetic_init(&made, 10);
    const int wrong[] = {-2, -1, (int)made.spec.deadline_count};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        made.spec.headline = wrong[i];
        cr_expect_eq(results_create(&writer, path, &made.spec, &error), -1, "%d", wrong[i]);
        cr_expect_eq(error.code, ERROR_USAGE);
    }
    synthetic_free(&made);
}

Test(results, the_order_of_rows_is_held)
{
    struct synthetic made;
    struct results_writer *writer;
    synthetic_init(&made, 10);
    unsigned char *record = malloc(made.layout.size * 11);
    for (size_t i = 0; i < 11; i++)
        synthetic_record(&made, 0, i, record + i * made.layout.size);
    cr_assert_eq(results_create(&writer, path, &made.spec, &error), 0);
    cr_assert_eq(results_write(writer, 0, 1, 1, record, &error), -1);
    cr_assert_eq(results_write(writer, 1, 0, 1, record, &error), -1);
    cr_assert_eq(results_write(writer, 0, 0, 11, record, &error), -1);
    cr_assert_eq(results_write(writer, 0, 0, 4, record, &error), 0);
    cr_assert_eq(results_write(writer, 0, 3, 1, record, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
    cr_assert_eq(results_commit(writer, &error), -1, "rows are missing");
    cr_assert(!exists(path));
    cr_assert_eq(rmdir(folder), 0, "nothing stays behind");
    cr_assert_eq(mkdir(folder, 0700), 0);

    made.spec.fan_replications = 11;
    cr_assert_eq(results_create(&writer, path, &made.spec, &error), -1, "fans of more than there are");
    free(record);
    synthetic_free(&made);
}

Test(results, a_place_that_cannot_be_written_is_told)
{
    struct synthetic made;
    struct results_writer *writer;
    synthetic_init(&made, 10);
    cr_assert_eq(results_create(&writer, "/nowhere/at/all.h5", &made.spec, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_not_null(strstr(error.text, "/nowhere/at/all.h5"));
    cr_assert_not_null(strstr(error.text, "No such file"));
    synthetic_free(&made);
}

/* The disk is full after so many bytes, wherever that falls. */
Test(results, a_full_disk_leaves_nothing_behind)
{
    struct synthetic made;
    signal(SIGXFSZ, SIG_IGN);
    synthetic_init(&made, 120);
    size_t failures = 0, successes = 0;
    for (rlim_t limit = 0; successes < 3; limit += 9001) {
        struct rlimit bound = {limit, RLIM_INFINITY};
        cr_assert_eq(setrlimit(RLIMIT_FSIZE, &bound), 0);
        int status = synthetic_write(&made, path, &error);
        bound.rlim_cur = RLIM_INFINITY;
        setrlimit(RLIMIT_FSIZE, &bound);
        if (status == 0) {
            struct results *results;
            cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
            compare_records(&made, results);
            results_close(results);
            cr_assert_eq(unlink(path), 0);
            successes++;
        } else {
            cr_assert_eq(error.code, ERROR_IO, "%s", error.text);
            cr_assert_not_null(strstr(error.text, "File too large"), "%s", error.text);
            failures++;
        }
        cr_assert_eq(rmdir(folder), 0, "something stayed behind at %lu bytes", (unsigned long)limit);
        cr_assert_eq(mkdir(folder, 0700), 0);
    }
    cr_assert_gt(failures, 15);
    synthetic_free(&made);
}

Test(results, ten_thousand_replications_stay_small)
{
    struct synthetic made;
    struct stat status;
    synthetic_init_large(&made, 10000);
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(stat(path, &status), 0);
    cr_assert_lt(status.st_size, 30000000);
    synthetic_free(&made);
}

/* Python with xarray, netCDF4, h5netcdf and h5py opens the file as others would. */
Test(results, others_read_it)
{
    if (system("/usr/bin/python3 -c 'import xarray, netCDF4, h5netcdf, h5py' >/dev/null 2>&1") != 0)
        cr_skip_test("no python3 with xarray, netCDF4, h5netcdf and h5py");
    struct synthetic made;
    synthetic_init(&made, 40);
    cr_assert_eq(synthetic_write(&made, path, &error), 0);
    char command[256];
    snprintf(command, sizeof command, "/usr/bin/python3 %s/tests/results/readers.py %s", SOURCE_DIR, path);
    cr_assert_eq(system(command), 0);
    synthetic_free(&made);
}
