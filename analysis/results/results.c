/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results: what writer and reader of results files share: readings, dimensions, variables, labels.
 */
#include "analysis/results/results_parts.h"

#include <stdio.h>
#include <string.h>

const double results_quantiles[RESULTS_QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};

/* ---- readings ---- */

bool results_has_cards(const struct results_spec *spec)
{
    return spec->cards_expected > 0 && spec->weeks > 0;
}

bool results_has_causes(const struct results_spec *spec)
{
    return spec->samplers > 0 && spec->fan_replications > 0;
}

bool results_reading_repeats(const struct results_spec *spec, enum results_reading reading)
{
    return reading == READING_MOST_MUNICIPALITIES &&
           results_reading_sites(reading, spec->municipality_count) == spec->municipality_count;
}

double results_deadline_instant(const struct results_spec *spec, size_t deadline)
{
    return (double)(spec->deadlines[deadline].date + 1 - spec->epoch);
}

size_t results_alike(const struct results_spec *spec)
{
    if (spec->samplers > 0)
        return spec->replications / spec->samplers;
    return spec->replications_per_draw > 1 ? spec->replications_per_draw : 1;
}

struct outcome_layout results_layout(const struct results_spec *spec)
{
    size_t extent[OUTCOME_DIMENSIONS];
    for (int d = 0; d < OUTCOME_DIMENSIONS; d++)
        extent[d] = file_extent(spec, file_dimension_of((enum outcome_dimension)d));
    return outcome_layout(extent);
}

/* ---- dimensions ---- */

#define COUNT(member) offsetof(struct results_spec, member)

static const struct {
    const char *name;
    size_t count; /* where the spec keeps its extent; 0 where it is fixed */
} dimensions[FILE_DIMENSIONS] = {
    [DIM_SCENARIO] = {"scenario", COUNT(scenario_count)},
    [DIM_REPLICATION] = {"replication", COUNT(replications)},
    [DIM_MUNICIPALITY] = {"municipality", COUNT(municipality_count)},
    [DIM_MILESTONE] = {"milestone", COUNT(milestone_count)},
    [DIM_WEEK] = {"week", COUNT(weeks)},
    [DIM_DEADLINE] = {"deadline", COUNT(deadline_count)},
    [DIM_READING] = {"reading", 0},
    [DIM_RESOURCE] = {"resource", COUNT(resource_count)},
    [DIM_CAUSE] = {"cause", COUNT(cause_count)},
    [DIM_ACTIVITY] = {"activity", COUNT(activity_count)},
    [DIM_REGION] = {"region", COUNT(region_count)},
    [DIM_VENDOR] = {"vendor", COUNT(vendor_count)},
    [DIM_PARAMETER] = {"parameter", COUNT(parameter_count)},
    [DIM_QUANTILE] = {"quantile", 0},
};

const char *file_dimension_name(enum file_dimension dimension)
{
    return dimensions[dimension].name;
}

size_t file_extent(const struct results_spec *spec, enum file_dimension dimension)
{
    if (dimension == DIM_READING)
        return READINGS;
    if (dimension == DIM_QUANTILE)
        return RESULTS_QUANTILES;
    return *(const size_t *)(const void *)((const char *)spec + dimensions[dimension].count);
}

void file_extent_set(struct results_spec *spec, enum file_dimension dimension, size_t extent)
{
    if (dimensions[dimension].count != 0)
        *(size_t *)(void *)((char *)spec + dimensions[dimension].count) = extent;
}

enum file_dimension file_dimension_of(enum outcome_dimension dimension)
{
    static const enum file_dimension map[OUTCOME_DIMENSIONS] = {[OUTCOME_MUNICIPALITY] = DIM_MUNICIPALITY,
                                                                [OUTCOME_MILESTONE] = DIM_MILESTONE,
                                                                [OUTCOME_WEEK] = DIM_WEEK,
                                                                [OUTCOME_RESOURCE] = DIM_RESOURCE,
                                                                [OUTCOME_CAUSE] = DIM_CAUSE,
                                                                [OUTCOME_ACTIVITY] = DIM_ACTIVITY,
                                                                [OUTCOME_PARAMETER] = DIM_PARAMETER};
    return map[dimension];
}

/* ---- variables ---- */

bool file_variable_exists(const struct results_spec *spec, const struct file_variable *variable)
{
    for (int r = 0; r < variable->rank; r++)
        if (file_extent(spec, variable->dimension[r]) == 0)
            return false;
    return true;
}

struct file_variable file_outcome(enum outcome_name name)
{
    const struct outcome_field *field = &outcome_fields[name];
    struct file_variable variable = {
        field->name, 2 + field->rank, {DIM_SCENARIO, DIM_REPLICATION}, field->units, field->meaning};
    for (int r = 0; r < field->rank; r++)
        variable.dimension[2 + r] = file_dimension_of(field->dimension[r]);
    return variable;
}

