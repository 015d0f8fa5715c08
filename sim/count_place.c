/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * count_place: see include/sim/count_place.h. Probabilities are computed up to a factor, by the ratio of neighbours
 * from the mean on, so that no function of large numbers is needed and nothing cancels.
 */
#include "sim/count_place.h"

#include <math.h>

static const double NEGLIGIBLE = 1e-40; /* of the probability at the mean */
static const double LEAST = 1e-280;     /* where the smallest numbers are near */
static const double NO_SPREAD = 1e-9;

struct terms {
    double n, a, b, odds; /* odds: of one trial's success, without spread */
    bool spread;
    double middle;                 /* where the term is 1 */
    double low, high;              /* beyond them terms are negligible */
    double at_low, at_high, total; /* terms there; of all from low to high */
};

/* The term of k + 1 over that of k, k < n. */
static double ratio(const struct terms *terms, double k)
{
    double chances = terms->spread ? (k + terms->a) / (terms->n - k - 1 + terms->b) : terms->odds;
    return (terms->n - k) / (k + 1) * chances;
}

/* Terms fall on from here: beside the mean those of a distribution with one peak do. */
static bool is_over(const struct terms *terms, double term, double parameter)
{
    return term < LEAST || (term < NEGLIGIBLE && (!terms->spread || parameter >= 1));
}

static void sum_down(struct terms *terms, double reach)
{
    double term = 1, k = terms->middle;
    while (k > 0 && (k > reach || !is_over(terms, term, terms->a))) {
        double next = term / ratio(terms, k - 1);
        if (next < LEAST)
            break;
        term = next;
        k--;
        terms->total += term;
    }
    terms->low = k;
    terms->at_low = term;
}

static void sum_up(struct terms *terms, double reach)
{
    double term = 1, k = terms->middle;
    while (k < terms->n && (k < reach || !is_over(terms, term, terms->b))) {
        double next = term * ratio(terms, k);
        if (next < LEAST)
            break;
        term = next;
        k++;
        terms->total += term;
    }
    terms->high = k;
    terms->at_high = term;
}

static bool is_certain(const struct count_form *form)
{
    return form->n <= 0 || form->rest <= 0 || form->rest >= 1;
}

static double certain_count(const struct count_form *form)
{
    return form->rest >= 1 ? 0 : form->n;
}

/* Sums as far as a count, too. */
static struct terms sum(const struct count_form *form, double reach)
{
    double share = 1 - form->rest;
    struct terms terms = {.n = form->n, .total = 1, .spread = form->overdispersion >= NO_SPREAD};
    if (terms.spread) {
        double size = (1 - form->overdispersion) / form->overdispersion;
        terms.a = share * size;
        terms.b = form->rest * size;
    }
    terms.odds = share / form->rest;
    terms.middle = fmin(floor(share * (form->n + 1)), form->n);
    sum_down(&terms, reach);
    sum_up(&terms, reach);
    return terms;
}

/* ---- from a count to its place ---- */

static struct count_place place_of(double below, double at, double above, double within)
{
    struct count_place place = {.upper = above < below};
    place.tail = (place.upper ? above + (1 - within) * at : below + within * at) / (below + at + above);
    return place;
}

bool count_place_of(struct count_place *place, const struct count_form *form, double k, bool or_more, double within)
{
    if (is_certain(form)) {
        double only = certain_count(form);
        if (k != only && !(or_more && k < only))
            return false;
        *place = place_of(0, 1, 0, within);
        return true;
    }
    struct terms terms = sum(form, k);
    double below = 0, at = 0, above = 0, term = terms.at_low;
    if (k > terms.high || k < terms.low)
        return false;
    for (double i = terms.low; i <= terms.high; i++) {
        *(i < k ? &below : i == k || or_more ? &at : &above) += term;
        term *= i < terms.n ? ratio(&terms, i) : 0;
    }
    *place = place_of(below, at, above, within);
    return true;
}

/* ---- and back ---- */

static double from_below(const struct terms *terms, double part)
{
    double k = terms->low, term = terms->at_low, reached = term;
    while (k < terms->high && reached < part) {
        term *= ratio(terms, k++);
        reached += term;
    }
    return k;
}

static double from_above(const struct terms *terms, double part)
{
    double k = terms->high, term = terms->at_high, beyond = 0;
    while (k > terms->low && beyond + term <= part) {
        beyond += term;
        term /= ratio(terms, --k);
    }
    return k;
}

double count_at(const struct count_form *form, struct count_place place)
{
    if (is_certain(form))
        return certain_count(form);
    struct terms terms = sum(form, floor((1 - form->rest) * form->n));
    double part = place.tail * terms.total;
    return place.upper ? from_above(&terms, part) : from_below(&terms, part);
}
