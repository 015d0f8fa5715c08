/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler_move: Metropolis-Hastings moves of one particle, each invariant for the path at the sampler's beta.
 */
#include "analysis/statistics/sampler_parts.h"
#include "sim/stream.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* Proposals that are narrower than the target never reach its tails: a little wider is safer. */
static const double WIDER = 1.2;
static const double REMEMBERED = 0.9;       /* of what earlier sweeps said */
static const double LEAST_SHARE = 1.0 / 16; /* of the boldest step */
static const double WHOLE = 0.5;            /* of the proposals of luck, that draw all of it anew */
static const double BOLDEST = 4.8; /* twice what is best for a normal target in many dimensions (Roberts et al. 1997) */

struct stream sampler_stream(const struct sampler *sampler, const struct chain *chain, enum sampler_purpose purpose,
                             size_t particle)
{
    /* Keyed by numbers that no replication has. */
    uint64_t number = sampler->options.first + (uint64_t)(chain - sampler->chain);
    return stream_open(sampler->options.seed, UINT64_MAX - number, chain->sweeps, purpose, particle);
}

uint32_t sampler_generation(const struct sampler *sampler, const struct chain *chain, size_t particle, size_t ahead,
                            size_t which)
{
    return (uint32_t)(1 + ((chain->sweeps + ahead) * sampler->options.particles + particle) * GROUP_MOVES + which);
}

static double normal(struct stream *stream)
{
    return gsl_cdf_ugaussian_Pinv(stream_uniform(stream));
}

/* ---- the portrait ---- */

static void take_moments(const struct sampler *sampler, struct chain *chain)
{
    const struct portrait *portrait = &chain->portrait;
    size_t d = sampler->target.dimensions, n = sampler->options.particles;
    memset(portrait->mean, 0, d * sizeof *portrait->mean);
    memset(portrait->root, 0, d * d * sizeof *portrait->root);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < d; i++)
            portrait->mean[i] += chain->now.position[k * d + i] / (double)n;
    for (size_t k = 0; k < n; k++) {
        const double *z = chain->now.position + k * d;
        for (size_t i = 0; i < d; i++)
            for (size_t j = 0; j <= i; j++)
                portrait->root[i * d + j] += (z[i] - portrait->mean[i]) * (z[j] - portrait->mean[j]) / (double)n;
    }
}

/* Joins the moments to those of earlier sweeps, which count less and less: few particles show their distribution better
 * in a while than at once. */
static void remember(const struct sampler *sampler, struct portrait *portrait)
{
    size_t d = sampler->target.dimensions;
    double before = portrait->sweeps * REMEMBERED, sum = before + 1;
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j <= i; j++) {
            double shift = (portrait->mean[i] - portrait->past_mean[i]) * (portrait->mean[j] - portrait->past_mean[j]);
            double *past = &portrait->past[i * d + j], *now = &portrait->root[i * d + j];
            *now = *past = (before * *past + *now) / sum + before / (sum * sum) * shift;
        }
    for (size_t i = 0; i < d; i++)
        portrait->mean[i] = portrait->past_mean[i] = (before * portrait->past_mean[i] + portrait->mean[i]) / sum;
    portrait->sweeps = sum;
}

/* Few particles in many dimensions seem more alike than they are: correlations are shrunk by d / (d + n / 2), n / 2
 * being what they are worth, and nothing is taken to be known for sure. */
static void shrink(const struct sampler *sampler, const struct portrait *portrait)
{
    enum { SURE = 10000 }; /* 1 / least variance */
    size_t d = sampler->target.dimensions;
    double kept = 1 - (double)d / ((double)d + (double)sampler->options.particles / 2 * sqrt(portrait->sweeps));
    for (size_t i = 0; i < d; i++) {
        for (size_t j = 0; j < i; j++)
            portrait->root[i * d + j] *= kept * WIDER * WIDER;
        double variance = portrait->root[i * d + i] * WIDER * WIDER + 1.0 / SURE;
        portrait->root[i * d + i] = variance;
        portrait->deviation[i] = sqrt(variance);
    }
}

