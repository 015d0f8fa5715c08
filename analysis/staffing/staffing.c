/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staffing: the staff question asked of a configuration along one path.
 */
#include "analysis/staffing/staffing_parts.h"
#include "models/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const double staffing_dates[STAFFING_DATES] = {0.5, 0.8, 0.9};

enum { AHEAD = 256 }; /* replications of a sequential test simulated at once; what is not needed is not looked at */

/* One size: its variant, and what has been simulated ahead of the test. */
struct bench {
    struct variant *variant;
    uint64_t first;
    size_t count;
    struct trial ahead[AHEAD];
};

struct source {
    struct staffing *staffing;
    struct bench *benches;  /* [count] */
    struct trial *trials;   /* [display or confirm] */
    double *dates;          /* [display] */
    struct document dated;  /* with a day: the configuration, the sizes laid into it as a sweep */
    struct scenarios sizes; /* of it; the last ones are the sweep's */
    struct faults *faults;
};

/* ---- sizes ---- */

/* As the sweep of a study that writes the curve, so that both make the same courses. */
static int date_sizes(struct source *source, struct error *error)
{
    const struct staffing_options *options = &source->staffing->options;
    const struct staff_options *staff = &options->staff;
    const struct sweep sweep = {"staff", options->path, staff->low, staff->high, staff->step};
    char *undated = 0;
    int status = document_copy(&source->dated, options->document, source->faults);
    if (status == 0)
        status = sweep_add(&source->dated, &sweep, "--path", source->faults);
    if (status == 0)
        status = scenarios_date(&source->dated, options->from, &undated, source->faults) < 0 ? -1 : 0;
    if (status == 0)
        status = scenarios_list(&source->sizes, &source->dated, source->faults);
    free(undated);
    if (status != 0)
        return error_set(error, ERROR_CONFIG, "%s",
                         source->faults->count ? source->faults->list[0].text : "out of memory");
    if (!source->sizes.list[source->sizes.count - 1].from)
        return error_set(error, ERROR_USAGE, "--from: %s cannot change on a date", options->path);
    return 0;
}

static int open_size(struct source *source, size_t index, int size, struct question question)
{
    const struct staffing_options *options = &source->staffing->options;
    struct variant **variant = &source->benches[index].variant;
    if (options->from) {
        size_t first = source->sizes.count - staff_count(&options->staff);
        struct document changed = {0};
        if (scenario_apply(&changed, &source->dated, &source->sizes.list[first + index], source->faults) != 0)
            return -1;
        int status = variant_open(variant, &changed, 0, 0, question, source->faults);
        document_free(&changed);
        return status;
    }
    char assignment[512];
    const char *assignments[] = {assignment};
    snprintf(assignment, sizeof assignment, "%s=%d", options->path, size);
    return variant_open(variant, options->document, assignments, 1, question, source->faults);
}

static int open_variant(struct source *source, size_t index, int size)
{
    const struct staffing_options *options = &source->staffing->options;
    struct question question = {-1, options->reading};
    if (open_size(source, index, size, question) != 0)
        return -1;
    const struct programme *p = variant_programme(source->benches[index].variant);
    question.milestone = p->deadline[options->deadline].milestone;
    variant_ask(source->benches[index].variant, question);
    return 0;
}

static bool is_legal(const struct document *document, const char *path, int size)
{
    char assignment[512];
    const char *assignments[] = {assignment};
    struct variant *variant = 0;
    struct faults faults = {0};
    snprintf(assignment, sizeof assignment, "%s=%d", path, size);
    bool legal = variant_open(&variant, document, assignments, 1, (struct question){0, 0}, &faults) == 0;
    variant_close(variant);
    faults_free(&faults);
    return legal;
}

int staffing_least(const struct document *document, const char *path, int low, int high)
{
    int size = low;
    while (size < high && !is_legal(document, path, size))
        size++;
    return is_legal(document, path, size) ? size : low;
}

/* ---- replications ---- */

static void keep_curve(const struct source *source, size_t index, const struct trial trials[], size_t count)
{
    struct staffing_size *size = &source->staffing->sizes[index];
    const struct programme *p = variant_programme(source->staffing->names.variant);
    for (size_t d = 0; d < p->deadlines; d++)
        for (enum results_reading r = 0; r < READINGS; r++) {
            size_t hits = 0;
            for (size_t i = 0; i < count; i++)
                hits += trial_on_time(&trials[i], d, r);
            size->probability[d][r] = (double)hits / (double)count;
        }
    for (size_t i = 0; i < count; i++)
        source->dates[i] = trials[i].date;
    estimate_quantiles(source->dates, count, staffing_dates, STAFFING_DATES, size->date);
}

/* What decides the last site when there are as many as were asked about. */
static void find_binding(struct staffing *staffing, const struct trial trials[], size_t count)
{
    size_t causes = variant_programme(staffing->names.variant)->causes.count, most = 0, all = 0;
    staffing->binding_cause = -1;
    for (size_t c = 0; c < causes; c++) {
        size_t times = 0;
        for (size_t i = 0; i < count; i++)
            times += trials[i].last_cause == (int)c;
        all += times;
        if (times > most) {
            most = times;
            staffing->binding_cause = (int16_t)c;
        }
    }
    staffing->binding_share = all > 0 ? (double)most / (double)all : NAN;
}

