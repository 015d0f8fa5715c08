/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staffing_tell: the answer to the staff question for people, as data and as a table.
 */
#include "analysis/answers/csv.h"
#include "analysis/answers/telling.h"
#include "analysis/staffing/staffing_parts.h"

#include <math.h>
#include <stdlib.h>

enum { HARDLY_PERCENT = 5 }; /* a reading that moves by fewer points over all sizes hardly responds */

static const struct staff_size *chosen(const struct staffing *staffing)
{
    return staffing->answer.answer < 0 ? 0 : &staffing->answer.sizes[staffing->answer.answer];
}

/* "7", "7 or 8", "7 to 9", "7 or more" or "none" */
static void format_answer(const struct staffing *staffing, char text[TELLING])
{
    const struct staff_answer *answer = &staffing->answer;
    int one = answer->answer, other = answer->alternative;
    if (one < 0)
        snprintf(text, TELLING, "none");
    else if (other >= 0)
        snprintf(text, TELLING, "%d %s %d", answer->sizes[one < other ? one : other].size,
                 abs(one - other) == 1 ? "or" : "to", answer->sizes[one < other ? other : one].size);
    else
        snprintf(text, TELLING, "%d%s", answer->sizes[one].size, answer->close == one ? " or more" : "");
}

/* ---- text ---- */

static void print_guarantee(const struct staffing *staffing, FILE *file)
{
    const struct staff_answer *answer = &staffing->answer;
    for (size_t i = answer->count; i-- > 0;) {
        const struct staff_size *size = &answer->sizes[i];
        char range[TELLING];
        if (!size->confirmed)
            continue;
        telling_range(size->confirmation, range);
        fprintf(file, "  %d: on time in %zu of %zu fresh replications: %s with 95 %% confidence\n", size->size,
                size->confirm_hits, staffing->options.staff.confirm, range);
    }
}

static void print_binding(const struct staffing *staffing, FILE *file)
{
    char share[TELLING];
    if (staffing->answer.answer >= 0 || staffing->binding_cause < 0)
        return;
    telling_percent(staffing->binding_share, 0, share);
    fprintf(file,
            "  With %d, what mostly holds up the last site is: %s (in %s of the replications that end in time to "
            "tell).\n",
            staffing->answer.sizes[staffing->answer.count - 1].size,
            variant_programme(staffing->names.variant)->causes.title[staffing->binding_cause], share);
}

static void print_answer(const struct staffing *staffing, FILE *file)
{
    const struct staff_answer *answer = &staffing->answer;
    const char *from = staffing->options.from;
    char size[TELLING];
    staffing_names_print(&staffing->names, staffing->options.deadline, staffing->options.reading,
                         staffing->options.staff.target, staffing->options.staff.delta, file);
    format_answer(staffing, size);
    fputc('\n', file);
    if (answer->answer >= 0)
        fprintf(file, "Answer: %s (%s%s%s).", size, staffing->options.path, from ? " from " : "", from ? from : "");
    else
        fprintf(file, "Answer: no size from %d to %d (%s%s%s) reaches the target.", answer->sizes[0].size,
                answer->sizes[answer->count - 1].size, staffing->options.path, from ? " from " : "", from ? from : "");
    if (answer->close >= 0)
        fprintf(file, " Whether %d does cannot be told at this tolerance.", answer->sizes[answer->close].size);
    fputc('\n', file);
    print_guarantee(staffing, file);
    print_binding(staffing, file);
    fprintf(file, "  Decided and confirmed by %zu replications.\n", answer->replications);
    if (!answer->monotone)
        fputs("  More is not always better here (a scheduling anomaly): every size was tested by itself.\n", file);
    if (answer->open)
        fputs("  UNDECIDED: a test ran into its limit or was contradicted by the confirmation; do not rely on this.\n",
              file);
}

static void print_response(const struct staffing *staffing, FILE *file)
{
    char what[TELLING];
    if (staffing->options.staff.display == 0 || 100 * staffing->response >= HARDLY_PERCENT)
        return;
    fprintf(file, "\nThis reading hardly responds: it moves by %.0f points over all sizes.", 100 * staffing->response);
    if (100 * staffing->better_response >= HARDLY_PERCENT) {
        const struct results_deadline *better = &staffing->names.deadlines[staffing->better_deadline];
        telling_question(&staffing->names.spec, (struct question){better->milestone, staffing->better_reading}, "at",
                         what);
        fprintf(file, " Ask instead:\n  --deadline %s --reading %s  (%s: moves by %.0f points)", better->name,
                reading_plain_name(staffing->better_reading), what, 100 * staffing->better_response);
    }
    fputc('\n', file);
}

static void print_curve(const struct staffing *staffing, FILE *file)
{
    size_t n = staffing->options.staff.display;
    if (n == 0)
        return;
    fprintf(file, "\n%zu replications of each size, with the same luck:\n\n", n);
    fputs("  Size  Probability  95 % interval    Monotone fit  Done by, with a chance of 50 %   80 %        90 %\n",
          file);
    for (size_t i = 0; i < staffing->answer.count; i++) {
        const struct staff_size *size = &staffing->answer.sizes[i];
        char p[TELLING], range[TELLING], fit[TELLING], date[TELLING];
        int decimals = telling_decimals(size->curve);
        telling_percent((double)size->curve_hits / (double)n, decimals, p);
        telling_range(size->curve, range);
        telling_percent(size->isotonic, decimals, fit);
        fprintf(file, "%c %5d", chosen(staffing) == size ? '*' : ' ', size->size);
        telling_right(file, p, 12);
        fputs("  ", file);
        telling_left(file, range, 16);
        telling_right(file, fit, 12);
        for (size_t q = 0; q < STAFFING_DATES; q++) {
            telling_date(staffing->names.spec.epoch, staffing->sizes[i].date[q], date);
            telling_right(file, *date ? date : "not reached", q == 0 ? 33 : 12);
        }
        fputc('\n', file);
    }
}

