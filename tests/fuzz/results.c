/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results: a results file is refused, or everything in it can be read, whatever another program has changed in it.
 *
 * HDF5 1.10 itself does not survive broken bytes, so no byte reaches it before the seal is checked; that is tried
 * with the input as the file. A forged seal is beyond what the file promises. Then the input is a list of changes that
 * are made to a sound file through HDF5 and sealed: objects that are gone, of other types and shapes, other values.
 */
#include "analysis/answers/summary.h"
#include "analysis/results/results_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

enum { NAMES = 128, FILE_MOST = 1 << 20 };

static char folder[] = "/dev/shm/fmksim-fuzz-XXXXXX", path[64], sound_path[64];
static uint8_t *sound; /* the file without its seal */
static size_t sound_size;
static char names[NAMES][64]; /* datasets, then attributes of the file */
static size_t datasets, name_count;

/* ---- a sound file ---- */

static const struct results_named named[] = {{"one", "The one"}, {"two", "The other"}};
static const struct results_municipality sites[] = {
    {101, "København", 0}, {147, "Frederiksberg", 0}, {751, "Aarhus", 1}};
static const char *const regions[] = {"Hovedstaden", "Midtjylland"};
static const struct results_deadline deadlines[] = {{"end-2015", 16800, 0, 7}, {"mid-2016", 16982, 1, 3}};
static const struct results_parameter parameters[] = {{"uptake.peak", "1", "F1"}};
static const struct results_spec spec = {.title = "fuzz",
                                         .words = {"", "a card, cards, et kort, kort", ""},
                                         .configuration = "a = 1;\n",
                                         .configuration_hash = "00",
                                         .command = "fmksim",
                                         .version = "1",
                                         .commit = "c",
                                         .compiler = "cc",
                                         .created = "2024-01-01T00:00:00Z",
                                         .replication_0 = "11",
                                         .seed = 1,
                                         .epoch = 15706,
                                         .horizon = 1500,
                                         .monday = 6,
                                         .headline = 0,
                                         .cards_expected = 100,
                                         .replications = 6,
                                         .shard_of = 12,
                                         .card_replications = 2,
                                         .weeks = 20,
                                         .scenario_count = 2,
                                         .municipality_count = 3,
                                         .region_count = 2,
                                         .vendor_count = 2,
                                         .milestone_count = 2,
                                         .deadline_count = 2,
                                         .resource_count = 2,
                                         .cause_count = 2,
                                         .activity_count = 2,
                                         .parameter_count = 1,
                                         .scenarios = named,
                                         .vendors = named,
                                         .milestones = named,
                                         .resources = named,
                                         .causes = named,
                                         .activities = named,
                                         .municipalities = sites,
                                         .regions = regions,
                                         .deadlines = deadlines,
                                         .parameters = parameters};

static void make_file(void)
{
    const struct outcome_layout layout = results_layout(&spec);
    struct results_writer *writer;
    int32_t cards[2 * 3 * 20] = {0};
    unsigned char *records = calloc(6, layout.size);
    if (!records || results_create(&writer, sound_path, &spec, 0) != 0)
        abort();
    for (size_t i = 0; i < 6; i++) {
        float *dates = outcome_at(&layout, records + i * layout.size, OUTCOME_MUNICIPALITY_DATE);
        for (int k = 0; k < 6; k++)
            dates[k] = 900 + 50 * (float)(i + (size_t)k);
        *(double *)outcome_at(&layout, records + i * layout.size, OUTCOME_WEIGHT) = 1;
    }
    for (size_t s = 0; s < 2; s++)
        if (results_write(writer, s, 0, 6, records, 0) != 0 || results_write_cards(writer, s, 0, 2, cards, 0) != 0)
            abort();
    if (results_commit(writer, 0) != 0)
        abort();
    free(records);
}

static herr_t add_dataset(hid_t group, const char *name, const H5L_info_t *info, void *context)
{
    (void)group;
    (void)info;
    (void)context;
    if (name_count < NAMES)
        snprintf(names[name_count++], sizeof *names, "%s", name);
    return 0;
}

static herr_t add_attribute(hid_t group, const char *name, const H5A_info_t *info, void *context)
{
    (void)info;
    return add_dataset(group, name, 0, context);
}

static void tidy(void)
{
    unlink(path);
    unlink(sound_path);
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    file_silence();
    if (!mkdtemp(folder) || atexit(tidy) != 0)
        abort();
    snprintf(path, sizeof path, "%s/a.h5", folder);
    snprintf(sound_path, sizeof sound_path, "%s/sound.h5", folder);
    make_file();
    hid_t file = H5Fopen(sound_path, H5F_ACC_RDONLY, H5P_DEFAULT);
    H5Literate(file, H5_INDEX_NAME, H5_ITER_INC, 0, add_dataset, 0);
    datasets = name_count;
    H5Aiterate2(file, H5_INDEX_NAME, H5_ITER_INC, 0, add_attribute, 0);
    H5Fclose(file);
    FILE *made = fopen(sound_path, "rb");
    sound = malloc(FILE_MOST);
    if (datasets < 30 || name_count < datasets + 10 || !made || !sound)
        abort();
    sound_size = fread(sound, 1, FILE_MOST, made) - SEAL_SIZE;
    fclose(made);
    return 0;
}

/* ---- changes ---- */