const struct file_variable file_done = {
    "municipalities_done",
    3,
    {DIM_SCENARIO, DIM_REPLICATION, DIM_DEADLINE},
    "1",
    "municipalities that reached the deadline's milestone in time; -1: the deadline has no milestone"};

const struct file_variable file_critical_share = {
    "activity_critical_share",
    2,
    {DIM_SCENARIO, DIM_ACTIVITY},
    "1",
    "share of replications in which the activity lies on the last municipality's critical path"};

const struct file_variable file_cards = {
    "municipality_cards_new",
    4,
    {DIM_SCENARIO, DIM_REPLICATION, DIM_MUNICIPALITY, DIM_WEEK},
    "1",
    "cards that the municipality took into use in the week before; of a shard's first rows, for the merged fans"};

const struct file_variable file_causes = {
    "municipality_cause_days",
    3,
    {DIM_SCENARIO, DIM_MUNICIPALITY, DIM_CAUSE},
    "d",
    "days of the municipality's path to the final milestone that go to the cause, from the earliest decision on, mean "
    "over the fans' replications"};

#define PER_READING 3, {DIM_SCENARIO, DIM_DEADLINE, DIM_READING}, "1"

const struct file_variable file_probability[3] = {
    {"deadline_probability", PER_READING,
     "share of replications that keep the deadline; NaN: the reading makes no sense for it"},
    {"deadline_probability_low", PER_READING, "lower end of its 95 % interval (Wilson): simulation error only"},
    {"deadline_probability_high", PER_READING, "upper end of its 95 % interval (Wilson): simulation error only"},
};

const struct file_variable file_fan[FANS] = {
    [FAN_MUNICIPALITY] = {"municipality_cards_quantile",
                          4,
                          {DIM_SCENARIO, DIM_QUANTILE, DIM_MUNICIPALITY, DIM_WEEK},
                          "1",
                          "quantiles over the replications of the municipality's cards"},
    [FAN_REGION] = {"region_cards_quantile",
                    4,
                    {DIM_SCENARIO, DIM_QUANTILE, DIM_REGION, DIM_WEEK},
                    "1",
                    "quantiles over the replications of the region's cards"},
    [FAN_VENDOR] = {"vendor_cards_quantile",
                    4,
                    {DIM_SCENARIO, DIM_QUANTILE, DIM_VENDOR, DIM_WEEK},
                    "1",
                    "quantiles over the replications of the cards of the vendor's municipalities"},
};

/* ---- labels ---- */

#define LIST(list) offsetof(struct results_spec, list)
#define NAMED(member) sizeof(struct results_named), offsetof(struct results_named, member)
#define PARAMETER(member) sizeof(struct results_parameter), offsetof(struct results_parameter, member)

const struct file_label file_labels[] = {
    {"scenario", DIM_SCENARIO, LIST(scenarios), NAMED(name), "name of the scenario", 0},
    {"milestone", DIM_MILESTONE, LIST(milestones), NAMED(name), "name of the milestone", 0},
    {"deadline", DIM_DEADLINE, LIST(deadlines), sizeof(struct results_deadline),
     offsetof(struct results_deadline, name), "name of the deadline", 0},
    {"resource", DIM_RESOURCE, LIST(resources), NAMED(name), "name of the resource", 0},
    {"cause", DIM_CAUSE, LIST(causes), NAMED(name), "what days are lost to", 0},
    {"activity", DIM_ACTIVITY, LIST(activities), NAMED(name), "name of the activity", 0},
    {"region", DIM_REGION, LIST(regions), sizeof(char *), 0, "name of the region", 0},
    {"vendor", DIM_VENDOR, LIST(vendors), NAMED(name), "name of the vendor", 0},
    {"parameter", DIM_PARAMETER, LIST(parameters), PARAMETER(name),
     "path of the uncertain parameter in the configuration", 0},
    {"scenario_title", DIM_SCENARIO, LIST(scenarios), NAMED(title), "what the scenario supposes", 0},
    {"scenario_kind", DIM_SCENARIO, LIST(scenario_kinds), sizeof(char *), 0,
     "baseline; lever: something that one could do; assumption: another view of what one cannot choose; "
     "counterfactual: a lever that would have had to be pulled on the as-of date or before",
     "lever"},
    {"municipality_name", DIM_MUNICIPALITY, LIST(municipalities), sizeof(struct results_municipality),
     offsetof(struct results_municipality, name), "name of the municipality", 0},
    {"milestone_title", DIM_MILESTONE, LIST(milestones), NAMED(title), "what the milestone is", 0},
    {"resource_title", DIM_RESOURCE, LIST(resources), NAMED(title), "what the resource is", 0},
    {"cause_title", DIM_CAUSE, LIST(causes), NAMED(title), "what the cause is", 0},
    {"activity_title", DIM_ACTIVITY, LIST(activities), NAMED(title), "what the activity is", 0},
    {"vendor_title", DIM_VENDOR, LIST(vendors), NAMED(title), "the vendor's name as written", 0},
    {"parameter_unit", DIM_PARAMETER, LIST(parameters), PARAMETER(unit), "unit of the parameter", 0},
    {"parameter_source", DIM_PARAMETER, LIST(parameters), PARAMETER(source), "source of the parameter's prior", 0},
};
const size_t file_label_count = sizeof file_labels / sizeof *file_labels;

