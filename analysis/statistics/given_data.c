/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * given_data: sensitivity measures from given data.
 */
#include "analysis/statistics/given_data.h"

#include "sim/stream.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* ---- classes ---- */

static size_t count_distinct(const double x[], const size_t order[], size_t n, size_t most)
{
    size_t distinct = n > 0;
    for (size_t i = 1; i < n && distinct <= most; i++)
        distinct += x[order[i]] != x[order[i - 1]];
    return distinct;
}

int given_classes(const double x[], size_t n, size_t wanted, uint32_t class[], size_t *classes, struct error *error)
{
    size_t *order = malloc((n + 1) * sizeof *order);
    *classes = 0;
    if (!order)
        return error_set(error, ERROR_MEMORY, "out of memory");
    gsl_sort_index(order, x, 1, n);
    size_t distinct = count_distinct(x, order, n, wanted);
    uint32_t current = 0;
    for (size_t i = 0; i < n; i++) {
        int new_value = i > 0 && x[order[i]] != x[order[i - 1]];
        if (new_value && (distinct <= wanted || i * wanted / n > current))
            current = distinct <= wanted ? current + 1 : (uint32_t)(i * wanted / n);
        class[order[i]] = current;
    }
    *classes = n > 0 ? current + 1 : 0;
    free(order);
    return 0;
}

/* ---- measures ---- */

double given_first_order(const uint32_t class[], size_t classes, const double y[], size_t n)
{
    double *sum = calloc(classes + 1, sizeof *sum), *count = calloc(classes + 1, sizeof *count);
    double mean = 0, total = 0, between = 0, used = 0;
    if (!sum || !count) {
        free(sum);
        free(count);
        errno = ENOMEM; /* said by us: the compiler may hold that allocation leaves errno alone (-fno-math-errno) */
        return NAN;
    }
    for (size_t i = 0; i < n; i++) {
        sum[class[i]] += y[i];
        count[class[i]] += 1;
        mean += y[i];
    }
    mean /= (double)n;
    for (size_t i = 0; i < n; i++)
        total += (y[i] - mean) * (y[i] - mean);
    for (size_t c = 0; c < classes; c++) {
        if (count[c] == 0)
            continue;
        double shift = sum[c] / count[c] - mean;
        between += count[c] * shift * shift;
        used++;
    }
    free(sum);
    free(count);
    if (!(total > 0) || (double)n <= used)
        return NAN;
    double within = (total - between) / ((double)n - used);
    return (between - (used - 1) * within) / total;
}

double given_delta(const uint32_t class[], size_t classes, const uint32_t cell[], size_t cells, size_t n)
{
    double *joint = calloc(classes * cells + 1, sizeof *joint), *row = calloc(classes + 1, sizeof *row);
    double *column = calloc(cells + 1, sizeof *column), delta = 0;
    if (joint && row && column) {
        for (size_t i = 0; i < n; i++) {
            joint[class[i] * cells + cell[i]] += 1;
            row[class[i]] += 1;
            column[cell[i]] += 1;
        }
        for (size_t a = 0; a < classes; a++)
            for (size_t b = 0; row[a] > 0 && b < cells; b++)
                delta += row[a] / (double)n * fabs(joint[a * cells + b] / row[a] - column[b] / (double)n) / 2;
    } else {
        delta = NAN;
    }
    free(joint);
    free(row);
    free(column);
    if (isnan(delta))
        errno = ENOMEM;
    return delta;
}

/* Ranks 1 … n, ties sharing their mean. */
static void rank(const double x[], size_t n, size_t order[], double ranks[])
{
    gsl_sort_index(order, x, 1, n);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && x[order[next]] == x[order[i]];)
            next++;
        for (size_t k = i; k < next; k++)
            ranks[order[k]] = (double)(i + next + 1) / 2;
    }
}

double given_rank_correlation(const double x[], const double y[], size_t n)
{
    size_t *order = malloc((n + 1) * sizeof *order);
    double *a = malloc((n + 1) * sizeof *a), *b = malloc((n + 1) * sizeof *b), result = NAN;
    if (order && a && b && n > 1) {
        double middle = (double)(n + 1) / 2, ab = 0, aa = 0, bb = 0;
        rank(x, n, order, a);
        rank(y, n, order, b);
        for (size_t i = 0; i < n; i++) {
            ab += (a[i] - middle) * (b[i] - middle);
            aa += (a[i] - middle) * (a[i] - middle);
            bb += (b[i] - middle) * (b[i] - middle);
        }
        result = aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : NAN;
    }
    bool whole = order && a && b;
    free(order);
    free(a);
    free(b);
    if (!whole)
        errno = ENOMEM;
    return result;
}

void given_permutation(size_t order[], size_t n, uint64_t seed, uint64_t number)
{
    struct stream stream = stream_open(seed, number, stream_name("permutation"), 0, 0);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)(stream_uniform(&stream) * (double)i), swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}