/* Coordinates that proposals of groups draw anew are left alone: their rows of a precision are those of 1. */
static void rest(const struct sampler *sampler, const struct chain *chain, gsl_matrix *precision)
{
    size_t d = sampler->target.dimensions;
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j < d; j++)
            if (!group_is_hard(chain, i) || !group_is_hard(chain, j))
                gsl_matrix_set(precision, i, j, i == j);
}

/* From the covariance's root to that of the covariance given what the distances say. The upper triangle of a Cholesky
 * factor is its transpose or what was there before: nobody reads it. */
static int sharpen(const struct sampler *sampler, const struct chain *chain, gsl_matrix *root)
{
    if (gsl_linalg_cholesky_invert(root) != 0)
        return -1;
    slope_sharpen(sampler, chain, root->data);
    rest(sampler, chain, root);
    if (gsl_linalg_cholesky_decomp1(root) != 0 || gsl_linalg_cholesky_invert(root) != 0 ||
        gsl_linalg_cholesky_decomp1(root) != 0)
        return -1;
    for (size_t i = 0; i < sampler->target.dimensions; i++)
        if (!group_is_hard(chain, i))
            gsl_matrix_set(root, i, i, 0);
    return 0;
}

void portrait_take(const struct sampler *sampler, struct chain *chain)
{
    struct portrait *portrait = &chain->portrait;
    size_t d = sampler->target.dimensions;
    if (d == 0)
        return;
    take_moments(sampler, chain);
    remember(sampler, portrait);
    shrink(sampler, portrait);
    gsl_matrix_view root = gsl_matrix_view_array(portrait->root, d, d);
    if (gsl_linalg_cholesky_decomp1(&root.matrix) == 0 &&
        (!chain->slope.known || sharpen(sampler, chain, &root.matrix) == 0))
        return;
    memset(portrait->root, 0, d * d * sizeof *portrait->root); /* not positive by rounding: without correlations */
    for (size_t i = 0; i < d; i++)
        portrait->root[i * d + i] = portrait->deviation[i];
}

/* ---- the moves ---- */

struct move {
    struct sampler *sampler;
    unsigned worker;
    struct chain *chain;
    size_t particle;
    enum sampler_move kind;
    size_t which;  /* of the sweep's proposals of groups */
    double chance; /* that the proposal is accepted */
    struct stream stream;
};

static struct sampler_particle particle_of(const struct move *move)
{
    const struct sampler_target *target = &move->sampler->target;
    const struct population *now = &move->chain->now;
    return (struct sampler_particle){now->replication[move->particle],
                                     &now->position[move->particle * target->dimensions],
                                     &now->generation[move->particle * target->blocks]};
}

/* What a proposal changes, for slope_learn(). */
static void note_slope(const struct move *move, const double proposed[], const double distance[])
{
    size_t d = move->sampler->target.dimensions, k = move->sampler->target.distances;
    const double *z = move->chain->now.position + move->particle * d;
    const double *before = move->chain->now.distance + move->particle * k;
    for (size_t i = 0; i < d; i++)
        move->chain->slope.step[move->particle * d + i] = proposed[i] - z[i];
    for (size_t j = 0; j < k; j++)
        move->chain->slope.change[move->particle * k + j] = distance[j] - before[j];
}

/* Whether to go to what is proposed; log_prior: of the ratio, without the path. */
static int decide(struct move *move, const struct sampler_particle *proposed, double log_prior, bool *accepted,
                  struct error *error)
{
    struct tempered *fit = &move->chain->now.fit[move->particle], other;
    const struct sampler_target *target = &move->sampler->target;
    double beta = move->chain->beta;
    if (target->fit(target->context, move->worker, proposed, &other, error) != 0)
        return -1;
    double *distance = move->sampler->room[move->worker].distance;
    if (target->distances > 0)
        target->distance(target->context, move->worker, distance);
    if (target->distances > 0 && move->kind == SAMPLER_ALL)
        note_slope(move, proposed->position, distance);
    double log_ratio = log_prior + tempering_log(&other, beta) - tempering_log(fit, beta);
    move->chance = log_ratio < 0 ? exp(log_ratio) : 1;
    *accepted = log(stream_uniform(&move->stream)) < log_ratio;
    if (*accepted) {
        *fit = other;
        memcpy(move->chain->now.distance + move->particle * target->distances, distance,
               target->distances * sizeof *distance);
    }
    return 0;
}

