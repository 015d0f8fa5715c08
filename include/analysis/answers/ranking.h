/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranking: all scenarios of a results file in one table: what each gains against today, and which could be the best.
 *
 * Today is the scenario "baseline". Gains are paired, replication by replication, and their intervals hold all together
 * (analysis/statistics/gain.h). Levers are what one could do: they and today are what the best is sought among.
 * Assumptions are other views of what one cannot choose; counterfactuals are levers that would have had to be pulled
 * on the as-of date or before. Both stand in tables of their own. Replications of a nested
 * run count by draws of the assumptions. Those that differ in weight are weighed, if each weighs the same in every
 * scenario; else the file is refused.
 */
#ifndef FMKSIM_ANALYSIS_RANKING_H
#define FMKSIM_ANALYSIS_RANKING_H

#include "analysis/results/reading.h"
#include "analysis/results/view.h"
#include "analysis/statistics/gain.h"

#include <jansson.h>
#include <stdio.h>

#define RANKING_LEVEL 0.8 /* of the dates */
#define RANKING_RISK 0.05 /* of all intervals together, and that the best is left out */

struct ranking_row {
    size_t scenario;
    struct gain gain;
    double cost; /* mean of its courses less today's, by the configuration's `costs`; NaN: it does not say */
};

enum ranking_kind { RANKING_LEVERS, RANKING_ASSUMPTIONS, RANKING_COUNTERFACTUALS, RANKING_TABLES };

struct ranking {
    const struct results_spec *spec; /* the file's; the file must stay open */
    size_t today;                    /* scenario */
    long view;                       /* day of the view */
    enum view_status *status;        /* [deadline], in the reading that is asked about */
    struct reading_asked asked;
    bool weighted, nested, has_costs;
    struct ranking_table {
        struct ranking_row *row; /* the most probable first, then the earliest */
        size_t count;
    } table[RANKING_TABLES]; /* today is among the levers */
};

struct ranking_options {
    const char *deadline, *reading; /* null: what is nearest to 1/2 today */
    const char *const *patterns;    /* scenarios, beside today; none: all */
    size_t pattern_count;
    /* A scenario's dates of a question, [replications], +inf: not reached; as who has them in memory already gives
     * them. Null: they are read from the file. */
    const float *(*dates)(const void *holder, size_t scenario, struct question question);
    const void *holder;
};

/* ERROR_USAGE for names that are not in the file, a deadline before the as-of date, no baseline, a baseline alone,
 * fewer than two replications, or weights that differ between scenarios; ERROR_FORMAT, ERROR_MEMORY. ranking_free()
 * also after a failure. */
int ranking_of(struct ranking *ranking, const struct results *results, const struct ranking_options *options,
               struct error *error);
void ranking_free(struct ranking *ranking);

/* Whether a file has enough scenarios, the baseline among them, for the table to be what one wants to see first. */
bool ranking_pays(const struct results_spec *spec);

void ranking_print(const struct ranking *ranking, FILE *file);
json_t *ranking_json(const struct ranking *ranking);
/* One table, RFC 4180: one row a scenario. */
int ranking_csv(const struct ranking *ranking, const char *path, bool force, struct error *error);

#endif
