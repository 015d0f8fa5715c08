/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch: what a week needs of all sites, computed together, in vectors where the processor has them.
 *
 * Every variant does the same sums and products in the same order for each element, so all give the same bits and
 * whoever runs may take the fastest. Internal to this project.
 */
#ifndef FMKSIM_SIM_BATCH_H
#define FMKSIM_SIM_BATCH_H

#include "sim/stream.h"
#include "sim/variate.h"

#include <stddef.h>
#include <stdint.h>

/* Beta-binomial draws by inversion, with the same intraclass correlation: beta_binomial_inverts() holds for each.
 * The arrays are the caller's, [room] with room a multiple of BATCH_PADDING; what stands beyond `count` does not
 * matter, may be overwritten in all but `drawn`. */
enum { BATCH_PADDING = 16 };
struct batch {
    size_t count;
    double sum;                    /* (1 - rho) / rho */
    double *trials, *share, *rest; /* n, p, 1 - p */
    double *uniform;               /* in (0, 1) */
    double *none;                  /* for use within: P(X = 0) */
    uint32_t *class, *order;       /* for use within */
    double *drawn;                 /* out: X */
};

/* Beta-binomial draws of any arguments with the same intraclass correlation, each from a stream of its own whose
 * address differs in the entity and perhaps the generation: what variate_beta_binomial() draws. The arrays are the
 * caller's. */
struct batch_alone {
    size_t count;
    double overdispersion;  /* rho */
    double *trials, *share; /* n, whole; p */
    struct stream address;  /* that has just been opened; with each one's own entity and generation */
    uint64_t *entity;
    uint32_t *generation;
    double *drawn; /* out */
};

/* Gamma draws of the same shape, at least 1, each from a stream of its own whose address differs in the entity alone:
 * what variate_draw() draws. The arrays are the caller's. */
struct batch_gammas {
    size_t count;
    const struct variate *gamma; /* VARIATE_GAMMA, not truncated */
    struct stream address;       /* that has just been opened; with the entity of each in the place of its own */
    const uint64_t *entity;
    double *drawn; /* out */
};

struct batch_variant {
    const char *name;
    void (*exponentials)(double x[], size_t count); /* elementary_exp() of each, in place */
    void (*beta_binomials)(struct batch *batch);
    void (*alone)(const struct batch_alone *batch);
    void (*gammas)(const struct batch_gammas *gammas);
};

/* The variants that this processor can run, the plain one first and the fastest last; `index` from 0, null beyond. */
const struct batch_variant *batch_variant(size_t index);
const struct batch_variant *batch_fastest(void);

#endif
