/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_pack: rows into the file. Whole chunks of a block are packed by several threads and handed to HDF5 as they
 * are to lie in the file, since its own filters work on one.
 */
#include "analysis/results/results_parts.h"
#include "sim/farm.h"

#include <stdlib.h>

struct chunk {
    hid_t variable;
    hsize_t from[FILE_RANK];
    const unsigned char *values;
    size_t bytes, item; /* of the values; of one of them */
    unsigned char *packed;
    size_t packed_bytes; /* room for so many, then what it took */
};

struct packing {
    struct chunk *chunk;
    size_t count, largest;
    unsigned char **shuffled; /* [threads][largest] */
};

static int pack(void *context, unsigned worker, size_t job, struct error *error)
{
    struct packing *packing = context;
    struct chunk *chunk = &packing->chunk[job];
    const struct filter_values values = {chunk->bytes, chunk->item};
    if (filter_pack(&values, chunk->values, packing->shuffled[worker], chunk->packed, &chunk->packed_bytes))
        return 0;
    return error_set(error, ERROR_MEMORY, "no memory to pack %zu bytes", chunk->bytes);
}

/* Rows of a chunk of the variable, if the block's are whole chunks of it and lie there as they do here; else 0. */
static size_t chunk_rows(const struct results_column *column, size_t rows)
{
    hsize_t size[FILE_RANK] = {0};
    hid_t creation = H5Dget_create_plist(column->variable), type = H5Dget_type(column->variable);
    bool whole = creation >= 0 && type >= 0 && H5Tequal(type, column->native) > 0 &&
                 H5Pget_chunk(creation, FILE_RANK, size) > 1 && rows % size[1] == 0;
    if (creation >= 0)
        H5Pclose(creation);
    if (type >= 0)
        H5Tclose(type);
    return whole ? (size_t)size[1] : 0;
}

/* Adds a column's chunks, of so many rows each. */
static bool add_chunks(struct packing *packing, const struct results_column *column, size_t scenario, size_t start,
                       size_t rows, size_t each)
{
    struct chunk *more = realloc(packing->chunk, (packing->count + rows / each) * sizeof *more);
    if (!more)
        return false;
    packing->chunk = more;
    for (size_t row = 0; row < rows; row += each) {
        struct chunk *chunk = &packing->chunk[packing->count++];
        *chunk = (struct chunk){.variable = column->variable,
                                .from = {scenario, start + row},
                                .values = (const unsigned char *)column->values + row * column->row_bytes,
                                .bytes = each * column->row_bytes,
                                .item = H5Tget_size(column->native)};
        chunk->packed_bytes = filter_room(chunk->bytes);
        chunk->packed = malloc(chunk->packed_bytes);
        packing->largest = chunk->bytes > packing->largest ? chunk->bytes : packing->largest;
        if (!chunk->packed)
            return false;
    }
    return true;
}

static bool take_rooms(struct packing *packing, unsigned threads)
{
    packing->shuffled = calloc(threads, sizeof *packing->shuffled);
    for (unsigned t = 0; packing->shuffled && t < threads; t++)
        if (!(packing->shuffled[t] = malloc(packing->largest + 1)))
            return false;
    return packing->shuffled;
}

static void free_packing(struct packing *packing, unsigned threads)
{
    for (size_t c = 0; c < packing->count; c++)
        free(packing->chunk[c].packed);
    for (unsigned t = 0; packing->shuffled && t < threads; t++)
        free(packing->shuffled[t]);
    free(packing->chunk);
    free(packing->shuffled);
}

static int write_chunks(struct results_writer *writer, const struct packing *packing, struct error *error)
{
    int status = 0;
    for (size_t c = 0; c < packing->count && status == 0; c++) {
        const struct chunk *chunk = &packing->chunk[c];
        status = H5Dwrite_chunk(chunk->variable, H5P_DEFAULT, 0, chunk->from, chunk->packed_bytes, chunk->packed) < 0;
    }
    if (netcdf_check(&writer->netcdf, error) != 0)
        return -1;
    return status == 0 ? 0 : file_error(error, ERROR_IO, writer->temporary, "cannot write");
}

int results_put(struct results_writer *writer, hid_t variable, hid_t native, size_t scenario, size_t start, size_t rows,
                const void *values, struct error *error)
{
    if (variable < 0)
        return 0;
    hid_t space = H5Dget_space(variable), memory = -1;
    hsize_t size[FILE_RANK] = {0}, from[FILE_RANK] = {scenario, start};
    int rank = space >= 0 ? H5Sget_simple_extent_dims(space, size, 0) : -1, status = -1;
    if (rank > 1) {
        size[0] = 1;
        size[1] = rows;
        memory = H5Screate_simple(rank, size, 0);
        if (memory >= 0 && H5Sselect_hyperslab(space, H5S_SELECT_SET, from, 0, size, 0) >= 0 &&
            H5Dwrite(variable, native, memory, space, H5P_DEFAULT, values) >= 0)
            status = 0;
    }
    if (netcdf_check(&writer->netcdf, error) != 0)
        status = -1;
    else if (status != 0)
        file_error(error, ERROR_IO, writer->temporary, "cannot write");
    if (memory >= 0)
        H5Sclose(memory);
    if (space >= 0)
        H5Sclose(space);
    return status;
}

int results_put_columns(struct results_writer *writer, const struct results_column column[], size_t count, size_t start,
                        size_t rows, struct error *error)
{
    struct packing packing = {0};
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        if (column[i].variable < 0)
            continue;
        size_t each = chunk_rows(&column[i], rows);
        if (each == 0)
            status = results_put(writer, column[i].variable, column[i].native, writer->scenario, start, rows,
                                 column[i].values, error);
        else if (!add_chunks(&packing, &column[i], writer->scenario, start, rows, each))
            status = error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    }
    unsigned threads = packing.count < writer->threads ? (unsigned)packing.count : writer->threads;
    if (status == 0 && packing.count > 0 && !take_rooms(&packing, threads))
        status = error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    if (status == 0 && packing.count > 0)
        status = farm_run(&(struct farm){packing.count, threads, &packing, pack, 0, 0}, error);
    if (status == 0)
        status = write_chunks(writer, &packing, error);
    free_packing(&packing, threads);
    return status;
}
