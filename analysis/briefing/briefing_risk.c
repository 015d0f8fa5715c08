/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_risk: the sites at risk, as `summary --json` has them.
 */
#include "analysis/answers/at_risk.h"
#include "analysis/briefing/briefing_parts.h"

json_t *briefing_risk(struct briefing_work *work)
{
    json_t *list = at_risk_json(&work->summary->risk);
    if (!list)
        error_set(work->error, ERROR_MEMORY, "no memory for the briefing");
    return list;
}
