/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_pools: V07, a closed population of 98 municipalities that share c teams (the machine repairman), and V08,
 * priorities without preemption (Cobham 1954).
 */
#include "analysis/verify/verify_station.h"

/* ---- V07 ---- */

enum { SITES = 98 };

struct repair {
    int teams;
    double system, queue, rate, wait, busy, waits;
    size_t few, many;
};

static void closed_pool(struct verify *verify, const struct repair *of)
{
    char variant[16], name[16];
    snprintf(variant, sizeof variant, "c = %d: ", of->teams);
    snprintf(name, sizeof name, "V07.%d", of->teams);
    const struct station station = {.name = name,
                                    .servers = of->teams,
                                    .classes = 1,
                                    .population = SITES,
                                    .arrival = {1.0 / 20},
                                    .service = {{"exponential", {"mean"}, {1}}},
                                    .wait = of->wait,
                                    .warm_up = 800,
                                    .span = 5000};
    struct tally t[STATION_VALUES], up;
    if (station_observe(verify, &station, verify_size(verify, of->few, of->many), t) != 0)
        return;
    up = t[STATION_SYSTEM];
    up.mean = SITES - up.mean;
    verify_mean(verify, "V07", of->system, &t[STATION_SYSTEM], "%smean number at the teams", variant);
    verify_mean(verify, "V07", of->queue, &t[STATION_QUEUE], "%sLq", variant);
    verify_mean(verify, "V07", of->rate, &t[STATION_RATE], "%srequests a week", variant);
    verify_mean(verify, "V07", of->wait, &t[STATION_WAIT], "%sWq", variant);
    verify_mean(verify, "V07", of->wait + 1, &t[STATION_SOJOURN], "%sW", variant);
    verify_mean(verify, "V07", SITES - of->system, &up, "%smean number elsewhere", variant);
    if (of->busy > 0) {
        verify_mean(verify, "V07", of->busy, &t[STATION_BUSY], "%sutilisation", variant);
        verify_share(verify, "V07", of->waits, &t[STATION_WAITED], "%sP(a request waits)", variant);
    }
    station_balance(verify, "V07", variant, t);
}

/* ---- V08 ---- */

static void priorities(struct verify *verify)
{
    static const double wait[] = {207.0 / 160, 69.0 / 32, 11.5}, service[] = {1, 0.8, 1.5}, load[] = {0.2, 0.2, 0.45};
    const struct station station = {
        .name = "V08.1",
        .servers = 1,
        .classes = 3,
        .arrival = {0.2, 0.25, 0.3},
        .service = {{"exponential", {"mean"}, {1}}, {"exponential", {"mean"}, {0.8}}, {"exponential", {"mean"}, {1.5}}},
        .warm_up = 4000,
        .span = 40000};
    struct tally t[STATION_VALUES];
    double work = 0;
    if (station_observe(verify, &station, verify_size(verify, 400, 4000), t) != 0)
        return;
    for (int k = 0; k < 3; k++) {
        verify_mean(verify, "V08", wait[k], &t[STATION_WAIT + k], "M/M/1, class %d: Wq", k + 1);
        verify_mean(verify, "V08", wait[k] + service[k], &t[STATION_SOJOURN + k], "M/M/1, class %d: W", k + 1);
        work += load[k] * wait[k];
    }
    verify_exact(verify, "V08", 1173.0 / 200, work, "M/M/1: conservation law, sum of rho Wq of the formula");
    station_balance(verify, "V08", "M/M/1: ", t);
}

static void priorities_of_three(struct verify *verify)
{
    static const double wait[] = {24.0 / 89, 45.0 / 89, 180.0 / 89};
    const struct station station = {
        .name = "V08.3",
        .servers = 3,
        .classes = 3,
        .arrival = {0.6, 0.8, 1},
        .service = {{"exponential", {"mean"}, {1}}, {"exponential", {"mean"}, {1}}, {"exponential", {"mean"}, {1}}},
        .warm_up = 800,
        .span = 10000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, 400, 2000), t) != 0)
        return;
    for (int k = 0; k < 3; k++)
        verify_mean(verify, "V08", wait[k], &t[STATION_WAIT + k], "M/M/3, class %d: Wq", k + 1);
    station_balance(verify, "V08", "M/M/3: ", t);
}

void verify_pools(struct verify *verify)
{
    /* Of three teams on 98 sites the utilisation is 0.999997: how rarely one is idle cannot be seen, so no line. */
    static const struct repair repairs[] = {
        {3, 38.00018492424147, 35.00019417045355, 2.9999907537879262, 11.666767347952886, 0, 0, 100, 100},
        {5, 8.436549536507952, 3.958377013333349, 4.478172523174602, 0.8839268681250433, 0.8956345046349204,
         0.7279694567070346, 400, 800},
        {8, 4.7976276262948545, 0.1375090076095976, 4.6601186186852575, 0.029507619625440466, 0.5825148273356572,
         0.1081497815146679, 400, 2500}};
    for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++)
        closed_pool(verify, &repairs[i]);
    priorities(verify);
    priorities_of_three(verify);
    verify_absent(verify, "V08", "preemptive resume: the engine's resources do not preempt");
}
