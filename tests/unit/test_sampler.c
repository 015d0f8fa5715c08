/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/sampler.c on targets whose posterior and evidence are known exactly. Errors come from
 * the spread between the samplers; a seed is fixed, and 4 standard errors are allowed.
 */
#include "analysis/statistics/sampler.h"
#include "sim/stream.h"
#include "sim/tally.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

enum { SAMPLERS = 8 };

/* ---- a normal target: one observation of z0 + w0 z1 + three pieces of luck ---- */

static const double SLOPE = 2, NOISE = 0.2, SEEN = 4;

static double luck(uint64_t replication, uint32_t generation, uint64_t block)
{
    struct stream stream = stream_open_generation(5, replication, generation, block, 0, 0);
    return gsl_cdf_ugaussian_Pinv(stream_uniform(&stream));
}

static void start(const void *context, uint64_t replication, double position[])
{
    (void)context;
    for (uint64_t i = 0; i < 3; i++) {
        struct stream stream = stream_open(5, replication, i, 1, 0);
        position[i] = gsl_cdf_ugaussian_Pinv(stream_uniform(&stream));
    }
}

static double course(const struct sampler_particle *particle)
{
    double x = particle->position[0] + SLOPE * particle->position[1];
    for (size_t b = 0; b < 3; b++)
        x += luck(particle->replication, particle->generation[b], b);
    return x;
}

static int fit(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *out,
               struct error *error)
{
    double z = (course(particle) - SEEN) / NOISE;
    (void)context, (void)worker, (void)error;
    *out = (struct tempered){-z * z / 2 - log(NOISE * sqrt(2 * M_PI)), 0};
    return 0;
}

static const struct sampler_target normal_target = {
    .dimensions = 3, .blocks = 3, .start = start, .fit = fit, .kinds = 3};

static struct sampler *run(const struct sampler_target *target, const struct sampler_options *options)
{
    struct sampler *sampler;
    struct error error = {0};
    gsl_set_error_handler_off();
    cr_assert_eq(sampler_run(&sampler, target, options, &error), 0, "%s", error.text);
    return sampler;
}

static void near(const struct tally *tally, double expected, const char *what)
{
    double error = sqrt(tally_variance(tally) / SAMPLERS);
    cr_expect(fabs(tally_mean(tally) - expected) < 4 * error + 1e-9 && error < 0.2, "%s: %g +- %g, %g expected", what,
              tally_mean(tally), error, expected);
}

/* The posterior is normal: mean K y and covariance I - K K' S with S = 1 + 4 + 3 + sd^2 and K = (1, 2, 0) / S. */
Test(sampler, normal)
{
    struct sampler_options options = {
        .seed = 5, .samplers = SAMPLERS, .particles = 300, .starts = 1200, .sweeps = 4, .settling = 4, .threads = 2};
    struct sampler *sampler = run(&normal_target, &options);
    double total = 1 + SLOPE * SLOPE + 3 + NOISE * NOISE;
    struct tally mean[3], square[3], product, evidence;
    for (int i = 0; i < 3; i++) {
        tally_init(&mean[i]);
        tally_init(&square[i]);
    }
    tally_init(&product);
    tally_init(&evidence);
    for (size_t r = 0; r < SAMPLERS; r++) {
        double sum[3] = {0}, squares[3] = {0}, products = 0, n = (double)options.particles;
        for (size_t i = 0; i < options.particles; i++) {
            const double *z = sampler_particle(sampler, r, i).position;
            for (int k = 0; k < 3; k++) {
                sum[k] += z[k];
                squares[k] += z[k] * z[k];
            }
            products += z[0] * z[1];
        }
        for (int k = 0; k < 3; k++) {
            tally_add(&mean[k], sum[k] / n);
            tally_add(&square[k], squares[k] / n);
        }
        tally_add(&product, products / n);
        tally_add(&evidence, exp(sampler_log_evidence(sampler, r)));
        cr_expect(sampler_ancestors(sampler, r) > 5 && sampler_ancestors(sampler, r) <= options.particles);
        cr_expect_eq(sampler_step(sampler, r, sampler_steps(sampler, r) - 1)->beta, 1);
    }
    near(&mean[0], SEEN / total, "mean 0");
    near(&mean[1], SLOPE * SEEN / total, "mean 1");
    near(&mean[2], 0, "mean 2");
    near(&square[0], pow(SEEN / total, 2) + 1 - 1 / total, "square 0");
    near(&square[1], pow(SLOPE * SEEN / total, 2) + 1 - SLOPE * SLOPE / total, "square 1");
    near(&square[2], 1, "square 2");
    near(&product, SLOPE * pow(SEEN / total, 2) - SLOPE / total, "product");
    near(&evidence, exp(-SEEN * SEEN / 2 / total) / sqrt(2 * M_PI * total), "evidence");
    sampler_free(sampler);
}

