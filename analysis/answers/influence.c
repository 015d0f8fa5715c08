/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * influence: one number at a time, the others as they are, the same luck.
 */
#include "analysis/answers/influence.h"

#include "sim/date.h"
#include "sim/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* LOOK: the replications that are looked at first; if none of them changes, the number is taken to move nothing. */
enum { VALUES = UPTAKE_FORMS, DAYS = 60, LOOK = 25 };

static const char form_path[] = "uptake.form";

struct work {
    struct influence *out;
    const struct influence_options *options;
    const struct document *document;
    const struct programme *programme; /* of the baseline */
    struct trial *baseline, *trials[VALUES];
    struct error *error;
};

bool influence_heard(const struct influence_row *row)
{
    return fabs(row->effect) > 3 * row->error || fabs(row->days) > 3 * row->days_error;
}

bool influence_wants_prior(const struct influence *influence, const struct influence_row *row)
{
    const struct quantity *quantity = variant_programme(influence->baseline)->quantities.list[row->number];
    return quantity->kind == QUANTITY_CONSTANT && !(quantity->source && strcmp(quantity->source, "default") == 0) &&
           influence_heard(row) && fabs(row->effect) >= INFLUENCE_MATTERS;
}

/* ---- the question ---- */

static bool tells_cards(const struct programme *p)
{
    return p->uptake.present && programme_has_items(p);
}

static double share_on_time(const struct work *work, const struct trial trials[], size_t deadline,
                            enum results_reading reading)
{
    double sum = 0;
    for (size_t i = 0; i < work->out->replications; i++)
        sum += trial_on_time(&trials[i], deadline, reading);
    return sum / (double)work->out->replications;
}

static bool fits(const struct work *work, size_t deadline, enum results_reading reading, enum results_reading wanted)
{
    const struct programme *p = work->programme;
    const char *name = work->options->deadline;
    if (reading == READING_MOST_CARDS && !(tells_cards(p) && p->deadline[deadline].milestone == (int)p->milestones - 1))
        return false;
    return (wanted == READINGS || wanted == reading) && (!name || strcmp(p->deadline[deadline].name, name) == 0);
}

/* Where most is to be decided: the probability nearest to 1/2. */
static int find_question(struct work *work)
{
    struct influence *out = work->out;
    enum results_reading wanted = READINGS;
    double best = INFINITY;
    if (work->options->reading && (wanted = reading_named(work->options->reading, work->error)) == READINGS)
        return -1;
    for (size_t d = 0; d < work->programme->deadlines; d++)
        for (enum results_reading r = 0; r < READINGS; r++) {
            double p = share_on_time(work, work->baseline, d, r);
            if (!fits(work, d, r, wanted) || !(fabs(p - 0.5) < best))
                continue;
            best = fabs(p - 0.5);
            out->deadline = d;
            out->reading = r;
            out->on_time = p;
        }
    return isinf(best) ? error_set(work->error, ERROR_USAGE, "no deadline fits --deadline and --reading") : 0;
}

static struct question question_of(const struct work *work)
{
    return (struct question){work->programme->deadline[work->out->deadline].milestone, work->out->reading};
}

static int simulate(const struct work *work, struct variant *variant, size_t first, size_t end, struct trial trials[])
{
    const struct variant_run run = {.seed = work->options->seed,
                                    .first = first,
                                    .count = end - first,
                                    .threads = work->options->threads,
                                    .stop = work->options->stop};
    return end > first ? variant_simulate(variant, &run, trials + first, work->error) : 0;
}

/* ---- the values of a number ---- */

static void order(double values[2])
{
    if (values[0] > values[1]) {
        double low = values[1];
        values[1] = values[0];
        values[0] = low;
    }
}

