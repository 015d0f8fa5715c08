/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_packed: some of the rows of a nowcast as the luck that makes them, packed into a text: what the briefing's
 * page goes on from when it simulates.
 *
 * A line "COUNT GROUPS QUANTITIES BLOCKS KNOWN", then in base64 (RFC 4648) what zlib makes of the pasts, one after the
 * other, little endian: weight (f64), replication (u64), row (u32), future (u32), place of each quantity in its prior
 * (f64), generation of each block of luck (u32). Past k is of group k mod GROUPS, and any first few of them are spread
 * over their group's rows.
 */
#include "analysis/nowcast/nowcast_parts.h"

#include <gsl/gsl_math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    PASTS_MOST = 1000,
    TEXT_MOST = 600 << 10, /* bytes of the text; a page holds it */
    HEAD = 24              /* bytes before a past's places */
};

static size_t divisor(size_t a, size_t b)
{
    return b == 0 ? a : divisor(b, a % b);
}

/* A step that visits each of n rows once, neighbours far apart: near n / 1.618, without a common divisor. */
static size_t golden(size_t n)
{
    size_t step = (size_t)((double)n / 1.618033988749895);
    while (step > 1 && divisor(n, step) != 1)
        step--;
    return step > 0 ? step : 1;
}

static void put_past(unsigned char *to, const struct luck *luck, double weight, size_t row, size_t quantities)
{
    const uint32_t at = (uint32_t)row, future = luck->renewal->future;
    memcpy(to, &weight, 8);
    memcpy(to + 8, &luck->replication, 8);
    memcpy(to + 16, &at, 4);
    memcpy(to + 20, &future, 4);
    memcpy(to + HEAD, luck->renewal->position, 8 * quantities);
    memcpy(to + HEAD + 8 * quantities, luck->renewal->generation, 4 * (size_t)RENEWAL_BLOCKS);
}

/* Three bytes are four letters. */
static void put_base64(FILE *file, const unsigned char *bytes, size_t size)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        unsigned long three = (unsigned long)bytes[i] << 16 | (left > 1 ? (unsigned long)bytes[i + 1] << 8 : 0) |
                              (left > 2 ? (unsigned long)bytes[i + 2] : 0);
        fputc(letters[three >> 18 & 63], file);
        fputc(letters[three >> 12 & 63], file);
        fputc(left > 1 ? letters[three >> 6 & 63] : '=', file);
        fputc(left > 2 ? letters[three & 63] : '=', file);
    }
}

struct packing {
    struct posterior_lot *lot;
    const struct posterior *posterior;
    size_t groups, quantities, size; /* bytes of a past */
    double known;
};

/* The text of so many pasts of each group; null: out of memory. */
static char *pack(const struct packing *packing, size_t each)
{
    size_t count = each * packing->groups, rows = posterior_rows(packing->posterior) / packing->groups;
    uLongf packed = compressBound((uLong)(count * packing->size));
    unsigned char *raw = malloc(count * packing->size), *small = malloc(packed);
    char *text = 0;
    size_t length = 0;
    for (size_t k = 0; raw && k < count; k++) {
        size_t row = k % packing->groups * rows + k / packing->groups * golden(rows) % rows;
        struct luck luck = posterior_draw(packing->lot, row);
        put_past(raw + k * packing->size, &luck, posterior_weight(packing->posterior, row), row, packing->quantities);
    }
    FILE *file = raw && small ? open_memstream(&text, &length) : 0;
    if (file && compress2(small, &packed, raw, (uLong)(count * packing->size), 9) == Z_OK) {
        fprintf(file, "%zu %zu %zu %d %.17g\n", count, packing->groups, packing->quantities, (int)RENEWAL_BLOCKS,
                packing->known);
        put_base64(file, small, packed);
    }
    bool whole = file && fclose(file) == 0 && length > 0;
    free(raw);
    free(small);
    if (whole)
        return text;
    free(text);
    return 0;
}

char *nowcast_packed(const struct posterior *posterior, const struct programme *programme, size_t groups, double known,
                     struct error *error)
{
    struct packing packing = {.posterior = posterior,
                              .groups = groups,
                              .quantities = programme->quantities.count,
                              .known = known,
                              .size = HEAD + 8 * programme->quantities.count + 4 * (size_t)RENEWAL_BLOCKS};
    char *text = 0;
    size_t rows = posterior_rows(posterior) / groups, each = GSL_MAX(PASTS_MOST / groups, 1);
    each = each < rows ? each : rows;
    if (posterior_lot_new(&packing.lot, posterior, programme, error) == 0)
        text = pack(&packing, each);
    while (text && strlen(text) > TEXT_MOST && each > 1) {
        free(text);
        text = pack(&packing, each /= 2);
    }
    posterior_lot_free(packing.lot);
    if (!text && error && error->code == ERROR_NONE)
        error_set(error, ERROR_MEMORY, "out of memory");
    return text;
}