/* What nothing observed depends on is drawn anew again and again: within a few sweeps it has forgotten where it was. */
Test(sampler, free_components_are_drawn_anew)
{
    struct sampler_options options = {
        .seed = 9, .samplers = 1, .particles = 300, .starts = 1200, .sweeps = 4, .settling = 26, .threads = 2};
    struct sampler *sampler = run(&normal_target, &options);
    double product = 0, square = 0;
    for (size_t i = 0; i < options.particles; i++) {
        struct sampler_particle particle = sampler_particle(sampler, 0, i);
        double before[3], after = particle.position[2];
        start(0, particle.replication, before);
        product += before[2] * after;
        square += (before[2] * before[2] + after * after) / 2;
    }
    cr_expect_lt(fabs(product / square), 0.2);
    cr_expect_gt(square, 0.8 * (double)options.particles);
    sampler_free(sampler);
}

/* The same bytes whatever the number of threads. */
Test(sampler, threads)
{
    struct sampler_options options = {
        .seed = 6, .samplers = 3, .particles = 40, .starts = 80, .sweeps = 2, .settling = 1, .threads = 1};
    struct sampler *one = run(&normal_target, &options);
    options.threads = 7;
    struct sampler *seven = run(&normal_target, &options);
    for (size_t r = 0; r < 3; r++) {
        cr_expect_eq(sampler_log_evidence(one, r), sampler_log_evidence(seven, r));
        for (size_t i = 0; i < 40; i++) {
            struct sampler_particle a = sampler_particle(one, r, i), b = sampler_particle(seven, r, i);
            cr_expect_eq(a.replication, b.replication);
            cr_expect_eq(memcmp(a.position, b.position, 3 * sizeof *a.position), 0);
            cr_expect_eq(memcmp(a.generation, b.generation, 3 * sizeof *a.generation), 0);
        }
    }
    cr_expect_eq(sampler_asked(one), sampler_asked(seven));
    sampler_free(one);
    sampler_free(seven);
}

/* Futures are of generations that no particle of the sampler has in any block, and all differ. */
Test(sampler, futures)
{
    struct sampler_options options = {
        .seed = 7, .samplers = 2, .particles = 50, .starts = 50, .sweeps = 3, .settling = 3, .threads = 1};
    struct sampler *sampler = run(&normal_target, &options);
    for (size_t r = 0; r < 2; r++) {
        uint32_t most = 0;
        uint32_t seen[50 * 2];
        size_t count = 0;
        for (size_t i = 0; i < 50; i++)
            for (size_t b = 0; b < 3; b++)
                most = sampler_particle(sampler, r, i).generation[b] > most
                           ? sampler_particle(sampler, r, i).generation[b]
                           : most;
        cr_expect_gt(most, 0);
        for (size_t i = 0; i < 50; i++)
            for (size_t f = 0; f < 2; f++) {
                uint32_t future = sampler_future(sampler, r, i, f);
                cr_assert_gt(future, most);
                for (size_t k = 0; k < count; k++)
                    cr_assert_neq(seen[k], future);
                seen[count++] = future;
            }
    }
    sampler_free(sampler);
}

/* ---- one site, one unknown share: counts of weeks told exactly ---- */

/* Of the items left each week takes a beta-binomial number with mean share p(z) and correlation RHO. */
enum { ITEMS = 30, WEEKS = 3 };
static const long seen_weeks[WEEKS] = {4, 8, 3};
static const double RHO = 0.1;

static double share_of(double z)
{
    return 0.05 + 0.5 * gsl_cdf_ugaussian_P(z);
}

static double log_mass(long k, long n, double p)
{
    double a = p * (1 - RHO) / RHO, b = (1 - p) * (1 - RHO) / RHO;
    return gsl_sf_lnchoose((unsigned)n, (unsigned)k) + gsl_sf_lnbeta((double)k + a, (double)(n - k) + b) -
           gsl_sf_lnbeta(a, b);
}

static long draw(long n, double p, double u)
{
    double below = 0;
    for (long k = 0; k < n; k++)
        if ((below += exp(log_mass(k, n, p))) >= u)
            return k;
    return n;
}

static void site_start(const void *context, uint64_t replication, double position[])
{
    struct stream stream = stream_open(8, replication, 0, 1, 0);
    (void)context;
    position[0] = gsl_cdf_ugaussian_Pinv(stream_uniform(&stream));
}

static int site_fit(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *out,
                    struct error *error)
{
    long left = ITEMS;
    (void)context, (void)worker, (void)error;
    *out = (struct tempered){0, 0};
    for (uint64_t week = 0; week < WEEKS; week++) {
        struct stream stream = stream_open_generation(8, particle->replication, particle->generation[week], week, 0, 0);
        long got = draw(left, share_of(particle->position[0]), stream_uniform(&stream));
        double off = (double)(got - seen_weeks[week]);
        out->excess += off * off / 2;
        left -= got;
    }
    return 0;
}

