/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * trace: one replication as it was observed, and who tells it.
 */
#ifndef FMKSIM_CLI_TRACE_H
#define FMKSIM_CLI_TRACE_H

#include "cli.h"
#include "models/rollout.h"
#include "sim/date.h"

struct trace {
    const struct programme *programme;
    const struct rollout *rollout; /* after the replication */
    const struct scenario *scenario;
    struct luck luck;
    int site; /* NOBODY: the whole nation */
    struct observation *list;
    size_t count, room;
    bool lost; /* memory ran out */
};

/* ---- who tells it: story.c, chronicle.c, trace_json.c ---- */

/* One municipality's story, or the nation's chronicle, on standard output. ERROR_MEMORY. */
int story_print(const struct trace *trace, struct error *error);
int chronicle_print(const struct trace *trace, struct error *error);

/* All of it as data: of the site, or of all; null: out of memory. */
json_t *trace_json(const struct trace *trace);

/* ---- what they share: trace_words.c ---- */

/* Title, replication and parameters drawn: the head of both. */
void trace_print_head(const struct trace *trace);

/* The day of an instant: a midnight belongs to the day that it ends … */
void trace_date(const struct trace *trace, double time, char text[DATE_TEXT]);

/* … but where something happens with the beginning of a day, all that happens at that `morning` (or NaN) is of the day
 * that begins. */
void trace_day(const struct trace *trace, double time, double morning, char text[DATE_TEXT]);

/* Whether this happens at the midnight with which its day begins: a decision, a wait for a date, a change, a risk. */
bool trace_begins_day(const struct programme *programme, const struct observation *event);

/* " until 2014-03-01": when the consultant of an observation HAPPENS_AWAY comes back; "" if not any more. */
enum { TRACE_UNTIL = 32 };
char *trace_until(const struct trace *trace, const struct observation *away, char text[TRACE_UNTIL]);

/* "1 day", "12 days": whole days, rounded. */
enum { TRACE_DAYS = 32 };
char *trace_days(double days, char text[TRACE_DAYS]);

/* "1 234": in groups of three. */
char *trace_count(double count, char text[CLI_NUMBER]);

#endif
