/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_course: one site's own way through the network, as it was in the replication just run, and as it would about be
 * with other luck of the site's own, everybody else's days being what they were.
 *
 * That is a guess and no simulation, some hundred times as fast: who waited in a queue or for a consultant begins when
 * it did or, if it comes later, at once; work that keeps its luck takes the effort that it took, other work its own at
 * the pace that it had; what waits for other sites or for the items ends when it did. Who needs to be right simulates.
 */
#ifndef FMKSIM_MODELS_SITE_COURSE_H
#define FMKSIM_MODELS_SITE_COURSE_H

#include "models/rollout.h"

struct site_course {        /* instants; infinite: not within what was simulated */
    double *end, *open;     /* [nodes], the caller's, out: done, and its successors may begin; node 0 is the decision */
    double joined, trained; /* its uptake begins; its people are trained: 0 where nobody waits for that */
};

/* As it was. `until`: the instant up to which the replication was run. */
void site_course_seen(const struct rollout *rollout, size_t site, double until, struct site_course *course);

/* As it would be with the luck of `other`, which is by site, in the place of `was`, with which the replication was run:
 * both live as long as the call, and have their own memos or none. The rollout is as before afterwards. */
void site_course_guess(struct rollout *rollout, const struct renewal *was, const struct renewal *other, size_t site,
                       double until, struct site_course *course);

/* The same if it also had another site's vendor, and that one's place in the vendor's queue. */
void site_course_guess_vendor(struct rollout *rollout, const struct renewal *was, const struct renewal *other,
                              size_t site, size_t partner, double until, struct site_course *course);

#endif
