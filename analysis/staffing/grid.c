/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * grid: the staff question along two paths: which buys more, and the cheapest combination that reaches the target.
 */
#include "analysis/staffing/staffing_parts.h"
#include "analysis/statistics/selection.h"
#include "sim/tally.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 64 };

struct plot {
    struct grid *grid;
    struct variant **variants; /* [rows][columns] */
    unsigned char *hits;       /* [rows][columns][replications] */
    struct trial *trials;
    struct error *error;
};

static int simulate(const struct plot *plot, size_t cell, uint64_t first, size_t count)
{
    const struct grid_options *options = &plot->grid->options;
    const struct variant_run run = {.seed = options->seed,
                                    .first = first,
                                    .count = count,
                                    .threads = options->threads,
                                    .stop = options->stop,
                                    .inner = 1};
    return variant_simulate(plot->variants[cell], &run, plot->trials, plot->error);
}

/* ---- cells ---- */

static int open_cells(const struct plot *plot, struct faults *faults)
{
    struct grid *grid = plot->grid;
    const struct grid_options *options = &grid->options;
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        struct grid_cell *cell = &grid->cells[i];
        char text[2][512];
        const char *assignments[2] = {text[0], text[1]};
        *cell = (struct grid_cell){.value = {options->low[0] + (int)(i / grid->columns) * options->step[0],
                                             options->low[1] + (int)(i % grid->columns) * options->step[1]},
                                   .cost = NAN};
        for (int k = 0; k < 2; k++)
            snprintf(text[k], sizeof text[k], "%s=%d", options->path[k], cell->value[k]);
        if (variant_open(&plot->variants[i], options->document, assignments, 2, (struct question){0, 0}, faults) != 0)
            return error_set(plot->error, ERROR_CONFIG, "%s", faults->count ? faults->list[0].text : "out of memory");
    }
    return 0;
}

static int fill_cells(const struct plot *plot)
{
    struct grid *grid = plot->grid;
    const struct grid_options *options = &grid->options;
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        size_t on_time = 0;
        if (options->progress)
            options->progress(options->context, "table", (int)i + 1);
        if (simulate(plot, i, 0, options->replications) != 0)
            return -1;
        for (size_t r = 0; r < options->replications; r++) {
            unsigned char hit = trial_on_time(&plot->trials[r], options->deadline, options->reading);
            plot->hits[i * options->replications + r] = hit;
            on_time += hit;
        }
        grid->cells[i].probability = (double)on_time / (double)options->replications;
        grid->cells[i].interval = estimate_wilson((double)on_time, (double)options->replications, 0.95);
    }
    return 0;
}

/* The first place along a path that is not below today's value; the last place if all are. */
static size_t today_of(const struct grid *grid, int path)
{
    size_t length = path == 0 ? grid->rows : grid->columns, at = 0;
    while (at + 1 < length && grid->options.low[path] + (int)at * grid->options.step[path] < grid->today[path])
        at++;
    return at;
}

/* What one more buys along a path in one replication: the mean of the gain per unit, from today's values upwards. */
static double gain_of(const struct plot *plot, int path, size_t replication)
{
    const struct grid *grid = plot->grid;
    size_t n = grid->options.replications, length = path == 0 ? grid->rows : grid->columns;
    size_t lines = path == 0 ? grid->columns : grid->rows, stride = path == 0 ? grid->columns : 1;
    size_t across = path == 0 ? 1 : grid->columns, from = today_of(grid, path), line = today_of(grid, 1 - path);
    double units = (double)(length - 1 - from) * grid->options.step[path], total = 0, count = (double)(lines - line);
    for (; line < lines; line++) {
        size_t first = line * across + from * stride, last = line * across + (length - 1) * stride;
        total += plot->hits[last * n + replication] - plot->hits[first * n + replication];
    }
    return total / count / units; /* NaN where there is one value only */
}

static struct interval interval_of(const struct tally *tally)
{
    double half = gsl_cdf_tdist_Pinv(0.975, (double)tally->count - 1) * tally_error(tally);
    return (struct interval){tally_mean(tally) - half, tally_mean(tally) + half};
}

