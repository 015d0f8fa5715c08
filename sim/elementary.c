/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * elementary: what is too long or too seldom used to stand in the header.
 */
#include "sim/elementary.h"

#include <stddef.h>

/* ---- sums and products with their rounding errors: high + low is exact ---- */

struct pair {
    double high, low;
};

/* Knuth, The Art of Computer Programming 2, 4.2.2, theorem B. */
static inline struct pair sum(double a, double b)
{
    double high = a + b, b_in_it = high - a;
    return (struct pair){high, (a - (high - b_in_it)) + (b - b_in_it)};
}

/* The upper 26 bits and the rest. Dekker, Numer. Math. 18 (1971). |a| < 2^995. */
static inline struct pair halves(double a)
{
    double scaled = 0x1.0000002p27 * a, high = scaled - (scaled - a);
    return (struct pair){high, a - high};
}

static inline struct pair product(double a, double b)
{
    double high = a * b;
    struct pair x = halves(a), y = halves(b);
    return (struct pair){high, ((x.high * y.high - high) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

/* To about 100 bits. */
static inline struct pair times(struct pair a, struct pair b)
{
    struct pair whole = product(a.high, b.high);
    return sum(whole.high, whole.low + (a.high * b.low + a.low * b.high));
}

/* ---- e^x - 1 ---- */

double elementary_expm1(double x)
{
    if (!(x < 710))
        return x < INFINITY ? INFINITY : x;
    if (x == 0)
        return x;
    double bounded = x < -45 ? -45 : x; /* -1 to the last bit from there on */
    const double shift = 0x1.8p52;
    double k = (bounded * 0x1.71547652b82fep0 + shift) - shift;
    double r = (bounded - k * ELEMENTARY_LN2_HIGH) - k * ELEMENTARY_LN2_LOW;
    double less_one = r + r * r * elementary_exp_rest(r); /* 2^k (e^r - 1 + 1 - 2^-k) */
    double half = k * 0.5 + shift, other = (k - (half - shift)) + shift;
    double undone = k > 1000 ? 0 : elementary_power_of_two(shift - k);
    return (less_one + (1 - undone)) * elementary_power_of_two(half) * elementary_power_of_two(other);
}

/* ---- x^y ---- */

/* atanh(s) / s = 1 + z / 3 + z^2 P(z), z = s^2; P by Chebyshev interpolation, z^2 P below 2^-66 off. */
static double atanh_rest(double z)
{
    return 0x1.999999999999ap-3 +
           z * (0x1.2492492492521p-3 +
                z * (0x1.c71c71c6eaa8dp-4 +
                     z * (0x1.745d177a8f200p-4 +
                          z * (0x1.3b1395d4f9e41p-4 +
                               z * (0x1.1118c74824097p-4 + z * (0x1.df7ce9a6a755fp-5 + z * 0x1.e02d197ce13f2p-5))))));
}

/* log x to about 65 bits, 0 < x < infinity. */
static struct pair log_pair(double x)
{
    const struct pair third = {1.0 / 3, 0x1.5555555555555p-56};
    struct elementary_parts parts = elementary_split(x);
    struct pair over = sum(parts.fraction, 1);
    double f = parts.fraction - 1, s = f / over.high;
    struct pair back = product(s, over.high);
    struct pair ratio = {s, (((f - back.high) - back.low) - s * over.low) / over.high};
    struct pair z = times(ratio, ratio), part = times(z, third), series = sum(1, part.high);
    series.low += part.low + z.high * z.high * atanh_rest(z.high);
    struct pair fraction = times((struct pair){2 * ratio.high, 2 * ratio.low}, series);
    struct pair all = sum(parts.exponent * ELEMENTARY_LN2_HIGH, fraction.high);
    return sum(all.high, all.low + (fraction.low + parts.exponent * ELEMENTARY_LN2_LOW));
}

double elementary_pow(double x, double y)
{
    if (y == 0 || x == 1)
        return 1;
    if (!(x >= 0) || isnan(y))
        return NAN;
    if (x == 0 || x == INFINITY)
        return (x == 0) == (y > 0) ? 0 : INFINITY;
    double power = fmin(fmax(y, -0x1p80), 0x1p80); /* beyond, any x but 1 goes to 0 or infinity */
    struct pair logarithm = log_pair(x), exponent = product(power, logarithm.high);
    if (!(fabs(exponent.high) < 800))
        return exponent.high > 0 ? INFINITY : 0;
    return elementary_exp_sum(exponent.high, exponent.low + power * logarithm.low);
}

/* ---- log Gamma ---- */

/* log Gamma(2 + z) for |z| <= 1/2: z (1 - Euler's constant) + the sum of (-1)^k (zeta(k) - 1) z^k / k, DLMF 5.7.3. */
static double log_gamma_near_two(double z)
{
    static const double of[] = {
        0x1.b0ee6072093cep-2,   0x1.4a34cc4a60fa6p-2,  -0x1.13e001a557607p-4,  0x1.51322ac7d8483p-6,
        -0x1.e404fc218f5f2p-8,  0x1.7add6eadb6c30p-9,  -0x1.38ac5c2bf8e08p-10, 0x1.0b36af86396e9p-11,
        -0x1.d3fd4c76d2fc8p-13, 0x1.a127b0f17d65ap-14, -0x1.78de5bd7c81efp-15, 0x1.580dcee66eb02p-16,
        -0x1.3cbc963ce2243p-17, 0x1.2597a39f34aacp-18, -0x1.11b2eb7679541p-19, 0x1.0064cdeb22f0fp-20,
        -0x1.e2600d93cfd2fp-22, 0x1.c76bbb3f07a4dp-23, -0x1.af5a6cbbf8a97p-24, 0x1.99b93c2070b0fp-25,
        -0x1.862c734df3eacp-26, 0x1.7469daccfadcdp-27, -0x1.6434a8447aeadp-28, 0x1.555a877ffd2c3p-29,
        -0x1.47b1679258d0ep-30, 0x1.3b15d2b2fc10cp-31, -0x1.2f69a9fabe3e0p-32};
    double value = 0;
    for (size_t k = sizeof of / sizeof of[0]; k-- > 0;)
        value = z * (of[k] + value);
    return value;
}

double elementary_log_gamma(double x)
{
    if (!(x > 0))
        return x == 0 ? INFINITY : NAN;
    if (x < 0.5)
        return elementary_log_gamma(1 + x) - elementary_log(x);
    if (x < 1.5)
        return log_gamma_near_two(x - 1) - elementary_log(x);
    if (x < 2.5)
        return log_gamma_near_two(x - 2);
    if (x >= 16) {
        double value = (x - 0.5) * (elementary_log(x) - 1) + (0.41893853320467274178 + elementary_stirling_rest(1 / x));
        return x < INFINITY ? value : x;
    }
    double factor = 1, down = x; /* Gamma(x) = (x - 1) (x - 2) ... Gamma(down) */
    while (down >= 2.5)
        factor *= --down;
    return elementary_log(factor) + log_gamma_near_two(down - 2);
}

double elementary_gamma(double x)
{
    return elementary_exp(elementary_log_gamma(x));
}

double elementary_stirling_rest_at(double x)
{
    static const double of[] = {/* at 1, 2, ..., rounded from 60 digits */
                                0x1.4c071bcda0a5bp-4, 0x1.52a9b923ea649p-5, 0x1.c579a268d80b3p-6, 0x1.54a2662fd78a9p-6,
                                0x1.10b4e513fcbedp-6, 0x1.c6b167bebdf36p-7, 0x1.85d4d612e4a86p-7, 0x1.552805e7b3076p-7,
                                0x1.2f4871b12ab64p-7, 0x1.10f9d4c0743a7p-7, 0x1.f0593088014f8p-8, 0x1.c7018733aa9c6p-8,
                                0x1.a40514700f36cp-8, 0x1.86076c002d4a7p-8, 0x1.6c08f6f194a10p-8};
    if (x >= 16)
        return elementary_stirling_rest(1 / x);
    if (x >= 1 && x == floor(x))
        return of[(size_t)x - 1];
    return elementary_log_gamma(x) - ((x - 0.5) * elementary_log(x) - x + 0.91893853320467274178);
}
