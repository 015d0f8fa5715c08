/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_bands: what the bands of a nowcast on a monitoring sheet have been shown to hold.
 *
 * Measured on made worlds (tests/worlds/made_sheets.c, docs/nowcast.md), of which the truth is known, with so many
 * samplers of so many sweeps; of shorter ones nothing is claimed.
 */
#include "analysis/nowcast/nowcast_parts.h"

#include <string.h>

enum { WORLDS = 100, SAMPLERS = 11, SWEEPS = 2, SETTLING = 40 };

enum kind { FORECASTS, UPTAKE, BEFORE, LIKELIHOOD, KINDS };

static const struct {
    const char *name;
    int least, most; /* of 100 truths, within the bands of nine in ten: of the kind's quantities */
    double widened;  /* factor by which the narrowest of them would have to be wider */
} kinds[KINDS] = {
    [FORECASTS] = {"forecasts", 86, 94, 1}, /* items, sites and dates ahead */
    [UPTAKE] = {"uptake", 94, 96, 1},       /* its parameters, and the sites' paces */
    [BEFORE] = {"before", 78, 85, 1.4},     /* parameters of all that comes before the first items */
    [LIKELIHOOD] = {"likelihood", 49, 49, 1},
};

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

double nowcast_bands_factor(const char *path)
{
    return kinds[begins_with(path, "uptake.") || begins_with(path, "sites.pace") ? UPTAKE : BEFORE].widened;
}

static bool is_long_enough(const struct nowcast *nowcast)
{
    const struct nowcast_options *options = nowcast->options;
    return !nowcast->track.lead && options->samplers >= SAMPLERS && options->sweeps >= SWEEPS &&
           options->settling >= SETTLING;
}

static bool holds(size_t kind)
{
    return kind != LIKELIHOOD && (kinds[kind].least >= 82 || kinds[kind].widened > 1);
}

void nowcast_bands_print(const struct nowcast *nowcast, FILE *file)
{
    int least = 100, most = 0;
    for (size_t k = 0; k < LIKELIHOOD; k++) {
        least = kinds[k].least < least ? kinds[k].least : least;
        most = kinds[k].most > most ? kinds[k].most : most;
    }
    if (nowcast->track.lead)
        fprintf(file,
                "  the sheet tells whom each has, so that its days lead the search: bands of such sheets have not been "
                "measured, take their width with care\n");
    else if (is_long_enough(nowcast))
        fprintf(file, "  in %d made worlds bands of nine in ten held %d to %d of 100 truths before any was widened\n",
                WORLDS, least, most);
    else
        fprintf(file,
                "  samplers are fewer or shorter than those whose bands have been measured (--samplers %d --sweeps "
                "%d:%d): take their width with care\n",
                SAMPLERS, SWEEPS, SETTLING);
}

json_t *nowcast_bands_json(const struct nowcast *nowcast, bool told)
{
    json_t *object = json_object();
    int status = 0;
    for (size_t k = 0; k < KINDS; k++)
        status |=
            json_object_set_new(object, kinds[k].name, json_boolean(!told || (is_long_enough(nowcast) && holds(k))));
    if (status == 0)
        return object;
    json_decref(object);
    return 0;
}
