/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior_draw: the luck of a particle with one of its futures, for the programme that was sampled or a scenario.
 */
#include "posterior_parts.h"
#include "models/hindsight.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OWN = -1, CHOICE = -2 }; /* a quantity that no particle knows; the form of the uptake */

struct posterior_lot {
    const struct posterior *posterior;
    const struct programme *programme;
    long *source;  /* [quantities]: coordinate, or one of the above */
    double *place; /* [quantities] */
    bool owns;     /* any of them is OWN and uncertain */
    struct sighting sighting;
    struct renewal renewal;
    struct guide guide; /* told null: none */
    double *lead;       /* [sites][nodes], of its programme */
    struct site_luck placed;
    struct posterior_lot *seen; /* of the programme that was sampled; null: this is no other branch */
    struct rollout *rollout;    /* of that lot's */
    struct rollout *other;      /* of this one's */
    struct hindsight hindsight;
    size_t ahead;
};

static long source_of(const struct posterior *posterior, const struct quantity *quantity)
{
    const struct quantities *known = &posterior->programme->quantities;
    long found = quantities_find(known, quantity->path);
    if (found < 0 || known->list[found]->kind != QUANTITY_PRIOR)
        return OWN;
    if (found == posterior->choice)
        return CHOICE;
    for (size_t i = 0; i < posterior->dimensions; i++)
        if (posterior->coordinate[i] == (size_t)found)
            return (long)i;
    return OWN;
}

/* Activities go by their names: a scenario may have others. */
static int take_guide(struct posterior_lot *lot, struct error *error)
{
    const struct programme *known = lot->posterior->programme, *p = lot->programme;
    const struct monitor_track *track = lot->posterior->options.track;
    if (!track || !track->lead)
        return 0;
    lot->lead = calloc(track->sites * p->nodes, sizeof *lot->lead);
    if (!lot->lead || !monitor_guide_take(&lot->guide, track))
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t node = 0; node < p->nodes; node++) {
        int from = node == 0 ? 0 : programme_node(known, p->node[node].name);
        for (size_t site = 0; site < track->sites; site++)
            lot->lead[site * p->nodes + node] = from == NOBODY ? NAN : track->lead[site * known->nodes + (size_t)from];
    }
    lot->guide.told = lot->lead;
    lot->guide.raw = lot->posterior->options.begin;
    return 0;
}

int posterior_lot_new(struct posterior_lot **out, const struct posterior *posterior, const struct programme *programme,
                      struct error *error)
{
    struct posterior_lot *lot = calloc(1, sizeof *lot);
    size_t count = programme->quantities.count;
    *out = lot;
    if (!lot)
        return error_set(error, ERROR_MEMORY, "out of memory");
    lot->posterior = posterior;
    lot->programme = programme;
    lot->source = calloc(count + 1, sizeof *lot->source);
    lot->place = calloc(count + 1, sizeof *lot->place);
    if (!lot->source || !lot->place)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        bool uncertain = programme->quantities.list[i]->kind == QUANTITY_PRIOR;
        lot->source[i] = uncertain ? source_of(posterior, programme->quantities.list[i]) : OWN;
        lot->owns |= uncertain && lot->source[i] == OWN;
        lot->place[i] = 0.5;
    }
    site_luck_init(&lot->placed, programme);
    if (posterior->options.track && !monitor_sighting_take(&lot->sighting, posterior->options.track))
        return error_set(error, ERROR_MEMORY, "out of memory");
    return take_guide(lot, error);
}

int posterior_lot_look_back(struct posterior_lot *lot, double acts, struct error *error)
{
    const struct posterior *posterior = lot->posterior;
    if (!posterior->options.track)
        return 0;
    if (posterior_lot_new(&lot->seen, posterior, posterior->programme, error) != 0 ||
        rollout_new(&lot->rollout, posterior->programme, error) != 0 || rollout_keep_cards(lot->rollout, error) != 0 ||
        rollout_new(&lot->other, lot->programme, error) != 0)
        return -1;
    if (!hindsight_take(&lot->hindsight, posterior->programme))
        return error_set(error, ERROR_MEMORY, "out of memory");
    lot->hindsight.acts = acts;
    return 0;
}

