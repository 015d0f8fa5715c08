/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * elementary: exp, log and their kin from sums and products of doubles alone, so that a value is the same whatever C
 * library, compiler or vector width computes it. Everything that decides a simulated value calls these, not <math.h>
 * (sqrt, floor, ceil and fabs are exact everywhere and stay).
 *
 * Errors are in units in the last place of the exact result, measured in tests/unit/test_elementary.c over the whole
 * range with subnormals. Infinities, zeros and NaN behave as in C's Annex F, but no exception flags or errno are kept.
 * No fused multiply-add, no tables, no branches in the inline ones: a plain loop over an array becomes vector code
 * with identical bits. Internal to this project: not installed, since it must be compiled with -ffp-contract=off.
 * Rounding to nearest is taken for granted.
 */
#ifndef FMKSIM_SIM_ELEMENTARY_H
#define FMKSIM_SIM_ELEMENTARY_H

#include <float.h>
#include <math.h>
#include <stdint.h>

_Static_assert(FLT_EVAL_METHOD == 0 && DBL_MANT_DIG == 53, "a double must be a double all the way");

/* log 2 in two parts: the upper has 42 bits, so that a multiple by any exponent is exact. */
#define ELEMENTARY_LN2_HIGH 0x1.62e42fefa3800p-1
#define ELEMENTARY_LN2_LOW 0x1.ef35793c76730p-45

static inline uint64_t elementary_bits(double x)
{
    union {
        double number;
        uint64_t bits;
    } view = {.number = x};
    return view.bits;
}

static inline double elementary_number(uint64_t bits)
{
    union {
        uint64_t bits;
        double number;
    } view = {.bits = bits};
    return view.number;
}

/* 2^k for a whole k in [-1022, 1023], given as k + 3 * 2^51, whose last bits are k. */
static inline double elementary_power_of_two(double shifted)
{
    return elementary_number((elementary_bits(shifted) << 52) + UINT64_C(0x3ff0000000000000));
}

/* (e^r - 1 - r) / r^2 for |r| <= log(2) / 2: Chebyshev interpolation, below 2^-61 off. Pairs, because one after the
 * other the terms would wait for each other. */
static inline double elementary_exp_rest(double r)
{
    double rr = r * r, rrrr = rr * rr;
    double a = 0x1.0000000000000p-1 + 0x1.5555555555557p-3 * r, b = 0x1.5555555555556p-5 + 0x1.11111111100dfp-7 * r;
    double c = 0x1.6c16c16c162d6p-10 + 0x1.a01a01abe63a9p-13 * r, d = 0x1.a01a01a6d787dp-16 + 0x1.71de02372dd4ep-19 * r;
    double e = 0x1.27e4db679d0c0p-22 + 0x1.af4dddd8d7f8cp-26 * r;
    return (a + b * rr) + rrrr * ((c + d * rr) + rrrr * (e + 0x1.1f72fca335d17p-29 * rr));
}

/* x + rest = k log 2 + log(fraction), |rest| being far below |x|; k is whole. */
struct elementary_power {
    double k, fraction;
};

static inline struct elementary_power elementary_power_of(double x, double rest)
{
    const double shift = 0x1.8p52; /* adding it rounds to a whole number */
    double k = (x * 0x1.71547652b82fep0 + shift) - shift;
    double r = (x - k * ELEMENTARY_LN2_HIGH) - (k * ELEMENTARY_LN2_LOW - rest);
    return (struct elementary_power){k, 1 + (r + r * r * elementary_exp_rest(r))};
}

/* exp(x + rest). e^x = 2^k e^r; the power of two in two factors, so that neither overflows before the product does and
 * a subnormal result is rounded once. */
static inline double elementary_exp_sum(double x, double rest)
{
    const double shift = 0x1.8p52;
    double bounded = x < -746 ? -746 : x;
    bounded = bounded > 710 ? 710 : bounded;
    struct elementary_power power = elementary_power_of(bounded, rest);
    double half = power.k * 0.5 + shift, other = (power.k - (half - shift)) + shift;
    return power.fraction * elementary_power_of_two(half) * elementary_power_of_two(other);
}

/* e^x. Below 1 ulp; 1.5 where the result is subnormal. */
static inline double elementary_exp(double x)
{
    return elementary_exp_sum(x, 0);
}

/* The same bits for x in [-708, 709], where the result is no subnormal: a power of two in one factor. */
static inline double elementary_exp_inner(double x)
{
    struct elementary_power power = elementary_power_of(x, 0);
    return power.fraction * elementary_power_of_two(power.k + 0x1.8p52);
}

