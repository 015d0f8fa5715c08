/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * journal_header: a journal's first block: which study's records follow, how large and how many; its checksum and
 * numbers.
 */
#include "sim/journal_header.h"

#include "sim/crc32c.h"
#include "sim/disk.h"

#include <string.h>

enum { VERSION = 1 };

/* Where the header keeps what. */
enum {
    AT_VERSION = 8,
    AT_RECORD = 16,
    AT_SLOTS = 24,
    AT_IDENTITY = 32,
    AT_CREATED = 64,
    AT_SUBJECT = 128,
    AT_CRC = JOURNAL_HEADER_SIZE - 4
};

static const char magic[8] = {'F', 'M', 'K', 'J', 'R', 'N', 'L', '\n'}; /* the newline finds text-mode copies */
static const size_t RECORD_MOST = (size_t)1 << 30;
static const size_t SLOTS_MOST = UINT32_MAX - 1; /* number + 1 fits 32 bits */

uint32_t journal_crc(const void *bytes, size_t size)
{
    return crc32c_extend(0, bytes, size);
}

uint32_t journal_crc_extend(uint32_t crc, const void *bytes, size_t size)
{
    return crc32c_extend(crc, bytes, size);
}

void journal_put_le(unsigned char *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> (8 * i));
}

uint64_t journal_get_le(const unsigned char *at, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

bool journal_layout_possible(const struct journal_layout *layout)
{
    return layout->record_size >= 1 && layout->record_size <= RECORD_MOST && layout->slots >= 1 &&
           layout->slots <= SLOTS_MOST;
}

int journal_header_write(int file, const struct journal_layout *layout)
{
    unsigned char header[JOURNAL_HEADER_SIZE] = {0};
    memcpy(header, magic, sizeof magic);
    journal_put_le(header + AT_VERSION, VERSION, 4);
    journal_put_le(header + AT_RECORD, layout->record_size, 8);
    journal_put_le(header + AT_SLOTS, layout->slots, 8);
    memcpy(header + AT_IDENTITY, layout->identity, sizeof layout->identity);
    journal_put_le(header + AT_CREATED, (uint64_t)layout->created, 8);
    memcpy(header + AT_SUBJECT, layout->subject, strnlen(layout->subject, JOURNAL_SUBJECT - 1));
    journal_put_le(header + AT_CRC, journal_crc(header, AT_CRC), 4);
    struct iovec part[2] = {{.iov_base = header, .iov_len = JOURNAL_HEADER_SIZE}, {.iov_base = 0, .iov_len = 0}};
    return disk_write_all(file, part, 0);
}

int journal_header_read(int file, const char *path, struct journal_layout *layout, struct error *error)
{
    unsigned char header[JOURNAL_HEADER_SIZE];
    const ssize_t got = disk_read_all(file, header, JOURNAL_HEADER_SIZE, 0);
    if (got < 0)
        return error_system(error, ERROR_IO, "cannot read the journal '%s'", path);
    if (got < (ssize_t)sizeof magic || memcmp(header, magic, sizeof magic) != 0)
        return error_set(error, ERROR_FORMAT, "'%s' is not a journal of fmksim", path);
    if (got < JOURNAL_HEADER_SIZE)
        return error_set(error, ERROR_FORMAT, "the journal '%s' ends inside its header: %zd of %d bytes", path, got,
                         JOURNAL_HEADER_SIZE);
    if (journal_get_le(header + AT_CRC, 4) != journal_crc(header, AT_CRC))
        return error_set(error, ERROR_FORMAT, "the header of the journal '%s' is damaged (wrong checksum)", path);
    if (journal_get_le(header + AT_VERSION, 4) != VERSION)
        return error_set(error, ERROR_FORMAT, "the journal '%s' has layout version %u; this program knows %d", path,
                         (unsigned)journal_get_le(header + AT_VERSION, 4), VERSION);

    layout->record_size = journal_get_le(header + AT_RECORD, 8);
    layout->slots = journal_get_le(header + AT_SLOTS, 8);
    layout->created = (int64_t)journal_get_le(header + AT_CREATED, 8);
    memcpy(layout->identity, header + AT_IDENTITY, sizeof layout->identity);
    memcpy(layout->subject, header + AT_SUBJECT, JOURNAL_SUBJECT);
    layout->subject[JOURNAL_SUBJECT - 1] = '\0';
    if (!journal_layout_possible(layout))
        return error_set(error, ERROR_FORMAT, "the header of the journal '%s' holds impossible sizes", path);
    return 0;
}

/* Tells the first line in which two subjects differ. */
static int check_subject(const char *found, const char *expected, const char *path, struct error *error)
{
    while (*found != '\0' && *expected != '\0') {
        const int here = (int)strcspn(found, "\n");
        const int wanted = (int)strcspn(expected, "\n");
        const int name = (int)strcspn(expected, ":\n");
        if (here != wanted || memcmp(found, expected, (size_t)here) != 0)
            return error_set(error, ERROR_FORMAT,
                             "the journal '%s' is of another study: it says \"%.*s\", this study has \"%.*s\"", path,
                             here, found, wanted > name ? wanted - name - 2 : wanted,
                             wanted > name ? expected + name + 2 : expected);
        found += here + (found[here] == '\n');
        expected += wanted + (expected[wanted] == '\n');
    }
    return 0; /* the identity tells the rest */
}

int journal_header_check(const struct journal_layout *layout, const struct journal_layout *expected, const char *path,
                         struct error *error)
{
    if (check_subject(layout->subject, expected->subject, path, error))
        return -1;
    if (layout->record_size != expected->record_size)
        return error_set(error, ERROR_FORMAT, "the journal '%s' has records of %zu bytes, this study of %zu", path,
                         layout->record_size, expected->record_size);
    if (layout->slots != expected->slots)
        return error_set(error, ERROR_FORMAT, "the journal '%s' has %zu slots, this study needs %zu", path,
                         layout->slots, expected->slots);
    if (memcmp(layout->identity, expected->identity, sizeof layout->identity) != 0)
        return error_set(error, ERROR_FORMAT,
                         "the journal '%s' is of another study: its configuration, seed or program version differs",
                         path);
    return 0;
}
