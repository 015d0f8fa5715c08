/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_ranks: what each scenario gains on the first, for every question that lies ahead: the table of `rank`.
 */
#include "analysis/answers/ranking.h"
#include "analysis/answers/split.h"
#include "analysis/briefing/briefing_parts.h"

#include <math.h>

static const float *dates_of(const void *holder, size_t scenario, struct question question)
{
    return briefing_dates(holder, scenario, question);
}

/* Days are fewer, as in the table of `rank`; "best": 1 could be most often on time, 2 earliest, 3 both. */
static json_t *row(struct briefing_work *work, const struct ranking_row *from, enum ranking_kind kind)
{
    const struct gain *gain = &from->gain;
    const double values[] = {(double)from->scenario,
                             kind,
                             gain->probability,
                             gain->points,
                             gain->points_interval.low,
                             gain->points_interval.high,
                             NAN,
                             gain->days,
                             gain->days_interval.low,
                             gain->days_interval.high,
                             from->cost,
                             gain->best_probability + 2 * gain->best_instant};
    enum { DATE = 6 };
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        briefing_push(work, list, i == DATE ? briefing_day(work->spec, gain->instant) : briefing_number(values[i]));
    return list;
}

static json_t *question(struct briefing_work *work, const struct ranking *ranking)
{
    json_t *object = json_object(), *rows = json_array();
    briefing_put(work, object, "deadline", json_integer((json_int_t)ranking->asked.deadline));
    briefing_put(work, object, "reading", json_integer(ranking->asked.question.reading));
    briefing_put(work, object, "costs", json_boolean(ranking->has_costs));
    for (int kind = 0; kind < RANKING_TABLES; kind++)
        for (size_t i = 0; i < ranking->table[kind].count; i++)
            briefing_push(work, rows, row(work, &ranking->table[kind].row[i], (enum ranking_kind)kind));
    briefing_put(work, object, "rows", rows);
    return object;
}

/* One question's rows; what lies behind, and a file whose scenarios cannot be ranked, has none. */
static int put_question(struct briefing_work *work, json_t *list, size_t deadline, int reading)
{
    const struct ranking_options options = {.deadline = work->spec->deadlines[deadline].name,
                                            .reading = results_reading_name((enum results_reading)reading),
                                            .dates = dates_of,
                                            .holder = work};
    struct ranking ranking;
    struct error error = {.code = ERROR_NONE};
    int status = ranking_of(&ranking, work->results, &options, &error);
    if (status == 0)
        briefing_push(work, list, question(work, &ranking));
    ranking_free(&ranking);
    if (status == 0 || error.code == ERROR_USAGE)
        return 0;
    *work->error = error;
    return -1;
}

json_t *briefing_ranks(struct briefing_work *work)
{
    const struct results_spec *spec = work->spec;
    json_t *object = json_object(), *list = json_array();
    briefing_put(work, object, "unit", json_string(spec->cost_unit ? spec->cost_unit : ""));
    for (size_t d = 0; d < spec->deadline_count && spec->scenario_count > 1; d++)
        for (int r = 0; r < READINGS; r++) {
            struct question asked = {r == READING_MOST_CARDS ? -1 : spec->deadlines[d].milestone,
                                     (enum results_reading)r};
            if ((spec->deadlines[d].readings >> r & 1) == 0 || !briefing_dates(work, 0, asked))
                continue;
            if (put_question(work, list, d, r) != 0) {
                json_decref(object);
                json_decref(list);
                return 0;
            }
        }
    briefing_put(work, object, "questions", list);
    return object;
}

/* ---- how far the assumptions move the first scenario's chances ---- */

static json_t *ranges(struct briefing_work *work, const struct split *split)
{
    json_t *list = json_array();
    for (size_t i = 0; i < split->count; i++) {
        const struct split_row *from = &split->rows[i];
        json_t *object = json_object();
        briefing_put(work, object, "deadline", json_integer((json_int_t)from->deadline));
        briefing_put(work, object, "reading", json_integer(from->reading));
        briefing_put(work, object, "low", briefing_number(from->assumptions.range.low));
        briefing_put(work, object, "high", briefing_number(from->assumptions.range.high));
        briefing_push(work, list, object);
    }
    return list;
}

json_t *briefing_split(struct briefing_work *work)
{
    struct split split = {.spec = 0};
    struct reading_table table = {.spec = 0};
    struct error error = {.code = ERROR_NONE};
    if (work->spec->replications_per_draw < 2) /* not nested: there is nothing to read for */
        return json_null();
    int status = reading_table_of(&table, work->results, 0, &error);
    if (status == 0)
        status = split_of(&split, &table, 0, &error);
    json_t *list = status == 0 ? ranges(work, &split) : 0;
    split_free(&split);
    reading_table_free(&table);
    if (list || error.code == ERROR_USAGE)
        return list ? list : json_null();
    *work->error = error;
    return 0;
}
