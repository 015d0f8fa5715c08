/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_bands: what the bands of a nowcast on a monitoring sheet have been shown to hold.
 *
 * Measured on made worlds (tests/worlds/made_sheets.c, docs/nowcast.md), of which the truth is known, with so many
 * samplers of so many sweeps; of shorter ones nothing is claimed.
 */
#include "analysis/nowcast/nowcast_parts.h"

enum { WORLDS = 40, SAMPLERS = 11, SWEEPS = 2, SETTLING = 40 };

static const struct {
    const char *name;
    int least, most; /* of 100 truths, within the bands of nine in ten: the kind's quantities */
} kinds[] = {
    {"forecasts", 90, 95}, /* items, sites and dates ahead */
    {"uptake", 85, 95},    /* parameters of the uptake, paces */
    {"before", 85, 95},    /* parameters of what comes before the first items */
    {"likelihood", 50, 50},
};
enum { KINDS = sizeof kinds / sizeof *kinds, BANDS = KINDS - 1 };

static bool is_long_enough(const struct nowcast_options *options)
{
    return options->samplers >= SAMPLERS && options->sweeps >= SWEEPS && options->settling >= SETTLING;
}

static bool holds(size_t kind)
{
    return kinds[kind].least >= 82 && kinds[kind].most <= 96;
}

void nowcast_bands_print(const struct nowcast_options *options, FILE *file)
{
    int least = 100, most = 0;
    for (size_t k = 0; k < BANDS; k++) {
        least = kinds[k].least < least ? kinds[k].least : least;
        most = kinds[k].most > most ? kinds[k].most : most;
    }
    if (is_long_enough(options))
        fprintf(file, "  in %d made worlds bands of nine in ten held %d to %d of 100 truths\n", WORLDS, least, most);
    else
        fprintf(file,
                "  samplers are fewer or shorter than those whose bands have been measured (--samplers %d --sweeps "
                "%d:%d): take their width with care\n",
                SAMPLERS, SWEEPS, SETTLING);
}

json_t *nowcast_bands_json(const struct nowcast_options *options, bool told)
{
    json_t *object = json_object();
    int status = 0;
    for (size_t k = 0; k < KINDS; k++)
        status |=
            json_object_set_new(object, kinds[k].name, json_boolean(!told || (is_long_enough(options) && holds(k))));
    if (status == 0)
        return object;
    json_decref(object);
    return 0;
}
