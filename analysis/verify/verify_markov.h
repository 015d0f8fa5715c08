/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_markov: exact distributions of small Markov chains at finite times, so that runs which start empty need no
 * warm-up. Pure functions over the caller's memory; nobody outside verify includes it.
 */
#ifndef FMKSIM_ANALYSIS_VERIFY_MARKOV_H
#define FMKSIM_ANALYSIS_VERIFY_MARKOV_H

#include <stdbool.h>
#include <stddef.h>

enum { MARKOV_STATES = 512 };

/* ---- what the customers of a station find ----
 *
 * A Poisson stream of rate `arrival` feeds `servers` servers, each of rate `service`; the station starts empty, and a
 * customer who finds `room` others is turned away (0: no limit). `found[n]` is the probability that the customer at
 * hand finds n others. Found by the next one: after the arrival there are n + 1 (n if turned away); while j are there,
 * the next event is the next arrival with probability arrival / (arrival + min(j, servers) service), else one leaves.
 * So one sweep from the top down shares out the mass of each state between "found" and the state below. */
struct arrivals {
    int servers;
    double arrival, service;
    size_t room;
    size_t most; /* states that can have mass: 0 … most */
    double found[MARKOV_STATES];
};

void arrivals_begin(struct arrivals *arrivals, int servers, double arrival, double service, size_t room);
void arrivals_next(struct arrivals *arrivals); /* at most MARKOV_STATES - 1 times where room is 0 */

/* Of the customer at hand, who is served in the order of arrival: with n >= c found, the wait is Erlang(n - c + 1,
 * c service). The customer is admitted (room 0). */
double arrivals_wait(const struct arrivals *arrivals);
double arrivals_wait_square(const struct arrivals *arrivals);
double arrivals_waits(const struct arrivals *arrivals);          /* P(wait > 0) */
double arrivals_late(const struct arrivals *arrivals, double t); /* P(wait > t) */
double arrivals_turned_away(const struct arrivals *arrivals);    /* P(finds `room`) */

/* ---- a birth and death process by uniformisation (Jensen 1953) ----
 *
 * p(t) = sum over k of Poisson(k; rate t) P^k p(0), where P is the chain of jumps and non-jumps at `rate`, the largest
 * rate out of a state. States 0 … states - 1; birth[states - 1] and death[0] are 0. Replaces p by p(t). The sum ends
 * when what is left is below 1e-15. rate t up to some thousands. */
void markov_move(double p[], size_t states, const double birth[], const double death[], double t);

/* ---- counts ----
 *
 * P(k of n) with mean share p < 1 and correlation rho: binomial at rho 0, else beta-binomial, a + b = 1 / rho - 1. */
double markov_count(int k, int n, double p, double rho);

#endif
