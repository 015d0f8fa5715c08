/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_precision: stopping when every probability is known well enough.
 *
 * Intervals that are looked at again and again cover less than they say. Here the j-th look, at 1000 x 1.5^(j-1)
 * replications, uses Clopper-Pearson intervals at level alpha / (j (j + 1)): the levels add up to alpha = 5 %, so an
 * interval is valid at whatever look the study stops.
 */
#include "analysis/results/reading.h"
#include "analysis/statistics/estimate.h"
#include "analysis/study/study_parts.h"

#include <math.h>
#include <stdlib.h>

static const double ALPHA = 0.05;

size_t precision_look_size(const struct study *study, unsigned look)
{
    double size = ceil(1000 * pow(1.5, look - 1) / (double)study->options.inner) * (double)study->options.inner;
    return size < (double)study->slots ? (size_t)size : study->slots;
}

/* Hits of every deadline and reading of one scenario, hits[deadline * READINGS + reading]. */
static int count_hits(const struct study *study, const struct journal *journal, size_t scenario, void *record,
                      double scratch[], double hits[], struct error *error)
{
    const struct programme *p = &study->baseline;
    for (size_t i = 0; i < p->deadlines * READINGS; i++)
        hits[i] = 0;
    for (size_t r = 0; r < study->count; r++) {
        if (journal_read(journal, scenario * study->slots + r, record, error) != 0)
            return -1;
        for (size_t d = 0; d < p->deadlines; d++)
            for (enum results_reading k = 0; k < READINGS; k++) {
                struct question question = {p->deadline[d].milestone, k};
                double date = reading_of_record(p, &study->layout, record, question, scratch);
                hits[d * READINGS + (size_t)k] += date <= p->deadline[d].instant;
            }
    }
    return 0;
}

/* Readings that the results file tells, and that were asked for. */
static bool counts(const struct study *study, size_t deadline, enum results_reading reading)
{
    const struct programme *p = &study->baseline;
    int wanted = study->options.precision_reading;
    bool final = p->deadline[deadline].milestone == (int)p->milestones - 1;
    if (reading == READING_MOST_CARDS && !(final && p->uptake.present && programme_has_items(p)))
        return false;
    return wanted == READINGS || wanted == (int)reading;
}

int precision_judge(struct study *study, const struct journal *journal, unsigned look, struct error *error)
{
    const struct programme *p = &study->baseline;
    double confidence = 1 - ALPHA / ((double)look * (look + 1)), n = (double)study->count;
    double *hits = calloc(p->deadlines * READINGS + 1, sizeof *hits), *scratch = calloc(p->sites + 1, sizeof *scratch);
    void *record = malloc(study->layout.size);
    int status = hits && scratch && record ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    study->half_width = 0;
    for (size_t s = 0; status == 0 && s < study->scenarios; s++) {
        status = count_hits(study, journal, s, record, scratch, hits, error);
        for (size_t i = 0; status == 0 && i < p->deadlines * READINGS; i++) {
            struct interval interval = estimate_clopper_pearson(hits[i], n, confidence);
            if (counts(study, i / READINGS, (enum results_reading)(i % READINGS)))
                study->half_width = fmax(study->half_width, (interval.high - interval.low) / 2);
        }
    }
    study->precise = status == 0 && study->half_width <= study->options.precision;
    free(hits);
    free(scratch);
    free(record);
    return status;
}