void posterior_lot_free(struct posterior_lot *lot)
{
    if (!lot)
        return;
    posterior_lot_free(lot->seen);
    rollout_free(lot->rollout);
    rollout_free(lot->other);
    hindsight_free(&lot->hindsight);
    free(lot->source);
    free(lot->place);
    free(lot->lead);
    monitor_guide_free(&lot->guide);
    monitor_sighting_free(&lot->sighting);
    free(lot);
}

static struct luck draw(struct posterior_lot *lot, size_t row)
{
    const struct posterior *posterior = lot->posterior;
    const struct posterior_options *options = &posterior->options;
    struct posterior_place at = posterior_place_of(posterior, row);
    struct posterior_particle particle = posterior_particle_at(posterior, at.member, at.particle);
    if (lot->owns)
        quantities_positions(&lot->programme->quantities, options->seed, particle.replication, lot->place);
    for (size_t i = 0; i < lot->programme->quantities.count; i++)
        if (lot->source[i] >= 0)
            lot->place[i] = posterior_position(particle.position[lot->source[i]]);
        else if (lot->source[i] == CHOICE)
            lot->place[i] = posterior->form[at.member / options->samplers].position;
    lot->renewal = (struct renewal){.position = lot->place,
                                    .generation = particle.generation,
                                    .known = posterior->known,
                                    .future = particle.future[at.future],
                                    .by_site = posterior->options.track != 0,
                                    .placed = posterior->options.track ? &lot->placed : 0,
                                    .sighting = posterior->options.track ? &lot->sighting : 0,
                                    .told = posterior->options.track ? posterior->options.track->site : 0,
                                    .guide = lot->lead ? &lot->guide : 0};
    return (struct luck){options->seed, particle.replication, particle.replication, &lot->renewal};
}

/* Both branches without leads. What cannot be run here is told where it is run in earnest. */
static void move_leads(struct posterior_lot *lot, struct luck luck)
{
    struct error error = {0};
    struct luck seen = luck;
    struct renewal renewal = lot->seen->renewal;
    renewal.sighting = 0;
    renewal.hindsight = &lot->hindsight;
    seen.renewal = &renewal;
    lot->hindsight.leads = false;
    if (rollout_run(lot->rollout, seen, 0, &error) == 0) {
        hindsight_note(&lot->hindsight, lot->rollout);
        if (rollout_run(lot->other, luck, 0, &error) == 0)
            hindsight_compare(&lot->hindsight, lot->other);
    }
    lot->hindsight.leads = true;
}

/* What days have led in the past that was seen is kept in the other branch, where it may end on other days. */
static void keep_lengths(struct posterior_lot *lot)
{
    if (!lot->lead)
        return;
    memcpy(lot->guide.value, lot->seen->guide.value,
           SITE_LUCK_KINDS * lot->programme->sites * sizeof *lot->guide.value);
    lot->guide.kept = true;
}

/* Runs the past that was seen. It was run to be fitted, so that it cannot fail. */
static void look_back(struct posterior_lot *lot, struct luck luck, size_t row)
{
    struct error error = {0};
    const struct posterior *posterior = lot->posterior;
    if (rollout_run_until(lot->rollout, draw(lot->seen, row), posterior->known, &error) != 0)
        error_abort("row %zu of a nowcast has no past: %s", row, error.text);
    lot->ahead = hindsight_of(&lot->hindsight, lot->rollout, posterior->options.track->told);
    lot->renewal.sighting = 0;
    lot->renewal.hindsight = &lot->hindsight;
    keep_lengths(lot);
    if (lot->ahead > 0)
        move_leads(lot, luck);
}

struct luck posterior_draw(struct posterior_lot *lot, size_t row)
{
    struct luck luck = draw(lot, row);
    if (lot->seen)
        look_back(lot, luck, row);
    return luck;
}

size_t posterior_ahead(const struct posterior_lot *lot)
{
    return lot->ahead;
}
