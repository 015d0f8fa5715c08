/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_rows: reading parts of the large variables of an open results file.
 */
#include "analysis/results/results_parts.h"

#include <math.h>
#include <stdlib.h>

/* A part of a variable: `count` rows of the scenario from `first`, along axis 2 `width` items from `from`. */
static int read_part(const struct results *results, hid_t variable, hid_t native, const struct results_slice *slice,
                     void *values, struct error *error)
{
    hsize_t from[H5S_MAX_RANK] = {slice->scenario, slice->first, slice->from}, size[H5S_MAX_RANK];
    hid_t space = H5Dget_space(variable), memory = -1;
    int rank = space >= 0 ? H5Sget_simple_extent_dims(space, size, 0) : -1, status = -1;
    if (rank > 0) {
        size[0] = 1;
        size[1] = slice->count;
        if (rank > 2 && slice->width > 0)
            size[2] = slice->width;
        memory = H5Screate_simple(rank, size, 0);
        if (memory >= 0 && H5Sselect_hyperslab(space, H5S_SELECT_SET, from, 0, size, 0) >= 0 &&
            H5Dread(variable, native, memory, space, H5P_DEFAULT, values) >= 0)
            status = 0;
    }
    if (status != 0)
        file_error(error, ERROR_FORMAT, results->path, "not a sound results file, cannot be read");
    if (memory >= 0)
        H5Sclose(memory);
    if (space >= 0)
        H5Sclose(space);
    return status;
}

static int check_rows(const struct results *results, size_t scenario, size_t first, size_t count, struct error *error)
{
    const struct results_spec *spec = &results->spec;
    if (scenario >= spec->scenario_count || first > spec->replications || count > spec->replications - first)
        return error_set(error, ERROR_USAGE, "%s: no rows %zu + %zu of scenario %zu", results->path, first, count,
                         scenario);
    return 0;
}

void results_count(const struct results *results, enum outcome_name name, size_t rows)
{
    *results->unpacked += rows * results->layout.count[name] * outcome_type_size(outcome_fields[name].type);
}

size_t results_unpacked(const struct results *results)
{
    return *results->unpacked;
}

int results_read(const struct results *results, enum outcome_name name, const struct results_slice *slice, void *values,
                 struct error *error)
{
    const struct outcome_field *field = &outcome_fields[name];
    size_t items = field->rank > 0 ? results->layout.extent[field->dimension[0]] : 0;
    if (check_rows(results, slice->scenario, slice->first, slice->count, error) != 0)
        return -1;
    if (slice->from > items || slice->width > items - slice->from || (slice->width == 0 && slice->from > 0))
        return error_set(error, ERROR_USAGE, "%s: %s has no items %zu + %zu", results->path, field->name, slice->from,
                         slice->width);
    if (results->outcome[name] < 0 || slice->count == 0)
        return 0; /* an empty dimension: there is nothing to read */
    results_count(results, name, slice->count);
    return read_part(results, results->outcome[name], file_native(field->type), slice, values, error);
}

/* Adds the weights to the totals of their samplers, total[groups]. */
static int sum_weights(const struct results *results, size_t scenario, double total[], size_t groups,
                       struct error *error)
{
    enum { ROWS = 1024 };
    double weights[ROWS] = {0};
    size_t n = results->spec.replications;
    for (size_t first = 0; first < n; first += ROWS) {
        struct results_slice slice = {
            .scenario = scenario, .first = first, .count = n - first < ROWS ? n - first : ROWS};
        if (results_read(results, OUTCOME_WEIGHT, &slice, weights, error) != 0)
            return -1;
        for (size_t i = 0; i < slice.count; i++) {
            if (!(weights[i] >= 0) || isinf(weights[i]))
                return error_set(error, ERROR_FORMAT,
                                 "%s: not a sound results file: `weight` of replication %zu of scenario %s is %g",
                                 results->path, first + i, results->spec.scenarios[scenario].name, weights[i]);
            total[(first + i) / (n / groups)] += weights[i];
        }
    }
    return 0;
}

