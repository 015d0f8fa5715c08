/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * chronicle: the nation's log of one replication: decisions, milestones, risks, consultants, and each month's cards.
 */
#include "trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct chronicle {
    const struct trace *trace;
    const struct programme *programme;
    size_t *reached;         /* [milestones], sites */
    double *last;            /* [milestones], when the last one so far reached it */
    int *last_site;          /* [milestones] */
    int32_t *cards;          /* [sites] */
    int64_t total, expected; /* cards of the nation */
    size_t decided;
    int month;      /* of the last line: 12 years + months */
    double morning; /* instant with which a day begins, or NaN */
    char date[DATE_TEXT];
};

/* The date in front of a line; a new month is a new block that begins with the cards so far. */
static void begin_line(struct chronicle *chronicle, double time)
{
    char date[DATE_TEXT], count[CLI_NUMBER], items[WORD_TEXT];
    int year, month, day;
    trace_day(chronicle->trace, time, chronicle->morning, date);
    date_split(date_of_instant(chronicle->programme->epoch, time == chronicle->morning ? time + 0.5 : time), &year,
               &month, &day);
    if (12 * year + month != chronicle->month) {
        printf("\n%04d-%02d", year, month);
        if (chronicle->total > 0)
            printf("  %s %s in, %.1f %% of those expected", trace_count((double)chronicle->total, count),
                   words_say(WORD_ITEM, chronicle->programme->words[WORD_ITEM], WORD_MANY, items),
                   floor(1000.0 * (double)chronicle->total / (double)chronicle->expected) / 10);
        putchar('\n');
        chronicle->month = 12 * year + month;
    }
    printf("  %-*s  ", DATE_TEXT - 1, strcmp(date, chronicle->date) == 0 ? "" : date);
    memcpy(chronicle->date, date, sizeof date);
}

static void print_site(const struct chronicle *chronicle, int site)
{
    printf("%s (%ld)", chronicle->programme->site[site].name, chronicle->programme->site[site].code);
}

static void tell_milestone(struct chronicle *chronicle, const struct observation *event)
{
    const struct programme *p = chronicle->programme;
    size_t milestone = (size_t)event->node - programme_first_milestone(p);
    const struct observation *before = event > chronicle->trace->list ? event - 1 : 0;
    bool same = before && before->what == HAPPENS_MILESTONE && before->site == event->site;
    if (!same || before->time < event->time) {
        begin_line(chronicle, event->time);
        print_site(chronicle, event->site);
        putchar(':');
    } else {
        putchar(';');
    }
    chronicle->reached[milestone]++;
    chronicle->last[milestone] = event->time;
    chronicle->last_site[milestone] = event->site;
    printf(" %s, %zu of %zu", p->node[event->node].title, chronicle->reached[milestone], p->sites);
    bool more = event + 1 < chronicle->trace->list + chronicle->trace->count && event[1].what == HAPPENS_MILESTONE &&
                event[1].site == event->site && event[1].time <= event->time;
    if (!more)
        putchar('\n');
}

/* Absences before anybody needs a consultant are not worth a line; a return is told with the absence. */
static void tell_person(struct chronicle *chronicle, const struct observation *event)
{
    char until[TRACE_UNTIL];
    if (event->what == HAPPENS_BACK || (event->what == HAPPENS_AWAY && chronicle->decided == 0))
        return;
    begin_line(chronicle, event->time);
    printf("consultant %.0f ", event->number + 1);
    if (event->what == HAPPENS_AWAY)
        printf("is away%s\n", trace_until(chronicle->trace, event, until));
    else
        puts(event->what == HAPPENS_LEAVES ? "leaves for good; the post stands empty" : "has a successor");
}

