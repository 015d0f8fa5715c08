/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_alone_binomials: the second half of batch_alone.h, by which alone it is included: a binomial of each share.
 * sampler_binomial() is the slow twin.
 */
#ifndef FMKSIM_SIM_BATCH_ALONE_BINOMIALS_H
#define FMKSIM_SIM_BATCH_ALONE_BINOMIALS_H

/* Those of one way to draw, densely; the lesser of both chances is that of success. */
struct alone_binomials {
    size_t count;
    uint32_t of[ALONE]; /* the block's element */
    double trials[ALONE_ROOM], share[ALONE_ROOM], rest[ALONE_ROOM], uniform[ALONE_ROOM], second[ALONE_ROOM];
    double turned[ALONE_ROOM];                   /* above 0: failures are drawn */
    double chance[ALONE_ROOM], odds[ALONE_ROOM]; /* by inversion */
    double position[ALONE_ROOM],
        quick[ALONE_ROOM]; /* by rejection; not below 0: accepted if it lies within the trials */
    double successes[ALONE_ROOM];
};

static void alone_put(struct alone_binomials *binomials, const struct alone_block *block, size_t k)
{
    size_t i = binomials->count++;
    double share = block->share[k], rest = block->rest[k];
    const uint64_t *word = block->word[k] + block->next[k];
    binomials->of[i] = (uint32_t)k;
    binomials->trials[i] = block->trials[k];
    binomials->turned[i] = share - rest;
    binomials->share[i] = share > rest ? rest : share;
    binomials->rest[i] = share > rest ? share : rest;
    binomials->uniform[i] = alone_uniform(word[0]);
    binomials->second[i] = alone_uniform(word[1]);
}

static void alone_fill(struct alone_binomials *binomials)
{
    double *const numbers[] = {binomials->trials,  binomials->share,  binomials->rest,
                               binomials->uniform, binomials->second, binomials->turned};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, binomials->count, 0.5);
}

static void alone_turn(size_t count, const double trials[], const double turned[], double *restrict successes)
{
    for (size_t i = 0; i < batch_whole(count); i++)
        successes[i] = turned[i] > 0 ? trials[i] - successes[i] : successes[i];
}

static void alone_give(struct alone_binomials *these, const struct alone_block *block, const struct batch_alone *batch)
{
    alone_turn(these->count, these->trials, these->turned, these->successes);
    for (size_t i = 0; i < these->count; i++)
        batch->drawn[block->place[these->of[i]]] = these->successes[i];
}

/* ---- by inversion ---- */

/* The logarithm is above -34, since share <= 1/2 and trials * share < SAMPLER_INVERSION_UP_TO. */
static void alone_chances(size_t count, const double trials[], const double share[], const double rest[],
                          double *restrict odds, double *restrict chance)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        odds[i] = share[i] / rest[i];
        chance[i] = elementary_exp_inner(trials[i] * elementary_log1p_inner(-share[i]));
    }
}

/* Who is there takes steps that change nothing until all are. */
static void alone_walk(struct alone_binomials *these, size_t i)
{
    enum { PACES_BETWEEN = 4 }; /* two looks whether all are there */
    const lanes one = (lanes){0} + 1;
    lanes trials, odds, chance, u, steps = {0};
    whole_lanes under_way = steps == 0;
    double k = 0;
    memcpy(&trials, these->trials + i, sizeof trials);
    memcpy(&odds, these->odds + i, sizeof odds);
    memcpy(&chance, these->chance + i, sizeof chance);
    memcpy(&u, these->uniform + i, sizeof u);
    lanes grown = (trials + 1) * odds;
    while (ANY(under_way))
        for (int pace = 0; pace < PACES_BETWEEN; pace++) {
            under_way &= (u > chance) & (k < trials);
            steps += (lanes)(under_way & (whole_lanes)one);
            u -= chance;
            k++;
            chance *= grown / k - odds;
        }
    memcpy(these->successes + i, &steps, sizeof steps);
}

static void alone_invert(struct alone_binomials *these, const struct alone_block *block,
                         const struct batch_alone *batch)
{
    alone_fill(these);
    alone_chances(these->count, these->trials, these->share, these->rest, these->odds, these->chance);
    for (size_t i = 0; i < these->count; i += LANES)
        alone_walk(these, i);
    alone_give(these, block, batch);
}

/* ---- by rejection ---- */

static void alone_positions(size_t count, const double trials[], const double share[], const double rest[],
                            const double first[], const double second[], double *restrict position,
                            double *restrict quick)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        double deviation = sqrt(trials[i] * share[i] * rest[i]);
        double b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * share[i];
        double centre = trials[i] * share[i] + 0.5, sure = 0.92 - 4.2 / b;
        double u = second[i] - 0.5, edge = 0.5 - fabs(u);
        position[i] = (2 * a / edge + b) * u + centre;
        quick[i] = first[i] <= sure ? edge - 0.07 : -1;
    }
}

