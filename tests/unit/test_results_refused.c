/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The results file of a stranger: nothing broken is believed.
 */
#include "results_world.h"

#include <hdf5.h>
#include <sys/resource.h>

TestSuite(results_refused, .init = setup, .fini = teardown);

static void refused(const char *name, enum error_code code)
{
    struct results *results;
    cr_assert_eq(results_open(&results, name, &error), -1, "%s", name);
    cr_assert_eq(error.code, code, "%s", error.text);
    cr_assert_not_null(strstr(error.text, name));
    cr_assert_null(results);
}

Test(results_refused, what_is_not_ours_is_refused)
{
    refused("/nowhere.h5", ERROR_IO);
    refused(folder, ERROR_FORMAT);
    store(path, (const unsigned char *)"", 0);
    refused(path, ERROR_FORMAT);
    store(path, (const unsigned char *)"scenario,p\n", 11);
    refused(path, ERROR_FORMAT);
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    refused(path, ERROR_FORMAT);
    cr_assert_not_null(strstr(error.text, "not a results file of fmksim"));
}

Test(results_refused, a_cut_file_is_refused)
{
    struct synthetic made;
    synthetic_init(&made, 60);
    cr_assert_eq(synthetic_write(&made, path, &error), 0);
    size_t size;
    unsigned char *bytes = load(path, &size);
    for (size_t cut = size - 1; cut > 0; cut = cut > 4000 ? cut - 4000 : cut / 2) {
        store(path, bytes, cut);
        refused(path, ERROR_FORMAT);
    }
    free(bytes);
    synthetic_free(&made);
}

/* Takes something away, or makes it larger than it is, as another program might. */
static void spoil(const char *name, bool replace)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    cr_assert(file >= 0);
    cr_assert(H5Ldelete(file, name, H5P_DEFAULT) >= 0);
    if (replace) {
        hsize_t size[4] = {1u << 30, 1u << 20, 1u << 10, 1};
        hid_t space = H5Screate_simple(1, size, 0);
        hid_t id = H5Dcreate2(file, name, H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dclose(id);
        H5Sclose(space);
    }
    H5Fclose(file);
    cr_assert_eq(seal_put(path, &error), 0, "%s", error.text);
}

Test(results_refused, a_file_that_contradicts_itself_is_refused)
{
    static const char *const names[] = {
        "cards",         "week",  "municipality_name", "scenario", "deadline_probability", "replication",
        "deadline_date", "region"};
    struct synthetic made;
    synthetic_init(&made, 20);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (int replace = 0; replace < 2; replace++) {
            cr_assert_eq(synthetic_write(&made, path, &error), 0);
            spoil(names[i], replace);
            refused(path, ERROR_FORMAT);
        }
    }
    synthetic_free(&made);
}

/* One bit makes a text of a gigabyte of a title. HDF5 would take the memory for it, and tell it as the title. */
Test(results_refused, a_length_beyond_the_file_takes_no_memory)
{
    struct synthetic made;
    synthetic_init(&made, 20);
    cr_assert_eq(synthetic_write(&made, path, &error), 0);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT), id = H5Dopen2(file, "scenario_title", H5P_DEFAULT);
    haddr_t at = H5Dget_offset(id);
    cr_assert(at != HADDR_UNDEF);
    H5Dclose(id);
    H5Fclose(file);
    size_t size;
    unsigned char *bytes = load(path, &size);
    bytes[at + 3] ^= 1 << 6; /* of the length, the first four bytes */
    store(path, bytes, size);
    cr_assert_eq(seal_put(path, &error), 0, "%s", error.text);
    refused(path, ERROR_FORMAT);
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    cr_expect_lt(used.ru_maxrss, 500L << 10, "%ld KB", used.ru_maxrss);
    free(bytes);
    synthetic_free(&made);
}
