/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimising: which bundle of a configuration's levers to choose: cheapest to a target, or best within a budget.
 */
#ifndef FMKSIM_ANALYSIS_OPTIMISING_H
#define FMKSIM_ANALYSIS_OPTIMISING_H

#include "analysis/staffing/bundles.h"
#include "analysis/staffing/optimise.h"
#include "analysis/staffing/staffing.h"

struct optimising_options {
    const struct document *document; /* checked */
    const char *const *levers;       /* patterns; none: all sweeps along one path */
    size_t lever_count;
    bool by_target;
    double target, budget, delta, risk;
    size_t limit, confirm;
    size_t front;        /* replications of each bundle for the front of cost against probability; 0: none */
    const char *journal; /* where finished replications are kept and found again; null: nowhere */
    long earliest;       /* the first day that can still be decided about, 0 = 1970-01-01; LONG_MIN: all can */
    bool dated;          /* the document's levers were given a day (scenarios_date()) */
    const struct variant_luck *luck; /* pasts to go on from; null: replications of the seed */
    const char *pasts;               /* a name that changes where they do; null: none */
    size_t deadline;                 /* index among the programme's */
    enum results_reading reading;
    uint64_t seed;
    unsigned threads;
    const atomic_int *stop;
    void (*progress)(void *context, size_t replications); /* may be null */
    void *context;
};

struct optimising_front { /* a bundle that no cheaper or equally dear one beats */
    size_t bundle;
    double probability;
    struct interval interval; /* Wilson; those of all bundles hold together with 95 % */
};

struct optimising_view { /* the dearest bundle, were an assumption otherwise */
    const struct scenario *scenario;
    double probability;
    struct interval interval; /* Clopper-Pearson, 95 % */
};

enum { OPTIMISING_EXPLAINS = 512 }; /* replications */

struct optimising {
    struct bundles bundles;
    struct optimise_answer answer;
    struct optimising_front *front;
    size_t fronts;
    double *saved,
        *saved_error;        /* [causes] days a site by which the answer shrinks a cause, of today's; null: no answer */
    struct interval between; /* with pasts: of the answer's probability, by Student's t of their groups, 95 % */
    int binding;             /* the cause that most often decides the last site in the answer; -1: none */
    struct optimising_view *view; /* where nothing reaches the target: [views] */
    size_t views;
    struct optimising_options options;
    struct staffing_names names;
};

/* With pasts the guarantee holds given the pasts; what they are uncertain by is told by `between`, and assumptions that
 * act before `earliest` are not looked at when nothing reaches the target, since pasts were not weighed under them.
 *
 * Errors of bundles_list() and optimise_decide(); ERROR_CONFIG for a bundle that the programme refuses; ERROR_FORMAT
 * for a journal of another question; ERROR_INTERRUPTED, after which the journal holds what was finished. */
int optimising_ask(struct optimising *optimising, const struct optimising_options *options, struct faults *faults,
                   struct error *error);
void optimising_free(struct optimising *optimising);

void optimising_print(const struct optimising *optimising, FILE *file);
json_t *optimising_json(const struct optimising *optimising);

#endif
