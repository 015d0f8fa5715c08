/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimising_tell: the chosen bundle for people and as data.
 */
#include "analysis/answers/telling.h"
#include "analysis/staffing/optimising.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BUNDLE_TEXT = 512 };

/* "corps-8, kmd-teams-5"; "as today". */
static char *bundle_text(const struct bundles *bundles, size_t bundle, char text[BUNDLE_TEXT])
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t l = 0; l < bundles->levers; l++) {
        const struct lever_choice *choice = &bundles->lever[l].choice[bundles->level[bundle * bundles->levers + l]];
        if (choice->scenario && used < BUNDLE_TEXT)
            used += (size_t)snprintf(text + used, BUNDLE_TEXT - used, "%s%s", used ? ", " : "", choice->scenario->name);
    }
    if (used == 0)
        snprintf(text, BUNDLE_TEXT, "as today");
    return text;
}

static const char *unit_of(const struct optimising *optimising)
{
    const char *unit = variant_programme(optimising->names.variant)->cost_unit;
    return *unit ? unit : "units of cost";
}

static double probability_of(const struct optimise_bundle *bundle)
{
    return bundle->looked > 0 ? (double)bundle->hits / (double)bundle->looked : NAN;
}

/* ---- text ---- */

static void print_question(const struct optimising *optimising, FILE *file)
{
    const struct optimising_options *options = &optimising->options;
    const struct results_deadline *deadline = &optimising->names.deadlines[options->deadline];
    char what[TELLING], day[DATE_TEXT];
    telling_question(&optimising->names.spec, (struct question){deadline->milestone, options->reading}, "at", what);
    date_format(deadline->date, day);
    fprintf(file, "%s\nOn time: %s by %s (%s). %zu bundles of", optimising->names.spec.title, what, day, deadline->name,
            optimising->bundles.count);
    for (size_t l = 0; l < optimising->bundles.levers; l++)
        fprintf(file, "%s %s (%zu)", l ? "," : "", optimising->bundles.lever[l].name,
                optimising->bundles.lever[l].choices);
    fputs(".\n", file);
    if (optimising->bundles.past)
        fprintf(file, "Not to be chosen any more, or on no date: %s.\n", optimising->bundles.past);
    if (optimising->bundles.undated)
        fprintf(file, "Cannot begin on a date and act from the epoch: %s.\n", optimising->bundles.undated);
    fputs("\n", file);
}

static void print_answer(const struct optimising *optimising, FILE *file)
{
    const struct optimising_options *options = &optimising->options;
    const struct optimise_answer *answer = &optimising->answer;
    char text[BUNDLE_TEXT], range[TELLING], percent[TELLING];
    if (answer->best < 0) {
        fprintf(file, "No bundle reaches %g %%.\n", 100 * options->target);
        return;
    }
    if (options->by_target)
        fprintf(file, "Cheapest bundle that reaches %g %%", 100 * options->target);
    else
        fprintf(file, "Most often on time for a cost of %g %s at most", options->budget, unit_of(optimising));
    fprintf(file, " (tolerance %g points): %s\n", 100 * options->delta,
            bundle_text(&optimising->bundles, (size_t)answer->best, text));
    fprintf(file, "It costs %.3g %s more than today until the deadline", optimising->bundles.cost[answer->best],
            unit_of(optimising));
    if (answer->confirmed > 0) {
        telling_percent((double)answer->confirm_hits / (double)answer->confirmed, 0, percent);
        telling_range(answer->confirmation, range);
        fprintf(file, " and is on time in %s of %zu fresh courses (%s)", percent, answer->confirmed, range);
    }
    fputs(".\n", file);
    if (options->luck && answer->confirmed > 0) {
        telling_range(optimising->between, range);
        fprintf(file, "By what %zu independent samplers found of the past, its probability is in %s (95 %%).\n",
                options->luck->groups, range);
    }
}

static void print_guarantee(const struct optimising *optimising, FILE *file)
{
    const struct optimising_options *options = &optimising->options;
    const struct optimise_answer *answer = &optimising->answer;
    char count[TELLING];
    size_t asked = 0;
    for (size_t b = 0; b < answer->count; b++)
        asked += answer->bundle[b].looked > 0;
    telling_grouped((double)answer->replications, count);
    fprintf(file, "Decided from %s courses of %zu bundles. With %g %%, simulation error alone%s, ", count, asked,
            100 * (1 - options->risk), options->luck ? ", given these pasts" : "");
    if (options->by_target)
        fprintf(file, "its probability is above %g %% and no\ncheaper bundle's above %g %%",
                100 * (options->target - options->delta), 100 * (options->target + options->delta));
    else
        fprintf(file, "no affordable bundle is better by more than\n%g points", 100 * options->delta);
    fputs("; paying more on a lever is taken not to hurt.\n", file);
    if (answer->open)
        fputs("UNDECIDED: a test ran into its limit, or the fresh courses contradict; do not rely on this.\n", file);
}

