/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * story: one municipality's way through a replication, as a reader would want to be told it.
 *
 * Beginnings that follow at once from an end are left out, waits are told when they are over, and of the weekly
 * figures only thresholds are told, and a sign of life in every long silence.
 */
#include "trace.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { QUIET_WEEKS = 13, RATE_WEEKS = 4, BAR = 30 };

struct story {
    const struct trace *trace;
    const struct programme *programme;
    struct site_facts facts;
    double decided;         /* NaN: not yet */
    double ended;           /* the final milestone; before it, the horizon */
    double asked;           /* for a consultant, or NaN */
    int consultant;         /* held, or NOBODY */
    double *queued, *began; /* [nodes], or NaN */
    bool *over;             /* [nodes], finished, skipped or reached */
    double uptake, told;    /* when the first week of cards began; when they were last told of */
    size_t threshold;       /* the next one */
    double earlier[RATE_WEEKS], earlier_time[RATE_WEEKS]; /* cards and instants of the last weeks, a ring */
    size_t weeks;
    double morning;       /* instant with which a day begins, or NaN */
    char date[DATE_TEXT]; /* last printed: a day's date stands once */
};

static const double thresholds[] = {0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1};
enum { THRESHOLDS = sizeof thresholds / sizeof *thresholds };

/* ---- lines ---- */

