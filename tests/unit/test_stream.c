/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * stream: known answers, the order of words, addresses, and GSL's view.
 */
#include "sim/stream.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

static void no_handler(void)
{
    gsl_set_error_handler_off();
}

TestSuite(stream, .init = no_handler);

/* Rows "philox4x64 10" of Random123's kat_vectors; numpy.random.Philox gives the same. */
static const struct known {
    uint64_t counter[4], key[2], word[4];
} known[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
    {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
     {UINT64_MAX, UINT64_MAX},
     {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
    {{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
     {0x452821e638d01377, 0xbe5466cf34e90c6c},
     {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}},
};

Test(stream, known_answers)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint64_t word[4];
        stream_block(known[i].counter, known[i].key, word);
        for (int w = 0; w < 4; w++)
            cr_expect_eq(word[w], known[i].word[w], "row %zu word %d: %016lx", i, w, (unsigned long)word[w]);
    }
}

/* Whatever the entity, and in another generation than the start's as well. */
Test(stream, a_start_serves_all_entities)
{
    struct stream dice = stream_open(11, 22, 33, 44, 55);
    for (int round = 0; round < 1000; round++) {
        uint64_t wanted[4], found[4];
        uint32_t generation = (uint32_t)stream_bits(&dice);
        struct stream stream = stream_open_generation(stream_bits(&dice), stream_bits(&dice), generation, 0,
                                                      stream_bits(&dice), stream_bits(&dice));
        stream.counter[0] += (uint64_t)round % 3;
        struct stream_start start = stream_start_of(&stream);
        for (uint32_t other = 0; other < 3; other++) {
            stream.counter[1] = stream_bits(&dice);
            stream.counter[0] = (uint64_t)(generation + other) << 32 | (uint64_t)round % 3;
            stream_block(stream.counter, stream.key, wanted);
            stream_start_words(&start, generation + other, stream.counter[1], found);
            cr_assert_arr_eq(found, wanted, sizeof wanted, "round %d, generation + %u", round, other);
        }
    }
}

Test(stream, the_first_uniform_is_that_of_an_opened_stream)
{
    for (uint32_t i = 0; i < 1000; i++) {
        struct stream stream = stream_open_generation(1 + i, 2, i % 3, 3 * i, 4, 5 * i);
        double found = stream_first_uniform(1 + i, 2, i % 3, 3 * i, 4, 5 * i);
        cr_assert_eq(found, stream_uniform(&stream), "%u", i);
    }
}

Test(stream, words_follow_the_blocks)
{
    struct stream stream = stream_open(11, 22, 33, 44, 55);
    for (uint64_t block = 0; block < 5; block++) {
        uint64_t word[4];
        stream_block((const uint64_t[4]){block, 33, 44, 55}, (const uint64_t[2]){11, 22}, word);
        for (int w = 0; w < 4; w++)
            cr_expect_eq(stream_bits(&stream), word[w], "block %d word %d", (int)block, w);
    }
}

Test(stream, every_part_of_the_address_matters)
{
    uint64_t first[6];
    for (int part = 0; part < 6; part++) {
        uint64_t at[6] = {1, 2, 3, 4, 5, 0};
        at[part]++; /* the sixth is none of them */
        struct stream stream = stream_open(at[0], at[1], at[2], at[3], at[4]);
        first[part] = stream_bits(&stream);
        for (int other = 0; other < part; other++)
            cr_expect_neq(first[part], first[other], "parts %d and %d", part, other);
    }
}

Test(stream, a_copy_goes_its_own_way)
{
    struct stream stream = stream_open(1, 2, 3, 4, 5);
    stream_bits(&stream);
    struct stream copy = stream;
    uint64_t next = stream_bits(&stream);
    cr_expect_eq(stream_bits(&copy), next);
}

/* The ends of the conversion, with words set by hand. */
Test(stream, uniform_is_open_at_both_ends)
{
    struct stream stream = {.word = {0, UINT64_MAX, 0, UINT64_MAX}, .left = 4};
    double smallest = stream_uniform(&stream), largest = stream_uniform(&stream);
    cr_expect_eq(smallest, 0x1p-53);
    cr_expect_eq(largest, 1 - 0x1p-53);
    cr_expect(smallest > 0 && largest < 1);
}

/* Chi-square over 256 cells, of consecutive words and of the first words of neighbouring addresses; alarm at 1e-6. */
Test(stream, uniform_is_uniform)
{
    enum { DRAWS = 200000, CELLS = 256 };
    for (int neighbours = 0; neighbours < 2; neighbours++) {
        double count[CELLS] = {0}, statistic = 0, expected = (double)DRAWS / CELLS;
        struct stream stream = stream_open(7, 0, 0, 0, 0);
        for (uint64_t i = 0; i < DRAWS; i++) {
            if (neighbours)
                stream = stream_open(7, 0, i % 100, 3, i / 100);
            count[(int)(stream_uniform(&stream) * CELLS)]++;
        }
        for (int c = 0; c < CELLS; c++)
            statistic += (count[c] - expected) * (count[c] - expected) / expected;
        cr_expect_gt(gsl_cdf_chisq_Q(statistic, CELLS - 1), 1e-6, "statistic %g", statistic);
    }
}

Test(stream, names_are_fnv_1a)
{
    cr_expect_eq(stream_name(""), 0xcbf29ce484222325);
    cr_expect_eq(stream_name("a"), 0xaf63dc4c8601ec8c);
    cr_expect_eq(stream_name("foobar"), 0x85944171f73967e8);
}

Test(stream, gsl_sees_the_same_words)
{
    struct stream stream = stream_open(3, 0, 0, 0, 0), lent = stream;
    gsl_rng *own = gsl_rng_alloc(stream_gsl);
    cr_assert_not_null(own);
    gsl_rng_set(own, 3);
    gsl_rng view = stream_bind(&lent);
    for (int i = 0; i < 10; i++) {
        uint64_t bits = stream_bits(&stream);
        cr_expect_eq(gsl_rng_get(own), bits);
        cr_expect_eq(gsl_rng_get(&view), bits);
    }
    double u = stream_uniform(&stream);
    cr_expect_eq(gsl_rng_uniform(own), u);
    cr_expect_eq(stream_uniform(&lent), u); /* the view has moved the caller's own stream */
    cr_expect_eq(gsl_rng_max(own), UINT64_MAX);
    cr_expect_eq(gsl_rng_min(own), 0);
    gsl_rng_free(own);
}
