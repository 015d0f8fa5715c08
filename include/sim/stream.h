/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * stream: counter-based random numbers, Philox4x64-10 (Salmon, Moraes, Dror & Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC'11).
 *
 * A stream is keyed by (seed, replication) and addressed by (entity, purpose, occurrence); the scenario and the
 * thread are in neither, so that the same replication of two scenarios meets the same luck (common random
 * numbers) and results depend on no order of computation. Two streams with different addresses are independent.
 * A stream is a plain value: copy it, drop it. One thread at a time.
 */
#ifndef FMKSIM_SIM_STREAM_H
#define FMKSIM_SIM_STREAM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* Which numbers an address gives and which addresses the model asks for: another version, other courses of the same
 * seed. 1 until 0.1; since 2 a site's weekly draws are a series. Results files and journals say theirs. */
enum { STREAMS_VERSION = 2 };

struct stream {
    uint64_t key[2];     /* seed, replication */
    uint64_t counter[4]; /* generation and block, entity, purpose, occurrence */
    uint64_t word[4];    /* the block in use */
    unsigned left;       /* words of it not yet given out */
};

/* gcc and clang have 128-bit integers as an extension to C17. */
__extension__ typedef unsigned __int128 stream_uint128;

/* Multipliers and key increments: Salmon et al., section 3.3. */
#define STREAM_MULTIPLIER_0 UINT64_C(0xD2E7470EE14C6C93)
#define STREAM_MULTIPLIER_1 UINT64_C(0xCA5A826395121157)
#define STREAM_INCREMENT_0 UINT64_C(0x9E3779B97F4A7C15)
#define STREAM_INCREMENT_1 UINT64_C(0xBB67AE8584CAA73B)

/* The bijection itself: ten rounds on one block. In the header, because a fresh stream for every draw is the rule here
 * and the stream around it is inlined; but once a file, since copies of it everywhere crowd out other code: measured,
 * 1 % of a replication. */
#ifdef __GNUC__
__attribute__((noinline, unused))
#endif
static void
stream_block(const uint64_t counter[4], const uint64_t key[2], uint64_t word[4])
{
    uint64_t x0 = counter[0], x1 = counter[1], x2 = counter[2], x3 = counter[3];
    uint64_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        stream_uint128 product_0 = (stream_uint128)STREAM_MULTIPLIER_0 * x0;
        stream_uint128 product_1 = (stream_uint128)STREAM_MULTIPLIER_1 * x2;
        x0 = (uint64_t)(product_1 >> 64) ^ x1 ^ k0;
        x2 = (uint64_t)(product_0 >> 64) ^ x3 ^ k1;
        x1 = (uint64_t)product_1;
        x3 = (uint64_t)product_0;
        k0 += STREAM_INCREMENT_0;
        k1 += STREAM_INCREMENT_1;
    }
    word[0] = x0;
    word[1] = x1;
    word[2] = x2;
    word[3] = x3;
}

/* Opening computes nothing: the first block is made when the first word is asked for. Member by member and without
 * clearing `word`, which nobody reads before: an initialiser is copied through memory and costs 12 ns more. */
static inline struct stream stream_open(uint64_t seed, uint64_t replication, uint64_t entity, uint64_t purpose,
                                        uint64_t occurrence)
{
    struct stream stream;
    stream.key[0] = seed;
    stream.key[1] = replication;
    stream.counter[0] = 0;
    stream.counter[1] = entity;
    stream.counter[2] = purpose;
    stream.counter[3] = occurrence;
    stream.left = 0;
    return stream;
}

/* The same address in another generation: luck of its own, for a sampler that gives an entity fresh luck and keeps all
 * else. Generation 0 is stream_open(). A stream has 2^32 blocks, far more than anybody draws. */
static inline struct stream stream_open_generation(uint64_t seed, uint64_t replication, uint32_t generation,
                                                   uint64_t entity, uint64_t purpose, uint64_t occurrence)
{
    struct stream stream = stream_open(seed, replication, entity, purpose, occurrence);
    stream.counter[0] = (uint64_t)generation << 32;
    return stream;
}

/* A name as a stable 64-bit address (FNV-1a), for entities and purposes that a configuration names. */
uint64_t stream_name(const char *name);

/* The next 64 random bits. */
static inline uint64_t stream_bits(struct stream *stream)
{
    if (stream->left == 0) {
        stream_block(stream->counter, stream->key, stream->word);
        stream->counter[0]++;
        stream->left = 4;
    }
    return stream->word[4 - stream->left--];
}

/* Uniform on the open interval (0, 1): (k + 1/2) / 2^52 with k of 52 bits, so that every value is a double exactly
 * and neither 0 nor 1 can come out (a 53-bit k + 1/2 would round up to 1). Uses one word. */
static inline double stream_uniform(struct stream *stream)
{
    return ((double)(stream_bits(stream) >> 12) + 0.5) * 0x1p-52;
}

/* Uniform numbers of which one is asked for each time, one occurrence after the other: four in a row are the words of
 * one block, at the address (entity, purpose, occurrence / 4), which must be no stream's. Zeroed: nothing held. */
struct stream_series {
    uint64_t word[4];
    uint64_t block; /* that is held, from 1 */
    uint32_t generation;
};

/* The uniform number of that occurrence, of any: the order of asking costs time and changes nothing. A series has one
 * seed, replication, entity and purpose as long as it is not zeroed. */
static inline double stream_series_uniform(struct stream_series *series, uint64_t seed, uint64_t replication,
                                           uint32_t generation, uint64_t entity, uint64_t purpose, uint64_t occurrence)
{
    uint64_t block = occurrence / 4 + 1;
    if (series->block != block || series->generation != generation) {
        struct stream stream = stream_open_generation(seed, replication, generation, entity, purpose, occurrence / 4);
        stream_block(stream.counter, stream.key, series->word);
        series->block = block;
        series->generation = generation;
    }
    return ((double)(series->word[occurrence % 4] >> 12) + 0.5) * 0x1p-52;
}

/* The same generator for the whole of GSL: gsl_rng_alloc(stream_gsl), then gsl_rng_set() makes the stream
 * (seed, 0; 0, 0, 0), or stream_bind() lends it a stream of ours. Draws from either view continue the other. */
extern const gsl_rng_type *const stream_gsl;

/* A gsl_rng on the caller's stream, without allocating; valid as long as both live. */
gsl_rng stream_bind(struct stream *stream);

#endif
