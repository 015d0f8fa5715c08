/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme: any configuration is compiled into a programme or refused with a fault, and so are its scenarios.
 *
 * To be run where municipalities.csv is, so that the FMK's own configuration finds its sites.
 */
#include "models/scenario.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* libconfig forgets a text on which its parser stumbles: bounded by the input, and the program ends after it. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig_scanctx\nleak:libconfig_yylex\nleak:libconfig.so";
}

static void compile(const struct document *document, const struct scenarios *scenarios, size_t index)
{
    struct programme programme = {0};
    struct document copy = {0};
    struct faults faults = {0};
    if (scenario_compile(&programme, &copy, document, &scenarios->list[index], &faults) == 0) {
        programme_free(&programme);
        document_free(&copy);
    } else if (faults.count + faults.lost == 0) {
        abort();
    }
    faults_free(&faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct document document = {0};
    struct faults faults = {0};
    struct scenarios scenarios = {0};
    if (document_read_text(&document, "fuzz", (const char *)bytes, size, &faults) != 0) {
        if (faults.count + faults.lost == 0)
            abort();
    } else {
        scenarios_list(&scenarios, &document, &faults);
        compile(&document, &scenarios, 0);
        if (scenarios.count > 1)
            compile(&document, &scenarios, size % (scenarios.count - 1) + 1);
        scenarios_free(&scenarios);
        document_free(&document);
    }
    faults_free(&faults);
    return 0;
}
