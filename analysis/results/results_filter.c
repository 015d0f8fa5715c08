/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_filter: what a chunk goes through on its way into the file and out of it: shuffle, deflate and Fletcher's
 * checksum, in this order (HDF5 File Format Specification III.E; Fletcher, IEEE Trans. Commun. 30, 1982), so that any
 * reader of HDF5 unpacks what is packed here, and what HDF5 packed is unpacked here.
 */
#include "analysis/results/results_parts.h"

#include <string.h>
#include <zlib.h>

enum { LEVEL = 1, CHECKSUM = 4 };

/* All first bytes, then all second ones: what is alike stands together. */
static void shuffle(const struct filter_values *values, const unsigned char *from, unsigned char *to)
{
    size_t items = values->bytes / values->item;
    for (size_t byte = 0; byte < values->item; byte++)
        for (size_t i = 0; i < items; i++)
            to[byte * items + i] = from[i * values->item + byte];
}

/* The commonest size in one go, which vectors do; values lie in the file as they do in memory. */
static void unshuffle_4(size_t items, size_t take, const unsigned char *from, unsigned char *to)
{
    for (size_t i = 0; i < take; i++) {
        to[4 * i] = from[i];
        to[4 * i + 1] = from[items + i];
        to[4 * i + 2] = from[2 * items + i];
        to[4 * i + 3] = from[3 * items + i];
    }
}

static void unshuffle(const struct filter_values *values, size_t take, const unsigned char *from, unsigned char *to)
{
    size_t items = values->bytes / values->item;
    if (values->item == 4) {
        unshuffle_4(items, take, from, to);
        return;
    }
    for (size_t byte = 0; byte < values->item; byte++)
        for (size_t i = 0; i < take; i++)
            to[i * values->item + byte] = from[byte * items + i];
}

/* Sums in ones' complement of words of 16 bits, the first byte of a word being the higher one; only no data have 0.
 * Of words w1 … wk the second sum grows by k times the first, and k w1 + (k - 1) w2 + … + wk. */
static uint32_t checksum(const unsigned char *data, size_t bytes)
{
    enum { MODULUS = 65535, TOGETHER = 256 }; /* words after which the sums are reduced: below 2^32 until then */
    uint64_t first = 0, second = 0;
    bool any = false;
    for (size_t done = 0; done < bytes;) {
        size_t words = (bytes - done) / 2 < TOGETHER ? (bytes - done) / 2 : TOGETHER;
        uint32_t sum = 0, steps = 0, odd = words == 0;
        for (size_t i = 0; i < words; i++) {
            uint32_t word = (uint32_t)data[done + 2 * i] << 8 | data[done + 2 * i + 1];
            sum += word;
            steps += (uint32_t)(words - i) * word;
        }
        if (odd)
            sum = steps = (uint32_t)data[done] << 8;
        any |= sum != 0;
        second = (second + (odd ? 1 : words) * first + steps) % MODULUS;
        first = (first + sum) % MODULUS;
        done += odd ? 1 : 2 * words;
    }
    first = any && first == 0 ? MODULUS : first;
    second = any && second == 0 ? MODULUS : second;
    return (uint32_t)(second << 16 | first);
}

size_t filter_room(size_t bytes)
{
    return compressBound(bytes) + CHECKSUM;
}

bool filter_pack(const struct filter_values *values, const unsigned char *from, unsigned char *shuffled,
                 unsigned char *packed, size_t *packed_bytes)
{
    uLongf bytes = *packed_bytes - CHECKSUM;
    if (values->item > 1)
        shuffle(values, from, shuffled);
    if (compress2(packed, &bytes, values->item > 1 ? shuffled : from, values->bytes, LEVEL) != Z_OK)
        return false;
    uint32_t sum = checksum(packed, bytes);
    for (size_t i = 0; i < CHECKSUM; i++)
        packed[bytes + i] = (unsigned char)(sum >> 8 * i);
    *packed_bytes = bytes + CHECKSUM;
    return true;
}

bool filter_unpack(const struct filter_values *values, const unsigned char *packed, size_t packed_bytes,
                   unsigned char *shuffled, size_t take, unsigned char *to)
{
    uLongf bytes = values->bytes;
    uint32_t sum = 0;
    if (packed_bytes <= CHECKSUM)
        return false;
    packed_bytes -= CHECKSUM;
    for (size_t i = 0; i < CHECKSUM; i++)
        sum |= (uint32_t)packed[packed_bytes + i] << 8 * i;
    if (checksum(packed, packed_bytes) != sum || uncompress(shuffled, &bytes, packed, packed_bytes) != Z_OK ||
        bytes != values->bytes)
        return false;
    unshuffle(values, take, shuffled, to);
    return true;
}
