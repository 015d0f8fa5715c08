/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_markov: see verify_markov.h.
 */
#include "analysis/verify/verify_markov.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* ---- what customers find ---- */

void arrivals_begin(struct arrivals *arrivals, int servers, double arrival, double service, size_t room)
{
    *arrivals = (struct arrivals){.servers = servers, .arrival = arrival, .service = service, .room = room};
    arrivals->found[0] = 1;
}

void arrivals_next(struct arrivals *arrivals)
{
    double after[MARKOV_STATES] = {0}, mass = 0;
    size_t top = arrivals->most;
    for (size_t n = 0; n <= top; n++)
        after[arrivals->room > 0 && n == arrivals->room ? n : n + 1] += arrivals->found[n];
    top += arrivals->room == 0 || top < arrivals->room;
    for (size_t n = top + 1; n-- > 0;) {
        double leaving = fmin((double)n, arrivals->servers) * arrivals->service;
        mass += after[n];
        arrivals->found[n] = mass * arrivals->arrival / (arrivals->arrival + leaving);
        mass -= arrivals->found[n];
    }
    arrivals->most = top;
}

/* The sum over the states in which one waits of P(n) f(n - c + 1), f being a moment of the Erlang distribution. */
static double over_waits(const struct arrivals *arrivals, int moment)
{
    double sum = 0, rate = arrivals->servers * arrivals->service;
    for (size_t n = (size_t)arrivals->servers; n <= arrivals->most; n++) {
        double stages = (double)n - arrivals->servers + 1;
        double value = moment == 0 ? 1 : moment == 1 ? stages / rate : stages * (stages + 1) / (rate * rate);
        sum += arrivals->found[n] * value;
    }
    return sum;
}

double arrivals_waits(const struct arrivals *arrivals)
{
    return over_waits(arrivals, 0);
}

double arrivals_wait(const struct arrivals *arrivals)
{
    return over_waits(arrivals, 1);
}

double arrivals_wait_square(const struct arrivals *arrivals)
{
    return over_waits(arrivals, 2);
}

double arrivals_late(const struct arrivals *arrivals, double t)
{
    double sum = 0, rate = arrivals->servers * arrivals->service;
    for (size_t n = (size_t)arrivals->servers; n <= arrivals->most; n++)
        sum += arrivals->found[n] * gsl_cdf_gamma_Q(t, (double)n - arrivals->servers + 1, 1 / rate);
    return sum;
}

double arrivals_turned_away(const struct arrivals *arrivals)
{
    return arrivals->found[arrivals->room];
}

/* ---- uniformisation ---- */

static void jump(double p[], size_t states, const double birth[], const double death[], double rate)
{
    double before = 0;
    for (size_t n = 0; n < states; n++) {
        double here = p[n], from_above = n + 1 < states ? p[n + 1] * death[n + 1] : 0;
        p[n] = here + (from_above + before * (n > 0 ? birth[n - 1] : 0) - here * (birth[n] + death[n])) / rate;
        before = here;
    }
}

void markov_move(double p[], size_t states, const double birth[], const double death[], double t)
{
    double result[MARKOV_STATES] = {0}, rate = 0, left = 1;
    for (size_t n = 0; n < states; n++)
        rate = fmax(rate, birth[n] + death[n]);
    for (int k = 0; left > 1e-15 && k < 100000; k++) {
        double weight = exp(k * log(rate * t) - rate * t - lgamma(k + 1.0));
        for (size_t n = 0; n < states; n++)
            result[n] += weight * p[n];
        left -= weight;
        if (k > rate * t && weight < 1e-18)
            break;
        jump(p, states, birth, death, rate);
    }
    memcpy(p, result, states * sizeof *p);
}

/* ---- counts ---- */

static double log_choose(int n, int k)
{
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}

static double log_beta(double a, double b)
{
    return lgamma(a) + lgamma(b) - lgamma(a + b);
}

double markov_count(int k, int n, double p, double rho)
{
    if (p <= 0 || n == 0)
        return k == 0;
    if (rho <= 0)
        return exp(log_choose(n, k) + k * log(p) + (n - k) * log1p(-p));
    double a = p * (1 / rho - 1), b = (1 - p) * (1 / rho - 1);
    return exp(log_choose(n, k) + log_beta(k + a, n - k + b) - log_beta(a, b));
}
