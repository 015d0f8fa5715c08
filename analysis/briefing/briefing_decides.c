/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_decides: how the chance of being on time hangs on each assumption, and what late courses have in common.
 *
 * The replications of the first scenario are cut into thirds by each uncertain number (by value if there are few), and
 * the chance is counted within each: given-data sensitivity, without a further simulation.
 */
#include "analysis/briefing/briefing_parts.h"
#include "analysis/statistics/nested.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 5, THIRDS = 3, LAST_SITES = 5 };
enum { VALUES_MOST = 8 << 20 }; /* of parameters, 8 bytes each, that are held at once */

/* The deadlines in each reading that makes sense, and which replications keep them. */
struct verdicts {
    size_t count, n;
    size_t *deadline;
    int *reading;
    bool *kept; /* [verdict][replication] */
    double *weights;
};

static void judge(const struct briefing_work *work, struct verdicts *verdicts, size_t deadline, int reading)
{
    const struct results_spec *spec = work->spec;
    bool cards = reading == READING_MOST_CARDS;
    struct question question = {cards ? -1 : spec->deadlines[deadline].milestone, (enum results_reading)reading};
    const float *dates = briefing_dates(work, 0, question);
    double limit = results_deadline_instant(spec, deadline);
    bool *kept = verdicts->kept + verdicts->count * verdicts->n;
    if (!dates)
        return; /* not asked: it repeats another question */
    for (size_t i = 0; i < verdicts->n; i++)
        kept[i] = (double)dates[i] <= limit;
    verdicts->deadline[verdicts->count] = deadline;
    verdicts->reading[verdicts->count++] = reading;
}

static int verdicts_init(struct briefing_work *work, struct verdicts *verdicts)
{
    const struct results_spec *spec = work->spec;
    size_t most = spec->deadline_count * READINGS, n = spec->replications;
    *verdicts = (struct verdicts){.n = n};
    verdicts->deadline = briefing_get(work, most, sizeof *verdicts->deadline);
    verdicts->reading = briefing_get(work, most, sizeof *verdicts->reading);
    verdicts->kept = briefing_get(work, most * n, sizeof *verdicts->kept);
    verdicts->weights = briefing_read(work, OUTCOME_WEIGHT, 0, 1);
    int status = verdicts->deadline && verdicts->reading && verdicts->kept && verdicts->weights ? 0 : -1;
    for (size_t d = 0; d < spec->deadline_count && status == 0; d++)
        for (int r = 0; r < READINGS; r++)
            if ((spec->deadlines[d].readings >> r & 1) != 0)
                judge(work, verdicts, d, r);
    return status;
}

static void verdicts_free(struct verdicts *verdicts)
{
    free(verdicts->deadline);
    free(verdicts->reading);
    free(verdicts->kept);
    free(verdicts->weights);
}

/* ---- assumptions ---- */

struct drawn {
    double value;
    size_t replication;
};

static int by_value(const void *a, const void *b)
{
    const struct drawn *left = a, *right = b;
    if (left->value != right->value)
        return left->value < right->value ? -1 : 1;
    return left->replication < right->replication ? -1 : left->replication > right->replication;
}

/* How many replications in a row share one draw. */
static size_t inner(const struct briefing_work *work)
{
    return work->spec->replications_per_draw > 1 ? work->spec->replications_per_draw : 1;
}

/* Cuts sorted draws into groups: ends[g] is one past the last of group g. The replications of one draw, `alike` in a
 * row, stay together. Returns how many groups. */
static size_t cut(const struct drawn drawn[], size_t n, size_t alike, size_t ends[FEW])
{
    size_t values = 0;
    for (size_t i = 0; i < n && values <= FEW; i++)
        if (i + 1 == n || drawn[i].value != drawn[i + 1].value) {
            if (values < FEW)
                ends[values] = i + 1;
            values++;
        }
    if (values <= FEW)
        return values;
    for (size_t g = 0; g < THIRDS; g++)
        ends[g] = n / alike * (g + 1) / THIRDS * alike;
    return THIRDS;
}

