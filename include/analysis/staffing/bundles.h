/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bundles: the levers that a configuration declares, and all that can be bought of them together.
 *
 * A lever is a sweep along one path, or a scenario (pulled or not), of kind "lever". Its choices are in the order of
 * their price: what it costs more than today from the day on which it acts to the deadline, by the configuration's
 * `costs`. A bundle is a choice of each lever. Where all choices of a lever cost the same, it has no order.
 */
#ifndef FMKSIM_ANALYSIS_BUNDLES_H
#define FMKSIM_ANALYSIS_BUNDLES_H

#include "models/scenario.h"

enum { BUNDLES_MOST = 20000 };

struct lever_choice {
    const struct scenario *scenario; /* null: as today */
    double price;
};

struct lever {
    const char *name; /* of the sweep or scenario */
    struct lever_choice *choice;
    size_t choices;
    bool ordered;
};

struct bundles {
    struct scenarios scenarios; /* of the document */
    struct lever *lever;
    size_t levers, count;
    double *cost;  /* [count] */
    int *level;    /* [count][levers] */
    bool *ordered; /* [levers] */
    size_t today;  /* the bundle that is the configuration as it is */
    char *past;    /* levers that were asked for and act before they can be chosen, "a, b"; null: none */
    char *undated; /* those that act from the epoch although a day was given; null: none */
};

/* Which levers are to be listed, of a checked document, which must outlive the bundles. */
struct bundles_question {
    const struct document *document;
    const char *const *patterns; /* [count] of their names (fnmatch(3)); none: all sweeps along one path */
    size_t count;
    long earliest; /* the first day on which one may begin to act, 0 = 1970-01-01; LONG_MIN: any. Choices that act
                      before are left out */
    bool dated;    /* a day was given for those that say none */
    double until;  /* instant up to which they are paid */
};

/* ERROR_USAGE: none fits, a cost is not declared, too many bundles, or a sweep of which today's value cannot be told;
 * ERROR_MEMORY; faults of the scenarios. */
int bundles_list(struct bundles *bundles, const struct bundles_question *question, struct faults *faults,
                 struct error *error);
void bundles_free(struct bundles *bundles);

/* The document with a bundle's choices made, and one scenario more (null: none). */
int bundles_apply(const struct bundles *bundles, const struct document *document, size_t bundle,
                  const struct scenario *more, struct document *changed, struct faults *faults);

#endif
