/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_parts: what the writer and the reader of results files share. Private to analysis/results*.c.
 *
 * Each takes only from those before it: results (what is in a file), results_seal, results_disk and results_filter,
 * results_netcdf, results_input, results_rows and results_trial, results_walk, results_define and results_read,
 * results_write, results_cards.
 *
 * The tables below say once which lists of the spec lie where in the file; writing and reading both walk them.
 */
#ifndef FMKSIM_ANALYSIS_RESULTS_PARTS_H
#define FMKSIM_ANALYSIS_RESULTS_PARTS_H

#include "analysis/results/results.h"

#include <hdf5.h>
#include <stddef.h>

#define RESULTS_FORMAT "fmksim results 1" /* the attribute `format`; the number changes when readers must know */

enum file_dimension {
    DIM_SCENARIO,
    DIM_REPLICATION,
    DIM_MUNICIPALITY,
    DIM_MILESTONE,
    DIM_WEEK,
    DIM_DEADLINE,
    DIM_READING,
    DIM_RESOURCE,
    DIM_CAUSE,
    DIM_ACTIVITY,
    DIM_REGION,
    DIM_VENDOR,
    DIM_PARAMETER,
    DIM_QUANTILE,
    FILE_DIMENSIONS
};
enum { FILE_RANK = 4 }; /* dimensions of a variable at most */

const char *file_dimension_name(enum file_dimension dimension);
size_t file_extent(const struct results_spec *spec, enum file_dimension dimension);
void file_extent_set(struct results_spec *spec, enum file_dimension dimension, size_t extent);
enum file_dimension file_dimension_of(enum outcome_dimension dimension);

/* A variable: its name and dimensions. A variable along an empty dimension is not in the file. */
struct file_variable {
    const char *name;
    int rank;
    enum file_dimension dimension[FILE_RANK];
    const char *units, *meaning; /* units as in outcome.h */
};
bool file_variable_exists(const struct results_spec *spec, const struct file_variable *variable);

struct file_variable file_outcome(enum outcome_name name);
extern const struct file_variable file_done, file_critical_share, file_cards, file_causes, file_probability[3],
    file_fan[FANS];

/* Strings along a dimension: the member at `member` of the items, `stride` bytes each, of the list at `list` in the
 * spec. The first label of a dimension whose name is the dimension's is its coordinate. */
struct file_label {
    const char *name;
    enum file_dimension dimension;
    size_t list, stride, member;
    const char *meaning;
    const char *fallback; /* where the spec has no such list, or a file from before has no such label; null: it must */
};
extern const struct file_label file_labels[];
extern const size_t file_label_count;

/* String attributes of the file, at `member` of the spec. */
struct file_attribute {
    const char *name;
    size_t member;
    bool optional; /* not in the file if there is nothing to say */
};
extern const struct file_attribute file_attributes[];
extern const size_t file_attribute_count;

/* Reading: every list that has a length, with the size of its items. */
struct file_list {
    enum file_dimension dimension;
    size_t list, stride;
};
extern const struct file_list file_lists[];
extern const size_t file_list_count;

/* Type in the file (little endian, IEEE) of an outcome field. */
hid_t file_type(enum outcome_type type);
hid_t file_native(enum outcome_type type); /* in memory */

/* A new variable-length UTF-8 string type; the caller closes it. */
hid_t file_string_type(void);

/* Sets the error, HDF5's innermost message behind it. Returns -1. */
int file_error(struct error *error, enum error_code code, const char *path, const char *what);

/* Keeps HDF5 from printing; for the calling thread. */
void file_silence(void);

/* ---- the seal: a checksum behind the HDF5 data ---- */

enum { SEAL_SIZE = 16 };
enum seal { SEAL_NONE, SEAL_WHOLE, SEAL_BROKEN, SEAL_UNREAD };
int seal_put(const char *path, struct error *error);
enum seal seal_check(int file, size_t size);

/* Registers the writer's file driver; its driver info is an int * where errno goes. Given back with H5FDunregister. */
hid_t disk_register(void);

/* ---- netCDF-4's conventions, for the writer ---- */

