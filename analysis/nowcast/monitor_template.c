/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_template: an empty monitoring sheet for a programme.
 */
#include "analysis/answers/csv.h"
#include "analysis/nowcast/monitor.h"

void monitor_template(const struct programme *p, FILE *file)
{
    struct csv csv = {.file = file};
    size_t blanks = 1 + p->milestones; /* date, milestones */
    csv_text(&csv, "code");
    csv_text(&csv, "name");
    csv_text(&csv, "date");
    if (programme_has_items(p))
        csv_text(&csv, "cards");
    if (p->vendors > 0)
        csv_text(&csv, "vendor");
    if (monitor_has_hosted(p))
        csv_text(&csv, "hosted");
    for (size_t i = programme_first_milestone(p); i < p->nodes; i++)
        csv_text(&csv, p->node[i].name);
    csv_line(&csv);
    blanks += programme_has_items(p) + (p->vendors > 0) + monitor_has_hosted(p);
    for (size_t site = 0; site < p->sites; site++) {
        csv_number(&csv, (double)p->site[site].code);
        csv_text(&csv, p->site[site].name);
        for (size_t i = 0; i < blanks; i++)
            csv_text(&csv, "");
        csv_line(&csv);
    }
}