static void change_values(hid_t file, const char *name, const uint8_t *bytes, size_t size)
{
    hid_t id = H5Dopen2(file, name, H5P_DEFAULT), type = id >= 0 ? H5Dget_type(id) : -1;
    hid_t space = id >= 0 ? H5Dget_space(id) : -1;
    hssize_t count = space >= 0 ? H5Sget_simple_extent_npoints(space) : 0;
    if (count > 1 << 20)
        count = 0; /* change_shape() made it huge: to fill it would break the harness, not the reader */
    if (count > 0 && type >= 0 && H5Tget_class(type) != H5T_STRING) {
        size_t item = H5Tget_size(type);
        uint8_t *values = calloc((size_t)count, item);
        if (!values)
            abort();
        for (size_t i = 0; size > 0 && i < (size_t)count * item; i++)
            values[i] = bytes[i % size];
        H5Dwrite(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
        free(values);
    } else if (count > 0) {
        char text[64];
        snprintf(text, sizeof text, "%.*s", (int)(size < 60 ? size : 60), (const char *)bytes);
        const char **texts = calloc((size_t)count, sizeof *texts);
        for (hssize_t i = 0; texts && i < count; i++)
            texts[i] = text;
        H5Dwrite(id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts);
        free(texts);
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(id);
}

/* Another type and shape under the same name. */
static void change_shape(hid_t file, const char *name, const uint8_t *bytes, size_t size)
{
    static const hsize_t sizes[] = {0, 1, 2, 3, 5, 6, 20, 1u << 20, 1u << 31};
    hid_t types[] = {H5T_IEEE_F32LE, H5T_STD_I32LE, H5T_STD_U8LE, H5T_IEEE_F64LE, H5T_STD_I16LE};
    hsize_t extent[4];
    int rank = size > 1 ? bytes[1] % 4 + 1 : 1;
    for (int r = 0; r < rank; r++)
        extent[r] = sizes[(size > (size_t)r + 2 ? bytes[r + 2] : 1) % (sizeof sizes / sizeof *sizes)];
    H5Ldelete(file, name, H5P_DEFAULT);
    hid_t space = H5Screate_simple(rank, extent, 0);
    hid_t id =
        H5Dcreate2(file, name, types[(size > 0 ? bytes[0] : 0) % 5], space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (id >= 0)
        H5Dclose(id);
    H5Sclose(space);
}

static void change_attribute(hid_t file, const char *name, const uint8_t *bytes, size_t size)
{
    hid_t id = H5Aopen(file, name, H5P_DEFAULT), type = id >= 0 ? H5Aget_type(id) : -1;
    char text[64] = "";
    uint64_t number[4] = {0};
    if (type >= 0 && H5Tis_variable_str(type) > 0) {
        const char *one = text;
        snprintf(text, sizeof text, "%.*s", (int)(size < 60 ? size : 60), (const char *)bytes);
        H5Awrite(id, type, &one);
    } else if (type >= 0 && H5Tget_size(type) <= sizeof number) {
        memcpy(number, bytes, size < sizeof number ? size : sizeof number);
        H5Awrite(id, type, number);
    }
    H5Tclose(type);
    H5Aclose(id);
}

/* A change: which object, what, length, bytes. */
static void make_changes(const uint8_t *bytes, size_t size)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    for (int done = 0; size >= 3 && done < 4; done++) {
        size_t which = bytes[0] % name_count, length = bytes[2] < size - 3 ? bytes[2] : size - 3;
        const char *name = names[which];
        const uint8_t *more = bytes + 3;
        if (which >= datasets && H5Aexists(file, name) > 0) {
            if (bytes[1] % 4 == 0)
                H5Adelete(file, name);
            else
                change_attribute(file, name, more, length);
        } else if (which < datasets && H5Lexists(file, name, H5P_DEFAULT) > 0) {
            if (bytes[1] % 4 == 0)
                H5Ldelete(file, name, H5P_DEFAULT);
            else if (bytes[1] % 4 == 1)
                change_shape(file, name, more, length);
            else
                change_values(file, name, more, length);
        }
        bytes += 3 + length;
        size -= 3 + length;
    }
    H5Fclose(file);
}

/* ---- reading ---- */

static void store(const uint8_t *bytes, size_t size)
{
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size || close(file) != 0)
        abort();
}

static void read_cards(const struct results *results)
{
    const struct results_spec *found = results_spec(results);
    int32_t *cards = calloc(found->card_replications * found->municipality_count * found->weeks + 1, sizeof *cards);
    if (cards)
        (void)results_read_cards(results, 0, 0, found->card_replications, cards, 0);
    free(cards);
}

static void read_file(bool must_refuse)
{
    struct results *results;
    struct summary summary;
    struct error error = {0};
    if (results_open(&results, path, &error) == 0) {
        if (must_refuse)
            abort();
        read_cards(results);
        results_close(results);
        bool summed = summary_of(&summary, path, &error) == 0 && summary_risk(&summary, &error) == 0;
        json_t *json = summed ? summary_json(&summary) : 0;
        json_decref(json);
        summary_free(&summary);
    }
    H5Eclear2(H5E_DEFAULT);
    if (error.code != ERROR_NONE && error.text[0] == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    store(bytes, size);
    int file = open(path, O_RDONLY);
    bool sealed = seal_check(file, size) == SEAL_WHOLE;
    close(file);
    if (!sealed)
        read_file(true);

    store(sound, sound_size);
    make_changes(bytes, size);
    if (seal_put(path, 0) != 0)
        abort();
    read_file(false);
    return 0;
}
