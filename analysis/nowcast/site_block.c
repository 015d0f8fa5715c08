/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_block: the luck of a few sites at a time, chosen by a guess of what the sheet says of it, decided by simulating.
 *
 * A site goes some steps, each a choice among a set of tries, where it is being one of them, and each try is priced
 * without a simulation (models/site_course.h, monitor_track_gain()). Then the replication is simulated with the luck
 * that the sites have come to. The sets are such that any try might as well have been the one that the others were made
 * around: either all are drawn as the prior has them, or all lie around a centre that lies around where the site is
 * (Tjelmeland, "Using all Metropolis-Hastings proposals to estimate mean values", 2004). So going back from y to x is
 * choosing out of the same sets, the last one first, priced by the course of y, and the ratio is
 *
 *   f(y) / f(x)  prod over sites and steps from z to z'  w_y(z) sum of w_x / (w_x(z') sum of w_y),
 *
 * sums over the step's set, w_x(z) being the price of z where the course is that of x: delayed acceptance with a guess
 * that depends on the state (Christen & Fox, J. Comput. Graph. Stat. 14, 2005). It is right for any prices; wrong ones
 * cost acceptance.
 */
#include "site_moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double TRADED = 0.2, NUDGED = 0.55; /* of the sets; the rest is drawn anew */
static const double ALL = 0.12, THIRD = 0.12;    /* of the sets' kinds; the rest has one */

bool site_sets_take(struct site_moves *moves)
{
    const struct posterior *posterior = moves->posterior;
    size_t nodes = posterior->programme->nodes;
    moves->path = calloc(SITE_PATHS, sizeof *moves->path);
    moves->tried = calloc(posterior_blocks(posterior), sizeof *moves->tried);
    moves->tried_memo = calloc(posterior_blocks(posterior), sizeof *moves->tried_memo);
    moves->instants = calloc(4 * nodes, sizeof *moves->instants);
    if (!moves->path || !moves->tried || !moves->tried_memo || !moves->instants)
        return false;
    moves->seen = (struct site_course){.end = moves->instants, .open = moves->instants + nodes};
    moves->guessed = (struct site_course){.end = moves->instants + 2 * nodes, .open = moves->instants + 3 * nodes};
    return true;
}

void site_sets_free(struct site_moves *moves)
{
    free(moves->path);
    free(moves->tried);
    free(moves->tried_memo);
    free(moves->instants);
}

/* ---- prices ---- */

static void write_cells(uint32_t *generation, size_t block, const uint32_t cells[SITE_LUCK_KINDS])
{
    for (size_t k = 0; k < SITE_LUCK_KINDS; k++)
        generation[k * SITE_LUCK_BLOCKS + block] = cells[k];
}

static void read_cells(const uint32_t *generation, size_t block, uint32_t cells[SITE_LUCK_KINDS])
{
    for (size_t k = 0; k < SITE_LUCK_KINDS; k++)
        cells[k] = generation[k * SITE_LUCK_BLOCKS + block];
}

/* What is held against: a course and the luck that it came of. */
struct anchor {
    struct rollout *rollout;
    const struct sighting *sighting;
    const uint32_t *generation;
};

static void price_site(struct site_moves *moves, const struct anchor *anchor, size_t block, struct site_set *set,
                       size_t known, size_t site)
{
    const struct posterior *posterior = moves->posterior;
    const struct renewal was = {
        .generation = anchor->generation, .by_site = true, .placed = &moves->placed, .memo = moves->memo};
    const struct renewal other = {
        .generation = moves->tried, .by_site = true, .placed = &moves->placed, .memo = moves->tried_memo};
    site_course_seen(anchor->rollout, site, posterior->known, &moves->seen);
    for (size_t k = 0; k < set->count; k++) {
        struct site_try *try = &set->try[k];
        if (k == known || !try->possible)
            continue;
        write_cells(moves->tried, block, try->generation);
        site_course_guess(anchor->rollout, &was, &other, site, posterior->known, &moves->guessed);
        try->gain += monitor_track_gain(posterior->options.track, posterior->programme, anchor->rollout,
                                        anchor->sighting, site, posterior->known, &moves->seen, &moves->guessed);
    }
}

/* Fills the logarithms of the tries' shares of all prices, each over that of the anchor's own luck. That of one try is
 * known: its logarithm but for beta is `gain`. */
