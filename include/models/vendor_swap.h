/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * vendor_swap: two sites that change vendors with one another. Vendors are dealt out in the order of a uniform number
 * of each site's, so that one number drawn anew may move several sites; these two are to be the only ones.
 */
#ifndef FMKSIM_MODELS_VENDOR_SWAP_H
#define FMKSIM_MODELS_VENDOR_SWAP_H

#include "models/rollout.h"

struct vendor_swap {
    size_t site[2], cell[2];  /* of the generations by site, that of the number */
    double least[2], most[2]; /* between which the sites' numbers must lie … */
    bool ascending;           /* … and the first one's below the second one's, or else above */
};

/* In the replication just run, with these generations by site. False if the sites have the same vendor, or one of them
 * a vendor that is known, or both share luck. */
bool vendor_swap_of(struct vendor_swap *swap, const struct rollout *rollout, const uint32_t generation[], size_t one,
                    size_t two);

/* Whether numbers of these generations would do. */
bool vendor_swap_fits(const struct vendor_swap *swap, const struct rollout *rollout, const uint32_t fresh[2]);

#endif
