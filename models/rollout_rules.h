/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_rules: what the files of the rules ask of one another while a replication runs, subject by subject. They are
 * one machine: a site's project asks for consultants and teams, and these set its work going again.
 */
#ifndef FMKSIM_MODELS_ROLLOUT_RULES_H
#define FMKSIM_MODELS_ROLLOUT_RULES_H

#include "models/rollout_state.h"

/* ---- network.c: a site's project; `index` is a node's where the definition needs the name `node` for itself ---- */

/* The predecessors that count for this site. */
const struct node_list *network_after(const struct rollout *rollout, size_t site, size_t node);

void network_start(struct rollout *rollout, size_t site);                /* the decision */
void network_finish(struct rollout *rollout, size_t site, size_t index); /* work or wait over */
void network_release(struct rollout *rollout, size_t site, size_t node); /* lag over */
void network_gate(struct rollout *rollout, size_t site, int engagement); /* a consultant came, or none will */
void network_begin(struct rollout *rollout, size_t site, size_t node);   /* holds the resource it asked for */
void network_stretch(struct rollout *rollout, size_t site, size_t node, double days); /* new remaining effort */
void network_done(struct rollout *rollout, size_t site, size_t index);       /* the uptake's criterion is met */
void network_pace(struct rollout *rollout, size_t site);                     /* the site's pace may have changed */
void network_fetch(const struct rollout *rollout, size_t site, size_t node); /* into the cache: it ends soon */
double network_drive(const struct rollout *rollout, size_t site);            /* what `drive` must be */

/* ---- length.c: the chance in how long work takes ---- */

void length_begin(struct rollout *rollout); /* after the vendors are assigned */
/* The duration that an attempt draws, the first one being 0. */
double length_of(const struct rollout *rollout, size_t site, size_t index, unsigned attempt);

/* ---- gate.c: what sites wait for from one another ---- */

void gate_begin(struct rollout *rollout);
bool gate_leads(struct rollout *rollout, size_t site, size_t index); /* it goes ahead, now if nobody has yet */
bool gate_is_open(const struct rollout *rollout, size_t site, size_t index);
double gate_opening(struct rollout *rollout, size_t site, size_t index); /* of a wait: now, or infinite: not yet */
void gate_node_done(struct rollout *rollout, size_t site, size_t index); /* may let others through */

/* ---- pool.c: servers that sites ask for; a resource is a vendor (its teams) or, after them, another pool ---- */

void pool_begin(struct rollout *rollout);
void pool_use(struct rollout *rollout, size_t resource);    /* from now on its use is measured */
void pool_settle(struct rollout *rollout, size_t resource); /* serves its queue at the end of the instant */
void pool_serve(struct rollout *rollout, size_t resource);  /* that end */
void pool_request(struct rollout *rollout, size_t site, size_t index);
void pool_release(struct rollout *rollout, size_t site, size_t node);
void pool_add(struct rollout *rollout, size_t resource, int servers);
void pool_set_order(struct rollout *rollout, size_t resource, enum service_order order); /* of those who wait, too */
/* A member of the queue begins, alone or in its leader's batch; returns its effort in working days. */
double pool_begin_member(struct rollout *rollout, size_t resource, uint32_t member, uint32_t leader);
struct usage_report pool_report(const struct rollout *rollout, size_t resource);

/* ---- usage.c: how much a resource was used ---- */

void usage_begin(struct usage *usage, const struct resource *team, double now);
void usage_end(struct usage *usage, const struct resource *team, double now); /* until now, as far as is known */
struct usage_report usage_report(const struct usage *usage, double wait_total, uint64_t granted, double queue_max);

/* ---- discipline.c ---- */

/* The place of a site among those who wait for a resource, by its order of service: the least is served first. */
double discipline_key(const struct rollout *rollout, size_t resource, size_t site, double ready);

/* ---- vendor.c: versions, teams, batches ---- */

void vendor_assign(struct rollout *rollout); /* which site has which vendor, hosted or not, versions behind */
void vendor_begin(struct rollout *rollout);
double vendor_pilot_from(const struct rollout *rollout, size_t vendor); /* when the pilot version is ready */
void vendor_come_ready(struct rollout *rollout, size_t vendor);
void vendor_queue(struct rollout *rollout, size_t vendor, uint32_t member, double key); /* for batches */
void vendor_begin_batch(struct rollout *rollout, size_t vendor, uint32_t leader);       /* the leader holds a team */

/* ---- corps.c: the consultants ---- */

void corps_begin(struct rollout *rollout);
void corps_set_limit(struct rollout *rollout, size_t consultant, int limit);
void corps_node_done(struct rollout *rollout, size_t site, size_t node); /* asks or frees where an engagement says so */
void corps_impatience(struct rollout *rollout, size_t site, size_t engagement);
void corps_disengage(struct rollout *rollout, size_t site, size_t engagement);
void corps_set_presence(struct rollout *rollout, size_t consultant, bool present);
void corps_leave(struct rollout *rollout, size_t consultant);     /* for good: the sites ask anew */
double corps_support(const struct rollout *rollout, size_t site); /* pace: 1, or 1 / unsupported factor */
struct usage_report corps_report(const struct rollout *rollout);

/* ---- posts.c: the corps' posts ---- */

void posts_begin(struct rollout *rollout);
void posts_resize(struct rollout *rollout, int posts); /* open from now on */

/* ---- presence.c: a consultant's term and absences ---- */

void presence_begin(struct rollout *rollout, size_t consultant);   /* of a term */
void presence_recruit(struct rollout *rollout, size_t consultant); /* for a post that has been opened */
void presence_end(struct rollout *rollout, size_t consultant);     /* of the post */
void presence_change(struct rollout *rollout, size_t consultant, enum event_kind what);

