/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * keys: the table of everything that a programme's configuration can say.
 */
#ifndef FMKSIM_MODELS_KEYS_H
#define FMKSIM_MODELS_KEYS_H

#include "models/schema.h"

extern const struct schema programme_schema;

/* The path of the consultants' posts: what is asked for where nothing else is. */
#define CONSULTANTS_PATH "corps.consultants"

#endif
