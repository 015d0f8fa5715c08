/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staff: the smallest size (of the corps, or along any path of whole numbers) at which the probability of being on time
 * reaches a target.
 *
 * A question of feasibility on yes-no outcomes: per size Wald's sequential test of target - delta against target +
 * delta, bisection over the sizes since more should not hurt, then a confirmation of the answer and of the size below
 * it by fresh replications with Clopper-Pearson intervals. That more does not hurt can fail (scheduling anomalies):
 * it is tested on the display curve and on the tests' own replications, pairwise with common luck; where it fails every
 * size is tested (Bonferroni).
 * Whether a size within target +- delta reaches the target cannot be told; the answer then says so ("7 or 8").
 */
#ifndef FMKSIM_ANALYSIS_STAFF_H
#define FMKSIM_ANALYSIS_STAFF_H

#include "analysis/statistics/estimate.h"
#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct staff_options {
    double target, delta; /* 0 < target - delta, target + delta < 1 */
    double risk;          /* of a wrong decision over all tests; 0.05 */
    int low, high, step;  /* sizes low, low + step, … up to high; low <= high, step >= 1 */
    size_t display;       /* replications of each size for the curve; 0: no curve and no test of monotonicity */
    size_t confirm;       /* fresh replications of the answer and the size below, or of the largest; 400 */
    size_t limit;         /* replications of one sequential test at most */
};

/* What replications are for. Those of different phases are different ones; those of the same phase and number share
 * their luck over the sizes. */
enum staff_phase { STAFF_CURVE, STAFF_DECIDING, STAFF_CONFIRMING };

struct staff_sample {
    enum staff_phase phase;
    int size;
    size_t first, count; /* replications first … first + count - 1 of the phase */
};

/* Where replications come from: hit[i] is 1 if replication first + i at that size was on time. */
struct staff_source {
    int (*sample)(void *context, const struct staff_sample *wanted, unsigned char hit[], struct error *error);
    void *context;
};

enum staff_verdict { STAFF_NOT_ASKED, STAFF_REACHES, STAFF_FAILS, STAFF_OPEN };

struct staff_size {
    int size;
    size_t curve_hits;     /* of options.display */
    struct interval curve; /* Wilson, 95 % */
    double isotonic;       /* monotone fit to the curve */
    enum staff_verdict verdict;
    size_t tested, tested_hits; /* replications that the sequential test used */
    size_t confirm_hits;        /* of options.confirm, if confirmed */
    bool confirmed;
    struct interval confirmation; /* Clopper-Pearson, 95 % */
};

struct staff_answer {
    struct staff_size *sizes; /* [count], low … high */
    size_t count;
    int answer;          /* index of the smallest size that reaches the target; -1: none does */
    int close;           /* index of the size of which that cannot be told at this tolerance; -1: none */
    int alternative;     /* index of the answer if the close one were judged the other way; -1: none */
    bool monotone;       /* more never hurt noticeably; true without a curve */
    bool open;           /* a test ran into its limit, or the confirmation contradicts: do not trust it */
    size_t replications; /* of the decision and its confirmation */
};

/* ERROR_USAGE for options out of range. */
int staff_check(const struct staff_options *options, struct error *error);
size_t staff_count(const struct staff_options *options); /* sizes, of legal options */

/* The same error, or the source's. */
int staff_decide(struct staff_answer *answer, const struct staff_options *options, const struct staff_source *source,
                 struct error *error);
void staff_free(struct staff_answer *answer);

#endif
