/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_tell: what the observations did, for people and as JSON.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "sim/date.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

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
    fprintf(file, "  %s%s\n", observed_use_text(row->use),
            row->use == OBSERVED_USED && !seen->explained ? ", NOT explained" : "");
}

static void put_unexplained(const struct nowcast_answer *answer, const struct observations *all, FILE *file)
{
    size_t used = 0, explained = 0;
    for (size_t i = 0; i < all->count; i++) {
        used += all->list[i].use == OBSERVED_USED;
        explained += answer->observations[i].explained;
    }
    if (explained < used)
        fprintf(file,
                "\nNot explained: %zu of %zu used. Such a value lies outside nine of ten of the courses that fit best, "
                "by more\n"
                "than its error: it, an assumption or the model is wrong, or the search is too short.\n",
                used - explained, used);
}

/* ---- what became of the assumptions ---- */

/* Narrower by a sixth, or moved by a tenth of the width that nine of ten had before. */
static bool was_told_of(const struct nowcast_parameter *parameter)
{
    double before = parameter->prior[2] - parameter->prior[0],
           after = parameter->posterior[2] - parameter->posterior[0];
    return before > 0 && (after < before * 5 / 6 || fabs(parameter->posterior[1] - parameter->prior[1]) > before / 10);
}

static void put_values(FILE *file, const double q[NOWCAST_QUANTILES])
{
    char text[TELLING];
    snprintf(text, sizeof text, "%.4g (%.4g to %.4g)", q[1], q[0], q[2]);
    telling_right(file, text, 32);
}

static void put_parameters(const struct nowcast_answer *answer, FILE *file)
{
    const struct results_spec *spec = results_spec(answer->results);
    size_t same = 0;
    double widened = 1;
    fputs("\nAssumptions that were learnt of: median and nine of ten before and after:\n\n", file);
    for (size_t k = 0; k < spec->parameter_count; k++) {
        const struct nowcast_parameter *parameter = &answer->parameters[k];
        same += !was_told_of(parameter);
        if (!was_told_of(parameter))
            continue;
        fputs("  ", file);
        telling_left(file, spec->parameters[k].name, 48);
        put_values(file, parameter->prior);
        put_values(file, parameter->band);
        fputs(parameter->widened > 1 ? " *\n" : "\n", file);
        widened = fmax(widened, parameter->widened);
    }
    if (same == spec->parameter_count)
        fputs("  none\n", file);
    if (widened > 1)
        fprintf(file,
                "\n* wider by a factor of %g about its median: so much too narrow such bands were in made worlds.\n",
                widened);
    if (same == 0)
        return;
    fprintf(file, "\nAs uncertain as before (%zu):", same);
    for (size_t k = 0, told = 0; k < spec->parameter_count; k++)
        if (!was_told_of(&answer->parameters[k]))
            fprintf(file, "%s %s", told++ > 0 ? "," : "", spec->parameters[k].name);
    fputs(".\n", file);
}

/* ---- how the samplers went ---- */

static void put_form(const struct nowcast_form *form, FILE *file)
{
    fputs("  ", file);
    telling_left(file, form->form == NOBODY ? "all" : form->name, 14);
    fprintf(file, "%6.2f  %6.3f +- %.3f  %9.2f +- %-5.2f  %5.2f %5.2f %5.2f  %8" PRIu64 "   ", form->prior,
            form->posterior, form->error, form->mean, form->deviation, form->accepted[0], form->accepted[1],
            form->accepted[2], form->ancestors);
    for (size_t i = 0; i < form->steps; i++)
        fprintf(file, " %.3g", 1 / form->beta[i]);
    if (form->lost > 0)
        fprintf(file, "  (nothing found by %zu of %zu samplers)", form->lost, form->samplers);
    fputs("\n", file);
}

