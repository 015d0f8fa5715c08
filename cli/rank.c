/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rank: all scenarios of a results file in one table.
 */
#include "cli.h"
#include "analysis/answers/at_risk.h"
#include "analysis/answers/ranking.h"
#include "sim/output.h"

#include <stdio.h>
#include <stdlib.h>

static const struct argp_option options[] = {
    CLI_DEADLINE_OPTION("the one that is least certain today"),
    CLI_READING_OPTION("the least certain one"),
    CLI_PATTERN_OPTION("Only these scenarios beside the baseline, such as 'corps-*' (may be repeated; default: all)"),
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_CSV_OPTION("FILE", "Write one table"),
    CLI_FORCE_OPTION("Overwrite a CSV file that exists"),
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    return cli_results_parse(key, argument, state, state->input);
}

static const struct argp argp = {
    options,
    parse,
    "FILE.h5",
    "Rank the scenarios of a results file by what they gain against its baseline, which is today: percentage points of "
    "being on time, and days at the date that is kept with 80 %. Scenarios met the same luck and are compared course "
    "by "
    "course.\v"
    "All intervals hold together with 95 %. The levers that could be the best hold the best one with 95 %. Scenarios "
    "with kind = \"assumption\", and levers that would have had to be pulled before the as-of date, stand in tables of "
    "their own; what levers cost is told where the configuration has "
    "`costs'.\n\n"
    "Examples:\n"
    "  fmksim run configs/fmk.cfg -n 2000 --scenario all -o all.h5\n"
    "  fmksim rank all.h5 --deadline mid-2016 --reading 95-percent-of-sites\n"
    "  fmksim rank all.h5 --scenario 'corps-*'\n",
    cli_output,
    0,
    0};

/* The sites that the ranked scenarios help, beside today. */
static int find_risk(struct at_risk *risk, const struct results *results, const struct ranking *ranking,
                     const struct cli_results *asked, struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    bool *chosen = calloc(spec->scenario_count, sizeof *chosen);
    int status =
        chosen ? results_scenarios(spec, (const char *const *)asked->patterns, asked->pattern_count, chosen, error)
               : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0) {
        chosen[ranking->today] = true;
        status = at_risk_of(risk, results, chosen, error);
    }
    free(chosen);
    return status;
}

static json_t *document_of(const struct ranking *ranking, const struct at_risk *risk)
{
    json_t *document = ranking_json(ranking);
    if (document && json_object_set_new(document, "sites_at_risk", at_risk_json(risk)) == 0)
        return document;
    json_decref(document);
    return 0;
}

static int tell(const struct cli_common *asked, const struct ranking *ranking, const struct at_risk *risk,
                struct error *error)
{
    if (asked->csv && ranking_csv(ranking, asked->csv, asked->force, error) != 0)
        return cli_error(error);
    if (asked->json)
        return cli_json(document_of(ranking, risk));
    if (!asked->csv) {
        printf("%s\n", ranking->spec->title);
        ranking_print(ranking, stdout);
        at_risk_print_helped(risk, (int)ranking->asked.deadline, stdout);
    }
    return DONE;
}

int command_rank(int argc, char *argv[])
{
    struct cli_results asked = {.path = 0};
    struct ranking ranking = {.spec = 0};
    struct at_risk risk = {.spec = 0};
    struct results *results = 0;
    struct error error = {.code = ERROR_NONE};
    argp_parse(&argp, argc, argv, 0, 0, &asked);
    const struct ranking_options wanted = {.deadline = asked.common.deadline,
                                           .reading = asked.common.reading,
                                           .patterns = asked.patterns,
                                           .pattern_count = asked.pattern_count};
    int status;
    if (output_apart(asked.common.csv, &asked.path, 1, &error) != 0 ||
        results_open(&results, asked.path, &error) != 0 || ranking_of(&ranking, results, &wanted, &error) != 0 ||
        find_risk(&risk, results, &ranking, &asked, &error) != 0)
        status = cli_error(&error);
    else
        status = tell(&asked.common, &ranking, &risk, &error);
    at_risk_free(&risk);
    ranking_free(&ranking);
    results_close(results);
    cli_results_free(&asked);
    return status;
}
