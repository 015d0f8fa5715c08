/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * elementary: errors against the C library's long double functions (64 bits, so their own error is below 0.001 of what
 * is measured), over the whole range and where the formulas change; the edges of Annex F; a loop and a call agree.
 */
#include "dice.h"
#include "sim/elementary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

enum { TRIES = 200000 };

/* Any double between 0 and infinity, each exponent as likely as another, subnormals too. */
static double any_positive(struct dice *dice)
{
    return elementary_number(dice_bits(dice) % UINT64_C(0x7ff0000000000000));
}

static double uniform(struct dice *dice, double low, double high)
{
    return low + (high - low) * dice_share(dice);
}

/* Small numbers of either sign, down to 2^-60. */
static double near_zero(struct dice *dice)
{
    return ldexp(uniform(dice, -1, 1), -(int)(dice_bits(dice) % 60));
}

/* Distance in units in the last place of the exact value; infinite where one is finite and the other is not. */
static double ulps(double got, long double exact)
{
    double rounded = (double)exact;
    if (got == rounded || (isnan(got) && isnan(rounded)))
        return 0;
    if (!isfinite(got) || !isfinite(rounded))
        return INFINITY;
    int exponent;
    frexp(rounded, &exponent);
    return (double)(fabsl((long double)got - exact) / ldexpl(1, (exponent < -1021 ? -1021 : exponent) - 53));
}

struct worst {
    double error, at;
};

static void look(struct worst *worst, double at, double got, long double exact)
{
    double error = ulps(got, exact);
    if (!(error <= worst->error))
        *worst = (struct worst){error, at};
}

static void expect(const struct worst *worst, double bound, const char *name)
{
    cr_expect(worst->error <= bound, "%s: %g ulp at %a", name, worst->error, worst->at);
    cr_expect_gt(worst->error, 0.4, "%s: %g ulp is too good to have been measured", name, worst->error);
}

Test(elementary, exp)
{
    struct dice dice = {.state = 1};
    struct worst normal = {0}, subnormal = {0}, less_one = {0};
    for (int i = 0; i < TRIES; i++) {
        double x = uniform(&dice, -708, 709.8), small = near_zero(&dice), low = uniform(&dice, -746, -708);
        look(&normal, x, elementary_exp(x), expl(x));
        look(&normal, small, elementary_exp(small), expl(small));
        look(&subnormal, low, elementary_exp(low), expl(low));
        look(&less_one, x, elementary_expm1(x), expm1l(x));
        look(&less_one, small, elementary_expm1(small), expm1l(small));
    }
    expect(&normal, 1, "exp");
    expect(&subnormal, 1.5, "exp below 2^-1022");
    expect(&less_one, 2.5, "expm1");
}

Test(elementary, log)
{
    struct dice dice = {.state = 2};
    struct worst log = {0}, one_more = {0};
    for (int i = 0; i < TRIES; i++) {
        double x = any_positive(&dice), one = uniform(&dice, 0.5, 2), small = near_zero(&dice);
        double subnormal = elementary_number(dice_bits(&dice) >> 12);
        look(&log, x, elementary_log(x), logl(x));
        look(&log, one, elementary_log(one), logl(one));
        look(&log, 1 + small, elementary_log(1 + small), logl(1 + small));
        look(&log, subnormal, elementary_log(subnormal), logl(subnormal));
        look(&one_more, x, elementary_log1p(x), log1pl(x));
        look(&one_more, small, elementary_log1p(small), log1pl(small));
    }
    expect(&log, 1, "log");
    expect(&one_more, 2, "log1p");
}

Test(elementary, pow)
{
    struct dice dice = {.state = 3};
    struct worst normal = {0}, subnormal = {0};
    for (int i = 0; i < TRIES; i++) {
        double base = i % 2 ? any_positive(&dice) : uniform(&dice, 0.5, 2);
        double power = uniform(&dice, -746, 710) / elementary_log(base);
        long double exact = powl(base, power);
        look(exact < 0x1p-1022L ? &subnormal : &normal, base, elementary_pow(base, power), exact);
    }
    expect(&normal, 1, "pow");
    expect(&subnormal, 1.5, "pow below 2^-1022");
}

Test(elementary, log_gamma)
{
    struct dice dice = {.state = 4};
    struct worst worst = {0};
    for (int i = 0; i < TRIES; i++) {
        double x = uniform(&dice, 0, 20), any = any_positive(&dice), near = 1 + fabs(near_zero(&dice));
        look(&worst, x, elementary_log_gamma(x), lgammal(x));
        look(&worst, near, elementary_log_gamma(near), lgammal(near));
        if (any < 1e300)
            look(&worst, any, elementary_log_gamma(any), lgammal(any));
        double gamma = (double)tgammal(x + 1e-3);
        cr_assert_lt(fabs(elementary_gamma(x + 1e-3) / gamma - 1), 0x1p-50 * (1 + fabs(log(gamma))), "Gamma(%g)", x);
    }
    expect(&worst, 8, "log Gamma");
}

Test(elementary, stirling)
{
    const long double half_log_two_pi = 0.918938533204672741780329736405617640L;
    for (int i = 2; i < 4000; i++) {
        long double x = i / 2.0L, exact = lgammal(x) - ((x - 0.5L) * logl(x) - x + half_log_two_pi);
        double bound = i % 2 && x < 16 ? 1e-14 : 2e-16 + (double)(fabsl(lgammal(x)) * 0x1p-62L);
        cr_expect_lt((double)fabsl(elementary_stirling_rest_at((double)x) - exact), bound, "at %Lg", x);
    }
}