/* Whom the squeeze does not let pass, densely, if both outcomes are so many that Stirling's series holds. */
struct alone_unsure {
    size_t count;
    uint32_t of[ALONE];
    double trials[ALONE_ROOM], share[ALONE_ROOM], rest[ALONE_ROOM], uniform[ALONE_ROOM], second[ALONE_ROOM];
    double successes[ALONE_ROOM], passes[ALONE_ROOM];
};

static void alone_waver(struct alone_unsure *unsure, const struct alone_binomials *these, size_t i)
{
    size_t place = unsure->count++;
    unsure->of[place] = (uint32_t)i;
    unsure->trials[place] = these->trials[i];
    unsure->share[place] = these->share[i];
    unsure->rest[place] = these->rest[i];
    unsure->uniform[place] = these->uniform[i];
    unsure->second[place] = these->second[i];
    unsure->successes[place] = these->successes[i];
}

/* The same for 0 <= x < 2^51, without a call. */
static inline double alone_floor(double x)
{
    double rounded = (x + 0x1p52) - 0x1p52;
    return rounded > x ? rounded - 1 : rounded;
}

/* log k! less Stirling's formula, k >= 15. */
static inline double alone_stirling(double k)
{
    return elementary_stirling_rest(1 / (k + 1));
}

/* The whole test of binomial_rejection(). */
static void alone_judge(size_t count, const double trials[], const double share[], const double rest[],
                        const double first[], const double second[], const double successes[], double *restrict passes)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        double n = trials[i], k = successes[i], odds = share[i] / rest[i];
        double deviation = sqrt(n * share[i] * rest[i]), b = 1.15 + 2.53 * deviation;
        double a = -0.0873 + 0.0248 * b + 0.01 * share[i], edge = 0.5 - fabs(second[i] - 0.5);
        double mode = alone_floor((n + 1) * share[i]), alpha = (2.83 + 5.1 / b) * deviation;
        double bound = (mode + 0.5) * elementary_log_inner((mode + 1) / (odds * (n - mode + 1))) +
                       (n + 1) * elementary_log_inner((n - mode + 1) / (n - k + 1)) +
                       (k + 0.5) * elementary_log_inner(odds * (n - k + 1) / (k + 1)) + alone_stirling(mode) +
                       alone_stirling(n - mode) - alone_stirling(k) - alone_stirling(n - k);
        passes[i] = elementary_log_inner(first[i] * alpha / (a / (edge * edge) + b)) <= bound ? 1 : 0;
    }
}

enum { ALONE_PROPOSAL = 2 }; /* words of one */

/* The twin goes on: with the first proposal, or behind its words if it is refused. */
static double alone_go_on(const struct alone_binomials *these, size_t i, const struct alone_block *block,
                          const struct batch_alone *batch, unsigned words)
{
    size_t k = these->of[i];
    struct stream stream = alone_rest_of(batch_stream(batch, block->place[k]), block->word[k], block->next[k] + words);
    return (double)sampler_binomial((long)these->trials[i], these->share[i], these->rest[i], &stream);
}

static void alone_decide(struct alone_unsure *unsure, struct alone_binomials *these, const struct alone_block *block,
                         const struct batch_alone *batch)
{
    double *const numbers[] = {unsure->trials,  unsure->share,  unsure->rest,
                               unsure->uniform, unsure->second, unsure->successes};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, unsure->count, 0.5);
    alone_judge(unsure->count, unsure->trials, unsure->share, unsure->rest, unsure->uniform, unsure->second,
                unsure->successes, unsure->passes);
    for (size_t i = 0; i < unsure->count; i++)
        if (!(unsure->passes[i] > 0))
            these->successes[unsure->of[i]] = alone_go_on(these, unsure->of[i], block, batch, ALONE_PROPOSAL);
}

static void alone_reject(struct alone_binomials *these, const struct alone_block *block,
                         const struct batch_alone *batch)
{
    const double least = 15, most = 0x1p51; /* of alone_stirling() and alone_floor() */
    struct alone_unsure unsure;
    unsure.count = 0;
    alone_fill(these);
    alone_positions(these->count, these->trials, these->share, these->rest, these->uniform, these->second,
                    these->position, these->quick);
    for (size_t i = 0; i < these->count; i++) {
        double trials = these->trials[i], position = these->position[i];
        double successes = these->successes[i] = position >= 0 && position < most ? (double)(long)position : -1;
        if (these->quick[i] >= 0 && successes >= 0 && successes <= trials)
            continue;
        if (successes >= least && trials - successes >= least)
            alone_waver(&unsure, these, i);
        else
            these->successes[i] = alone_go_on(these, i, block, batch, 0);
    }
    alone_decide(&unsure, these, block, batch);
    alone_give(these, block, batch);
}

#endif
