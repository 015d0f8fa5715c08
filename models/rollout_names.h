/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_names: what happens in a replication, in which order at equal times, and where its random numbers lie.
 */
#ifndef FMKSIM_MODELS_ROLLOUT_NAMES_H
#define FMKSIM_MODELS_ROLLOUT_NAMES_H

enum event_kind {
    EVENT_DECIDE,     /* a: site */
    EVENT_FINISH,     /* a: site, b: node: its work or wait is over */
    EVENT_RELEASE,    /* a: site, b: node: its lag is over */
    EVENT_IMPATIENCE, /* a: site, b: engagement */
    EVENT_DISENGAGE,  /* a: site, b: engagement: its longest time is over */
    EVENT_WEEK,       /* a: index of the Monday */
    EVENT_READY,      /* a: vendor: its version is ready */
    EVENT_AWAY,       /* a: consultant */
    EVENT_BACK,
    EVENT_LEAVE,
    EVENT_HIRE,
    EVENT_RAMP,      /* a: consultant: can take one site more */
    EVENT_RISK,      /* a: risk */
    EVENT_RISK_OVER, /* a: risk */
    EVENT_SWAT,      /* a: team: takes the next site */
    EVENT_SERVE,     /* a: resource: all who ask at this instant have asked */
    EVENT_CHANGE,    /* a: the first of that instant, in order */
};

/* At equal times what ends comes before what settles the week, and what looks at the week's figures, or begins with the
 * day after it, comes last. */
enum { FIRST = 0, NORMAL = 1, SETTLE = 2, AFTER = 3 };

/* Addresses of random numbers that belong to no activity. Activities use the hash of their name. */
enum purpose {
    PURPOSE_LATENESS = 1,
    PURPOSE_PACE,
    PURPOSE_VENDOR,
    PURPOSE_HOSTED,
    PURPOSE_VERSIONS,
    PURPOSE_REGION_SHIFT,
    PURPOSE_CARDS,
    PURPOSE_CASE_LOAD,
    PURPOSE_PRESENCE,
    PURPOSE_ABSENCE,
    PURPOSE_TENURE,
    PURPOSE_RECRUITING,
    PURPOSE_RISK_HAPPENS,
    PURPOSE_RISK_WHEN,
    PURPOSE_RISK_LENGTH,
    PURPOSE_CARDS_ALONE,
    PURPOSE_CARDS_SEEN, /* where within its interval a count lies */
};

/* What an activity draws, as occurrence: attempt x 4 + one of these. */
enum draw { DRAW_DURATION, DRAW_CORRECTION, DRAW_FAILURE, DRAW_OTHER };
enum { DRAW_LAG = 1 << 20, DRAW_NEEDED };

#endif
