/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csv: a table written field by field.
 */
#include "analysis/answers/csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int csv_begin(struct csv *csv, const char *path, const char *heading, bool force, struct error *error)
{
    *csv = (struct csv){.file = 0};
    if (output_claim(&csv->output, path, force, error) != 0)
        return -1;
    if (output_begin(csv->output, error) != 0) { /* a folder that is not there is told before the work */
        output_discard(csv->output);
        return -1;
    }
    csv->file = open_memstream(&csv->bytes, &csv->size);
    if (!csv->file) {
        output_discard(csv->output);
        return error_set(error, ERROR_MEMORY, "no memory to write %s", path);
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
    if (!strpbrk(text, ",\"\r\n")) {
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
    fputs(csv->output ? "\r\n" : "\n", csv->file); /* RFC 4180 in a file; what is printed is text */
    csv->begun = false;
}

int csv_end(struct csv *csv, struct error *error)
{
    bool whole = !ferror(csv->file);
    int status = -1;
    if (fclose(csv->file) == 0 && whole) {
        status = output_write(csv->output, csv->bytes, csv->size, error);
    } else {
        error_set(error, ERROR_MEMORY, "no memory to write %s", output_path(csv->output));
        output_discard(csv->output);
    }
    free(csv->bytes);
    *csv = (struct csv){.file = 0};
    return status;
}
