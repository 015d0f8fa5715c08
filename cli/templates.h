/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * templates: the configurations that the program carries in itself, so that `fmksim init` needs no installed files.
 * Their source is made at build time from the files in configs/ (cmake/templates.cmake, which lists them).
 */
#ifndef FMKSIM_CLI_TEMPLATES_H
#define FMKSIM_CLI_TEMPLATES_H

#include <stddef.h>

struct template
{
    const char *name; /* of the file in configs/ */
    const unsigned char *bytes;
    size_t size;
};

/* The embedded file of that name, or null. */
const struct template *template_find(const char *name);

#endif