static size_t constant_values(const struct quantity *quantity, double values[VALUES])
{
    double x = quantity->constant;
    values[0] = quantity->date ? x - DAYS : x / 1.5;
    values[1] = quantity->date ? x + DAYS : x * 1.5;
    order(values);
    if (quantity->whole && !quantity->date) {
        values[0] = fmin(x - 1, round(values[0]));
        values[1] = fmax(x + 1, round(values[1]));
    }
    values[0] = fmax(values[0], quantity->low);
    values[1] = fmin(values[1], quantity->high);
    return (x != 0 || quantity->date) && values[0] < values[1] ? 2 : 0;
}

/* All forms that may be drawn. */
static size_t form_values(const struct quantities *quantities, size_t index, double values[VALUES])
{
    size_t count = 0;
    for (int k = 0; k < 1000 && count < VALUES; k++) {
        double value = quantities_value(quantities, index, (k + 0.5) / 1000);
        if (count == 0 || values[count - 1] != value)
            values[count++] = value;
    }
    return count;
}

static size_t values_of(const struct quantities *quantities, size_t index, double values[VALUES])
{
    const struct quantity *quantity = quantities->list[index];
    if (quantity->kind == QUANTITY_CONSTANT)
        return constant_values(quantity, values);
    if (strcmp(quantity->path, form_path) == 0)
        return form_values(quantities, index, values);
    values[0] = quantities_value(quantities, index, 0.1);
    values[1] = quantities_value(quantities, index, 0.9);
    return 2;
}

const char *influence_form(double value)
{
    static const char *const forms[UPTAKE_FORMS] = {[UPTAKE_CAPACITY] = "capacity",
                                                    [UPTAKE_BASS] = "bass",
                                                    [UPTAKE_LEARNING] = "learning",
                                                    [UPTAKE_DEADLINE_RUSH] = "deadline-rush",
                                                    [UPTAKE_TABLE] = "table"};
    return forms[(int)value];
}

static void write_assignment(const struct quantity *quantity, double value, char *text, size_t size)
{
    if (strcmp(quantity->path, form_path) == 0)
        snprintf(text, size, "%s=%s", quantity->path, influence_form(value));
    else
        snprintf(text, size, "%s=%.17g", quantity->path, value);
}

/* ---- one number ---- */

static bool same(const struct trial *a, const struct trial *b)
{
    return a->on_time == b->on_time && a->date == b->date;
}

/* 1: the configuration refuses it. Without memory it would refuse everything. */
static int try_value(const struct work *work, size_t index, double value, struct trial trials[])
{
    char text[512];
    const char *const assignments[] = {text};
    struct faults faults;
    struct variant *variant;
    size_t n = work->out->replications, look = n < LOOK ? n : LOOK, moved = 0;
    write_assignment(work->programme->quantities.list[index], value, text, sizeof text);
    faults_init(&faults);
    int status = variant_open(&variant, work->document, assignments, 1, question_of(work), &faults) == 0 ? 0 : 1;
    if (status != 0 && faults_of_memory(&faults))
        status = error_set(work->error, ERROR_MEMORY, "out of memory");
    faults_free(&faults);
    if (status != 0)
        return status;
    status = simulate(work, variant, 0, look, trials);
    for (size_t i = 0; i < look; i++)
        moved += !same(&trials[i], &work->baseline[i]);
    if (status == 0 && moved > 0)
        status = simulate(work, variant, look, n, trials);
    else
        memcpy(trials + look, work->baseline + look, (n - look) * sizeof *trials);
    variant_close(variant);
    return status;
}

static void compare_ends(const struct work *work, struct influence_row *row, const struct trial *first,
                         const struct trial *second)
{
    double horizon = work->programme->horizon;
    struct tally kept, days;
    tally_init(&kept);
    tally_init(&days);
    for (size_t i = 0; i < work->out->replications; i++) {
        tally_add(&kept, (double)trial_on_time(&second[i], work->out->deadline, work->out->reading) -
                             (double)trial_on_time(&first[i], work->out->deadline, work->out->reading));
        tally_add(&days, fmin(second[i].date, horizon) - fmin(first[i].date, horizon));
    }
    row->effect = tally_mean(&kept);
    row->error = tally_error(&kept);
    row->days = tally_mean(&days);
    row->days_error = tally_error(&days);
}