static int by_cost(const void *a, const void *b, void *context)
{
    const double *cost = context;
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return cost[first] != cost[second] ? (cost[first] > cost[second]) - (cost[first] < cost[second])
                                       : (first > second) - (first < second);
}

static const char *verdict_text(const struct optimising *optimising, const struct optimise_bundle *bundle)
{
    static const char *const names[] = {[OPTIMISE_NOT_ASKED] = "",
                                        [OPTIMISE_REACHES] = "reaches",
                                        [OPTIMISE_FAILS] = "fails",
                                        [OPTIMISE_OPEN] = "open"};
    return optimising->options.by_target ? names[bundle->verdict] : bundle->selected ? "compared" : "";
}

static void print_looked(const struct optimising *optimising, FILE *file)
{
    const struct optimise_answer *answer = &optimising->answer;
    size_t *order = calloc(answer->count + 1, sizeof *order), count = 0;
    for (size_t b = 0; order && b < answer->count; b++)
        if (answer->bundle[b].looked > 0)
            order[count++] = b;
    if (order)
        qsort_r(order, count, sizeof *order, by_cost, optimising->bundles.cost);
    fputs("\n      Cost  On time   Courses  Verdict   Bundle\n", file);
    for (size_t k = 0; k < count; k++) {
        const struct optimise_bundle *bundle = &answer->bundle[order[k]];
        char text[BUNDLE_TEXT], percent[TELLING];
        telling_percent(probability_of(bundle), 0, percent);
        fprintf(file, "%10.3g", optimising->bundles.cost[order[k]]);
        telling_right(file, percent, 9);
        fprintf(file, "%10zu  %-8s  %s%s\n", bundle->looked, verdict_text(optimising, bundle),
                bundle_text(&optimising->bundles, order[k], text), (long)order[k] == answer->best ? "  <- chosen" : "");
    }
    free(order);
}

static void print_front(const struct optimising *optimising, FILE *file)
{
    if (optimising->fronts == 0)
        return;
    fprintf(
        file,
        "\n  The front: no bundle that costs as little was on time more often; %zu courses of each, in brackets what\n"
        "  holds of all bundles together with 95 %%\n      Cost  On time               Bundle\n",
        (optimising->options.front + OPTIMISE_BLOCK - 1) / OPTIMISE_BLOCK * OPTIMISE_BLOCK);
    for (size_t k = 0; k < optimising->fronts; k++) {
        const struct optimising_front *row = &optimising->front[k];
        char text[BUNDLE_TEXT], percent[TELLING], range[TELLING];
        telling_percent(row->probability, 0, percent);
        telling_range(row->interval, range);
        fprintf(file, "%10.3g", optimising->bundles.cost[row->bundle]);
        telling_right(file, percent, 8);
        fprintf(file, "  (%s)  %s\n", range, bundle_text(&optimising->bundles, row->bundle, text));
    }
}

static void print_why(const struct optimising *optimising, FILE *file)
{
    const struct name_list *causes = &variant_programme(optimising->names.variant)->causes;
    if (!optimising->saved)
        return;
    fputs("\n  Days a site that it saves against today, by cause (95 %)\n", file);
    for (size_t c = 0; c < causes->count; c++) {
        double half = 1.96 * optimising->saved_error[c];
        if (fabs(optimising->saved[c]) < 0.05)
            continue;
        fputs("  ", file);
        telling_left(file, causes->title[c], 24);
        fprintf(file, "%+8.1f (%+.1f to %+.1f)\n", optimising->saved[c], optimising->saved[c] - half,
                optimising->saved[c] + half);
    }
    if (optimising->binding >= 0)
        fprintf(file, "  What binds then: %s most often decides the last site.\n", causes->title[optimising->binding]);
}

static void print_views(const struct optimising *optimising, FILE *file)
{
    if (optimising->views == 0)
        return;
    fprintf(file, "\n  What would have to be true: the dearest bundle, were an assumption otherwise (%d courses)\n",
            OPTIMISING_EXPLAINS);
    for (size_t v = 0; v < optimising->views; v++) {
        const struct optimising_view *view = &optimising->view[v];
        char percent[TELLING], range[TELLING];
        telling_percent(view->probability, 0, percent);
        telling_range(view->interval, range);
        fputs("  ", file);
        telling_left(file, view->scenario->name, 20);
        telling_right(file, percent, 7);
        fprintf(file, " (%s)%s  %s\n", range, view->interval.low > optimising->options.target ? " reaches" : "",
                view->scenario->title);
    }
}

