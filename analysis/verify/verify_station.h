/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_station: one service station of the engine's parts (calendar, resource, streams, variates); nobody else
 * includes it.
 *
 * An observation is a run of its own, with random numbers of its own, so observations are independent and need no
 * batch means. It starts empty; customers and time before the end of the warm-up do not count. Averages over customers
 * are taken over a fixed number of them and averages over time over a fixed span, so that neither is a ratio of random
 * sums, which would be biased. At the end the station is drained, and Little's law must hold on the path exactly.
 */
#ifndef FMKSIM_ANALYSIS_VERIFY_STATION_H
#define FMKSIM_ANALYSIS_VERIFY_STATION_H

#include "analysis/verify/verify_parts.h"

enum { STATION_CLASSES = 3, STATION_LIMITS = 2 };

struct station_law { /* of service, as a configuration would say it */
    const char *family;
    const char *names[2];
    double arguments[2];
};

struct station {
    const char *name;
    int servers, classes; /* class 0 is served first; within a class first come, first served */
    int room;             /* customers in the station at most; 0: no limit */
    int population;       /* of a closed station: each member outside asks at the rate of arrival[0]; 0: open */
    double arrival[STATION_CLASSES]; /* rates */
    struct station_law service[STATION_CLASSES];
    double patience;              /* mean of the exponential patience; 0: endless */
    double wait;                  /* exact mean wait of class 0, for its variance */
    double limit[STATION_LIMITS]; /* P(wait > limit) is observed */
    double warm_up, span;         /* time */
};

/* What an observation yields. */
enum {
    STATION_WAIT,                                       /* [classes] mean time from arrival to service or reneging */
    STATION_SOJOURN = STATION_WAIT + STATION_CLASSES,   /* [classes] mean wait + service */
    STATION_SPREAD = STATION_SOJOURN + STATION_CLASSES, /* mean (wait - exact mean)^2, class 0 */
    STATION_LATE,                                       /* [limits] share that waits longer */
    STATION_WAITED = STATION_LATE + STATION_LIMITS,     /* share that waits at all */
    STATION_BLOCKED,                                    /* share turned away */
    STATION_ABANDONED,                                  /* share that gives up */
    STATION_QUEUE,                                      /* mean number waiting */
    STATION_BUSY,                                       /* mean share of the servers in use */
    STATION_SYSTEM,                                     /* mean number in the station */
    STATION_EMPTY,                                      /* share of time with nobody there */
    STATION_RATE,                                       /* admitted per time */
    STATION_LITTLE,                                     /* area under the queue / sum of all waits: 1 */
    STATION_ACCOUNT,                                    /* the resource's sum of waits / that of the served: 1 */
    STATION_LOST,                                       /* requested - granted - withdrawn: 0 */
    STATION_VALUES
};

/* Tallies [STATION_VALUES] of so many observations. -1: verify->status is set. */
int station_observe(struct verify *verify, const struct station *station, size_t observations,
                    struct tally tallies[STATION_VALUES]);

/* The two lines that every station must keep exactly. */
void station_balance(struct verify *verify, const char *name, const char *variant, const struct tally tallies[]);

#endif