static double half_square(const double x[], size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i] / 2;
    return sum;
}

/* x with L x = z - m. */
static void standardise(const struct portrait *portrait, const double z[], size_t d, double x[])
{
    for (size_t i = 0; i < d; i++) {
        double rest = z[i] - portrait->mean[i];
        for (size_t j = 0; j < i; j++)
            rest -= portrait->root[i * d + j] * x[j];
        x[i] = rest / portrait->root[i * d + i];
    }
}

static void unstandardise(const struct portrait *portrait, const double x[], size_t d, double z[])
{
    for (size_t i = 0; i < d; i++) {
        z[i] = portrait->mean[i];
        for (size_t j = 0; j <= i; j++)
            z[i] += portrait->root[i * d + j] * x[j];
    }
}

/* z + L x. */
static void displace(const struct portrait *portrait, const double x[], size_t d, const double z[], double to[])
{
    for (size_t i = 0; i < d; i++) {
        to[i] = z[i];
        for (size_t j = 0; j <= i; j++)
            to[i] += portrait->root[i * d + j] * x[j];
    }
}

static int move_coordinates(struct move *move, double log_prior, const double proposed[], bool *accepted,
                            struct error *error)
{
    struct sampler_particle particle = particle_of(move);
    size_t d = move->sampler->target.dimensions;
    particle.position = proposed;
    if (decide(move, &particle, log_prior, accepted, error) != 0)
        return -1;
    if (*accepted)
        memcpy(&move->chain->now.position[move->particle * d], proposed, d * sizeof *proposed);
    return 0;
}

static int move_all(struct move *move, bool *accepted, struct error *error)
{
    const struct portrait *portrait = &move->chain->portrait;
    size_t d = move->sampler->target.dimensions;
    const double *z = &move->chain->now.position[move->particle * d];
    double *x = move->sampler->room[move->worker].normal, *other = move->sampler->room[move->worker].position;
    double b = move->chain->boldness[SAMPLER_ALL], kept = sqrt(1 - b * b);
    if (move->sampler->target.distances > 0) {
        double step = BOLDEST / sqrt((double)group_hard(move->sampler, move->chain)) *
                      pow(LEAST_SHARE, stream_uniform(&move->stream));
        for (size_t i = 0; i < d; i++)
            x[i] = step * normal(&move->stream);
        displace(portrait, x, d, z, other);
        return move_coordinates(move, half_square(z, d) - half_square(other, d), other, accepted, error);
    }
    standardise(portrait, z, d, x);
    double log_prior = half_square(z, d) - half_square(x, d);
    for (size_t i = 0; i < d; i++)
        x[i] = kept * x[i] + b * normal(&move->stream);
    unstandardise(portrait, x, d, other);
    log_prior += half_square(x, d) - half_square(other, d);
    return move_coordinates(move, log_prior, other, accepted, error);
}

/* The proposal of a group: coordinates as the prior has them, luck of a generation of its own. */
static void draw_anew(struct move *move, const unsigned char taken[], uint32_t fresh, double position[],
                      uint32_t generation[])
{
    const struct sampler *sampler = move->sampler;
    size_t d = sampler->target.dimensions, kinds = sampler->components - d;
    for (size_t i = 0; i < d; i++) {
        double b = move->chain->component[i].boldness;
        if (taken[i])
            position[i] = sqrt(1 - b * b) * position[i] + b * normal(&move->stream);
    }
    for (size_t k = 0; k < kinds; k++) {
        double b = move->chain->component[d + k].boldness;
        size_t first = sampler->target.blocks * k / kinds, end = sampler->target.blocks * (k + 1) / kinds;
        for (size_t i = first; taken[d + k] && i < end; i++)
            if (b == 1 || stream_uniform(&move->stream) < b)
                generation[i] = fresh;
    }
}