/* The path of exact counts ends in the posterior on a grid, and in the probability of what was seen. */
Test(sampler, exact_counts)
{
    static const struct sampler_target target = {
        .dimensions = 1, .blocks = WEEKS, .start = site_start, .fit = site_fit, .kinds = WEEKS};
    struct sampler_options options = {
        .seed = 8, .samplers = SAMPLERS, .particles = 200, .starts = 2000, .sweeps = 4, .settling = 8, .threads = 2};
    struct sampler *sampler = run(&target, &options);
    double mass = 0, first = 0, below = 0;
    for (double z = -5; z <= 5; z += 0.001) {
        double w = 0.001 * exp(-z * z / 2) / sqrt(2 * M_PI);
        long left = ITEMS;
        for (int week = 0; week < WEEKS; week++) {
            w *= exp(log_mass(seen_weeks[week], left, share_of(z)));
            left -= seen_weeks[week];
        }
        mass += w;
        first += w * z;
        below += z < -0.3 ? w : 0;
    }
    struct tally mean, share, evidence;
    tally_init(&mean);
    tally_init(&share);
    tally_init(&evidence);
    for (size_t r = 0; r < SAMPLERS; r++) {
        double sum = 0, count = 0;
        for (size_t i = 0; i < options.particles; i++) {
            double z = sampler_particle(sampler, r, i).position[0];
            sum += z;
            count += z < -0.3;
        }
        tally_add(&mean, sum / (double)options.particles);
        tally_add(&share, count / (double)options.particles);
        tally_add(&evidence, exp(sampler_log_evidence(sampler, r)) / mass);
    }
    near(&mean, first / mass, "mean");
    near(&share, below / mass, "share");
    near(&evidence, 1, "evidence");
    sampler_free(sampler);
}

/* ---- what cannot be ---- */

static int never(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *out,
                 struct error *error)
{
    (void)worker, (void)error;
    *out = (struct tempered){0, *(double *)context + 0.001 * particle->position[0] * particle->position[0]};
    return 0;
}

Test(sampler, hopeless)
{
    double excess[] = {1, INFINITY};
    struct sampler_options options = {
        .seed = 9, .samplers = 2, .particles = 20, .starts = 20, .sweeps = 1, .settling = 0, .threads = 1};
    for (int i = 0; i < 2; i++) {
        struct sampler_target target = {
            .dimensions = 3, .blocks = 3, .start = start, .fit = never, .context = &excess[i]};
        struct sampler *sampler;
        struct error error = {0};
        cr_expect_eq(sampler_run(&sampler, &target, &options, &error), -1);
        cr_expect_eq(error.code, ERROR_UNTRUSTED);
        cr_expect_null(sampler);
    }
    struct sampler_target nothing = {.start = start, .fit = never, .context = excess};
    struct sampler *sampler;
    struct error error = {0};
    cr_expect_eq(sampler_run(&sampler, &nothing, &options, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
    options.starts = 19;
    cr_expect_eq(sampler_run(&sampler, &normal_target, &options, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
}

/* Nearly half are within the bands and the others next to it: that is no reason to find nothing. */
static int next_to_inside(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *out,
                          struct error *error)
{
    (void)context, (void)worker, (void)error;
    *out = (struct tempered){0, particle->position[0] < -0.05 ? 0 : 8e-8};
    return 0;
}

Test(sampler, next_to_inside)
{
    struct sampler_options options = {
        .seed = 9, .samplers = 8, .particles = 200, .starts = 200, .sweeps = 1, .settling = 0, .threads = 1};
    struct sampler_target target = {.dimensions = 3, .blocks = 3, .start = start, .fit = next_to_inside};
    struct sampler *sampler = run(&target, &options);
    for (size_t r = 0; r < options.samplers; r++)
        for (size_t i = 0; i < options.particles; i++)
            cr_expect_lt(sampler_particle(sampler, r, i).position[0], -0.05);
    sampler_free(sampler);
}

/* A failure of the callback is told; a wish to stop, too. */
static int broken(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *out,
                  struct error *error)
{
    (void)context, (void)worker, (void)out;
    return particle->replication == 7 ? error_set(error, ERROR_CONFIG, "broken") : 0;
}

Test(sampler, fails)
{
    struct sampler_options options = {
        .seed = 9, .samplers = 2, .particles = 20, .starts = 20, .sweeps = 1, .settling = 0, .threads = 2};
    struct sampler_target target = {.dimensions = 3, .blocks = 3, .start = start, .fit = broken};
    struct sampler *sampler;
    struct error error = {0};
    atomic_int stop = 1;
    cr_expect_eq(sampler_run(&sampler, &target, &options, &error), -1);
    cr_expect_eq(error.code, ERROR_CONFIG);
    options.stop = &stop;
    cr_expect_eq(sampler_run(&sampler, &normal_target, &options, &error), -1);
    cr_expect_eq(error.code, ERROR_INTERRUPTED);
}
