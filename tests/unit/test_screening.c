/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Screening of made-up runs, plain and nested: how often an input that does nothing is told to decide, and that inputs
 * which do decide are heard.
 */
#include "dice.h"
#include "analysis/statistics/given_data.h"
#include "analysis/statistics/screening.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { RUNS = 300, INERT = 2, INPUTS = INERT + 1 };

/* The last input decides a part of the date; in a nested run something unnamed moves whole draws, too. */
struct made {
    size_t draws, inner;
    double *x[INPUTS], *date, *on_time;
    uint32_t *class;
};

static void made_new(struct made *made, size_t draws, size_t inner, uint64_t seed, double effect)
{
    struct dice dice = {seed};
    *made = (struct made){.draws = draws, .inner = inner};
    made->date = malloc(draws * inner * sizeof *made->date);
    made->on_time = malloc(draws * inner * sizeof *made->on_time);
    made->class = malloc(draws * sizeof *made->class);
    for (size_t k = 0; k < INPUTS; k++)
        made->x[k] = malloc(draws * sizeof *made->x[k]);
    for (size_t d = 0; d < draws; d++) {
        double shared = -log(1 - dice_share(&dice));
        for (size_t k = 0; k < INPUTS; k++)
            made->x[k][d] = k == 0 ? dice_roll(&dice, 3) : dice_share(&dice); /* one of a few values, one of many */
        for (size_t i = 0; i < inner; i++) {
            double date = 100 * (shared + effect * made->x[INERT][d] - log(1 - dice_share(&dice)));
            made->date[d * inner + i] = date;
            made->on_time[d * inner + i] = date <= 200;
        }
    }
}

static void made_free(struct made *made)
{
    for (size_t k = 0; k < INPUTS; k++)
        free(made->x[k]);
    free(made->date);
    free(made->on_time);
    free(made->class);
}

/* Adds to heard[k] whether input k is told to decide. */
static void screen(struct made *made, uint64_t seed, int heard[INPUTS])
{
    struct screening *screening;
    struct error error;
    cr_assert_eq(screening_new(&screening, made->date, made->on_time, made->draws, made->inner, &error), 0);
    struct screening_measures noise = screening_noise(screening, seed);
    for (size_t k = 0; k < INPUTS; k++) {
        size_t classes;
        cr_assert_eq(
            given_classes(made->x[k], made->draws, screening_classes(screening), made->class, &classes, &error), 0);
        struct screening_measures measures = screening_measure(screening, made->class, classes);
        heard[k] += screening_heard(&measures, &noise);
    }
    screening_free(screening);
}

/* 300 runs: at most 7 % of the inputs that do nothing are heard, and at least 9 of 10 that decide are. */
static void keep_the_promise(size_t draws, size_t inner, double effect)
{
    int heard[INPUTS] = {0};
    for (uint64_t run = 0; run < RUNS; run++) {
        struct made made;
        made_new(&made, draws, inner, 1000 * run + inner, effect);
        screen(&made, run, heard);
        made_free(&made);
    }
    for (size_t k = 0; k < INERT; k++)
        cr_assert_leq(heard[k], 0.07 * RUNS, "%zu x %zu: inert input %zu heard %d times of %d", draws, inner, k,
                      heard[k], RUNS);
    cr_assert_geq(heard[1], 0.02 * RUNS, "%zu x %zu: only %d of %d: power is given away", draws, inner, heard[1], RUNS);
    cr_assert_geq(heard[INERT], 0.9 * RUNS, "%zu x %zu: the input that decides heard %d times of %d", draws, inner,
                  heard[INERT], RUNS);
}

Test(screening, plain_runs_keep_the_promise)
{
    keep_the_promise(240, 1, 2);
}

Test(screening, nested_runs_keep_the_promise)
{
    keep_the_promise(100, 4, 2.5);
}

/* Rows of one draw are told once: each row repeated changes no index of a plain run. */
Test(screening, a_row_repeated_is_no_more_evidence)
{
    enum { DRAWS = 200, INNER = 3 };
    struct made made;
    struct screening *plain, *nested;
    struct error error;
    double *date = malloc(DRAWS * INNER * sizeof *date), *on_time = malloc(DRAWS * INNER * sizeof *on_time);
    size_t classes;
    made_new(&made, DRAWS, 1, 5, 2);
    for (size_t i = 0; i < DRAWS * INNER; i++) {
        date[i] = made.date[i / INNER];
        on_time[i] = made.on_time[i / INNER];
    }
    cr_assert_eq(screening_new(&plain, made.date, made.on_time, DRAWS, 1, &error), 0);
    cr_assert_eq(screening_new(&nested, date, on_time, DRAWS, INNER, &error), 0);
    cr_assert_eq(given_classes(made.x[INERT], DRAWS, screening_classes(plain), made.class, &classes, &error), 0);
    struct screening_measures a = screening_measure(plain, made.class, classes);
    struct screening_measures b = screening_measure(nested, made.class, classes);
    cr_assert_float_eq(a.first_order, b.first_order, 1e-12);
    cr_assert_float_eq(a.on_time_order, b.on_time_order, 1e-12);
    cr_assert_float_eq(a.delta, b.delta, 1e-12);
    screening_free(plain);
    screening_free(nested);
    free(date);
    free(on_time);
    made_free(&made);
}

/* All on time: that measure is no number, and the others still tell. */
Test(screening, a_constant_outcome_leaves_the_other_measures)
{
    struct made made;
    int heard[INPUTS] = {0};
    made_new(&made, 400, 1, 7, 5);
    for (size_t i = 0; i < made.draws; i++)
        made.on_time[i] = 1;
    screen(&made, 1, heard);
    cr_assert_eq(heard[INERT], 1);
    made_free(&made);
}
