/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * author: writes a programme's text. The input's bytes are its decisions; where they end, a generator that they seed
 * decides on: so an input of a few bytes is a programme already, and changing one of them another one.
 */
#ifndef FMKSIM_TESTS_FUZZ_AUTHOR_H
#define FMKSIM_TESTS_FUZZ_AUTHOR_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { NODES = 16, SITES = 14, VENDORS = 4, POOLS = 3 };

/* ---- decisions and text ---- */

struct author {
    const uint8_t *bytes;
    size_t left;
    uint64_t luck;
    char text[1 << 16], table[1 << 12];
    size_t used;
    int sites, regions, vendors, pools, nodes, engagements;
    bool milestone[NODES], work[NODES];
    bool leaders, grouped, group[3]; /* somebody waits for another site; two share a group; groups that there are */
};

static uint64_t next_luck(struct author *author)
{
    uint64_t x = author->luck += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* A whole number below `count`. */
static int pick(struct author *author, int count)
{
    if (author->left == 0)
        return (int)(next_luck(author) % (uint64_t)count);
    author->left--;
    return *author->bytes++ % count;
}

static bool chance(struct author *author, int in_a_hundred)
{
    return pick(author, 100) < in_a_hundred;
}

__attribute__((format(printf, 2, 3))) static void say(struct author *author, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(author->text + author->used, sizeof author->text - author->used, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof author->text - author->used)
        abort();
    author->used += (size_t)length;
}

/* ---- numbers ---- */

static double between(struct author *author, double low, double high)
{
    static const double shares[] = {0, 1e-9, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.9, 0.999, 1};
    return low + (high - low) * shares[pick(author, (int)(sizeof shares / sizeof *shares))];
}

/* What a key goes up to in most programmes, or at times its legal limit. */
static double up_to(struct author *author, double usual, double limit)
{
    return chance(author, 10) ? limit : usual;
}

/* A number or, at times, a prior from `low` to `high`, both of them among the values. */
static void say_number(struct author *author, const char *key, double low, double high)
{
    double a = between(author, low, high), b = between(author, low, high);
    switch (low < high && fmin(a, b) < high ? pick(author, 8) : 3) {
    case 0:
        say(author, "%s = { dist = \"uniform\"; min = %.17g; max = %.17g; };\n", key, fmin(a, b),
            a == b ? high : fmax(a, b));
        break;
    case 1:
        say(author, "%s = %.17g;\n", key, low);
        break;
    case 2:
        say(author, "%s = %.17g;\n", key, high);
        break;
    default:
        say(author, "%s = %.17g;\n", key, a);
    }
}

static void say_whole(struct author *author, const char *key, int low, int high)
{
    int few = high - low < 255 ? high - low + 1 : 255;
    int a = chance(author, 10) ? high : low + pick(author, few), b = low + pick(author, few);
    if (a < b && chance(author, 20))
        say(author, "%s = { dist = \"uniform\"; min = %d; max = %d; };\n", key, a, b);
    else
        say(author, "%s = %d;\n", key, a);
}

static void say_date(struct author *author, const char *key)
{
    static const int days[] = {-40000, -5000, -1, 0, 1, 7, 30, 90, 200, 365, 800, 5000, 40000};
    int a = days[pick(author, (int)(sizeof days / sizeof *days))];
    if (chance(author, 20))
        say(author, "%s = { dist = \"uniform\"; min = %d; max = %d; };\n", key, a, a + 1 + pick(author, 250));
    else
        say(author, "%s = %d;\n", key, a);
}

/* A distribution within [0, high]. */
static void say_chance(struct author *author, const char *key, double high)
{
    double mean = fmax(1e-6, between(author, 0, high));
    switch (pick(author, 9)) {
    case 0:
        say(author, "%s = 0;\n", key);
        break;
    case 1:
        say(author, "%s = %.17g;\n", key, high);
        break;
    case 2:
        say(author, "%s = { dist = \"uniform\"; min = 0; max = %.17g; };\n", key, high);
        break;
    case 3:
        say(author, "%s = { dist = \"gamma\"; mean = %.17g; cv = %.17g; };\n", key, mean, 0.1 + between(author, 0, 9));
        break;
    case 4:
        say(author, "%s = { dist = \"lognormal\"; mean = %.17g; cv = %.17g; };\n", key, mean,
            0.1 + between(author, 0, 9));
        break;
    case 5:
        say(author, "%s = { dist = \"exponential\"; mean = %.17g; };\n", key, mean);
        break;
    case 6:
        say(author, "%s = { dist = \"discrete\"; values = [0, %.17g]; weights = [1, 1]; };\n", key, high);
        break;
    case 7:
        say(author, "%s = { dist = \"uniform\"; min = 0; max = { dist = \"uniform\"; min = 0.001; max = %.17g; }; };\n",
            key, high);
        break;
    default:
        say(author, "%s = %.17g;\n", key, mean);
    }
}

static void say_choice(struct author *author, const char *key, const char *const words[], int count)
{
    say(author, "%s = \"%s\";\n", key, words[pick(author, count)]);
}

static void say_truth(struct author *author, const char *key)
{
    say(author, "%s = %s;\n", key, chance(author, 50) ? "true" : "false");
}

#define SAY_CHOICE(author, key, ...)                                                                                   \
    say_choice(author, key, (const char *const[]){__VA_ARGS__},                                                        \
               (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

#endif
