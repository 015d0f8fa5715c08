/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reading_file: when "done" came true in every replication of a results file.
 */
#include "analysis/results/reading.h"

#include <math.h>
#include <stdlib.h>

/* ---- one question ---- */

struct asking {
    const struct results_spec *spec;
    struct question question;
    double *dates;           /* [replications] */
    double *scratch;         /* [sites] */
    const int32_t *expected; /* of the block at work */
};

static void take_sites(void *context, const void *values, size_t first, size_t count)
{
    const struct asking *asking = context;
    size_t sites = asking->spec->municipality_count, milestones = asking->spec->milestone_count;
    const float *rows = values;
    for (size_t i = 0; i < count; i++)
        asking->dates[first + i] =
            reading_of_sites(rows + i * sites * milestones, sites, milestones, asking->question, asking->scratch);
}

static void take_nation(void *context, const void *values, size_t first, size_t count)
{
    const struct asking *asking = context;
    const float *rows = values;
    for (size_t i = 0; i < count; i++) {
        float date = rows[i * asking->spec->milestone_count + (size_t)asking->question.milestone];
        asking->dates[first + i] = isnan(date) ? INFINITY : (double)date;
    }
}

static void take_expected(void *context, const void *values, size_t first, size_t count)
{
    struct asking *asking = context;
    (void)first;
    (void)count;
    asking->expected = values;
}

static void take_cards(void *context, const void *values, size_t first, size_t count)
{
    const struct asking *asking = context;
    size_t weeks = asking->spec->weeks;
    const int32_t *rows = values;
    for (size_t i = 0; i < count; i++)
        asking->dates[first + i] = reading_of_cards(rows + i * weeks, weeks, asking->expected[i], asking->spec->monday);
}

int reading_of_file(const struct results *results, size_t scenario, struct question question, double dates[],
                    struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    struct asking asking = {
        .spec = spec, .question = question, .scratch = calloc(spec->municipality_count + 1, sizeof *asking.scratch)};
    asking.dates = dates;
    /* all municipalities: the national date, far quicker to read than everybody's own */
    bool cards = question.reading == READING_MOST_CARDS, nation = question.reading == READING_ALL_MUNICIPALITIES;
    const struct results_walker of_cards[] = {{OUTCOME_CARDS_EXPECTED, take_expected, &asking},
                                              {OUTCOME_CARDS, take_cards, &asking}};
    const struct results_walker of_sites = {nation ? OUTCOME_NATIONAL_DATE : OUTCOME_MUNICIPALITY_DATE,
                                            nation ? take_nation : take_sites, &asking};
    int status = !asking.scratch ? error_set(error, ERROR_MEMORY, "out of memory")
                                 : results_walk(results, scenario, cards ? of_cards : &of_sites, cards ? 2 : 1, error);
    free(asking.scratch);
    return status;
}

/* ---- all at once ---- */

static float *dates_of(const struct reading_table *table, struct question question)
{
    size_t milestones = table->spec->milestone_count;
    size_t place = question.reading == READING_MOST_CARDS ? 2 * milestones
                                                          : 2 * (size_t)question.milestone + (size_t)question.reading;
    return table->dates + place * table->spec->replications;
}

static void fill_most(void *context, const void *values, size_t first, size_t count)
{
    const struct reading_table *table = context;
    size_t sites = table->spec->municipality_count, milestones = table->spec->milestone_count;
    const float *rows = values;
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < milestones; m++) {
            struct question question = {(int)m, READING_MOST_MUNICIPALITIES};
            dates_of(table, question)[first + i] =
                (float)reading_of_sites(rows + i * sites * milestones, sites, milestones, question, table->scratch);
        }
}

static void fill_all(void *context, const void *values, size_t first, size_t count)
{
    const struct reading_table *table = context;
    size_t milestones = table->spec->milestone_count;
    const float *rows = values;
    for (size_t m = 0; m < milestones; m++) {
        float *dates = dates_of(table, (struct question){(int)m, READING_ALL_MUNICIPALITIES}) + first;
        for (size_t i = 0; i < count; i++)
            dates[i] = isnan(rows[i * milestones + m]) ? INFINITY : rows[i * milestones + m];
    }
}

static void fill_expected(void *context, const void *values, size_t first, size_t count)
{
    struct reading_table *table = context;
    (void)first;
    (void)count;
    table->expected = values;
}

static void fill_cards(void *context, const void *values, size_t first, size_t count)
{
    const struct reading_table *table = context;
    const struct results_spec *spec = table->spec;
    float *dates = dates_of(table, (struct question){-1, READING_MOST_CARDS}) + first;
    const int32_t *rows = values;
    for (size_t i = 0; i < count; i++)
        dates[i] = (float)reading_of_cards(rows + i * spec->weeks, spec->weeks, table->expected[i], spec->monday);
}

int reading_table_init(struct reading_table *table, const struct results *results, struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    *table = (struct reading_table){
        .spec = spec,
        .dates = calloc((2 * spec->milestone_count + 1) * spec->replications + 1, sizeof *table->dates),
        .scratch = calloc(spec->municipality_count + 1, sizeof *table->scratch)};
    return table->dates && table->scratch ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
}

size_t reading_table_walkers(struct reading_table *table, struct results_walker walker[READING_WALKERS])
{
    const struct results_walker cards[] = {{OUTCOME_CARDS_EXPECTED, fill_expected, table},
                                           {OUTCOME_CARDS, fill_cards, table}},
                                dates[] = {{OUTCOME_NATIONAL_DATE, fill_all, table},
                                           {OUTCOME_MUNICIPALITY_DATE, fill_most, table}};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++)
        walker[count++] = cards[i];
    for (size_t i = 0; i < 2 && table->spec->milestone_count > 0; i++)
        walker[count++] = dates[i];
    return count;
}

int reading_table_of(struct reading_table *table, const struct results *results, size_t scenario, struct error *error)
{
    struct results_walker walker[READING_WALKERS];
    int status = reading_table_init(table, results, error);
    if (status == 0)
        status = results_walk(results, scenario, walker, reading_table_walkers(table, walker), error);
    if (status != 0)
        reading_table_free(table);
    return status;
}

void reading_table_take(const struct reading_table *table, struct question question, double dates[])
{
    const float *from = dates_of(table, question);
    for (size_t i = 0; i < table->spec->replications; i++)
        dates[i] = (double)from[i];
}

const float *reading_table_dates(const struct reading_table *table, struct question question)
{
    return dates_of(table, question);
}

void reading_table_free(struct reading_table *table)
{
    free(table->dates);
    free(table->scratch);
    *table = (struct reading_table){.spec = table->spec};
}
