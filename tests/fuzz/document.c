/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document: any bytes are read or refused with a fault; what is read has a canonical text that reads back equal; any
 * assignment leaves a tree that still has one.
 */
#include "models/document.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* libconfig forgets a text on which its parser stumbles: bounded by the input, and the program ends after it. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig_scanctx\nleak:libconfig_yylex\nleak:libconfig.so";
}

static void round_trip(const struct document *document)
{
    struct document again;
    struct faults faults = {0};
    char *first, *second;
    size_t length;
    if (document_write(document, &first, &length, &faults) != 0 ||
        document_read_text(&again, "again", first, length, &faults) != 0 ||
        document_write(&again, &second, 0, &faults) != 0 || strcmp(first, second) != 0)
        abort();
    free(first);
    free(second);
    document_free(&again);
}

/* The first line is an assignment, the rest a configuration. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct document document;
    struct faults faults = {0};
    const uint8_t *line_end = size ? memchr(bytes, '\n', size) : 0;
    size_t line = line_end ? (size_t)(line_end - bytes) : 0;
    char *assignment = strndup((const char *)bytes, line);
    const char *text = (const char *)bytes + line;
    if (document_read_text(&document, "fuzz", text, size - line, &faults) != 0) {
        if (faults.count + faults.lost == 0)
            abort();
    } else {
        round_trip(&document);
        if (document_set(&document, assignment, &faults) != 0 && faults.count + faults.lost == 0)
            abort();
        round_trip(&document);
        document_free(&document);
    }
    faults_free(&faults);
    free(assignment);
    return 0;
}
