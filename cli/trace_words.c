/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * trace_words: the words that all share who tell a replication.
 */
#include "register.h"
#include "trace.h"

#include <math.h>
#include <string.h>

void trace_date(const struct trace *trace, double time, char text[DATE_TEXT])
{
    date_format(date_of_instant(trace->programme->epoch, time), text);
}

void trace_day(const struct trace *trace, double time, double morning, char text[DATE_TEXT])
{
    trace_date(trace, time == morning ? time + 0.5 : time, text);
}

bool trace_begins_day(const struct programme *programme, const struct observation *event)
{
    if (event->time != floor(event->time))
        return false;
    switch (event->what) {
    case HAPPENS_DECISION:
    case HAPPENS_CHANGE:
    case HAPPENS_RISK:
        return true;
    case HAPPENS_FINISH:
        return programme->node[event->node].kind == NODE_WAIT && programme->node[event->node].until == WAIT_DATE &&
               event->number > 0;
    default:
        return false;
    }
}

char *trace_until(const struct trace *trace, const struct observation *away, char text[TRACE_UNTIL])
{
    char date[DATE_TEXT];
    *text = '\0';
    for (const struct observation *next = away + 1; next < trace->list + trace->count; next++) {
        if (next->number != away->number || (next->what != HAPPENS_BACK && next->what != HAPPENS_LEAVES))
            continue;
        trace_date(trace, next->time, date);
        if (next->what == HAPPENS_BACK)
            snprintf(text, TRACE_UNTIL, " until %s", date);
        break;
    }
    return text;
}

char *trace_days(double days, char text[TRACE_DAYS])
{
    double whole = fabs(days) < 1e9 ? round(days) : 1e9;
    if (whole < 1 && days > 0)
        snprintf(text, TRACE_DAYS, "less than a day");
    else
        snprintf(text, TRACE_DAYS, "%.0f day%s", whole, whole == 1 ? "" : "s");
    return text;
}

char *trace_count(double count, char text[CLI_NUMBER])
{
    char digits[CLI_NUMBER];
    int length = snprintf(digits, sizeof digits, "%.0f", count), used = 0;
    for (int i = 0; i < length && used + 2 < CLI_NUMBER; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
            text[used++] = ' ';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

void trace_print_head(const struct trace *trace)
{
    const struct programme *p = trace->programme;
    char text[REGISTER_TEXT];
    size_t width = 0;
    printf("%s\nreplication %llu, seed %llu, scenario %s\n", p->title, (unsigned long long)trace->luck.replication,
           (unsigned long long)trace->luck.seed, trace->scenario->name);
    for (size_t i = 0; i < p->quantities.count; i++)
        if (p->quantities.list[i]->kind == QUANTITY_PRIOR && strlen(p->quantities.list[i]->path) > width)
            width = strlen(p->quantities.list[i]->path);
    if (width > 0)
        puts("\nDrawn for this replication");
    for (size_t i = 0; i < p->quantities.count; i++) {
        const struct quantity *quantity = p->quantities.list[i];
        if (quantity->kind != QUANTITY_PRIOR)
            continue;
        fputs("  ", stdout);
        cli_pad(quantity->path, width);
        printf("  %s\n", register_scalar(p, quantity, rollout_value(trace->rollout, i), text));
    }
}
