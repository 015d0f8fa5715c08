/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * check --influence: what each number by itself would change.
 */
#include "check.h"
#include "visible.h"
#include "analysis/answers/influence.h"

#include <unistd.h>

static void show(void *context, size_t done, size_t total)
{
    (void)context;
    fprintf(visible_screen(), "\r\033[K%zu of %zu numbers", done, total);
}

int check_influence(const struct check_influence *asked, const struct cli_common *common,
                    const struct document *document, struct faults *faults)
{
    const bool terminal = isatty(STDERR_FILENO) && !common->quiet;
    const struct influence_options options = {.deadline = asked->deadline,
                                              .reading = asked->reading,
                                              .seed = common->seed,
                                              .replications =
                                                  asked->replications ? asked->replications : CHECK_REPLICATIONS,
                                              .threads = common->threads,
                                              .stop = cli_catch_signals(),
                                              .progress = terminal ? show : 0};
    struct influence influence;
    struct error error = {.code = ERROR_NONE};
    int status = influence_of(&influence, document, &options, faults, &error);
    if (terminal)
        fputs("\r\033[K", visible_screen());
    if (status != 0)
        status = cli_refuse(faults, &error);
    else if (common->json)
        status = cli_json(influence_json(&influence));
    else
        influence_print(&influence, stdout);
    influence_free(&influence);
    return status;
}
