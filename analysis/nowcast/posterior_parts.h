/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior_parts: a posterior's insides, shared by the files that sample it and draw from it. posterior takes
 * from posterior_forms, posterior_draw from both.
 */
#ifndef FMKSIM_ANALYSIS_POSTERIOR_PARTS_H
#define FMKSIM_ANALYSIS_POSTERIOR_PARTS_H

#include "analysis/nowcast/posterior.h"

struct form_prior {
    int form;               /* enum uptake_form, or NOBODY */
    double prior, position; /* of the form in its own prior: in the middle of where it is drawn */
};

struct posterior {
    const struct programme *programme;
    const struct observations *observations;
    double known;
    struct posterior_options options;
    size_t *coordinate; /* [dimensions], quantities that are moved */
    size_t dimensions;
    long choice; /* quantity of the form; -1: it is not drawn */
    struct form_prior form[UPTAKE_FORMS];
    size_t forms, members;
    unsigned char *record; /* [members][record_size], when taken */
    double *weight;        /* [members], of a row */
};

/* A particle within a record. */
struct posterior_particle {
    uint64_t replication;
    const double *position;     /* [dimensions] */
    const uint32_t *generation; /* [posterior_blocks()] */
    const uint32_t *future;     /* [futures] */
};
/* Of luck; with a sheet those of each kind. */
static inline size_t posterior_blocks(const struct posterior *posterior)
{
    return posterior->options.track ? (size_t)SITE_LUCK_KINDS * SITE_LUCK_BLOCKS : RENEWAL_BLOCKS;
}
/* Of a record's particles the k-th. */
struct posterior_particle posterior_particle_in(const struct posterior *posterior, const void *record, size_t k);

/* Whose particle, and which of its futures, a row is. */
struct posterior_place {
    size_t member, particle, future;
};
struct posterior_place posterior_place_of(const struct posterior *posterior, size_t row);

struct posterior_particle posterior_particle_at(const struct posterior *posterior, size_t member, size_t particle);

/* Of a group, prior x evidence of each form as shares that add to 1, share[forms]; ERROR_UNTRUSTED if none has any. */
int posterior_weigh_forms(const struct posterior *posterior, const struct posterior_trace *const trace[],
                          double share[], struct error *error);

/* Of a standard normal number the place in a prior, within (0, 1). */
double posterior_position(double z);

#endif
