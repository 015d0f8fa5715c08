/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_parts: what the files of `batch` share. Internal to sim/. batch_order and the variants stand below batch.
 */
#ifndef FMKSIM_SIM_BATCH_PARTS_H
#define FMKSIM_SIM_BATCH_PARTS_H

#include "sim/batch.h"

/* Null where the compiler made none. */
extern const struct batch_variant *const batch_avx2, *const batch_avx512;

/* Fills `order` with all places, those of like n p beside each other, so that neighbours take about as many steps;
 * beyond `count` with the last one again, up to a multiple of BATCH_PADDING. count > 0. */
void batch_sort(struct batch *batch);

#endif