/* How many independent replications a group is worth, its replications' misses (1 or 0) and weights given. */
static double worth(const double missed[], const double weights[], size_t count, size_t alike)
{
    double all = 0, squares = 0;
    if (alike > 1 && count / alike > 1)
        return nested_effective_size(missed, weights, count / alike, alike, 0);
    for (size_t i = 0; i < count; i++) {
        all += weights[i];
        squares += weights[i] * weights[i];
    }
    return squares > 0 ? all * all / squares / (double)alike : 0; /* one draw counts as one */
}

/* [probability, low, high] of one verdict within a group of draws. */
static json_t *chance(struct briefing_work *work, const struct verdicts *verdicts, size_t verdict,
                      const struct drawn drawn[], size_t count)
{
    double kept = 0, all = 0;
    double *missed = briefing_get(work, 2 * count, sizeof *missed), *weights = missed ? missed + count : 0;
    for (size_t i = 0; i < count && missed; i++) {
        bool on_time = verdicts->kept[verdict * verdicts->n + drawn[i].replication];
        weights[i] = verdicts->weights[drawn[i].replication];
        missed[i] = on_time ? 0 : 1;
        all += weights[i];
        kept += on_time ? weights[i] : 0;
    }
    double p = all > 0 ? kept / all : NAN;
    double effective = missed ? worth(missed, weights, count, inner(work)) : 0;
    free(missed);
    struct interval interval = estimate_wilson(p * effective, effective, 0.95);
    json_t *triple = json_array();
    briefing_push(work, triple, briefing_number(p));
    briefing_push(work, triple, briefing_number(interval.low));
    briefing_push(work, triple, briefing_number(interval.high));
    return triple;
}

static json_t *parameter(struct briefing_work *work, const struct verdicts *verdicts, size_t index,
                         const struct drawn drawn[])
{
    const struct results_parameter *named = &work->spec->parameters[index];
    size_t ends[FEW] = {0}, groups = cut(drawn, verdicts->n, inner(work), ends);
    json_t *object = json_object(), *cuts = json_array(), *table = json_array();
    for (size_t g = 0; g < groups; g++) {
        size_t first = g > 0 ? ends[g - 1] : 0;
        json_t *row = json_array();
        briefing_push(work, row, briefing_number(drawn[first].value));
        briefing_push(work, row, briefing_number(drawn[ends[g] - 1].value));
        briefing_push(work, row, json_integer((json_int_t)(ends[g] - first)));
        briefing_push(work, cuts, row);
    }
    for (size_t v = 0; v < verdicts->count; v++) {
        json_t *row = json_array();
        for (size_t g = 0; g < groups; g++) {
            size_t first = g > 0 ? ends[g - 1] : 0;
            briefing_push(work, row, chance(work, verdicts, v, drawn + first, ends[g] - first));
        }
        briefing_push(work, table, row);
    }
    briefing_put(work, object, "name", json_string(named->name));
    briefing_put(work, object, "unit", json_string(named->unit));
    briefing_put(work, object, "source", json_string(named->source));
    briefing_put(work, object, "groups", cuts);
    briefing_put(work, object, "chances", table);
    return object;
}

/* As many parameters at once as are allowed. */
static json_t *parameters(struct briefing_work *work, const struct verdicts *verdicts)
{
    size_t count = work->spec->parameter_count, n = verdicts->n;
    size_t together = n > 0 && VALUES_MOST / n > 1 ? VALUES_MOST / n : 1, width = 0;
    struct drawn *drawn = briefing_get(work, n, sizeof *drawn);
    json_t *list = json_array();
    double *values = 0;
    bool whole = drawn;
    for (size_t k = 0; k < count && whole && n > 0; k++) {
        size_t place = k % together;
        if (place == 0) {
            width = count - k < together ? count - k : together;
            free(values);
            struct results_slice slice = {.count = n, .from = k, .width = width};
            whole = (values = briefing_read_some(work, OUTCOME_PARAMETERS, &slice, width)) != 0;
        }
        for (size_t i = 0; i < n && whole; i++)
            drawn[i] = (struct drawn){values[i * width + place], i};
        if (whole) {
            qsort(drawn, n, sizeof *drawn, by_value);
            briefing_push(work, list, parameter(work, verdicts, k, drawn));
        }
    }
    free(drawn);
    free(values);
    if (whole)
        return list;
    json_decref(list);
    return 0;
}