/* That axis `axis` of the variable `variable` uses a scale: the record of the scale's REFERENCE_LIST. */
struct netcdf_use {
    hobj_ref_t variable;
    int32_t axis;
};

struct netcdf {
    hid_t file, driver;
    int *failure;     /* errno of the first write that failed; of an own allocation, for the driver to point to */
    const char *path; /* for messages */
    hid_t string;     /* type */
    size_t extent[FILE_DIMENSIONS];
    bool made[FILE_DIMENSIONS]; /* its scale exists */
    struct netcdf_use *uses[FILE_DIMENSIONS];
    size_t use_count[FILE_DIMENSIONS];
};

/* Fills the file at `path`, which exists and is empty; the text must outlive it. */
int netcdf_create(struct netcdf *netcdf, const char *path, struct error *error);

/* A new dataset along the variable's dimensions, named like it; along a dimension of the same name it becomes the
 * scale. `chunk`: null for a contiguous one, else one size an axis, compressed. Returns its id, or -1. */
hid_t netcdf_define(struct netcdf *netcdf, const struct file_variable *variable, hid_t type, const hsize_t chunk[],
                    struct error *error);

/* Attributes of an object; an empty text is left out. */
int netcdf_text(struct netcdf *netcdf, hid_t object, const char *name, const char *text, struct error *error);
int netcdf_number(struct netcdf *netcdf, hid_t object, const char *name, hid_t type, const void *value,
                  struct error *error);

/* Tells the error if a write has failed, which HDF5 does not know. */
int netcdf_check(const struct netcdf *netcdf, struct error *error);

/* Writes the scales' lists of users and closes the file; frees in any case. */
int netcdf_close(struct netcdf *netcdf, bool complete, struct error *error);

/* ---- what a chunk goes through ---- */

/* So many bytes of values, each of so many. */
struct filter_values {
    size_t bytes, item;
};

/* Packs `from`; *packed_bytes is the room, filter_room() at least, then what was taken. `shuffled` has room for the
 * values. False: no memory. Any thread. */
size_t filter_room(size_t bytes);
bool filter_pack(const struct filter_values *values, const unsigned char *from, unsigned char *shuffled,
                 unsigned char *packed, size_t *packed_bytes);

/* Unpacks, and gives the first `take` values. False: it is broken, or no memory. */
bool filter_unpack(const struct filter_values *values, const unsigned char *packed, size_t packed_bytes,
                   unsigned char *shuffled, size_t take, unsigned char *to);

/* ---- the writer's halves ---- */

struct results_writer {
    const struct results_spec *spec;
    struct outcome_layout layout;
    struct output *output;
    const char *path, *temporary; /* the output's name, and the one it is written under */
    struct netcdf netcdf;
    hid_t outcome[OUTCOME_FIELDS], done, critical_share, cards, causes, probability[3], fan[FANS]; /* -1: not there */

    unsigned threads;                      /* that pack */
    size_t block;                          /* rows of a block: a multiple of every chunk */
    unsigned char *column[OUTCOME_FIELDS]; /* the block, field by field */
    int16_t *done_column;
    unsigned char *kept;              /* [block][deadlines], a bit for each reading */
    size_t filled, scenario, written; /* rows in the block; of this scenario, rows taken so far */
    bool *fans_written;               /* [scenario] */
    size_t *cards_written;            /* [scenario] rows of the municipalities' cards */

    /* sums over the replications of the scenario */
    double weight, weight_square;
    double *hits;                      /* [deadline][reading] weight of those in time */
    double *critical;                  /* [activity] */
    size_t groups;                     /* the samplers, or 1 */
    double *group_weight, *group_hits; /* [groups], [groups][deadline][reading] */
};

/* Probabilities of a scenario and their intervals into value[3][deadline][reading]; NaN: makes no sense. */
int results_judge(const struct results_writer *writer, double value[], struct error *error);

/* Coordinates, labels, attributes and the empty variables. */
int results_define(struct results_writer *writer, struct error *error);
size_t results_chunk_rows(const struct results_spec *spec, size_t row_bytes);