/* x = 2^exponent * fraction with sqrt(1/2) <= fraction < sqrt(2), for 0 < x < infinity. */
struct elementary_parts {
    double exponent, fraction;
};

static inline struct elementary_parts elementary_split_scaled(double normal, double excess)
{
    const uint64_t root = UINT64_C(0x3fe6a09e667f3bcd), one = UINT64_C(0x3ff0000000000000);
    uint64_t bits = elementary_bits(normal) + (one - root);
    double exponent = elementary_number((bits >> 52) | UINT64_C(0x4330000000000000)) - excess;
    return (struct elementary_parts){exponent, elementary_number((bits & UINT64_C(0x000fffffffffffff)) + root)};
}

static inline struct elementary_parts elementary_split(double x)
{
    return elementary_split_scaled(x < 0x1p-1022 ? x * 0x1p54 : x, x < 0x1p-1022 ? 0x1p52 + 1023 + 54 : 0x1p52 + 1023);
}

/* With s = f / (2 + f) log(1 + f) = 2 atanh(s) = f - f^2 / 2 + s (f^2 / 2 + R), where R = 2 s^2 / 3 + 2 s^4 / 5 + ...:
 * Chebyshev interpolation, below 2^-56 off. */
static inline double elementary_log_of(struct elementary_parts parts)
{
    double f = parts.fraction - 1, s = f / (2 + f), z = s * s, w = z * z, half = 0.5 * f * f;
    double odd = w * (0x1.99999999952e2p-2 + w * (0x1.c71c62e580090p-3 + w * 0x1.39fe606539350p-3));
    double even =
        z * (0x1.5555555555558p-1 + w * (0x1.2492492df148dp-2 + w * (0x1.7462b4ab2f411p-3 + w * 0x1.2b584aaef00b2p-3)));
    double low = s * (half + (odd + even)) + parts.exponent * ELEMENTARY_LN2_LOW;
    return parts.exponent * ELEMENTARY_LN2_HIGH - ((half - low) - f);
}

/* log x. Below 1 ulp. */
static inline double elementary_log(double x)
{
    double result = elementary_log_of(elementary_split(x));
    double edge = x == 0 ? -INFINITY : NAN, large = x < INFINITY ? result : x;
    return x > 0 ? large : edge;
}

/* The same bits for x in [2^-1022, infinity): nothing is asked. */
static inline double elementary_log_inner(double x)
{
    return elementary_log_of(elementary_split_scaled(x, 0x1p52 + 1023));
}

/* log(1 + x). Below 2 ulp. What 1 + x loses is put back to first order (Kahan's device, with the error itself). */
static inline double elementary_log1p(double x)
{
    double whole = 1 + x, lost = x < 1 ? x - (whole - 1) : 1 - (whole - x);
    double result = elementary_log(whole) + lost / whole;
    double edge = x == -1 ? -INFINITY : NAN, large = x < INFINITY ? result : x, some = x == 0 ? x : large;
    return x > -1 ? some : edge;
}

/* The same bits for x in (-1, 1), but perhaps a zero's sign. */
static inline double elementary_log1p_inner(double x)
{
    double whole = 1 + x;
    return elementary_log_inner(whole) + (x - (whole - 1)) / whole;
}

/* e^x - 1. Below 2.5 ulp. */
double elementary_expm1(double x);

/* x^y for x >= 0; NaN for x < 0, whole y or not. Below 1 ulp; 1.5 where the result is subnormal. */
double elementary_pow(double x, double y);

/* log Gamma(x) for x > 0; NaN otherwise but for -0 and 0, infinity. Below 8 ulp, and relative to the value also near
 * its zeros 1 and 2. Unlike lgamma() it writes no global. */
double elementary_log_gamma(double x);

/* Gamma(x) for x > 0: exp of the former, so below 2^-50 (1 + |log Gamma(x)|) off, relative. */
double elementary_gamma(double x);

/* log Gamma(x) less Stirling's (x - 1/2) log x - x + log(2 pi) / 2, with inverse = 1 / x: for x >= 16 below 2e-16 off
 * (DLMF 5.11.1 and 5.11.9: the first term left out bounds the error). */
static inline double elementary_stirling_rest(double inverse)
{
    double y = inverse * inverse;
    return inverse * (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188)))));
}

/* The same at any x > 0: below 2e-16 off at whole numbers, otherwise below 16 by the difference, so 1e-14 off. */
double elementary_stirling_rest_at(double x);

#endif
