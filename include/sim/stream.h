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

struct stream {
    uint64_t key[2];     /* seed, replication */
    uint64_t counter[4]; /* block, entity, purpose, occurrence */
    uint64_t word[4];    /* the block in use */
    unsigned left;       /* words of it not yet given out */
};

/* The bijection itself: ten rounds on one block. */
void stream_block(const uint64_t counter[4], const uint64_t key[2], uint64_t word[4]);

struct stream stream_open(uint64_t seed, uint64_t replication, uint64_t entity, uint64_t purpose,
                          uint64_t occurrence);

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

/* Uniform on the open interval (0, 1), 53 bits: (k + 1/2) / 2^53. Uses one word. */
static inline double stream_uniform(struct stream *stream)
{
    return ((double)(stream_bits(stream) >> 11) + 0.5) * 0x1p-53;
}

/* The same generator for the whole of GSL: gsl_rng_alloc(stream_gsl), then gsl_rng_set() makes the stream
 * (seed, 0; 0, 0, 0), or stream_bind() lends it a stream of ours. Draws from either view continue the other. */
extern const gsl_rng_type *stream_gsl;

/* A gsl_rng on the caller's stream, without allocating; valid as long as both live. */
gsl_rng stream_bind(struct stream *stream);

#endif