/* The ends: the first and last value, or of several forms the least and the most likely to be on time. */
static void fill(const struct work *work, struct influence_row *row, const double values[], size_t count)
{
    size_t end[2] = {0, count - 1};
    double on_time[VALUES];
    for (size_t k = 0; k < count; k++)
        on_time[k] = share_on_time(work, work->trials[k], work->out->deadline, work->out->reading);
    for (size_t k = 0; count > 2 && k < count; k++) {
        end[0] = on_time[k] < on_time[end[0]] ? k : end[0];
        end[1] = on_time[k] > on_time[end[1]] ? k : end[1];
    }
    for (size_t e = 0; e < 2; e++)
        row->end[e] = (struct influence_end){values[end[e]], on_time[end[e]]};
    compare_ends(work, row, work->trials[end[0]], work->trials[end[1]]);
}

static int move(const struct work *work, struct influence_row *row)
{
    double values[VALUES];
    size_t count = values_of(&work->programme->quantities, row->number, values);
    int status = 0;
    row->kind = count == 0 ? INFLUENCE_ZERO : INFLUENCE_MOVED;
    for (size_t k = 0; status == 0 && k < count; k++)
        status = try_value(work, row->number, values[k], work->trials[k]);
    if (status == 1)
        row->kind = INFLUENCE_REFUSED;
    else if (status == 0 && count > 0)
        fill(work, row, values, count);
    return status < 0 ? -1 : 0;
}

/* ---- all of them ---- */

static int by_effect(const void *a, const void *b)
{
    const struct influence_row *x = a, *y = b;
    double effect = fabs(y->effect) - fabs(x->effect), days = fabs(y->days) - fabs(x->days);
    if (effect != 0)
        return effect > 0 ? 1 : -1;
    if (days != 0)
        return days > 0 ? 1 : -1;
    return x->number < y->number ? -1 : 1;
}

static int begin(struct work *work, struct faults *faults)
{
    struct influence *out = work->out;
    if (variant_open(&out->baseline, work->document, 0, 0, (struct question){0, READING_ALL_MUNICIPALITIES}, faults) !=
        0)
        return -1;
    work->programme = variant_programme(out->baseline);
    out->count = work->programme->quantities.count;
    out->row = calloc(out->count + 1, sizeof *out->row);
    work->baseline = calloc(out->replications, sizeof *work->baseline);
    for (size_t k = 0; k < VALUES; k++)
        work->trials[k] = calloc(out->replications, sizeof *work->baseline);
    for (size_t k = 0; k < VALUES; k++)
        if (!out->row || !work->baseline || !work->trials[k])
            return error_set(work->error, ERROR_MEMORY, "out of memory");
    if (simulate(work, out->baseline, 0, out->replications, work->baseline) != 0 || find_question(work) != 0)
        return -1;
    variant_ask(out->baseline, question_of(work));
    return simulate(work, out->baseline, 0, out->replications, work->baseline);
}

int influence_of(struct influence *influence, const struct document *document, const struct influence_options *options,
                 struct faults *faults, struct error *error)
{
    *influence = (struct influence){.replications = options->replications};
    struct work work = {.out = influence, .options = options, .document = document, .error = error};
    int status = begin(&work, faults);
    for (size_t i = 0; status == 0 && i < influence->count; i++) {
        if (options->progress)
            options->progress(options->context, i, influence->count);
        influence->row[i].number = i;
        status = move(&work, &influence->row[i]);
    }
    if (status == 0)
        qsort(influence->row, influence->count, sizeof *influence->row, by_effect);
    free(work.baseline);
    for (size_t k = 0; k < VALUES; k++)
        free(work.trials[k]);
    return status;
}

void influence_free(struct influence *influence)
{
    variant_close(influence->baseline);
    free(influence->row);
    *influence = (struct influence){.baseline = 0};
}
