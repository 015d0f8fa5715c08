/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimise: which of many bundles of levers to choose: the cheapest that reaches a target, or the one that is most
 * often on time within a budget.
 *
 * Bundles have a level of each lever. Paying more on a lever is assumed not to hurt, where the lever has an order: so a
 * bundle that fails takes all below it along, and within a budget only those that no other one exceeds are looked at.
 *
 * Target: Wald's sequential test of target - delta against target + delta, each at risk / bundles, so that with 1 -
 * risk no test errs, whichever of them are made and however they share their luck. Then the answer's probability is
 * above target - delta, and no cheaper bundle has one above target + delta. Which bundle is tested next: the one whose
 * verdict, either way, leaves fewest. Budget: the procedure of Kim & Nelson (2001) on batches under common luck: with 1
 * - risk the answer's probability is within delta of the best (for batch means that are nearly normal). The answer is
 * confirmed by fresh replications.
 */
#ifndef FMKSIM_ANALYSIS_OPTIMISE_H
#define FMKSIM_ANALYSIS_OPTIMISE_H

#include "analysis/statistics/estimate.h"
#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OPTIMISE_BLOCK = 64 }; /* replications simulated at once */

enum optimise_phase { OPTIMISE_DECIDING, OPTIMISE_CONFIRMING };

/* hit[OPTIMISE_BLOCK]: 1 where that replication of the block was on time. Replications of the same phase, block and
 * place share their luck over the bundles. */
struct optimise_source {
    int (*sample)(void *context, size_t bundle, enum optimise_phase phase, size_t block, unsigned char hit[],
                  struct error *error);
    void *context;
};

struct optimise_options {
    bool by_target;        /* else by budget */
    double target, budget; /* 0 < target - delta, target + delta < 1; budget >= the cheapest bundle's cost */
    double delta, risk;
    size_t limit;   /* replications of one bundle at most */
    size_t confirm; /* fresh ones of the answer; in whole blocks */
    size_t levers, bundles;
    const double *cost;  /* [bundles] */
    const int *level;    /* [bundles][levers]: the place in the lever's order */
    const bool *ordered; /* [levers]: more of it does not hurt */
};

enum optimise_verdict { OPTIMISE_NOT_ASKED, OPTIMISE_REACHES, OPTIMISE_FAILS, OPTIMISE_OPEN };

struct optimise_bundle {
    enum optimise_verdict verdict; /* by target */
    bool implied;                  /* the verdict follows from another bundle's, or it lies out of the question */
    bool selected;                 /* by budget: among those that were compared */
    size_t looked, hits;           /* replications simulated for the decision, and those of them that were on time */
};

struct optimise_answer {
    struct optimise_bundle *bundle; /* [bundles] */
    size_t count;
    long best;           /* -1: none reaches the target */
    bool open;           /* a limit was met, or the confirmation contradicts: do not trust it */
    size_t replications; /* simulated for the decision */
    size_t confirmed, confirm_hits;
    struct interval confirmation; /* Clopper-Pearson, 95 % */
};

/* ERROR_USAGE for options out of range, or a budget that no bundle keeps; the source's errors; ERROR_MEMORY. */
int optimise_decide(struct optimise_answer *answer, const struct optimise_options *options,
                    const struct optimise_source *source, struct error *error);
void optimise_free(struct optimise_answer *answer);

#endif
