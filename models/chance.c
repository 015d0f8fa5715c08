/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * chance: from the group { dist = ...; } to a distribution: its parts, its form, its check, and making it ready.
 */
#include "quantity_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULT(setting, ...) faults_add(faults, (setting)->file, (setting)->line, __VA_ARGS__)

int form_parts(struct form_parts *parts, const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH];
    memset(parts, 0, sizeof *parts);
    for (size_t i = 0; i < group->count; i++) {
        const struct setting *child = group->children[i];
        setting_path(child, path);
        if (strcmp(child->name, "dist") == 0) {
            if (child->type != SETTING_TEXT) {
                return FAULT(child, "%s: must be a text, the name of a distribution, is %s", path,
                             setting_type_name(child->type));
            }
            parts->family = child->value.text;
        } else if (strcmp(child->name, "values") == 0 || strcmp(child->name, "weights") == 0) {
            if (child->type != SETTING_LIST)
                return FAULT(child, "%s: must be a list of numbers, is %s", path, setting_type_name(child->type));
            *(child->name[0] == 'v' ? &parts->values : &parts->weights) = child;
        } else if (!schema_is_remark(child->name) && strcmp(child->name, "unit") != 0) {
            if (parts->count == FORM_ARGUMENTS - 2)
                return FAULT(child, "%s: too many arguments for a distribution", path);
            parts->settings[parts->count] = child;
            parts->names[parts->count++] = child->name;
        }
    }
    return 0;
}

/* A list of plain numbers, on the axis (values) or beside it (weights). The caller frees it. */
static double *read_list(const struct number_rule *rule, bool location, const struct setting *list,
                         struct faults *faults)
{
    double *values = malloc((list->count + 1) * sizeof *values);
    bool good = values;
    if (!values)
        FAULT(list, "out of memory");
    for (size_t i = 0; values && i < list->count; i++) {
        const struct setting *child = list->children[i];
        good &= number_read_scalar(&values[i], rule, location, child, faults) == 0 &&
                (!location || number_check_whole(rule, values[i], child, faults) == 0);
    }
    if (!good) {
        free(values);
        return 0;
    }
    return values;
}

int form_make(struct variate_form *form, const struct form_parts *parts, const struct number_rule *rule,
              const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH];
    struct error error = {0};
    double *values = parts->values ? read_list(rule, true, parts->values, faults) : 0;
    double *weights = parts->weights ? read_list(rule, false, parts->weights, faults) : 0;
    int result = (parts->values && !values) || (parts->weights && !weights) ? -1 : 0;
    setting_path(group, path);
    if (result == 0 && values && weights && parts->values->count != parts->weights->count) {
        result =
            FAULT(parts->weights, "%s: %zu values but %zu weights", path, parts->values->count, parts->weights->count);
    } else if (result == 0 && variate_form_init(form, parts->family, parts->names, parts->count, values, weights,
                                                parts->values ? parts->values->count : 0, &error) != 0) {
        result = FAULT(group, "%s: %s", path, error.text);
    }
    free(values);
    free(weights);
    return result;
}

double form_argument(const struct form_parts *parts, const double values[], const char *name, double otherwise)
{
    for (size_t i = 0; i < parts->count; i++)
        if (strcmp(parts->names[i], name) == 0)
            return values[i];
    return otherwise;
}

struct support form_support(const struct variate_form *form, const struct form_parts *parts, const double values[])
{
    double value = form_argument(parts, values, "value", 0);
    switch (form->family) {
    case VARIATE_CONSTANT:
        return (struct support){value, value, true};
    case VARIATE_UNIFORM:
    case VARIATE_TRIANGULAR:
    case VARIATE_PERT:
    case VARIATE_BETA:
        return (struct support){form_argument(parts, values, "min", 0), form_argument(parts, values, "max", 1), true};
    case VARIATE_BERNOULLI:
        return (struct support){0, 1, true};
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
        return (struct support){form->values[0], form->values[form->count - 1], true};
    case VARIATE_NORMAL:
        return (struct support){-INFINITY, INFINITY, false};
    case VARIATE_BINOMIAL:
    case VARIATE_BETA_BINOMIAL:
        return (struct support){0, form_argument(parts, values, "n", 0), false};
    default:
        return (struct support){0, INFINITY, false};
    }
}

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
                      (reach.high > rule->high && isnan(form_argument(parts, none, "max", NAN)))))
        return FAULT(group, "%s: the distribution reaches from 0 to 1, legal is %s", path, range);
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
    if (result == 0 && variate_make(&variate, form, values, &error) != 0)
        result = FAULT(group, "%s: %s", setting_path(group, path), error.text);
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
        if (result == 0)
            quantity_clear(&quantity);
        return result;
    }
    if (!setting_named(setting, "dist")) {
        return FAULT(setting, "%s: must be a number, a group { value = …; } or a distribution { dist = …; }",
                     setting_path(setting, path));
    }
    if (number_check_unit(rule, setting, faults) != 0 || form_parts(&parts, setting, faults) != 0 ||
        form_make(&form, &parts, rule, setting, faults) != 0)
        return -1;
    int result = check_ends(&parts, &form, rule, setting, faults);
    result |= try_chance(&parts, &form, rule, setting, faults);
    variate_form_free(&form);
    return result;
}

/* Lists of a chance distribution are plain numbers that schema_check() has seen. */
static double *list_of(const struct setting *list)
{
    double *values = list ? malloc((list->count + 1) * sizeof *values) : 0;
    for (size_t i = 0; values && i < list->count; i++)
        setting_number(list->children[i], &values[i]);
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
    for (size_t i = 0; result == 0 && i < parts.count; i++)
        chance->index[i] = quantities_at(group, parts.names[i]);
    return result;
}

int chance_init(struct chance *chance, const struct setting *from, const char *path, struct error *error)
{
    static const char *const constant[] = {"value"};
    const struct setting *setting = schema_get(from, path);
    memset(chance, 0, sizeof *chance);
    if (setting->quantity == 0)
        return chance_form(chance, setting, error);
    chance->index[0] = setting->quantity - 1;
    return variate_form_init(&chance->form, "constant", constant, 1, 0, 0, 0, error);
}

void chance_free(struct chance *chance)
{
    variate_form_free(&chance->form);
}

int chance_make(struct variate *variate, const struct chance *chance, const double values[], struct error *error)
{
    double arguments[VARIATE_ARGUMENTS];
    for (size_t i = 0; i < chance->form.argument_count; i++)
        arguments[i] = values[chance->index[i]];
    return variate_make(variate, &chance->form, arguments, error);
}
