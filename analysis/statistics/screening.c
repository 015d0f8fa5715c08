/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * screening: see include/analysis/statistics/screening.h.
 */
#include "analysis/statistics/screening.h"

#include "analysis/statistics/given_data.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

/* 399 + 1 is a multiple of 20, so that the rank of an input among the permuted has a level of exactly 5 %. */
enum { CELLS = 30, DUMMIES = 399, MEASURES = 3, MOST_CLASSES = 40, GROUPS_A_CLASS = 25, LEAST_CLASSES = 4 };

struct screening {
    size_t draws, inner;
    double *date, *on_time;           /* [draws]: the groups' means */
    double date_share, on_time_share; /* of the rows' sum of squares that lies between groups */
    uint32_t *cell, *row_class;       /* [draws x inner] */
    uint32_t *class;                  /* [draws]: of a permuted input */
    size_t *order;                    /* [draws] */
    bool no_memory;                   /* a measure is NaN for want of it */
};

/* The groups' means; returns the share of the rows' sum of squares that they make. */
static double average(const double rows[], size_t draws, size_t inner, double means[])
{
    double mean = 0, total = 0, between = 0;
    for (size_t d = 0; d < draws; d++) {
        means[d] = 0;
        for (size_t i = 0; i < inner; i++)
            means[d] += rows[d * inner + i] / (double)inner;
        mean += means[d] / (double)draws;
    }
    for (size_t d = 0; d < draws; d++) {
        between += (double)inner * (means[d] - mean) * (means[d] - mean);
        for (size_t i = 0; i < inner; i++)
            total += (rows[d * inner + i] - mean) * (rows[d * inner + i] - mean);
    }
    return total > 0 ? fmin(1, between / total) : NAN;
}

int screening_new(struct screening **screening, const double date[], const double on_time[], size_t draws, size_t inner,
                  struct error *error)
{
    struct screening *new = calloc(1, sizeof *new);
    size_t rows = draws * inner, cells;
    *screening = new;
    if (!new)
        return error_set(error, ERROR_MEMORY, "out of memory");
    *new = (struct screening){.draws = draws,
                              .inner = inner,
                              .date = calloc(draws + 1, sizeof *new->date),
                              .on_time = calloc(draws + 1, sizeof *new->on_time),
                              .cell = calloc(rows + 1, sizeof *new->cell),
                              .row_class = calloc(rows + 1, sizeof *new->row_class),
                              .class = calloc(draws + 1, sizeof *new->class),
                              .order = calloc(draws + 1, sizeof *new->order)};
    int status = new->date &&new->on_time &&new->cell &&new->row_class &&new->class &&new->order
                     ? given_classes(date, rows, CELLS, new->cell, &cells, error)
                     : error_set(error, ERROR_MEMORY, "out of memory");
    if (status != 0) {
        screening_free(new);
        *screening = 0;
        return -1;
    }
    new->date_share = average(date, draws, inner, new->date);
    new->on_time_share = average(on_time, draws, inner, new->on_time);
    return 0;
}

void screening_free(struct screening *screening)
{
    if (!screening)
        return;
    free(screening->date);
    free(screening->on_time);
    free(screening->cell);
    free(screening->row_class);
    free(screening->class);
    free(screening->order);
    free(screening);
}

size_t screening_classes(const struct screening *screening)
{
    size_t wanted = screening->draws / GROUPS_A_CLASS;
    return wanted < LEAST_CLASSES ? LEAST_CLASSES : wanted > MOST_CLASSES ? MOST_CLASSES : wanted;
}

struct screening_measures screening_measure(struct screening *screening, const uint32_t class[], size_t classes)
{
    struct screening_measures measures;
    size_t draws = screening->draws, inner = screening->inner;
    for (size_t d = 0; d < draws; d++)
        for (size_t i = 0; i < inner; i++)
            screening->row_class[d * inner + i] = class[d];
    /* An index of the groups' means is a share of the variance between them only; the rest is chance. */
    errno = 0;
    measures = (struct screening_measures){
        .first_order = screening->date_share * given_first_order(class, classes, screening->date, draws),
        .on_time_order = screening->on_time_share * given_first_order(class, classes, screening->on_time, draws),
        .delta = given_delta(screening->row_class, classes, screening->cell, CELLS, draws * inner)};
    screening->no_memory = screening->no_memory || errno == ENOMEM;
    return measures;
}

int screening_status(const struct screening *screening, struct error *error)
{
    return screening->no_memory ? error_set(error, ERROR_MEMORY, "out of memory") : 0;
}

/* ---- noise ---- */

static struct screening_measures measure_dummy(struct screening *screening, uint64_t seed, size_t number)
{
    size_t classes = screening_classes(screening);
    given_permutation(screening->order, screening->draws, seed, number);
    for (size_t i = 0; i < screening->draws; i++)
        screening->class[screening->order[i]] = (uint32_t)(i * classes / screening->draws);
    return screening_measure(screening, screening->class, classes);
}

/* Sorts the values and raises worst[i] to the place of value i among them. */
static void raise_worst(double values[], size_t worst[])
{
    size_t order[DUMMIES];
    double sorted[DUMMIES];
    gsl_sort_index(order, values, 1, DUMMIES);
    for (size_t i = 0; i < DUMMIES; i++) {
        sorted[i] = values[order[i]];
        worst[order[i]] = worst[order[i]] > i ? worst[order[i]] : i;
    }
    for (size_t i = 0; i < DUMMIES; i++)
        values[i] = sorted[i];
}

static int ascending(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

struct screening_measures screening_noise(struct screening *screening, uint64_t seed)
{
    double values[MEASURES][DUMMIES];
    size_t worst[DUMMIES] = {0};
    for (size_t d = 0; d < DUMMIES; d++) {
        struct screening_measures dummy = measure_dummy(screening, seed, d);
        values[0][d] = dummy.first_order;
        values[1][d] = dummy.on_time_order;
        values[2][d] = dummy.delta;
    }
    for (size_t m = 0; m < MEASURES; m++)
        if (!isnan(values[m][0])) /* NaN for one dummy is NaN for all: the outcome is constant */
            raise_worst(values[m], worst);
    qsort(worst, DUMMIES, sizeof *worst, ascending);
    size_t at = worst[(DUMMIES + 1) * 19 / 20 - 1];
    return (struct screening_measures){values[0][at], values[1][at], values[2][at]};
}

bool screening_heard(const struct screening_measures *measures, const struct screening_measures *noise)
{
    return measures->first_order > noise->first_order || measures->on_time_order > noise->on_time_order ||
           measures->delta > noise->delta;
}
