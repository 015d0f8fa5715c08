/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_world: a results file in a folder of its own, for its tests.
 */
#ifndef FMKSIM_TESTS_RESULTS_WORLD_H
#define FMKSIM_TESTS_RESULTS_WORLD_H

#include "synthetic.h"
#include "analysis/results/results_parts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[32], path[64];
static struct error error;

static inline void setup(void)
{
    strcpy(folder, "/tmp/fmksim-results-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.h5", folder);
}

static inline void teardown(void)
{
    char command[80];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

static inline bool exists(const char *name)
{
    return access(name, F_OK) == 0;
}

static inline unsigned char *load(const char *name, size_t *size)
{
    FILE *file = fopen(name, "rb");
    cr_assert_not_null(file);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*size);
    cr_assert_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static inline void store(const char *name, const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(name, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

#endif
