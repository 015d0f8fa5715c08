/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * grid_tell: the table over two paths for people, as data and as a table.
 */
#include "analysis/answers/csv.h"
#include "analysis/answers/telling.h"
#include "analysis/staffing/staffing_parts.h"

#include <math.h>

static void print_table(const struct grid *grid, FILE *file)
{
    fprintf(file,
            "\nProbability of being on time, %zu replications a cell with the same luck; rows: %s, columns: %s\n\n%8s",
            grid->options.replications, grid->options.path[0], grid->options.path[1], "");
    for (size_t c = 0; c < grid->columns; c++)
        fprintf(file, "%10d", grid->cells[c].value[1]);
    fputc('\n', file);
    for (size_t r = 0; r < grid->rows; r++) {
        fprintf(file, "%8d", grid->cells[r * grid->columns].value[0]);
        for (size_t c = 0; c < grid->columns; c++) {
            const struct grid_cell *cell = &grid->cells[r * grid->columns + c];
            char text[TELLING];
            telling_percent(cell->probability, telling_decimals(cell->interval), text);
            telling_right(file, text, 10);
        }
        fputc('\n', file);
    }
    fputs("\nThe 95 % interval of a cell is within ", file);
    double widest = 0;
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        widest = fmax(widest, (grid->cells[i].interval.high - grid->cells[i].interval.low) / 2);
    fprintf(file, "%.1f points.\n", 100 * widest);
}

/* A path with one value is a table of one path; one that ends at today's value tells of less, not of more. */
static void print_no_gain(const struct grid *grid, int path, FILE *file)
{
    if (grid->options.low[path] < grid->options.high[path])
        fprintf(file, "What one more of %s than today's %.0f buys, the table does not tell: it ends there.\n",
                grid->options.path[path], grid->today[path]);
}

static void print_gains(const struct grid *grid, FILE *file)
{
    for (int k = 0; k < 2; k++) {
        struct interval points = {100 * grid->gain_interval[k].low, 100 * grid->gain_interval[k].high};
        char text[TELLING];
        if (isnan(grid->gain[k])) {
            print_no_gain(grid, k, file);
            continue;
        }
        telling_days(100 * grid->gain[k], points, text);
        fprintf(file, "One more of %s buys %s points on average over the table", grid->options.path[k], text);
        if (grid->today[k] >= grid->options.low[k])
            fprintf(file, " from today's %.0f upwards", grid->today[k]);
        if (grid->per_cost)
            fprintf(file, ", %.3g for a unit of cost", 100 * grid->gain[k] / grid->price[k]);
        fputs(".\n", file);
    }
    const char *money = grid->per_cost ? " for its cost" : "";
    if (grid->lead.low > 0 || grid->lead.high < 0)
        fprintf(file, "%s buys more%s.\n", grid->options.path[grid->lead.low > 0 ? 0 : 1], money);
    else if (!isnan(grid->lead.low))
        fprintf(file, "Which of the two buys more%s cannot be told at this number of replications.\n", money);
}

static void print_cheapest(const struct grid *grid, FILE *file)
{
    if (!grid->has_costs) {
        fputs("\nWith `costs` of both paths in the configuration the cheapest combination that reaches the target is "
              "told.\n",
              file);
        return;
    }
    if (grid->cheapest < 0) {
        fprintf(file, "\nNo combination in the table reaches %g %%.\n", 100 * grid->options.target);
    } else {
        const struct grid_cell *cell = &grid->cells[grid->cheapest];
        fprintf(file,
                "\nCheapest combination that reaches %g %% (tolerance %g points): %s = %d, %s = %d, cost %.10g.\n",
                100 * grid->options.target, 100 * grid->options.delta, grid->options.path[0], cell->value[0],
                grid->options.path[1], cell->value[1], cell->cost);
    }
    if (grid->open)
        fputs("UNDECIDED: a test ran into its limit; do not rely on this.\n", file);
}

void grid_print(const struct grid *grid, FILE *file)
{
    const struct grid_options *options = &grid->options;
    staffing_names_print(&grid->names, options->deadline, options->reading, options->target, options->delta, file);
    print_table(grid, file);
    print_gains(grid, file);
    print_cheapest(grid, file);
}

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *cell_json(const struct grid_cell *cell)
{
    return json_pack("{s:[i,i], s:f, s:f, s:f, s:o, s:s, s:I}", "values", cell->value[0], cell->value[1], "probability",
                     cell->probability, "low", cell->interval.low, "high", cell->interval.high, "cost",
                     real_or_null(cell->cost), "verdict", staffing_verdict(cell->verdict), "tested",
                     (json_int_t)cell->tested);
}

static json_t *gain_json(const struct grid *grid, int path)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "path", grid->options.path[path], "today",
                     real_or_null(grid->today[path]), "cost", real_or_null(grid->price[path]), "per_unit",
                     real_or_null(grid->gain[path]), "low", real_or_null(grid->gain_interval[path].low), "high",
                     real_or_null(grid->gain_interval[path].high));
}

json_t *grid_json(const struct grid *grid)
{
    const struct grid_options *options = &grid->options;
    json_t *cells = json_array();
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        json_array_append_new(cells, cell_json(&grid->cells[i]));
    json_t *cheapest = grid->cheapest < 0 ? json_null() : cell_json(&grid->cells[grid->cheapest]);
    return json_pack("{s:[s,s], s:f, s:f, s:s, s:s, s:I, s:[o,o], s:{s:o, s:o}, s:b, s:b, s:o, s:o}", "paths",
                     options->path[0], options->path[1], "target", options->target, "delta", options->delta, "deadline",
                     grid->names.deadlines[options->deadline].name, "reading", results_reading_name(options->reading),
                     "replications", (json_int_t)options->replications, "gain", gain_json(grid, 0), gain_json(grid, 1),
                     "lead", "low", real_or_null(grid->lead.low), "high", real_or_null(grid->lead.high),
                     "lead_per_cost", grid->per_cost, "undecided", grid->open, "cheapest", cheapest, "cells", cells);
}

int grid_csv(const struct grid *grid, const char *path, bool force, struct error *error)
{
    struct csv csv;
    if (csv_begin(&csv, path, "first,second,probability,low,high,cost", force, error) != 0)
        return -1;
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        const struct grid_cell *cell = &grid->cells[i];
        csv_number(&csv, cell->value[0]);
        csv_number(&csv, cell->value[1]);
        csv_number(&csv, cell->probability);
        csv_number(&csv, cell->interval.low);
        csv_number(&csv, cell->interval.high);
        csv_number(&csv, cell->cost);
        csv_line(&csv);
    }
    return csv_end(&csv, error);
}
