/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passes over a results file: rows that are walked are those that are read, each field once; and no answer reads a file
 * many times over, however many questions, deadlines and columns it has.
 */
#include "results_world.h"
#include "analysis/answers/compare.h"
#include "analysis/answers/sensitivity.h"
#include "analysis/answers/summary.h"

enum { N = 2500 }; /* more than two blocks, the last one short, and of its chunks the last one short */

static struct synthetic made;
static struct results *results;

static void start(void)
{
    setup();
    synthetic_init(&made, N);
    made.spec.fan_replications = 0;
    made.threads = 2;
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
}

static void end(void)
{
    results_close(results);
    synthetic_free(&made);
    teardown();
}

TestSuite(results_walk, .init = start, .fini = end);

static size_t row_bytes(enum outcome_name name)
{
    return made.layout.count[name] * outcome_type_size(outcome_fields[name].type);
}

/* Bytes of all scenarios' rows, of all outcome fields. */
static size_t file_bytes(void)
{
    size_t sum = 0;
    for (enum outcome_name f = 0; f < OUTCOME_FIELDS; f++)
        sum += row_bytes(f);
    return sum * N * made.spec.scenario_count;
}

/* ---- what is shown ---- */

struct seen {
    enum outcome_name name;
    unsigned char *rows;
    size_t next;
    const struct seen *other; /* has seen the same block before */
};

static void take(void *context, const void *values, size_t first, size_t count)
{
    struct seen *seen = context;
    cr_assert_eq(first, seen->next);
    cr_assert(!seen->other || seen->other->next == first + count);
    memcpy(seen->rows + first * row_bytes(seen->name), values, count * row_bytes(seen->name));
    seen->next += count;
}

Test(results_walk, every_field_as_it_is_read)
{
    for (enum outcome_name f = 0; f < OUTCOME_FIELDS; f++) {
        size_t bytes = N * row_bytes(f) + 1, before = results_unpacked(results);
        struct seen first = {f, calloc(1, bytes), 0, 0}, second = {f, calloc(1, bytes), 0, &first};
        unsigned char *read = calloc(1, bytes);
        const struct results_walker walker[] = {{f, take, &first}, {f, take, &second}};
        const struct results_slice all = {.scenario = 2, .count = N};
        cr_assert_eq(results_walk(results, 2, walker, 2, &error), 0, "%s", error.text);
        cr_expect_eq(results_unpacked(results) - before, bytes - 1, "%s is read more than once",
                     outcome_fields[f].name);
        cr_assert_eq(results_read(results, f, &all, read, &error), 0, "%s", error.text);
        cr_expect(first.next == N && second.next == N);
        cr_expect_arr_eq(first.rows, read, bytes, "%s", outcome_fields[f].name);
        cr_expect_arr_eq(second.rows, read, bytes, "%s", outcome_fields[f].name);
        free(first.rows);
        free(second.rows);
        free(read);
    }
}

/* A packed chunk that is damaged, behind a right seal: told by HDF5, and nothing is shown of it. */
static void damage(void)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT), variable = H5Dopen2(file, "municipality_date", H5P_DEFAULT);
    hsize_t from[] = {0, 1024, 0, 0}, bytes = 0;
    uint32_t left_out = 0;
    cr_assert(H5Dget_chunk_storage_size(variable, from, &bytes) >= 0 && bytes > 0);
    unsigned char *packed = malloc(bytes);
    cr_assert(H5Dread_chunk(variable, H5P_DEFAULT, from, &left_out, packed) >= 0);
    packed[bytes / 2] ^= 1;
    cr_assert(H5Dwrite_chunk(variable, H5P_DEFAULT, 0, from, bytes, packed) >= 0);
    free(packed);
    H5Dclose(variable);
    H5Fclose(file);
    cr_assert_eq(seal_put(path, &error), 0, "%s", error.text);
}

Test(results_walk, a_damaged_chunk_is_told)
{
    results_close(results);
    damage();
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    struct seen seen = {OUTCOME_MUNICIPALITY_DATE, calloc(N, row_bytes(OUTCOME_MUNICIPALITY_DATE)), 0, 0};
    const struct results_walker walker = {seen.name, take, &seen};
    cr_expect_eq(results_walk(results, 0, &walker, 1, &error), -1);
    cr_expect_eq(error.code, ERROR_FORMAT);
    cr_expect_eq(seen.next, 1024);
    error.code = ERROR_NONE;
    free(seen.rows);
}

/* ---- how often a file is read ---- */

/* One pass; the cards that are counted may take another two, and levers another one of the sites' dates. */
Test(results_walk, a_summary_goes_over_the_file_once_or_twice)
{
    struct summary summary;
    cr_assert_eq(summary_of(&summary, path, &error), 0, "%s", error.text);
    size_t once = results_unpacked(summary.results);
    cr_expect_leq(once, file_bytes() * 11 / 10, "%zu of %zu", once, file_bytes());
    cr_assert_eq(summary_risk(&summary, &error), 0, "%s", error.text);
    cr_expect_eq(summary.risk.count, 3, "deadlines ahead");
    cr_expect_leq(results_unpacked(summary.results), 2 * file_bytes());
    summary_free(&summary);
}

Test(results_walk, a_comparison_goes_over_both_once)
{
    struct comparison comparison;
    size_t before = results_unpacked(results);
    cr_assert_eq(compare_scenarios(&comparison, results, "baseline", "udsat", &error), 0, "%s", error.text);
    cr_expect_leq(results_unpacked(results) - before, file_bytes() * 2 / 3);
    compare_free(&comparison);
}

Test(results_walk, assumptions_are_read_once_for_all_of_them)
{
    struct sensitivity sensitivity;
    const struct sensitivity_options options = {.deadline = "mid-2015"};
    size_t before = results_unpacked(results);
    cr_assert_eq(sensitivity_of(&sensitivity, results, &options, &error), 0, "%s", error.text);
    cr_expect_leq(results_unpacked(results) - before, file_bytes() / 3);
    sensitivity_free(&sensitivity);
}