static void put_sampling(const struct nowcast_answer *answer, const struct nowcast *nowcast, FILE *file)
{
    struct nowcast_sampling *sampling = malloc(sizeof *sampling);
    const struct results_spec *spec = results_spec(answer->results);
    if (sampling && nowcast_sampling_of(sampling, spec, &nowcast->programme)) {
        fprintf(file,
                "\n%zu samplers%s; %" PRIu64 " courses simulated to the day. Weights are prior x evidence:\n\n"
                "  form           prior      weight +- error     log evidence +- sd  accepted all, some, luck"
                "  ancestors  temperatures\n",
                spec->samplers, sampling->forms > 1 ? " for each form of the uptake" : "", sampling->courses);
        for (size_t f = 0; f < sampling->forms; f++)
            put_form(&sampling->form[f], file);
    }
    free(sampling);
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
    nowcast_sheet_print(nowcast, results_spec(answer->results), file);
    put_unexplained(answer, all, file);
    put_parameters(answer, file);
    put_sampling(answer, nowcast, file);
    fprintf(file, "\nWorth %.0f independent courses where least%s%s%s%s.\n", answer->effective,
            *answer->weakest ? " (" : "", answer->weakest, *answer->weakest ? ")" : "",
            answer->effective >= NOWCAST_LEAST ? "" : ": too few to be trusted");
    if (*answer->lost)
        fprintf(file, "Not to be trusted: %s.\n", answer->lost);
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
    else
        *status |= put(object, "explained", json_boolean(seen->explained));
    *status |= put_quantiles(object, "prior_", seen->prior);
    *status |= put_quantiles(object, "", seen->posterior);
    return object;
}

static json_t *parameter(const struct results_parameter *named, const struct nowcast_parameter *seen, int *status)
{
    json_t *object = json_object();
    *status |= put(object, "path", json_string(named->name));
    *status |= put_quantiles(object, "prior_", seen->prior);
    *status |= put_quantiles(object, "", seen->band);
    if (seen->widened > 1) {
        *status |= put(object, "widened", json_real(seen->widened));
        *status |= put_quantiles(object, "unwidened_", seen->posterior);
    }
    return object;
}

static json_t *forms(const struct nowcast_answer *answer, const struct nowcast *nowcast, int *status)
{
    struct nowcast_sampling *sampling = malloc(sizeof *sampling);
    json_t *list = json_array();
    bool known = sampling && nowcast_sampling_of(sampling, results_spec(answer->results), &nowcast->programme);
    for (size_t f = 0; known && f < sampling->forms; f++) {
        const struct nowcast_form *form = &sampling->form[f];
        json_t *temperatures = json_array(), *accepted = json_array();
        for (int k = 0; k < SAMPLER_MOVES; k++)
            *status |= json_array_append_new(accepted, real_or_null(form->accepted[k]));
        for (size_t i = 0; i < form->steps; i++)
            *status |= json_array_append_new(temperatures, real_or_null(1 / form->beta[i]));
        /* A form of which no sampler has found anything has no evidence: null. */
        *status |= json_array_append_new(
            list, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:I}", "form", form->name, "prior",
                            real_or_null(form->prior), "weight", real_or_null(form->posterior), "weight_error",
                            real_or_null(form->error), "log_evidence", real_or_null(form->mean), "log_evidence_sd",
                            real_or_null(form->deviation), "accepted", accepted, "ancestors",
                            (json_int_t)form->ancestors, "temperatures", temperatures, "lost", (json_int_t)form->lost));
    }
    free(sampling);
    return list;
}

int nowcast_json(const struct nowcast_answer *answer, const struct nowcast *nowcast, json_t *document)
{
    const struct observations *all = nowcast_observations(nowcast);
    const struct results_spec *spec = results_spec(answer->results);
    json_t *observations = json_array(), *parameters = json_array();
    int status = 0;
    status |= put(document, "as_of", json_string(spec->as_of));
    status |= put(document, "effective_sample_size", real_or_null(answer->effective));
    status |= put(document, "samplers", json_integer(spec->samplers > 0 ? (json_int_t)spec->samplers : 1));
    status |= put(document, "forms", forms(answer, nowcast, &status));
    if (*answer->weakest)
        status |= put(document, "weakest", json_string(answer->weakest));
    if (*answer->lost)
        status |= put(document, "lost", json_string(answer->lost));
    status |= put(document, "trusted", json_boolean(answer->trusted));
    for (size_t i = 0; i < all->count; i++)
        status |= json_array_append_new(observations, observation(&all->list[i], &answer->observations[i], &status));
    for (size_t k = 0; k < spec->parameter_count; k++)
        status |= json_array_append_new(parameters, parameter(&spec->parameters[k], &answer->parameters[k], &status));
    status |= put(document, "observations", observations);
    status |= put(document, "parameters", parameters);
    if (nowcast->options->sheet)
        status |= put(document, "monitoring_sheet", nowcast_sheet_json(nowcast, spec));
    return status == 0 ? 0 : -1;
}