static void tell_change(const struct chronicle *chronicle, const struct change *change)
{
    const struct programme *p = chronicle->programme;
    number id = programme_changed(p, change);
    char amount[CLI_NUMBER];
    if (id != NO_NUMBER) {
        double value = rollout_value(chronicle->trace->rollout, change->amount);
        printf("%s %s %s\n", p->quantities.list[id]->path,
               !change->adds ? "becomes"
               : value < 0   ? "falls by"
                             : "grows by",
               cli_number(change->adds ? fabs(value) : value, amount));
    } else if (change->what == CHANGE_PUSH) {
        printf("the programme's push %s\n", change->choice ? "begins" : "ends");
    } else {
        bool vendor = change->place < p->vendors;
        printf("%s serves in another order\n",
               vendor ? p->vendor[change->place].title : p->pool[change->place - p->vendors].title);
    }
}

static void tell_event(struct chronicle *chronicle, const struct observation *event)
{
    const struct programme *p = chronicle->programme;
    if (trace_begins_day(p, event))
        chronicle->morning = event->time;
    switch (event->what) {
    case HAPPENS_DECISION:
        begin_line(chronicle, event->time);
        print_site(chronicle, event->site);
        printf(": decides to start; %zu of %zu\n", ++chronicle->decided, p->sites);
        break;
    case HAPPENS_MILESTONE:
        tell_milestone(chronicle, event);
        break;
    case HAPPENS_CARDS:
        chronicle->total += (int64_t)event->number - chronicle->cards[event->site];
        chronicle->cards[event->site] = (int32_t)event->number;
        break;
    case HAPPENS_RISK:
    case HAPPENS_RISK_OVER:
        begin_line(chronicle, event->time);
        printf("%s: %s\n", event->what == HAPPENS_RISK ? "misfortune" : "overcome",
               p->risk[(size_t)event->number].title);
        break;
    case HAPPENS_AWAY:
    case HAPPENS_BACK:
    case HAPPENS_LEAVES:
    case HAPPENS_HIRED:
        tell_person(chronicle, event);
        break;
    case HAPPENS_CHANGE:
        begin_line(chronicle, event->time);
        tell_change(chronicle, &p->change[(size_t)event->number]);
        break;
    default: /* a municipality's own affairs: its story tells them */
        break;
    }
}

static void print_end(const struct chronicle *chronicle)
{
    const struct programme *p = chronicle->programme;
    char date[DATE_TEXT], count[CLI_NUMBER], items[WORD_TEXT];
    puts("\nIn the end");
    for (size_t m = 0; m < p->milestones; m++) {
        const struct node *node = &p->node[programme_first_milestone(p) + m];
        bool named = strcmp(node->name, node->title) != 0;
        printf("  %s%s%s: %zu of %zu", node->name, named ? ", " : "", named ? node->title : "", chronicle->reached[m],
               p->sites);
        if (chronicle->reached[m] > 0) {
            trace_date(chronicle->trace, chronicle->last[m], date);
            printf(", the last one ");
            print_site(chronicle, chronicle->last_site[m]);
            printf(" on %s", date);
        }
        putchar('\n');
    }
    if (chronicle->expected == 0)
        return;
    printf("  %s of ", trace_count((double)chronicle->total, count));
    printf("%s %s\n", trace_count((double)chronicle->expected, count),
           words_say(WORD_ITEM, p->words[WORD_ITEM], WORD_MANY, items));
}

int chronicle_print(const struct trace *trace, struct error *error)
{
    const struct programme *p = trace->programme;
    struct chronicle chronicle = {.trace = trace, .programme = p, .morning = NAN};
    chronicle.reached = calloc(p->milestones, sizeof *chronicle.reached);
    chronicle.last = calloc(p->milestones, sizeof *chronicle.last);
    chronicle.last_site = calloc(p->milestones, sizeof *chronicle.last_site);
    chronicle.cards = calloc(p->sites, sizeof *chronicle.cards);
    bool ready = chronicle.reached && chronicle.last && chronicle.last_site && chronicle.cards;
    if (ready) {
        for (size_t site = 0; site < p->sites; site++)
            chronicle.expected += rollout_site(trace->rollout, site).expected;
        trace_print_head(trace);
        for (size_t i = 0; i < trace->count; i++)
            tell_event(&chronicle, &trace->list[i]);
        print_end(&chronicle);
    }
    free(chronicle.reached);
    free(chronicle.last);
    free(chronicle.last_site);
    free(chronicle.cards);
    return ready ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
}
