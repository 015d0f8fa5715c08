/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * quantity_read: from a setting to a number: a constant, a prior, or the parts of a chance distribution.
 */
#include "document_parts.h"
#include "quantity_parts.h"
#include "sim/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULT(setting, ...) faults_add(faults, (setting)->file, (setting)->line, __VA_ARGS__)

static bool one_of(const char *name, const char *const names[])
{
    for (size_t i = 0; names[i]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* Arguments that are places on the axis of the number itself. */
bool argument_is_location(const char *name)
{
    static const char *const names[] = {"value", "min",  "mode", "max", "mean", "median",
                                        "low",   "high", "q10",  "q90", 0};
    return one_of(name, names);
}

struct number_rule number_rule_of(const struct schema_key *key, long epoch)
{
    bool bounded = key->low < key->high;
    return (struct number_rule){.unit = key->unit,
                                .low = bounded ? key->low : -INFINITY,
                                .high = bounded ? key->high : INFINITY,
                                .whole = key->type == SCHEMA_INTEGER,
                                .date = key->type == SCHEMA_DATE,
                                .fixed = key->fixed,
                                .epoch = epoch};
}

struct number_rule number_rule_of_argument(const struct number_rule *rule, const char *name)
{
    static const char *const shares[] = {"p", "rho", 0}, *const units[] = {"sd", "scale", 0};
    struct number_rule argument = *rule;
    argument.whole = strcmp(name, "n") == 0;
    if (!argument_is_location(name)) {
        argument.date = false;
        argument.unit = one_of(name, units) ? rule->unit : 0;
        argument.low = 0;
        argument.high = one_of(name, shares) ? 1 : INFINITY;
    }
    return argument;
}

char *number_format(const struct number_rule *rule, double value, char text[NUMBER_TEXT])
{
    if (rule->date && fabs(value) < 1e5)
        date_format(rule->epoch + (long)floor(value), text);
    else
        snprintf(text, NUMBER_TEXT, "%.10g", value);
    return text;
}

char *number_range(const struct number_rule *rule, char text[RANGE_TEXT])
{
    char low[NUMBER_TEXT], high[NUMBER_TEXT];
    const char *gap = rule->unit && !rule->date ? " " : "", *unit = *gap ? rule->unit : "";
    number_format(rule, rule->low, low);
    number_format(rule, rule->high, high);
    if (isfinite(rule->low) && isfinite(rule->high))
        snprintf(text, RANGE_TEXT, "%s to %s%s%.60s", low, high, gap, unit);
    else if (isfinite(rule->low))
        snprintf(text, RANGE_TEXT, "at least %s%s%.60s", low, gap, unit);
    else if (isfinite(rule->high))
        snprintf(text, RANGE_TEXT, "at most %s%s%.60s", high, gap, unit);
    else
        snprintf(text, RANGE_TEXT, "any %s", rule->date ? "date" : "number");
    return text;
}

static const char *noun(const struct number_rule *rule)
{
    return rule->date    ? "a date (\"YYYY-MM-DD\", or days since the epoch)"
           : rule->whole ? "a whole number"
                         : "a number";
}

/* One scalar as a value on the number's axis (`location`) or beside it; within the bounds if on it. */
int number_read_scalar(double *value, const struct number_rule *rule, bool location, const struct setting *setting,
                       struct faults *faults)
{
    char path[SETTING_PATH], range[RANGE_TEXT], shown[NUMBER_TEXT];
    long day;
    setting_path(setting, path);
    if (rule->date && location && setting->type == SETTING_TEXT) {
        if (!date_parse(setting->value.text, &day)) {
            return FAULT(setting, "%s: '%.40s' is no date \"YYYY-MM-DD\" of the years 1900 to 2199", path,
                         setting->value.text);
        }
        *value = (double)(day - rule->epoch);
    } else if (!setting_number(setting, value)) {
        return FAULT(setting, "%s: must be %s, is %s", path, location ? noun(rule) : "a number",
                     setting_type_name(setting->type));
    }
    if (!location)
        return 0;
    if (rule->whole && fabs(*value) > 0x1p53) {
        return FAULT(setting, "%s: %.17g is too large to be exact; legal is %s", path, *value,
                     number_range(rule, range));
    }
    if (*value < rule->low || *value > rule->high) {
        return FAULT(setting, "%s = %s is out of range: legal is %s", path, number_format(rule, *value, shown),
                     number_range(rule, range));
    }
    return 0;
}

int number_check_whole(const struct number_rule *rule, double value, const struct setting *setting,
                       struct faults *faults)
{
    char path[SETTING_PATH], range[RANGE_TEXT];
    if (!rule->whole || value == floor(value))
        return 0;
    return FAULT(setting, "%s: %.10g is no whole number; legal is %s", setting_path(setting, path), value,
                 number_range(rule, range));
}

int number_check_unit(const struct number_rule *rule, const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH];
    const struct setting *unit = setting_named(group, "unit");
    if (!unit)
        return 0;
    setting_path(unit, path);
    if (unit->type != SETTING_TEXT)
        return FAULT(unit, "%s: must be a text, is %s", path, setting_type_name(unit->type));
    if (!rule->unit || strcmp(rule->unit, unit->value.text) != 0) {
        return FAULT(unit, "%s: '%.60s' is not this number's unit, which is %s", path, unit->value.text,
                     rule->unit ? rule->unit : "none");
    }
    return 0;
}

bool setting_is_long_constant(const struct setting *setting)
{
    return setting->type == SETTING_GROUP && setting_named(setting, "value") && !setting_named(setting, "dist");
}

static int read_long_constant(double *value, const struct number_rule *rule, const struct setting *group,
                              struct faults *faults)
{
    char path[SETTING_PATH];
    int result = number_check_unit(rule, group, faults);
    for (size_t i = 0; i < group->count; i++) {
        const struct setting *child = group->children[i];
        if (strcmp(child->name, "value") == 0) {
            result |=
                number_read_scalar(value, rule, true, child, faults) || number_check_whole(rule, *value, child, faults)
                    ? -1
                    : 0;
        } else if (!schema_is_remark(child->name) && strcmp(child->name, "unit") != 0) {
            result = FAULT(child,
                           "%s: does not belong to a constant { value = …; }, which may also say unit, source, "
                           "note and title",
                           setting_path(child, path));
        }
    }
    return result;
}

/* Adds the key's bounds as truncation where an unbounded family reaches beyond and says none itself. */
static void close_ends(struct form_parts *parts, double values[], const struct support *support,
                       const struct number_rule *rule)
{
    bool low = isfinite(form_argument(parts, values, "low", NAN)),
         high = isfinite(form_argument(parts, values, "high", NAN));
    if (!support->stated && !low && support->low < rule->low) {
        values[parts->count] = rule->low;
        parts->names[parts->count++] = "low";
    }
    if (!support->stated && !high && support->high > rule->high) {
        values[parts->count] = rule->high;
        parts->names[parts->count++] = "high";
    }
}

static int keep_arguments(struct quantity *quantity, const struct form_parts *parts, const double values[])
{
    for (size_t i = 0; i < quantity->form.argument_count; i++) {
        quantity->arguments[i] = values[i];
        quantity->names[i] = strdup(parts->names[i]);
        if (!quantity->names[i])
            return -1;
    }
    return 0;
}

/* Bounds, truncation and the ready variate of a prior whose arguments are read. */
static int finish_prior(struct quantity *quantity, const struct number_rule *rule, struct form_parts *parts,
                        double values[], const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH], range[RANGE_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT];
    struct error error = {0};
    struct variate_form stated = quantity->form;
    struct support support = form_support(&stated, parts, values);
    setting_path(group, path);
    if (support.stated && (support.low < rule->low || support.high > rule->high)) {
        return FAULT(group, "%s: the prior reaches from %s to %s, legal is %s", path,
                     number_format(rule, support.low, low), number_format(rule, support.high, high),
                     number_range(rule, range));
    }
    size_t before = parts->count;
    close_ends(parts, values, &support, rule);
    if (parts->count > before) {
        variate_form_free(&quantity->form);
        if (form_make(&quantity->form, parts, rule, group, faults) != 0)
            return -1;
    }
    if (variate_make(&quantity->variate, &quantity->form, values, &error) != 0)
        return FAULT(group, "%s: %s", path, error.text);
    quantity->low = fmax(fmax(rule->low, support.low), form_argument(parts, values, "low", -INFINITY));
    quantity->high = fmin(fmin(rule->high, support.high), form_argument(parts, values, "high", INFINITY));
    if (rule->whole && ceil(quantity->low) > floor(quantity->high)) {
        return FAULT(group, "%s: there is no whole number between %.10g and %.10g", path, quantity->low,
                     quantity->high);
    }
    quantity->kind = QUANTITY_PRIOR;
    return keep_arguments(quantity, parts, values) == 0 ? 0 : FAULT(group, "out of memory");
}