static void find_gains(const struct plot *plot)
{
    struct grid *grid = plot->grid;
    struct tally gain[2], lead;
    tally_init(&gain[0]);
    tally_init(&gain[1]);
    tally_init(&lead);
    for (size_t r = 0; r < grid->options.replications; r++) {
        double first = gain_of(plot, 0, r), second = gain_of(plot, 1, r);
        tally_add(&gain[0], first);
        tally_add(&gain[1], second);
        tally_add(&lead, grid->per_cost ? first / grid->price[0] - second / grid->price[1] : first - second);
    }
    for (int k = 0; k < 2; k++) {
        grid->gain[k] = tally_mean(&gain[k]);
        grid->gain_interval[k] = interval_of(&gain[k]);
    }
    grid->lead = interval_of(&lead);
}

/* ---- costs ---- */

static double number_of(const struct setting *cost, const char *key)
{
    const struct setting *said = setting_named(cost, key);
    double value;
    if (said && said->type == SETTING_GROUP)
        said = setting_named(said, "value");
    return said && setting_number(said, &value) ? value : 0;
}

/* Of one more from the epoch to the deadline. */
static double cost_of(const struct document *document, const char *path, double years)
{
    const struct setting *costs = setting_named(document->root, "costs");
    for (size_t i = 0; costs && i < costs->count; i++) {
        const struct setting *cost = setting_named(costs->children[i], "path");
        if (cost && strcmp(cost->value.text, path) == 0)
            return number_of(costs->children[i], "per_unit") + years * number_of(costs->children[i], "per_year");
    }
    return NAN;
}

static void find_costs(struct grid *grid)
{
    const struct programme *p = variant_programme(grid->names.variant);
    double *price = grid->price, years = p->deadline[grid->options.deadline].instant / 365.25;
    for (int k = 0; k < 2; k++)
        price[k] = cost_of(grid->options.document, grid->options.path[k], years);
    grid->has_costs = !isnan(price[0]) && !isnan(price[1]);
    grid->per_cost = price[0] > 0 && price[1] > 0;
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        grid->cells[i].cost = price[0] * grid->cells[i].value[0] + price[1] * grid->cells[i].value[1];
}

static void find_today(struct grid *grid)
{
    const struct quantities *quantities = &variant_programme(grid->names.variant)->quantities;
    for (int k = 0; k < 2; k++) {
        long index = quantities_find(quantities, grid->options.path[k]);
        bool known = index >= 0 && quantities->list[index]->kind == QUANTITY_CONSTANT;
        grid->today[k] = known ? quantities->list[index]->constant : NAN;
    }
}

/* Wald's test of one cell. */
static int test(const struct plot *plot, size_t index, double risk)
{
    const struct grid_options *options = &plot->grid->options;
    struct grid_cell *cell = &plot->grid->cells[index];
    struct sprt sprt = selection_sprt(options->target - options->delta, options->target + options->delta, risk, risk);
    size_t hits = 0;
    cell->verdict = STAFF_OPEN;
    while (cell->verdict == STAFF_OPEN && cell->tested < options->limit) {
        if (simulate(plot, index, staffing_replication(STAFF_DECIDING, cell->tested), BATCH) != 0)
            return -1;
        for (size_t i = 0; i < BATCH && cell->verdict == STAFF_OPEN; i++) {
            cell->tested++;
            hits += trial_on_time(&plot->trials[i], options->deadline, options->reading);
            enum sprt_verdict verdict = selection_sprt_verdict(&sprt, (double)hits, (double)cell->tested);
            if (verdict != SPRT_CONTINUE)
                cell->verdict = verdict == SPRT_UPPER ? STAFF_REACHES : STAFF_FAILS;
        }
    }
    return 0;
}

static int compare_cost(const void *a, const void *b)
{
    const struct grid_cell *first = *(const struct grid_cell *const *)a, *second = *(const struct grid_cell *const *)b;
    if (first->cost != second->cost)
        return first->cost < second->cost ? -1 : 1;
    return (first->probability < second->probability) - (first->probability > second->probability);
}

