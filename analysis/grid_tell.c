/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * grid_tell: the table over two paths for people, as data and as a table.
 */
#include "analysis/csv.h"
#include "analysis/staffing.h"
#include "analysis/telling.h"

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

static void print_gains(const struct grid *grid, FILE *file)
{
    int more = grid->gain[0] >= grid->gain[1] ? 0 : 1;
    for (int k = 0; k < 2; k++) {
        struct interval points = {100 * grid->gain_interval[k].low, 100 * grid->gain_interval[k].high};
        char text[TELLING];
        telling_days(100 * grid->gain[k], points, text);
        fprintf(file, "One more of %s buys %s points on average over the table.\n", grid->options.path[k], text);
    }
    bool apart = grid->gain_interval[more].low > grid->gain_interval[1 - more].high;
    if (apart)
        fprintf(file, "%s buys more.\n", grid->options.path[more]);
    else
        fputs("Which of the two buys more cannot be told at this number of replications.\n", file);
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
        return;
    }
    const struct grid_cell *cell = &grid->cells[grid->cheapest];
    fprintf(file, "\nCheapest combination that reaches %g %% (tolerance %g points): %s = %d, %s = %d, cost %.10g.\n",
            100 * grid->options.target, 100 * grid->options.delta, grid->options.path[0], cell->value[0],
            grid->options.path[1], cell->value[1], cell->cost);
    if (grid->open)
        fputs("UNDECIDED: a test ran into its limit; do not rely on this.\n", file);
}

void grid_print(const struct grid *grid, FILE *file)
{
    print_table(grid, file);
    print_gains(grid, file);
    print_cheapest(grid, file);
}

json_t *grid_json(const struct grid *grid)
{
    json_t *cells = json_array();
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        const struct grid_cell *cell = &grid->cells[i];
        json_t *cost = isnan(cell->cost) ? json_null() : json_real(cell->cost);
        json_array_append_new(cells, json_pack("{s:[i,i], s:f, s:f, s:f, s:o}", "values", cell->value[0],
                                               cell->value[1], "probability", cell->probability, "low",
                                               cell->interval.low, "high", cell->interval.high, "cost", cost));
    }
    json_t *cheapest = json_null();
    if (grid->cheapest >= 0) {
        const struct grid_cell *cell = &grid->cells[grid->cheapest];
        cheapest = json_pack("{s:[i,i], s:f, s:I}", "values", cell->value[0], cell->value[1], "cost", cell->cost,
                             "tested", (json_int_t)cell->tested);
    }
    return json_pack("{s:[s,s], s:f, s:f, s:I, s:[f,f], s:[[f,f],[f,f]], s:b, s:o, s:o}", "paths",
                     grid->options.path[0], grid->options.path[1], "target", grid->options.target, "delta",
                     grid->options.delta, "replications", (json_int_t)grid->options.replications, "gain", grid->gain[0],
                     grid->gain[1], "gain_interval", grid->gain_interval[0].low, grid->gain_interval[0].high,
                     grid->gain_interval[1].low, grid->gain_interval[1].high, "undecided", grid->open, "cheapest",
                     cheapest, "cells", cells);
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
