/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_track: what a monitoring sheet tells of every site up to a day, as a replication can be held against it.
 *
 * With the counts of a site in the place of its draws (struct sighting), a replication has for each told count, since
 * the one before it (or the start), the items that were left, n, the chance of an item to come in, p = 1 - the product
 * of the weeks' chances not to, and what the staff could take, m. Its log likelihood is
 *
 *   min(X, m), X beta-binomial (n, p, overdispersion)     a count; weeks without a count between are taken as one long
 *                                                         week, which is an approximation; an exact one if there are
 * none normal (told day; day in the replication, error)      something done, the replication's days being those up to
 * the as-of date, or that date and an error if not by then Phi ((day - last row's day) / error) something not done by
 * the last row; 1 if not done at all
 *
 *   the share that is hosted, or 1 less it              a site told to be hosted, or not to be, if the share is
 * uncertain
 *
 * and what is impossible is an excess (tempering.h): items above what the staff could take, and each week in which
 * items came in while the site had not got so far. Sites are independent given the replication, so logarithms and
 * excesses add up. Pure functions but for monitor_track_init(); any thread.
 */
#ifndef FMKSIM_ANALYSIS_MONITOR_TRACK_H
#define FMKSIM_ANALYSIS_MONITOR_TRACK_H

#include "analysis/nowcast/monitor.h"
#include "analysis/statistics/tempering.h"

struct monitor_track {
    size_t sites, weeks, columns;
    double date_error; /* days */
    int32_t *cards;    /* [sites][weeks], as struct sighting has them; between counts evenly spread */
    bool *told;        /* [sites][weeks], where a count stands */
    size_t *node;      /* [columns] */
    double *done;      /* [sites][columns], instant in the middle of the told day; infinite: not done; NaN: not told */
    double *until;     /* [sites], instant that ends the day of the last row; 0: none */
    struct site_told *site; /* [sites] */
    double *lead; /* [sites][nodes], as struct guide has them; null: the sheet does not tell whom each site has */
    size_t rows;  /* used */
};

/* What is known at the end of a day. `rows` may be 0, then nothing is. -1 if memory ran out; free in any case. */
int monitor_track_init(struct monitor_track *track, const struct monitor *monitor, const struct programme *programme,
                       long as_of, double date_error);
/* Fills the cells of `cards` that are not told from those that are; monitor_track_init() has done so. */
void monitor_track_fill(struct monitor_track *track);
void monitor_track_free(struct monitor_track *track);

/* Memory for a rollout's sighting of a track, to be given to its luck; false if it ran out; free in any case. */
bool monitor_sighting_take(struct sighting *sighting, const struct monitor_track *track);
void monitor_sighting_free(struct sighting *sighting);

/* The same for a guide, which needs nothing if the track has none to lead. */
bool monitor_guide_take(struct guide *guide, const struct monitor_track *track);
void monitor_guide_free(struct guide *guide);

/* A count's fit as it was computed last: most counts of one replication are as likely as in the one before. */
struct monitor_known {
    double log_missed, room, n, overdispersion;
    struct tempered fit;
};

/* Room for what is known, [sites][weeks], the caller's to free; null if memory ran out. */
struct monitor_known *monitor_known_take(const struct monitor_track *track);

/* The fit of the replication that the rollout has just run with this sighting up to `known`. It does not depend on what
 * is in counts[sites][weeks], which is brought up to date. */
struct tempered monitor_track_fit(const struct monitor_track *track, const struct programme *programme,
                                  const struct rollout *rollout, const struct sighting *sighting, double known,
                                  struct monitor_known counts[]);

/* Of that its logarithm what the told day of a column adds, or that it is not told yet. */
double monitor_track_day(const struct monitor_track *track, const struct rollout *rollout, size_t site, size_t column,
                         double known);

/* Whether a site's counts go from its start to `known` without a week that is drawn, so that its pace moves nothing but
 * its counts' likelihood; and that part of its log fit were its pace so many times what it is, but for a constant. */
bool monitor_track_is_whole(const struct monitor_track *track, const struct programme *programme, size_t site,
                            double known);
double monitor_track_counts(const struct monitor_track *track, const struct programme *programme,
                            const struct rollout *rollout, const struct sighting *sighting, size_t site, double times);

#endif