static void price(struct site_moves *moves, const struct anchor *anchor, size_t block, struct site_set *set,
                  size_t known, double gain, double beta)
{
    const struct programme *p = moves->posterior->programme;
    double greatest = -INFINITY, sum = 0;
    for (size_t k = 0; k < set->count; k++)
        set->try[k].gain = k == known ? gain : 0;
    for (size_t site = 0; site < p->sites; site++)
        if (site_luck_of(p, site) == block)
            price_site(moves, anchor, block, set, known, site);
    for (size_t k = 0; k < set->count; k++) {
        struct site_try *try = &set->try[k];
        try->log_share = try->possible ? beta * try->gain + try->derivative : -INFINITY;
        greatest = fmax(greatest, try->log_share);
    }
    for (size_t k = 0; k < set->count; k++)
        sum += exp(set->try[k].log_share - greatest);
    double log_sum = greatest + log(fmax(sum, 1)); /* the greatest is among them */
    for (size_t k = 0; k < set->count; k++)
        set->try[k].log_share -= log_sum;
}

/* ---- tries ---- */

static double reflected(double place)
{
    return place < 0 ? -place : place > 1 ? 2 - place : place;
}

static double around(const struct site_sweep *sweep, double middle, double far)
{
    return middle + far * (2 * stream_uniform(sweep->stream) - 1);
}

/* Few ranges of what is far. */
static double far_of(const struct site_sweep *sweep)
{
    return exp(-5 * stream_uniform(sweep->stream));
}

static uint32_t fresh(struct stream *stream)
{
    return SITE_LUCK_PLACE | (uint32_t)(stream_uniform(stream) * SITE_LUCK_PLACE);
}

static size_t pick(const struct site_sweep *sweep, size_t count)
{
    return (size_t)((double)count * stream_uniform(sweep->stream));
}

/* One kind, about a third of them, or all. */
static void choose_kinds(const struct site_moves *moves, const struct site_sweep *sweep, bool chosen[SITE_LUCK_KINDS])
{
    double how = stream_uniform(sweep->stream);
    size_t one = moves->kind[pick(sweep, moves->kinds)];
    for (size_t k = 0; k < moves->kinds; k++)
        chosen[moves->kind[k]] = how < ALL || (how < ALL + THIRD && stream_uniform(sweep->stream) < 1.0 / 3);
    chosen[one] = true;
}

static void draw_anew(struct site_moves *moves, const struct site_sweep *sweep, struct site_set *set)
{
    bool chosen[SITE_LUCK_KINDS] = {false};
    choose_kinds(moves, sweep, chosen);
    for (size_t t = 1; t < set->count; t++)
        for (size_t k = 1; k < SITE_LUCK_KINDS; k++)
            if (chosen[k])
                set->try[t].generation[k] = fresh(sweep->stream);
}

static void nudge(struct site_moves *moves, const struct site_sweep *sweep, struct site_set *set, size_t site)
{
    bool chosen[SITE_LUCK_KINDS] = {false};
    double far = far_of(sweep);
    choose_kinds(moves, sweep, chosen);
    for (size_t k = 1; k < SITE_LUCK_KINDS; k++) {
        uint32_t own = set->try[0].generation[k];
        if (!chosen[k] || !site_is_tradable(moves, set->try[0].generation, k, site))
            continue;
        double middle = reflected(around(sweep, site_luck_place(own), far));
        for (size_t t = 1; t < set->count; t++)
            set->try[t].generation[k] = site_luck_at(reflected(around(sweep, middle, far)));
    }
}

/* Two draws, one following the other. */
static void trade(struct site_moves *moves, const struct site_sweep *sweep, struct site_set *set, size_t site)
{
    size_t first = moves->chained < 2 ? 0 : pick(sweep, moves->chained - 1);
    double far = far_of(sweep);
    size_t one = moves->chain[first], two = moves->chain[first + 1 < moves->chained ? first + 1 : first];
    if (one == two || !site_is_tradable(moves, set->try[0].generation, one, site) ||
        !site_is_tradable(moves, set->try[0].generation, two, site)) {
        set->count = 1;
        return;
    }
    far *= 2 * fmin(site_width(moves, one), site_width(moves, two));
    double middle = around(sweep, 0, far);
    for (size_t t = 1; t < set->count; t++) {
        struct site_try *try = &set->try[t];
        double days = around(sweep, middle, far);
        try->possible = site_lengthen(moves, one, &try->generation[one], days, &try->derivative) &&
                        site_lengthen(moves, two, &try->generation[two], -days, &try->derivative);
    }
}

/* Around where the site is, `cells`. */
static void make_set(struct site_moves *moves, const struct site_sweep *sweep, struct site_set *set, size_t site,
                     const uint32_t cells[SITE_LUCK_KINDS])
{
    double how = stream_uniform(sweep->stream);
    set->count = SITE_TRIES;
    for (size_t t = 0; t < SITE_TRIES; t++) {
        memcpy(set->try[t].generation, cells, sizeof set->try[t].generation);
        set->try[t].possible = true;
        set->try[t].derivative = 0;
    }
    if (how < TRADED)
        trade(moves, sweep, set, site);
    else if (how < TRADED + NUDGED)
        nudge(moves, sweep, set, site);
    else
        draw_anew(moves, sweep, set);
}