struct edge {
    double got, expected;
};

static void check_edges(const struct edge edges[], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        cr_expect(edges[i].got == edges[i].expected || (isnan(edges[i].got) && isnan(edges[i].expected)),
                  "%s, edge %zu: %g, not %g", name, i, edges[i].got, edges[i].expected);
}

#define CHECK_EDGES(name, ...)                                                                                         \
    do {                                                                                                               \
        const struct edge edges[] = {__VA_ARGS__};                                                                     \
        check_edges(edges, sizeof edges / sizeof edges[0], name);                                                      \
    } while (0)

Test(elementary, edges)
{
    const double inf = INFINITY, nan = NAN, big = DBL_MAX, least = 0x1p-1074;
    CHECK_EDGES("exp", {elementary_exp(0), 1}, {elementary_exp(-0.0), 1}, {elementary_exp(inf), inf},
                {elementary_exp(-inf), 0}, {elementary_exp(nan), nan}, {elementary_exp(big), inf},
                {elementary_exp(-big), 0}, {elementary_exp(least), 1}, {elementary_exp(710), inf},
                {elementary_exp(-745.1), least}, {elementary_exp(-746), 0});
    CHECK_EDGES("log", {elementary_log(1), 0}, {elementary_log(0), -inf}, {elementary_log(-0.0), -inf},
                {elementary_log(-1), nan}, {elementary_log(inf), inf}, {elementary_log(-inf), nan},
                {elementary_log(nan), nan}, {elementary_log(least), -0x1.74385446d71c3p+9});
    CHECK_EDGES("log1p", {elementary_log1p(0), 0}, {elementary_log1p(-1), -inf}, {elementary_log1p(-2), nan},
                {elementary_log1p(inf), inf}, {elementary_log1p(nan), nan}, {elementary_log1p(least), least});
    CHECK_EDGES("expm1", {elementary_expm1(0), 0}, {elementary_expm1(inf), inf}, {elementary_expm1(-inf), -1},
                {elementary_expm1(nan), nan}, {elementary_expm1(least), least}, {elementary_expm1(big), inf});
    CHECK_EDGES("pow", {elementary_pow(0, 0), 1}, {elementary_pow(nan, 0), 1}, {elementary_pow(1, nan), 1},
                {elementary_pow(0, 2), 0}, {elementary_pow(0, -2), inf}, {elementary_pow(inf, 2), inf},
                {elementary_pow(inf, -2), 0}, {elementary_pow(0.5, inf), 0}, {elementary_pow(0.5, -inf), inf},
                {elementary_pow(2, inf), inf}, {elementary_pow(2, -inf), 0}, {elementary_pow(-1, 2), nan},
                {elementary_pow(nan, 1), nan}, {elementary_pow(2, nan), nan}, {elementary_pow(1 + 0x1p-52, 1e300), inf},
                {elementary_pow(least, 1), least}, {elementary_pow(big, 1), big});
    CHECK_EDGES("log Gamma", {elementary_log_gamma(1), 0}, {elementary_log_gamma(2), 0}, {elementary_log_gamma(0), inf},
                {elementary_log_gamma(-1.5), nan}, {elementary_log_gamma(inf), inf}, {elementary_log_gamma(nan), nan});
    cr_expect(signbit(elementary_log1p(-0.0)) && signbit(elementary_expm1(-0.0)));
}

/* The compiler turns the loop into vector code where it optimises; called through a pointer, it cannot. */
Test(elementary, loops_and_calls_agree)
{
    enum { COUNT = 4096 };
    static double x[COUNT], e[COUNT], l[COUNT];
    double (*volatile exp_of)(double) = elementary_exp, (*volatile log_of)(double) = elementary_log;
    struct dice dice = {.state = 5};
    for (int i = 0; i < COUNT; i++)
        x[i] = i % 2 ? any_positive(&dice) : uniform(&dice, -750, 715);
    for (int i = 0; i < COUNT; i++)
        e[i] = elementary_exp(x[i]);
    for (int i = 0; i < COUNT; i++)
        l[i] = elementary_log(x[i]);
    for (int i = 0; i < COUNT; i++) {
        double one_e = exp_of(x[i]), one_l = log_of(x[i]);
        cr_expect((one_e == e[i]) && (one_l == l[i] || x[i] < 0), "at %a", x[i]);
    }
}

Test(elementary, inner_ones_have_the_same_bits)
{
    struct dice dice = {.state = 6};
    const double ends[] = {-708, 709, 0, -0.0};
    for (int i = 0; i < TRIES; i++) {
        double x = i < 4 ? ends[i] : i % 2 ? uniform(&dice, -708, 709) : near_zero(&dice), y = any_positive(&dice);
        y = i == 0 ? DBL_MIN : i == 1 ? DBL_MAX : y < DBL_MIN ? 1 : y;
        cr_assert_eq(elementary_bits(elementary_exp_inner(x)), elementary_bits(elementary_exp(x)), "exp at %a", x);
        cr_assert_eq(elementary_bits(elementary_log_inner(y)), elementary_bits(elementary_log(y)), "log at %a", y);
        double z = (i % 2 == 0 ? -1 : 1) * exp2(uniform(&dice, -60, 0));
        cr_assert_eq(elementary_log1p_inner(z), elementary_log1p(z), "log1p at %a", z);
    }
}