int results_check_weights(const struct results *results, struct error *error)
{
    size_t groups = results->spec.samplers > 0 ? results->spec.samplers : 1;
    double *total = calloc(groups, sizeof *total);
    int status = total ? 0 : error_set(error, ERROR_MEMORY, "%s: no memory for its weights", results->path);
    for (size_t s = 0; status == 0 && s < results->spec.scenario_count; s++) {
        for (size_t r = 0; r < groups; r++)
            total[r] = 0;
        status = sum_weights(results, s, total, groups, error);
        for (size_t r = 0; status == 0 && r < groups; r++)
            if (!(total[r] > 0) || isinf(total[r]))
                status =
                    error_set(error, ERROR_FORMAT, "%s: not a sound results file: the weights of scenario %s add to %g",
                              results->path, results->spec.scenarios[s].name, total[r]);
            else if (fabs(total[r] - total[0]) > 1e-6 * total[0])
                status = error_set(error, ERROR_FORMAT,
                                   "%s: not a sound results file: the samplers of scenario %s differ in weight",
                                   results->path, results->spec.scenarios[s].name);
    }
    free(total);
    return status;
}

int results_read_done(const struct results *results, size_t scenario, size_t first, size_t count, int16_t *done,
                      struct error *error)
{
    if (check_rows(results, scenario, first, count, error) != 0)
        return -1;
    if (results->done < 0 || count == 0)
        return 0;
    struct results_slice slice = {.scenario = scenario, .first = first, .count = count};
    return read_part(results, results->done, H5T_NATIVE_INT16, &slice, done, error);
}

int results_read_rows(const struct results *results, hid_t variable, hid_t native, size_t scenario, size_t first,
                      size_t count, void *values, struct error *error)
{
    if (check_rows(results, scenario, first, count, error) != 0)
        return -1;
    struct results_slice slice = {.scenario = scenario, .first = first, .count = count};
    return variable < 0 || count == 0 ? 0 : read_part(results, variable, native, &slice, values, error);
}

int results_read_probability(const struct results *results, size_t scenario, double *value, struct error *error)
{
    size_t count = results->spec.deadline_count;
    if (check_rows(results, scenario, 0, 0, error) != 0)
        return -1;
    struct results_slice slice = {.scenario = scenario, .count = count};
    for (size_t i = 0; i < 3 && count > 0; i++)
        if (read_part(results, results->probability[i], H5T_NATIVE_DOUBLE, &slice, value + i * count * READINGS,
                      error) != 0)
            return -1;
    return 0;
}

int results_read_critical_share(const struct results *results, size_t scenario, double *share, struct error *error)
{
    if (check_rows(results, scenario, 0, 0, error) != 0)
        return -1;
    struct results_slice slice = {.scenario = scenario, .count = results->spec.activity_count};
    if (slice.count == 0)
        return 0;
    return read_part(results, results->critical_share, H5T_NATIVE_DOUBLE, &slice, share, error);
}

int results_read_causes(const struct results *results, size_t scenario, float *values, struct error *error)
{
    if (check_rows(results, scenario, 0, 0, error) != 0)
        return -1;
    if (results->causes < 0)
        return error_set(error, ERROR_USAGE, "%s: has no %s", results->path, file_causes.name);
    struct results_slice slice = {.scenario = scenario, .count = results->spec.municipality_count};
    return read_part(results, results->causes, H5T_NATIVE_FLOAT, &slice, values, error);
}

int results_read_fan(const struct results *results, enum results_fan fan, size_t scenario, float *values,
                     struct error *error)
{
    if (check_rows(results, scenario, 0, 0, error) != 0)
        return -1;
    if (results->fan[fan] < 0)
        return error_set(error, ERROR_USAGE, "%s: has no %s", results->path, file_fan[fan].name);
    struct results_slice slice = {.scenario = scenario, .count = RESULTS_QUANTILES};
    return read_part(results, results->fan[fan], H5T_NATIVE_FLOAT, &slice, values, error);
}
