/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staffing_names: what the answers to staff questions call things.
 */
#include "analysis/answers/telling.h"
#include "analysis/staffing/staffing_parts.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>

static int take(struct staffing_names *names, struct error *error)
{
    const struct programme *p = variant_programme(names->variant);
    size_t first = programme_first_milestone(p);
    names->milestones = calloc(p->milestones + 1, sizeof *names->milestones);
    names->deadlines = calloc(p->deadlines + 1, sizeof *names->deadlines);
    if (!names->milestones || !names->deadlines)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < p->milestones; i++)
        names->milestones[i] = (struct results_named){p->node[first + i].name, p->node[first + i].title};
    for (size_t i = 0; i < p->deadlines; i++)
        names->deadlines[i] = (struct results_deadline){
            p->deadline[i].name, p->epoch + lround(p->deadline[i].instant) - 1, p->deadline[i].milestone, 7};
    names->spec = (struct results_spec){.title = p->title,
                                        .words = {p->words[WORD_SITE], p->words[WORD_ITEM], p->words[WORD_VENDOR]},
                                        .epoch = p->epoch,
                                        .municipality_count = p->sites,
                                        .milestone_count = p->milestones,
                                        .deadline_count = p->deadlines,
                                        .milestones = names->milestones,
                                        .deadlines = names->deadlines};
    return 0;
}

int staffing_names_take(struct staffing_names *names, const struct document *document, struct faults *faults,
                        struct error *error)
{
    *names = (struct staffing_names){.variant = 0};
    int status = variant_open(&names->variant, document, 0, 0, (struct question){0, 0}, faults);
    if (status != 0)
        error_set(error, ERROR_CONFIG, "%s", faults->count ? faults->list[0].text : "out of memory");
    else
        status = take(names, error);
    if (status != 0)
        staffing_names_free(names);
    return status;
}

void staffing_names_free(struct staffing_names *names)
{
    free(names->milestones);
    free(names->deadlines);
    variant_close(names->variant);
    *names = (struct staffing_names){.variant = 0};
}

void staffing_names_print(const struct staffing_names *names, size_t deadline, enum results_reading reading,
                          double target, double delta, FILE *file)
{
    struct question question = {names->deadlines[deadline].milestone, reading};
    char what[TELLING], day[DATE_TEXT];
    telling_question(&names->spec, question, "at", what);
    date_format(names->deadlines[deadline].date, day);
    fprintf(file, "%s\nTarget: %s by %s with a probability of %g %% (tolerance %g points).\n", names->spec.title, what,
            day, 100 * target, 100 * delta);
}

const char *staffing_verdict(enum staff_verdict verdict)
{
    static const char *const verdicts[] = {
        [STAFF_NOT_ASKED] = "not-tested", [STAFF_REACHES] = "reaches", [STAFF_FAILS] = "fails", [STAFF_OPEN] = "open"};
    return verdicts[verdict];
}
