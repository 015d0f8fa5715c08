/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * selection: the constants of ranking and selection, with which the best of k systems, or one that is good enough, is
 * chosen at a guaranteed probability. Pure functions, any thread.
 */
#ifndef FMKSIM_ANALYSIS_SELECTION_H
#define FMKSIM_ANALYSIS_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

/* Wald's sequential probability ratio test of p <= p0 against p >= p1 on yes-no observations (Wald 1945). */
struct sprt {
    double success, failure; /* added to the log-likelihood ratio by each observation */
    double upper, lower;     /* at or above: p1; at or below: p0 */
};

/* 0 < p0 < p1 < 1; alpha: risk of p1 although p0 holds, beta: of p0 although p1 holds. */
struct sprt selection_sprt(double p0, double p1, double alpha, double beta);

enum sprt_verdict { SPRT_CONTINUE, SPRT_UPPER, SPRT_LOWER };
enum sprt_verdict selection_sprt_verdict(const struct sprt *sprt, double hits, double n);

/* Kim & Nelson (2001), procedure KN: k systems, n0 >= 2 first observations of each, 1 - alpha guaranteed. A system i is
 * out after r observations if another one l is ahead by more than max(0, delta / (2 r) (h2 S_il^2 / delta^2 - r)). */
struct selection_kn {
    double eta, h2;
};
struct selection_kn selection_kn(size_t k, size_t n0, double alpha);
double selection_kn_margin(const struct selection_kn *kn, double delta, double difference_variance, double r);

/* Rinott's constant (1978): each system gets max(n0, ceil((h S / delta)^2)) observations. P in (1 / k, 1), k >= 2,
 * n0 >= 3. About 1e-10; NaN if the arguments are illegal. */
double selection_rinott(size_t k, size_t n0, double probability);

#endif
