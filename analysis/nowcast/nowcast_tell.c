/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_tell: what the observations did, for people and as JSON.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/nowcast.h"
#include "sim/date.h"

#include <math.h>

/* ---- text ---- */

static void put_band(FILE *file, const double q[NOWCAST_QUANTILES], bool fraction)
{
    char text[TELLING];
    if (isnan(q[1]))
        snprintf(text, sizeof text, "-");
    else if (fraction)
        snprintf(text, sizeof text, "%.2f (%.2f-%.2f)", q[1], q[0], q[2]);
    else
        snprintf(text, sizeof text, "%.0f (%.0f-%.0f)", q[1], q[0], q[2]);
    telling_right(file, text, 24);
}

static void put_observation(FILE *file, const struct observed *row, const struct nowcast_observation *seen)
{
    char value[TELLING];
    snprintf(value, sizeof value, "%g", row->value);
    fputs("  ", file);
    telling_left(file, row->quantity_name, 28);
    telling_left(file, row->scope_name, 20);
    telling_right(file, value, 9);
    put_band(file, seen->prior, row->quantity == OBSERVED_SHARE);
    put_band(file, seen->posterior, row->quantity == OBSERVED_SHARE);
    fprintf(file, "  %s\n", observed_use_text(row->use));
}

void nowcast_print(const struct nowcast_answer *answer, const struct nowcast *nowcast, FILE *file)
{
    const struct observations *all = nowcast_observations(nowcast);
    char day[DATE_TEXT];
    date_format(nowcast_as_of(nowcast), day);
    fprintf(file, "\nGiven what was known on %s; the courses' median and nine of ten before and after:\n\n  ", day);
    telling_left(file, "observed", 48);
    telling_right(file, "value", 9);
    telling_right(file, "before", 24);
    telling_right(file, "after", 24);
    fputs("\n", file);
    for (size_t i = 0; i < all->count; i++)
        put_observation(file, &all->list[i], &answer->observations[i]);
    fprintf(file, "\nThe weights are worth %.0f courses of equal weight%s.\n", answer->effective,
            answer->trusted ? "" : ": too few to be trusted");
}

/* ---- JSON ---- */

static int put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value);
}

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static int put_quantiles(json_t *object, const char *prefix, const double q[NOWCAST_QUANTILES])
{
    int status = 0;
    for (size_t i = 0; i < NOWCAST_QUANTILES; i++) {
        char key[32];
        snprintf(key, sizeof key, "%sq%02.0f", prefix, 100 * nowcast_quantiles[i]);
        status |= put(object, key, real_or_null(q[i]));
    }
    return status;
}

static json_t *observation(const struct observed *row, const struct nowcast_observation *seen, int *status)
{
    json_t *object = json_object();
    *status |= put(object, "quantity", json_string(row->quantity_name));
    *status |= put(object, "scope", json_string(row->scope_name));
    *status |= put(object, "value", json_real(row->value));
    *status |= put(object, "error", json_real(row->error));
    *status |= put(object, "kind", json_string(observed_kind_name(row->kind)));
    *status |= put(object, "used", json_boolean(row->use == OBSERVED_USED));
    if (row->use != OBSERVED_USED)
        *status |= put(object, "why_unused", json_string(observed_use_text(row->use)));
    *status |= put_quantiles(object, "prior_", seen->prior);
    *status |= put_quantiles(object, "", seen->posterior);
    return object;
}

static json_t *parameter(const struct results_parameter *named, const struct nowcast_parameter *seen, int *status)
{
    json_t *object = json_object();
    *status |= put(object, "path", json_string(named->name));
    *status |= put_quantiles(object, "prior_", seen->prior);
    *status |= put_quantiles(object, "", seen->posterior);
    return object;
}

int nowcast_json(const struct nowcast_answer *answer, const struct nowcast *nowcast, json_t *document)
{
    const struct observations *all = nowcast_observations(nowcast);
    const struct results_spec *spec = results_spec(answer->results);
    json_t *observations = json_array(), *parameters = json_array();
    int status = 0;
    status |= put(document, "as_of", json_string(spec->as_of));
    status |= put(document, "effective_sample_size", real_or_null(answer->effective));
    status |= put(document, "samplers", json_integer(1));
    status |= put(document, "trusted", json_boolean(answer->trusted));
    for (size_t i = 0; i < all->count; i++)
        status |= json_array_append_new(observations, observation(&all->list[i], &answer->observations[i], &status));
    for (size_t k = 0; k < spec->parameter_count; k++)
        status |= json_array_append_new(parameters, parameter(&spec->parameters[k], &answer->parameters[k], &status));
    status |= put(document, "observations", observations);
    status |= put(document, "parameters", parameters);
    return status == 0 ? 0 : -1;
}