static void line(struct story *story, double time, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void line(struct story *story, double time, const char *format, ...)
{
    char date[DATE_TEXT];
    trace_day(story->trace, time, story->morning, date);
    printf("  %-*s  ", DATE_TEXT - 1, strcmp(date, story->date) == 0 ? "" : date);
    memcpy(story->date, date, sizeof date);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

/* "one day" and less is no wait worth telling. */
static bool is_wait(double days)
{
    return days >= 0.5;
}

static const char *resource_title(const struct story *story, const struct node *node)
{
    if (node->resource == VENDOR_RESOURCE)
        return story->facts.vendor == NOBODY ? "the vendor" : story->programme->vendor[story->facts.vendor].title;
    return story->programme->pool[node->resource].title;
}

/* ---- events of the project ---- */

static void tell_begin(struct story *story, const struct observation *event)
{
    const struct node *node = &story->programme->node[event->node];
    double queued = story->queued[event->node];
    char days[TRACE_DAYS];
    story->began[event->node] = event->time;
    if (!isnan(queued))
        line(story, event->time, "%s: begins, after %s in the queue of %s", node->title,
             trace_days(event->time - queued, days), resource_title(story, node));
    else if (node->kind == NODE_UPTAKE)
        line(story, event->time, "%s: begins, week by week from now on", node->title);
}

static void tell_finish(struct story *story, const struct observation *event)
{
    const struct node *node = &story->programme->node[event->node];
    double began = story->began[event->node], days = event->time - (isnan(began) ? event->time : began);
    char text[TRACE_DAYS];
    story->over[event->node] = true;
    const char *lag = node->lag == NOBODY ? "" : "; what follows keeps a distance";
    switch (node->kind) {
    case NODE_WAIT:
        if (is_wait(event->number))
            line(story, event->time, "%s: has come, after %s%s", node->title, trace_days(event->number, text), lag);
        break;
    case NODE_SESSION:
        line(story, event->time, "%s: done, %s after it was asked for%s", node->title, trace_days(event->number, text),
             lag);
        break;
    case NODE_UPTAKE:
        line(story, event->time, "%s: the criterion is met, after %s", node->title, trace_days(event->number, text));
        break;
    default:
        if (days > 0)
            line(story, event->time, "%s: done in %s%s", node->title, trace_days(days, text), lag);
        break;
    }
}

static void tell_milestone(struct story *story, const struct observation *event)
{
    const struct node *node = &story->programme->node[event->node];
    char days[TRACE_DAYS];
    story->over[event->node] = true;
    if ((size_t)event->node + 1 == story->programme->nodes)
        story->ended = event->time;
    bool named = strcmp(node->name, node->title) != 0;
    line(story, event->time, "━━ %s%s%s, %s after the decision ━━", node->name, named ? "  " : "",
         named ? node->title : "", trace_days(event->time - story->decided, days));
}

static void tell_pace(struct story *story, const struct observation *event)
{
    const struct node *node = &story->programme->node[event->node];
    char pace[CLI_NUMBER];
    if (event->number == 1)
        line(story, event->time, "%s: at its normal pace again", node->title);
    else if (event->number <= 0)
        line(story, event->time, "%s: stands still", node->title);
    else
        line(story, event->time, "%s: goes on at %s of its normal pace", node->title,
             cli_number(round(event->number * 100) / 100, pace));
}

/* ---- its consultant ---- */

static void tell_consultant(struct story *story, const struct observation *event)
{
    char days[TRACE_DAYS];
    double waited = event->time - story->asked;
    story->consultant = (int)event->number;
    story->asked = NAN;
    if (is_wait(waited))
        line(story, event->time, "gets consultant %d, after %s of waiting", story->consultant + 1,
             trace_days(waited, days));
    else
        line(story, event->time, "gets consultant %d at once", story->consultant + 1);
}

static void tell_alone(struct story *story, const struct observation *event)
{
    char days[TRACE_DAYS];
    if (isnan(story->asked))
        line(story, event->time, "goes on without a consultant: there are none");
    else
        line(story, event->time, "waited %s for a consultant, goes on without one",
             trace_days(event->time - story->asked, days));
    story->asked = NAN;
}

/* What befalls all consultants concerns the site only if it is its own; a return is told with the absence. */
static void tell_presence(struct story *story, const struct observation *event)
{
    char until[TRACE_UNTIL];
    if ((int)event->number != story->consultant)
        return;
    if (event->what == HAPPENS_AWAY) {
        line(story, event->time, "its consultant (%d) is away%s", story->consultant + 1,
             trace_until(story->trace, event, until));
    } else if (event->what == HAPPENS_LEAVES) {
        line(story, event->time, "its consultant (%d) leaves for good", story->consultant + 1);
        story->consultant = NOBODY;
    }
}

/* ---- cards ---- */

/* Cards a week over the last weeks told, the present one included. */
static double rate(struct story *story, const struct observation *event)
{
    size_t slot = story->weeks % RATE_WEEKS;
    bool full = story->weeks >= RATE_WEEKS;
    double before = full ? story->earlier[slot] : 0, since = full ? story->earlier_time[slot] : story->uptake;
    story->earlier[slot] = event->number;
    story->earlier_time[slot] = event->time;
    story->weeks++;
    return event->time > since ? 7 * (event->number - before) / (event->time - since) : 0;
}

static void tell_cards(struct story *story, const struct observation *event)
{
    double expected = story->facts.expected, share = expected > 0 ? event->number / expected : 1;
    bool first = story->weeks == 0, crossed = false;
    char count[CLI_NUMBER], item[WORD_TEXT], items[WORD_TEXT];
    words_say(WORD_ITEM, story->programme->words[WORD_ITEM], WORD_ONE, item);
    words_say(WORD_ITEM, story->programme->words[WORD_ITEM], WORD_MANY, items);
    if (first)
        story->uptake = event->time - 7;
    double a_week = rate(story, event);
    while (story->threshold < THRESHOLDS && share >= thresholds[story->threshold]) {
        story->threshold++;
        crossed = true;
    }
    if (!first && !crossed && event->time - story->told < 7 * QUIET_WEEKS)
        return;
    trace_count(event->number, count);
    if (first)
        line(story, event->time, "the first %s%s%s", event->number > 1 ? count : "", event->number > 1 ? " " : "",
             event->number > 1 ? items : item);
    else
        line(story, event->time, "%s %s, %.0f %% of those expected; lately %.*f a week", count, items,
             floor(100 * share), a_week < 10 ? 1 : 0, a_week);
    story->told = event->time;
}

/* ---- risks ---- */

static void tell_risk(struct story *story, const struct observation *event)
{
    const struct risk *risk = &story->programme->risk[(size_t)event->number];
    int region = story->programme->site[story->trace->site].region;
    bool hit = risk->target == RISK_ALL || (risk->target == RISK_REGION && risk->whom == region) ||
               (risk->target == RISK_VENDOR && risk->whom == story->facts.vendor);
    if (hit)
        line(story, event->time, "%s: %s", event->what == HAPPENS_RISK ? "misfortune" : "overcome", risk->title);
}

/* ---- the whole ---- */

static void tell_exception(struct story *story, const struct observation *event)
{
    story->over[event->node] |= event->what == HAPPENS_SKIP;
    line(story, event->time,
         event->what == HAPPENS_SKIP ? "%s: not needed here" : "%s: fails; it is put right and done again",
         story->programme->node[event->node].title);
}

static void tell_queue(struct story *story, const struct observation *event)
{
    const struct node *node = &story->programme->node[event->node];
    story->queued[event->node] = event->time;
    line(story, event->time, "%s: waits in the queue of %s", node->title, resource_title(story, node));
}

static void tell_event(struct story *story, const struct observation *event)
{
    if (trace_begins_day(story->programme, event))
        story->morning = event->time;
    switch (event->what) {
    case HAPPENS_DECISION:
        story->decided = event->time;
        line(story, event->time, "decides to start");
        break;
    case HAPPENS_BEGIN:
        tell_begin(story, event);
        break;
    case HAPPENS_FINISH:
        tell_finish(story, event);
        break;
    case HAPPENS_FAIL:
    case HAPPENS_SKIP:
        tell_exception(story, event);
        break;
    case HAPPENS_QUEUE:
        tell_queue(story, event);
        break;
    case HAPPENS_PACE:
        tell_pace(story, event);
        break;
    case HAPPENS_MILESTONE:
        tell_milestone(story, event);
        break;
    case HAPPENS_CARDS:
        tell_cards(story, event);
        break;
    case HAPPENS_ASK_CONSULTANT:
        story->asked = event->time;
        break;
    case HAPPENS_CONSULTANT:
        tell_consultant(story, event);
        break;
    case HAPPENS_ALONE:
        tell_alone(story, event);
        break;
    case HAPPENS_FREE:
        story->consultant = NOBODY;
        line(story, event->time, "lets go of its consultant");
        break;
    case HAPPENS_RISK:
    case HAPPENS_RISK_OVER:
        tell_risk(story, event);
        break;
    case HAPPENS_AWAY:
    case HAPPENS_BACK:
    case HAPPENS_LEAVES:
    case HAPPENS_HIRED:
        tell_presence(story, event);
        break;
    case HAPPENS_RAMP:
    case HAPPENS_CHANGE: /* the chronicle tells what concerns all */
        break;
    }
}

static void print_who(const struct story *story)
{
    const struct programme *p = story->programme;
    const struct site *site = &p->site[story->trace->site];
    const struct site_facts *facts = &story->facts;
    char count[CLI_NUMBER], weight[CLI_NUMBER], items[WORD_TEXT], vendor[WORD_TEXT];
    printf("\n%s (%ld)", site->name, site->code);
    if (site->region != NOBODY)
        printf(", %s", p->regions.title[site->region]);
    printf("\n  ");
    if (facts->vendor != NOBODY)
        printf("%s %s%s, %s, %d version%s behind, ", words_say(WORD_VENDOR, p->words[WORD_VENDOR], WORD_ONE, vendor),
               p->vendor[facts->vendor].title, site->vendor == NOBODY ? " (drawn)" : "",
               facts->hosted ? "hosted" : "runs its own system", facts->versions, facts->versions == 1 ? "" : "s");
    printf("weight %s", cli_number(facts->weight, weight));
    if (facts->expected > 0)
        printf(", %s %s expected", trace_count(facts->expected, count),
               words_say(WORD_ITEM, p->words[WORD_ITEM], WORD_MANY, items));
    puts(facts->pilot ? ", a pilot site\n" : "\n");
}

/* What is not done at the end, if the last milestone is not reached. */
static void print_open(struct story *story)
{
    const struct programme *p = story->programme;
    if (story->over[p->nodes - 1])
        return;
    line(story, p->horizon, "the end of what is simulated; still open:");
    for (size_t i = 1; i < p->nodes; i++)
        if (!story->over[i] && (!isnan(story->began[i]) || !isnan(story->queued[i])))
            printf("                %s\n", p->node[i].title);
}

static int by_days(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a < b) - (a > b);
}

/* Where the days went, the greatest share first. */
static int print_causes(const struct story *story, struct error *error)
{
    const struct programme *p = story->programme;
    struct share {
        double days;
        const char *title;
    } *shares = calloc(p->causes.count + 1, sizeof *shares);
    double *days = calloc(p->causes.count + 1, sizeof *days), total = 0;
    size_t width = 0;
    if (!shares || !days) {
        free(shares);
        free(days);
        return error_set(error, ERROR_MEMORY, "out of memory");
    }
    rollout_causes(story->trace->rollout, (size_t)story->trace->site, days);
    for (size_t i = 0; i < p->causes.count; i++) {
        shares[i] = (struct share){days[i], p->causes.title[i]};
        total += days[i];
        if (fabs(days[i]) >= 0.5 && cli_width(p->causes.title[i]) > width)
            width = cli_width(p->causes.title[i]);
    }
    qsort(shares, p->causes.count, sizeof *shares, by_days);
    char text[TRACE_DAYS], from[DATE_TEXT];
    trace_date(story->trace, story->ended - total + 0.5, from); /* the day that a midnight begins */
    printf("\nWhere its days went, from %s, the earliest decision of all, on: %s\n", from, trace_days(total, text));
    for (size_t i = 0; i < p->causes.count; i++) {
        if (fabs(shares[i].days) < 0.5)
            continue;
        fputs("  ", stdout);
        cli_pad(shares[i].title, width);
        printf("  %5.0f%s", shares[i].days, lround(BAR * shares[i].days / total) > 0 ? "  " : "");
        for (long bar = lround(BAR * shares[i].days / total); bar > 0; bar--)
            putchar('#');
        putchar('\n');
    }
    free(shares);
    free(days);
    return 0;
}

static int tell_story(struct story *story, struct error *error)
{
    const struct trace *trace = story->trace;
    for (size_t i = 0; i < story->programme->nodes; i++)
        story->queued[i] = story->began[i] = NAN;
    trace_print_head(trace);
    print_who(story);
    for (size_t i = 0; i < trace->count; i++)
        tell_event(story, &trace->list[i]);
    print_open(story);
    return print_causes(story, error);
}

int story_print(const struct trace *trace, struct error *error)
{
    size_t nodes = trace->programme->nodes;
    struct story story = {.trace = trace, .programme = trace->programme, .decided = NAN, .asked = NAN, .morning = NAN};
    story.consultant = NOBODY;
    story.ended = trace->programme->horizon;
    story.facts = rollout_site(trace->rollout, (size_t)trace->site);
    story.queued = calloc(nodes, sizeof *story.queued);
    story.began = calloc(nodes, sizeof *story.began);
    story.over = calloc(nodes, sizeof *story.over);
    int status = story.queued && story.began && story.over ? tell_story(&story, error)
                                                           : error_set(error, ERROR_MEMORY, "out of memory");
    free(story.queued);
    free(story.began);
    free(story.over);
    return status;
}
