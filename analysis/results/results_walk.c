/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_walk: all rows of a scenario in their order, each field read once for all who want to see it.
 *
 * Unpacking is most of it, and HDF5 does it in one thread. So chunks are taken from the file as they lie there and
 * unpacked by all processors, while those who asked see the block before. What lies there in another way than this
 * version writes it, or cannot be unpacked, is left to HDF5.
 */
#include "analysis/results/results_parts.h"
#include "sim/farm.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 1024 }; /* of a block: a multiple of the rows of any chunk that this version writes in a large file */

struct chunk {
    size_t field;          /* of the walk */
    size_t row, rows;      /* of the block */
    unsigned char *packed; /* [room] */
    size_t packed_bytes, room;
    bool broken;
};

struct field {
    enum outcome_name name;
    size_t row_bytes, item;
    size_t chunk_rows; /* 0: not packed as this version packs */
    unsigned char *block[2];
};

struct walk {
    const struct results *results;
    const struct results_walker *walker;
    size_t scenario, walkers, fields, chunks, largest;
    struct field field[OUTCOME_FIELDS];
    size_t of[OUTCOME_FIELDS]; /* place of an outcome's field in the list */
    struct chunk *chunk;
    unsigned char **shuffled; /* [threads][largest] */
    unsigned threads;
    unsigned at; /* the half of each field's blocks that is being filled; the other one is being seen */
    size_t seen, seen_rows;
};

/* ---- how it lies there ---- */

static bool packed_as_ours(hid_t creation)
{
    static const H5Z_filter_t ours[] = {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32};
    bool same = H5Pget_nfilters(creation) == 3;
    for (unsigned i = 0; same && i < 3; i++) {
        size_t values = 0;
        unsigned flags, config;
        same = H5Pget_filter2(creation, i, &flags, &values, 0, 0, 0, &config) == ours[i];
    }
    return same;
}

/* Rows of a chunk of whole rows, so many of which make a block; else 0. */
static size_t chunk_rows(const struct walk *walk, enum outcome_name name, size_t row_bytes)
{
    hid_t variable = walk->results->outcome[name];
    hsize_t size[H5S_MAX_RANK] = {0}, rows = 0;
    hid_t creation = H5Dget_create_plist(variable), type = H5Dget_type(variable);
    size_t item = outcome_type_size(outcome_fields[name].type);
    if (creation >= 0 && type >= 0 && H5Tequal(type, file_native(outcome_fields[name].type)) > 0 &&
        packed_as_ours(creation)) {
        int rank = H5Pget_chunk(creation, H5S_MAX_RANK, size);
        hsize_t bytes = item;
        for (int r = 2; r < rank && bytes <= row_bytes; r++)
            bytes *= size[r];
        if (rank > 1 && size[0] == 1 && bytes == row_bytes && size[1] > 0 && ROWS % size[1] == 0)
            rows = size[1];
    }
    if (creation >= 0)
        H5Pclose(creation);
    if (type >= 0)
        H5Tclose(type);
    return (size_t)rows;
}

static int no_memory(const struct walk *walk, struct error *error)
{
    return error_set(error, ERROR_MEMORY, "no memory to read %s", walk->results->path);
}

/* The field's own place; further walkers share it. */
static int add_field(struct walk *walk, enum outcome_name name, struct error *error)
{
    struct field *field = &walk->field[walk->fields];
    size_t item = outcome_type_size(outcome_fields[name].type), n = walk->results->spec.replications;
    for (size_t f = 0; f < walk->fields; f++)
        if (walk->field[f].name == name)
            return 0;
    walk->of[name] = walk->fields++;
    *field = (struct field){.name = name, .row_bytes = walk->results->layout.count[name] * item, .item = item};
    size_t rows = n < ROWS ? n : ROWS;
    for (int half = 0; half < 2; half++)
        if (!(field->block[half] = calloc(rows * field->row_bytes + 1, 1)))
            return no_memory(walk, error);
    if (walk->results->outcome[name] < 0 || n < ROWS || field->row_bytes == 0)
        return 0;
    field->chunk_rows = chunk_rows(walk, name, field->row_bytes);
    walk->chunks += field->chunk_rows > 0 ? ROWS / field->chunk_rows : 0;
    if (field->chunk_rows * field->row_bytes > walk->largest)
        walk->largest = field->chunk_rows * field->row_bytes;
    return 0;
}

static int walk_init(struct walk *walk, struct error *error)
{
    for (size_t w = 0; w < walk->walkers; w++)
        if (add_field(walk, walk->walker[w].field, error) != 0)
            return -1;
    walk->threads = walk->chunks > 0 ? farm_processors() : 1;
    walk->threads = walk->threads < walk->chunks + 1 ? walk->threads : (unsigned)walk->chunks + 1;
    walk->chunk = calloc(walk->chunks + 1, sizeof *walk->chunk);
    walk->shuffled = calloc(walk->threads, sizeof *walk->shuffled);
    for (unsigned t = 0; walk->shuffled && t < walk->threads; t++)
        if (!(walk->shuffled[t] = malloc(walk->largest + 1)))
            return no_memory(walk, error);
    return walk->chunk && walk->shuffled ? 0 : no_memory(walk, error);
}