static int read_prior(struct quantity *quantity, const struct number_rule *rule, const struct setting *group,
                      struct faults *faults)
{
    char path[SETTING_PATH];
    struct form_parts parts;
    double values[FORM_ARGUMENTS] = {0};
    int result = number_check_unit(rule, group, faults) | form_parts(&parts, group, faults);
    if (rule->fixed) {
        return FAULT(group, "%s: must be a constant: this number shapes the model and cannot be drawn",
                     setting_path(group, path));
    }
    for (size_t i = 0; result == 0 && i < parts.count; i++) {
        if (parts.settings[i]->type <= SETTING_LIST) {
            return FAULT(parts.settings[i], "%s: must be a constant: a prior's arguments are not drawn, is %s",
                         setting_path(parts.settings[i], path), setting_type_name(parts.settings[i]->type));
        }
    }
    if (result != 0 || form_make(&quantity->form, &parts, rule, group, faults) != 0)
        return -1; /* wrong names are told before wrong values */
    for (size_t i = 0; i < parts.count; i++)
        result |= number_read_scalar(&values[i], rule, argument_is_location(parts.names[i]), parts.settings[i], faults);
    return result == 0 ? finish_prior(quantity, rule, &parts, values, group, faults) : -1;
}

static int read_value(struct quantity *quantity, const struct number_rule *rule, const struct setting *setting,
                      struct faults *faults)
{
    char path[SETTING_PATH];
    if (setting->type != SETTING_GROUP) {
        int result = number_read_scalar(&quantity->constant, rule, true, setting, faults);
        return result == 0 ? number_check_whole(rule, quantity->constant, setting, faults) : -1;
    }
    if (setting_is_long_constant(setting))
        return read_long_constant(&quantity->constant, rule, setting, faults);
    if (setting_named(setting, "dist"))
        return read_prior(quantity, rule, setting, faults);
    return FAULT(setting, "%s: must be %s, a group { value = …; } or a prior { dist = …; }",
                 setting_path(setting, path), noun(rule));
}