/* From the cheapest upwards; cells that the table shows to be far below the target are passed over. */
static int find_cheapest(const struct plot *plot)
{
    struct grid *grid = plot->grid;
    const struct grid_options *options = &grid->options;
    size_t count = grid->rows * grid->columns;
    struct grid_cell **order = calloc(count, sizeof(struct grid_cell *));
    if (!order)
        return error_set(plot->error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        order[i] = &grid->cells[i];
    qsort(order, count, sizeof(struct grid_cell *), compare_cost);
    int status = 0;
    for (size_t i = 0; status == 0 && i < count && grid->cheapest < 0; i++) {
        if (order[i]->interval.high < options->target - options->delta)
            continue;
        if (options->progress)
            options->progress(options->context, "testing", (int)(order[i] - grid->cells) + 1);
        status = test(plot, (size_t)(order[i] - grid->cells), options->risk / (double)count);
        grid->open |= order[i]->verdict == STAFF_OPEN;
        if (order[i]->verdict == STAFF_REACHES)
            grid->cheapest = (int)(order[i] - grid->cells);
    }
    free(order);
    return status;
}

/* ---- the whole ---- */

static int check(const struct grid_options *options, struct error *error)
{
    for (int k = 0; k < 2; k++)
        if (options->low[k] > options->high[k] || options->step[k] < 1)
            return error_set(error, ERROR_USAGE, "%s: from %d to %d in steps of %d", options->path[k], options->low[k],
                             options->high[k], options->step[k]);
    if (!(options->delta > 0 && options->target - options->delta > 0 && options->target + options->delta < 1))
        return error_set(error, ERROR_USAGE,
                         "target %g and tolerance %g: target - tolerance must be above 0, target + tolerance below 1; "
                         "choose a smaller tolerance (--delta)",
                         options->target, options->delta);
    if (strcmp(options->path[0], options->path[1]) == 0)
        return error_set(error, ERROR_USAGE, "%s twice; two different paths are wanted", options->path[0]);
    if (options->replications < 2)
        return error_set(error, ERROR_USAGE, "at least two replications of each cell are wanted");
    return 0;
}

static int ask(struct plot *plot, struct faults *faults)
{
    struct grid *grid = plot->grid;
    size_t cells = grid->rows * grid->columns, n = grid->options.replications;
    grid->cells = calloc(cells, sizeof *grid->cells);
    plot->variants = calloc(cells, sizeof(struct variant *));
    plot->hits = calloc(cells, n);
    plot->trials = calloc(n + BATCH, sizeof *plot->trials);
    if (!grid->cells || !plot->variants || !plot->hits || !plot->trials)
        return error_set(plot->error, ERROR_MEMORY, "out of memory");
    if (open_cells(plot, faults) != 0 || fill_cells(plot) != 0)
        return -1;
    find_today(grid);
    find_costs(grid);
    find_gains(plot);
    return grid->has_costs ? find_cheapest(plot) : 0;
}

static size_t length_of(const struct grid_options *options, int path)
{
    return (size_t)(((long)options->high[path] - options->low[path]) / options->step[path]) + 1;
}

int grid_ask(struct grid *grid, const struct grid_options *options, struct faults *faults, struct error *error)
{
    struct plot plot = {.grid = grid, .error = error};
    *grid = (struct grid){.options = *options, .cheapest = -1};
    if (check(options, error) != 0)
        return -1;
    grid->rows = length_of(options, 0);
    grid->columns = length_of(options, 1);
    if (grid->rows * grid->columns > 1000)
        return error_set(error, ERROR_USAGE, "a table of %zu cells; 1000 at most", grid->rows * grid->columns);
    int status = staffing_names_take(&grid->names, options->document, faults, error);
    if (status == 0)
        status = ask(&plot, faults);
    for (size_t i = 0; plot.variants && i < grid->rows * grid->columns; i++)
        variant_close(plot.variants[i]);
    free(plot.variants);
    free(plot.hits);
    free(plot.trials);
    if (status != 0)
        grid_free(grid);
    return status;
}

void grid_free(struct grid *grid)
{
    free(grid->cells);
    staffing_names_free(&grid->names);
    *grid = (struct grid){.cheapest = -1};
}
