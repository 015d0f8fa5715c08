/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_sse2: two doubles a vector. Every processor of x86-64 has them, and so has WebAssembly.
 */
#include "sim/batch_parts.h"

#if defined __SSE2__
#include <emmintrin.h>
#define NAME "sse2"
#define ANY(mask) (_mm_movemask_pd((__m128d)(mask)) != 0)
#elif defined __wasm_simd128__
#include <wasm_simd128.h>
#define NAME "simd128"
#define ANY(mask) wasm_v128_any_true((v128_t)(mask))
#endif

#ifdef NAME
#define LANES 2
#include "sim/batch_alone.h"
#include "sim/batch_gammas.h"
#include "sim/batch_lanes.h"

static const struct batch_variant variant = {NAME, exponentials, beta_binomials, alone, gammas};
const struct batch_variant *const batch_sse2 = &variant;
#else
const struct batch_variant *const batch_sse2 = 0;
#endif
