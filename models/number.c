/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * number: what one scalar may be, and reading it.
 */
#include "quantity_parts.h"

#include "sim/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FAULT(setting, ...) faults_add(faults, (setting)->file, (setting)->line, __VA_ARGS__)

static bool one_of(const char *name, const char *const names[])
{
    for (size_t i = 0; names[i]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Arguments that are places on the axis of the number itself. */
bool argument_is_location(const char *name)
{
    static const char *const names[] = {"value", "min",  "mode", "max", "mean", "median",
                                        "low",   "high", "q10",  "q90", NULL};
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
    static const char *const shares[] = {"p", "rho", NULL}, *const units[] = {"sd", "scale", NULL};
    struct number_rule argument = *rule;
    argument.whole = strcmp(name, "n") == 0;
    if (!argument_is_location(name)) {
        argument.date = false;
        argument.unit = one_of(name, units) ? rule->unit : NULL;
        argument.low = 0;
        argument.high = one_of(name, shares) ? 1 : INFINITY;
    }
    return argument;
}

char *number_format(const struct number_rule *rule, double value, char text[NUMBER_TEXT])
{
    if (rule->date && fabs(value) < 1e5) {
        date_format(rule->epoch + (long)floor(value), text);
    } else {
        snprintf(text, NUMBER_TEXT, "%.10g", value);
    }
    return text;
}

char *number_range(const struct number_rule *rule, char text[RANGE_TEXT])
{
    char low[NUMBER_TEXT], high[NUMBER_TEXT];
    const char *gap = rule->unit && !rule->date ? " " : "", *unit = *gap ? rule->unit : "";
    number_format(rule, rule->low, low);
    number_format(rule, rule->high, high);
    if (isfinite(rule->low) && isfinite(rule->high)) {
        snprintf(text, RANGE_TEXT, "%s to %s%s%.60s", low, high, gap, unit);
    } else if (isfinite(rule->low)) {
        snprintf(text, RANGE_TEXT, "at least %s%s%.60s", low, gap, unit);
    } else if (isfinite(rule->high)) {
        snprintf(text, RANGE_TEXT, "at most %s%s%.60s", high, gap, unit);
    } else {
        snprintf(text, RANGE_TEXT, "any %s", rule->date ? "date" : "number");
    }
    return text;
}

const char *number_noun(const struct number_rule *rule)
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
        return FAULT(setting, "%s: must be %s, is %s", path, location ? number_noun(rule) : "a number",
                     setting_type_name(setting->type));
    }
    if (!location) {
        return 0;
    }
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
    if (!rule->whole || value == floor(value)) {
        return 0;
    }
    return FAULT(setting, "%s: %.10g is no whole number; legal is %s", setting_path(setting, path), value,
                 number_range(rule, range));
}

int number_check_unit(const struct number_rule *rule, const struct setting *group, struct faults *faults)
{
    char path[SETTING_PATH];
    const struct setting *unit = setting_named(group, "unit");
    if (!unit) {
        return 0;
    }
    setting_path(unit, path);
    if (unit->type != SETTING_TEXT) {
        return FAULT(unit, "%s: must be a text, is %s", path, setting_type_name(unit->type));
    }
    if (!rule->unit || strcmp(rule->unit, unit->value.text) != 0) {
        return FAULT(unit, "%s: '%.60s' is not this number's unit, which is %s", path, unit->value.text,
                     rule->unit ? rule->unit : "none");
    }
    return 0;
}