static char *copy_or_null(const char *text)
{
    return text ? strdup(text) : 0;
}

int quantity_read(struct quantity *quantity, const struct number_rule *rule, const struct setting *setting,
                  struct faults *faults)
{
    char path[SETTING_PATH];
    const char *source = schema_source(setting), *note = schema_note(setting);
    *quantity = (struct quantity){
        .low = rule->low, .high = rule->high, .line = setting->line, .whole = rule->whole, .date = rule->date};
    if (read_value(quantity, rule, setting, faults) != 0) {
        quantity_clear(quantity);
        return -1;
    }
    quantity->path = strdup(setting_path(setting, path));
    quantity->unit = strdup(rule->unit ? rule->unit : "");
    quantity->file = strdup(setting->file);
    quantity->source = copy_or_null(source);
    quantity->note = copy_or_null(note);
    if (!quantity->path || !quantity->unit || !quantity->file || (source && !quantity->source) ||
        (note && !quantity->note)) {
        quantity_clear(quantity);
        return FAULT(setting, "out of memory");
    }
    return 0;
}

void quantity_clear(struct quantity *quantity)
{
    free(quantity->path);
    free(quantity->unit);
    free(quantity->source);
    free(quantity->note);
    free(quantity->file);
    for (size_t i = 0; i < VARIATE_ARGUMENTS; i++)
        free(quantity->names[i]);
    variate_form_free(&quantity->form);
    memset(quantity, 0, sizeof *quantity);
}