/* ---- late courses ---- */

struct last {
    int16_t *site, *cause, *vendor; /* [replication]; vendor of the last site */
};

/* Of every replication's vendors only one is wanted: they are read a block after the other. */
static int last_vendors(struct briefing_work *work, struct last *last)
{
    enum { ROWS = 1024 };
    size_t sites = work->spec->municipality_count, n = work->spec->replications;
    for (size_t first = 0; first < n; first += ROWS) {
        struct results_slice slice = {.first = first, .count = n - first < ROWS ? n - first : ROWS};
        int16_t *vendors = briefing_read_some(work, OUTCOME_VENDOR, &slice, sites);
        if (!vendors)
            return -1;
        for (size_t i = 0; i < slice.count; i++) {
            int16_t site = last->site[first + i];
            bool known = site >= 0 && (size_t)site < sites;
            last->vendor[first + i] = known ? vendors[i * sites + (size_t)site] : (int16_t)-1;
        }
        free(vendors);
    }
    return 0;
}

static int last_init(struct briefing_work *work, struct last *last)
{
    *last = (struct last){briefing_read(work, OUTCOME_LAST_MUNICIPALITY, 0, 1),
                          briefing_read(work, OUTCOME_LAST_CAUSE, 0, 1),
                          briefing_get(work, work->spec->replications, sizeof *last->vendor)};
    return last->site && last->cause && last->vendor ? last_vendors(work, last) : -1;
}

static void last_free(struct last *last)
{
    free(last->site);
    free(last->cause);
    free(last->vendor);
}

/* Shares of the late courses' weight by an index, -1 being none. */
static json_t *shares(struct briefing_work *work, const struct verdicts *verdicts, size_t verdict,
                      const int16_t index[], size_t count)
{
    double *sum = briefing_get(work, count, sizeof *sum), late = 0;
    json_t *list = sum ? json_array() : 0;
    for (size_t i = 0; i < verdicts->n && sum; i++) {
        if (verdicts->kept[verdict * verdicts->n + i])
            continue;
        late += verdicts->weights[i];
        if (index[i] >= 0 && (size_t)index[i] < count)
            sum[index[i]] += verdicts->weights[i];
    }
    for (size_t k = 0; k < count && sum; k++)
        briefing_push(work, list, late > 0 ? briefing_number(sum[k] / late) : json_null());
    free(sum);
    return list;
}

static json_t *late_courses(struct briefing_work *work, const struct verdicts *verdicts, size_t verdict,
                            const struct last *last)
{
    const struct results_spec *spec = work->spec;
    double late = 0, all = 0;
    for (size_t i = 0; i < verdicts->n; i++) {
        all += verdicts->weights[i];
        late += verdicts->kept[verdict * verdicts->n + i] ? 0 : verdicts->weights[i];
    }
    json_t *object = json_object();
    briefing_put(work, object, "deadline", json_integer((json_int_t)verdicts->deadline[verdict]));
    briefing_put(work, object, "reading", json_integer(verdicts->reading[verdict]));
    briefing_put(work, object, "late", briefing_number(all > 0 ? late / all : NAN));
    briefing_put(work, object, "vendors", shares(work, verdicts, verdict, last->vendor, spec->vendor_count));
    briefing_put(work, object, "causes", shares(work, verdicts, verdict, last->cause, spec->cause_count));
    briefing_put(work, object, "sites", shares(work, verdicts, verdict, last->site, spec->municipality_count));
    return object;
}

json_t *briefing_decides(struct briefing_work *work)
{
    struct verdicts verdicts;
    struct last last = {0};
    json_t *object = json_object(), *late = json_array(), *list = 0;
    if (verdicts_init(work, &verdicts) == 0 && last_init(work, &last) == 0)
        list = parameters(work, &verdicts);
    for (size_t v = 0; v < verdicts.count && list; v++)
        briefing_push(work, late, late_courses(work, &verdicts, v, &last));
    bool whole = list;
    if (whole)
        briefing_put(work, object, "parameters", list);
    briefing_put(work, object, "verdicts", late);
    last_free(&last);
    verdicts_free(&verdicts);
    if (whole)
        return object;
    json_decref(object);
    return 0;
}