void staffing_print(const struct staffing *staffing, FILE *file)
{
    print_answer(staffing, file);
    print_response(staffing, file);
    print_curve(staffing, file);
}

/* ---- data ---- */

static json_t *date_json(const struct staffing *staffing, double instant)
{
    char text[TELLING];
    telling_date(staffing->names.spec.epoch, instant, text);
    return *text ? json_string(text) : json_null();
}

static json_t *size_json(const struct staffing *staffing, size_t index)
{
    const struct staff_size *size = &staffing->answer.sizes[index];
    const struct staffing_size *more = &staffing->sizes[index];
    double n = (double)staffing->options.staff.display;
    json_t *object = json_pack("{s:i, s:s, s:I, s:I}", "size", size->size, "verdict", staffing_verdict(size->verdict),
                               "tested", (json_int_t)size->tested, "tested_on_time", (json_int_t)size->tested_hits);
    if (n > 0)
        json_object_update_new(
            object, json_pack("{s:f, s:f, s:f, s:f, s:o, s:o, s:o}", "probability", (double)size->curve_hits / n, "low",
                              size->curve.low, "high", size->curve.high, "isotonic", size->isotonic, "q50",
                              date_json(staffing, more->date[0]), "q80", date_json(staffing, more->date[1]), "q90",
                              date_json(staffing, more->date[2])));
    if (size->confirmed)
        json_object_set_new(
            object, "confirmation",
            json_pack("{s:I, s:I, s:f, s:f}", "replications", (json_int_t)staffing->options.staff.confirm, "on_time",
                      (json_int_t)size->confirm_hits, "low", size->confirmation.low, "high", size->confirmation.high));
    return object;
}

json_t *staffing_json(const struct staffing *staffing)
{
    const struct staff_answer *answer = &staffing->answer;
    const struct staffing_options *options = &staffing->options;
    char text[TELLING];
    json_t *curve = json_array();
    for (size_t i = 0; i < answer->count; i++)
        json_array_append_new(curve, size_json(staffing, i));
    format_answer(staffing, text);
    json_t *size = answer->answer < 0 ? json_null() : json_integer(answer->sizes[answer->answer].size);
    json_t *other = answer->alternative < 0 ? json_null() : json_integer(answer->sizes[answer->alternative].size);
    json_t *close = answer->close < 0 ? json_null() : json_integer(answer->sizes[answer->close].size);
    json_t *cause = staffing->binding_cause < 0
                        ? json_null()
                        : json_string(variant_programme(staffing->names.variant)->causes.name[staffing->binding_cause]);
    json_t *document = json_pack("{s:s, s:s?, s:f, s:f, s:s, s:s, s:b, s:o, s:o, s:o, s:s, s:b, s:b, s:I, s:o, s:o}",
                                 "path", options->path, "from", options->from, "target", options->staff.target, "delta",
                                 options->staff.delta, "deadline", staffing->names.deadlines[options->deadline].name,
                                 "reading", results_reading_name(options->reading), "reached", answer->answer >= 0,
                                 "size", size, "alternative", other, "cannot_be_told", close, "answer", text,
                                 "undecided", answer->open, "monotone", answer->monotone, "replications",
                                 (json_int_t)answer->replications, "binding_cause", cause, "curve", curve);
    if (document && options->staff.display > 0)
        json_object_update_new(
            document, json_pack("{s:f, s:{s:s, s:s, s:f}}", "response", staffing->response, "most_responsive",
                                "deadline", staffing->names.deadlines[staffing->better_deadline].name, "reading",
                                results_reading_name(staffing->better_reading), "response", staffing->better_response));
    return document;
}

int staffing_csv(const struct staffing *staffing, const char *path, bool force, struct error *error)
{
    struct csv csv;
    double n = (double)staffing->options.staff.display;
    if (csv_begin(&csv, path, "size,probability,low,high,isotonic,q50,q80,q90", force, error) != 0)
        return -1;
    for (size_t i = 0; i < staffing->answer.count; i++) {
        const struct staff_size *size = &staffing->answer.sizes[i];
        csv_number(&csv, size->size);
        csv_number(&csv, n > 0 ? (double)size->curve_hits / n : NAN);
        csv_number(&csv, n > 0 ? size->curve.low : NAN);
        csv_number(&csv, n > 0 ? size->curve.high : NAN);
        csv_number(&csv, n > 0 ? size->isotonic : NAN);
        for (size_t q = 0; q < STAFFING_DATES; q++) {
            char date[TELLING];
            telling_date(staffing->names.spec.epoch, staffing->sizes[i].date[q], date);
            csv_text(&csv, date);
        }
        csv_line(&csv);
    }
    return csv_end(&csv, error);
}
