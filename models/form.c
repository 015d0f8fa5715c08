/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * form: from the group { dist = ...; } to the form of a distribution.
 */
#include "quantity_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAULT(setting, ...) faults_add(faults, (setting)->file, (setting)->line, __VA_ARGS__)

bool setting_is_long_constant(const struct setting *setting)
{
    return setting->type == SETTING_GROUP && setting_named(setting, "value") && !setting_named(setting, "dist");
}

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
            if (child->type != SETTING_LIST) {
                return FAULT(child, "%s: must be a list of numbers, is %s", path, setting_type_name(child->type));
            }
            *(child->name[0] == 'v' ? &parts->values : &parts->weights) = child;
        } else if (!schema_is_remark(child->name) && strcmp(child->name, "unit") != 0) {
            if (parts->count == FORM_ARGUMENTS - 2) {
                return FAULT(child, "%s: too many arguments for a distribution", path);
            }
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
    bool good = values != NULL;
    if (!values) {
        FAULT(list, "out of memory");
    }
    for (size_t i = 0; values && i < list->count; i++) {
        const struct setting *child = list->children[i];
        good &= number_read_scalar(&values[i], rule, location, child, faults) == 0 &&
                (!location || number_check_whole(rule, values[i], child, faults) == 0);
    }
    if (!good) {
        free(values);
        return NULL;
    }
    return values;
}

int form_make(struct variate_form *form, const struct form_parts *parts, const struct number_rule *rule,
              const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH];
    struct error error = {0};
    double *values = parts->values ? read_list(rule, true, parts->values, faults) : NULL;
    double *weights = parts->weights ? read_list(rule, false, parts->weights, faults) : NULL;
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
    for (size_t i = 0; i < parts->count; i++) {
        if (strcmp(parts->names[i], name) == 0) {
            return values[i];
        }
    }
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