void optimising_print(const struct optimising *optimising, FILE *file)
{
    print_question(optimising, file);
    print_answer(optimising, file);
    print_guarantee(optimising, file);
    print_looked(optimising, file);
    print_front(optimising, file);
    print_why(optimising, file);
    print_views(optimising, file);
}

/* ---- data ---- */

static json_t *choices_json(const struct bundles *bundles, size_t bundle)
{
    json_t *object = json_object();
    for (size_t l = 0; l < bundles->levers; l++) {
        const struct scenario *one = bundles->lever[l].choice[bundles->level[bundle * bundles->levers + l]].scenario;
        json_object_set_new(object, bundles->lever[l].name, one ? json_string(one->name) : json_null());
    }
    return object;
}

static json_t *looked_json(const struct optimising *optimising)
{
    json_t *list = json_array();
    for (size_t b = 0; b < optimising->answer.count; b++) {
        const struct optimise_bundle *bundle = &optimising->answer.bundle[b];
        if (bundle->looked > 0)
            json_array_append_new(
                list, json_pack("{s:o, s:f, s:I, s:f, s:s}", "choices", choices_json(&optimising->bundles, b), "cost",
                                optimising->bundles.cost[b], "courses", (json_int_t)bundle->looked, "probability",
                                probability_of(bundle), "verdict", verdict_text(optimising, bundle)));
    }
    return list;
}

static json_t *front_json(const struct optimising *optimising)
{
    json_t *list = json_array();
    for (size_t k = 0; k < optimising->fronts; k++) {
        const struct optimising_front *row = &optimising->front[k];
        json_array_append_new(list, json_pack("{s:o, s:f, s:f, s:f, s:f}", "choices",
                                              choices_json(&optimising->bundles, row->bundle), "cost",
                                              optimising->bundles.cost[row->bundle], "probability", row->probability,
                                              "low", row->interval.low, "high", row->interval.high));
    }
    return list;
}

static json_t *why_json(const struct optimising *optimising)
{
    const struct name_list *causes = &variant_programme(optimising->names.variant)->causes;
    json_t *list = json_array();
    for (size_t c = 0; optimising->saved && c < causes->count; c++)
        json_array_append_new(list, json_pack("{s:s, s:f, s:f}", "cause", causes->name[c], "days_saved",
                                              optimising->saved[c], "error", optimising->saved_error[c]));
    return list;
}

static json_t *views_json(const struct optimising *optimising)
{
    json_t *list = json_array();
    for (size_t v = 0; v < optimising->views; v++)
        json_array_append_new(list,
                              json_pack("{s:s, s:f, s:f, s:f}", "assumption", optimising->view[v].scenario->name,
                                        "probability", optimising->view[v].probability, "low",
                                        optimising->view[v].interval.low, "high", optimising->view[v].interval.high));
    return list;
}

static json_t *best_json(const struct optimising *optimising)
{
    const struct optimise_answer *answer = &optimising->answer;
    if (answer->best < 0)
        return json_null();
    double n = (double)answer->confirmed;
    const struct interval *between = &optimising->between;
    bool pasts = optimising->options.luck && n > 0;
    return json_pack("{s:o, s:f, s:o, s:f, s:f, s:I, s:o}", "choices",
                     choices_json(&optimising->bundles, (size_t)answer->best), "cost",
                     optimising->bundles.cost[answer->best], "probability",
                     n > 0 ? json_real((double)answer->confirm_hits / n) : json_null(), "low", answer->confirmation.low,
                     "high", answer->confirmation.high, "confirmed", (json_int_t)answer->confirmed, "samplers",
                     pasts ? json_pack("{s:f, s:f}", "low", between->low, "high", between->high) : json_null());
}

json_t *optimising_json(const struct optimising *optimising)
{
    const struct optimising_options *options = &optimising->options;
    const struct name_list *causes = &variant_programme(optimising->names.variant)->causes;
    return json_pack(
        "{s:s, s:s, s:s, s:f, s:f, s:f, s:b, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s}", "deadline",
        optimising->names.deadlines[options->deadline].name, "reading", results_reading_name(options->reading),
        "question", options->by_target ? "target" : "budget", "wanted",
        options->by_target ? options->target : options->budget, "delta", options->delta, "risk", options->risk,
        "undecided", optimising->answer.open, "bundles", (json_int_t)optimising->bundles.count, "courses",
        (json_int_t)optimising->answer.replications, "best", best_json(optimising), "looked_at",
        looked_json(optimising), "front", front_json(optimising), "causes", why_json(optimising), "binding",
        optimising->binding >= 0 ? json_string(causes->name[optimising->binding]) : json_null(), "assumptions",
        views_json(optimising), "not_to_be_chosen", optimising->bundles.past ? optimising->bundles.past : "", "undated",
        optimising->bundles.undated ? optimising->bundles.undated : "");
}
