/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_queues: V01 to V06, queues in the steady state: M/M/1, M/M/c (Erlang 1917), M/D/1 and M/G/1 (Pollaczek 1930,
 * Khinchine 1932), finite room, and reneging (Palm 1957).
 */
#include "analysis/verify/verify_station.h"

#include <math.h>

static const struct station_law exponential_1 = {"exponential", {"mean"}, {1}};

/* ---- V01 ---- */

static void single_server(struct verify *verify)
{
    const struct station station = {.name = "V01",
                                    .servers = 1,
                                    .classes = 1,
                                    .arrival = {0.8},
                                    .service = {exponential_1},
                                    .wait = 4,
                                    .limit = {5, 10.397207708399177},
                                    .warm_up = 1500,
                                    .span = 20000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, 500, 6000), t) != 0)
        return;
    verify_mean(verify, "V01", 0.8, &t[STATION_BUSY], "utilisation");
    verify_mean(verify, "V01", 4, &t[STATION_SYSTEM], "L, mean number in the system");
    verify_mean(verify, "V01", 3.2, &t[STATION_QUEUE], "Lq, mean number waiting");
    verify_mean(verify, "V01", 4, &t[STATION_WAIT], "Wq, mean wait");
    verify_mean(verify, "V01", 5, &t[STATION_SOJOURN], "W, mean time in the system");
    verify_share(verify, "V01", 0.8, &t[STATION_WAITED], "P(wait)");
    verify_share(verify, "V01", 0.2943035529371539, &t[STATION_LATE], "P(Wq > 5)");
    verify_share(verify, "V01", 0.1, &t[STATION_LATE + 1], "P(Wq > its 90 %% quantile 10.397)");
    verify_spread(verify, "V01", 24, &t[STATION_SPREAD], "variance of the wait");
    station_balance(verify, "V01", "", t);
}

/* ---- V02 ---- */

struct erlang {
    int servers;
    double arrival, wait, sojourn, queue, system, waits, late;
};

static void many_servers(struct verify *verify, const struct erlang *of)
{
    char variant[16], name[16];
    snprintf(variant, sizeof variant, "c = %d: ", of->servers);
    snprintf(name, sizeof name, "V02.%d", of->servers);
    const struct station station = {.name = name,
                                    .servers = of->servers,
                                    .classes = 1,
                                    .arrival = {of->arrival},
                                    .service = {exponential_1},
                                    .wait = of->wait,
                                    .limit = {1, 1},
                                    .warm_up = 700,
                                    .span = 5000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, 400, 2800), t) != 0)
        return;
    verify_mean(verify, "V02", 0.8, &t[STATION_BUSY], "%sutilisation", variant);
    verify_share(verify, "V02", of->waits, &t[STATION_WAITED], "%sP(wait), Erlang C", variant);
    verify_mean(verify, "V02", of->wait, &t[STATION_WAIT], "%sWq", variant);
    verify_mean(verify, "V02", of->sojourn, &t[STATION_SOJOURN], "%sW", variant);
    verify_mean(verify, "V02", of->queue, &t[STATION_QUEUE], "%sLq", variant);
    verify_mean(verify, "V02", of->system, &t[STATION_SYSTEM], "%sL", variant);
    verify_share(verify, "V02", of->late, &t[STATION_LATE], "%sP(Wq > 1)", variant);
    station_balance(verify, "V02", variant, t);
}

/* ---- V03, V04 ---- */

struct general {
    const char *name, *variant;
    struct station_law law;
    double wait, square; /* mean and variance of the wait */
    double limit[STATION_LIMITS], below[STATION_LIMITS];
    size_t few, many;
};

static void general_service(struct verify *verify, const struct general *of)
{
    char name[4] = {of->name[0], of->name[1], of->name[2]};
    const struct station station = {.name = of->name,
                                    .servers = 1,
                                    .classes = 1,
                                    .arrival = {0.8},
                                    .service = {of->law},
                                    .wait = of->wait,
                                    .limit = {of->limit[0], of->limit[1]},
                                    .warm_up = 1500,
                                    .span = 20000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, of->few, of->many), t) != 0)
        return;
    verify_mean(verify, name, of->wait, &t[STATION_WAIT], "%sWq", of->variant);
    verify_mean(verify, name, of->wait + 1, &t[STATION_SOJOURN], "%sW", of->variant);
    verify_mean(verify, name, 0.8 * of->wait, &t[STATION_QUEUE], "%sLq", of->variant);
    verify_mean(verify, name, 0.8 * of->wait + 0.8, &t[STATION_SYSTEM], "%sL", of->variant);
    verify_spread(verify, name, of->square, &t[STATION_SPREAD], "%svariance of the wait", of->variant);
    for (int i = 0; i < STATION_LIMITS && of->below[i] > 0; i++)
        verify_share(verify, name, 1 - of->below[i], &t[STATION_LATE + i], "%sP(Wq > %g)", of->variant, of->limit[i]);
    station_balance(verify, name, of->variant, t);
}

