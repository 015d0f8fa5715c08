/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * view: the day from which a results file looks ahead.
 */
#include "analysis/results/view.h"

#include "models/document.h"
#include "sim/date.h"

#include <limits.h>
#include <string.h>

static bool is_nowcast(const struct results_spec *spec)
{
    return spec->as_of && *spec->as_of;
}

int view_day(const struct results_spec *spec, long *day, struct error *error)
{
    struct document document = {.root = 0};
    struct faults faults = {0};
    long said;
    *day = LONG_MIN;
    if (is_nowcast(spec)) {
        *day = date_parse(spec->as_of, &said) ? said : LONG_MIN;
        return 0;
    }
    const char *text = spec->configuration ? spec->configuration : "";
    if (document_read_text(&document, "configuration", text, strlen(text), &faults) == 0) {
        const struct setting *as_of = setting_named(document.root, "as_of");
        if (as_of && as_of->type == SETTING_TEXT && date_parse(as_of->value.text, &said))
            *day = said;
    }
    document_free(&document);
    int status = faults_of_memory(&faults) ? error_set(error, ERROR_MEMORY, "out of memory") : 0;
    faults_free(&faults);
    return status;
}

enum view_status view_status(const struct results_spec *spec, long view, size_t deadline, double probability)
{
    const double sure = 1e-9; /* weights are sums of many */
    if (view == LONG_MIN || spec->deadlines[deadline].date > view)
        return VIEW_AHEAD;
    if (is_nowcast(spec) && probability >= 1 - sure)
        return VIEW_MET;
    return is_nowcast(spec) && probability <= sure ? VIEW_MISSED : VIEW_UNOBSERVED;
}

const char *view_status_name(enum view_status status)
{
    static const char *const names[] = {"ahead", "met", "missed", "unobserved"};
    return names[status];
}
