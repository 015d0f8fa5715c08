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

/* For what a fresh stream for every draw calls all the time, and is inlined around: once a file, since copies of it
 * everywhere crowd out other code. Measured, 1 % of a replication. */
#ifdef __GNUC__
#define STREAM_ONCE __attribute__((noinline, unused)) static
#else
#define STREAM_ONCE static
#endif

struct stream_state { /* of the bijection, within its rounds */
    uint64_t x0, x1, x2, x3, key_0, key_1;
};

static inline struct stream_state stream_rounds(struct stream_state state, int rounds)
{
    for (int round = 0; round < rounds; round++) {
        stream_uint128 product_0 = (stream_uint128)STREAM_MULTIPLIER_0 * state.x0;
        stream_uint128 product_1 = (stream_uint128)STREAM_MULTIPLIER_1 * state.x2;
        state.x0 = (uint64_t)(product_1 >> 64) ^ state.x1 ^ state.key_0;
        state.x2 = (uint64_t)(product_0 >> 64) ^ state.x3 ^ state.key_1;
        state.x1 = (uint64_t)product_1;
        state.x3 = (uint64_t)product_0;
        state.key_0 += STREAM_INCREMENT_0;
        state.key_1 += STREAM_INCREMENT_1;
    }
    return state;
}

static inline void stream_give(struct stream_state state, uint64_t word[4])
{
    word[0] = state.x0;
    word[1] = state.x1;
    word[2] = state.x2;
    word[3] = state.x3;
}

/* The bijection itself, of ten rounds. */
STREAM_ONCE void stream_block(const uint64_t counter[4], const uint64_t key[2], uint64_t word[4])
{
    struct stream_state state = {counter[0], counter[1], counter[2], counter[3], key[0], key[1]};
    stream_give(stream_rounds(state, 10), word);
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

/* stream_uniform() of a stream just opened at that address: nothing else of the block is kept. */
STREAM_ONCE double stream_first_uniform(uint64_t seed, uint64_t replication, uint32_t generation, uint64_t entity,
                                        uint64_t purpose, uint64_t occurrence)
{
    struct stream_state state = {(uint64_t)generation << 32, entity, purpose, occurrence, seed, replication};
    return ((double)(stream_rounds(state, 10).x0 >> 12) + 0.5) * 0x1p-52;
}

/* What an address without its entity makes of the first three rounds, for many streams that differ in the entity alone:
 * 16 of the 20 multiplications are left to each. */
struct stream_start {
    uint64_t key[2], counter[4]; /* the address; its entity does not matter */
    struct stream_state fourth;  /* as that round finds it, but for what the entity's products add to x0, x1 and x2 */
    uint64_t second, third;      /* x0 of the second round and x2 of the third, alike */
};

/* Of the block that an opened stream makes first. */
static inline struct stream_start stream_start_of(const struct stream *stream)
{
    const uint64_t *counter = stream->counter, key_0 = stream->key[0], key_1 = stream->key[1];
    stream_uint128 first_0 = (stream_uint128)STREAM_MULTIPLIER_0 * counter[0];
    stream_uint128 first_1 = (stream_uint128)STREAM_MULTIPLIER_1 * counter[2];
    uint64_t x2 = (uint64_t)(first_0 >> 64) ^ counter[3] ^ key_1;
    stream_uint128 second_1 = (stream_uint128)STREAM_MULTIPLIER_1 * x2;
    uint64_t x0 = (uint64_t)(second_1 >> 64) ^ (uint64_t)first_1 ^ (key_0 + STREAM_INCREMENT_0);
    stream_uint128 third_0 = (stream_uint128)STREAM_MULTIPLIER_0 * x0;
    struct stream_start start = {
        .key = {key_0, key_1},
        .counter = {counter[0], counter[1], counter[2], counter[3]},
        .fourth = {.x0 = (uint64_t)second_1 ^ (key_0 + 2 * STREAM_INCREMENT_0),
                   .x2 = (uint64_t)(third_0 >> 64) ^ (key_1 + 2 * STREAM_INCREMENT_1),
                   .x3 = (uint64_t)third_0,
                   .key_0 = key_0 + 3 * STREAM_INCREMENT_0,
                   .key_1 = key_1 + 3 * STREAM_INCREMENT_1},
        .second = (uint64_t)(first_1 >> 64) ^ key_0,
        .third = (uint64_t)first_0 ^ (key_1 + STREAM_INCREMENT_1),
    };
    return start;
}

/* stream_block() of the start's address with that entity. */
STREAM_ONCE void stream_start_block(const struct stream_start *start, uint64_t entity, uint64_t word[4])
{
    struct stream_state state = start->fourth;
    stream_uint128 second_0 = (stream_uint128)STREAM_MULTIPLIER_0 * (start->second ^ entity);
    stream_uint128 third_1 = (stream_uint128)STREAM_MULTIPLIER_1 * (start->third ^ (uint64_t)(second_0 >> 64));
    state.x0 ^= (uint64_t)(third_1 >> 64);
    state.x1 = (uint64_t)third_1;
    state.x2 ^= (uint64_t)second_0;
    stream_give(stream_rounds(state, 7), word);
}

/* The same in any generation; if it is not the start's, that is of no use. */
static inline void stream_start_words(const struct stream_start *start, uint32_t generation, uint64_t entity,
                                      uint64_t word[4])
{
    if (generation == start->counter[0] >> 32) {
        stream_start_block(start, entity, word);
        return;
    }
    uint64_t counter[4] = {(uint64_t)generation << 32 | (uint32_t)start->counter[0], entity, start->counter[2],
                           start->counter[3]};
    stream_block(counter, start->key, word);
}

/* Uniform numbers of which one is asked for each time, one occurrence after the other: four in a row are the words of
 * one block, at the address (entity, purpose, occurrence / 4), which must be no stream's. Zeroed: nothing held. */
struct stream_series {
    uint64_t word[4];
    uint64_t block; /* that is held, from 1 */
    uint32_t generation;
};

/* The uniform number of an occurrence, of any: the order of asking costs time and changes nothing. The start is that of
 * occurrence / 4, and serves all series that go on beside each other. A series has one seed, replication, entity and
 * purpose as long as it is not zeroed. */
static inline double stream_series_uniform(struct stream_series *series, const struct stream_start *start,
                                           uint32_t generation, uint64_t entity, uint64_t occurrence)
{
    uint64_t block = occurrence / 4 + 1;
    if (series->block != block || series->generation != generation) {
        stream_start_words(start, generation, entity, series->word);
        series->block = block;
        series->generation = generation;
    }
    return ((double)(series->word[occurrence % 4] >> 12) + 0.5) * 0x1p-52;
}

/* The start of the series at that occurrence. */
static inline struct stream_start stream_series_start(uint64_t seed, uint64_t replication, uint64_t purpose,
                                                      uint64_t occurrence)
{
    struct stream stream = stream_open(seed, replication, 0, purpose, occurrence / 4);
    return stream_start_of(&stream);
}

/* The same generator for the whole of GSL: gsl_rng_alloc(stream_gsl), then gsl_rng_set() makes the stream
 * (seed, 0; 0, 0, 0), or stream_bind() lends it a stream of ours. Draws from either view continue the other. */
extern const gsl_rng_type *const stream_gsl;

/* A gsl_rng on the caller's stream, without allocating; valid as long as both live. */
gsl_rng stream_bind(struct stream *stream);

#endif