static void walk_free(struct walk *walk)
{
    for (size_t f = 0; f < walk->fields; f++)
        for (int half = 0; half < 2; half++)
            free(walk->field[f].block[half]);
    for (size_t c = 0; walk->chunk && c < walk->chunks; c++)
        free(walk->chunk[c].packed);
    for (unsigned t = 0; walk->shuffled && t < walk->threads; t++)
        free(walk->shuffled[t]);
    free(walk->chunk);
    free(walk->shuffled);
}

/* ---- one block ---- */

static int read_rows(const struct walk *walk, const struct field *field, size_t first, size_t rows, struct error *error)
{
    const struct results_slice slice = {.scenario = walk->scenario, .first = first, .count = rows};
    return results_read(walk->results, field->name, &slice, field->block[walk->at], error);
}

static bool take_chunk(const struct walk *walk, struct chunk *chunk, size_t first)
{
    hid_t variable = walk->results->outcome[walk->field[chunk->field].name];
    hsize_t from[H5S_MAX_RANK] = {walk->scenario, first + chunk->row}, bytes = 0;
    uint32_t left_out = 0;
    if (H5Dget_chunk_storage_size(variable, from, &bytes) < 0 || bytes == 0 ||
        bytes > filter_room(walk->field[chunk->field].chunk_rows * walk->field[chunk->field].row_bytes))
        return false;
    if (bytes > chunk->room) {
        free(chunk->packed);
        chunk->packed = malloc(bytes);
        chunk->room = chunk->packed ? (size_t)bytes : 0;
        if (!chunk->packed)
            return false;
    }
    chunk->packed_bytes = (size_t)bytes;
    return H5Dread_chunk(variable, H5P_DEFAULT, from, &left_out, chunk->packed) >= 0 && left_out == 0;
}

/* The chunks of a block, packed; a field that has none is read at once. */
static int take_block(struct walk *walk, size_t first, size_t rows, size_t *count, struct error *error)
{
    *count = 0;
    for (size_t f = 0; f < walk->fields; f++) {
        struct field *field = &walk->field[f];
        bool whole = field->chunk_rows > 0;
        size_t before = *count;
        for (size_t row = 0; whole && row < rows; row += field->chunk_rows) {
            struct chunk *chunk = &walk->chunk[(*count)++];
            chunk->field = f;
            chunk->row = row;
            chunk->rows = rows - row < field->chunk_rows ? rows - row : field->chunk_rows;
            chunk->broken = false;
            whole = take_chunk(walk, chunk, first);
        }
        if (whole) {
            results_count(walk->results, field->name, rows);
            continue;
        }
        *count = before;
        H5Eclear2(H5E_DEFAULT);
        if (read_rows(walk, field, first, rows, error) != 0)
            return -1;
    }
    return 0;
}

static void see(const struct walk *walk)
{
    for (size_t w = 0; w < walk->walkers && walk->seen_rows > 0; w++) {
        const struct results_walker *walker = &walk->walker[w];
        walker->take(walker->context, walk->field[walk->of[walker->field]].block[!walk->at], walk->seen,
                     walk->seen_rows);
    }
}

/* Job 0: the block before is seen. */
static int work(void *context, unsigned worker, size_t job, struct error *error)
{
    struct walk *walk = context;
    (void)error;
    if (job == 0) {
        see(walk);
        return 0;
    }
    struct chunk *chunk = &walk->chunk[job - 1];
    const struct field *field = &walk->field[chunk->field];
    const struct filter_values values = {field->chunk_rows * field->row_bytes, field->item};
    chunk->broken = !filter_unpack(&values, chunk->packed, chunk->packed_bytes, walk->shuffled[worker],
                                   chunk->rows * (field->row_bytes / field->item),
                                   field->block[walk->at] + chunk->row * field->row_bytes);
    return 0;
}

static int walk_block(struct walk *walk, size_t first, size_t rows, struct error *error)
{
    size_t count;
    int status = take_block(walk, first, rows, &count, error);
    if (status == 0 && count == 0)
        see(walk);
    else if (status == 0)
        status = farm_run(&(struct farm){count + 1, walk->threads, walk, work, 0, 0}, error);
    for (size_t c = 0; status == 0 && c < count; c++)
        if (walk->chunk[c].broken)
            status = read_rows(walk, &walk->field[walk->chunk[c].field], first, rows, error);
    walk->seen = first;
    walk->seen_rows = rows;
    walk->at = !walk->at;
    return status;
}

int results_walk(const struct results *results, size_t scenario, const struct results_walker walker[], size_t count,
                 struct error *error)
{
    struct walk walk = {.results = results, .scenario = scenario, .walker = walker, .walkers = count};
    size_t n = results->spec.replications;
    int status = walk_init(&walk, error);
    for (size_t first = 0; status == 0 && first < n; first += ROWS)
        status = walk_block(&walk, first, n - first < ROWS ? n - first : ROWS, error);
    if (status == 0)
        see(&walk);
    walk_free(&walk);
    return status;
}