/* ---- doctors.c ---- */

void doctors_begin(struct rollout *rollout);

/* The instant at which they would be as far without the clean-up agreement; and their share in the regions first …
 * end - 1 at some such instants, to share[end - first][instants]. */
double doctors_moved(const struct rollout *rollout, double t);
void doctors_shares(const struct rollout *rollout, size_t first, size_t end, const double moved[], size_t instants,
                    double share[]);
double doctors_opening(const struct rollout *rollout, size_t region); /* when the share reaches the threshold */

/* ---- training.c: joint sessions ---- */

/* Books the first session from now on that has a place, and returns the instant at which it is over, which may lie
 * beyond the horizon. */
double training_book(struct rollout *rollout, size_t site);
void training_begin(struct rollout *rollout);
void training_rhythm(struct rollout *rollout, double every_days); /* from now on, counted from the last session */

/* ---- crew.c: crews that all sites share ---- */

size_t crew_need(const struct programme *programme); /* bytes */
void crew_begin(struct rollout *rollout);
void crew_join(struct rollout *rollout); /* a site begins its uptake: from now on their use is measured */
struct usage_report crew_report(const struct rollout *rollout);
void crew_week(struct rollout *rollout);                               /* that ends; before crew_share() of it */
void crew_share(struct rollout *rollout, size_t turns, double season); /* cuts what a week's turns take */

/* ---- guide.c: only where days lead the draws ---- */

void guide_begin(struct rollout *rollout);
/* Whether a draw is led, and then the draw: of what ends a node, `centre` ending it as told, `scale` days of its unit.
 */
bool guide_leads(const struct rollout *rollout, size_t site, size_t node, uint64_t purpose);
double guide_draw(const struct rollout *rollout, size_t site, int chance, uint64_t purpose, double centre,
                  double scale);
double guide_told(const struct rollout *rollout, size_t site, size_t node); /* the instant */

/* ---- sighting.c: only sighting_begin() where nothing was seen, too ---- */

void sighting_begin(struct rollout *rollout);
void sighting_join(struct rollout *rollout, size_t site); /* it has got as far as its uptake */
void sighting_begin_week(struct rollout *rollout, size_t week);
void sighting_note(struct rollout *rollout, size_t turns, size_t week);                             /* chances */
int32_t sighting_increment(const struct rollout *rollout, size_t site, size_t week, int32_t drawn); /* what came in */

/* ---- hindsight.c: only where the replication is another branch of one that was seen ---- */

void hindsight_begin_week(struct rollout *rollout, size_t week);
/* What comes in, instead of what was drawn, where the chance of an item not to is `missed`. */
int32_t hindsight_increment(const struct rollout *rollout, const struct turn *turn, double missed, size_t week,
                            int32_t drawn);

/* ---- items.c: how many each site expects ---- */

int items_init(struct rollout *rollout, struct error *error); /* memory; ERROR_MEMORY */
void items_expect(struct rollout *rollout);                   /* after the values are drawn */

/* ---- uptake_draw.c ---- */

void uptake_draw_begin(struct rollout *rollout);

/* Draws the items of turns 0 ... turns - 1, whose `missed` are given. */
void uptake_draw(struct rollout *rollout, size_t turns, size_t week, double overdispersion);

/* ---- uptake.c ---- */

void uptake_begin(struct rollout *rollout);
void uptake_join(struct rollout *rollout, size_t site, size_t node);
void uptake_week(struct rollout *rollout, size_t index); /* the week of that index, at its end */

/* ---- risk.c: risk events ---- */

void risk_begin(struct rollout *rollout);
void risk_happen(struct rollout *rollout, size_t index, bool over); /* the risk of that index begins or is over */
double risk_pace(const struct rollout *rollout, size_t site);

/* ---- swat.c: the task force ---- */

void swat_begin(struct rollout *rollout);
void swat_take(struct rollout *rollout, size_t team);   /* its next site */
void swat_notice(struct rollout *rollout, size_t site); /* it may be helped from now on */
void swat_resize(struct rollout *rollout, int teams);   /* at work from now on */

/* ---- change.c: what changes on a date ---- */
void change_begin(struct rollout *rollout); /* after the values are drawn, before all else begins */
void change_happen(struct rollout *rollout, size_t first);

/* ---- cause.c ---- */

/* Days lost by cause along a site's critical path, [causes], added to `days`; marks the activities on it where
 * `critical` is not null. They add up to the days from the earliest decision to the final milestone (or horizon). */
void cause_trace(const struct rollout *rollout, size_t site, double days[], uint8_t critical[]);

/* ---- loss.c: of the replication just run ---- */

double loss_site_months(const struct rollout *rollout); /* NaN: the programme has no plan */
double loss_item_years(const struct rollout *rollout);  /* NaN: no plan, or nothing to take into use */
double loss_value(const struct rollout *rollout, double item_years);
double loss_cost(const struct rollout *rollout);

/* ---- rollout_chances.c ---- */

/* Memory for the distributions, and those whose arguments are constants. ERROR_MEMORY, or an error of chance_make(). */
int chances_init(struct rollout *rollout, struct error *error);

/* Those whose arguments this replication has drawn. The same errors. */
int chances_draw(struct rollout *rollout, struct error *error);

/* ---- invariant.c ---- */

void invariant_check(const struct rollout *rollout, bool at_end);      /* aborts with the command that replays */
void invariant_check_site(const struct rollout *rollout, size_t site); /* the same; at the end, of each site */

#endif
