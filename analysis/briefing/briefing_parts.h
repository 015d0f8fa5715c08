/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_parts: the chapters of a briefing's data. Private to analysis/briefing*.c.
 *
 * Days are counted from 1970-01-01; null: not within the horizon. Shares are in [0, 1].
 */
#ifndef FMKSIM_ANALYSIS_BRIEFING_PARTS_H
#define FMKSIM_ANALYSIS_BRIEFING_PARTS_H

#include "analysis/answers/summary.h"
#include "analysis/results/reading.h"
#include "models/document.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* One briefing under work. Jansson's setters take the value and fail on null, but go on: one flag for a document. */
struct briefing_work {
    const struct results *results;
    const struct results_spec *spec;
    const struct summary *summary;
    struct faults *faults; /* of the observations' file */
    struct error *error;
    bool out_of_memory;
    size_t question_count;
    struct question *questions; /* that the deadlines ask, and the final milestone's */
    float **dates;              /* [scenario]: [question][replication], +inf: not reached; filled by briefing_courses */
};

/* Lists the questions. briefing_work_free() also after a failure; it leaves what is not the work's own. */
int briefing_work_init(struct briefing_work *work);
void briefing_work_free(struct briefing_work *work);

/* The dates of one question, [replication], or null if it is not among the questions. */
const float *briefing_dates(const struct briefing_work *work, size_t scenario, struct question question);

/* A chapter returns null after an error of its own; running out of memory while building JSON only sets the flag. */
json_t *briefing_courses(struct briefing_work *work, size_t scenario);
json_t *briefing_decides(struct briefing_work *work); /* of the first scenario */
json_t *briefing_groups(struct briefing_work *work);  /* vendors and regions, of the first scenario */
json_t *briefing_risk(struct briefing_work *work);    /* sites at risk, as `summary --json` has them */
json_t *briefing_story(struct briefing_work *work);   /* each site's own weeks; null where no sheet is known */
json_t *briefing_ranks(struct briefing_work *work);   /* null where scenarios cannot be ranked */
json_t *briefing_split(struct briefing_work *work);   /* null where the first scenario is of no nested run */
json_t *briefing_configuration(struct briefing_work *work);
json_t *briefing_observations(struct briefing_work *work, const char *path);
json_t *briefing_live(struct briefing_work *work); /* null where the page cannot simulate what is in the file */

/* Scenario b minus scenario a, replication by replication: {"deadlines": [[deadline, reading, difference, low, high],
 * …], "dates": [[milestone, reading, days, low, high], …]}; JSON's null where they cannot be paired (their weights
 * differ, or there is but one replication). */
json_t *briefing_paired(struct briefing_work *work, size_t a, size_t b);

/* How scenario b's dates differ from those of a, course by course: [[milestone, reading, earlier, later, [days, …]],
 * …]: shares of the courses, and twenty equally likely differences, b minus a; JSON's null where their weights differ.
 * A date beyond the horizon counts as the horizon. */
json_t *briefing_spread(struct briefing_work *work, size_t a, size_t b);

/* ---- shared by the chapters ---- */

void briefing_put(struct briefing_work *work, json_t *object, const char *key, json_t *value);
void briefing_push(struct briefing_work *work, json_t *array, json_t *value);
json_t *briefing_number(double x);                                     /* null if not finite */
json_t *briefing_whole(double x);                                      /* rounded; null if not finite */
json_t *briefing_day(const struct results_spec *spec, double instant); /* null if not finite */
json_t *briefing_scalar(const struct setting *setting);                /* as one writes it; null if it is no scalar */
void *briefing_get(struct briefing_work *work, size_t count, size_t size); /* zeroed; null with ERROR_MEMORY */

/* An outcome field of one scenario, `items` elements a replication; the caller frees. */
void *briefing_read(struct briefing_work *work, enum outcome_name field, size_t scenario, size_t items);
/* Some rows of it, and of these `width` items from `from` on (0, 0: all, `items` being how many these are). */
void *briefing_read_some(struct briefing_work *work, enum outcome_name field, const struct results_slice *slice,
                         size_t items);

/* Quantiles of the weekly course as five lists, without the weeks at either end in which nothing moves:
 * {"from": WEEK, "q": [[…], …]}; values[week][RESULTS_QUANTILES]. */
json_t *briefing_fan(struct briefing_work *work, const double values[], size_t weeks);

/* A results file's command without the folders of absolute paths; null: no memory. The caller frees. */
char *briefing_command(const char *command);

/* ---- the page and the figures, made at build time (cmake/briefing.cmake) ---- */

extern const char briefing_absent[];            /* why they are not there; "" if they are */
extern const char briefing_still[];             /* why the page does not simulate; "" if it does */
extern const unsigned char briefing_template[]; /* the page, with places for language and data */
extern const size_t briefing_template_size;
extern const unsigned char briefing_script[]; /* for node: figures without a browser */
extern const size_t briefing_script_size;

#endif
