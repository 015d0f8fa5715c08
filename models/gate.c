/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * gate: what one site waits for from another: a wait for the milestone of the site that it depends on, or of the first
 * of its region, of its vendor's sites, of its group or of all; and work that is done once for all of these.
 *
 * Of those who wait for a first, whoever comes to the wait before all others goes ahead and does not wait: so there is
 * always one who can be the first. Of work that is done once, whoever gets there before all others does it.
 */
#include "models/rollout_rules.h"

#include <math.h>

static size_t circle_place(const struct rollout *rollout, size_t site, const struct node *node)
{
    switch (node->circle) {
    case CIRCLE_REGION:
        return node->gate + rollout->region[site];
    case CIRCLE_VENDOR:
        return node->gate + (size_t)rollout->vendor[site];
    case CIRCLE_GROUP:
        return node->gate + (size_t)rollout->programme->site[site].group;
    case CIRCLE_SITE:
    case CIRCLE_ALL:
        break;
    }
    return node->gate;
}

void gate_begin(struct rollout *rollout)
{
    for (size_t place = 0; place < rollout->programme->gates; place++)
        rollout->gate[place].leader = NOBODY;
}

bool gate_leads(struct rollout *rollout, size_t site, size_t index)
{
    struct gate *gate = &rollout->gate[circle_place(rollout, site, &rollout->programme->node[index])];
    if (gate->leader == NOBODY)
        gate->leader = (int32_t)site;
    return gate->leader == (int32_t)site;
}

bool gate_is_open(const struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = &rollout->programme->node[index];
    if (node->kind == NODE_WAIT && node->circle == CIRCLE_SITE) {
        int other = rollout->programme->site[site].depends_on;
        return other == NOBODY || step_done(rollout, (size_t)other, (size_t)node->of);
    }
    return rollout->gate[circle_place(rollout, site, node)].open;
}

double gate_opening(struct rollout *rollout, size_t site, size_t index)
{
    if (gate_is_open(rollout, site, index))
        return rollout->now;
    if (rollout->programme->node[index].circle == CIRCLE_SITE)
        return INFINITY;
    return gate_leads(rollout, site, index) ? rollout->now : INFINITY;
}

static void let_through(struct rollout *rollout, size_t site, size_t index)
{
    if (state_of(rollout, site, index) == STEP_WAIT)
        plan(rollout, rollout->now, EVENT_FINISH, site, index, NORMAL);
}

/* Those who wait for one site. */
static void open_to_followers(struct rollout *rollout, size_t leader, size_t index)
{
    for (size_t site = 0; site < rollout->programme->sites; site++)
        if (rollout->programme->site[site].depends_on == (int)leader)
            let_through(rollout, site, index);
}

/* The one who went ahead does not wait any more. */
static void open_to_circle(struct rollout *rollout, size_t first, size_t index)
{
    const struct node *node = &rollout->programme->node[index];
    size_t place = circle_place(rollout, first, node);
    struct gate *gate = &rollout->gate[place];
    if (gate->open)
        return;
    gate->open = true;
    for (size_t site = 0; site < rollout->programme->sites; site++)
        if ((int32_t)site != gate->leader && circle_place(rollout, site, node) == place)
            let_through(rollout, site, index);
}

void gate_node_done(struct rollout *rollout, size_t site, size_t index)
{
    const struct programme *p = rollout->programme;
    for (size_t i = 1; i < p->nodes; i++) {
        const struct node *node = &p->node[i];
        if (node->kind == NODE_WAIT && node->of == (int)index && node->circle == CIRCLE_SITE)
            open_to_followers(rollout, site, i);
        else if (node->kind == NODE_WAIT && node->of == (int)index)
            open_to_circle(rollout, site, i);
    }
    const struct node *own = &p->node[index];
    if (own->kind == NODE_WORK && own->circle != CIRCLE_SITE &&
        rollout->gate[circle_place(rollout, site, own)].leader == (int32_t)site)
        open_to_circle(rollout, site, index);
}
