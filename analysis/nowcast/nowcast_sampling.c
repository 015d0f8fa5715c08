/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_sampling: how the samplers of a nowcast's file went, from what the file says of them (attribute `sampling`).
 */
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/statistics/spread.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *form_name(int form, char text[32])
{
    const char *at = CHOICE_WORDS(UPTAKE_CHOICES);
    for (int i = 0; i < form && at; i++)
        at = strchr(at, '|') ? strchr(at, '|') + 1 : 0;
    snprintf(text, 32, "%.*s", form >= 0 && at ? (int)strcspn(at, "|") : 0, at ? at : "");
    return text;
}

/* Three fields of a line from the i-th on. */
static void take_fields(const char *line, int i, double out[SAMPLER_MOVES])
{
    for (; i > 0; i--)
        line = strchr(line, ',') + 1;
    for (int k = 0; k < SAMPLER_MOVES; k++) {
        char *end;
        out[k] = strtod(line, &end);
        line = *end == ',' ? end + 1 : end;
    }
}

static bool is_row(const char *line)
{
    int commas = 0;
    for (; *line && *line != '\n'; line++)
        commas += *line == ',';
    return commas == 13;
}

/* A line is a step; the lines of a sampler follow one another, and the last of them is at its end. */
static void take_line(struct nowcast_sampling *sampling, const char *line)
{
    double ends[SAMPLER_MOVES];
    int form = (int)strtol(line, 0, 10);
    if (sampling->forms == 0 || sampling->form[sampling->forms - 1].form != form) {
        if (sampling->forms == UPTAKE_FORMS)
            return;
        sampling->form[sampling->forms++] = (struct nowcast_form){.form = form, .ancestors = UINT64_MAX};
        form_name(form, sampling->form[sampling->forms - 1].name);
    }
    struct nowcast_form *to = &sampling->form[sampling->forms - 1];
    take_fields(line, 2, ends); /* step, beta, worth */
    if (ends[0] == 1 && to->samplers < NOWCAST_SAMPLERS_MOST)
        to->samplers++;
    size_t r = to->samplers > 0 ? to->samplers - 1 : 0;
    if (r == 0 && to->steps < SAMPLER_STEPS_MOST)
        to->beta[to->steps++] = ends[1];
    if (ends[1] < 1)
        return;
    double accepted[SAMPLER_MOVES], last[SAMPLER_MOVES];
    take_fields(line, 5, accepted);
    take_fields(line, 11, last); /* ancestors, log evidence, courses */
    to->log_evidence[r] = last[1];
    sampling->courses += (uint64_t)last[2];
    if (last[1] == -INFINITY) {
        to->lost++;
        return;
    }
    for (int k = 0; k < SAMPLER_MOVES; k++)
        to->accepted[k] += accepted[k];
    to->ancestors = (uint64_t)last[0] < to->ancestors ? (uint64_t)last[0] : to->ancestors;
}

/* Of what the samplers have found. */
static void average(struct nowcast_form *form)
{
    double found[NOWCAST_SAMPLERS_MOST];
    size_t count = 0;
    for (size_t r = 0; r < form->samplers; r++)
        if (form->log_evidence[r] > -INFINITY)
            found[count++] = form->log_evidence[r];
    for (int k = 0; k < SAMPLER_MOVES; k++)
        form->accepted[k] /= (double)count;
    if (count == 0)
        form->ancestors = 0;
    struct spread spread = count > 1 ? spread_of(found, count, 0.95) : (struct spread){.mean = -INFINITY, .error = NAN};
    form->mean = count == 1 ? found[0] : spread.mean;
    form->deviation = spread.error * sqrt((double)count);
}

/* Weights of the forms in each sampler, and their spread. */
static void weigh(struct nowcast_sampling *sampling, const struct programme *programme)
{
    size_t samplers = sampling->form[0].samplers;
    double greatest = -INFINITY, weight[UPTAKE_FORMS][NOWCAST_SAMPLERS_MOST] = {{0}},
           total[NOWCAST_SAMPLERS_MOST] = {0};
    for (size_t f = 0; f < sampling->forms; f++) {
        struct nowcast_form *form = &sampling->form[f];
        form->prior = nowcast_form_prior(programme, form->form);
        for (size_t r = 0; r < samplers; r++)
            greatest = fmax(greatest, form->log_evidence[r]);
        average(form);
    }
    for (size_t f = 0; f < sampling->forms; f++)
        for (size_t r = 0; r < samplers; r++)
            total[r] += weight[f][r] = sampling->form[f].prior * exp(sampling->form[f].log_evidence[r] - greatest);
    for (size_t f = 0; f < sampling->forms; f++) {
        for (size_t r = 0; r < samplers; r++)
            weight[f][r] = total[r] > 0 ? weight[f][r] / total[r] : 0;
        struct spread spread = spread_of(weight[f], samplers, 0.95);
        sampling->form[f].posterior = spread.mean;
        sampling->form[f].error = spread.error;
    }
}

const struct nowcast_form *nowcast_form_lost(const struct nowcast_sampling *sampling)
{
    static const double matters = 0.01;
    for (size_t f = 0; f < sampling->forms; f++) {
        const struct nowcast_form *form = &sampling->form[f];
        double others = (double)(form->samplers - form->lost);
        if (form->lost > 0 && others > 0 && form->posterior * (double)form->samplers / others >= matters)
            return form;
    }
    return 0;
}

double nowcast_form_prior(const struct programme *programme, int form)
{
    if (!programme->uptake.present || programme->uptake.form != NOBODY)
        return 1;
    const struct variate_form *choice = &programme->quantities.list[programme->uptake.drawn_form]->form;
    double total = 0, own = 0;
    for (size_t i = 0; i < choice->count; i++) {
        total += choice->weights[i];
        own += lround(choice->values[i]) == form ? choice->weights[i] : 0;
    }
    return own / total;
}

bool nowcast_sampling_of(struct nowcast_sampling *sampling, const struct results_spec *spec,
                         const struct programme *programme)
{
    *sampling = (struct nowcast_sampling){0};
    const char *line = spec->samplers > 0 && spec->sampling ? strchr(spec->sampling, '\n') : 0;
    for (; line && line[1]; line = strchr(line + 1, '\n'))
        if (is_row(line + 1))
            take_line(sampling, line + 1);
    bool whole = sampling->forms > 0 && sampling->form[0].samplers > 1;
    for (size_t f = 0; f < sampling->forms; f++)
        whole &= sampling->form[f].samplers == sampling->form[0].samplers;
    if (whole)
        weigh(sampling, programme);
    return whole;
}