static int simulate(struct source *source, struct variant *variant, uint64_t first, size_t count, struct trial trials[],
                    struct error *error)
{
    const struct staffing_options *options = &source->staffing->options;
    const struct variant_run run = {.seed = options->seed,
                                    .first = first,
                                    .count = count,
                                    .threads = options->threads,
                                    .stop = options->stop,
                                    .inner = 1};
    return variant_simulate(variant, &run, trials, error);
}

uint64_t staffing_replication(enum staff_phase phase, size_t index)
{
    return ((uint64_t)phase << 32) + index;
}

/* The trials of a sequential test, which are simulated ahead. Null: failed. */
static const struct trial *look_ahead(struct source *source, struct bench *bench, uint64_t first, size_t count,
                                      struct error *error)
{
    if (first < bench->first || first + count > bench->first + bench->count) {
        bench->first = first;
        bench->count = AHEAD;
        if (simulate(source, bench->variant, first, AHEAD, bench->ahead, error) != 0)
            return 0;
    }
    return bench->ahead + (first - bench->first);
}

static int sample(void *context, const struct staff_sample *wanted, unsigned char hit[], struct error *error)
{
    static const char *const phases[] = {
        [STAFF_CURVE] = "curve", [STAFF_DECIDING] = "deciding", [STAFF_CONFIRMING] = "confirming"};
    struct source *source = context;
    const struct staffing_options *options = &source->staffing->options;
    size_t index = (size_t)((wanted->size - options->staff.low) / options->staff.step);
    uint64_t first = staffing_replication(wanted->phase, wanted->first);
    struct bench *bench = &source->benches[index];
    const struct trial *trials = source->trials;
    if (!bench->variant && open_variant(source, index, wanted->size) != 0)
        return error_set(error, ERROR_CONFIG, "%s",
                         source->faults->count ? source->faults->list[0].text : "out of memory");
    if (options->progress)
        options->progress(options->context, phases[wanted->phase], wanted->size);
    if (wanted->phase == STAFF_DECIDING)
        trials = look_ahead(source, bench, first, wanted->count, error);
    else if (simulate(source, bench->variant, first, wanted->count, source->trials, error) != 0)
        trials = 0;
    if (!trials)
        return -1;
    for (size_t i = 0; i < wanted->count; i++)
        hit[i] = trial_on_time(&trials[i], options->deadline, options->reading);
    if (wanted->phase == STAFF_CURVE) {
        keep_curve(source, index, trials, wanted->count);
        if (index + 1 == staff_count(&options->staff))
            find_binding(source->staffing, trials, wanted->count);
    }
    return 0;
}

/* ---- what responds ---- */

static double response_of(const struct staffing *staffing, size_t deadline, enum results_reading reading)
{
    double least = 1, most = 0;
    for (size_t i = 0; i < staffing->answer.count; i++) {
        least = fmin(least, staffing->sizes[i].probability[deadline][reading]);
        most = fmax(most, staffing->sizes[i].probability[deadline][reading]);
    }
    return most - least;
}

static void find_better(struct staffing *staffing)
{
    const struct programme *p = variant_programme(staffing->names.variant);
    staffing->response = staffing->better_response =
        response_of(staffing, staffing->options.deadline, staffing->options.reading);
    staffing->better_deadline = staffing->options.deadline;
    staffing->better_reading = staffing->options.reading;
    for (size_t d = 0; d < p->deadlines; d++)
        for (enum results_reading r = 0; r < READINGS; r++) {
            if (response_of(staffing, d, r) <= staffing->better_response ||
                (r == READING_MOST_CARDS && !p->uptake.present))
                continue;
            staffing->better_response = response_of(staffing, d, r);
            staffing->better_deadline = d;
            staffing->better_reading = r;
        }
}

static int ask(struct staffing *staffing, struct source *source, struct error *error)
{
    const struct staff_options *staff = &staffing->options.staff;
    size_t count = staff_count(staff);
    size_t room = staff->display > staff->confirm ? staff->display : staff->confirm;
    source->benches = calloc(count, sizeof *source->benches);
    source->trials = calloc(room + 1, sizeof *source->trials);
    source->dates = calloc(staff->display + 1, sizeof *source->dates);
    staffing->sizes = calloc(count, sizeof *staffing->sizes);
    bool whole = source->benches && source->trials && source->dates && staffing->sizes;
    int status = whole ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    struct staff_source from = {sample, source};
    if (status == 0 && staffing->options.from)
        status = date_sizes(source, error);
    if (status == 0)
        status = staff_decide(&staffing->answer, staff, &from, error);
    if (status == 0 && staff->display > 0)
        find_better(staffing);
    for (size_t i = 0; source->benches && i < count; i++)
        variant_close(source->benches[i].variant);
    scenarios_free(&source->sizes);
    document_free(&source->dated);
    free(source->benches);
    free(source->trials);
    free(source->dates);
    return status;
}

int staffing_ask(struct staffing *staffing, const struct staffing_options *options, struct faults *faults,
                 struct error *error)
{
    struct source source = {.staffing = staffing, .faults = faults};
    *staffing = (struct staffing){.options = *options, .binding_cause = -1};
    if (staff_check(&options->staff, error) != 0)
        return -1;
    int status = staffing_names_take(&staffing->names, options->document, faults, error);
    if (status == 0)
        status = ask(staffing, &source, error);
    if (status != 0)
        staffing_free(staffing);
    return status;
}

void staffing_free(struct staffing *staffing)
{
    staff_free(&staffing->answer);
    free(staffing->sizes);
    staffing_names_free(&staffing->names);
    *staffing = (struct staffing){.binding_cause = -1};
}
