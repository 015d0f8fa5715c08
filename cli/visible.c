/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * visible: see visible.h. A stream of our own (fopencookie) stands in for each standard stream, so that no place that
 * prints can forget it, argp's messages included.
 */
#include "visible.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 4096, LONGEST = 8 }; /* bytes written at once; the longest that a character becomes */

struct filter {
    int file;
    unsigned char held[4]; /* the beginning of a character whose rest is still to come */
    size_t count;
    char out[ROOM];
    size_t used;
};

static struct filter filters[2] = {{.file = STDOUT_FILENO}, {.file = STDERR_FILENO}};
static FILE *screen;

/* ---- characters ---- */

/* How long a sequence is that begins with this byte; 0 if none does. */
static size_t length_of(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/* Whether the bytes can be the beginning of UTF-8 (RFC 3629: no overlong form, no surrogate, nothing above 10FFFF). */
static bool is_beginning(const unsigned char *bytes, size_t count)
{
    if (length_of(bytes[0]) < count)
        return false;
    for (size_t i = 1; i < count; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return false;
    if (count < 2)
        return true;
    switch (bytes[0]) {
    case 0xE0:
        return bytes[1] >= 0xA0;
    case 0xED:
        return bytes[1] < 0xA0;
    case 0xF0:
        return bytes[1] >= 0x90;
    case 0xF4:
        return bytes[1] < 0x90;
    default:
        return true;
    }
}

static uint32_t code_of(const unsigned char *bytes, size_t count)
{
    static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code = bytes[0] & mask[count];
    for (size_t i = 1; i < count; i++)
        code = code << 6 | (bytes[i] & 0x3F);
    return code;
}

static bool steers(uint32_t code)
{
    if (code < 0x20)
        return code != '\n' && code != '\t';
    return (code >= 0x7F && code < 0xA0) || code == 0x61C || code == 0x200E || code == 0x200F ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

/* ---- writing ---- */

static int flush(struct filter *filter)
{
    for (size_t done = 0; done < filter->used;) {
        const ssize_t took = write(filter->file, filter->out + done, filter->used - done);
        if (took > 0) {
            done += (size_t)took;
        } else if (took == 0 || errno != EINTR) {
            filter->used = 0; /* what failed is told by the stream, and not tried again */
            return -1;
        }
    }
    filter->used = 0;
    return 0;
}

static void put(struct filter *filter, const char *bytes, size_t count)
{
    memcpy(filter->out + filter->used, bytes, count);
    filter->used += count;
}

/* Passes on what is held, which is whole, or its first byte, which belongs to no character. */
static void pass(struct filter *filter, bool whole)
{
    const size_t count = whole ? filter->count : 1;
    const uint32_t code = whole ? code_of(filter->held, count) : 0;
    if (whole && !steers(code)) {
        put(filter, (const char *)filter->held, count);
    } else {
        char text[LONGEST];
        const int length = whole ? snprintf(text, sizeof text, "\\u%04x", (unsigned)code)
                                 : snprintf(text, sizeof text, "\\x%02x", filter->held[0]);
        put(filter, text, (size_t)length);
    }
    filter->count -= count;
    memmove(filter->held, filter->held + count, filter->count);
}

static void take(struct filter *filter, unsigned char byte)
{
    filter->held[filter->count++] = byte;
    while (filter->count > 0 && !is_beginning(filter->held, filter->count))
        pass(filter, false);
    if (filter->count > 0 && filter->count == length_of(filter->held[0]))
        pass(filter, true);
}

static ssize_t write_visible(void *context, const char *bytes, size_t size)
{
    struct filter *filter = context;
    for (size_t i = 0; i < size; i++) {
        if (filter->used + 4 * LONGEST > ROOM && flush(filter) != 0)
            return 0; /* how fopencookie wants a failure */
        take(filter, (unsigned char)bytes[i]);
    }
    return flush(filter) == 0 ? (ssize_t)size : 0;
}

static int close_visible(void *context)
{
    struct filter *filter = context;
    while (filter->count > 0)
        pass(filter, false);
    const int failed = flush(filter);
    const int why = errno;
    if (close(filter->file) != 0)
        return -1;
    errno = why;
    return failed;
}

/* ---- the two streams ---- */

static FILE *over(struct filter *filter, int buffering)
{
    FILE *stream = fopencookie(filter, "w", (cookie_io_functions_t){.write = write_visible, .close = close_visible});
    if (stream)
        setvbuf(stream, 0, buffering, BUFSIZ);
    return stream;
}

int visible_begin(void)
{
    screen = stderr;
    FILE *messages = over(&filters[1], _IONBF), *output = over(&filters[0], isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF);
    if (!messages || !output)
        return -1;
    stderr = messages;
    stdout = output;
    return 0;
}

FILE *visible_screen(void)
{
    return screen;
}
