/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_risk: the sites at risk, as `summary --json` has them.
 */
#include "analysis/answers/at_risk.h"
#include "analysis/briefing/briefing_parts.h"

json_t *briefing_risk(struct briefing_work *work)
{
    struct at_risk risk;
    json_t *list = 0;
    if (at_risk_of(&risk, work->results, 0, work->error) == 0) {
        list = at_risk_json(&risk);
        if (!list)
            error_set(work->error, ERROR_MEMORY, "no memory for the briefing");
    }
    at_risk_free(&risk);
    return list;
}
