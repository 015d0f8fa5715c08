/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * split: the two kinds of uncertainty in a probability.
 */
#include "analysis/answers/split.h"

#include "analysis/answers/telling.h"
#include "analysis/statistics/nested.h"

#include <math.h>
#include <stdlib.h>

/* How many draws were on time so often. */
static int spread(const struct split *split, const double on_time[], struct mixing *mixing, struct error *error)
{
    size_t *draws_with = calloc(split->inner + 1, sizeof *draws_with);
    if (!draws_with)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t k = 0; k < split->outer; k++) {
        size_t hits = 0;
        for (size_t i = k * split->inner; i < (k + 1) * split->inner; i++)
            hits += on_time[i] > 0;
        draws_with[hits]++;
    }
    int status = mixing_of(mixing, draws_with, split->inner, split->spec->seed, error);
    free(draws_with);
    return status;
}

static struct split_row row_of(const struct split *split, const double on_time[])
{
    struct nested nested = nested_of(on_time, split->outer, split->inner);
    struct interval never = estimate_wilson(0, (double)split->outer, 0.95); /* all alike tells less than no error */
    bool alike = !(nested.between > 0);
    struct split_row row = {.probability = nested.mean,
                            .error = alike ? never.high / 2 / 1.96
                                           : sqrt(nested.between / (double)(split->outer * split->inner)),
                            .epistemic = fmax(0, nested.epistemic),
                            .aleatory = nested.aleatory};
    row.best_inner = nested_best_inner(nested.epistemic, nested.aleatory);
    return row;
}

static int ask(struct split *split, const struct reading_table *table, double dates[], struct error *error)
{
    const struct results_spec *spec = split->spec;
    for (size_t i = 0; i < spec->deadline_count * READINGS; i++) {
        const struct results_deadline *deadline = &spec->deadlines[i / READINGS];
        enum results_reading reading = (enum results_reading)(i % READINGS);
        struct question question = {reading == READING_MOST_CARDS ? -1 : deadline->milestone, reading};
        double limit = results_deadline_instant(spec, i / READINGS);
        if ((deadline->readings >> reading & 1) == 0)
            continue;
        reading_table_take(table, question, dates);
        for (size_t r = 0; r < spec->replications; r++)
            dates[r] = dates[r] <= limit;
        struct split_row *row = &split->rows[split->count++];
        *row = row_of(split, dates);
        if (spread(split, dates, &row->assumptions, error) != 0)
            return -1;
        row->deadline = i / READINGS;
        row->reading = reading;
    }
    return 0;
}

int split_of(struct split *split, const struct reading_table *table, size_t scenario, struct error *error)
{
    const struct results_spec *spec = table->spec;
    *split = (struct split){.spec = spec, .scenario = scenario, .inner = spec->replications_per_draw};
    if (split->inner < 2 || spec->replications / split->inner < 2)
        return error_set(error, ERROR_USAGE, "the run is not nested: its replications share no parameters");
    split->outer = spec->replications / split->inner;
    double *dates = calloc(spec->replications, sizeof *dates);
    split->rows = calloc(spec->deadline_count * READINGS + 1, sizeof *split->rows);
    int status =
        dates && split->rows ? ask(split, table, dates, error) : error_set(error, ERROR_MEMORY, "out of memory");
    free(dates);
    if (status != 0)
        split_free(split);
    return status;
}

void split_free(struct split *split)
{
    free(split->rows);
    *split = (struct split){.spec = 0};
}

/* Whole points are what the estimate has: its 0 is no "never" if one replication was on time, its 1 no "always". */
static void tell_end(double end, double probability, char text[TELLING])
{
    double least = 0.001;
    if (end <= 0 && probability > 0)
        end = least;
    if (end >= 1 && probability < 1)
        end = 1 - least;
    telling_percent(end, 0, text);
}

void split_print(const struct split *split, FILE *file)
{
    const struct results_spec *spec = split->spec;
    const int name = telling_deadline_width(spec), wide = telling_question_width(spec, 36);
    fprintf(file,
            "\n  What simulating more would narrow, and what knowing more would: %zu draws of the assumptions x %zu "
            "replications\n\n  ",
            split->outer, split->inner);
    telling_left(file, "Deadline", name);
    telling_left(file, "Done when", wide);
    fputs("Probability; simulation error; 9 of 10 draws of our assumptions\n", file);
    for (size_t i = 0; i < split->count; i++) {
        const struct split_row *row = &split->rows[i];
        struct question question = {spec->deadlines[row->deadline].milestone, row->reading};
        if (results_reading_repeats(spec, row->reading))
            continue;
        const struct mixing *over = &row->assumptions;
        char what[TELLING], p[TELLING], low[TELLING], high[TELLING];
        telling_question(spec, question, "at", what);
        telling_percent(row->probability, 0, p);
        tell_end(over->range.low, row->probability, low);
        tell_end(over->range.high, row->probability, high);
        fputs("  ", file);
        telling_left(file, spec->deadlines[row->deadline].name, name);
        telling_left(file, what, wide);
        fprintf(file,
                "%s; simulation error ±%.1f points; over our assumptions %s to %s (ends ±%.0f and ±%.0f points)\n", p,
                196 * row->error, low, high, 196 * over->low_error, 196 * over->high_error);
    }
}

json_t *split_json(const struct split *split)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < split->count; i++) {
        const struct split_row *row = &split->rows[i];
        json_array_append_new(
            rows, json_pack("{s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o}", "name",
                            split->spec->deadlines[row->deadline].name, "reading", results_reading_name(row->reading),
                            "probability", row->probability, "simulation_error", row->error, "epistemic_variance",
                            row->epistemic, "aleatory_variance", row->aleatory, "low", row->assumptions.range.low,
                            "high", row->assumptions.range.high, "low_error", row->assumptions.low_error, "high_error",
                            row->assumptions.high_error, "best_inner",
                            isfinite(row->best_inner) ? json_real(row->best_inner) : json_null()));
    }
    return json_pack("{s:I, s:I, s:o}", "outer", (json_int_t)split->outer, "inner", (json_int_t)split->inner,
                     "deadlines", rows);
}
