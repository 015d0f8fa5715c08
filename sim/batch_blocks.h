/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_blocks: blocks of random bits of several streams that differ in the entity alone, compiled once for each set of
 * instructions by the file that includes it. stream_start_block() is the slow twin.
 *
 * A product of 64 by 64 bits is put together from four of 32 by 32, HALVES(a, b) being those of the lower halves of
 * each lane. From four lanes on that beats the processor's own multiplication, one lane after the other.
 */
#ifndef LANES
#error "LANES must be defined"
#endif

#include "sim/batch_parts.h"

#include <string.h>

/* Two vectors, since each round waits for the one before. */
enum { BLOCKS = 2 * LANES };

/* Of each block the first two words. */
struct blocks {
    uint64_t first[BLOCKS], second[BLOCKS];
};

#ifdef HALVES
typedef uint64_t words __attribute__((vector_size(8 * LANES)));

struct blocks_product {
    words high, low;
};

static inline struct blocks_product blocks_multiply(words x, uint64_t by)
{
    const words zero = {0}, low = zero + UINT32_MAX, by_low = zero + (by & UINT32_MAX), by_high = zero + (by >> 32);
    words upper = x >> 32, first = HALVES(x, by_low);
    words middle = HALVES(upper, by_low) + (first >> 32), other = HALVES(x, by_high) + (middle & low);
    return (struct blocks_product){HALVES(upper, by_high) + (middle >> 32) + (other >> 32),
                                   other << 32 | (first & low)};
}

static void blocks_make(struct blocks *blocks, const struct stream_start *start, const uint64_t entity[BLOCKS])
{
    const words zero = {0};
    uint64_t key[2] = {start->fourth.key_0, start->fourth.key_1};
    words x[2][4];
    for (int v = 0; v < 2; v++) {
        words own;
        memcpy(&own, entity + v * LANES, sizeof own);
        struct blocks_product second = blocks_multiply(own ^ start->second, STREAM_MULTIPLIER_0);
        struct blocks_product third = blocks_multiply(second.high ^ start->third, STREAM_MULTIPLIER_1);
        x[v][0] = third.high ^ start->fourth.x0;
        x[v][1] = third.low;
        x[v][2] = second.low ^ start->fourth.x2;
        x[v][3] = zero + start->fourth.x3;
    }
#pragma GCC unroll 1
    for (int round = 3; round < 10; round++) {
        for (int v = 0; v < 2; v++) {
            struct blocks_product product_0 = blocks_multiply(x[v][0], STREAM_MULTIPLIER_0);
            struct blocks_product product_1 = blocks_multiply(x[v][2], STREAM_MULTIPLIER_1);
            x[v][0] = product_1.high ^ x[v][1] ^ key[0];
            x[v][2] = product_0.high ^ x[v][3] ^ key[1];
            x[v][1] = product_1.low;
            x[v][3] = product_0.low;
        }
        key[0] += STREAM_INCREMENT_0;
        key[1] += STREAM_INCREMENT_1;
    }
    for (int v = 0; v < 2; v++) {
        memcpy(blocks->first + v * LANES, &x[v][0], sizeof x[v][0]);
        memcpy(blocks->second + v * LANES, &x[v][1], sizeof x[v][1]);
    }
}
#else
static void blocks_make(struct blocks *blocks, const struct stream_start *start, const uint64_t entity[BLOCKS])
{
    for (int i = 0; i < BLOCKS; i++) {
        uint64_t word[4];
        stream_start_block(start, entity[i], word);
        blocks->first[i] = word[0];
        blocks->second[i] = word[1];
    }
}
#endif