/* ---- a block ---- */

/* Different sites, of different blocks of luck; returns how many. */
static size_t choose_sites(struct site_moves *moves, const struct site_sweep *sweep)
{
    const struct programme *p = moves->posterior->programme;
    size_t wanted = (size_t)1 << pick(sweep, SITE_PATHS_LOG + 1), count = 0;
    for (size_t k = 0; k < wanted; k++) {
        size_t site = pick(sweep, p->sites), block = site_luck_of(p, site);
        bool taken = false;
        for (size_t i = 0; i < count; i++)
            taken |= moves->path[i].block == block;
        if (taken)
            continue;
        moves->path[count].site = site;
        moves->path[count].steps = 1 + pick(sweep, SITE_STEPS);
        moves->path[count++].block = block;
    }
    return count;
}

static size_t choose_try(const struct site_sweep *sweep, const struct site_set *set)
{
    double rest = stream_uniform(sweep->stream);
    size_t t = 0;
    for (; t + 1 < set->count; t++) {
        rest -= exp(set->try[t].log_share);
        if (rest < 0)
            break;
    }
    return set->try[t].possible ? t : 0;
}

/* The steps of a site; returns the logarithm of the prior's ratio over the chance to go them. */
static double go(struct site_moves *moves, const struct site_sweep *sweep, const struct anchor *here,
                 struct site_path *path)
{
    uint32_t cells[SITE_LUCK_KINDS];
    double log_ratio = 0, gain = 0;
    read_cells(here->generation, path->block, cells);
    for (size_t i = 0; i < path->steps; i++) {
        struct site_set *set = &path->set[i];
        make_set(moves, sweep, set, path->site, cells);
        price(moves, here, path->block, set, 0, gain, sweep->beta);
        set->chosen = choose_try(sweep, set);
        log_ratio += set->try[set->chosen].derivative - set->try[set->chosen].log_share;
        memcpy(cells, set->try[set->chosen].generation, sizeof cells);
        gain = set->try[set->chosen].gain;
    }
    write_cells(moves->tried, path->block, cells);
    write_cells(moves->proposed, path->block, cells);
    return log_ratio;
}

/* The logarithm of the chance to go them back. */
static double go_back(struct site_moves *moves, const struct site_sweep *sweep, const struct anchor *there,
                      struct site_path *path)
{
    double log_chance = 0, gain = 0;
    for (size_t i = path->steps; i-- > 0;) {
        struct site_set *set = &path->set[i];
        price(moves, there, path->block, set, set->chosen, gain, sweep->beta);
        log_chance += set->try[0].log_share;
        gain = set->try[0].gain;
    }
    uint32_t cells[SITE_LUCK_KINDS];
    read_cells(there->generation, path->block, cells);
    write_cells(moves->tried, path->block, cells);
    return log_chance;
}

static bool has_moved(const struct site_moves *moves, const struct site_sweep *sweep)
{
    return memcmp(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed) !=
           0;
}

static void copy_luck(const struct site_moves *moves, uint32_t *to, const uint32_t *from)
{
    memcpy(to, from, posterior_blocks(moves->posterior) * sizeof *to);
}

int site_block_move(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    double log_ratio = 0;
    struct tempered fit;
    struct sampler_particle other = *sweep->particle;
    const struct anchor here = {moves->kept, &moves->kept_sighting, sweep->generation};
    size_t count = choose_sites(moves, sweep);
    copy_luck(moves, moves->proposed, sweep->generation);
    copy_luck(moves, moves->tried, sweep->generation);
    for (size_t s = 0; s < count; s++)
        log_ratio += go(moves, sweep, &here, &moves->path[s]);
    if (!has_moved(moves, sweep))
        return 0;
    other.generation = moves->proposed;
    if (sweep->ask(sweep->context, sweep->worker, &other, &fit, error) != 0)
        return -1;
    log_ratio += tempering_log(&fit, sweep->beta) - tempering_log(sweep->now, sweep->beta);
    if (!(log_ratio > -INFINITY))
        return 0;
    const struct anchor there = {moves->rollout, &moves->sighting, moves->proposed};
    copy_luck(moves, moves->tried, moves->proposed);
    for (size_t s = 0; s < count; s++)
        log_ratio += go_back(moves, sweep, &there, &moves->path[s]);
    if (!site_accepts(sweep, log_ratio))
        return 0;
    *sweep->now = fit;
    copy_luck(moves, sweep->generation, moves->proposed);
    sweep->turn(sweep->context, sweep->worker);
    return 0;
}