/* Rows start … start + rows - 1 of the scenario, from a buffer of whole rows. */
int results_put(struct results_writer *writer, hid_t variable, hid_t native, size_t scenario, size_t start, size_t rows,
                const void *values, struct error *error);

/* A variable's rows of a block, of row_bytes each. */
struct results_column {
    hid_t variable, native; /* variable: -1: it is not there */
    const void *values;
    size_t row_bytes;
};

/* The same of many variables and the scenario at work; whole chunks are packed by the writer's threads. */
int results_put_columns(struct results_writer *writer, const struct results_column column[], size_t count, size_t start,
                        size_t rows, struct error *error);

/* Whether the headline is a deadline of the file, and is there where deadlines are. */
static inline bool results_has_headline(const struct results_spec *spec)
{
    return spec->deadline_count == 0 ? spec->headline == -1
                                     : spec->headline >= 0 && (size_t)spec->headline < spec->deadline_count;
}

/* ---- the reader ---- */

/* ERROR_FORMAT unless weights are finite, not negative, and not all 0 in any scenario: answers divide by their sum. */
int results_check_weights(const struct results *results, struct error *error);

/* Adds to results_unpacked(). */
void results_count(const struct results *results, enum outcome_name name, size_t rows);

/* Whole rows of one scenario of a variable that is there. */
int results_read_rows(const struct results *results, hid_t variable, hid_t native, size_t scenario, size_t first,
                      size_t count, void *values, struct error *error);

/* Calls `reading`, which fills the results, in a child process and tells whether that ends: ERROR_FORMAT if the child
 * crashes, ERROR_IO if there can be none. */
typedef int results_reading_of(struct results *results, struct error *error);
int results_trial(struct results *results, results_reading_of *reading, struct error *error);

struct piece { /* of the spec's memory */
    struct piece *next;
    max_align_t bytes[];
};

struct results {
    struct results_spec spec;
    struct outcome_layout layout;
    char *path;
    hid_t file, string;
    hsize_t file_size;
    struct piece *pieces; /* all memory of the spec */
    size_t *unpacked;     /* one, which counts up: bytes of the outcome's values */
    hid_t outcome[OUTCOME_FIELDS], done, critical_share, cards, causes, probability[3], fan[FANS]; /* -1: not there */
};

/* ---- one thing of a file at a time, none of it trusted (results_input.c) ---- */

/* ERROR_FORMAT: `name` is not what it should be; or HDF5 cannot read on. -1. */
int input_broken(const struct results *results, struct error *error, const char *name, const char *what);
int input_unreadable(const struct results *results, struct error *error);

/* Zeroed memory as long-lived as the results; null: ERROR_MEMORY. */
void *input_take(struct results *results, size_t count, size_t size, struct error *error);

/* A string attribute into *text, owned by the results; "" if there is none. A number's must be there. */
int input_text(struct results *results, const char *name, const char **text, struct error *error);
int input_number(struct results *results, const char *name, hid_t type, void *value, struct error *error);

/* Opens a dataset that lies in this file: no other is opened by way of it, and no filter loaded that a stranger chose.
 * -1 on failure. */
hid_t input_dataset(const struct results *results, const char *name, struct error *error);

/* Opens a dataset and checks its type and extents against the spec. -1 on failure. */
hid_t input_open(struct results *results, const struct file_variable *variable, hid_t type, struct error *error);

/* The whole of a contiguous variable; its bytes must lie within the file. */
int input_all(struct results *results, const struct file_variable *variable, hid_t type, hid_t native, void *values,
              struct error *error);

/* The extent of a dimension is that of its coordinate; a dimension that is not there is empty. */
int input_extent(struct results *results, enum file_dimension dimension, struct error *error);

/* Values along one dimension, owned by the results; null on failure. */
const char **input_strings(struct results *results, const struct file_variable *variable, struct error *error);
int32_t *input_int32(struct results *results, const char *name, enum file_dimension dimension, struct error *error);

/* A label of the spec's lists, or its fallback where an older file has none. */
int input_label(struct results *results, const struct file_label *label, struct error *error);

#endif
