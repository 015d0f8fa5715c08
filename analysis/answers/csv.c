/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csv: a table written field by field.
 */
#include "analysis/answers/csv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void release(struct csv *csv)
{
    free(csv->path);
    free(csv->temporary);
    *csv = (struct csv){.file = NULL};
}

int csv_begin(struct csv *csv, const char *path, const char *heading, bool force, struct error *error)
{
    *csv = (struct csv){.path = strdup(path)};
    if (csv->path == NULL || asprintf(&csv->temporary, "%s.tmp", path) < 0) {
        csv->temporary = NULL;
        release(csv);
        return error_set(error, ERROR_MEMORY, "out of memory");
    }
    if (!force && access(path, F_OK) == 0) {
        release(csv);
        return error_set(error, ERROR_USAGE, "%s exists already; --force replaces it", path);
    }
    csv->file = fopen(csv->temporary, "we");
    if (csv->file == NULL) {
        error_system(error, ERROR_IO, "%s: cannot be written", path);
        release(csv);
        return -1;
    }
    fputs(heading, csv->file);
    csv_line(csv);
    return 0;
}

void csv_text(struct csv *csv, const char *text)
{
    if (csv->begun)
        fputc(',', csv->file);
    csv->begun = true;
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, csv->file);
        return;
    }
    fputc('"', csv->file);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', csv->file);
        fputc(*text, csv->file);
    }
    fputc('"', csv->file);
}

void csv_number(struct csv *csv, double x)
{
    char text[40] = "";
    if (isfinite(x))
        snprintf(text, sizeof text, "%.10g", x);
    csv_text(csv, text);
}

void csv_line(struct csv *csv)
{
    fputs("\r\n", csv->file);
    csv->begun = false;
}

int csv_end(struct csv *csv, struct error *error)
{
    errno = EIO;
    int status = fflush(csv->file) == 0 && !ferror(csv->file)
                     ? 0
                     : error_system(error, ERROR_IO, "%s: cannot be written", csv->path);
    if (fclose(csv->file) != 0 && status == 0)
        status = error_system(error, ERROR_IO, "%s: cannot be written", csv->path);
    if (status == 0 && rename(csv->temporary, csv->path) != 0)
        status = error_system(error, ERROR_IO, "%s: cannot be renamed", csv->temporary);
    if (status != 0)
        unlink(csv->temporary);
    release(csv);
    return status;
}
