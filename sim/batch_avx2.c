/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_avx2: four doubles a vector. The build compiles this file with -mavx2; nothing of it runs where that is absent.
 */
#include "sim/batch_parts.h"

#ifdef __AVX2__
#include <immintrin.h>
#define LANES 4
#define ANY(mask) (_mm256_movemask_pd((__m256d)(mask)) != 0)
#define HALVES(a, b) ((words)_mm256_mul_epu32((__m256i)(a), (__m256i)(b)))
#include "sim/batch_alone.h"
#include "sim/batch_gammas.h"
#include "sim/batch_lanes.h"

static const struct batch_variant variant = {"avx2", exponentials, beta_binomials, alone, gammas};
const struct batch_variant *const batch_avx2 = &variant;
#else
const struct batch_variant *const batch_avx2 = 0;
#endif
