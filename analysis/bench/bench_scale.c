/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_scale: a configuration with k times the sites, and k times whatever serves or hits them: teams, consultants,
 * places at sessions, the task force, from the beginning and as they change. Vendors' totals follow sites.copies by
 * themselves.
 */
#include "analysis/bench/bench_parts.h"
#include "models/keys.h"

#include <string.h>

static const char *const served_by[] = {
    "sites.copies",
    "sites.cards",
    CONSULTANTS_PATH,
    "vendors.*.teams",
    "vendors.*.pilots",
    "vendors.*.team_changes.*.add",
    "resources.*.capacity",
    "sessions.places",
    "swat.teams",
    "risks.*.teams",
    "vendors.*.changes.*.add",
    "vendors.*.changes.*.set",
    "resources.*.changes.*.add",
    "resources.*.changes.*.set",
    "corps.changes.*.add",
    "corps.changes.*.set",
    "sessions.changes.*.add",
    "sessions.changes.*.set",
    "swat.changes.*.add",
    "swat.changes.*.set",
};

/* Of a prior or a constant at length: what lies on the number's own axis and is stretched with it. */
static const char *const stretched[] = {"value", "min",  "mode", "max", "mean",   "median", "sd",
                                        "low",   "high", "q10",  "q90", "values", "scale"};

static int multiply(struct document *document, struct setting *setting, long factor, struct faults *faults)
{
    char path[SETTING_PATH], assignment[SETTING_PATH + 64];
    setting_path(setting, path);
    if (setting->type == SETTING_INTEGER)
        snprintf(assignment, sizeof assignment, "%s=%lld", path, (long long)setting->value.integer * factor);
    else
        snprintf(assignment, sizeof assignment, "%s=%.17e", path, setting->value.real * (double)factor);
    return document_set(document, assignment, faults);
}

static int stretch(struct document *document, struct setting *setting, long factor, struct faults *faults)
{
    if (setting->type == SETTING_INTEGER || setting->type == SETTING_REAL)
        return multiply(document, setting, factor, faults);
    int status = 0;
    for (size_t i = 0; status == 0 && i < setting->count; i++) {
        struct setting *child = setting->children[i];
        bool wanted = setting->type == SETTING_LIST;
        for (size_t k = 0; k < sizeof stretched / sizeof *stretched; k++)
            wanted |= strcmp(child->name, stretched[k]) == 0;
        if (wanted)
            status = stretch(document, child, factor, faults);
    }
    return status;
}

/* Stretches what stands at a path below a setting, a * being any child; absent settings are none. */
static int stretch_path(struct document *document, struct setting *from, const char *path, long factor,
                        struct faults *faults)
{
    size_t length = strcspn(path, ".");
    const char *rest = path[length] == '.' ? path + length + 1 : "";
    char name[DOCUMENT_NAME_BYTES + 2];
    int status = 0;
    if (*path == 0)
        return stretch(document, from, factor, faults);
    snprintf(name, sizeof name, "%.*s", (int)length, path);
    for (size_t i = 0; status == 0 && i < from->count; i++)
        if (strcmp(name, "*") == 0 || strcmp(from->children[i]->name, name) == 0)
            status = stretch_path(document, from->children[i], rest, factor, faults);
    return status;
}

int bench_scale(struct document *copy, const struct document *document, long factor, struct faults *faults)
{
    if (document_copy(copy, document, faults) != 0)
        return -1;
    int status = factor == 1 || setting_find(copy->root, "sites.copies") || !setting_find(copy->root, "sites")
                     ? 0
                     : document_set(copy, "sites.copies=1", faults);
    for (size_t i = 0; factor != 1 && status == 0 && i < sizeof served_by / sizeof *served_by; i++)
        status = stretch_path(copy, copy->root, served_by[i], factor, faults);
    if (status != 0)
        document_free(copy);
    return status;
}
