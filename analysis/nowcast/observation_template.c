/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation_template: an empty file of observations for a programme.
 */
#include "analysis/answers/csv.h"
#include "analysis/nowcast/observation.h"

#include <stdio.h>

static const char *const at_the_end = "at the end of the day";

static void put_row(struct csv *csv, const char *quantity, const char *scope, const char *kind, const char *note)
{
    enum { BLANKS = 5 }; /* date_from, date_to, known_from, value, error */
    csv_text(csv, quantity);
    csv_text(csv, scope);
    for (int i = 0; i < BLANKS; i++)
        csv_text(csv, "");
    csv_text(csv, kind);
    csv_text(csv, note);
    csv_text(csv, "");
    csv_line(csv);
}

static void put_sites(struct csv *csv, const struct programme *p, const char *scope)
{
    for (size_t i = programme_first_milestone(p); i < p->nodes; i++) {
        char quantity[256];
        snprintf(quantity, sizeof quantity, "%s_sites", p->node[i].name);
        put_row(csv, quantity, scope, "exact", at_the_end);
    }
}

static void put_scope(struct csv *csv, const struct programme *p, const char *kind, const char *name)
{
    char scope[256];
    snprintf(scope, sizeof scope, "%s:%s", kind, name);
    if (p->uptake.present)
        put_row(csv, "cards", scope, "count", at_the_end);
    put_sites(csv, p, scope);
}

void observations_template(const struct programme *p, FILE *file)
{
    struct csv csv = {.file = file};
    fprintf(file, "quantity,scope,date_from,date_to,known_from,value,error,kind,note,source\n");
    if (p->uptake.present) {
        put_row(&csv, "cards", "national", "count", at_the_end);
        put_row(&csv, "cards_per_week", "national", "count", "mean over the weeks from date_from to date_to");
        put_row(&csv, "cards_expected", "national", "count", "when all is done; needs no date");
    }
    put_sites(&csv, p, "national");
    for (size_t i = 0; i < p->regions.count; i++)
        put_scope(&csv, p, "region", p->regions.title[i]);
    for (size_t i = 0; i < p->vendors; i++)
        put_scope(&csv, p, "vendor", p->vendor[i].title);
}
