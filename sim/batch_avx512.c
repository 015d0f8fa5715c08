/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_avx512: eight doubles a vector. The build compiles this file with -mavx512f and its kin; nothing of it runs
 * where that is absent.
 */
#include "sim/batch_parts.h"

#ifdef __AVX512F__
#include <immintrin.h>
#define LANES 8
#define ANY(mask) (_mm512_movepi64_mask((__m512i)(mask)) != 0)
#define HALVES(a, b) ((words)_mm512_mul_epu32((__m512i)(a), (__m512i)(b)))
#include "sim/batch_alone.h"
#include "sim/batch_gammas.h"
#include "sim/batch_lanes.h"

static const struct batch_variant variant = {"avx512", exponentials, beta_binomials, alone, gammas};
const struct batch_variant *const batch_avx512 = &variant;
#else
const struct batch_variant *const batch_avx512 = 0;
#endif