/* ---- V05 ---- */

static void finite_room(struct verify *verify)
{
    const struct station station = {.name = "V05.10",
                                    .servers = 3,
                                    .classes = 1,
                                    .room = 10,
                                    .arrival = {3.5},
                                    .service = {exponential_1},
                                    .warm_up = 200,
                                    .span = 4000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, 400, 400), t) != 0)
        return;
    verify_share(verify, "V05", 282475249.0 / 1543985815, &t[STATION_BLOCKED], "M/M/3/10: P(turned away)");
    verify_share(verify, "V05", 13436928.0 / 1543985815, &t[STATION_EMPTY], "M/M/3/10: P(empty)");
    verify_mean(verify, "V05", 2085074348.0 / 308797163, &t[STATION_SYSTEM], "M/M/3/10: L");
    verify_mean(verify, "V05", 6010084759.0 / 1543985815, &t[STATION_QUEUE], "M/M/3/10: Lq");
    verify_mean(verify, "V05", 4415286981.0 / 1543985815, &t[STATION_RATE], "M/M/3/10: admitted a unit of time");
    verify_mean(verify, "V05", 1489338820.0 / 630755283, &t[STATION_SOJOURN], "M/M/3/10: W of the admitted");
    verify_mean(verify, "V05", 858583537.0 / 630755283, &t[STATION_WAIT], "M/M/3/10: Wq of the admitted");
    verify_mean(verify, "V05", 1471762327.0 / 1543985815, &t[STATION_BUSY], "M/M/3/10: utilisation");
    station_balance(verify, "V05", "M/M/3/10: ", t);
}

static void loss(struct verify *verify)
{
    const struct station station = {.name = "V05.5",
                                    .servers = 5,
                                    .classes = 1,
                                    .room = 5,
                                    .arrival = {4},
                                    .service = {exponential_1},
                                    .warm_up = 100,
                                    .span = 4000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, 400, 400), t) != 0)
        return;
    verify_share(verify, "V05", 128.0 / 643, &t[STATION_BLOCKED], "M/M/5/5: P(turned away), Erlang B");
    verify_mean(verify, "V05", 2060.0 / 643, &t[STATION_RATE], "M/M/5/5: served a unit of time");
    station_balance(verify, "V05", "M/M/5/5: ", t);
}

/* ---- V06 ---- */

static void reneging(struct verify *verify)
{
    const struct station station = {.name = "V06",
                                    .servers = 5,
                                    .classes = 1,
                                    .arrival = {6},
                                    .service = {exponential_1},
                                    .patience = 2,
                                    .warm_up = 200,
                                    .span = 4000};
    struct tally t[STATION_VALUES];
    if (station_observe(verify, &station, verify_size(verify, 400, 500), t) != 0)
        return;
    verify_share(verify, "V06", 0.8028384645766344, &t[STATION_WAITED], "P(wait)");
    verify_share(verify, "V06", 0.22638661000504842, &t[STATION_ABANDONED], "P(gives up)");
    verify_mean(verify, "V06", 2.716639320060581, &t[STATION_QUEUE], "Lq");
    verify_mean(verify, "V06", 0.45277322001009684, &t[STATION_WAIT], "Wq of all, served or not");
    verify_mean(verify, "V06", 0.9283360679939419, &t[STATION_BUSY], "utilisation");
    station_balance(verify, "V06", "", t);
}

void verify_queues(struct verify *verify)
{
    static const struct erlang erlangs[] = {
        {3, 2.4, 96.0 / 89, 185.0 / 89, 1152.0 / 445, 444.0 / 89, 288.0 / 445, 0.3551859577417519},
        {5, 4, 128.0 / 231, 359.0 / 231, 512.0 / 231, 1436.0 / 231, 128.0 / 231, 0.203846616753007}};
    static const struct general generals[] = {
        {"V03",
         "",
         {"constant", {"value"}, {1}},
         2,
         16.0 / 3,
         {2.5, 5},
         {0.7048523534916186, 0.8995027617536024},
         400,
         3600},
        {"V04.gamma", "gamma: ", {"gamma", {"shape", "scale"}, {2.5, 0.4}}, 2.8, 11.2, {0}, {0}, 400, 2000},
        /* By mean and cv: sigma of the logarithm is 0.8. */
        {"V04.lognormal",
         "lognormal: ",
         {"lognormal", {"mean", "cv"}, {1, 0.9468267419675848}},
         3.792961758609904,
         23.481170194664802,
         {0},
         {0},
         400,
         4000}};
    single_server(verify);
    for (size_t i = 0; i < sizeof erlangs / sizeof *erlangs; i++)
        many_servers(verify, &erlangs[i]);
    for (size_t i = 0; i < sizeof generals / sizeof *generals; i++)
        general_service(verify, &generals[i]);
    finite_room(verify);
    loss(verify);
    reneging(verify);
}
