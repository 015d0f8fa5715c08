/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * chance: a distribution that is drawn from: its check, and making it ready.
 */
#include "quantity_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULT(setting, ...) faults_add(faults, (setting)->file, (setting)->line, __VA_ARGS__)

/* A normal chance must say where it ends if its key does: it is never truncated tacitly. */
static int check_ends(const struct form_parts *parts, const struct variate_form *form, const struct number_rule *rule,
                      const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH], range[RANGE_TEXT];
    static const double none[FORM_ARGUMENTS] = {0};
    struct support reach = form_support(form, parts, none);
    bool low = isnan(form_argument(parts, none, "low", NAN)), high = isnan(form_argument(parts, none, "high", NAN));
    setting_path(group, path);
    number_range(rule, range);
    if (form->family == VARIATE_NORMAL && ((low && isfinite(rule->low)) || (high && isfinite(rule->high)))) {
        return FAULT(group, "%s: a normal distribution reaches beyond what is legal, %s: state %s", path, range,
                     low && isfinite(rule->low) ? "low" : "high");
    }
    bool unit_ends = form->family == VARIATE_BERNOULLI || form->family == VARIATE_BETA;
    if (unit_ends && ((reach.low < rule->low && isnan(form_argument(parts, none, "min", NAN))) ||
                      (reach.high > rule->high && isnan(form_argument(parts, none, "max", NAN))))) {
        return FAULT(group, "%s: the distribution reaches from 0 to 1, legal is %s", path, range);
    }
    return 0;
}

/* Makes the distribution once, with the medians of arguments that are priors. */
static int try_chance(const struct form_parts *parts, const struct variate_form *form, const struct number_rule *rule,
                      const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH];
    double values[FORM_ARGUMENTS] = {0};
    struct variate variate;
    struct error error = {0};
    int result = 0;
    for (size_t i = 0; i < parts->count; i++) {
        struct quantity quantity;
        struct number_rule argument_rule = number_rule_of_argument(rule, parts->names[i]);
        if (quantity_read(&quantity, &argument_rule, parts->settings[i], faults) != 0) {
            result = -1;
            continue;
        }
        values[i] = quantity.kind == QUANTITY_PRIOR ? variate_quantile(&quantity.variate, 0.5) : quantity.constant;
        quantity_clear(&quantity);
    }
    if (result == 0 && variate_make(&variate, form, values, &error) != 0) {
        result = FAULT(group, "%s: %s", setting_path(group, path), error.text);
    }
    return result;
}

int chance_check(const struct number_rule *rule, const struct setting *setting, struct faults *faults)
{
    char path[SETTING_PATH];
    struct form_parts parts;
    struct variate_form form = {0};
    if (setting->type != SETTING_GROUP || setting_is_long_constant(setting)) {
        struct quantity quantity;
        int result = quantity_read(&quantity, rule, setting, faults);
        if (result == 0) {
            quantity_clear(&quantity);
        }
        return result;
    }
    if (!setting_named(setting, "dist")) {
        return FAULT(setting, "%s: must be a number, a group { value = …; } or a distribution { dist = …; }",
                     setting_path(setting, path));
    }
    if (number_check_unit(rule, setting, faults) != 0 || form_parts(&parts, setting, faults) != 0 ||
        form_make(&form, &parts, rule, setting, faults) != 0) {
        return -1;
    }
    int result = check_ends(&parts, &form, rule, setting, faults);
    result |= try_chance(&parts, &form, rule, setting, faults);
    variate_form_free(&form);
    return result;
}

/* Lists of a chance distribution are plain numbers that schema_check() has seen. */
static double *list_of(const struct setting *list)
{
    double *values = list ? malloc((list->count + 1) * sizeof *values) : NULL;
    for (size_t i = 0; values && i < list->count; i++) {
        setting_number(list->children[i], &values[i]);
    }
    return values;
}

static int chance_form(struct chance *chance, const struct setting *group, struct error *error)
{
    struct form_parts parts;
    struct faults none = {0};
    if (form_parts(&parts, group, &none) != 0 || !parts.family) {
        faults_free(&none);
        return error_set(error, ERROR_CONFIG, "%s:%d: no chance distribution", group->file, group->line);
    }
    double *values = list_of(parts.values), *weights = list_of(parts.weights);
    int result = -1;
    if ((parts.values && !values) || (parts.weights && !weights)) {
        error_set(error, ERROR_MEMORY, "out of memory");
    } else {
        result = variate_form_init(&chance->form, parts.family, parts.names, parts.count, values, weights,
                                   parts.values ? parts.values->count : 0, error);
    }
    free(values);
    free(weights);
    for (size_t i = 0; result == 0 && i < parts.count; i++) {
        chance->index[i] = quantities_at(group, parts.names[i]);
    }
    return result;
}

int chance_init(struct chance *chance, const struct setting *from, const char *path, struct error *error)
{
    static const char *const constant[] = {"value"};
    const struct setting *setting = schema_get(from, path);
    memset(chance, 0, sizeof *chance);
    if (setting->quantity == 0) {
        return chance_form(chance, setting, error);
    }
    chance->index[0] = setting->quantity - 1;
    return variate_form_init(&chance->form, "constant", constant, 1, NULL, NULL, 0, error);
}

void chance_free(struct chance *chance)
{
    variate_form_free(&chance->form);
}

int chance_make(struct variate *variate, const struct chance *chance, const double values[], struct error *error)
{
    double arguments[VARIATE_ARGUMENTS];
    for (size_t i = 0; i < chance->form.argument_count; i++) {
        arguments[i] = values[chance->index[i]];
    }
    return variate_make(variate, &chance->form, arguments, error);
}
