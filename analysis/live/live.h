/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * live: a programme simulated where its briefing is read. What the page's module exports, compiled to WebAssembly.
 *
 * One programme at a time, one thread: a page has an instance of the module in every worker. Texts come in through
 * live_room(). A function that returns 0 or -1 tells with live_fault() what was wrong; the text is the module's, valid
 * until the next call.
 */
#ifndef FMKSIM_ANALYSIS_LIVE_H
#define FMKSIM_ANALYSIS_LIVE_H

#include <stddef.h>
#include <stdint.h>

/* Room for `size` bytes for the caller to fill; null: out of memory. Valid until it is asked for again. */
char *live_room(size_t size);
const char *live_fault(void);

/* The configuration of a results file and the sites' file that goes with it: two texts in the room, one behind the
 * other. What was open is closed. */
int live_open(size_t configuration, size_t sites);

/* The pasts that replications go on from, in the room, as nowcast_packed.c lays them out: replication k then has the
 * luck of past k, and there are no others. `known`: the instant that ends the as-of day; a choice that acts before it
 * is refused. After live_open(). */
int live_pasts(size_t count, size_t quantities, size_t blocks, double known);

/* What is simulated from now on: the configuration with assignments laid over it, in the room as lines: the day from
 * which they act, YYYY-MM-DD or empty (the epoch), then PATH=VALUE each. An empty text is the configuration as it is.
 */
int live_choose(size_t length);

/* From now on one site's story is told besides, by its index among the sites; none of that index: nobody's. */
void live_watch(size_t site);

/* Simulates replications first … first + count - 1 of a seed, `inner` of them to a draw of the parameters, and returns
 * when each was done, [count][live_questions()]: for every milestone all sites and 95 % of them, then 95 % of the
 * items (of no use where there are none); days since the epoch, infinite where not within the horizon. Of a site that
 * is watched it goes on with when it reached each milestone, then its days by cause, as rollout_causes() counts them.
 * Null after a fault. Valid until the next call. */
const double *live_run(uint64_t seed, uint64_t first, size_t count, uint64_t inner);
size_t live_questions(void);

/* Ends what was opened and gives back all memory. */
void live_close(void);

#endif