static int move_group(struct move *move, bool *accepted, struct error *error)
{
    struct sampler *sampler = move->sampler;
    struct sampler_particle particle = particle_of(move);
    struct room *room = &sampler->room[move->worker];
    size_t d = sampler->target.dimensions, blocks = sampler->target.blocks;
    size_t which = move->which, row = move->particle * GROUP_MOVES + which;
    bool luck = move->kind == SAMPLER_LUCK;
    unsigned char *taken = move->chain->taken + row * sampler->components;
    memcpy(room->position, particle.position, d * sizeof *room->position);
    memcpy(room->generation, particle.generation, blocks * sizeof *room->generation);
    uint32_t fresh = sampler_generation(sampler, move->chain, move->particle, 0, which);
    bool whole = luck && stream_uniform(&move->stream) < WHOLE;
    if (whole) {
        for (size_t i = 0; i < blocks; i++)
            room->generation[i] = fresh;
    } else {
        group_choose(sampler, move->chain, luck, &move->stream, room->order, taken);
        draw_anew(move, taken, fresh, room->position, room->generation);
    }
    particle.position = room->position;
    particle.generation = room->generation;
    if (decide(move, &particle, 0, accepted, error) != 0)
        return -1;
    move->chain->chance[row] = whole ? -1 : move->chance;
    if (*accepted) {
        memcpy(&move->chain->now.position[move->particle * d], room->position, d * sizeof *room->position);
        memcpy(&move->chain->now.generation[move->particle * blocks], room->generation,
               blocks * sizeof *room->generation);
    }
    return 0;
}

size_t sampler_proposals(enum sampler_move kind)
{
    return kind == SAMPLER_SOME ? GROUP_MOVES - 1 : 1;
}

/* The proposals of one kind; how many are accepted. */
static int propose(struct move *move, unsigned char *count, struct error *error)
{
    *count = 0;
    for (size_t k = 0; k < sampler_proposals(move->kind); k++) {
        bool accepted = false;
        if (move->kind == SAMPLER_ALL ? move_all(move, &accepted, error) != 0 : move_group(move, &accepted, error) != 0)
            return -1;
        *count += accepted;
        move->which += move->kind == SAMPLER_SOME;
    }
    return 0;
}

static int move_own(struct move *move, struct error *error)
{
    const struct sampler_target *target = &move->sampler->target;
    struct sampler_particle particle = particle_of(move);
    struct stream stream = sampler_stream(move->sampler, move->chain, PURPOSE_OWN, move->particle);
    return target->move(target->context, move->worker, &particle,
                        &move->chain->now.position[move->particle * target->dimensions],
                        &move->chain->now.generation[move->particle * target->blocks], move->chain->beta, &stream,
                        &move->chain->now.fit[move->particle], error);
}

int sampler_sweep(struct sampler *sampler, unsigned worker, struct chain *chain, size_t particle, struct error *error)
{
    static const enum sampler_purpose purposes[SAMPLER_MOVES] = {PURPOSE_ALL, PURPOSE_SOME, PURPOSE_LUCK};
    for (size_t m = 0; m < GROUP_MOVES; m++)
        chain->chance[particle * GROUP_MOVES + m] = -1;
    struct move move = {.sampler = sampler, .worker = worker, .chain = chain, .particle = particle};
    for (int m = 0; m < SAMPLER_MOVES; m++) {
        if ((m == SAMPLER_LUCK ? sampler->target.blocks : sampler->target.dimensions) == 0)
            continue;
        move.kind = (enum sampler_move)m;
        move.stream = sampler_stream(sampler, chain, purposes[m], particle);
        if (m == SAMPLER_LUCK)
            move.which = GROUP_MOVES - 1;
        if (propose(&move, &chain->accepted[particle * SAMPLER_MOVES + (size_t)m], error) != 0)
            return -1;
    }
    return sampler->target.move ? move_own(&move, error) : 0;
}
