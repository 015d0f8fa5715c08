/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_sse2: two doubles a vector. Every processor of x86-64 has them.
 */
#include "sim/batch_parts.h"

#ifdef __SSE2__
#include <emmintrin.h>
#define LANES 2
#define ANY(mask) (_mm_movemask_pd((__m128d)(mask)) != 0)
#include "sim/batch_lanes.h"

static const struct batch_variant variant = {"sse2", exponentials, beta_binomials};
const struct batch_variant *const batch_sse2 = &variant;
#else
const struct batch_variant *const batch_sse2 = 0;
#endif