const struct file_attribute file_attributes[] = {
    {"title", LIST(title), false},
    {"word_site", LIST(words[WORD_SITE]), false},
    {"word_item", LIST(words[WORD_ITEM]), false},
    {"word_vendor", LIST(words[WORD_VENDOR]), false},
    {"fmksim_version", LIST(version), false},
    {"fmksim_commit", LIST(commit), false},
    {"compiler", LIST(compiler), false},
    {"command", LIST(command), false},
    {"created", LIST(created), false},
    {"replication_0_hash", LIST(replication_0), false},
    {"configuration_hash", LIST(configuration_hash), false},
    {"configuration", LIST(configuration), false},
    {"sites", LIST(sites), true},
    {"defaults", LIST(defaults), true},
    {"outlines", LIST(outlines), true},
    {"plan_deadline", LIST(plan), true},
    {"cost_unit", LIST(cost_unit), true},
    {"as_of", LIST(as_of), true},
    {"observations", LIST(observations), true},
    {"sampling", LIST(sampling), true},
    {"monitoring_sheet", LIST(sheet), true},
    {"pasts", LIST(pasts), true},
};
const size_t file_attribute_count = sizeof file_attributes / sizeof *file_attributes;

const struct file_list file_lists[] = {
    {DIM_SCENARIO, LIST(scenarios), sizeof(struct results_named)},
    {DIM_SCENARIO, LIST(scenario_kinds), sizeof(char *)},
    {DIM_MUNICIPALITY, LIST(municipalities), sizeof(struct results_municipality)},
    {DIM_MILESTONE, LIST(milestones), sizeof(struct results_named)},
    {DIM_DEADLINE, LIST(deadlines), sizeof(struct results_deadline)},
    {DIM_RESOURCE, LIST(resources), sizeof(struct results_named)},
    {DIM_CAUSE, LIST(causes), sizeof(struct results_named)},
    {DIM_ACTIVITY, LIST(activities), sizeof(struct results_named)},
    {DIM_REGION, LIST(regions), sizeof(char *)},
    {DIM_VENDOR, LIST(vendors), sizeof(struct results_named)},
    {DIM_PARAMETER, LIST(parameters), sizeof(struct results_parameter)},
};
const size_t file_list_count = sizeof file_lists / sizeof *file_lists;

/* ---- HDF5 ---- */

hid_t file_type(enum outcome_type type)
{
    switch (type) {
    case OUTCOME_FLOAT32:
        return H5T_IEEE_F32LE;
    case OUTCOME_FLOAT64:
        return H5T_IEEE_F64LE;
    case OUTCOME_INT32:
        return H5T_STD_I32LE;
    case OUTCOME_INT16:
        return H5T_STD_I16LE;
    case OUTCOME_UINT8:
        return H5T_STD_U8LE;
    }
    return -1;
}

hid_t file_native(enum outcome_type type)
{
    switch (type) {
    case OUTCOME_FLOAT32:
        return H5T_NATIVE_FLOAT;
    case OUTCOME_FLOAT64:
        return H5T_NATIVE_DOUBLE;
    case OUTCOME_INT32:
        return H5T_NATIVE_INT32;
    case OUTCOME_INT16:
        return H5T_NATIVE_INT16;
    case OUTCOME_UINT8:
        return H5T_NATIVE_UINT8;
    }
    return -1;
}

hid_t file_string_type(void)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0 || H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
        if (type >= 0)
            H5Tclose(type);
        return -1;
    }
    return type;
}

void file_silence(void)
{
    H5Eset_auto2(H5E_DEFAULT, 0, 0);
}

/* The first entry met is the innermost: what really happened. */
static herr_t innermost(unsigned n, const H5E_error2_t *entry, void *context)
{
    if (n == 0)
        snprintf(context, 256, "%s", entry->desc ? entry->desc : "");
    return 0;
}

int file_error(struct error *error, enum error_code code, const char *path, const char *what)
{
    char text[256] = "";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, innermost, text);

    /* HDF5 wraps what the system said into addresses and times: "…, error message = 'No space left on device', …" */
    static const char mark[] = "error message = '";
    char *reason = strstr(text, mark);
    if (reason) {
        reason += sizeof mark - 1;
        reason[strcspn(reason, "'")] = '\0';
    } else {
        reason = text;
    }
    H5Eclear2(H5E_DEFAULT);
    return error_set(error, code, "%s: %s%s%s", path, what, *reason != '\0' ? ": " : "", reason);
}
