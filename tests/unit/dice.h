/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * dice: random test cases that can be made again from a number, SplitMix64 (Steele, Lea & Flood 2014).
 * Deliberately not the simulator's own generator, which is under test itself.
 */
#ifndef FMKSIM_TESTS_DICE_H
#define FMKSIM_TESTS_DICE_H

#include <stdint.h>

struct dice {
    uint64_t state;
};

static inline uint64_t dice_bits(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* 0 … sides - 1; the unevenness of the remainder does not matter here. */
static inline uint32_t dice_roll(struct dice *dice, uint32_t sides)
{
    return (uint32_t)(dice_bits(dice) >> 33) % sides;
}

/* Uniform on [0, 1). */
static inline double dice_share(struct dice *dice)
{
    return (double)(dice_bits(dice) >> 11) * 0x1p-53;
}

#endif
